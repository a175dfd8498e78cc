//! The hand-written scripts and the other files of `app/static`.
//!
//! A script names a file of the site by a string literal: `"asset:write.wasm"` becomes its hashed address, and
//! `"asset:*"` becomes the list of every hashed file the public pages use, and `"integrity:write.wasm"` what the browser
//! checks it by. `sw.js` keeps its name,
//! because a service worker is found by its address; so do icons and the web manifest.
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::site::Site;
use crate::command::read;
use crate::files::walk;
use crate::tree::Tree;

const MARK: &str = "\"asset:";
const CHECK: &str = "\"integrity:";
const SERVICE_WORKER: &str = "sw.js";

pub fn add(tree: &Tree, site: &mut Site) -> Result<()> {
    let directory = tree.join("app/static");
    let mut scripts = BTreeMap::new();
    for path in walk(&directory)? {
        let name = path.strip_prefix(&directory)?.to_str().context("a file name is not UTF-8")?.to_owned();
        if name.ends_with(".js") {
            let source = minify(tree, &path).with_context(|| format!("app/static/{name}"))?;
            scripts.insert(name, source);
        } else if !name.ends_with(".webmanifest") {
            site.add_plain(&name, fs::read(&path)?)?;
        }
    }
    let names: Vec<String> = scripts.keys().filter(|name| *name != SERVICE_WORKER).cloned().collect();
    for name in names {
        add_hashed(site, &scripts, &name, &mut Vec::new())?;
    }
    // Last, because it lists all the others.
    if scripts.contains_key(SERVICE_WORKER) {
        let source = resolve(site, &scripts, SERVICE_WORKER, &mut Vec::new())?;
        site.add_plain(SERVICE_WORKER, source.into_bytes())?;
    }
    Ok(())
}

fn minify(tree: &Tree, path: &std::path::Path) -> Result<String> {
    read(
        Command::new(tree.node_bin("esbuild"))
            .arg(path)
            // Double quotes and no template literals: the marks below must stay recognisable.
            .args(["--minify", "--charset=utf8", "--target=es2022", "--supported:template-literal=false"])
            .args(["--legal-comments=none", "--log-level=warning"]),
    )
}

/// A script's name depends on its content, which holds the names of others: those go first.
fn add_hashed(
    site: &mut Site,
    scripts: &BTreeMap<String, String>,
    name: &str,
    open: &mut Vec<String>,
) -> Result<()> {
    if site.has(name) {
        return Ok(());
    }
    if open.iter().any(|other| other == name) {
        bail!("scripts name each other in a circle: {}, {name}", open.join(", "));
    }
    open.push(name.to_owned());
    let source = resolve(site, scripts, name, open)?;
    open.pop();
    site.add_hashed(name, source.into_bytes())
}

fn resolve(
    site: &mut Site,
    scripts: &BTreeMap<String, String>,
    name: &str,
    open: &mut Vec<String>,
) -> Result<String> {
    let source = scripts.get(name).with_context(|| format!("no script is called {name}"))?;
    for wanted in source.split(MARK).skip(1).filter_map(|after| Some(after.split_once('"')?.0)) {
        if scripts.contains_key(wanted) && wanted != SERVICE_WORKER {
            add_hashed(site, scripts, wanted, open)?;
        }
    }
    fill(site, source).with_context(|| format!("app/static/{name}"))
}

/// Addresses and integrity values of files that are there already.
pub fn fill(site: &Site, source: &str) -> Result<String> {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once(MARK) {
        let (wanted, behind) = after.split_once('"').context("an asset name has no end")?;
        out.push_str(before);
        out.push_str(&literal(site, wanted)?);
        rest = behind;
    }
    out.push_str(rest);
    checked(site, &out)
}

fn checked(site: &Site, source: &str) -> Result<String> {
    let facts = site.facts();
    let mut parts = source.split(CHECK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (wanted, behind) = part.split_once('"').context("a file name has no end")?;
        let (_, integrity) =
            facts.get(wanted).with_context(|| format!("no file of the site is called {wanted}"))?;
        out.extend(["\"", integrity.as_str(), "\"", behind]);
    }
    Ok(out)
}

fn literal(site: &Site, wanted: &str) -> Result<String> {
    if wanted == "*" {
        let quoted: Vec<String> = site.public_urls().iter().map(|url| format!("\"{url}\"")).collect();
        return Ok(quoted.join(","));
    }
    let url = site.url(wanted).with_context(|| format!("no file of the site is called {wanted}"))?;
    Ok(format!("\"{url}\""))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::site::Site;
    use super::{add_hashed, resolve};

    fn scripts(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect()
    }

    #[test]
    fn a_script_learns_the_addresses_of_others() {
        let mut site = Site::default();
        site.add_hashed("write.wasm", b"wasm".to_vec()).unwrap();
        let all = scripts(&[
            ("first.js", r#"go("asset:thread.js","asset:write.wasm")"#),
            ("thread.js", r#"import("asset:write.wasm")"#),
            ("sw.js", r#"const files=["asset:*"]"#),
        ]);
        add_hashed(&mut site, &all, "first.js", &mut Vec::new()).unwrap();
        let thread = site.url("thread.js").unwrap().to_owned();
        let first = resolve(&mut site, &all, "first.js", &mut Vec::new()).unwrap();
        assert!(first.starts_with(&format!("go(\"{thread}\",\"/assets/write-")));
        let worker = resolve(&mut site, &all, "sw.js", &mut Vec::new()).unwrap();
        assert_eq!(worker.matches("/assets/").count(), 3);
        assert!(!worker.contains("asset:"));
    }

    #[test]
    fn a_script_knows_what_a_file_must_be() {
        let mut site = Site::default();
        site.add_hashed("waiting.wasm", b"wasm".to_vec()).unwrap();
        let all =
            scripts(&[("first.js", r#"go("integrity:waiting.wasm",1)"#), ("b.js", r#""integrity:none""#)]);
        let first = resolve(&mut site, &all, "first.js", &mut Vec::new()).unwrap();
        assert_eq!(first, format!("go(\"{}\",1)", crate::digest::integrity(b"wasm")));
        assert!(resolve(&mut site, &all, "b.js", &mut Vec::new()).is_err());
    }

    #[test]
    fn an_unknown_name_or_a_circle_stops_the_build() {
        let all =
            scripts(&[("a.js", r#""asset:b.js""#), ("b.js", r#""asset:a.js""#), ("c.js", r#""asset:none""#)]);
        for name in ["a.js", "c.js"] {
            assert!(add_hashed(&mut Site::default(), &all, name, &mut Vec::new()).is_err());
        }
    }
}

//! What people are made to load, as the build weighed it, and how much that may be.
use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::runtime::root;

/// Programs by name, without their scripts, in whatever language: thousands of bytes as they are sent.
pub const PROGRAMS: [(&str, f64); 4] =
    [("write", 145.0), ("mailbox", 175.0), ("book", 200.0), ("staff", 350.0)];
/// A public page with its style and its scripts, without its program.
pub const PAGE: f64 = 35.0;

/// One file of the site.
#[derive(Deserialize)]
pub struct Built {
    pub url: String,
    /// Bytes, compressed as well as the build can.
    pub brotli: f64,
}

/// By the names that pages use, such as `write.wasm`.
pub type Site = BTreeMap<String, Built>;

pub fn site() -> Result<Site> {
    let built = fs::read(root().join("dist/manifest.json")).context("dist/manifest.json")?;
    Ok(serde_json::from_slice(&built)?)
}

/// One file, in thousands of bytes.
pub fn kilobytes(site: &Site, name: &str) -> Result<f64> {
    let built = site.get(name).with_context(|| format!("the build has no {name}"))?;
    Ok(built.brotli / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::walk::{LANGUAGES, base};

    /// Pages and the programs that they start.
    const PAGES: [(&str, Option<&str>); 10] = [
        ("index", None),
        ("crisis", None),
        ("about", None),
        ("safety", None),
        ("waiting", None),
        ("not-found", None),
        ("write", Some("write")),
        ("mailbox", Some("mailbox")),
        ("feedback", Some("mailbox")),
        ("book", Some("book")),
    ];

    /// Behind the name of a program.
    fn variant(language: &str) -> String {
        base(language).replace('/', "-")
    }

    fn too_much(what: String, weighs: f64, most: f64) -> Option<String> {
        (weighs > most).then(|| format!("{what} weighs {weighs:.1} kB, and {most:.0} are allowed"))
    }

    /// Such a build is larger than what people get.
    fn made_quickly() -> bool {
        let quick = std::env::var_os("MADOBE_QUICK").is_some();
        if quick {
            println!("not weighed, because MADOBE_QUICK is set");
        }
        quick
    }

    #[test]
    fn no_program_is_heavier_than_it_may_be() {
        if made_quickly() {
            return;
        }
        let site = site().unwrap();
        let mut faults = Vec::new();
        for (program, most) in PROGRAMS {
            // Staff have two languages.
            for language in LANGUAGES.into_iter().filter(|language| program != "staff" || *language != "easy")
            {
                let name = format!("{program}{}.wasm", variant(language));
                let weighs = kilobytes(&site, &name).unwrap();
                faults.extend(too_much(name, weighs, most));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn no_page_is_heavier_than_it_may_be() {
        if made_quickly() {
            return;
        }
        let site = site().unwrap();
        let mut faults = Vec::new();
        for language in LANGUAGES {
            for (page, program) in PAGES {
                let page = format!("{}/{page}.html", base(language)).trim_start_matches('/').to_owned();
                let glue = program.map(|program| format!("{program}{}.js", variant(language)));
                let scripts = glue.as_deref().into_iter().flat_map(|glue| [glue, "thread.js"]);
                let files = [page.as_str(), "public.css", "first.js"].into_iter().chain(scripts);
                let weighs: f64 = files.map(|name| kilobytes(&site, name).unwrap()).sum();
                faults.extend(too_much(page, weighs, PAGE));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn no_font_is_sent() {
        let site = site().unwrap();
        let fonts = ["woff", "woff2", "ttf", "otf", "eot"];
        let is_font = |name: &&String| name.rsplit_once('.').is_some_and(|(_, kind)| fonts.contains(&kind));
        let found: Vec<&String> = site.keys().filter(is_font).collect();
        assert!(found.is_empty(), "{found:?}");
        for style in site.iter().filter(|(name, _)| name.ends_with(".css")).map(|(_, built)| built) {
            let file = root().join("dist/assets").join(style.url.trim_start_matches('/'));
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("@font-face"), "{}", style.url);
        }
    }
}

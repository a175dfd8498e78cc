//! The pages: `app/pages/*.html` filled from the catalogue `app/locales/ja/*.json`. Files whose name begins with
//! `_` are layouts and parts of others. A missing word or file stops the build.
//!
//! A template sees `t` (the catalogue; each file is a branch: `t.pages.landing.title`), `page` (its own name),
//! `asset("write.wasm")` (the hashed address) and `integrity("write.wasm")`.
use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, context, path_loader};

use super::site::Site;
use crate::files::walk;
use crate::tree::Tree;

pub fn add(tree: &Tree, site: &mut Site) -> Result<()> {
    let catalogue = Value::from(Serde(catalogue(tree)?));
    // The web manifests first: a page names them.
    for directory in ["app/static", "app/pages"] {
        let base = tree.join(directory);
        let mut made = Vec::new();
        {
            let environment = environment(&base, site)?;
            for path in walk(&base)? {
                let name = path.strip_prefix(&base)?.to_str().context("a file name is not UTF-8")?;
                let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
                if name.starts_with('_') || !["html", "webmanifest"].contains(&extension) {
                    continue;
                }
                let text = environment
                    .get_template(name)
                    .and_then(|template| template.render(context! { t => catalogue.clone(), page => stem }))
                    .with_context(|| format!("{directory}/{name}"))?;
                made.push((name.to_owned(), text.into_bytes()));
            }
        }
        for (name, content) in made {
            site.add_plain(&name, content)?;
        }
    }
    Ok(())
}

fn environment<'a>(base: &std::path::Path, site: &Site) -> Result<Environment<'a>> {
    let mut environment = Environment::new();
    environment.set_loader(path_loader(base));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    let facts = Arc::new(site.facts());
    let addresses = Arc::clone(&facts);
    // Our own letters, digits and slashes: nothing in them needs to be escaped.
    environment.add_function("asset", move |name: String| {
        let known = addresses.get(&name).map(|(url, _)| Value::from_safe_string(url.clone()));
        known.ok_or_else(|| unknown(&name))
    });
    environment.add_function("integrity", move |name: String| {
        let known = facts.get(&name).map(|(_, integrity)| Value::from_safe_string(integrity.clone()));
        known.ok_or_else(|| unknown(&name))
    });
    Ok(environment)
}

fn unknown(name: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("no file of the site is called {name}"))
}

fn catalogue(tree: &Tree) -> Result<serde_json::Map<String, serde_json::Value>> {
    let mut all = serde_json::Map::new();
    for path in walk(&tree.join("app/locales/ja"))? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_stem().and_then(|stem| stem.to_str()).context("a file name is not UTF-8")?;
        let words = serde_json::from_slice(&fs::read(&path)?)
            .with_context(|| format!("app/locales/ja/{name}.json"))?;
        all.insert(name.to_owned(), words);
    }
    Ok(all)
}

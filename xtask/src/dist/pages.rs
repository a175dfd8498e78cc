//! The pages: `app/pages/*.html` filled from each catalogue `app/locales/LANGUAGE/*.json`. Files whose name begins with
//! `_` are layouts and parts of others. A missing word or file stops the build.
//!
//! A template sees `t` (the catalogue; each file is a branch: `t.pages.landing.title`), `staff` (the words for staff), `said` (every
//! catalogue, by its language), `page` (its own name), `language`,
//! `base` (before the path of every page in it), `variant` (behind the name of its programs), `languages` (all of them),
//! `asset("write.wasm")` (the hashed address) and `integrity("write.wasm")`. The filter `ruby` makes readings of 話《はな》.
use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, context, path_loader};

use super::language::{LANGUAGES, Language};
use super::site::Site;

use crate::files::walk;
use crate::tree::Tree;

/// One page in all languages: what it starts has one.
const WHOLE: &str = "staff.html";
/// In the languages of staff.
const STAFF: &str = "print.html";

pub fn add(tree: &Tree, site: &mut Site) -> Result<()> {
    let mut said = serde_json::Map::new();
    for language in &LANGUAGES {
        said.insert(language.name.to_owned(), catalogue(tree, language)?.into());
    }
    let said = Value::from(Serde(said));
    let languages: Vec<Value> = LANGUAGES.iter().map(Language::value).collect();
    // The web manifests first: a page names them.
    for directory in ["app/static", "app/pages"] {
        let base = tree.join(directory);
        let mut made = Vec::new();
        {
            let environment = environment(&base, site)?;
            for language in &LANGUAGES {
                let catalogue = said.get_attr(language.name)?;
                for path in walk(&base)? {
                    let name = path.strip_prefix(&base)?.to_str().context("a file name is not UTF-8")?;
                    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
                    if name.starts_with('_')
                        || !["html", "webmanifest"].contains(&extension)
                        || (name == WHOLE && !language.is_first())
                        || (name == STAFF && !language.is_for_staff())
                    {
                        continue;
                    }
                    let seen = context! {
                        t => catalogue.clone(),
                        said => said.clone(),
                        page => stem,
                        language => language.name,
                        lang => language.tag,
                        base => language.base(),
                        variant => language.variant(),
                        languages => languages.clone(),
                    };
                    let text = environment
                        .get_template(name)
                        .and_then(|template| template.render(seen))
                        .with_context(|| format!("{directory}/{name} ({})", language.name))?;
                    let file = format!("{}/{name}", language.base());
                    made.push((file.trim_start_matches('/').to_owned(), text.into_bytes()));
                }
            }
        }
        for (name, content) in made {
            site.add_plain(&name, content)?;
        }
    }
    Ok(())
}

pub fn environment<'a>(base: &std::path::Path, site: &Site) -> Result<Environment<'a>> {
    let mut environment = Environment::new();
    environment.set_loader(path_loader(base));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("ruby", |text: String| Value::from_safe_string(ruby(&text)));
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

/// 話《はな》す: the kanji before the brackets are read as what is in them. Catalogues hold no markup, and get none through here.
fn ruby(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('《') {
        let Some((reading, behind)) = after.split_once('》') else { break };
        let is_kanji = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '々';
        let plain = before.trim_end_matches(is_kanji);
        let kanji = before.get(plain.len()..).unwrap_or_default();
        out.push_str(&escape(plain));
        out.push_str(&format!("<ruby>{kanji}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", escape(reading)));
        rest = behind;
    }
    out + &escape(rest)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn unknown(name: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("no file of the site is called {name}"))
}

pub fn catalogue(tree: &Tree, language: &Language) -> Result<serde_json::Map<String, serde_json::Value>> {
    let mut all = serde_json::Map::new();
    for path in walk(&tree.join("app/locales").join(language.name))? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_stem().and_then(|stem| stem.to_str()).context("a file name is not UTF-8")?;
        let words = serde_json::from_slice(&fs::read(&path)?)
            .with_context(|| format!("app/locales/{}/{name}.json", language.name))?;
        all.insert(name.to_owned(), words);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::site::Site;
    use super::{add, ruby};
    use crate::dist::language::LANGUAGES;
    use crate::dist::wasm::PROGRAMS;
    use crate::tree::Tree;

    #[test]
    fn every_page_finds_its_words_and_files() {
        let mut site = Site::default();
        for program in &PROGRAMS {
            for language in LANGUAGES.iter().filter(|language| program.readers.read(language)) {
                let name = language.program(program.bin);
                site.add_hashed(&format!("{name}.js"), Vec::new()).unwrap();
                site.add_hashed(&format!("{name}.wasm"), Vec::new()).unwrap();
            }
        }
        for name in ["public.css", "staff.css", "staff-print.css", "first.js", "thread.js", "arrival.js"] {
            site.add_hashed(name, Vec::new()).unwrap();
        }
        for name in ["staff-start.js", "staff-sheet.js", "furigana.js"] {
            site.add_hashed(name, Vec::new()).unwrap();
        }
        add(&Tree::find().unwrap(), &mut site).unwrap();
        for name in ["print.html", "print-cards.html", "easy/print-leaflet.html", "en/print-poster.html"] {
            assert!(site.has(name), "{name}");
        }
        assert!(site.has("en/print.html") && !site.has("easy/print.html"), "staff have two languages");
        assert!(!site.has("en/staff.html"), "one page brings each program");
    }

    #[test]
    fn readings_stand_over_their_kanji_and_nothing_else() {
        assert_eq!(
            ruby("もう話《はな》せます"),
            "もう<ruby>話<rp>（</rp><rt>はな</rt><rp>）</rp></ruby>せます"
        );
        assert_eq!(ruby("<b>窓</b>"), "&lt;b&gt;窓&lt;/b&gt;");
    }
}

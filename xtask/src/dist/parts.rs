//! The sheets of all parts, `style/sheets/*.html`, in `dist/parts`: for the gallery and its pictures. The site does not have them.
use std::fs;

use anyhow::{Context, Result};
use minijinja::Value;
use minijinja::context;
use minijinja::value::Serde;

use super::language::LANGUAGES;
use super::pages::{catalogue, environment};
use super::site::Site;
use crate::files::{sync, walk};
use crate::tree::Tree;

pub fn write(tree: &Tree, site: &Site) -> Result<()> {
    let sheets = tree.join("style/sheets");
    let environment = environment(&sheets, site)?;
    let mut made = Vec::new();
    for language in &LANGUAGES {
        let mut words = catalogue(tree, language)?;
        // Staff have no easy words.
        if !words.contains_key("staff") {
            words.extend(catalogue(tree, &LANGUAGES[0])?.remove_entry("staff"));
        }
        let seen = context! { t => Value::from(Serde(words)), lang => language.tag };
        for path in walk(&sheets)? {
            let name = path.file_name().and_then(|name| name.to_str()).context("a file name is not UTF-8")?;
            let text = environment
                .get_template(name)
                .and_then(|template| template.render(&seen))
                .with_context(|| format!("style/sheets/{name} ({})", language.name))?;
            made.push((name.replace(".html", &format!("-{}.html", language.name)), text.into_bytes()));
        }
    }
    let out = tree.dist().join("parts");
    fs::create_dir_all(&out)?;
    sync(&out, &made)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use crate::files::walk;
    use crate::tree::Tree;

    /// Every name of a class in the selectors of a style sheet.
    fn classes(css: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        // What stands before a brace and after the last declaration or comment is a selector.
        for block in css.split('{') {
            let selector = block.rsplit(['}', ';', '/']).next().unwrap_or_default();
            for part in selector.split('.').skip(1) {
                let name: String =
                    part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    found.insert(name);
                }
            }
        }
        found
    }

    fn text(tree: &Tree, directory: &str) -> String {
        let files = walk(&tree.join(directory)).unwrap();
        files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// What a picture cannot show: it covers everything, belongs to the paper, or is drawn by the browser.
    const NOT_SHOWN: [&str; 19] = [
        "dialog",
        "dialog-body",
        "footed",
        "lock",
        "toast",
        "panes",
        "pane-list",
        "pane-thread",
        "pane-side",
        "code-card",
        "code-card-name",
        "code-card-note",
        "no-print",
        "paper",
        "paper-number",
        "print-note",
        "taking",
        // Rows that the desk gives: no box of their own.
        "given",
        // Left out where a letter was sent, and plain words elsewhere.
        "unsent",
    ];

    #[test]
    fn every_part_is_on_a_sheet() {
        let tree = Tree::find().unwrap();
        let sheets = text(&tree, "style/sheets");
        let missing: Vec<String> = classes(&text(&tree, "style/parts"))
            .into_iter()
            .filter(|name| !NOT_SHOWN.contains(&name.as_str()))
            .filter(|name| {
                !sheets.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).any(|word| word == name)
            })
            .collect();
        assert!(missing.is_empty(), "not on a sheet in style/sheets: {missing:?}");
    }

    #[test]
    fn both_dark_sets_are_the_same() {
        let css = fs::read_to_string(Tree::find().unwrap().join("style/tokens.css")).unwrap();
        let set = |head: &str| -> BTreeSet<String> {
            let (_, behind) = css.split_once(head).unwrap();
            let (inside, _) = behind.split_once('}').unwrap();
            inside.split(';').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
        };
        let (asked, chosen) =
            (set(":root:not([data-theme=\"light\"]) {"), set(":root[data-theme=\"dark\"] {"));
        assert_eq!(asked, chosen);
        // And every colour of the day has one for the night.
        let day = set(":root {\n  color-scheme: light;");
        let named = |set: &BTreeSet<String>| -> BTreeSet<String> {
            set.iter().filter_map(|one| one.split_once(':')).map(|(name, _)| name.to_owned()).collect()
        };
        let coloured: BTreeSet<String> = day.iter().filter(|one| one.contains('#')).cloned().collect();
        assert_eq!(named(&coloured).difference(&named(&chosen)).count(), 0);
    }

    #[test]
    fn selectors_are_read() {
        let css = "/* a.b */ .one.two:hover, p > .three { color: rgb(0 0 0 / 1.5); } @media (max-width: 47.99rem) { .four {} }";
        let found: Vec<String> = classes(css).into_iter().collect();
        assert_eq!(found, ["four", "one", "three", "two"]);
    }
}

//! Takes out of a program for the browser what nobody can reach or read.
//!
//! - Classes that a library exports to JavaScript (streams of a server that we do not have): ours export functions alone.
//!   With them go the exports behind them, and with those all that only they called.
//! - The places in source files that a panic would name: nothing in the browser prints them, and nobody there could look.
//! - The long names that module and glue know each other by: in both they are of a letter or two.
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow};
use walrus::{DataKind, Module, ModuleConfig};

/// The glue without its classes.
pub fn glue(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut end: Option<fn(&str) -> bool> = None;
    for line in text.lines() {
        if let Some(is_end) = end {
            if is_end(line) {
                end = None;
            }
        } else if line.starts_with("export class ") {
            end = Some(|line| line == "}");
        } else if line.starts_with("const ") && line.contains("Finalization = ") {
            end = Some(|line| line.ends_with(';'));
        } else if !line.starts_with("if (Symbol.dispose) ") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The module with those exports only that the glue names, or that its other parts share. What that frees is for the
/// optimiser to remove. The answer is the glue for it.
pub fn module(path: &Path, glue: &str, shared: &[String]) -> Result<String> {
    let mut module = ModuleConfig::new()
        .generate_producers_section(false)
        .parse_file(path)
        .map_err(|fault| anyhow!(fault))?;
    let is_used = |name: &String| names(glue, name) || shared.contains(name);
    let unused: Vec<_> =
        module.exports.iter().filter(|export| !is_used(&export.name)).map(|it| it.id()).collect();
    for id in unused {
        module.exports.delete(id);
    }
    let segments: Vec<_> = module.data.iter().map(|segment| segment.id()).collect();
    for id in segments {
        let segment = module.data.get_mut(id);
        if matches!(segment.kind, DataKind::Active { .. }) {
            blank_places(&mut segment.value);
        }
    }
    let glue = shorten(&mut module, glue);
    fs::write(path, module.emit_wasm())?;
    Ok(glue)
}

/// Renames what the module takes from the glue, in both. A name that the glue has more than once may mean something else there.
fn shorten(module: &mut Module, glue: &str) -> String {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for word in words(glue) {
        *times.entry(word).or_default() += 1;
    }
    let mut short = HashMap::new();
    for import in module.imports.iter_mut().filter(|import| import.module.ends_with("_bg.js")) {
        if times.get(import.name.as_str()) == Some(&1) {
            let name = letters(short.len());
            short.insert(std::mem::replace(&mut import.name, name.clone()), name);
        }
    }
    words(glue).map(|word| short.get(word).map_or(word, String::as_str)).collect()
}

/// A text as its identifiers and what stands between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$".contains(byte);
    text.as_bytes()
        .chunk_by(move |a, b| is_word(a) == is_word(b))
        .filter_map(|word| str::from_utf8(word).ok())
}

/// 0 is a, 25 is z, 26 is aa.
fn letters(number: usize) -> String {
    let last = char::from(b'a' + (number % 26) as u8);
    let before = (number / 26).checked_sub(1).map(letters).unwrap_or_default();
    format!("{before}{last}")
}

fn names(glue: &str, export: &str) -> bool {
    glue.match_indices(export).any(|(at, _)| {
        let after = glue[at + export.len()..].chars().next();
        glue[..at].ends_with('.')
            && !after.is_some_and(|next| next.is_ascii_alphanumeric() || "_$".contains(next))
    })
}

/// How the place of a panic begins, the paths of this machine taken away: in a library, in Rust's own, in ours.
const PLACES: [&[u8]; 5] = [b"registry/src/", b"/rustc/", b"/rust/deps/", b"app/src/", b"domain/src/"];

/// Rust keeps each place as one path that ends in `.rs` and a zero; its length, which stands elsewhere, still holds.
fn blank_places(data: &mut [u8]) {
    let of_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./".contains(byte);
    let mut start = 0;
    while let Some(rest) = data.get_mut(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().take_while(|byte| of_path(byte)).count();
        let path = &mut rest[..length];
        let begins = PLACES.iter().any(|begin| path.starts_with(begin));
        if begins && path.ends_with(b".rs") {
            path.fill(0);
            start += length;
        } else {
            start += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_go_and_functions_stay() {
        let text = "export class Sink {\n    free() {\n    }\n}\nif (Symbol.dispose) Sink.x = 1;\n\
                    export function main() {\n    wasm.main();\n}\n\
                    const SinkFinalization = (typeof F === 'undefined')\n    ? { unregister: () => {} }\n    : new F(1);\nlet wasm;\n";
        assert_eq!(glue(text), "export function main() {\n    wasm.main();\n}\nlet wasm;\n");
    }

    #[test]
    fn an_export_is_named_whole() {
        assert!(names("a.main();", "main"));
        assert!(!names("a.main_2();", "main"));
        assert!(!names("function main()", "main"));
    }

    #[test]
    fn both_know_each_other_by_letters() {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[]);
        for name in ["__wbg_now_1", "__wbg_twice_2"] {
            module.add_import_func("./a_bg.js", name, kind);
        }
        module.add_import_func("./a_split.js", "__load", kind);
        let glue = "({ __wbg_now_1: function() { 言葉 }, __wbg_twice_2: 1, x: a.__wbg_twice_2, __load: 2 })";
        let short = "({ a: function() { 言葉 }, __wbg_twice_2: 1, x: a.__wbg_twice_2, __load: 2 })";
        assert_eq!(shorten(&mut module, glue), short);
        let names: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["a", "__wbg_twice_2", "__load"]);
        assert_eq!([0, 25, 26, 27, 701, 702].map(letters), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }

    #[test]
    fn a_place_is_blanked_and_words_beside_it_stay() {
        let mut data =
            "codeapp/src/a.rs\0送れました: /rustc/5/a.rs\0もう一度 app/src/ b.rs".as_bytes().to_vec();
        let length = data.len();
        blank_places(&mut data);
        assert_eq!(data.len(), length);
        let words = String::from_utf8(data).unwrap();
        assert_eq!(words.replace('\0', ""), "code送れました: もう一度 app/src/ b.rs");
    }
}

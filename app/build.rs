//! Turns a catalogue (`app/locales/LANGUAGE/*.json`, by the features `easy` and `en`) into Rust: one module per object, one constant per string,
//! one function per string that holds `{name}`. A word that is not in the catalogue does not compile.
//! `pages.json` is left out: the static pages are filled from it when they are built. `words::first` has the words of the first language in
//! every program: for what goes to somebody else than whoever reads the screen. `{count?day:days}` is the first of both where `count` is 1.
use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

use serde_json::Value;

const FILES: [&str; 3] = ["common", "public", "staff"];
const FIRST: &str = "ja";

fn main() -> Result<(), Box<dyn error::Error>> {
    let chosen = |name: &str| env::var_os(format!("CARGO_FEATURE_{name}")).is_some();
    let language = if chosen("EASY") {
        "easy"
    } else if chosen("EN") {
        "en"
    } else {
        FIRST
    };
    let mut out = String::new();
    let mut firsts = String::from("pub mod first {\n");
    for name in FILES {
        let first = read(FIRST, name)?;
        module(&mut firsts, name, &first, &first).map_err(|fault| format!("{FIRST}/{name}: {fault}"))?;
        // What a language does not have yet is not among the words of its programs.
        let words = if Path::new(&format!("locales/{language}/{name}.json")).exists() {
            read(language, name)?
        } else {
            first.clone()
        };
        module(&mut out, name, &first, &words).map_err(|fault| format!("{language}/{name}: {fault}"))?;
    }
    out.push_str(&firsts);
    out.push_str("}\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), out)?;
    Ok(())
}

fn read(language: &str, name: &str) -> Result<Value, Box<dyn error::Error>> {
    let path = format!("locales/{language}/{name}.json");
    println!("cargo::rerun-if-changed={path}");
    Ok(serde_json::from_str(&fs::read_to_string(&path)?)?)
}

/// `first` has the keys, and the order of what is put into a sentence: the code is the same in every language.
fn module(out: &mut String, name: &str, first: &Value, words: &Value) -> Result<(), String> {
    let (Value::Object(first), Value::Object(words)) = (first, words) else {
        return Err(format!("{name} is not an object"));
    };
    let _ = writeln!(out, "pub mod {} {{", checked(name)?);
    for (key, first) in first {
        match (first, words.get(key).ok_or_else(|| format!("{name}.{key} is missing"))?) {
            (Value::String(first), Value::String(text)) => sentence(out, checked(key)?, first, text)?,
            (first, inner) => module(out, key, first, inner)?,
        }
    }
    out.push_str("}\n");
    Ok(())
}

fn sentence(out: &mut String, key: &str, first: &str, text: &str) -> Result<(), String> {
    let parts = split(text).map_err(|fault| format!("{key}: {fault}"))?;
    let names = names(&split(first)?)?;
    if let Some(other) = self::names(&parts)?.iter().find(|name| !names.contains(name)) {
        return Err(format!("{key}: nothing is put in for {{{other}}}"));
    }
    let _ = writeln!(out, "/// {text}");
    if names.is_empty() {
        let _ = writeln!(out, "pub const {}: &str = {text:?};", key.to_ascii_uppercase());
        return Ok(());
    }
    let arguments: Vec<String> = names.iter().map(|name| format!("{name}: &str")).collect();
    let pieces: Vec<String> = parts.iter().map(Part::expression).collect();
    // Joined by hand: `format!` would bring its machinery into the page.
    let _ = writeln!(
        out,
        "pub fn {key}({}) -> String {{ [{}].concat() }}",
        arguments.join(", "),
        pieces.join(", ")
    );
    Ok(())
}

fn names<'a>(parts: &[Part<'a>]) -> Result<Vec<&'a str>, String> {
    let mut names = Vec::new();
    for part in parts {
        if let Part::Name(name) | Part::Either(name, ..) = part
            && !names.contains(name)
        {
            names.push(checked(name)?);
        }
    }
    Ok(names)
}

enum Part<'a> {
    Text(&'a str),
    Name(&'a str),
    /// Of one thing, and of any other number.
    Either(&'a str, &'a str, &'a str),
}

impl Part<'_> {
    fn expression(&self) -> String {
        match self {
            Self::Text(text) => format!("{text:?}"),
            Self::Name(name) => (*name).to_owned(),
            Self::Either(name, one, more) => {
                format!("if {name} == \"1\" {{ {one:?} }} else {{ {more:?} }}")
            }
        }
    }
}

fn split(text: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a brace is not closed")?;
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(match name.split_once('?') {
            Some((name, forms)) => {
                let (one, more) = forms.split_once(':').ok_or("two forms are wanted, with : between them")?;
                Part::Either(name, one, more)
            }
            None => Part::Name(name),
        });
        rest = after;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(Part::Text(rest));
    }
    Ok(parts)
}

/// Keys and names are `snake_case`, so that they can be Rust.
fn checked(name: &str) -> Result<&str, String> {
    let sound = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if sound { Ok(name) } else { Err(format!("{name:?} is not snake_case")) }
}

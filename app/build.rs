//! Turns the catalogue (`app/locales/ja/*.json`) into Rust: one module per object, one constant per string,
//! one function per string that holds `{name}`. A word that is not in the catalogue does not compile.
//! `pages.json` is left out: the static pages are filled from it when they are built.
use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

use serde_json::Value;

const FILES: [&str; 3] = ["common", "public", "staff"];

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut out = String::new();
    for name in FILES {
        let path = format!("locales/ja/{name}.json");
        println!("cargo::rerun-if-changed={path}");
        let words: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        module(&mut out, name, &words).map_err(|fault| format!("{path}: {fault}"))?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), out)?;
    Ok(())
}

fn module(out: &mut String, name: &str, words: &Value) -> Result<(), String> {
    let Value::Object(words) = words else { return Err(format!("{name} is not an object")) };
    let _ = writeln!(out, "pub mod {} {{", checked(name)?);
    for (key, value) in words {
        match value {
            Value::String(text) => sentence(out, checked(key)?, text)?,
            inner => module(out, key, inner)?,
        }
    }
    out.push_str("}\n");
    Ok(())
}

fn sentence(out: &mut String, key: &str, text: &str) -> Result<(), String> {
    let parts = split(text).map_err(|fault| format!("{key}: {fault}"))?;
    let mut names: Vec<&str> = Vec::new();
    for part in &parts {
        if let Part::Name(name) = part
            && !names.contains(name)
        {
            names.push(checked(name)?);
        }
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

enum Part<'a> {
    Text(&'a str),
    Name(&'a str),
}

impl Part<'_> {
    fn expression(&self) -> String {
        match self {
            Self::Text(text) => format!("{text:?}"),
            Self::Name(name) => (*name).to_owned(),
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
        parts.push(Part::Name(name));
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

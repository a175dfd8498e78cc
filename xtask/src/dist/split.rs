//! Takes a program apart where its source says `wasm_split`: a first file, and others that it fetches when they are wanted.
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The linker leaves in the module what refers to what.
pub const LINKING: [&str; 2] = ["-C", "link-args=--emit-relocs"];

pub struct Split {
    /// For wasm-bindgen.
    pub main: Vec<u8>,
    /// What the other parts need of it, by the names of its exports.
    pub shared: Vec<String>,
    /// File names in the draft.
    pub parts: Vec<String>,
}

/// `name`: what the program is called on the site.
pub fn split(bin: &str, name: &str, input: &[u8], draft: &Path) -> Result<Split> {
    let main = draft.join("main.wasm");
    let (link_name, main_module) = (format!("./{bin}_split.js"), format!("./{bin}.js"));
    let mut options = Options::new(input);
    options.output_dir = draft;
    options.main_out_path = &main;
    options.link_name = &link_name;
    options.main_module = &main_module;
    let made = transform(options).map_err(|fault| anyhow!("taking {bin}.wasm apart: {fault:#}"))?;
    let file = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let parts: Vec<String> = made.split_modules.iter().filter_map(|path| file(path)).collect();
    let link = draft.join(&link_name);
    let text = fs::read_to_string(&link)?;
    let shared = shared(&text).context("what the parts share is not where it was")?;
    fs::write(&link, fetching(name, &text))?;
    Ok(Split { main: fs::read(&main)?, shared, parts })
}

/// `const { __stack_pointer, … } = initSync(…)`
fn shared(link: &str) -> Option<Vec<String>> {
    let (before, _) = link.split_once("} = initSync(")?;
    let (_, names) = before.rsplit_once('{')?;
    Some(names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

/// The parts by their hashed addresses, and nothing but what was built.
fn fetching(program: &str, link: &str) -> String {
    let mut pieces = link.split("fetch(new URL(\"./");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (file, rest) = piece.split_once("\", import.meta.url))").unwrap_or((piece, ""));
        let site = on_site(program, file);
        out.push_str(&format!("fetch(\"asset:{site}\", {{ integrity: \"integrity:{site}\" }}){rest}"));
    }
    out
}

/// `split_calendar.wasm` of `staff` is `staff-calendar.wasm` to the site.
fn on_site(program: &str, file: &str) -> String {
    format!("{program}-{}", file.trim_start_matches("split_").replace('_', "-"))
}

/// Every part that was made, under its name on the site.
pub fn parts(program: &str, made: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(made)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name.ends_with(".wasm") && (name.starts_with("split_") || name.starts_with("chunk_")) {
            found.push((on_site(program, &name), fs::read(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "import { initSync } from \"./staff.js\";\n\
        const { __indirect_function_table, memory,  } = initSync(undefined, undefined);\n\
        const src = fetch(new URL(\"./split_calendar.wasm\", import.meta.url));\nsrc.catch(() => {});";

    #[test]
    fn what_the_parts_share_is_read() {
        assert_eq!(shared(LINK).unwrap(), ["__indirect_function_table", "memory"]);
        assert!(shared("nothing").is_none());
    }

    #[test]
    fn parts_are_fetched_by_the_addresses_of_the_site() {
        let link = fetching("staff", LINK);
        assert!(link.contains(
            "fetch(\"asset:staff-calendar.wasm\", { integrity: \"integrity:staff-calendar.wasm\" });\nsrc"
        ));
        assert!(!link.contains("import.meta"));
        assert_eq!(on_site("staff", "chunk_2.wasm"), "staff-chunk-2.wasm");
        assert!(fetching("staff-en", LINK).contains("\"asset:staff-en-calendar.wasm\""));
    }
}

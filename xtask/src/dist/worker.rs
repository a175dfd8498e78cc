//! The Worker: what `worker-build` does, with the tools this repository pins and nothing downloaded.
//! The shim starts a fresh instance after a panic, so that one bad request cannot take the next ones with it.
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::wasm::{compile, tools, wasm_opt};
use crate::cache::Cache;
use crate::command::quiet;
use crate::files;
use crate::tree::Tree;

const SHIM: &str = include_str!("worker_shim.js");

/// The Worker is paid for by its processor time, and an eighth more to load is loaded once for very many requests.
const SETTINGS: [&str; 1] = ["profile.release.opt-level=3"];

/// The events the Workers platform may call; the shim hands on those that the crate exports.
const EVENTS: [&str; 4] = ["fetch", "scheduled", "email", "queue"];

/// The bell is a class that the platform makes by its name. It is no part of the WebAssembly module, so that it wakes in no time.
const BELL: &str = include_str!("../../../api-worker/src/cloudflare/bell.js");

/// Builds the Worker that this package is, into `out`.
///
/// `what`: further arguments for cargo, such as the features.
pub fn build(tree: &Tree, cache: &Cache, package: &str, what: &[&str], out: &Path) -> Result<()> {
    let file = format!("{}.wasm", package.replace('-', "_"));
    let built = compile(tree, package, &[&["--lib"], what].concat(), &SETTINGS)?.join(file);
    let input = fs::read(built)?;
    let made = cache.directory(
        &[b"worker 3", &tools(tree)?, SHIM.as_bytes(), BELL.as_bytes(), &input],
        |draft| {
            println!("binding and optimising the Worker {package}");
            Bindgen::new()
                .input_bytes("index", input.clone())
                .module(true)?
                .typescript(false)
                .reset_state_function(true)
                .force_enable_abort_handler(true)
                .generate(draft)?;
            // The names stay in: a fault in the Worker's log is of no use without them. More than this takes six minutes for a few percent,
            // of which nothing is left once it is packed.
            wasm_opt(
                tree,
                &draft.join("index_bg.wasm"),
                &["--enable-exception-handling", "-O1", "--debuginfo"],
            )?;
            bundle(tree, draft)
        },
    )?;
    files::sync(
        out,
        &[
            ("index.js".into(), fs::read(made.join("bundle.js"))?),
            ("index_bg.wasm".into(), fs::read(made.join("index_bg.wasm"))?),
        ],
    )
}

fn bundle(tree: &Tree, draft: &Path) -> Result<()> {
    let glue = fs::read_to_string(draft.join("index.js"))?;
    let handlers: Vec<String> = EVENTS
        .iter()
        .filter(|event| exports(&glue, event))
        .map(|event| format!("handle(\"{event}\", exports.{event});"))
        .collect();
    if handlers.is_empty() {
        bail!("the Worker exports no event handler");
    }
    fs::write(draft.join("shim.js"), SHIM.replace("/* handlers */", &handlers.join("\n")))?;
    fs::write(draft.join("bell.js"), BELL)?;
    quiet(
        Command::new(tree.node_bin("esbuild"))
            .arg("shim.js")
            .args(["--bundle", "--minify", "--format=esm", "--target=esnext", "--keep-names"])
            .args(["--external:./index_bg.wasm", "--external:cloudflare:*"])
            .args(["--log-level=warning", "--outfile=bundle.js"])
            .current_dir(draft),
    )?;
    // wasm-bindgen writes the source-phase import of the standard; workerd takes a compiled module from a plain one.
    let bundled = fs::read_to_string(draft.join("bundle.js"))?;
    Ok(fs::write(draft.join("bundle.js"), bundled.replace("import source ", "import "))?)
}

fn exports(glue: &str, name: &str) -> bool {
    [format!("export function {name}("), format!("export async function {name}("), format!(" as {name} }}")]
        .iter()
        .any(|form| glue.contains(form.as_str()))
}

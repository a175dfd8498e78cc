//! From Rust to a WebAssembly module with its JavaScript glue: cargo, wasm-bindgen, wasm-opt, esbuild.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, iter};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::language::{Language, Readers};
use super::{lean, split};
use crate::built::{Built, MESSAGES};
use crate::cache::Cache;
use crate::command::{cargo, quiet};
use crate::tree::Tree;

const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc emits for this target, named one by one: `--all-features` would let a newer wasm-opt use
/// encodings that the browsers in use do not read yet.
const FEATURES: [&str; 6] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// Optimises the parts of a program.
const PARTS: &str = include_str!("optimise.mjs");

/// A program for the browser.
pub struct Program {
    pub bin: &'static str,
    /// Of its words.
    pub readers: Readers,
    /// What of the release profile is otherwise. A profile of its own would compile everything else anew, too.
    pub settings: &'static [&'static str],
    /// For rustc.
    pub flags: &'static str,
    pub optimise: &'static str,
    /// Taken apart where the source says `wasm_split`.
    pub split: bool,
}

/// Without erased components every view would be one type of its own: a quarter more to send.
const ERASED: &str = "--cfg erase_components";

const PUBLIC: Program = Program {
    bin: "",
    readers: Readers::Everybody,
    settings: &[],
    flags: ERASED,
    optimise: "-Oz",
    split: false,
};

/// What staff load once a day and use all day: the opening of hundreds of keys for speed, the screens for size.
const STAFF: [&str; 3] = [
    "profile.release.package.hpke.opt-level=3",
    "profile.release.package.ml-kem.opt-level=3",
    "profile.release.package.curve25519-dalek.opt-level=3",
];

pub static PROGRAMS: [Program; 5] = [
    Program { bin: "write", ..PUBLIC },
    Program { bin: "mailbox", ..PUBLIC },
    Program { bin: "book", ..PUBLIC },
    Program { bin: "waiting", readers: Readers::Nobody, ..PUBLIC },
    Program {
        bin: "staff",
        readers: Readers::Staff,
        settings: &STAFF,
        optimise: "-Os",
        split: true,
        ..PUBLIC
    },
];

/// Programs to try something out with: made in a fraction of the time, several times as large. Nothing measured on them counts.
pub fn quick() -> bool {
    env::var_os("MADOBE_QUICK").is_some()
}

/// All languages speak the first one's words in quick programs, but for those that are asked for: `MADOBE_OWN_WORDS=staff-en,write-en`.
fn has_own_words(program: &str) -> bool {
    let wanted = env::var("MADOBE_OWN_WORDS").unwrap_or_default();
    !quick() || wanted.split(',').any(|one| one.trim() == program)
}

pub struct Module {
    pub js: Vec<u8>,
    pub wasm: Vec<u8>,
    /// What was taken apart, by name. The glue names these files by `"asset:…"`.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// As the linker leaves them, in one language. What they share is compiled once, and they are linked beside each other; what one of
/// them does not need, the linker leaves out. Their settings are those of the first.
pub fn compiled(tree: &Tree, programs: &[&Program], language: &Language) -> Result<Vec<Vec<u8>>> {
    let Some(first) = programs.first() else { return Ok(Vec::new()) };
    let mut features: Vec<&str> = programs.iter().map(|program| program.bin).collect();
    if !language.is_first() && programs.iter().any(|program| has_own_words(&language.program(program.bin))) {
        features.push(language.name);
    }
    let features = features.join(",");
    let bins = programs.iter().flat_map(|program| ["--bin", program.bin]);
    let what: Vec<&str> = bins.chain(["--no-default-features", "--features", &features]).collect();
    let last: &[&str] = if first.split { &split::LINKING } else { &[] };
    let built = compile_with(tree, "madobe-app", &what, first.settings, first.flags, last)?;
    let read = |program: &&Program| Ok(fs::read(built.join(program.bin).with_extension("wasm"))?);
    programs.iter().map(read).collect()
}

/// What is compiled together: one that is taken apart is linked in a way of its own.
pub fn groups() -> Vec<Vec<&'static Program>> {
    let (alone, together): (Vec<_>, Vec<_>) = PROGRAMS.iter().partition(|program| program.split);
    iter::once(together).chain(alone.into_iter().map(|program| vec![program])).collect()
}

/// `input`: what was compiled.
pub fn finished(
    tree: &Tree,
    cache: &Cache,
    program: &Program,
    language: &Language,
    input: &[u8],
) -> Result<Module> {
    let name = language.program(program.bin);
    let tools = tools(tree)?;
    let mut decides =
        vec![b"browser 5".as_slice(), tools.as_slice(), name.as_bytes(), program.optimise.as_bytes(), input];
    if program.split {
        decides.push(PARTS.as_bytes());
    }
    let made = cache.directory(&decides, |draft| {
        println!("binding and optimising {name}.wasm");
        let split = program.split.then(|| split::split(program.bin, &name, input, draft)).transpose()?;
        let whole = split.as_ref().map_or_else(|| input.to_vec(), |split| split.main.clone());
        Bindgen::new()
            .input_bytes(program.bin, whole)
            .web(true)?
            .keep_lld_exports(program.split)
            // The page passes the hashed address of the module; a default one would never be right.
            .omit_default_module_path(true)
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(draft)?;
        let (glue, module) = (format!("{}.js", program.bin), format!("{}_bg.wasm", program.bin));
        let (glue, module) = (draft.join(glue), draft.join(module));
        let text = lean::glue(&fs::read_to_string(&glue)?);
        let text = lean::module(&module, &text, split.as_ref().map_or(&[], |split| &split.shared))?;
        fs::write(&glue, text)?;
        wasm_opt(tree, &module, &[program.optimise])?;
        if let Some(split) = &split {
            optimise_parts(tree, draft, &split.parts)?;
        }
        quiet(
            Command::new(tree.node_bin("esbuild"))
                .arg(format!("{}.js", program.bin))
                .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
                .args(["--legal-comments=none", "--log-level=warning", "--outfile=glue.js"])
                .current_dir(draft),
        )
    })?;
    Ok(Module {
        js: fs::read(made.join("glue.js"))?,
        wasm: fs::read(made.join(format!("{}_bg.wasm", program.bin)))?,
        parts: split::parts(&name, &made)?,
    })
}

/// Builds one crate for the browser or the Worker; the answer is the directory its output is in.
pub fn compile(tree: &Tree, package: &str, what: &[&str], settings: &[&str]) -> Result<PathBuf> {
    compile_with(tree, package, what, settings, "", &[])
}

/// `flags` are for all that is compiled, `last` for the last crate alone.
fn compile_with(
    tree: &Tree,
    package: &str,
    what: &[&str],
    settings: &[&str],
    flags: &str,
    last: &[&str],
) -> Result<PathBuf> {
    let mut cargo = cargo();
    // Where something was compiled is nobody's business, and need not be sent.
    let homes = [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")].map(|(name, usual)| {
        env::var(name).unwrap_or_else(|_| format!("{}/{usual}", env::var("HOME").unwrap_or_default()))
    });
    let places = homes.into_iter().chain([tree.root.display().to_string()]);
    let plain = places.map(|place| format!("--remap-path-prefix={place}="));
    let flags: Vec<String> = flags.split_whitespace().map(str::to_owned).chain(plain).collect();
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    let (profile, settings) = if quick() { ("quick", &[][..]) } else { ("release", settings) };
    let (build, last) = if last.is_empty() { ("build", vec![]) } else { ("rustc", [&["--"], last].concat()) };
    cargo
        .args([build, "--locked", "--package", package, "--target", TARGET, "--profile", profile])
        .args(settings.iter().flat_map(|setting| ["--config", setting]))
        .args(["--message-format", MESSAGES])
        .args(what)
        .args(last)
        .current_dir(&tree.root);
    let warnings = Built::by(&mut cargo)?.warnings;
    if tree.strict && warnings > 0 {
        bail!("{warnings} warnings in {package} {what:?}");
    }
    Ok(tree.target.join(TARGET).join(profile))
}

pub fn wasm_opt(tree: &Tree, wasm: &Path, flags: &[&str]) -> Result<()> {
    if quick() {
        return Ok(());
    }
    quiet(Command::new(tree.node_bin("wasm-opt")).args(FEATURES).args(flags).arg(wasm).arg("-o").arg(wasm))
}

/// What a program was taken apart into.
fn optimise_parts(tree: &Tree, draft: &Path, parts: &[String]) -> Result<()> {
    if quick() {
        return Ok(());
    }
    quiet(Command::new("node").arg(tree.join("xtask/src/dist/optimise.mjs")).args(parts).current_dir(draft))
}

/// What decides the tools' versions: part of every cache key.
pub fn tools(tree: &Tree) -> Result<Vec<u8>> {
    let mut locked = fs::read(tree.join("package-lock.json")).context("package-lock.json is missing")?;
    locked.extend_from_slice(wasm_bindgen_version(tree)?.as_bytes());
    Ok(locked)
}

fn wasm_bindgen_version(tree: &Tree) -> Result<String> {
    let lock = fs::read_to_string(tree.join("Cargo.lock"))?;
    let (_, rest) = lock
        .split_once("name = \"wasm-bindgen-cli-support\"\n")
        .context("Cargo.lock does not name wasm-bindgen-cli-support")?;
    Ok(rest.lines().next().unwrap_or_default().to_owned())
}

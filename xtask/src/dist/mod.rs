//! `cargo xtask dist`: everything that is put on the Workers platform, in `dist/`.
pub mod language;
mod lean;
mod pages;
mod parts;
mod scripts;
mod site;
mod split;
mod style;
pub mod wasm;
mod worker;

use std::fs::{self, File};
use std::path::PathBuf;
use std::thread::{self, ScopedJoinHandle};
use std::time::Instant;

use anyhow::{Result, anyhow};

use crate::cache::Cache;
use crate::furigana::Furigana;
use crate::setup::setup;
use crate::tree::Tree;
use language::LANGUAGES;
use site::Site;

pub fn dist(tree: &Tree) -> Result<()> {
    dist_with(tree, true)
}

/// `plain`: the Worker can seal and open for browsers that run no program. Without, no code that opens is in it.
pub fn dist_with(tree: &Tree, plain: bool) -> Result<()> {
    let _alone = lock(tree)?;
    let started = Instant::now();
    setup(tree)?;
    let cache = Cache::open(&tree.target)?;
    let what: &[&str] = if plain { &[] } else { &["--no-default-features"] };
    worker::build(tree, &cache, "madobe-api", what, &tree.dist().join("worker"))?;
    let mut site = Site::default();
    for (name, module) in programs(tree, &cache)? {
        for (part, content) in module.parts {
            site.add_hashed(&part, content)?;
        }
        let glue = scripts::fill(&site, &String::from_utf8(module.js)?)?;
        site.add_hashed(&format!("{name}.js"), glue.into_bytes())?;
        site.add_hashed(&format!("{name}.wasm"), module.wasm)?;
    }
    style::add(tree, &mut site)?;
    // Before the script that names it.
    site.add_hashed("furigana.json", Furigana::read(tree)?.for_browsers()?)?;
    scripts::add(tree, &mut site)?;
    pages::add(tree, &mut site)?;
    parts::write(tree, &site)?;
    site.write(tree, &cache)?;
    cache.prune()?;
    println!("dist is ready ({:.1} s)", started.elapsed().as_secs_f32());
    Ok(())
}

/// By what they are called. They are finished while the next ones compile: both leave a core idle most of the time.
fn programs(tree: &Tree, cache: &Cache) -> Result<Vec<(String, wasm::Module)>> {
    type Finishing<'a> = ScopedJoinHandle<'a, Result<Vec<(String, wasm::Module)>>>;
    let ended =
        |finishing: Finishing| finishing.join().map_err(|_| anyhow!("finishing a program panicked"))?;
    thread::scope(|scope| {
        let (mut modules, mut finishing): (_, Option<Finishing>) = (Vec::new(), None);
        for group in wasm::groups() {
            for language in &LANGUAGES {
                let mut programs = group.clone();
                programs.retain(|program| program.readers.read(language));
                if programs.is_empty() {
                    continue;
                }
                let compiled = wasm::compiled(tree, &programs, language)?;
                modules.extend(finishing.take().map(ended).transpose()?.unwrap_or_default());
                let finish = move |(program, input): (&wasm::Program, Vec<u8>)| {
                    let module = wasm::finished(tree, cache, program, language, &input)?;
                    Ok((language.program(program.bin), module))
                };
                finishing =
                    Some(scope.spawn(move || programs.into_iter().zip(compiled).map(finish).collect()));
            }
        }
        modules.extend(finishing.map(ended).transpose()?.unwrap_or_default());
        Ok(modules)
    })
}

/// The Worker that the measurements compare ours with; it is never put on the platform. Gives the module it begins with.
pub fn floor(tree: &Tree) -> Result<PathBuf> {
    let _alone = lock(tree)?;
    let out = tree.target.join("madobe-floor");
    worker::build(tree, &Cache::open(&tree.target)?, "madobe-floor", &[], &out)?;
    Ok(out.join("index.js"))
}

/// One build at a time: several `cargo xtask run` may be started at once.
fn lock(tree: &Tree) -> Result<File> {
    fs::create_dir_all(&tree.target)?;
    let file = File::create(tree.target.join("madobe-build.lock"))?;
    if file.try_lock().is_err() {
        println!("waiting for another build");
        file.lock()?;
    }
    Ok(file)
}

//! The only build script. `cargo xtask help` lists what it does.
mod bench;
mod browser;
mod built;
mod cache;
mod check;
mod checks;
mod command;
mod demo;
mod deploy;
mod digest;
mod dist;
mod files;
mod furigana;
mod gallery;
mod numbers;
mod run;
mod setup;
mod suite;
mod tree;
mod words;

use std::process::ExitCode;

use anyhow::{Result, bail};
use bench::Bench;
use deploy::Deploy;
use gallery::Gallery;
use pico_args::Arguments;
use run::Run;
use tree::Tree;

const HELP: &str = "\
cargo xtask <task>

  dist     build everything that is put on the platform into dist/
  run      build and start it here: --port N (8787), --data DIR (.data);
           --demo [N] fills a new one with N (60) invented consultations
  check    the format, and clippy for the host and for WebAssembly
  test     everything: checks, native tests, dist, live tests, the journeys in a browser;
           the essential ones in Firefox and WebKit, too, where they can be installed;
           --engines: every journey in all of them
  bench    build and measure the figures: --only NAME (one or more times);
           --built measures what is in dist/
  gallery  pictures of every part and every state of every screen, in target/gallery:
           --language NAME (one or more times); --accept makes the pictures that the tests compare with
  deploy   build and put it on the platform: --settings FILE, --dry-run
  help     this text

MADOBE_QUICK=1 before dist, run or test builds large, slow programs, in the first language alone, in a fraction of
the time. MADOBE_OWN_WORDS=staff-en,write-en lets those of them speak their own language all the same.
";

fn main() -> ExitCode {
    match task() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn task() -> Result<()> {
    let tree = Tree::find()?;
    let mut arguments = Arguments::from_env();
    match arguments.subcommand()?.as_deref() {
        Some("dist") => {
            finish(arguments)?;
            dist::dist(&tree)
        }
        Some("run") => {
            let demo = arguments.contains("--demo");
            let wish = Run {
                port: arguments.opt_value_from_str("--port")?.unwrap_or(8787),
                data: arguments.opt_value_from_str("--data")?.unwrap_or_else(|| ".data".into()),
                demo: if demo { Some(arguments.opt_free_from_str()?.unwrap_or(60)) } else { None },
            };
            finish(arguments)?;
            run::run(&tree, &wish)
        }
        Some("check") => {
            finish(arguments)?;
            check::check(&tree)
        }
        Some("test") => {
            let all = arguments.contains("--engines");
            finish(arguments)?;
            suite::test(&tree, all)
        }
        Some("bench") => {
            let wish =
                Bench { only: arguments.values_from_str("--only")?, built: arguments.contains("--built") };
            finish(arguments)?;
            bench::bench(&tree, &wish)
        }
        Some("gallery") => {
            let wish = Gallery {
                languages: arguments.values_from_str("--language")?,
                accept: arguments.contains("--accept"),
            };
            finish(arguments)?;
            gallery::gallery(&tree, &wish)
        }
        Some("deploy") => {
            let wish = Deploy {
                settings: arguments.opt_value_from_str("--settings")?,
                dry_run: arguments.contains("--dry-run"),
            };
            finish(arguments)?;
            deploy::deploy(&tree, &wish)
        }
        Some("help") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("there is no task {other}\n\n{HELP}"),
    }
}

fn finish(arguments: Arguments) -> Result<()> {
    let rest = arguments.finish();
    if !rest.is_empty() {
        bail!("not understood: {rest:?}\n\n{HELP}");
    }
    Ok(())
}

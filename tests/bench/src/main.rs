//! `cargo xtask bench`: the figures, measured on the real runtime and in a real browser, beside what they are to be
//! and what was measured elsewhere. A missed target is said plainly and is no failure of this program.
mod chromium;
mod counted;
mod figures;
mod fill;
mod large;
mod lighthouse;
mod load;
mod page;
mod phone;
mod report;
mod stats;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use pico_args::Arguments;
use report::Report;

/// What the program was told.
pub struct Wish {
    only: Vec<String>,
    /// The module that the floor begins with.
    pub floor: PathBuf,
    json: PathBuf,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = Arguments::from_env();
    let wish = Wish {
        floor: arguments.value_from_str("--floor")?,
        json: arguments.value_from_str("--json")?,
        only: arguments.values_from_str("--only")?,
    };
    if let Some(unknown) = wish.only.iter().find(|name| figures::ALL.iter().all(|(known, _)| known != name)) {
        let known: Vec<_> = figures::ALL.iter().map(|(name, _)| *name).collect();
        bail!("there is no figure {unknown}; there are {}", known.join(", "));
    }
    let mut report = Report::default();
    for (name, measure) in figures::ALL {
        if !wish.only.is_empty() && !wish.only.iter().any(|wanted| wanted == name) {
            continue;
        }
        let started = Instant::now();
        eprintln!("measuring {name}");
        if let Err(error) = measure(&wish, &mut report) {
            report.failed(name, &error);
        }
        eprintln!("measuring {name}: {:.0} s", started.elapsed().as_secs_f32());
    }
    report.print();
    report.write(&wish.json)
}

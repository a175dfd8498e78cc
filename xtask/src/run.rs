//! `cargo xtask run`: build, start the real runtime, and say where it is.
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Result, bail};
use madobe_runtime::{Options, Runtime, get};
use serde::Deserialize;

use crate::demo;
use crate::dist::dist;
use crate::tree::Tree;

pub struct Run {
    pub port: u16,
    pub data: PathBuf,
    /// How many invented consultations a new deployment is filled with.
    pub demo: Option<usize>,
}

/// The answer of `GET /api/staff/setup`.
#[derive(Deserialize)]
struct Setup {
    open: bool,
}

pub fn run(tree: &Tree, wish: &Run) -> Result<()> {
    dist(tree)?;
    let (sender, receiver) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })?;
    let options = Options::new(&tree.root, tree.join(&wish.data)).port(wish.port);
    let mut runtime = Runtime::start(&options)?;
    if let Some(count) = wish.demo {
        runtime = demo::fill(&options, runtime, count)?;
    }
    greet(&runtime)?;
    while receiver.recv_timeout(Duration::from_millis(500)).is_err() {
        if !runtime.alive() {
            bail!("the runtime ended by itself; see {}", runtime.data_dir.join("runtime.log").display());
        }
    }
    println!("stopping");
    runtime.stop()
}

fn greet(runtime: &Runtime) -> Result<()> {
    println!("\n  Madobe runs at   {}/", runtime.base_url);
    println!("  staff            {}/staff", runtime.base_url);
    let setup: Setup = serde_json::from_str(&get(&format!("{}/api/staff/setup", runtime.base_url))?)?;
    if setup.open {
        println!("  first set-up     {}/staff/setup#{}", runtime.base_url, runtime.secrets.setup_token);
        println!(
            "                   this link makes the first administrator and works once: keep it to yourself"
        );
    }
    demo::hint(&runtime.data_dir);
    println!("  data             {}\n\n  Ctrl-C stops it.", runtime.data_dir.display());
    Ok(())
}

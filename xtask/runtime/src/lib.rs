//! One local Madobe in the real runtime: the Worker, its database and its assets in workerd, started by wrangler.
//! `cargo xtask run` and the live tests share this. Nothing here builds: `dist/` must be ready.
//!
//! Everything a run writes is below its data directory, so that several can run at once from one repository.
mod config;
mod guard;
mod process;
mod secrets;

use std::fs::{self, File};
use std::net::TcpListener;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
pub use config::absolute as configuration;
use process::Group;
pub use secrets::{Secrets, random, write_private};

/// How long the runtime may take until it answers: a busy machine needs more than the usual two seconds.
const PATIENCE: Duration = Duration::from_secs(90);

/// Below those that a system hands out by itself, to connections and to whoever asks for any: between this look and the runtime's own
/// nobody else is given one. Linux hands out from 32768, others from 49152.
const PORTS: Range<u16> = 12_000..32_000;

/// What to start, and where.
#[derive(Clone)]
pub struct Options {
    /// The repository, with `dist/` and `node_modules/`.
    pub root: PathBuf,
    /// Holds the database, the secrets and the log; made when missing.
    pub data: PathBuf,
    /// 0 asks for any free port.
    pub port: u16,
    /// Further variables for the Worker; they come before those of `wrangler.toml`.
    pub variables: Vec<(String, String)>,
    /// Another Worker than the one in `dist/`, for measurements: the module it begins with.
    pub main: Option<PathBuf>,
}

impl Options {
    pub fn new(root: impl Into<PathBuf>, data: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), data: data.into(), port: 0, variables: Vec::new(), main: None }
    }

    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    pub fn main(mut self, module: impl Into<PathBuf>) -> Self {
        self.main = Some(module.into());
        self
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A running instance. Dropping it kills it.
pub struct Runtime {
    pub base_url: String,
    pub data_dir: PathBuf,
    pub secrets: Secrets,
    group: Group,
    _alone: File,
}

impl Runtime {
    /// Applies the migrations, starts the runtime and returns when `GET /api/health` answers 200.
    pub fn start(options: &Options) -> Result<Self> {
        let Prepared { data, alone, secrets } = prepare(options)?;
        let port = free_port(options.port)?;
        let group = process::serve(&options.root, &data, port)?;
        let mut runtime = Self {
            base_url: format!("http://127.0.0.1:{port}"),
            data_dir: data,
            secrets,
            group,
            _alone: alone,
        };
        runtime.wait()?;
        Ok(runtime)
    }

    /// Pulls the plug: SIGKILL to every process at once, as when the machine loses power.
    pub fn kill(mut self) -> Result<()> {
        self.group.kill()
    }

    /// Asks the runtime to end, and kills what has not ended after a few seconds.
    pub fn stop(mut self) -> Result<()> {
        self.group.stop()
    }

    /// Whether the runtime still runs.
    pub fn alive(&mut self) -> bool {
        self.group.alive()
    }

    fn wait(&mut self) -> Result<()> {
        let url = format!("{}/api/health", self.base_url);
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if get(&url).is_ok() {
                return Ok(());
            }
            if !self.alive() {
                bail!("the runtime ended while starting; its log:\n{}", process::log(&self.data_dir));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the runtime did not answer at {url}; its log:\n{}", process::log(&self.data_dir))
    }
}

/// A data directory that is ready to be served.
struct Prepared {
    data: PathBuf,
    alone: File,
    secrets: Secrets,
}

fn prepare(options: &Options) -> Result<Prepared> {
    fs::create_dir_all(&options.data)?;
    let data = options.data.canonicalize()?;
    let alone = lock(&data)?;
    let secrets = Secrets::load_or_make(&data)?;
    config::write(options, &data, &secrets)?;
    process::migrate(&options.root, &data)?;
    Ok(Prepared { data, alone, secrets })
}

/// Begins a new data directory with a copy of an empty database, for whoever starts many: making one anew takes longer than starting
/// on it. `made`: where that is kept, for these migrations alone.
pub fn begin(options: &Options, made: &Path) -> Result<()> {
    let empty = made.join(process::fingerprint(&options.root)?);
    if !process::is_made(&empty) {
        // Its secrets are nobody's: they stay behind.
        drop(prepare(&Options { data: empty.clone(), ..options.clone() })?);
    }
    fs::create_dir_all(&options.data)?;
    process::copy_database(&empty, &options.data)
}

/// Carries out SQL on the database of a deployment that is not running. Local databases only: there is no way from
/// here to any other.
pub fn execute(options: &Options, sql: &str) -> Result<()> {
    let data = options.data.canonicalize()?;
    let _alone = lock(&data)?;
    process::execute(&options.root, &data, sql)
}

/// The body of a successful answer; any other answer is an error.
pub fn get(url: &str) -> Result<String> {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).build().into();
    Ok(agent.get(url).call()?.body_mut().read_to_string()?)
}

/// Two runtimes on one database would spoil it.
fn lock(data: &Path) -> Result<File> {
    let file = File::create(data.join("lock"))?;
    if file.try_lock().is_err() {
        bail!("another Madobe is running on {}", data.display());
    }
    Ok(file)
}

/// The port itself, or with 0 one of `PORTS` that nobody listens at.
pub fn free_port(wanted: u16) -> Result<u16> {
    let free = |port| TcpListener::bind(("127.0.0.1", port));
    if wanted != 0 {
        free(wanted).with_context(|| format!("port {wanted} is taken; choose another one"))?;
        return Ok(wanted);
    }
    for _ in 0..100 {
        let mut drawn = [0; 2];
        getrandom::fill(&mut drawn).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let port = PORTS.start + u16::from_be_bytes(drawn) % (PORTS.end - PORTS.start);
        if free(port).is_ok() {
            return Ok(port);
        }
    }
    bail!("no free port between {} and {}", PORTS.start, PORTS.end)
}

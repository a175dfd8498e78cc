//! workerd and everything around it, as one process group that ends as one.
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use sha2::{Digest, Sha256};

use crate::config;
use crate::guard::Guard;

const LOG: &str = "runtime.log";
/// Which migrations the database has.
const STAMP: &str = "migrations";
/// Where wrangler and the runtime keep it, with all else that lasts.
const DATABASE: &str = "v3";
const GRACE: Duration = Duration::from_secs(5);

pub struct Group {
    leader: Child,
    guard: Guard,
}

impl Group {
    pub fn alive(&mut self) -> bool {
        matches!(self.leader.try_wait(), Ok(None))
    }

    pub fn kill(&mut self) -> Result<()> {
        let group = id(&self.leader)?;
        // An error here only says that there is nobody left.
        let _ = kill_process_group(group, Signal::KILL);
        self.leader.wait()?;
        self.guard.dismiss();
        self.gone(group)
    }

    pub fn stop(&mut self) -> Result<()> {
        let group = id(&self.leader)?;
        let _ = kill_process_group(group, Signal::TERM);
        let asked = Instant::now();
        while self.alive() && asked.elapsed() < GRACE {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.kill()
    }

    /// Whoever starts the next runtime on the same data must find nobody there.
    fn gone(&self, group: Pid) -> Result<()> {
        let asked = Instant::now();
        while running(group) {
            if asked.elapsed() > GRACE {
                bail!("a part of the runtime does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

/// Whether the group has a member that is more than an entry in the process table: in a container the
/// first process often collects nobody's children, and those entries stay.
fn running(group: Pid) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        return test_kill_process_group(group).is_ok();
    };
    let group = group.as_raw_nonzero().to_string();
    processes.flatten().any(|process| {
        let Ok(stat) = fs::read_to_string(process.path().join("stat")) else { return false };
        // The name in parentheses may hold anything; behind it come the state, the parent and the group.
        let Some((_, fields)) = stat.rsplit_once(") ") else { return false };
        let mut fields = fields.split(' ');
        let state = fields.next().unwrap_or_default();
        fields.nth(1) == Some(group.as_str()) && !matches!(state, "Z" | "X")
    })
}

fn id(leader: &Child) -> Result<Pid> {
    Pid::from_raw(i32::try_from(leader.id())?).context("a process without an id")
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.alive() {
            let _ = self.kill();
        }
        self.guard.dismiss();
    }
}

pub fn serve(root: &Path, data: &Path, port: u16) -> Result<Group> {
    let log = File::create(data.join(LOG))?;
    let leader = node(data)
        .arg(root.join("xtask/runtime/serve.mjs"))
        .arg(root)
        .arg(data)
        .arg(port.to_string())
        .stdout(log.try_clone()?)
        .stderr(log)
        .process_group(0)
        .spawn()
        .context("could not start wrangler")?;
    let guard = Guard::over(id(&leader)?)?;
    Ok(Group { leader, guard })
}

/// Brings the database up to date, unless exactly these migrations were applied by the last start.
pub fn migrate(root: &Path, data: &Path) -> Result<()> {
    let wanted = fingerprint(root)?;
    let stamp = data.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    finish(wrangler(root, data).args(["d1", "migrations", "apply", "DB"]), data)
        .context("the migrations failed")?;
    Ok(fs::write(stamp, wanted)?)
}

/// Carries out SQL on the local database, while nothing runs on it.
pub fn execute(root: &Path, data: &Path, sql: &str) -> Result<()> {
    let file = data.join("execute.sql");
    fs::write(&file, sql)?;
    finish(wrangler(root, data).args(["d1", "execute", "DB", "--yes", "--file"]).arg(&file), data)
        .context("the statements failed")?;
    Ok(fs::remove_file(file)?)
}

fn finish(command: &mut Command, data: &Path) -> Result<()> {
    let output =
        command.args(["--local", "--persist-to"]).arg(data).output().context("could not start wrangler")?;
    if !output.status.success() {
        bail!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Whether `migrate` went through here.
pub fn is_made(data: &Path) -> bool {
    data.join(STAMP).exists()
}

/// Copies what `migrate` made to where nothing is yet.
pub fn copy_database(from: &Path, to: &Path) -> Result<()> {
    copy(&from.join(DATABASE), &to.join(DATABASE))?;
    fs::copy(from.join(STAMP), to.join(STAMP)).map(drop).context("the stamp of the migrations")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let (entry, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if entry.is_dir() {
            copy(&entry, &to)?;
        } else {
            fs::copy(&entry, &to)?;
        }
    }
    Ok(())
}

/// Of all migrations together, as the name of a file.
pub fn fingerprint(root: &Path) -> Result<String> {
    let mut files: Vec<_> = fs::read_dir(root.join("api-worker/migrations"))
        .context("api-worker/migrations")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update(Sha256::digest(fs::read(&file)?));
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn wrangler(root: &Path, data: &Path) -> Command {
    let mut command = node(data);
    command
        .arg(root.join("node_modules/wrangler/bin/wrangler.js"))
        .arg("--config")
        .arg(data.join(config::FILE));
    command
}

/// Without questions, reports, look-ups or files outside the data directory.
fn node(data: &Path) -> Command {
    let mut command = Command::new("node");
    command
        .current_dir(data)
        .stdin(Stdio::null())
        .env("CI", "1")
        .env("NO_COLOR", "1")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_SEND_ERROR_REPORTS", "false")
        .env("WRANGLER_HIDE_BANNER", "true")
        .env("WRANGLER_LOG_PATH", data.join("wrangler-logs"))
        .env("WRANGLER_REGISTRY_PATH", data.join("wrangler-registry"))
        .env("WRANGLER_CACHE_DIR", data.join("wrangler-cache"))
        // Otherwise it asks a server of the platform what a request from here looks like.
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    command
}

pub fn log(data: &Path) -> String {
    fs::read_to_string(data.join(LOG)).unwrap_or_default()
}

//! A desk at work in the real runtime, on a directory that goes away with it.
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use madobe_client::staff::{Credentials, join, set_up};
use madobe_client::{ClientError, Mailbox, Server, StaffMember, Visitor, Words};
use madobe_domain::ids::TeamId;
use madobe_domain::wire::error::ErrorCode;
use tempfile::TempDir;

use crate::runtime::{self, Options, Runtime};

pub const ADMINISTRATOR: &str = "admin";
pub const PASSWORD: &str = "a-long-password-for-tests";

pub struct Desk {
    options: Options,
    runtime: Option<Runtime>,
    pub server: Server,
    administrator: Mutex<StaffMember>,
    credentials: Mutex<Credentials>,
    pub recovery: Vec<String>,
    pub team: TeamId,
    hired: AtomicUsize,
    visited: AtomicUsize,
    directory: TempDir,
}

impl Desk {
    /// Starts a new one and sets it up.
    pub fn start() -> Result<Self> {
        Self::start_with(|options| options)
    }

    /// With variables or a Worker of one's own.
    pub fn start_with(change: impl FnOnce(Options) -> Options) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("madobe-test-").tempdir()?;
        let options = change(runtime::options(directory.path().join("data")));
        runtime::begin(&options)?;
        let runtime = Runtime::start(&options)?;
        let server = Server::new(&runtime.base_url);
        let credentials = Credentials::make(ADMINISTRATOR, "管理者", PASSWORD);
        let founded = set_up(&server, &runtime.secrets.setup_token, "相談の窓口", credentials)?;
        let team = founded.administrator.session.teams.first().context("no team")?.id;
        Ok(Self {
            options,
            runtime: Some(runtime),
            server,
            administrator: Mutex::new(founded.administrator),
            credentials: Mutex::new(founded.credentials),
            recovery: founded.recovery.dangerous_groups(),
            team,
            hired: AtomicUsize::new(1),
            visited: AtomicUsize::new(1),
            directory,
        })
    }

    /// Somebody at home: nobody else shares their address.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.from_home())
    }

    /// The server, seen from an address that nobody else has.
    pub fn from_home(&self) -> Server {
        let number = self.visited.fetch_add(1, Ordering::Relaxed);
        self.server.seen_from(format!("10.1.{}.{}", number / 250, number % 250))
    }

    pub fn letter(&self, text: &str) -> Result<Mailbox> {
        Ok(self.visitor().write(&Words::new(text))?)
    }

    /// A new colleague, with what they sign in with, who was handed the team's key.
    pub fn colleague(&self) -> Result<(StaffMember, Credentials)> {
        let (mut member, credentials) = self.newcomer()?;
        self.administrator().give_key(self.team, member.session.id)?;
        member.refresh()?;
        Ok((member, credentials))
    }

    /// A new colleague who has no key yet.
    pub fn newcomer(&self) -> Result<(StaffMember, Credentials)> {
        let number = self.hired.fetch_add(1, Ordering::Relaxed);
        let invitation = self.administrator().invite(self.team)?;
        let mut credentials = Credentials::make(&format!("member{number}"), "相談員", PASSWORD);
        let member = join(&self.from_home(), &invitation, &mut credentials)?;
        Ok((member, credentials))
    }

    /// One at a time; what a failed test left is still a signed-in administrator.
    pub fn administrator(&self) -> MutexGuard<'_, StaffMember> {
        self.administrator.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the administrator signs in with.
    pub fn credentials(&self) -> MutexGuard<'_, Credentials> {
        self.credentials.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    pub fn setup_token(&self) -> &str {
        self.runtime.as_ref().map_or("", |runtime| &runtime.secrets.setup_token)
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data().join("runtime.log")).unwrap_or_default()
    }

    /// Pulls the plug: SIGKILL to everything at once.
    pub fn kill(&mut self) -> Result<()> {
        self.runtime.take().context("it is not running")?.kill()
    }

    /// Starts again on what is there. Everybody but the administrator has to be told the new address.
    pub fn start_again(&mut self) -> Result<()> {
        let runtime = Runtime::start(&self.options)?;
        self.server = Server::new(&runtime.base_url);
        self.administrator.get_mut().unwrap_or_else(PoisonError::into_inner).move_to(&self.server);
        self.runtime = Some(runtime);
        Ok(())
    }

    /// From now on it comes back at the address it has, which is all that a browser knows it by.
    pub fn keep_address(&mut self) -> Result<()> {
        let (_, port) = self.server.base().rsplit_once(':').context("no port")?;
        self.options.port = port.parse()?;
        Ok(())
    }

    /// Ends it, changes the database behind its back, and starts it again.
    pub fn meddle(&mut self, sql: &str) -> Result<()> {
        self.runtime.take().context("it is not running")?.stop()?;
        madobe_runtime::execute(&self.options, sql)?;
        self.start_again()
    }

    /// The same with the files of its data directory.
    pub fn meddle_file(&mut self, change: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        self.runtime.take().context("it is not running")?.stop()?;
        change(&self.data())?;
        self.start_again()
    }

    pub fn directory(&self) -> &Path {
        self.directory.path()
    }
}

/// The server said no, for this reason.
pub fn refused<T>(outcome: Result<T, ClientError>, wanted: ErrorCode) -> Result<()> {
    match outcome {
        Ok(_) => bail!("done, though it was to be refused with {wanted:?}"),
        Err(error) => {
            ensure!(error.code() == Some(wanted), "wanted {wanted:?}: {error}");
            Ok(())
        }
    }
}

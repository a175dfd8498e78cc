//! A member of staff at a browser of their own.

mod account;
mod book;
mod export;
mod keys;
mod team;
mod write;

pub use account::{Credentials, Founded, set_up};
pub use book::Case;
pub use team::{Invitation, join, join_request};

use crate::error::ClientError;
use crate::http::{Answer, Server};
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::team::{Holder, open_team_seed};
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::wire::session::Session;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The name of the session's cookie.
pub const COOKIE: &str = "madobe_staff";

/// Signed in, with opened keys.
pub struct StaffMember {
    server: Server,
    cookie: String,
    pub session: Session,
    pair: KeyPair,
    teams: BTreeMap<(TeamId, u32), KeyPair>,
    cursor: i64,
    pub cases: BTreeMap<CaseId, Case>,
}

impl StaffMember {
    fn new(server: &Server, cookie: String, session: Session, pair: KeyPair) -> Result<Self, ClientError> {
        let mut member = Self {
            server: server.clone(),
            cookie,
            session,
            pair,
            teams: BTreeMap::new(),
            cursor: 0,
            cases: BTreeMap::new(),
        };
        member.open_teams()?;
        Ok(member)
    }

    fn open_teams(&mut self) -> Result<(), ClientError> {
        let holder = Holder::Member(self.session.id);
        for team in &self.session.teams {
            for key in &team.keys {
                let pair = open_team_seed(&team.id, key.version, &key.sealed, holder, &self.pair)?;
                self.teams.insert((team.id, key.version), pair);
            }
        }
        Ok(())
    }

    /// Asks who is signed in, and opens keys that came since.
    pub fn refresh(&mut self) -> Result<(), ClientError> {
        self.session = self.get("/api/staff/session")?;
        self.open_teams()
    }

    /// The same session at another address of the server, as after it was started again.
    pub fn through(mut self, server: &Server) -> Self {
        self.move_to(server);
        self
    }

    pub fn move_to(&mut self, server: &Server) {
        self.server = server.clone();
    }

    /// The `Cookie` header of this session.
    pub fn cookie(&self) -> String {
        format!("{COOKIE}={}", self.cookie)
    }

    /// The cookie's value, for a test that gives it to a browser.
    pub fn session_token(&self) -> &str {
        &self.cookie
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.server.call::<(), T>("GET", path, &[("cookie", &self.cookie())], None)
    }

    pub fn call<B: Serialize, T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: Option<&B>,
    ) -> Result<T, ClientError> {
        self.ask(method, path, body)?.read()
    }

    pub fn ask<B: Serialize>(
        &self,
        method: &str,
        path: &str,
        body: Option<&B>,
    ) -> Result<Answer, ClientError> {
        self.server.ask(method, path, &[("cookie", &self.cookie())], body)
    }

    /// Ends the session on the server. The keys go with this value.
    pub fn sign_out(&self) -> Result<(), ClientError> {
        self.ask::<()>("DELETE", "/api/staff/session", None).and_then(|answer| {
            if (200..300).contains(&answer.status) { Ok(()) } else { Err(answer.refusal()) }
        })
    }
}

//! With a live session: what its member of staff may see and do. The session is a cookie that no script can read,
//! so this type stands for it: it says that somebody signed in here, and the server decides each time.

use super::{Anonymous, ApiError, Request};
use madobe_domain::ids::{CaseId, FileId, InviteId, TeamId};
use madobe_domain::wire::desk::SettingsHistory;
use madobe_domain::wire::grant::Grant;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::rotation::{Reseal, ResealPage};
use madobe_domain::wire::session::{Session, SignIn, SignInParams, SignInStart};
use madobe_domain::wire::setup::{InviteCheck, InviteInfo, Join, Setup, SetupState};
use madobe_domain::wire::staff_case::{Holders, Seen, StaffAppend};
use madobe_domain::wire::team::{Colleagues, Names, NewInvite, SealToMember, Teams, VersionedSettings};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Whoever has, or may have, a session.
#[derive(Clone, Copy)]
pub struct Staff;

pub(super) fn to<'a>(method: &'static str, path: &'a str) -> Request<'a> {
    Request { method, path, authorization: None }
}

fn file_path(case: CaseId, file: FileId) -> String {
    let (case, file) = (case.to_string(), file.to_string());
    ["/api/staff/cases/", &case, "/files/", &file].concat()
}

/// A change with a body, and its answer. Not among the methods, so that it can stay out of the first file.
pub async fn to_json<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    to("POST", path).send_json(body).await
}

/// The same without a body.
pub async fn to_press<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    to("POST", path).send().await
}

/// Sealed bytes: with them they go there, without they come back.
pub async fn carry(path: &str, sealed: Option<&[u8]>) -> Result<Vec<u8>, ApiError> {
    to(if sealed.is_some() { "PUT" } else { "GET" }, path).carry(sealed).await
}

/// The ways in.
impl Anonymous {
    pub async fn setup_state(&self) -> Result<SetupState, ApiError> {
        to("GET", "/api/staff/setup").send().await
    }

    pub async fn set_up(&self, setup: &Setup) -> Result<Session, ApiError> {
        to("POST", "/api/staff/setup").send_json(setup).await
    }

    pub async fn check_invite(&self, check: &InviteCheck) -> Result<InviteInfo, ApiError> {
        to("POST", "/api/staff/join/check").send_json(check).await
    }

    pub async fn join(&self, join: &Join) -> Result<Session, ApiError> {
        to("POST", "/api/staff/join").send_json(join).await
    }

    pub async fn start_sign_in(&self, start: &SignInStart) -> Result<SignInParams, ApiError> {
        to("POST", "/api/staff/sign-in/start").send_json(start).await
    }

    pub async fn sign_in(&self, sign_in: &SignIn) -> Result<Session, ApiError> {
        to("POST", "/api/staff/sign-in").send_json(sign_in).await
    }

    /// One of the steps behind a link that gives back what was lost.
    pub async fn reset<T: DeserializeOwned>(
        &self,
        step: &'static str,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        to("POST", &["/api/staff/reset/", step].concat()).send_json(body).await
    }
}

impl Staff {
    pub async fn session(&self) -> Result<Session, ApiError> {
        to("GET", "/api/staff/session").send().await
    }

    pub async fn sign_out(&self) -> Result<(), ApiError> {
        to("DELETE", "/api/staff/session").send::<IgnoredAny>().await.map(drop)
    }

    /// As it came: it is read in the thread that opens it.
    pub async fn sync(&self, after: i64) -> Result<String, ApiError> {
        let path = ["/api/staff/sync?after=", after.to_string().as_str()].concat();
        to("GET", &path).fetch_dated().await
    }

    /// Whole cases before this place, in which nothing came after `until`; 0 and 0: from the newest on.
    pub async fn sync_whole(&self, before: i64, until: i64) -> Result<String, ApiError> {
        let (before, until) = (before.to_string(), until.to_string());
        let path = ["/api/staff/sync?before=", &before, "&after=", &until].concat();
        to("GET", &path).fetch_dated().await
    }

    pub async fn append(&self, case: CaseId, append: &StaffAppend) -> Result<Appended, ApiError> {
        let path = ["/api/staff/cases/", case.to_string().as_str(), "/entries"].concat();
        to("POST", &path).send_json(append).await
    }

    /// Sealed bytes of a file: with them it goes there, without it comes back.
    pub async fn carry(
        &self,
        case: CaseId,
        file: FileId,
        sealed: Option<&[u8]>,
    ) -> Result<Vec<u8>, ApiError> {
        carry(&file_path(case, file), sealed).await
    }

    /// Mine, taken out again before an entry named it.
    pub async fn drop_file(&self, case: CaseId, file: FileId) -> Result<(), ApiError> {
        to("DELETE", &file_path(case, file)).send::<IgnoredAny>().await.map(drop)
    }

    pub async fn seen(&self, case: CaseId, seen: Seen) -> Result<(), ApiError> {
        let path = ["/api/staff/cases/", case.to_string().as_str(), "/seen"].concat();
        to("PUT", &path).send_json::<IgnoredAny>(&seen).await.map(drop)
    }

    pub async fn names(&self) -> Result<Names, ApiError> {
        to("GET", "/api/staff/names").send().await
    }

    pub async fn colleagues(&self) -> Result<Colleagues, ApiError> {
        to("GET", "/api/staff/colleagues").send().await
    }

    pub async fn invite(&self, invite: &NewInvite) -> Result<(), ApiError> {
        to("POST", "/api/staff/invites").send_json::<IgnoredAny>(invite).await.map(drop)
    }

    pub async fn withdraw(&self, invite: InviteId) -> Result<(), ApiError> {
        let path = ["/api/staff/invites/", invite.to_string().as_str()].concat();
        to("DELETE", &path).send::<IgnoredAny>().await.map(drop)
    }

    pub async fn give_key(&self, team: TeamId, seal: &SealToMember) -> Result<(), ApiError> {
        let path = ["/api/staff/teams/", team.to_string().as_str(), "/members"].concat();
        to("POST", &path).send_json::<IgnoredAny>(seal).await.map(drop)
    }

    /// As it came: it is read in the thread that opens it.
    pub async fn feedback(&self) -> Result<String, ApiError> {
        to("GET", "/api/staff/feedback").fetch(None).await
    }

    pub async fn desk(&self) -> Result<VersionedSettings, ApiError> {
        to("GET", "/api/staff/desk").send().await
    }

    /// Whether the desk names anybody else to turn to. Read without the rest of its settings, which few who begin a day need.
    pub async fn has_lines(&self) -> Result<bool, ApiError> {
        #[derive(serde::Deserialize)]
        struct Versioned {
            settings: Settings,
        }
        #[derive(serde::Deserialize)]
        struct Settings {
            lines: Vec<serde::de::IgnoredAny>,
        }
        let desk: Versioned = to("GET", "/api/staff/desk").send().await?;
        Ok(!desk.settings.lines.is_empty())
    }

    /// Those before this version; 0: from the newest on.
    pub async fn desk_versions(&self, before: u32) -> Result<SettingsHistory, ApiError> {
        let path = ["/api/staff/desk/versions?after=", before.to_string().as_str()].concat();
        to("GET", &path).send().await
    }

    pub async fn save_desk(&self, settings: &VersionedSettings) -> Result<VersionedSettings, ApiError> {
        to("PUT", "/api/staff/desk").send_json(settings).await
    }

    pub async fn teams(&self) -> Result<Teams, ApiError> {
        to("GET", "/api/staff/teams").send().await
    }

    pub async fn holders(&self, case: CaseId) -> Result<Holders, ApiError> {
        let path = ["/api/staff/cases/", case.to_string().as_str(), "/holders"].concat();
        to("GET", &path).send().await
    }

    pub async fn give_facts(&self, grants: Vec<Grant>) -> Result<(), ApiError> {
        self.tell("POST", "/api/staff/facts", &Reseal { grants }).await
    }

    /// What is left to be sealed anew, after this case.
    pub async fn left_to_reseal(&self, team: TeamId, after: Option<CaseId>) -> Result<ResealPage, ApiError> {
        let after = after.map(|case| ["?after=", &case.to_string()].concat()).unwrap_or_default();
        to("GET", &["/api/staff/teams/", &team.to_string(), "/reseal", &after].concat()).send().await
    }

    /// An empty list asks whether that was all.
    pub async fn reseal(&self, team: TeamId, grants: Vec<Grant>) -> Result<(), ApiError> {
        self.tell("POST", &["/api/staff/teams/", &team.to_string(), "/reseal"].concat(), &Reseal { grants })
            .await
    }

    // The office asks for much and rarely: its screens name the path, so that the first file need not carry all of them.

    pub async fn ask<T: DeserializeOwned>(&self, path: &str) -> Result<T, ApiError> {
        to("GET", path).send().await
    }

    /// A change with a body, answered by nothing.
    pub async fn tell(
        &self,
        method: &'static str,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(), ApiError> {
        to(method, path).send_json::<IgnoredAny>(body).await.map(drop)
    }

    /// A change without one.
    pub async fn press(&self, method: &'static str, path: &str) -> Result<(), ApiError> {
        to(method, path).send::<IgnoredAny>().await.map(drop)
    }
}

//! Colleagues: inviting, joining, handing them the team's key; and the desk's settings.

use super::StaffMember;
use super::account::{Credentials, cookie};
use crate::error::ClientError;
use crate::http::Server;
use crate::random::rng;
use madobe_domain::booking::note::{Note, place};
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::book::seal_book;
use madobe_domain::crypto::hash::invite_token_hash;
use madobe_domain::crypto::team::{Holder, seal_team_seed, vouch};
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::{InviteId, ReservationId, StaffId, TeamId};
use madobe_domain::wire::calendar::{NoteBytes, SealedNote};
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::setup::{InviteCheck, InviteInfo, Join};
use madobe_domain::wire::team::{Colleagues, NewInvite, SealToMember, VersionedSettings};
use rand_core::Rng;
use serde::de::IgnoredAny;

/// What stands in the one-time link.
#[derive(Clone, Copy)]
pub struct Invitation {
    pub id: InviteId,
    pub token: Fixed<32>,
}

impl Invitation {
    pub fn check(&self, server: &Server) -> Result<InviteInfo, ClientError> {
        server.call(
            "POST",
            "/api/staff/join/check",
            &[],
            Some(&InviteCheck { token: self.token, login: None }),
        )
    }
}

/// What joining sends: made once, and the same again where no answer came.
pub fn join_request(invitation: &Invitation, credentials: &mut Credentials) -> Result<Join, ClientError> {
    let (account, _) = credentials.account()?;
    Ok(Join { token: invitation.token, account })
}

/// Makes an account with an invitation.
pub fn join(
    server: &Server,
    invitation: &Invitation,
    credentials: &mut Credentials,
) -> Result<StaffMember, ClientError> {
    let (account, pair) = credentials.account()?;
    let join = Join { token: invitation.token, account };
    let answer = server.ask("POST", "/api/staff/join", &[], Some(&join))?;
    let session: Session = answer.read()?;
    StaffMember::new(server, cookie(&answer)?, session, pair)
}

impl StaffMember {
    pub fn invite(&self, team: TeamId) -> Result<Invitation, ClientError> {
        let mut rng = rng();
        let mut token = Fixed([0; 32]);
        rng.fill_bytes(&mut token.0);
        let id = InviteId::make(&mut rng);
        let invite = NewInvite { id, team, token_hash: invite_token_hash(&token.0) };
        self.call::<_, Option<IgnoredAny>>("POST", "/api/staff/invites", Some(&invite))?;
        Ok(Invitation { id, token })
    }

    pub fn withdraw(&self, invite: InviteId) -> Result<(), ClientError> {
        self.call::<(), Option<IgnoredAny>>("DELETE", &format!("/api/staff/invites/{invite}"), None).map(drop)
    }

    pub fn colleagues(&self) -> Result<Colleagues, ClientError> {
        self.get("/api/staff/colleagues")
    }

    /// Hands a colleague the team's key.
    pub fn give_key(&self, team: TeamId, colleague: StaffId) -> Result<(), ClientError> {
        let staff = self.colleagues()?.staff;
        let to =
            staff.iter().find(|one| one.id == colleague).ok_or(ClientError::Words("no such colleague"))?;
        let mine = self.session.teams.iter().find(|one| one.id == team).ok_or(ClientError::NoTeam)?;
        let pair = self.teams.get(&(team, mine.version)).ok_or(ClientError::NoTeam)?;
        let holder = Holder::Member(colleague);
        let sealed =
            seal_team_seed(&mut rng(), &team, mine.version, pair.dangerous_seed(), holder, &to.public_key)?;
        let voucher = vouch(&team, mine.version, pair.dangerous_seed(), holder, &to.public_key);
        let body = SealToMember { staff: colleague, version: mine.version, sealed, voucher: Some(voucher) };
        let path = format!("/api/staff/teams/{team}/members");
        self.call::<_, Option<IgnoredAny>>("POST", &path, Some(&body)).map(drop)
    }

    /// For whom a talk without a consultation is, sealed for this team.
    pub fn seal_note(
        &self,
        team: TeamId,
        talk: ReservationId,
        note: &Note,
    ) -> Result<SealedNote, ClientError> {
        let mine = self.session.teams.iter().find(|one| one.id == team).ok_or(ClientError::NoTeam)?;
        let pair = self.teams.get(&(team, mine.version)).ok_or(ClientError::NoTeam)?;
        let version = mine.version;
        let to = TeamKey { id: team, name: mine.name.clone(), version, public_key: *pair.public() };
        let json = serde_json::to_string(note).map_err(|_| ClientError::Words("no JSON"))?;
        let sealed = seal_book(&mut rng(), &to, &place(&talk), &json)?;
        let sealed = NoteBytes::new(sealed).map_err(|_| ClientError::Words("too long a note"))?;
        Ok(SealedNote { key: version, sealed })
    }

    pub fn desk(&self) -> Result<VersionedSettings, ClientError> {
        self.get("/api/staff/desk")
    }

    /// Changes the settings from what they are now.
    pub fn change_desk(
        &self,
        change: impl FnOnce(&mut DeskSettings),
    ) -> Result<VersionedSettings, ClientError> {
        let mut settings = self.desk()?;
        change(&mut settings.settings);
        self.call("PUT", "/api/staff/desk", Some(&settings))
    }
}

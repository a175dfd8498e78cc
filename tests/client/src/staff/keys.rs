//! A team's key made anew, and its cases sealed to it, as a colleague's browser does it.

use super::StaffMember;
use crate::error::ClientError;
use crate::random::rng;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::team::{Holder, seal_team_seed, vouch};
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::rotation::{MemberKey, RecoverySeal, Reseal, ResealPage, Rotation};
use serde::de::IgnoredAny;

impl StaffMember {
    /// The next key of a team, for everybody who holds the present one but `remove`.
    pub fn next_key(&self, team: TeamId, remove: Option<StaffId>) -> Result<Rotation, ClientError> {
        let mine = self.session.teams.iter().find(|one| one.id == team).ok_or(ClientError::NoTeam)?;
        let version = mine.version + 1;
        let pair = KeyPair::make(&mut rng())?;
        let seal = |holder, to| {
            let sealed = seal_team_seed(&mut rng(), &team, version, pair.dangerous_seed(), holder, to)?;
            let voucher = vouch(&team, version, pair.dangerous_seed(), holder, to);
            Ok::<_, ClientError>((sealed, voucher))
        };
        let mut members = Vec::new();
        let known = self.colleagues()?;
        for one in known.staff.iter().filter(|one| Some(one.id) != remove && !one.suspended) {
            if one.teams.iter().any(|held| held.team == team && held.has_key) {
                let (sealed, voucher) = seal(Holder::Member(one.id), &one.public_key)?;
                members.push(MemberKey { staff: one.id, sealed, voucher });
            }
        }
        let recovery: Recovery = self.get("/api/staff/recovery")?;
        let (sealed, voucher) = seal(Holder::Recovery, &recovery.public_key)?;
        let recovery = Some(RecoverySeal { to: Some(recovery.public_key), sealed, voucher });
        Ok(Rotation { version, public_key: *pair.public(), members, recovery, remove })
    }

    pub fn rotate(&self, team: TeamId, rotation: &Rotation) -> Result<(), ClientError> {
        let path = format!("/api/staff/teams/{team}/keys");
        self.call::<_, Option<IgnoredAny>>("POST", &path, Some(rotation)).map(drop)
    }

    pub fn left_to_reseal(&self, team: TeamId) -> Result<ResealPage, ClientError> {
        self.get(&format!("/api/staff/teams/{team}/reseal"))
    }

    /// Grants to the present key for the cases of a page.
    pub fn anew(&self, team: TeamId, page: &ResealPage) -> Result<Vec<Grant>, ClientError> {
        let mine = self.session.teams.iter().find(|one| one.id == team).ok_or(ClientError::NoTeam)?;
        let recipient = Recipient::Team { id: team, version: page.version };
        let mut grants = Vec::new();
        for case in &page.cases {
            let mut keys = CaseKeys::default();
            for grant in &case.grants {
                let Recipient::Team { version, .. } = grant.recipient else { continue };
                if let Some(pair) = self.teams.get(&(team, version)) {
                    keys.accept(grant, pair)?;
                }
            }
            let held: Vec<_> = Compartment::ALL.into_iter().filter(|one| keys.get(*one).is_some()).collect();
            grants.push(keys.grant(&mut rng(), case.case, &held, recipient, &mine.public_key)?);
        }
        Ok(grants)
    }

    pub fn reseal(&self, team: TeamId, grants: Vec<Grant>) -> Result<(), ClientError> {
        let path = format!("/api/staff/teams/{team}/reseal");
        self.call::<_, Option<IgnoredAny>>("POST", &path, Some(&Reseal { grants })).map(drop)
    }

    /// To the end. Gives how many cases were sealed.
    pub fn reseal_all(&self, team: TeamId) -> Result<usize, ClientError> {
        let mut count = 0;
        loop {
            let page = self.left_to_reseal(team)?;
            if page.cases.is_empty() {
                self.reseal(team, Vec::new())?;
                return Ok(count);
            }
            let grants = self.anew(team, &page)?;
            count += grants.len();
            self.reseal(team, grants)?;
        }
    }
}

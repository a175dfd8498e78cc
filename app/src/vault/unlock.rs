//! From a password, or from this tab and the session, to the keys of a member of staff and their teams.
use std::collections::BTreeMap;

use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::account::PasswordKeys;
use madobe_domain::crypto::cache::CacheKey;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::crypto::tab::{unwrap_in_tab, wrap_for_tab};
use madobe_domain::crypto::team::{Holder, open_team_seed};
use madobe_domain::ids::TeamId;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::session::{MyTeam, Session};
use zeroize::Zeroizing;

use super::hold::{Hold, Me, MyTeamKeys};
use super::job::{Refusal, TabSeal};
use crate::random::rng;

impl Hold {
    pub(super) fn stretch(
        &mut self,
        password: String,
        salt: Fixed<16>,
        stretch: StretchParams,
    ) -> Option<Fixed<32>> {
        let password = Zeroizing::new(password);
        self.stretched = PasswordKeys::derive(&password, &salt, stretch).ok();
        self.stretched.as_ref().map(PasswordKeys::login_key)
    }

    pub(super) fn unlock(&mut self, session: &Session) -> Result<TabSeal, Refusal> {
        let keys = self.stretched.take().ok_or(Refusal::NoKey)?;
        let seed = keys.unwrap(&session.id, &session.wrapped_seed).map_err(|_| Refusal::Shut)?;
        self.enter(session, seed)
    }

    pub(super) fn reopen(&mut self, session: &Session, tab: &TabSeal) -> Result<TabSeal, Refusal> {
        let half = Secret::new(*tab.half.as_bytes());
        let seed = unwrap_in_tab(&half, &session.unlock_half, &session.id, &tab.wrapped);
        self.enter(session, seed.map_err(|_| Refusal::Shut)?)
    }

    pub(super) fn adopt(&mut self, session: &Session) -> Result<TabSeal, Refusal> {
        let pending = self.pending.take().ok_or(Refusal::NoKey)?;
        self.recovery = None;
        self.enter(session, pending.pair.dangerous_seed().dangerous_copy())
    }

    pub(super) fn refresh(&mut self, session: &Session) -> bool {
        let Some(me) = &mut self.me else { return false };
        me.teams = session.teams.iter().map(|team| open_team(team, session, &me.pair)).collect();
        // What a new key may open is looked at again.
        let waits = |(_, held): &(&_, &super::hold::HeldCase)| !held.grants.is_empty();
        self.unopened.extend(self.cases.iter().filter(waits).map(|(case, _)| *case));
        me.teams.iter().any(|team| !team.pairs.is_empty())
    }

    /// A seed that does not belong to the session's public key is somebody else's: nothing is opened with it.
    pub(super) fn enter(&mut self, session: &Session, seed: Secret<32>) -> Result<TabSeal, Refusal> {
        let pair = KeyPair::from_seed(seed).map_err(|_| Refusal::Shut)?;
        if *pair.public() != session.public_key {
            return Err(Refusal::Shut);
        }
        let half = Secret::make(&mut rng());
        let wrapped =
            wrap_for_tab(&mut rng(), &half, &session.unlock_half, &session.id, pair.dangerous_seed());
        let wrapped = wrapped.map_err(|_| Refusal::Shut)?;
        let teams = session.teams.iter().map(|team| open_team(team, session, &pair)).collect();
        let cache = CacheKey::of(pair.dangerous_seed());
        self.me = Some(Me { id: session.id, pair, cache, teams });
        Ok(TabSeal { half: Fixed(*half.dangerous_bytes()), wrapped })
    }
}

impl Me {
    pub(super) fn holds(&self, team: TeamId, version: u32) -> bool {
        self.teams.iter().any(|held| held.team.id == team && held.pairs.contains_key(&version))
    }
}

/// A sealed seed that does not open, or opens to another key than the team's, is left out.
fn open_team(team: &MyTeam, session: &Session, mine: &KeyPair) -> MyTeamKeys {
    let mut pairs = BTreeMap::new();
    for key in &team.keys {
        let holder = Holder::Member(session.id);
        let Ok(pair) = open_team_seed(&team.id, key.version, &key.sealed, holder, mine) else { continue };
        if key.version != team.version || *pair.public() == team.public_key {
            pairs.insert(key.version, pair);
        }
    }
    let team =
        TeamKey { id: team.id, name: team.name.clone(), version: team.version, public_key: team.public_key };
    MyTeamKeys { team, pairs }
}

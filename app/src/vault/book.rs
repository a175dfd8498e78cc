//! Sealing and opening documents that are saved as a whole, and unfinished texts for the server to keep.
use madobe_domain::bytes::{decode, encode};
use madobe_domain::crypto::book::{open_book, open_own, seal_book, seal_own};
use madobe_domain::ids::TeamId;
use serde::{Deserialize, Serialize};

use super::hold::{Hold, MyTeamKeys};
use super::job::{Draft, Refusal};
use crate::random::rng;

/// A document sealed, with the version of the team's key; 0 for one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPages {
    pub key: u32,
    /// base64url.
    pub sealed: String,
}

/// Which document, and whose: a team's, or mine.
#[derive(Clone, Serialize, Deserialize)]
pub struct Shelf {
    pub team: Option<TeamId>,
    pub name: String,
}

impl Hold {
    pub(super) fn seal_own(&self, draft: &Draft) -> Option<String> {
        let me = self.me.as_ref()?;
        Some(encode(&seal_own(&mut rng(), me.pair.dangerous_seed(), &draft.place, &draft.text)))
    }

    pub(super) fn open_own(&self, draft: &Draft) -> Option<String> {
        let sealed = decode(&draft.text).ok()?;
        open_own(self.me.as_ref()?.pair.dangerous_seed(), &draft.place, &sealed).ok()
    }

    pub(super) fn seal_pages(&self, shelf: &Shelf, json: String) -> Result<SealedPages, Refusal> {
        let Some(team) = shelf.team else {
            let own = Draft { place: own_place(&shelf.name), text: json };
            let sealed = self.seal_own(&own).ok_or(Refusal::NoKey)?;
            return Ok(SealedPages { key: 0, sealed });
        };
        let held = self.team(team)?;
        let sealed = seal_book(&mut rng(), &held.team, &shelf.name, &json).map_err(|_| Refusal::Shut)?;
        Ok(SealedPages { key: held.team.version, sealed: encode(&sealed) })
    }

    pub(super) fn open_pages(&self, shelf: &Shelf, pages: &SealedPages) -> Result<String, Refusal> {
        let Some(team) = shelf.team else {
            let own = Draft { place: own_place(&shelf.name), text: pages.sealed.clone() };
            return self.open_own(&own).ok_or(Refusal::Shut);
        };
        let pair = self.team(team)?.pairs.get(&pages.key).ok_or(Refusal::NoKey)?;
        let sealed = decode(&pages.sealed).map_err(|_| Refusal::Shut)?;
        open_book(&team, pages.key, &shelf.name, &sealed, pair).map_err(|_| Refusal::Shut)
    }

    fn team(&self, team: TeamId) -> Result<&MyTeamKeys, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        me.teams.iter().find(|held| held.team.id == team).ok_or(Refusal::NoKey)
    }
}

fn own_place(name: &str) -> String {
    ["book/", name].concat()
}

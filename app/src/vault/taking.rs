//! Taking cases out as plain JSON, made here where the keys are; and taking up teams of a desk that was taken in.
use std::ops::Bound;

use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::team::{Holder, open_team_seed};
use madobe_domain::export::readable::{TakenOut, take_out};
use madobe_domain::ids::CaseId;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::import::{FormerTeam, TakeTeam, TakenKey};
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::rotation::RecoverySeal;
use serde::{Deserialize, Serialize};

use super::hold::Hold;
use super::job::Refusal;
use super::team::{MemberKey, seal};

/// Characters in one answer: the page hands them on to the browser and forgets them. The first case always fits.
const CHARS: usize = 1_000_000;

#[derive(Serialize, Deserialize)]
pub struct Taking {
    /// Only this one.
    pub only: Option<CaseId>,
    /// Those after this one.
    pub after: Option<CaseId>,
    /// With the staff's own compartment.
    pub internal: bool,
}

#[derive(Serialize, Deserialize)]
pub struct TakenPage {
    pub cases: Vec<TakenOut>,
    /// Ask for what comes after this one; nothing: that was all.
    pub next: Option<CaseId>,
    /// How many there are in all.
    pub all: usize,
}

/// The printed key of the former desk, and one of its teams.
#[derive(Serialize, Deserialize)]
pub struct TakingUp {
    pub typed: String,
    pub former: PublicKeyBytes,
    pub team: FormerTeam,
    /// This desk's own.
    pub recovery: Recovery,
}

impl Hold {
    pub(super) fn take_out(&mut self, what: &Taking) -> TakenPage {
        let mut page = TakenPage { cases: Vec::new(), next: None, all: self.cases.len() };
        let from = match (what.only, what.after) {
            (Some(only), _) => Bound::Included(only),
            (None, Some(after)) => Bound::Excluded(after),
            (None, None) => Bound::Unbounded,
        };
        let mut chars = 0;
        let mut last = from;
        while let Some(case) = self.cases.range((last, Bound::Unbounded)).next().map(|(case, _)| *case) {
            if what.only.is_some_and(|only| only != case) {
                break;
            }
            if chars > CHARS {
                page.next = match last {
                    Bound::Excluded(last) => Some(last),
                    _ => None,
                };
                break;
            }
            self.open_now(case);
            last = Bound::Excluded(case);
            if let Some(held) = self.cases.get(&case) {
                let taken = take_out(case, &held.keys, &held.grants, &held.stored, what.internal);
                chars += taken.json.len();
                page.cases.push(taken);
            }
            if what.only.is_some() {
                break;
            }
        }
        page
    }

    /// The seeds of a former team, for me and, where it is known to be the printed one, for this desk's recovery key.
    pub(super) fn take_up(&self, asked: &TakingUp) -> Result<TakeTeam, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        let printed =
            RecoveryKey::parse(&asked.typed).and_then(|key| key.pair()).map_err(|_| Refusal::Words)?;
        if *printed.public() != asked.former {
            return Err(Refusal::Shut);
        }
        let team = &asked.team;
        let known = self.knows_recovery(&asked.recovery);
        let mut keys = Vec::new();
        for seed in &team.seeds {
            let opened = open_team_seed(&team.id, seed.version, &seed.sealed, Holder::Recovery, &printed);
            let pair = opened.ok().filter(|pair| *pair.public() == seed.public_key).ok_or(Refusal::Gone)?;
            let MemberKey { sealed, voucher, .. } =
                seal(team.id, seed.version, &pair, Holder::Member(me.id), me.pair.public())?;
            let recovery = if known {
                let to = &asked.recovery.public_key;
                let MemberKey { sealed, voucher, .. } =
                    seal(team.id, seed.version, &pair, Holder::Recovery, to)?;
                Some(RecoverySeal { to: Some(*to), sealed, voucher })
            } else {
                None
            };
            keys.push(TakenKey { version: seed.version, sealed, voucher, recovery });
        }
        Ok(TakeTeam { keys })
    }
}

//! A team's key: made, made anew, passed on to colleagues, and what is sealed to it. Nothing that the server hands out is sealed to
//! before somebody who holds the key has vouched for it (`domain::crypto::team`), but by the hand of whoever compares numbers.
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::hash::same;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::team::{Holder, open_team_seed, seal_team_seed, vouch};
use madobe_domain::ids::{CaseId, StaffId, TeamId};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes, Recipient};
use madobe_domain::wire::recovery::{Drill, NewRecoveryKey, Recovery, RecoveryGiven};
pub(super) use madobe_domain::wire::rotation::MemberKey;
use madobe_domain::wire::rotation::{RecoverySeal, ResealCase, ResealPage, Rotation};
use madobe_domain::wire::setup::NewTeam;
use madobe_domain::wire::team::{SealToMember, TeamKind};

use super::hold::{HeldCase, Hold, Me, MyTeamKeys};
use super::job::{Next, Refusal};
use crate::random::rng;
use crate::staff::row::Row;

impl Me {
    fn team(&self, team: TeamId) -> Result<&MyTeamKeys, Refusal> {
        self.teams.iter().find(|held| held.team.id == team).ok_or(Refusal::NoKey)
    }
}

impl MyTeamKeys {
    fn present(&self) -> Result<&KeyPair, Refusal> {
        self.pairs.get(&self.team.version).ok_or(Refusal::NoKey)
    }
}

/// A seed for one holder, with a voucher for their key.
pub(super) fn seal(
    team: TeamId,
    version: u32,
    pair: &KeyPair,
    holder: Holder,
    to: &PublicKeyBytes,
) -> Result<MemberKey, Refusal> {
    let sealed = seal_team_seed(&mut rng(), &team, version, pair.dangerous_seed(), holder, to);
    let staff = match holder {
        Holder::Member(staff) => staff,
        Holder::Recovery => StaffId::from_bytes([0; 16]),
    };
    let voucher = vouch(&team, version, pair.dangerous_seed(), holder, to);
    Ok(MemberKey { staff, sealed: sealed.map_err(|_| Refusal::Shut)?, voucher })
}

impl Hold {
    fn me(&self) -> Result<&Me, Refusal> {
        self.me.as_ref().ok_or(Refusal::NoKey)
    }

    /// Every key of the team that is held, the present one first: the earlier ones open what was sealed then.
    pub(super) fn give(
        &self,
        team: TeamId,
        staff: StaffId,
        to: &PublicKeyBytes,
    ) -> Result<Vec<SealToMember>, Refusal> {
        let held = self.me()?.team(team)?;
        held.present()?;
        let one = |(version, pair): (&u32, &KeyPair)| {
            let MemberKey { sealed, voucher, .. } = seal(team, *version, pair, Holder::Member(staff), to)?;
            Ok(SealToMember { staff, version: *version, sealed, voucher: Some(voucher) })
        };
        held.pairs.iter().rev().map(one).collect()
    }

    /// The next key of a team, for every holder of the present one who was vouched for. Who was not has to be given it anew, by hand.
    pub(super) fn rotate(&self, next: &Next) -> Result<Rotation, Refusal> {
        let me = self.me()?;
        let held = me.team(next.team)?;
        let (now, version) = (held.present()?, held.team.version + 1);
        let pair = KeyPair::make(&mut rng()).map_err(|_| Refusal::Shut)?;
        let known = |holder, key: &PublicKeyBytes, voucher: &Option<_>| {
            let right = vouch(&next.team, held.team.version, now.dangerous_seed(), holder, key);
            voucher.as_ref().is_some_and(|voucher| same(voucher, &right))
        };
        let mut members = vec![seal(next.team, version, &pair, Holder::Member(me.id), me.pair.public())?];
        for one in &next.members {
            let holder = Holder::Member(one.staff);
            if one.staff != me.id && known(holder, &one.public_key, &one.voucher) {
                members.push(seal(next.team, version, &pair, holder, &one.public_key)?);
            }
        }
        let recovery = match &next.recovery {
            Some((key, voucher)) if self.saw_printed(key) || known(Holder::Recovery, key, voucher) => {
                let MemberKey { sealed, voucher, .. } =
                    seal(next.team, version, &pair, Holder::Recovery, key)?;
                Some(RecoverySeal { to: Some(*key), sealed, voucher })
            }
            _ => None,
        };
        Ok(Rotation { version, public_key: *pair.public(), members, recovery, remove: next.remove })
    }

    fn saw_printed(&self, key: &PublicKeyBytes) -> bool {
        self.printed.as_ref().is_some_and(|seen| seen == key)
    }

    /// The recovery key that the server names is the printed one: somebody who holds a team's key with me said so, or it was read off
    /// the paper here.
    pub(super) fn knows_recovery(&self, recovery: &Recovery) -> bool {
        let Ok(me) = self.me() else { return false };
        let vouched = recovery.seeds.iter().any(|seed| {
            let Ok(held) = me.team(seed.team) else { return false };
            let Some(pair) = held.pairs.get(&seed.version) else { return false };
            let right = vouch(
                &seed.team,
                seed.version,
                pair.dangerous_seed(),
                Holder::Recovery,
                &recovery.public_key,
            );
            seed.voucher.as_ref().is_some_and(|voucher| same(voucher, &right))
        });
        vouched || self.saw_printed(&recovery.public_key)
    }

    /// A further team whose first member I am. Its seed is sealed to the recovery key only where that is known to be the printed one.
    pub(super) fn found(
        &self,
        name: String,
        kind: TeamKind,
        recovery: &Recovery,
    ) -> Result<NewTeam, Refusal> {
        let me = self.me()?;
        if !self.knows_recovery(recovery) {
            return Err(Refusal::Unknown);
        }
        let rng = &mut rng();
        let (id, pair) = (TeamId::make(rng), KeyPair::make(rng).map_err(|_| Refusal::Shut)?);
        let mine = seal(id, 1, &pair, Holder::Member(me.id), me.pair.public())?;
        let printed = seal(id, 1, &pair, Holder::Recovery, &recovery.public_key)?;
        Ok(NewTeam {
            id,
            name,
            public_key: *pair.public(),
            sealed_to_member: mine.sealed,
            sealed_to_recovery: printed.sealed,
            kind,
            member_voucher: Some(mine.voucher),
            recovery_voucher: Some(printed.voucher),
            recovery: Some(recovery.public_key),
        })
    }

    /// Grants to the present key from those to earlier ones. A case that none of the keys here opens is left to somebody else.
    pub(super) fn reseal(&self, team: TeamId, page: &ResealPage) -> Result<Vec<Grant>, Refusal> {
        let held = self.me()?.team(team)?;
        held.present()?;
        if held.team.version != page.version {
            return Err(Refusal::NoKey);
        }
        Ok(page.cases.iter().filter_map(|case| anew(held, case)).collect())
    }

    /// Facts of cases that teams which count do not have yet, at most so many at once.
    pub(super) fn unshared(&mut self, teams: &[TeamKey], most: usize) -> Vec<Grant> {
        let mut grants = Vec::new();
        for (case, held) in &mut self.cases {
            if held.keys.conversation.is_none() || held.keys.facts.is_none() {
                continue;
            }
            for team in teams {
                if grants.len() < most && !held.counting.contains(&team.id) {
                    held.counting.push(team.id);
                    grants.extend(granted(&held.keys, *case, &[Compartment::Facts], team));
                }
            }
        }
        grants
    }

    /// Everything there is of a case for a team that reads, or its facts for one that counts.
    pub(super) fn grant(&self, case: CaseId, team: &TeamKey, kind: TeamKind) -> Result<Grant, Refusal> {
        let keys = &self.cases.get(&case).ok_or(Refusal::Gone)?.keys;
        let whole: Vec<Compartment> =
            Compartment::ALL.into_iter().filter(|compartment| keys.get(*compartment).is_some()).collect();
        let compartments = match kind {
            TeamKind::Full => whole.as_slice(),
            TeamKind::Facts => &[Compartment::Facts],
        };
        granted(keys, case, compartments, team).ok_or(Refusal::NoKey)
    }

    /// Who holds a case, as the server says it now; and the row as it is with that.
    pub(super) fn held_by(&mut self, case: CaseId, teams: Vec<TeamKey>) -> Option<Row> {
        let held = self.cases.get_mut(&case)?;
        held.holders = self.circles.share(teams);
        held.row_now(case)
    }

    /// Does what is printed open everything that it should? Changes nothing here but what is known of its public half.
    pub(super) fn drill(&mut self, typed: &str, recovery: &Recovery) -> Result<Drill, Refusal> {
        let key = RecoveryKey::parse(typed).map_err(|_| Refusal::Words)?;
        let printed = key.pair().map_err(|_| Refusal::Words)?;
        if *printed.public() != recovery.public_key {
            return Err(Refusal::Shut);
        }
        for seed in &recovery.seeds {
            let opened = open_team_seed(&seed.team, seed.version, &seed.sealed, Holder::Recovery, &printed);
            if !opened.is_ok_and(|pair| *pair.public() == seed.public_key) {
                return Err(Refusal::Gone);
            }
        }
        self.printed = Some(recovery.public_key);
        let me = self.me()?;
        let mut keys = Vec::new();
        for held in &me.teams {
            let seed = recovery.seeds.iter().find(|seed| seed.team == held.team.id);
            match seed {
                // Since the key was exchanged by somebody who could not: all of them, the earlier ones open what was sealed then.
                None => keys.extend(for_recovery(held, 0, &recovery.public_key)?),
                Some(seed) if seed.voucher.is_none() => {
                    keys.extend(for_recovery(held, held.team.version, &recovery.public_key)?);
                }
                Some(_) => {}
            }
        }
        Ok(Drill { to: Some(recovery.public_key), keys })
    }

    /// The recovery key that was made here, in place of the present one: with every seed of every team that I hold.
    pub(super) fn renew_recovery(
        &mut self,
        former: PublicKeyBytes,
        seen: bool,
    ) -> Result<NewRecoveryKey, Refusal> {
        let pair = self.recovery.as_ref().ok_or(Refusal::NoKey)?.pair().map_err(|_| Refusal::Shut)?;
        let public_key = *pair.public();
        let mut keys = Vec::new();
        for held in &self.me()?.teams {
            keys.extend(for_recovery(held, 0, &public_key)?);
        }
        self.printed = Some(public_key);
        Ok(NewRecoveryKey { former, public_key, seen, keys })
    }
}

/// The seeds of a team from this version on, for the recovery key.
fn for_recovery(held: &MyTeamKeys, from: u32, to: &PublicKeyBytes) -> Result<Vec<RecoveryGiven>, Refusal> {
    let team = held.team.id;
    let one = |(version, pair): (&u32, &KeyPair)| {
        let MemberKey { sealed, voucher, .. } = seal(team, *version, pair, Holder::Recovery, to)?;
        Ok(RecoveryGiven { team, version: *version, sealed, voucher })
    };
    held.pairs.range(from..).map(one).collect()
}

fn granted(keys: &CaseKeys, case: CaseId, compartments: &[Compartment], team: &TeamKey) -> Option<Grant> {
    let recipient = Recipient::Team { id: team.id, version: team.version };
    keys.grant(&mut rng(), case, compartments, recipient, &team.public_key).ok()
}

fn anew(held: &MyTeamKeys, case: &ResealCase) -> Option<Grant> {
    let mut keys = CaseKeys::default();
    for grant in &case.grants {
        let Recipient::Team { version, .. } = grant.recipient else { continue };
        if let Some(pair) = held.pairs.get(&version) {
            // What does not open is covered by another one, or is left.
            let _ = keys.accept(grant, pair);
        }
    }
    let wanted =
        |compartment: &Compartment| case.grants.iter().any(|grant| grant.compartments.contains(compartment));
    let all: Vec<Compartment> = Compartment::ALL.into_iter().filter(wanted).collect();
    granted(&keys, case.case, &all, &held.team)
}

impl HeldCase {
    /// Every team that holds the conversation. The server names them only where there are several; otherwise it is the one of mine
    /// that was given it.
    pub(super) fn holders(&self, me: &Me) -> Vec<TeamKey> {
        if !self.holders.is_empty() {
            return self.holders.to_vec();
        }
        let holds = |held: &&MyTeamKeys| self.given.contains(&held.team.id);
        me.teams.iter().filter(holds).map(|held| held.team.clone()).collect()
    }
}

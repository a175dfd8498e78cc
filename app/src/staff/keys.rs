//! Keys that changed while somebody was at work, and what is sealed anew beside their work: cases to a team's new key, facts to
//! teams that count. Whoever holds a key does their part; nobody has to stay until it is done.
use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::limits::RESEAL_CASES;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::team::{Team, TeamKind};

use super::app::App;
use super::tab;
use super::trouble::Trouble;
use crate::api::staff::Staff;
use crate::page::spawn;

/// A team as one seals to it.
pub fn key_of(team: &Team) -> TeamKey {
    TeamKey { id: team.id, name: team.name.clone(), version: team.version, public_key: team.public_key }
}

/// Those whose cases I can open.
fn teams_held(session: &Session) -> BTreeSet<TeamId> {
    session.teams.iter().filter(|team| !team.keys.is_empty()).map(|team| team.id).collect()
}

impl App {
    /// Kept out from this moment: no draft is kept any more either.
    pub fn bar(self) {
        if !self.barred.get_untracked() {
            self.barred.set(true);
            tab::forget_drafts();
        }
    }

    /// Do I hold the present key of this team?
    pub fn holds(self, team: TeamId) -> bool {
        let holds = |team: &madobe_domain::wire::session::MyTeam| {
            team.keys.iter().any(|key| key.version == team.version)
        };
        self.session.with_untracked(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.teams.iter().any(|one| one.id == team && holds(one)))
        })
    }

    /// The session and its teams as they are now. What waits for a new key is opened with the next look.
    pub async fn renew_keys(self) {
        if let Ok(session) = self.watch(Staff.session()).await
            && self.vault().refresh(&session).await.is_ok()
        {
            let before =
                self.session.with_untracked(|session| session.as_deref().map(teams_held).unwrap_or_default());
            let gained = !before.is_empty() && !teams_held(&session).is_subset(&before);
            self.session.set(Some(Arc::new(session)));
            if gained {
                // Their older cases lie behind what has been looked through already.
                self.inner().anew.set(true);
                spawn(async move {
                    let _ = self.sync().await;
                    self.renew_names().await;
                });
            }
        }
    }

    /// Who holds a case, with the keys of now.
    pub async fn renew_holders(self, case: CaseId) {
        self.renew_keys().await;
        if let Ok(holders) = self.watch(Staff.holders(case)).await {
            let held = self.vault().held_by(case, holders.teams).await;
            self.show(held.ok().flatten());
        }
    }

    /// After the list is there: goes on with what is to be sealed anew. What does not work now is for the next time.
    pub async fn look_after_keys(self) {
        let Ok(all) = self.watch(Staff.teams()).await else { return };
        let counts = |team: &&Team| team.kind == TeamKind::Facts;
        self.inner().counting.replace(all.teams.iter().filter(counts).map(key_of).collect());
        self.share_facts().await;
        for team in all.teams.iter().filter(|team| team.resealing && self.holds(team.id)) {
            let _ = self.reseal(team.id, |_, _| ()).await;
        }
    }

    /// The facts of what is here, to those who count.
    pub async fn share_facts(self) {
        let teams = self.inner().counting.borrow().clone();
        while !teams.is_empty() {
            let Ok(grants) = self.vault().unshared(teams.clone(), RESEAL_CASES).await else { return };
            if grants.is_empty() || self.watch(Staff.give_facts(grants)).await.is_err() {
                return;
            }
        }
    }

    /// Seals everything of a team that is left to its present key. `progress`: how many are done, and of how many. What is stored
    /// stays done, so that it can be left at any moment. Gives how many could not be opened with the keys that are here.
    pub async fn reseal(self, team: TeamId, progress: impl Fn(usize, usize)) -> Result<usize, Trouble> {
        // Once in a tab; two tabs, or two people, do no harm.
        if self.inner().resealing.replace(true) {
            return Ok(0);
        }
        let done = self.reseal_pages(team, progress).await;
        self.inner().resealing.set(false);
        done
    }

    async fn reseal_pages(self, team: TeamId, progress: impl Fn(usize, usize)) -> Result<usize, Trouble> {
        let mut page = self.watch(Staff.left_to_reseal(team, None)).await?;
        let all = page.left.unwrap_or_default() as usize;
        let (mut seen, mut shut) = (0, 0);
        loop {
            progress(seen, all);
            let (after, more, count) = (page.cases.last().map(|case| case.case), page.more, page.cases.len());
            let grants = self.vault().reseal(team, page).await??;
            shut += count - grants.len();
            if !grants.is_empty() {
                self.watch(Staff.reseal(team, grants)).await?;
            }
            seen += count;
            if !more {
                break;
            }
            page = self.watch(Staff.left_to_reseal(team, after)).await?;
        }
        progress(seen, all);
        if shut == 0 {
            self.watch(Staff.reseal(team, Vec::new())).await?;
        }
        Ok(shut)
    }
}

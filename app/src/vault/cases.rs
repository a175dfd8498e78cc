//! Taking in what a sync brings, opening it bit by bit, and what can be asked of opened cases.
use madobe_domain::ids::CaseId;
use madobe_domain::json;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::open::open_entries;
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::sync::SyncPage;

use super::find::searchable;
use super::hold::{HeldCase, Hold, Me};
use super::job::{Absorbed, Opened, OpenedKept, Refusal};
use crate::staff::row::Row;
use crate::staff::sheet::Sheet;

impl Hold {
    pub(super) fn absorb(&mut self, page: &str) -> Result<Absorbed, Refusal> {
        let page: SyncPage = json::read(page).map_err(|_| Refusal::Shut)?;
        let mut strange = false;
        for grant in page.grants {
            self.unopened.insert(grant.case);
            let held = self.cases.entry(grant.case).or_default();
            if let Recipient::Team { id, version } = grant.recipient {
                strange |= self.me.as_ref().is_some_and(|me| !me.holds(id, version));
                if grant.compartments.contains(&Compartment::Conversation) {
                    held.given.insert(id);
                }
            }
            held.grants.push(grant);
        }
        for stored in page.entries {
            // An entry is filed where the server puts it; one that claims another case is shown as foreign there.
            let case = stored.entry.case;
            self.unopened.insert(case);
            let held = self.cases.entry(case).or_default();
            if held.stored.iter().all(|known| known.entry.id != stored.entry.id) {
                held.stored.push(stored);
            }
        }
        for holders in page.holders {
            let teams = self.circles.share(holders.teams);
            let held = self.cases.entry(holders.case).or_default();
            (held.holders, held.counting) = (teams, holders.counting);
        }
        for seen in page.seen {
            // Of a case that is gone it may still be told how far it was seen.
            if let Some(held) = self.cases.get_mut(&seen.case) {
                held.seen = seen.seq;
                self.unopened.insert(seen.case);
            }
        }
        for case in &page.erased {
            self.cases.remove(case);
            self.unopened.remove(case);
            self.recalled.remove(case);
            self.index.remove(*case);
        }
        let left = self.unopened.len();
        let (cursor, newest, more) = (page.cursor, page.newest, page.more);
        Ok(Absorbed { cursor, newest, more, strange, erased: page.erased, left })
    }

    /// What is new, for whoever fetched it.
    pub(super) fn open(&mut self, most: usize) -> Opened {
        let mut rows = Vec::with_capacity(most);
        while rows.len() < most {
            let Some(case) = self.unopened.pop_first() else { break };
            // Where what was kept of it is not what it was, the look at what was kept finds out.
            if !self.open_one(case) {
                self.recalled.remove(&case);
            }
            rows.extend(self.row_of(case));
        }
        Opened { rows, left: self.unopened.len() }
    }

    /// What this device kept, also where somebody looked at it before its turn: the list still shows it as it was kept.
    pub(super) fn open_kept(&mut self, most: usize) -> OpenedKept {
        let mut rows = Vec::with_capacity(most);
        let mut spoilt = false;
        while rows.len() < most
            && let Some(case) = self.recalled.first().copied()
        {
            spoilt = self.open_one(case);
            if spoilt {
                break;
            }
            self.recalled.remove(&case);
            rows.extend(self.row_of(case));
        }
        OpenedKept { rows, left: self.recalled.len(), spoilt }
    }

    fn row_of(&self, case: CaseId) -> Option<Row> {
        self.cases.get(&case)?.row_now(case)
    }

    /// Opens it whatever it waits for: somebody takes it out.
    pub(super) fn open_now(&mut self, case: CaseId) {
        self.ready(case);
        if self.unopened.contains(&case) {
            self.open_one(case);
        }
    }

    /// True where it was kept on this device and is not what it was. It goes on waiting for whoever it waits for.
    fn open_one(&mut self, case: CaseId) -> bool {
        let (Some(me), Some(held)) = (&self.me, self.cases.get_mut(&case)) else { return false };
        let faults = held.open(case, me);
        self.index.put(case, &held.words);
        let spoilt = held.sum.is_some_and(|sum| faults > sum.faults as usize);
        if !spoilt {
            held.sum = None;
        }
        spoilt
    }

    /// Opens it now where this device kept it: somebody works on it.
    pub(super) fn ready(&mut self, case: CaseId) {
        if self.cases.get(&case).is_some_and(|held| held.sum.is_some() && held.view.is_none()) {
            self.open_one(case);
        }
    }

    pub(super) fn sheet(&mut self, case: CaseId) -> Option<Sheet> {
        self.ready(case);
        // Better nothing than what was meddled with.
        let held = self.cases.get(&case).filter(|held| held.sum.is_none())?;
        let view = held.present()?;
        Some(Sheet::of(held.row(case, &view), &view))
    }

    pub(super) fn see(&mut self, case: CaseId, seq: i64) -> Option<Row> {
        let held = self.cases.get_mut(&case)?;
        held.seen = seq;
        held.row_now(case)
    }
}

impl HeldCase {
    /// How many of its entries have a fault.
    fn open(&mut self, case: CaseId, me: &Me) -> usize {
        self.grants.retain(|grant| accept(&mut self.keys, grant, me).is_none());
        let view = CaseView::fold(open_entries(case, &self.keys, &self.stored));
        self.words = searchable(case, &view);
        let faults = view.faults;
        self.view = Some(view);
        self.met();
        faults
    }

    /// With what is on its way.
    pub(super) fn row_now(&self, case: CaseId) -> Option<Row> {
        // Whoever only counts has no conversation to list.
        if self.given.is_empty() {
            return None;
        }
        Some(self.row(case, self.present()?.as_ref()))
    }

    fn row(&self, case: CaseId, view: &CaseView) -> Row {
        let mut row = Row::of(case, view, self.seen);
        // A case that was given to us but does not open is a fault, not an empty case.
        row.faults += usize::from(self.keys.conversation.is_none());
        row.teams = self.given.iter().copied().collect();
        let others = self.holders.iter().map(|team| team.id);
        row.others = others.filter(|team| !self.given.contains(team)).collect();
        row
    }
}

/// Nothing where the grant is for a key that is not held, or does not open.
fn accept(keys: &mut madobe_domain::crypto::compartment::CaseKeys, grant: &Grant, me: &Me) -> Option<()> {
    let Recipient::Team { id, version } = grant.recipient else { return None };
    let held = me.teams.iter().find(|held| held.team.id == id)?;
    keys.accept(grant, held.pairs.get(&version)?).ok()
}

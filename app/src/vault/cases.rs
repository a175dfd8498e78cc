//! Taking in what a sync brings, opening it bit by bit, and what can be asked of opened cases.
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::{Content, Record};
use madobe_domain::log::work::{Work, undone};
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::sync::SyncPage;

use super::hold::{HeldCase, Hold, Me};
use super::job::{Absorbed, Opened, Refusal};
use crate::staff::number::short_number;
use crate::staff::row::Row;
use crate::staff::search;
use crate::staff::sheet::Sheet;

impl Hold {
    pub(super) fn absorb(&mut self, page: &str) -> Result<Absorbed, Refusal> {
        let page: SyncPage = serde_json::from_str(page).map_err(|_| Refusal::Shut)?;
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
            let held = self.cases.entry(holders.case).or_default();
            (held.holders, held.counting) = (holders.teams, holders.counting);
        }
        for seen in page.seen {
            self.unopened.insert(seen.case);
            self.cases.entry(seen.case).or_default().seen = seen.seq;
        }
        for case in &page.erased {
            self.cases.remove(case);
            self.unopened.remove(case);
        }
        Ok(Absorbed { cursor: page.cursor, more: page.more, strange, erased: page.erased })
    }

    pub(super) fn open(&mut self, most: usize) -> Opened {
        let mut rows = Vec::with_capacity(most);
        if let Some(me) = &self.me {
            while let Some(case) = (rows.len() < most).then(|| self.unopened.pop_first()).flatten() {
                if let Some(held) = self.cases.get_mut(&case) {
                    rows.extend(held.open(case, me));
                }
            }
        }
        Opened { rows, left: self.unopened.len() }
    }

    pub(super) fn sheet(&self, case: CaseId) -> Option<Sheet> {
        let held = self.cases.get(&case)?;
        let view = held.present()?;
        Some(Sheet::of(held.row(case, &view), &view))
    }

    pub(super) fn search(&self, typed: &str) -> Vec<CaseId> {
        let wanted = search::words(typed);
        let found = self.cases.iter().filter(|(_, held)| wanted.iter().all(|word| held.words.contains(word)));
        found.map(|(case, _)| *case).collect()
    }

    pub(super) fn see(&mut self, case: CaseId, seq: i64) -> Option<Row> {
        let held = self.cases.get_mut(&case)?;
        held.seen = seq;
        held.row_now(case)
    }
}

impl HeldCase {
    fn open(&mut self, case: CaseId, me: &Me) -> Option<Row> {
        self.grants.retain(|grant| accept(&mut self.keys, grant, me).is_none());
        let view = CaseView::fold(open_entries(case, &self.keys, &self.stored));
        self.words = searchable(case, &view);
        self.view = Some(view);
        self.met();
        // Whoever only counts has no conversation to list.
        if self.given.is_empty() { None } else { self.row_now(case) }
    }

    /// With what is on its way.
    pub(super) fn row_now(&self, case: CaseId) -> Option<Row> {
        Some(self.row(case, self.present()?.as_ref()))
    }

    fn row(&self, case: CaseId, view: &CaseView) -> Row {
        let mut row = Row::of(case, view, self.seen);
        // A case that was given to us but does not open is a fault, not an empty case.
        row.faults += usize::from(self.keys.conversation.is_none());
        row
    }
}

/// Nothing where the grant is for a key that is not held, or does not open.
fn accept(keys: &mut madobe_domain::crypto::compartment::CaseKeys, grant: &Grant, me: &Me) -> Option<()> {
    let Recipient::Team { id, version } = grant.recipient else { return None };
    let held = me.teams.iter().find(|held| held.team.id == id)?;
    keys.accept(grant, held.pairs.get(&version)?).ok()
}

fn searchable(case: CaseId, view: &CaseView) -> String {
    let mut all = short_number(case);
    let mut add = |text: &str| {
        all.push('\n');
        all.push_str(text);
    };
    add(view.call_me.as_deref().unwrap_or_default());
    let work = Work::fold(&view.entries);
    work.tags.iter().for_each(|tag| add(tag.as_str()));
    if let Some(risk) = &work.risk {
        add(risk.reason.as_str());
    }
    let undone = undone(&view.entries);
    for entry in view.entries.iter().filter(|entry| !undone.contains(&entry.id)) {
        match &entry.content {
            Some(Content::Known(
                Record::Letter { text, .. } | Record::Reply { text } | Record::Note { text },
            )) => add(text.as_str()),
            Some(Content::Talk(record)) => add(record.told().as_deref().unwrap_or_default()),
            _ => {}
        }
    }
    search::spelling(&all)
}

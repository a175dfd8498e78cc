//! What was done here and is still on its way, shown as if it stood in the record: a row changes at the press, not when the
//! server has answered.
use std::borrow::Cow;

use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Author, Compartment, GENESIS};
use madobe_domain::log::open::OpenedEntry;
use madobe_domain::log::record::{Content, Record};
use madobe_domain::log::work::WorkRecord;

use super::hold::{HeldCase, Hold, Me};
use super::job::Writing;
use crate::staff::row::Row;

impl Hold {
    /// Nothing for what is shown only once it has arrived: words.
    pub(super) fn expect(
        &mut self,
        case: CaseId,
        id: EntryId,
        at: Timestamp,
        writing: Writing,
    ) -> Option<Row> {
        let me = self.me.as_ref()?;
        let held = self.cases.get_mut(&case)?;
        let content = match writing {
            Writing::Work(record) => Content::Work(record),
            Writing::Reopen => Content::Known(Record::Reopened),
            Writing::Close { reason } => Content::Known(Record::Closed { reason }),
            _ => return None,
        };
        if held.stored.iter().any(|stored| stored.entry.id == id) {
            return held.row_now(case);
        }
        held.expected.push(entry(me, id, at, content));
        held.row_now(case)
    }

    pub(super) fn forgo(&mut self, case: CaseId, id: EntryId) -> Option<Row> {
        let held = self.cases.get_mut(&case)?;
        held.expected.retain(|entry| entry.id != id);
        held.row_now(case)
    }
}

/// At the end of everything, under no seal. Nothing is ever chained to it.
fn entry(me: &Me, id: EntryId, at: Timestamp, content: Content) -> OpenedEntry {
    OpenedEntry {
        id,
        seq: i64::MAX,
        compartment: Compartment::Staff,
        author: Author::Staff(me.id),
        created_at: at,
        promised: None,
        hash: GENESIS,
        fault: None,
        content: Some(content),
    }
}

impl HeldCase {
    /// The case with what is on its way.
    pub(super) fn present(&self) -> Option<Cow<'_, CaseView>> {
        let view = self.view.as_ref()?;
        if self.expected.is_empty() {
            return Some(Cow::Borrowed(view));
        }
        Some(Cow::Owned(self.with(view, &self.expected)))
    }

    fn with(&self, view: &CaseView, more: &[OpenedEntry]) -> CaseView {
        CaseView::fold(view.entries.iter().chain(more).cloned().collect())
    }

    /// What has arrived is expected no more.
    pub(super) fn met(&mut self) {
        let stored = &self.stored;
        self.expected.retain(|entry| stored.iter().all(|known| known.entry.id != entry.id));
    }

    /// Taking back that a case was closed, or taken up again, changes the flag that retention goes by.
    pub(super) fn closes(&self, me: &Me, id: EntryId, record: &WorkRecord) -> Option<bool> {
        let view = self.view.as_ref()?;
        let last = view.last_at.unwrap_or(Timestamp(0));
        let after = self.with(view, &[entry(me, id, last, Content::Work(record.clone()))]);
        (after.is_closed() != view.is_closed()).then_some(after.is_closed())
    }
}

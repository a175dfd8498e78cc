//! Sealing what a member of staff writes.
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::compose::{make_staff_key, seal_at};
use madobe_domain::log::entry::{Author, Compartment, EntryHash, Place};
use madobe_domain::log::record::{Content, Record, Written};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::log::work::{Work, WorkRecord};
use madobe_domain::text::LetterText;
use madobe_domain::wire::staff_case::StaffAppend;

use super::hold::{HeldCase, Hold, Me};
use super::job::{Refusal, Writing};
use crate::random::rng;

/// An entry in the making: whose, and under which id.
#[derive(Clone, Copy)]
struct Making<'a> {
    me: &'a Me,
    case: CaseId,
    id: EntryId,
}

impl Making<'_> {
    fn seal(
        self,
        keys: &CaseKeys,
        compartment: Compartment,
        prev: EntryHash,
        record: &impl Written,
    ) -> Result<StaffAppend, Refusal> {
        let Self { me, case, id } = self;
        let place = Place { id, case, compartment, prev, author: Author::Staff(me.id) };
        let entry = seal_at(&mut rng(), keys, place, record).map_err(|_| Refusal::NoKey)?;
        Ok(StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() })
    }
}

impl Hold {
    pub(super) fn write(&self, case: CaseId, id: EntryId, writing: Writing) -> Result<StaffAppend, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        let held = self.cases.get(&case).ok_or(Refusal::Gone)?;
        if held.stored.iter().any(|stored| stored.entry.id == id) {
            return Err(Refusal::Known);
        }
        let making = Making { me, case, id };
        let text = |text: &str| LetterText::parse(text).map_err(|_| Refusal::Words);
        match writing {
            Writing::Reply { text: words, after, files } => {
                let ids = files.ids();
                let record = Record::Reply { text: text(&words)?, files };
                let sealed = making.seal(&held.keys, Compartment::Conversation, after, &record)?;
                // An answer to a closed case takes it up again.
                let was_closed = held.view.as_ref().is_some_and(|view| view.is_closed());
                Ok(StaffAppend { closed: was_closed.then_some(false), files: ids, ..sealed })
            }
            Writing::Note { text: words } => held.append(making, &Record::Note { text: text(&words)? }, None),
            Writing::Close { reason } => held.append(making, &Record::Closed { reason }, Some(true)),
            Writing::Reopen => held.append(making, &Record::Reopened, Some(false)),
            Writing::Work(record) => held.append(making, &record, held.closes(me, id, &record)),
            Writing::Talk(record) => held.talk(making, &record),
            Writing::SetAside(ask) => held.set_aside(making, ask),
            Writing::Uphold => held.tell(making, &Record::Upheld),
        }
    }
}

impl HeldCase {
    /// Follows whatever is there: what happened to a talk answers nobody.
    fn talk(&self, making: Making<'_>, record: &TalkRecord) -> Result<StaffAppend, Refusal> {
        let view = self.view.as_ref().ok_or(Refusal::Gone)?;
        if view.talks.iter().any(|known| known.is_said_by(record)) {
            return Err(Refusal::Known);
        }
        let place = record.compartment();
        making.seal(&self.keys, place, view.tail(place), record)
    }

    /// In the very words of whoever asked. Nothing where it is not asked for any more, or by nobody else.
    fn set_aside(&self, making: Making<'_>, ask: EntryId) -> Result<StaffAppend, Refusal> {
        let view = self.view.as_ref().ok_or(Refusal::Gone)?;
        let danger = Work::fold(&view.entries).danger;
        let danger = danger.filter(|danger| danger.entry == ask && danger.waits_for(making.me.id));
        let asked = view.entries.iter().find(|entry| entry.id == ask);
        match (danger, asked.and_then(|entry| entry.content.as_ref())) {
            (Some(danger), Some(Content::Work(WorkRecord::DangerAsked { promises, reason }))) => {
                let text = LetterText::parse(reason.as_str()).map_err(|_| Refusal::Words)?;
                self.tell(making, &Record::SetAside { promises: *promises, text, ask, by: danger.by })
            }
            _ => Err(Refusal::Gone),
        }
    }

    /// In the conversation, behind whatever is there.
    fn tell(&self, making: Making<'_>, record: &Record) -> Result<StaffAppend, Refusal> {
        let view = self.view.as_ref().ok_or(Refusal::Gone)?;
        let place = Compartment::Conversation;
        making.seal(&self.keys, place, view.tail(place), record)
    }

    /// The next entry of the staff compartment, with its key where it is the first one. A key made here is not
    /// kept: it comes back as a grant once the server has it, or a colleague's does.
    fn append(
        &self,
        making: Making<'_>,
        record: &impl Written,
        closed: Option<bool>,
    ) -> Result<StaffAppend, Refusal> {
        let view = self.view.as_ref().ok_or(Refusal::Gone)?;
        let made = match &self.keys.staff {
            Some(_) => None,
            None => {
                let holders = self.holders(making.me);
                Some(make_staff_key(&mut rng(), making.case, &holders).map_err(|_| Refusal::NoKey)?)
            }
        };
        let (keys, grants) = match made {
            Some((keys, grants)) => (Some(keys), grants),
            None => (None, Vec::new()),
        };
        let keys = keys.as_ref().unwrap_or(&self.keys);
        let sealed = making.seal(keys, Compartment::Staff, view.tail(Compartment::Staff), record)?;
        Ok(StaffAppend { grants, closed, ..sealed })
    }
}

//! An exception for danger to life. Somebody asks, among staff, that promises be set aside; a second person confirms it in the
//! conversation, where its writer reads what, why and when. One at a time, so that everybody knows which is meant.
//!
//! It ends when staff say so in the conversation, or when the writer names the promise again: nobody else sets it aside then.

use super::fold::record;
use super::{Read, Second, Work, WorkRecord};
use crate::ids::EntryId;
use crate::log::entry::{Author, Compartment};
use crate::log::open::OpenedEntry;
use crate::log::record::{Content, Promises, Record};

/// Does something that came `later` stand on this entry, so that it is not taken back any more? What a colleague confirmed ends where its
/// writer reads it; and where somebody asked anew, what was declined before is over.
pub(super) fn is_built_on(entry: &OpenedEntry, later: &[OpenedEntry]) -> bool {
    let declined = matches!(record(entry), Some(WorkRecord::DangerDeclined { .. }));
    let asks = |later: &OpenedEntry| matches!(record(later), Some(WorkRecord::DangerAsked { .. }));
    later.iter().any(|later| if declined { asks(later) } else { confirms(later, entry.id) })
}

/// Is this a second person's word on what was asked in `ask`?
fn confirms(entry: &OpenedEntry, ask: EntryId) -> bool {
    match &entry.content {
        Some(Content::Known(Record::SetAside { ask: meant, by, .. })) => *meant == ask && entry.confirms(*by),
        _ => false,
    }
}

/// `entries`: the whole case; `undone`: what of it was taken back. An ask ends where it is taken back and not as if it had never been:
/// otherwise one that it had kept from counting would count behind everybody's back, and what two agreed on since would not.
pub(super) fn step(work: &mut Work, entry: &OpenedEntry, entries: &[OpenedEntry], undone: &[EntryId]) {
    let Author::Staff(by) = entry.author else { return renew(work, entry) };
    let at = entry.created_at;
    match &entry.content {
        Some(Content::Known(Record::SetAside { promises, text, ask, by: asker })) => {
            let meant = work.danger.as_mut().filter(|danger| {
                danger.entry == *ask && danger.by == *asker && danger.read.is_none() && confirms(entry, *ask)
            });
            let asked = entries.iter().find(|entry| entry.id == *ask).and_then(record);
            if let (Some(danger), Some(WorkRecord::DangerAsked { promises: asked, reason })) = (meant, asked)
            {
                let aside = asked.shared(*promises);
                // In the very words of whoever asked: a reason that nobody gave is none.
                if aside.any() && reason.as_str() == text.as_str() {
                    danger.read = Some(Read { entry: entry.id, by, at });
                    work.aside = aside;
                }
            }
        }
        Some(Content::Known(Record::Upheld))
            if entry.compartment == Compartment::Conversation && work.aside.any() =>
        {
            end(work);
        }
        _ => match record(entry) {
            Some(WorkRecord::DangerAsked { promises, .. }) if work.danger.is_none() && promises.any() => {
                work.danger = Some(Second { entry: entry.id, by, to: None, at, read: None });
            }
            Some(WorkRecord::DangerDeclined { entry: ask })
                if !undone.contains(&entry.id) && is_pending(work, *ask) =>
            {
                end(work);
            }
            Some(WorkRecord::Undone { entry: ask })
                if undone.contains(ask)
                    && is_pending(work, *ask)
                    && work.danger.is_some_and(|danger| danger.by == by) =>
            {
                end(work);
            }
            _ => {}
        },
    }
}

fn is_pending(work: &Work, ask: EntryId) -> bool {
    work.danger.is_some_and(|danger| danger.entry == ask && danger.read.is_none())
}

/// What its writer names is in force from then on.
fn renew(work: &mut Work, entry: &OpenedEntry) {
    let named = entry.content.as_ref().and_then(Content::promises);
    let named = named.filter(|_| entry.compartment == Compartment::Conversation && work.aside.any());
    if let Some(named) = named {
        work.aside = work.aside.without(named);
        if !work.aside.any() {
            end(work);
        }
    }
}

fn end(work: &mut Work) {
    (work.danger, work.aside) = (None, Promises::default());
}

//! Conversations that somebody with the database in their hands has spoilt, and what readers must notice.
use anyhow::{Result, anyhow};
use madobe_client::{Mailbox, StaffMember};
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::open::Fault;

use crate::desk::Desk;

pub struct Spoilt {
    pub what: &'static str,
    pub mailbox: Mailbox,
    pub case: CaseId,
    /// What is wrong with each entry of the conversation that is handed out.
    pub faults: Vec<Option<Fault>>,
}

struct Talk {
    mailbox: Mailbox,
    case: CaseId,
    entries: Vec<EntryId>,
}

/// A letter, a reply, a letter, a reply.
fn talk(desk: &Desk, staff: &mut StaffMember) -> Result<Talk> {
    let mailbox = desk.letter("ひとつめ。")?;
    let case = mailbox.page(0)?.case;
    for (reply, letter) in [("ふたつめ。", Some("みっつめ。")), ("よっつめ。", None)] {
        staff.sync()?;
        staff.reply(case, reply)?;
        letter.map(|letter| mailbox.write(letter)).transpose()?;
    }
    let page = mailbox.page(0)?;
    let own = page.entries.iter().filter(|stored| stored.entry.compartment == Compartment::Conversation);
    Ok(Talk { entries: own.map(|stored| stored.entry.id).collect(), mailbox, case })
}

/// One altered, one with a hole, one out of order, one with an entry from elsewhere, and that elsewhere untouched.
/// The desk is started again.
pub fn spoil(desk: &mut Desk) -> Result<Vec<Spoilt>> {
    let (mut staff, _) = desk.colleague()?;
    let talks = (0..5).map(|_| talk(desk, &mut staff)).collect::<Result<Vec<_>>>()?;
    let [altered, dropped, reordered, moved, donor] =
        <[Talk; 5]>::try_from(talks).map_err(|_| anyhow!("five talks"))?;
    let of =
        |talk: &Talk, place: usize| format!("case_id = '{}' AND id = '{}'", talk.case, talk.entries[place]);
    desk.meddle(&format!(
        "UPDATE entries SET sealed = substr(sealed, 1, 80)
             || CASE substr(sealed, 81, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(sealed, 82) WHERE {};
         DELETE FROM entries WHERE {};
         UPDATE entries SET seq = -1 WHERE {first}; UPDATE entries SET seq = seq - 1 WHERE {second};
         UPDATE entries SET seq = (SELECT seq + 1 FROM entries WHERE {second}) WHERE {first};
         UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE {}) WHERE {};",
        of(&altered, 1),
        of(&dropped, 1),
        of(&donor, 1),
        of(&moved, 1),
        first = of(&reordered, 1),
        second = of(&reordered, 2),
    ))?;
    let (altered_fault, broken) = (Some(Fault::Altered), Some(Fault::Broken));
    let all = [
        ("altered", altered, vec![None, altered_fault, broken, None]),
        ("with a hole", dropped, vec![None, broken, None]),
        ("out of order", reordered, vec![None, broken, broken, broken]),
        ("with an entry from elsewhere", moved, vec![None, altered_fault, broken, None]),
        ("untouched", donor, vec![None; 4]),
    ];
    let spoilt = |(what, talk, faults): (&'static str, Talk, _)| {
        let Talk { mailbox, case, .. } = talk;
        Spoilt { what, mailbox: mailbox.through(&desk.server), case, faults }
    };
    Ok(all.into_iter().map(spoilt).collect())
}

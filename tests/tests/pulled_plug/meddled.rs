//! Whoever can write into the database can spoil entries, but not unseen.
use anyhow::{Result, ensure};
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::open::Fault;
use madobe_tests::desk::Desk;

struct Talk {
    mailbox: madobe_client::Mailbox,
    case: CaseId,
    /// The entries of the conversation, in order.
    entries: Vec<EntryId>,
}

/// A letter, a reply, a letter, a reply.
fn talk(desk: &Desk, staff: &mut madobe_client::StaffMember) -> Result<Talk> {
    let mailbox = desk.letter("ひとつめ。")?;
    let case = mailbox.page(0)?.case;
    for (reply, letter) in [("ふたつめ。", Some("みっつめ。")), ("よっつめ。", None)] {
        staff.sync()?;
        staff.reply(case, reply)?;
        letter.map(|letter| mailbox.write(letter)).transpose()?;
    }
    let conversation = madobe_domain::log::entry::Compartment::Conversation;
    let page = mailbox.page(0)?;
    let own = page.entries.iter().filter(|stored| stored.entry.compartment == conversation);
    Ok(Talk { entries: own.map(|stored| stored.entry.id).collect(), mailbox, case })
}

fn faults(view: &CaseView) -> Vec<Option<Fault>> {
    let conversation = madobe_domain::log::entry::Compartment::Conversation;
    view.entries.iter().filter(|entry| entry.compartment == conversation).map(|entry| entry.fault).collect()
}

pub fn seen(desk: &mut Desk) -> Result<()> {
    let (mut staff, _) = desk.colleague()?;
    let [altered, dropped, reordered, moved, donor] = {
        let mut talks = Vec::new();
        for _ in 0..5 {
            talks.push(talk(desk, &mut staff)?);
        }
        <[Talk; 5]>::try_from(talks).map_err(|_| anyhow::anyhow!("five talks"))?
    };
    let of =
        |talk: &Talk, place: usize| format!("case_id = '{}' AND id = '{}'", talk.case, talk.entries[place]);
    let sealed = |talk: &Talk, place: usize| format!("SELECT sealed FROM entries WHERE {}", of(talk, place));
    desk.meddle(&format!(
        "UPDATE entries SET sealed = substr(sealed, 1, 80) || CASE substr(sealed, 81, 1) WHEN 'A' THEN 'B' ELSE 'A' END
             || substr(sealed, 82) WHERE {};
         DELETE FROM entries WHERE {};
         UPDATE entries SET seq = -1 WHERE {first}; UPDATE entries SET seq = seq - 1 WHERE {second};
         UPDATE entries SET seq = (SELECT seq + 1 FROM entries WHERE {second}) WHERE {first};
         UPDATE entries SET sealed = ({}) WHERE {};",
        of(&altered, 1),
        of(&dropped, 1),
        sealed(&donor, 1),
        of(&moved, 1),
        first = of(&reordered, 1),
        second = of(&reordered, 2),
    ))?;
    let (mut reader, _) = desk.colleague()?;
    reader.sync()?;
    let broken = Some(Fault::Broken);
    let wanted = [
        (&altered, vec![None, Some(Fault::Altered), broken, None]),
        (&dropped, vec![None, broken, None]),
        (&reordered, vec![None, broken, broken, broken]),
        (&moved, vec![None, Some(Fault::Altered), broken, None]),
        (&donor, vec![None; 4]),
    ];
    for (index, (talk, wanted)) in wanted.into_iter().enumerate() {
        let view = reader.view(talk.case)?;
        ensure!(faults(&view) == wanted, "staff, talk {index}: {:?}", faults(&view));
        let bearer = talk.mailbox.keys.dangerous_bearer();
        let page: madobe_domain::wire::mailbox::MailboxPage =
            desk.server.raw("GET", "/api/mailbox", &[("authorization", &bearer)], None)?.read()?;
        let mut keys = madobe_domain::crypto::compartment::CaseKeys::default();
        keys.accept(&page.grants[0], talk.mailbox.keys.pair())?;
        let view = CaseView::fold(madobe_domain::log::open::open_entries(page.case, &keys, &page.entries));
        ensure!(faults(&view) == wanted, "mailbox, talk {index}: {:?}", faults(&view));
    }
    Ok(())
}

//! What this device keeps opens again as it was, for its owner alone; what was changed on it is found out.
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::json;
use madobe_domain::log::compose::seal_entry;
use madobe_domain::log::entry::{Author, Compartment, Entry};
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use madobe_domain::wire::session::Session;

use super::hold::Hold;
use super::job::{Refusal, TabSeal, Writing};
use super::tests::{page, with_letter};
use crate::random::rng;

fn again(session: &Session, tab: &TabSeal) -> Hold {
    let mut hold = Hold::default();
    hold.reopen(session, tab).unwrap();
    hold
}

type Change<'a> = &'a dyn Fn(&mut serde_json::Value);

struct Kept {
    session: Session,
    tab: TabSeal,
    case: CaseId,
    text: String,
    rows: String,
    /// What came after it was kept.
    later: Entry,
}

/// A case with a letter, facts and a note, as the device keeps it.
fn kept() -> Kept {
    let (mut hold, session, mailbox) = with_letter();
    let tab = super::tests::tab_of(&mut hold, &session);
    let case = mailbox.case;
    let note = hold.write(case, EntryId::make(&mut rng()), Writing::Note { text: "電話はしない".to_owned() });
    let note = note.unwrap();
    hold.absorb(&page(note.grants, vec![(3, note.entry)])).unwrap();
    hold.open(10);
    let text = hold.keep(&[case]).remove(0).1.unwrap();
    let (rows, last) = hold.keep_rows(None).unwrap();
    assert!(hold.keep_rows(Some(last)).is_none());
    let later = hold.write(case, EntryId::make(&mut rng()), Writing::Note { text: "手紙だけ".to_owned() });
    Kept { session, tab, case, text, rows, later: later.unwrap().entry }
}

#[test]
fn what_was_kept_opens_without_its_grants_and_is_listed_before_it_is_opened() {
    let kept = kept();
    assert!(!kept.text.contains("眠れ") && !kept.rows.contains("眠れ"));
    let mut hold = again(&kept.session, &kept.tab);
    let rows = hold.recall_rows(&kept.rows).unwrap();
    assert_eq!(rows[0].line.as_deref(), Some("はじめまして。"));
    assert_eq!(hold.recall(std::slice::from_ref(&kept.text)), Ok(1));
    assert!(hold.is_whole());
    assert_eq!(hold.search("電話").count, 0, "not opened so far");
    let opened = hold.open_kept(10);
    assert!(!opened.spoilt && opened.left == 0 && opened.rows[0] == rows[0]);
    assert_eq!(hold.search("電話").count, 1);
    assert_eq!(hold.keep(&[kept.case]).len(), 1);
    let sheet = hold.sheet(kept.case).unwrap();
    assert_eq!((sheet.items.len(), sheet.row.faults), (2, 0));
}

#[test]
fn a_case_that_is_looked_at_is_opened_at_once_and_its_row_is_told_in_its_turn() {
    let kept = kept();
    let mut hold = again(&kept.session, &kept.tab);
    hold.recall(&[kept.text]).unwrap();
    assert_eq!(hold.sheet(kept.case).unwrap().items.len(), 2);
    assert_eq!(hold.open(10).rows.len(), 0, "nothing is new");
    assert_eq!(hold.open_kept(10).rows.len(), 1);
    assert_eq!(hold.open_kept(10).rows.len(), 0);
}

/// Whoever fetched it keeps it on the device and tells of it, whatever is looked at meanwhile.
#[test]
fn what_is_new_is_opened_for_whoever_fetched_it() {
    let kept = kept();
    let mut hold = again(&kept.session, &kept.tab);
    hold.recall(&[kept.text]).unwrap();
    hold.absorb(&page(vec![], vec![(4, kept.later)])).unwrap();
    assert_eq!(hold.open_kept(10).rows.len(), 1);
    hold.open_now(kept.case);
    assert_eq!(hold.open(10).rows.len(), 1);
    assert_eq!(hold.sheet(kept.case).unwrap().items.len(), 3);
}

#[test]
fn what_was_meddled_with_is_found_out() {
    let kept = kept();
    let json: serde_json::Value = json::read(&kept.text).unwrap();
    let recall = |change: Change<'_>| {
        let mut json = json.clone();
        change(&mut json);
        let mut hold = again(&kept.session, &kept.tab);
        (hold.recall(&[json.to_string()]), hold)
    };
    let shut: [Change<'_>; 5] = [
        &|json| drop(json["entries"].as_array_mut().unwrap().pop()),
        &|json| drop(json["entries"].as_array_mut().unwrap().remove(0)),
        &|json| json["case"] = serde_json::json!(CaseId::from_bytes([9; 16])),
        &|json| json["seal"] = serde_json::json!("AAAA"),
        &|json| *json = serde_json::json!({}),
    ];
    for change in shut {
        assert_eq!(recall(change).0, Err(Refusal::Shut));
    }
    // An entry of the right shape and number is found out by its seal, and one in another place by its chain.
    let spoilt: [Change<'_>; 2] = [
        &|json| {
            let other = json["entries"][1]["entry"]["sealed"].clone();
            json["entries"][0]["entry"]["sealed"] = other;
        },
        &|json| {
            let other = json["entries"][1]["entry"]["prev"].clone();
            json["entries"][2]["entry"]["prev"] = other;
            json["entries"][2]["entry"]["compartment"] = "conversation".into();
        },
    ];
    for change in spoilt {
        let (recalled, mut hold) = recall(change);
        assert_eq!(recalled, Ok(1));
        assert!(hold.sheet(kept.case).is_none(), "nobody reads it");
        assert!(hold.open_kept(10).spoilt && hold.open_kept(10).spoilt);
        hold.let_go();
        assert!(!hold.open_kept(10).spoilt);
    }
    let mut stranger = with_letter().0;
    assert_eq!(stranger.recall(std::slice::from_ref(&kept.text)), Err(Refusal::Shut));
    assert!(stranger.recall_rows(&kept.rows).is_none());
    let mut hold = again(&kept.session, &kept.tab);
    hold.recall_rows(&kept.rows).unwrap();
    assert!(!hold.is_whole(), "a case is missing");
    assert!(hold.is_whole(), "said once");
}

/// Years of letters in one case: read, found, kept and gone on with.
#[test]
fn a_case_of_two_thousand_entries_is_like_any_other() {
    let (mut hold, session, mailbox) = with_letter();
    let tab = super::tests::tab_of(&mut hold, &session);
    let case = mailbox.case;
    let keys = &hold.cases[&case].keys;
    let mut prev =
        mailbox.entries.iter().find(|entry| entry.compartment == Compartment::Conversation).unwrap().hash();
    let mut entries = Vec::new();
    for number in 3..2_003 {
        let text = LetterText::parse(&format!("{number}日目の手紙です。")).unwrap();
        let record = Record::letter(text);
        let sealed =
            seal_entry(&mut rng(), keys, case, Compartment::Conversation, Author::Writer, prev, &record);
        let entry = sealed.unwrap();
        prev = entry.hash();
        entries.push((number, entry));
    }
    let last = entries.pop().unwrap();
    hold.absorb(&page(vec![], entries)).unwrap();
    hold.open(10);
    let text = hold.keep(&[case]).remove(0).1.unwrap();
    let mut again = again(&session, &tab);
    again.recall(&[text]).unwrap();
    again.absorb(&page(vec![], vec![last])).unwrap();
    let opened = again.open(10);
    assert_eq!((opened.rows.len(), opened.rows[0].faults), (1, 0));
    assert!(!again.open_kept(10).spoilt);
    assert_eq!(again.sheet(case).unwrap().letters, 2_001);
    for typed in ["2002日目", "3日目", "眠れ"] {
        assert_eq!(again.search(typed).count, 1, "{typed}");
    }
}

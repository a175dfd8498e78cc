//! Rules that hold whatever is done, in whatever order.
use super::*;
use madobe_domain::log::record::Promises;
use proptest::prelude::*;

fn put(number: u8, value: Option<FieldValue>) -> WorkRecord {
    WorkRecord::Filled { field: Fixed([number; 16]), name: FieldName::parse("住まい").unwrap(), value }
}

fn values() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        "[あ-ん]{1,9}".prop_map(|text| FieldValue::Text(FieldText::parse(&text).unwrap())),
        (0..3u8).prop_map(|number| FieldValue::Choice {
            option: Fixed([number; 16]),
            words: FieldName::parse("実家").unwrap()
        }),
        (0..60u64).prop_map(|number| FieldValue::Day(day(number))),
        any::<bool>().prop_map(FieldValue::Yes),
    ]
}

/// Any record, with few enough values that they meet.
fn records() -> impl Strategy<Value = WorkRecord> {
    let tags = prop_oneof![Just("ゲーム"), Just("ｹﾞｰﾑ"), Just("家族会"), Just("ＳＮＳ"), Just("sns")];
    prop_oneof![
        proptest::option::of(1..4u8).prop_map(|to| WorkRecord::Assigned { to: to.map(colleague) }),
        (1..4u8).prop_map(|team| WorkRecord::AssignedTeam { team: ward(team) }),
        (0..60u64).prop_map(|number| WorkRecord::Held { until: day(number) }),
        Just(WorkRecord::Resumed),
        proptest::option::of(0..60u64).prop_map(|number| WorkRecord::FollowUp { on: number.map(day) }),
        tags.clone().prop_map(|text| WorkRecord::Tagged { tag: tag(text) }),
        tags.prop_map(|text| WorkRecord::Untagged { tag: tag(text) }),
        "[あ-ん]{1,9}".prop_map(|text| WorkRecord::RiskRaised { reason: reason(&text) }),
        "[あ-ん]{1,9}".prop_map(|text| WorkRecord::RiskCleared { reason: reason(&text) }),
        (proptest::option::of(1..4u8), "[あ-ん]{1,9}")
            .prop_map(|(to, text)| WorkRecord::SecondAsked { to: to.map(colleague), text: words(&text) }),
        (0..30u8, proptest::option::of("[あ-ん]{1,9}")).prop_map(|(number, text)| WorkRecord::SecondRead {
            entry: EntryId::from_bytes([number; 16]),
            remark: text.as_deref().map(words)
        }),
        (0..4u8, 0..5usize).prop_map(|(number, place)| WorkRecord::Linked {
            case: other(number),
            relation: Relation::ALL[place]
        }),
        (0..4u8).prop_map(|number| WorkRecord::Unlinked { case: other(number) }),
        (0..4u8).prop_map(|number| WorkRecord::LinkGone { case: other(number) }),
        (1..4u8, proptest::option::of(1..4u8), 0..60u64).prop_map(|(of, to, number)| WorkRecord::Covered {
            of: colleague(of),
            to: to.map(colleague),
            until: day(number)
        }),
        (1..4u8, 1..4u8, 0..60u64).prop_map(|(of, team, number)| WorkRecord::CoveredTeam {
            of: colleague(of),
            team: ward(team),
            until: day(number)
        }),
        (0..3u8, proptest::option::of(values())).prop_map(|(number, value)| put(number, value)),
        (any::<bool>(), any::<bool>()).prop_map(|(no_phone, no_visit)| WorkRecord::DangerAsked {
            promises: Promises { no_phone, no_visit, ..Promises::default() },
            reason: reason("命が心配です")
        }),
        (0..30u8).prop_map(|number| WorkRecord::DangerDeclined { entry: EntryId::from_bytes([number; 16]) }),
        (0..30u8).prop_map(|number| WorkRecord::Undone { entry: EntryId::from_bytes([number; 16]) }),
    ]
}

fn filled(acts: &[(u8, u8, WorkRecord)]) -> Log {
    let mut log = Log::default();
    for (act, by, record) in acts {
        match act {
            0 => log.letter(),
            1 => log.reply(),
            2 => log.inside(*by, Record::Closed { reason: CloseReason::Quiet }),
            _ => log.work(*by, record.clone()),
        };
    }
    log
}

fn acts() -> impl Strategy<Value = Vec<(u8, u8, WorkRecord)>> {
    proptest::collection::vec((0..12u8, 1..3u8, records()), 0..28)
}

proptest! {
    #[test]
    fn records_come_back_as_they_were_written(record in records()) {
        prop_assert!(Content::from_json(&record.to_json()) == Content::Work(record));
    }

    /// Taking the newest act back is as if it had never been.
    #[test]
    fn undone_is_as_never_done(acts in acts(), record in records(), by in 1..3u8) {
        prop_assume!(!matches!(record, WorkRecord::Undone { .. }));
        let mut log = filled(&acts);
        let (work, status) = (log.fold(), log.view().status);
        let id = log.work(by, record);
        log.work(by, WorkRecord::Undone { entry: id });
        prop_assert_eq!(log.fold(), work);
        prop_assert_eq!(log.view().status, status);
    }

    /// Whatever stands in the record: a day is either to come or has come, and no two tags are the same.
    #[test]
    fn the_fold_keeps_its_rules(acts in acts(), today in 0..60u64) {
        let work = filled(&acts).fold();
        let today = day(today);
        prop_assert!(work.hold(today).is_none() || work.back_since(today).is_none());
        prop_assert_eq!(work.hold(today).or(work.back_since(today)), work.held_until);
        let mut keys: Vec<String> = work.tags.iter().map(Tag::key).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), work.tags.len());
        let mut cases: Vec<CaseId> = work.links.iter().map(|link| link.case).collect();
        cases.sort();
        cases.dedup();
        prop_assert_eq!(cases.len(), work.links.len());
        let mut fields: Vec<_> = work.fields.iter().map(|filled| filled.field).collect();
        fields.sort();
        fields.dedup();
        prop_assert_eq!(fields.len(), work.fields.len());
        match work.away(today) {
            Some((of, until)) => prop_assert!(work.assigned == Some(of.into()) && today < until),
            None => prop_assert_eq!(work.looked_after(today), work.assigned),
        }
    }

    /// Of two colleagues who fill the same field the later one holds, and both stand in the record.
    #[test]
    fn the_last_word_about_a_field_holds(acts in acts(), one in values(), other in proptest::option::of(values())) {
        let mut log = filled(&acts);
        log.work(1, put(0, Some(one.clone())));
        let value = |log: &Log| log.fold().field(&Fixed([0; 16])).map(|filled| filled.value.clone());
        prop_assert_eq!(value(&log), Some(one.clone()));
        let last = log.work(2, put(0, other.clone()));
        prop_assert_eq!(value(&log), other);
        log.work(2, WorkRecord::Undone { entry: last });
        prop_assert_eq!(value(&log), Some(one));
    }

    /// A case is whose it was given to last, somebody's or a team's, whatever came before; nobody does it for anybody else then.
    #[test]
    fn it_belongs_to_whom_it_was_given_last(acts in acts(), to in 0..7u8, today in 0..60u64) {
        let mut log = filled(&acts);
        let to = match to {
            0 => None,
            staff @ 1..4 => Some(Carer::Person(colleague(staff))),
            team => Some(Carer::Team(ward(team))),
        };
        log.work(2, WorkRecord::assigned(to));
        let work = log.fold();
        prop_assert_eq!((work.looked_after(day(today)), work.away(day(today))), (to, None));
    }

    /// A letter ends every hold, whatever came before it.
    #[test]
    fn a_letter_is_never_held_back(acts in acts()) {
        let mut log = filled(&acts);
        log.letter();
        prop_assert_eq!(log.fold().held_until, None);
    }

    #[test]
    fn a_spelling_is_its_own_spelling(text in any::<String>()) {
        let once = spelling(&text);
        prop_assert_eq!(spelling(&once), once);
    }

    #[test]
    fn both_kana_and_both_widths_are_one_spelling(text in "[ァ-ヴー]{0,12}") {
        let hiragana: String = text
            .chars()
            .map(|c| if c == 'ー' { c } else { char::from_u32(u32::from(c) - 0x60).unwrap() })
            .collect();
        prop_assert_eq!(spelling(&text), hiragana);
    }

    #[test]
    fn tags_are_read_without_a_panic(typed in any::<String>()) {
        if let Ok(tag) = Tag::parse(&typed) {
            prop_assert_eq!(Tag::parse(tag.as_str()), Ok(tag));
        }
    }
}

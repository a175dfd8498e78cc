//! The fields that a desk has of its own: read as typed, kept in order, put away without losing anything.
use madobe_domain::bytes::Fixed;
use madobe_domain::limits::{FIELD_NAME_CHARS, FIELD_OPTIONS, FIELDS, FIELDS_KEPT};
use madobe_domain::log::work::{Field, FieldFault, FieldKind, Fields};
use madobe_domain::text::TextFault;
use proptest::prelude::*;

fn options(words: &[&str]) -> Vec<(Fixed<16>, String)> {
    let one = |(place, words): (usize, &&str)| (Fixed([place as u8; 16]), (*words).to_owned());
    words.iter().enumerate().map(one).collect()
}

fn text(number: u8) -> Field {
    Field::parse(Fixed([number; 16]), FieldKind::Text, "名前", &[]).unwrap()
}

#[test]
fn every_fault_of_a_field_is_named() {
    let parse = |kind, name: &str, words: &[&str]| Field::parse(Fixed([1; 16]), kind, name, &options(words));
    let long = "あ".repeat(FIELD_NAME_CHARS + 2);
    let table: [(&str, &[&str], Vec<FieldFault>); 5] = [
        ("", &["はい", "いいえ"], vec![FieldFault::Name(TextFault::Empty)]),
        (
            "名",
            &["はい", &long, "はい"],
            vec![FieldFault::Option(1, TextFault::TooLong { over: 2 }), FieldFault::Twice(2)],
        ),
        ("名", &["はい", " ", ""], vec![FieldFault::Few]),
        (&long, &[], vec![FieldFault::Name(TextFault::TooLong { over: 2 })]),
        (
            "名",
            &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"],
            vec![FieldFault::Many],
        ),
    ];
    for (name, words, faults) in table {
        assert_eq!(parse(FieldKind::Choice, name, words), Err(faults), "{name} {words:?}");
    }
    let made = parse(FieldKind::Choice, " 住まい ", &["", "実家", "ひとり"]).unwrap();
    assert_eq!((made.name.as_str(), made.options.len()), ("住まい", 2));
    assert_eq!(made.options[0].id, Fixed([1; 16]), "an option keeps its handle, whatever stands before it");
    assert_eq!(parse(FieldKind::Text, "名", &["一", "一"]).unwrap().options, [], "only a choice has options");
}

#[test]
fn there_are_twelve_in_use_and_what_is_put_away_makes_room() {
    let mut all = Fields::default();
    for number in 0..FIELDS as u8 {
        assert!(all.put(text(number)));
    }
    assert!(!all.put(text(99)));
    assert!(all.put(text(3)), "a change needs no room");
    assert!(all.put_away(&Fixed([3; 16]), true));
    assert_eq!(all.in_use().count(), FIELDS - 1);
    assert!(all.put(text(99)));
    assert!(!all.put_away(&Fixed([3; 16]), false), "there is no room to come back");
    assert!(all.get(&Fixed([3; 16])).unwrap().away);
    assert!(all.put(text(3)) && all.get(&Fixed([3; 16])).unwrap().away, "renamed, it is away as it was");
    assert!(all.put_away(&Fixed([99; 16]), true) && all.put_away(&Fixed([3; 16]), false));
    let mut many = Fields::default();
    for number in 0..FIELDS_KEPT as u8 {
        assert!(many.put(text(number)) && many.put_away(&Fixed([number; 16]), true));
    }
    assert!(!many.put(text(200)));
    assert_eq!(FIELD_OPTIONS, 12);
}

#[test]
fn a_field_of_a_newer_version_is_kept_and_not_offered() {
    let json = r#"{"fields":[{"id":"BwcHBwcHBwcHBwcHBwcHBw","name":"地図","kind":"place"}]}"#;
    let all: Fields = serde_json::from_str(json).unwrap();
    assert_eq!(all.in_use().count(), 0);
    assert_eq!(serde_json::to_string(&all).unwrap(), json);
    assert_eq!(serde_json::from_str::<Fields>("{}").unwrap(), Fields::default());
}

proptest! {
    /// Whatever is moved and put away: nothing is lost, nothing is there twice, and what is away stays out of the order of what is not.
    #[test]
    fn nothing_is_lost_by_moving(acts in proptest::collection::vec((0..8u8, 0..4u8), 0..40)) {
        let mut all = Fields::default();
        for number in 0..6 {
            all.put(text(number));
        }
        for (number, act) in acts {
            let id = Fixed([number; 16]);
            let before: Vec<_> = all.in_use().map(|field| field.id).collect();
            match act {
                0 | 1 => all.shift(&id, act == 0),
                _ => { all.put_away(&id, act == 2); }
            }
            if act < 2 && let Some(from) = before.iter().position(|one| *one == id) {
                let to = if act == 0 { from.saturating_sub(1) } else { (from + 1).min(before.len() - 1) };
                prop_assert_eq!(all.in_use().nth(to).map(|field| field.id), Some(id), "one step past what is shown");
            }
        }
        let mut ids: Vec<_> = all.fields.iter().map(|field| field.id.0[0]).collect();
        ids.sort_unstable();
        prop_assert_eq!(ids, (0..6).collect::<Vec<u8>>());
    }
}

//! What counters and choices take of the list, and how a choice is kept.
use super::*;
use crate::staff::row::tests::{day, row};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::EntryId;
use madobe_domain::log::work::{Reason, Risk, Second, Tag};

#[test]
fn counters_take_what_their_word_says() {
    let mut row = row(1, Some((1, "2026-11-24")), 1);
    (row.answered, row.unread) = (Standing::New, true);
    let taken = |row: &Row, today| Counter::ALL.map(|counter| counter.takes(row, day(today)));
    assert_eq!(taken(&row, "2026-11-23"), [true, true, false, false, false, true]);
    assert_eq!(taken(&row, "2026-11-24"), [true, true, true, false, false, true]);
    assert_eq!(taken(&row, "2026-11-25"), [true, true, true, false, false, true]);
    row.work.held_until = Some(day("2026-11-30"));
    assert_eq!(taken(&row, "2026-11-23"), [true, false, false, true, false, true]);
    assert_eq!(taken(&row, "2026-11-24"), [true, false, true, true, false, true], "a promise stays");
    (row.answered, row.unread, row.waiting_since, row.promised) = (Standing::Closed, false, None, None);
    assert_eq!(taken(&row, "2026-11-25"), [false, false, false, false, true, true]);
    row.work.follow_up = Some(day("2026-11-25"));
    assert_eq!(taken(&row, "2026-11-25"), [false, true, true, false, true, true]);
}

#[test]
fn choices_are_combined() {
    let me = StaffId::from_bytes([7; 16]);
    let today = day("2026-11-24");
    let mut mine = row(1, Some((1, "2026-11-24")), 1);
    mine.work.assigned = Some(me.into());
    mine.work.tags = vec![Tag::parse("ゲーム").unwrap()];
    let nobodys = row(2, None, 2);
    let nobody = Readers::default();
    let takes = |filter: &Filter| [&mine, &nobodys].map(|row| filter.takes(row, today, &nobody));
    let all = Filter { counter: Counter::All, ..Filter::default() };
    assert!(!all.is_narrowed());
    assert_eq!(takes(&all), [true, true]);
    assert_eq!(takes(&Filter { whose: Whose::mine(Some(me)), ..all.clone() }), [true, false]);
    assert_eq!(takes(&Filter { whose: Whose::Nobodys, ..all.clone() }), [false, true]);
    assert_eq!(takes(&Filter { standing: Some(Standing::Theirs), ..all.clone() }), [false, true]);
    let tagged = Filter { tag: Some("ｹﾞｰﾑ".to_owned()), ..all.clone() };
    assert_eq!(takes(&tagged), [true, false]);
    assert_eq!(takes(&Filter { whose: Whose::Nobodys, ..tagged }), [false, false], "all must hold");
    assert_eq!(takes(&Filter { flagged: true, ..all.clone() }), [false, false]);
    mine.work.risk = Some(Risk { reason: Reason::parse("あ").unwrap(), by: me, at: Timestamp(0) });
    let flagged = Filter { flagged: true, ..all };
    assert!(flagged.takes(&mine, today, &nobody) && flagged.is_narrowed());
    (mine.work.risk, mine.work.danger) = (
        None,
        Some(Second { entry: EntryId::from_bytes([1; 16]), by: me, to: None, at: Timestamp(0), read: None }),
    );
    assert!(flagged.takes(&mine, today, &nobody), "a life in danger is something to mind, too");
}

#[test]
fn nobodys_are_also_those_of_who_is_gone() {
    use madobe_domain::wire::team::Called;
    let [left, here] = [StaffId::from_bytes([7; 16]), StaffId::from_bytes([8; 16])];
    let team = TeamId::from_bytes([1; 16]);
    let called = |id, reads| Called { id, name: String::new(), reads: Some(reads), elsewhere: false };
    let readers = Readers::of(&[called(left, vec![]), called(here, vec![team])], vec![]);
    let of = |staff: Option<StaffId>| {
        let mut row = row(1, None, 1);
        row.work.assigned = staff.map(Carer::Person);
        row
    };
    let rows = [of(None), of(Some(left)), of(Some(here))];
    let takes = |whose: Whose| {
        let filter = Filter { counter: Counter::All, whose, ..Filter::default() };
        rows.each_ref().map(|row| filter.takes(row, day("2026-11-24"), &readers))
    };
    assert_eq!(takes(Whose::Nobodys), [true, true, false]);
    assert_eq!(takes(Whose::Of(left.into())), [false, true, false], "by the name they are found as well");
    assert_eq!(takes(Whose::Anyones), [true; 3]);
}

#[test]
fn a_teams_are_ours_for_whoever_is_in_it_and_nobodys_once_it_is_gone() {
    let [mine, ward, gone] = [1, 2, 3].map(|number| TeamId::from_bytes([number; 16]));
    let of = |to: Option<Carer>| {
        let mut row = row(1, None, 1);
        (row.teams, row.others, row.work.assigned) = (vec![mine], vec![ward], to);
        row
    };
    let whose: [Option<Carer>; 4] = [None, Some(mine.into()), Some(ward.into()), Some(gone.into())];
    let rows = whose.map(of);
    let takes = |whose: Whose| {
        let filter = Filter { counter: Counter::All, whose, ..Filter::default() };
        let read = serde_json::to_string(&filter).unwrap();
        assert_eq!(madobe_domain::json::read::<Filter>(&read).unwrap(), filter);
        rows.each_ref().map(|row| filter.takes(row, day("2026-11-24"), &Readers::default()))
    };
    assert_eq!(takes(Whose::Ours), [false, true, false, false]);
    assert_eq!(takes(Whose::Of(ward.into())), [false, false, true, false]);
    assert_eq!(takes(Whose::Nobodys), [true, false, false, true], "a team that does not read it");
    assert_eq!(takes(Whose::Of(gone.into())), [false, false, false, true]);
}

#[test]
fn what_is_asked_for_more_rarely() {
    let today = day("2026-11-24");
    let mut one = row(1, Some((1, "2026-11-24")), 1);
    one.teams = vec![TeamId::from_bytes([1; 16]), TeamId::from_bytes([2; 16])];
    one.about = Some(About::Family);
    one.ward = Some("北".to_owned());
    one.promises.no_visit = true;
    (one.age, one.source) = (Some(AgeBand::Thirties), Some("図書館".to_owned()));
    let other = row(2, None, 2);
    let nobody = Readers::default();
    let all = Filter { counter: Counter::All, ..Filter::default() };
    let takes = |change: &dyn Fn(&mut Filter)| {
        let mut filter = all.clone();
        change(&mut filter);
        assert!(filter.is_narrowed());
        let read = serde_json::to_string(&filter).unwrap();
        assert_eq!(madobe_domain::json::read::<Filter>(&read).unwrap(), filter);
        [&one, &other].map(|row| filter.takes(row, today, &nobody))
    };
    assert_eq!(takes(&|filter| filter.team = Some(TeamId::from_bytes([2; 16]))), [true, false]);
    assert_eq!(takes(&|filter| filter.team = Some(TeamId::from_bytes([3; 16]))), [false, false]);
    assert_eq!(takes(&|filter| filter.promises = true), [true, false]);
    assert_eq!(takes(&|filter| filter.about = Some(About::Family)), [true, false]);
    assert_eq!(takes(&|filter| filter.about = Some(About::Myself)), [false, false]);
    assert_eq!(takes(&|filter| filter.ward = Some("北".to_owned())), [true, false]);
    assert_eq!(takes(&|filter| filter.ward = Some("南".to_owned())), [false, false]);
    assert_eq!(takes(&|filter| filter.promised = Some(When::Today)), [true, false]);
    assert_eq!(takes(&|filter| filter.age = Some(AgeBand::Thirties)), [true, false]);
    assert_eq!(takes(&|filter| filter.age = Some(AgeBand::Forties)), [false, false]);
    assert_eq!(takes(&|filter| filter.source = Some("図書館".to_owned())), [true, false]);
    assert_eq!(takes(&|filter| filter.source = Some("薬局".to_owned())), [false, false]);
}

#[test]
fn a_day_is_over_today_within_a_week_or_later() {
    let each = [When::Over, When::Today, When::Week, When::Later];
    let taken = |on: &str| each.map(|each| each.takes(day(on), day("2026-11-24")));
    assert_eq!(taken("2026-11-23"), [true, false, false, false]);
    assert_eq!(taken("2026-11-24"), [false, true, true, false]);
    assert_eq!(taken("2026-11-30"), [false, false, true, false]);
    assert_eq!(taken("2026-12-01"), [false, false, false, true]);
    for when in each {
        let filter = Filter { counter: Counter::All, promised: Some(when), ..Filter::default() };
        let unpromised = filter.takes(&row(2, None, 1), day("2026-11-24"), &Readers::default());
        assert!(!unpromised, "where nothing is promised");
    }
}

#[test]
fn an_older_choice_reads_as_it_was() {
    let older = r#"{"counter":"Closed","whose":"Nobodys","standing":"Theirs","follow_up":true,
        "flagged":true,"tag":"ゲーム","fields":[],"promised":"Week"}"#;
    let filter: Filter = madobe_domain::json::read(older).unwrap();
    let wanted = Filter {
        counter: Counter::Closed,
        whose: Whose::Nobodys,
        standing: Some(Standing::Theirs),
        follow_up: true,
        flagged: true,
        tag: Some("ゲーム".to_owned()),
        promised: Some(When::Week),
        ..Filter::default()
    };
    assert_eq!(filter, wanted);
    let me = StaffId::from_bytes([7; 16]);
    let of = format!(r#"{{"whose":{{"Of":"{me}"}}}}"#);
    let filter: Filter = madobe_domain::json::read(&of).unwrap();
    assert_eq!(filter.whose, Whose::mine(Some(me)));
    assert_eq!(madobe_domain::json::read::<Filter>("{}").unwrap(), Filter::default());
}

#[test]
fn a_field_narrows_by_what_stands_in_it() {
    use madobe_domain::bytes::Fixed;
    use madobe_domain::log::work::{FieldName, FieldText, Filled};
    let today = day("2026-11-24");
    let [home, alone] = [Fixed([1; 16]), Fixed([2; 16])];
    let name = || FieldName::parse("名前").unwrap();
    let mut mine = row(1, None, 1);
    let choice = FieldValue::Choice { option: home, words: name() };
    mine.work.fields = vec![
        Filled { field: Fixed([7; 16]), name: name(), value: choice },
        Filled { field: Fixed([8; 16]), name: name(), value: FieldValue::Yes(false) },
        Filled {
            field: Fixed([9; 16]),
            name: name(),
            value: FieldValue::Text(FieldText::parse("みなみ学園 高等部").unwrap()),
        },
        Filled { field: Fixed([10; 16]), name: name(), value: FieldValue::Day(day("2026-12-20")) },
    ];
    let empty = row(2, None, 2);
    let nobody = Readers::default();
    let takes = |filter: &Filter| [&mine, &empty].map(|row| filter.takes(row, today, &nobody));
    let all = Filter { counter: Counter::All, ..Filter::default() };
    let by = |wanted: &[(u8, Option<Wanted>)]| {
        let mut filter = all.clone();
        wanted.iter().for_each(|(field, wanted)| filter.want(Fixed([*field; 16]), wanted.clone()));
        filter
    };
    assert_eq!(takes(&by(&[(7, Some(Wanted::Option(home)))])), [true, false]);
    assert_eq!(takes(&by(&[(7, Some(Wanted::Option(alone)))])), [false, false]);
    assert_eq!(takes(&by(&[(8, Some(Wanted::Yes(false)))])), [true, false]);
    assert_eq!(
        takes(&by(&[(8, Some(Wanted::Yes(true)))])),
        [false, false],
        "empty is not no, and no is not yes"
    );
    let text = |typed: &str| takes(&by(&[(9, Some(Wanted::Text(typed.to_owned())))]));
    assert_eq!((text("ミナミ学園高"), text("きた")), ([true, false], [false, false]));
    let on = |when| takes(&by(&[(10, Some(Wanted::Day(when)))]));
    assert_eq!((on(When::Later), on(When::Week)), ([true, false], [false, false]));
    assert_eq!(takes(&by(&[(7, Some(Wanted::Yes(true)))])), [false, false], "of another sort");
    let both = [(8, Some(Wanted::Yes(false))), (7, Some(Wanted::Option(home)))];
    assert_eq!(takes(&by(&both)), [true, false]);
    let [one, other] = both.clone();
    assert_eq!(by(&[one.clone(), other.clone()]), by(&[other, one.clone()]));
    assert!(by(&both).is_narrowed());
    assert_eq!(by(&[one, (8, None)]), all, "chosen and let go");
    let read = serde_json::to_string(&by(&both)).unwrap();
    assert_eq!(serde_json::from_str::<Filter>(&read).unwrap(), by(&both));
}

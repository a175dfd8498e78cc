//! Whose a case is: somebody's, a team's, nobody's, and for some days somebody else's.
use super::common::case::Case;
use super::*;

#[test]
fn the_last_assignment_holds_and_both_stand_in_the_chain() {
    let mut case = Case::new(31);
    let [one, two] = [colleague(1), colleague(2)];
    for to in [Some(one), Some(two)] {
        case.add(Compartment::Staff, Author::Staff(one), &WorkRecord::Assigned { to });
    }
    let view = case.view();
    assert_eq!((Work::fold(&view.entries).assigned, view.faults), (Some(two.into()), 0));
    let stands = view.entries.iter().filter(|entry| matches!(entry.content, Some(Content::Work(_))));
    assert_eq!(stands.count(), 2);
    case.add(Compartment::Staff, Author::Staff(two), &WorkRecord::Assigned { to: None });
    assert_eq!(Work::fold(&case.view().entries).assigned, None);
    assert_eq!(case.view().status, Status::New, "nobody was answered by this");
}

#[test]
fn a_case_is_a_teams_until_somebody_takes_it() {
    let mut log = Log::default();
    log.letter();
    log.work(1, WorkRecord::Assigned { to: Some(colleague(1)) });
    let given = log.work(1, WorkRecord::AssignedTeam { team: ward(1) });
    let work = log.fold();
    assert_eq!((work.looked_after(day(8)), work.away(day(8))), (Some(ward(1).into()), None));
    let mut taken = log.clone();
    taken.work(1, WorkRecord::Undone { entry: given });
    assert_eq!(taken.fold().assigned, Some(colleague(1).into()), "as if it had never been the team's");
    // It ends what somebody did meanwhile for whoever is away, as giving it to a person does.
    log.work(3, WorkRecord::Covered { of: colleague(1), to: Some(colleague(2)), until: day(9) });
    log.work(2, WorkRecord::AssignedTeam { team: ward(2) });
    let work = log.fold();
    assert_eq!((work.looked_after(day(8)), work.cover), (Some(ward(2).into()), None));
    log.work(2, WorkRecord::Assigned { to: Some(colleague(2)) });
    assert_eq!(log.fold().looked_after(day(8)), Some(colleague(2).into()));
    log.work(2, WorkRecord::AssignedTeam { team: ward(2) });
    log.work(2, WorkRecord::Assigned { to: None });
    assert_eq!(log.fold().assigned, None);
    assert_eq!(log.view().status, Status::New, "nobody was answered by it");
}

/// Records of today are read for ever; and a desk keeps how its cases were worked under the former spelling of a person.
#[test]
fn whose_a_case_is_keeps_its_spelling() {
    let records = [
        (WorkRecord::assigned(None), r#"{"kind":"assigned"}"#),
        (
            WorkRecord::assigned(Some(colleague(7).into())),
            r#"{"kind":"assigned","to":"BwcHBwcHBwcHBwcHBwcHBw"}"#,
        ),
        (
            WorkRecord::assigned(Some(ward(7).into())),
            r#"{"kind":"assigned_team","team":"BwcHBwcHBwcHBwcHBwcHBw"}"#,
        ),
        (
            WorkRecord::covered(colleague(7), Some(ward(7).into()), day(9)),
            r#"{"kind":"covered_team","of":"BwcHBwcHBwcHBwcHBwcHBw","team":"BwcHBwcHBwcHBwcHBwcHBw","until":"2026-11-10"}"#,
        ),
    ];
    for (record, json) in records {
        assert_eq!(String::from_utf8(record.to_json()).unwrap(), json);
        assert!(Content::from_json(json.as_bytes()) == Content::Work(record));
    }
    let kept = r#"{"assigned":"BwcHBwcHBwcHBwcHBwcHBw","tags":[],"risk":null}"#;
    let work: Work = madobe_domain::json::read(kept).unwrap();
    assert_eq!(work.assigned, Some(Carer::Person(colleague(7))));
    let kept = r#"{"assigned":null,"cover":{"to":"BwcHBwcHBwcHBwcHBwcHBw","until":"2026-11-28"},"tags":[],"risk":null}"#;
    let work: Work = madobe_domain::json::read(kept).unwrap();
    assert_eq!(work.cover.unwrap().to, Some(Carer::Person(colleague(7))));
}

#[test]
fn what_is_covered_is_theirs_again_on_the_day_they_are_back() {
    let mut log = Log::default();
    log.letter();
    log.work(1, WorkRecord::Assigned { to: Some(colleague(1)) });
    let given = log.work(3, WorkRecord::Covered { of: colleague(1), to: Some(colleague(2)), until: day(9) });
    let work = log.fold();
    assert_eq!(work.looked_after(day(8)), Some(colleague(2).into()));
    assert_eq!(work.away(day(8)), Some((colleague(1), day(9))));
    assert_eq!((work.looked_after(day(9)), work.away(day(9))), (Some(colleague(1).into()), None));
    let mut taken = log.clone();
    taken.work(3, WorkRecord::Undone { entry: given });
    let taken = taken.fold();
    assert_eq!((taken.looked_after(day(8)), taken.away(day(8))), (Some(colleague(1).into()), None));
    log.work(3, WorkRecord::Covered { of: colleague(1), to: None, until: day(9) });
    assert_eq!(log.fold().looked_after(day(8)), None);
    // By a team, and nobody of it in particular; it is theirs again all the same.
    let given = WorkRecord::covered(colleague(1), Some(ward(1).into()), day(9));
    log.work(3, given);
    let work = log.fold();
    assert_eq!(
        (work.looked_after(day(8)), work.away(day(8))),
        (Some(ward(1).into()), Some((colleague(1), day(9))))
    );
    assert_eq!(work.looked_after(day(9)), Some(colleague(1).into()));
    // Whoever takes it meanwhile has it for good.
    log.work(2, WorkRecord::Assigned { to: Some(colleague(2)) });
    let work = log.fold();
    assert_eq!((work.looked_after(day(8)), work.away(day(8))), (Some(colleague(2).into()), None));
    assert_eq!(work.looked_after(day(10)), Some(colleague(2).into()));
}

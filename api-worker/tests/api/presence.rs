//! Who is where: only among those who share the case, only for moments, and cheaply.

use crate::draft::keep;
use crate::support::staff::second_team;
use crate::support::{Colleague, World};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::PRESENCE_SECONDS;
use madobe_domain::wire::draft::SavedDraft;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::presence::{At, Doing, Drafting, Here, Presence, Where};

fn tell(world: &World, by: &Colleague, tab: u8, at: Option<(CaseId, Doing)>) -> Presence {
    let at = at.map(|(case, doing)| At { case, doing });
    let mine = Where { tab: Fixed([tab; 16]), at };
    by.call(world, "PUT", "/api/staff/presence").json(&mine).send().ok()
}

#[test]
fn colleagues_see_each_other_and_the_stronger_word() {
    let (world, one) = World::open();
    let other = one.bring(&world, "second");
    let case = world.writer().case;
    assert_eq!(tell(&world, &one, 1, Some((case, Doing::Viewing))), Presence::default(), "not oneself");
    let here = |doing| Here { case, staff: one.id, doing };
    assert_eq!(tell(&world, &other, 2, None).here, [here(Doing::Viewing)]);
    // In another tab, the same person writes.
    tell(&world, &one, 3, Some((case, Doing::Writing)));
    assert_eq!(tell(&world, &other, 2, None).here, [here(Doing::Writing)]);
    tell(&world, &one, 3, None);
    assert_eq!(tell(&world, &other, 2, None).here, [here(Doing::Viewing)]);
    tell(&world, &one, 1, None);
    assert!(tell(&world, &other, 2, None).here.is_empty());
}

#[test]
fn it_goes_by_itself() {
    let (world, one) = World::open();
    let other = one.bring(&world, "second");
    let case = world.writer().case;
    tell(&world, &one, 1, Some((case, Doing::Writing)));
    world.clock.forward(PRESENCE_SECONDS);
    assert_eq!(tell(&world, &other, 2, None).here.len(), 1);
    world.clock.forward(1);
    assert!(tell(&world, &other, 2, None).here.is_empty());
    assert_eq!(world.database.count("presence"), 0, "and nothing of it is kept");
}

#[test]
fn nothing_is_written_that_is_known_already() {
    let (world, one) = World::open();
    let case = world.writer().case;
    let until = || world.database.query("SELECT until FROM presence")[0]["until"].as_i64().unwrap();
    tell(&world, &one, 1, Some((case, Doing::Viewing)));
    let first = until();
    world.clock.forward(4);
    world.database.round_trips();
    tell(&world, &one, 1, Some((case, Doing::Viewing)));
    assert_eq!((until(), world.database.round_trips()), (first, 2));
    tell(&world, &one, 1, Some((case, Doing::Writing)));
    assert!(until() > first, "another word is written at once");
    let second = until();
    world.clock.forward(PRESENCE_SECONDS / 2 + 2);
    tell(&world, &one, 1, Some((case, Doing::Writing)));
    assert!(until() > second, "what is about to run out is renewed");
}

#[test]
fn a_draft_is_known_by_its_case_alone() {
    let (world, one) = World::open();
    let other = one.bring(&world, "second");
    let case = world.writer().case;
    keep(&world, &one, case, "reply", 0).ok::<SavedDraft>();
    keep(&world, &one, case, "note", 0).ok::<SavedDraft>();
    for by in [&one, &other] {
        assert_eq!(tell(&world, by, 9, None).drafts, [Drafting { case, staff: one.id }]);
    }
}

#[test]
fn whoever_does_not_share_the_case_learns_nothing_and_leaves_nothing() {
    let (world, one) = World::open();
    let newcomer = one.invite(&world, "second");
    let ward = second_team(&world, "区の窓口", None);
    let (ours, theirs) = (world.writer().case, world.writer().case);
    world.database.execute(&format!(
        "UPDATE grants SET recipient = '{ward}' WHERE version > 0 AND case_id = '{theirs}'"
    ));
    tell(&world, &one, 1, Some((theirs, Doing::Writing)));
    assert_eq!(world.database.count("presence"), 0, "a case that is not ours is no place to be");
    tell(&world, &newcomer, 2, Some((ours, Doing::Writing)));
    assert_eq!(world.database.count("presence"), 0, "nor without the key");
    tell(&world, &one, 1, Some((ours, Doing::Writing)));
    keep(&world, &one, ours, "reply", 0).ok::<SavedDraft>();
    assert_eq!(tell(&world, &newcomer, 2, None), Presence::default());
    // Whoever only counts is at no case: letters are none of theirs.
    let counted = world.writer().case;
    world
        .database
        .execute(&format!("UPDATE grants SET mask = 4 WHERE version > 0 AND case_id = '{counted}'"));
    tell(&world, &one, 7, Some((counted, Doing::Writing)));
    assert_eq!(world.database.count("presence WHERE tab <> (SELECT min(tab) FROM presence)"), 0);
    // Another person's tab is not moved and not closed.
    let other = one.bring(&world, "third");
    tell(&world, &other, 1, None);
    tell(&world, &other, 1, Some((ours, Doing::Viewing)));
    assert_eq!(
        tell(&world, &other, 5, None).here,
        [Here { case: ours, staff: one.id, doing: Doing::Writing }]
    );
    let mine = Where { tab: Fixed([1; 16]), at: None };
    world.call("PUT", "/api/staff/presence").json(&mine).send().refused(ErrorCode::Unauthorised);
    let odd = serde_json::json!({ "tab": "x" });
    one.call(&world, "PUT", "/api/staff/presence").json(&odd).send().invalid("tab");
}

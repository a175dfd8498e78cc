//! What is read does not grow with what others stored: every hot statement goes by an index.

use crate::support::World;
use crate::support::staff::second_team;
use crate::support::talk::{VISIT, new_talk, plan};
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::book::Book;
use madobe_domain::wire::calendar::{StaffTalk, TalkNote};
use madobe_domain::wire::draft::SavedDraft;
use madobe_domain::wire::feedback::FeedbackPage;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::presence::{At, Doing, Presence, Where};
use madobe_domain::wire::session::Session;

/// Temporary results, one row each or as many as a page, may be walked through; tables may not.
const WALKED: [&str; 11] =
    ["page", "mine", "own", "p", "k", "a", "share", "named", "json_each", "CONSTANT ROW", "(subquery-"];

fn walks_a_table(detail: &str) -> bool {
    detail.strip_prefix("SCAN ").is_some_and(|what| {
        let name = what.split(' ').next().unwrap_or_default();
        !WALKED
            .iter()
            .any(|walked| name == *walked || (walked.contains([' ', '-']) && what.starts_with(walked)))
    })
}

#[test]
fn no_hot_statement_walks_through_a_table() {
    let (world, administrator) = World::open();
    second_team(&world, "区の窓口", Some(administrator.id));
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let talk = new_talk(&world, VISIT, "2026-11-25 10:00");
    administrator.books(&world, &talk).ok::<StaffTalk>();
    world.database.statements();
    let writer = world.writer();
    writer.post(&world, &writer.next(&world)).ok::<Appended>();
    writer.page(&world);
    administrator.sync(&world, 0);
    crate::case::note(&world, &administrator, &writer);
    administrator.call(&world, "GET", "/api/staff/session").send().ok::<Session>();
    administrator.call(&world, "GET", "/api/staff/feedback").send().ok::<FeedbackPage>();
    crate::draft::keep(&world, &administrator, writer.case, "reply", 0).ok::<SavedDraft>();
    for at in [Some(At { case: writer.case, doing: Doing::Writing }), None] {
        let mine = Where { tab: Fixed([1; 16]), at };
        administrator.call(&world, "PUT", "/api/staff/presence").json(&mine).send().ok::<Presence>();
    }
    administrator.call(&world, "GET", "/api/staff/books/views").send().ok::<Book>();
    let note = TalkNote { note: None, renewed: false };
    let path = administrator.booking(&format!("reservations/{}/note", talk.id));
    administrator.call(&world, "PUT", &path).json(&note).send().done();
    writer.delete(&world).done();
    let mut checked = 0;
    for statement in world.database.statements() {
        for detail in world.database.plan(&statement) {
            assert!(!walks_a_table(&detail), "{detail}\n{}", statement.sql);
        }
        checked += 1;
    }
    assert!(checked > 25, "{checked}");
}

#[test]
fn a_sync_reads_the_feed_by_team_and_not_row_by_row() {
    let (world, administrator) = World::open();
    world.writer();
    world.database.statements();
    administrator.sync(&world, 0);
    let statements = world.database.statements();
    let sync = statements.iter().find(|statement| statement.sql.starts_with("WITH mine")).unwrap();
    let plan = world.database.plan(sync).join("\n");
    assert!(plan.contains("USING COVERING INDEX feed_team (team=? AND rowid>?)"), "{plan}");
    assert!(plan.contains("SEARCH f USING INTEGER PRIMARY KEY"), "{plan}");
}

//! The copy of the settings at the edge: quick, never the truth, never in the way.

use crate::support::sqlite::Break;
use crate::support::talk::plan;
use crate::support::{Colleague, World};
use madobe_domain::booking::plan::Who;
use madobe_domain::wire::team::VersionedSettings;

fn opened() -> (World, Colleague) {
    let (world, administrator) = World::open();
    world.pages.0.borrow_mut().insert("/about.html", "<!--madobe:desk-name-->".to_owned());
    (world, administrator)
}

fn rename(world: &World, by: &Colleague, name: &str) {
    let mut change: VersionedSettings = by.call(world, "GET", "/api/staff/desk").send().ok();
    change.settings.name = name.to_owned();
    by.call(world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
}

fn name(world: &World) -> String {
    world.get("/about").send().text()
}

#[test]
fn pages_ask_the_database_once_in_five_minutes() {
    let (world, administrator) = opened();
    rename(&world, &administrator, "南の窓");
    world.database.round_trips();
    for _ in 0..14 {
        assert_eq!(name(&world), "南の窓");
        world.clock.forward(21);
    }
    assert_eq!(world.database.round_trips(), 0);
    world.clock.forward(60);
    assert_eq!(name(&world), "南の窓");
    assert_eq!(world.database.round_trips(), 1);
    // What was read then is the new copy.
    world.clock.forward(30);
    assert_eq!(name(&world), "南の窓");
    assert_eq!(world.database.round_trips(), 0);
}

#[test]
fn a_change_is_there_on_the_next_page() {
    let (world, administrator) = opened();
    rename(&world, &administrator, "北の窓");
    assert_eq!(name(&world), "北の窓");
    rename(&world, &administrator, "南の窓");
    assert_eq!(name(&world), "南の窓");
}

#[test]
fn an_edge_that_fails_breaks_neither_saving_nor_pages() {
    let (world, administrator) = opened();
    rename(&world, &administrator, "北の窓");
    world.edge.broken.set(true);
    rename(&world, &administrator, "南の窓");
    assert_eq!(name(&world), "南の窓");
    world.clock.forward(60);
    assert_eq!(name(&world), "南の窓", "from the database");
    // The old copy is still there, and is believed for five minutes at most.
    world.edge.broken.set(false);
    world.clock.forward(300);
    assert_eq!(name(&world), "南の窓");
    assert!(world.log.0.take().iter().all(|line| line == "kv"));
}

#[test]
fn a_copy_that_cannot_be_read_is_none() {
    let (world, administrator) = opened();
    rename(&world, &administrator, "北の窓");
    for copy in ["", "{}", "null", r#"{"version":1,"at":0,"settings":{"colour":"red"}}"#] {
        world.clock.forward(60);
        world.edge.copy.replace(Some(copy.to_owned()));
        assert_eq!(name(&world), "北の窓", "{copy}");
    }
}

#[test]
fn without_the_database_an_old_copy_is_better_than_none() {
    let (world, administrator) = opened();
    rename(&world, &administrator, "北の窓");
    world.clock.forward(7200);
    world.database.break_next(Break::Before);
    assert_eq!(name(&world), "北の窓");
}

#[test]
fn what_is_kept_at_the_edge_is_not_what_letters_are_checked_against() {
    let (world, administrator) = opened();
    world.edge.broken.set(true);
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    change.settings.paused = Some("今週はおやすみです。".to_owned());
    administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
    world.edge.broken.set(false);
    let writer = crate::support::Writer::new(&world);
    writer.post_letter(&world).refused(madobe_domain::wire::error::ErrorCode::Paused);
}

#[test]
fn the_door_to_booking_is_there_as_long_as_something_is_offered() {
    let (world, administrator) = World::open();
    world
        .pages
        .0
        .borrow_mut()
        .insert("/index.html", "a<!--madobe:if-talks-->door<!--madobe:end-->z".to_owned());
    assert_eq!(world.get("/").send().text(), "az");
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    assert_eq!(world.get("/").send().text(), "adoorz");
    let mut for_staff = plan(&[administrator.id]);
    for_staff.kinds.iter_mut().for_each(|kind| kind.who = Who::Staff);
    administrator.offers(&world, 1, &for_staff);
    assert_eq!(world.get("/").send().text(), "az");
}

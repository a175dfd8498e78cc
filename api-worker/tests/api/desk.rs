use crate::support::World;
use madobe_domain::desk::settings::{CrisisLine, LineKind};
use madobe_domain::wire::desk::Desk;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

#[test]
fn the_desk_is_one_round_trip_and_its_salt_stays() {
    let world = World::bare();
    let first = world.desk();
    world.database.round_trips();
    assert_eq!(world.desk(), first);
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(first.promise.to_string(), "2026-11-26");
    assert_eq!(world.database.count("deployment"), 1);
}

#[test]
fn what_a_browser_holds_is_not_sent_again() {
    let (world, _) = World::open();
    let answer = world.get("/api/desk").send();
    let tag = answer.header("etag").unwrap();
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    for held in [tag.to_owned(), format!("\"x\", {}", tag.trim_start_matches("W/"))] {
        let again = world.get("/api/desk").header("if-none-match", &held).send();
        assert_eq!(again.status, 304);
        assert!(again.body.is_empty());
        assert_eq!(again.header("etag"), Some(tag));
    }
    world.clock.forward(24 * 3600);
    let tomorrow = world.get("/api/desk").header("if-none-match", tag).send();
    assert_ne!(tomorrow.ok::<Desk>().promise, answer.ok::<Desk>().promise);
}

fn settings(world: &World, by: &crate::support::Colleague) -> VersionedSettings {
    by.call(world, "GET", "/api/staff/desk").send().ok()
}

#[test]
fn settings_change_under_the_version_they_started_from() {
    let (world, administrator) = World::open();
    let mut change = settings(&world, &administrator);
    change.settings.name = "南区の窓辺".to_owned();
    let put =
        |change: &VersionedSettings| administrator.call(&world, "PUT", "/api/staff/desk").json(change).send();
    let changed: VersionedSettings = put(&change).ok();
    assert_eq!(changed.version, change.version + 1);
    assert_eq!(put(&change).ok::<VersionedSettings>(), changed);
    let mut other = change.clone();
    other.settings.name = "北区の窓辺".to_owned();
    put(&other).refused(ErrorCode::Conflict);
    assert_eq!(world.desk().settings.name, "南区の窓辺");
    assert_eq!(world.database.count("audit WHERE action = 'settings_changed'"), 1);
}

#[test]
fn members_read_settings_and_administrators_change_them() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let found = settings(&world, &member);
    member.call(&world, "PUT", "/api/staff/desk").json(&found).send().refused(ErrorCode::Forbidden);
    world.call("PUT", "/api/staff/desk").json(&found).send().refused(ErrorCode::Unauthorised);
    world.get("/api/staff/desk").send().refused(ErrorCode::Unauthorised);
}

#[test]
fn a_setting_that_cannot_be_is_named() {
    let (world, administrator) = World::open();
    let mut change = settings(&world, &administrator);
    let put =
        |change: &VersionedSettings| administrator.call(&world, "PUT", "/api/staff/desk").json(change).send();
    change.settings.exit_url = "http://insecure.example/".to_owned();
    put(&change).invalid("settings.exit_url");
    // Where the desk itself was asked.
    change.settings.exit_url = "https://desk.example/about".to_owned();
    put(&change).invalid("settings.exit_url");
    change.settings.exit_url = "https://weather.example/".to_owned();
    let today = world.clock.0.get().date_in_japan();
    change.settings.lines.push(CrisisLine {
        name: "見本の窓口".to_owned(),
        kind: LineKind::Phone,
        contact: "000-0000-0001".to_owned(),
        hours: "毎日".to_owned(),
        free: true,
        source: "https://example.jp/".to_owned(),
        checked_on: today.succ_opt().unwrap(),
        ..CrisisLine::default()
    });
    put(&change).invalid("settings.lines.checked_on");
    change.settings.lines[0].checked_on = today;
    put(&change).ok::<VersionedSettings>();
}

//! Every version of the settings is kept, with who saved it and when.

use crate::support::sqlite::Break;
use crate::support::{Colleague, World};
use madobe_domain::wire::desk::SettingsHistory;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

const PATH: &str = "/api/staff/desk/versions";

fn settings(world: &World, by: &Colleague) -> VersionedSettings {
    by.call(world, "GET", "/api/staff/desk").send().ok()
}

fn rename(world: &World, by: &Colleague, name: &str) -> VersionedSettings {
    let mut change = settings(world, by);
    change.settings.name = name.to_owned();
    by.call(world, "PUT", "/api/staff/desk").json(&change).send().ok()
}

fn history(world: &World, by: &Colleague, after: &str) -> SettingsHistory {
    by.call(world, "GET", &format!("{PATH}{after}")).send().ok()
}

#[test]
fn every_version_is_there_newest_first() {
    let (world, administrator) = World::open();
    for number in 0..12 {
        world.clock.forward(60);
        rename(&world, &administrator, &format!("窓{number}"));
    }
    let first = history(&world, &administrator, "");
    assert_eq!((first.versions.len(), first.more), (10, true));
    let newest = &first.versions[0];
    assert_eq!((newest.version, newest.settings.name.as_str()), (13, "窓11"));
    assert_eq!(newest.at, Some(world.clock.0.get()));
    assert!(newest.by.is_some());
    let rest = history(&world, &administrator, "?after=4");
    assert_eq!(rest.versions.iter().map(|one| one.version).collect::<Vec<_>>(), [3, 2, 1]);
    assert!(!rest.more);
    let founding = rest.versions.last().unwrap();
    assert!(founding.at.is_none() && founding.by.is_none(), "nobody saved the first one");
}

#[test]
fn an_earlier_version_comes_back_as_a_new_one() {
    let (world, administrator) = World::open();
    rename(&world, &administrator, "北の窓");
    rename(&world, &administrator, "南の窓");
    let old = history(&world, &administrator, "").versions.into_iter().nth(1).unwrap();
    let back = VersionedSettings { version: 3, settings: old.settings };
    let now: VersionedSettings = administrator.call(&world, "PUT", "/api/staff/desk").json(&back).send().ok();
    assert_eq!((now.version, now.settings.name.as_str()), (4, "北の窓"));
    let names: Vec<_> =
        history(&world, &administrator, "").versions.into_iter().map(|one| one.settings.name).collect();
    assert_eq!(names, ["北の窓", "南の窓", "北の窓", "窓辺"]);
}

#[test]
fn what_was_not_saved_is_not_in_it() {
    let (world, administrator) = World::open();
    let stale = settings(&world, &administrator);
    rename(&world, &administrator, "北の窓");
    let mut late = stale.clone();
    late.settings.name = "南の窓".to_owned();
    administrator.call(&world, "PUT", "/api/staff/desk").json(&late).send().refused(ErrorCode::Conflict);
    assert_eq!(world.database.count("settings_versions"), 2);
    // Saved, but the answer was lost: sent again it is done, once.
    let mut change = settings(&world, &administrator);
    change.settings.name = "東の窓".to_owned();
    let put = || administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send();
    world.database.break_next(Break::Before);
    put().refused(ErrorCode::Internal);
    put().ok::<VersionedSettings>();
    put().ok::<VersionedSettings>();
    assert_eq!(world.database.count("settings_versions"), 3);
}

#[test]
fn it_is_for_administrators() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    member.call(&world, "GET", PATH).send().refused(ErrorCode::Forbidden);
    world.get(PATH).send().refused(ErrorCode::Unauthorised);
    for odd in ["?after=x", "?after=-1", "?before=3"] {
        administrator.call(&world, "GET", &format!("{PATH}{odd}")).send().invalid("after");
    }
}

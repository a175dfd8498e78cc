//! Talks as staff see them.

mod note;
mod planned;
mod talks;
mod told;

use crate::support::talk::{VISIT, day, plan};
use crate::support::{Colleague, World};
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::Away;
use madobe_domain::wire::calendar::CalendarPage;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

fn calendar(world: &World, who: &Colleague, query: &str) -> CalendarPage {
    who.call(world, "GET", &who.booking(&format!("calendar?{query}"))).send().ok()
}

#[test]
fn days_that_are_not_like_the_week_are_named() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let path = "/api/staff/desk";
    let mut desk: VersionedSettings = administrator.call(&world, "GET", path).send().ok();
    desk.settings.closed_days = vec![day("2026-11-25")];
    administrator.call(&world, "PUT", path).json(&desk).send().ok::<VersionedSettings>();
    let page = calendar(&world, &administrator, "from=2026-11-22&days=7");
    let named: Vec<_> = page.holidays.iter().map(|one| (one.day, one.name.as_deref())).collect();
    assert_eq!(named, [(day("2026-11-23"), Some("勤労感謝の日")), (day("2026-11-25"), None)]);
}

#[test]
fn the_calendar_shows_what_is_booked_and_what_no_longer_fits() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    administrator.offers(&world, 0, &wanted);
    let writer = world.writer();
    let id = writer.books(&world, VISIT, "2026-11-25 10:00");
    world.database.round_trips();
    let page = calendar(&world, &administrator, "from=2026-11-24&days=7");
    // Who is asking, and then everything at once.
    assert_eq!(world.database.round_trips(), 2);
    assert_eq!(page.talks.len(), 1);
    assert_eq!((page.talks[0].id, page.talks[0].case), (id, Some(writer.case)));
    assert_eq!(page.talks[0].conflict, None);
    wanted.people[0].away = vec![Away { first: day("2026-11-25"), last: day("2026-11-25"), frame: None }];
    administrator.offers(&world, 1, &wanted);
    let page = calendar(&world, &administrator, "from=2026-11-24&days=62");
    assert_eq!(page.talks[0].conflict, Some(Conflict::Person));
    for wrong in ["", "days=7", "from=2026-11-24&days=63", "from=x&days=1"] {
        let path = administrator.booking(&format!("calendar?{wrong}"));
        administrator.call(&world, "GET", &path).send().refused(ErrorCode::Invalid);
    }
}

//! Talks as visitors book them.

mod back;
mod change;
mod group;
mod hold;
mod rights;
mod wait;

use crate::support::World;
use crate::support::talk::{day, plan, tick};
use madobe_domain::booking::plan::Who;
use madobe_domain::wire::booking::{Free, Offer};
use madobe_domain::wire::error::ErrorCode;

/// Everybody's promise: no two live reservations share a person, a room or a seat at a tick.
fn nobody_is_booked_twice(world: &World) {
    let rows = world.database.count("occupied");
    let live = world.database.count(
        "(SELECT 1 FROM reservations r, json_each(r.taken) t, \
            (WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n) \
          WHERE r.state IN (1, 2) AND i < json_extract(t.value, '$[2]') - json_extract(t.value, '$[1]'))",
    );
    assert_eq!(rows, live, "every tick of every live reservation is one row");
}

#[test]
fn what_is_offered_is_found_in_one_round_trip() {
    let (world, administrator) = World::open();
    let empty: Offer = world.get("/api/booking").send().ok();
    assert!(empty.kinds.is_empty());
    assert!(world.get("/api/booking/free?days=31").send().ok::<Free>().kinds.is_empty());
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[1].who = Who::Staff;
    administrator.offers(&world, 0, &wanted);
    let offer: Offer = world.get("/api/booking").send().ok();
    assert_eq!(offer.kinds.len(), 1, "what only staff book is not told");
    world.database.round_trips();
    let free: Free = world.get("/api/booking/free?from=2026-11-24&days=31").send().ok();
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(free.kinds[0].starts[0], tick("2026-11-24 11:00"));
    assert_eq!(free.kinds[0].last_day, day("2027-01-23"));
    for wrong in ["days=0", "days=32", "days=x", "from=2026-02-30&days=1", "days=1&more=1", ""] {
        world.get(&format!("/api/booking/free?{wrong}")).send().refused(ErrorCode::Invalid);
    }
}

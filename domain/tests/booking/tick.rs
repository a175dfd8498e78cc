//! Ticks and the lines made of them.
use super::{at, day, tick};
use madobe_domain::booking::line::Line;
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick, parse_minute, ticks};
use proptest::prelude::*;

#[test]
fn a_day_in_japan_begins_on_a_tick() {
    let midnight = Tick::of_day(day("2026-12-31"));
    assert_eq!(midnight.time(), at("2026-12-31 00:00"));
    assert_eq!(midnight.minute(), 0);
    assert_eq!(midnight.plus(DAY_TICKS), Tick::of_day(day("2027-01-01")));
    assert_eq!(tick("2027-01-01 09:05").minute(), 9 * 60 + 5);
    assert_eq!(tick("2027-01-01 08:59").day(), day("2027-01-01"));
    assert_eq!(Tick::from(at("2026-12-31 23:56")), Tick::of_day(day("2027-01-01")));
}

#[test]
fn times_are_read_as_people_type_them_and_a_leap_second_is_none() {
    for (typed, minute) in
        [("9:00", 540), ("09:30", 570), ("９：３０", 570), ("0:00", 0), (" 24:00 ", 1440), ("23:55", 1435)]
    {
        assert_eq!(parse_minute(typed), Some(minute), "{typed}");
    }
    for wrong in [
        "23:59:60",
        "23:60",
        "24:05",
        "25:00",
        "9",
        "9:0",
        "9:01",
        "-1:00",
        "+9:00",
        "9:00:00",
        "",
        ":",
        "09:3a",
        "2026-12-31T23:59:60Z",
        "999:00",
        "９:０",
    ] {
        assert_eq!(parse_minute(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_line_is_a_set_of_ticks(
        from in 0..3000i64,
        spans in prop::collection::vec((0..3000i64, 0..300i64, any::<bool>()), 0..20),
    ) {
        let mut line = Line::new(Span { from: Tick(from), to: Tick(from + 1000) });
        let mut set = std::collections::BTreeSet::new();
        for (start, length, mark) in spans {
            let span = Span { from: Tick(start), to: Tick(start + length) };
            let ticks = (start..start + length).filter(|tick| (from..from + 1000).contains(tick));
            if mark {
                line.mark(span);
                set.extend(ticks);
            } else {
                line.clear(span);
                ticks.for_each(|tick| { set.remove(&tick); });
            }
        }
        prop_assert_eq!(line.count() as usize, set.len());
        for tick in (from - 2)..(from + 1002) {
            prop_assert_eq!(line.is_marked(Tick(tick)), set.contains(&tick));
        }
    }

    #[test]
    fn every_tick_of_a_century_has_one_day_and_one_minute(tick in -10_000_000..10_000_000i64) {
        let tick = Tick(tick);
        prop_assert_eq!(Tick::of_day(tick.day()).plus(ticks(tick.minute())), tick);
    }
}

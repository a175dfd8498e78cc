//! The day as a grid of ticks: which hours it reaches over, where each talk stands, and what a place in it means.
use chrono::NaiveDate;
use madobe_domain::booking::line::Line;
use madobe_domain::booking::tick::{DAY_TICKS, Span, TICK_MINUTES, Tick, ticks};
use madobe_domain::desk::hours::{DAY_MINUTES, Minute};
use madobe_domain::wire::calendar::StaffTalk;

const HOUR_TICKS: i64 = 12;
/// Fewer would not hold a line of words, and no finger.
const LEAST_TICKS: i64 = 7;
/// What a press on a free place asks for begins on a half hour.
const PRESS_MINUTES: i64 = 30;

/// In ticks from the first hour, and in which lane of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub from: i64,
    pub long: i64,
    pub lane: usize,
    pub lanes: usize,
}

/// The ticks that a talk is drawn over.
pub fn drawn(talk: &StaffTalk) -> Span {
    Span { from: talk.start, to: talk.start.plus(ticks(talk.minutes).max(LEAST_TICKS)) }
}

/// Whole hours that hold all of these, and office hours in any case.
pub fn hours(day: NaiveDate, spans: impl Iterator<Item = Span>) -> Span {
    let midnight = Tick::of_day(day);
    let (first, last) = spans.fold((9 * HOUR_TICKS, 17 * HOUR_TICKS), |(first, last), span| {
        (first.min(span.from.0 - midnight.0), last.max(span.to.0 - midnight.0))
    });
    let first = first.max(0) / HOUR_TICKS * HOUR_TICKS;
    let last = (last.min(DAY_TICKS) + HOUR_TICKS - 1) / HOUR_TICKS * HOUR_TICKS;
    Span { from: midnight.plus(first), to: midnight.plus(last) }
}

/// The beginning of each of them.
pub fn each_hour(hours: Span) -> impl Iterator<Item = Tick> {
    (hours.from.0..hours.to.0).step_by(HOUR_TICKS as usize).map(Tick)
}

pub fn length(hours: Span) -> i64 {
    hours.to.0 - hours.from.0
}

/// What is marked of a line, in whole pieces.
pub fn marked(line: &Line, within: Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for tick in (within.from.0..within.to.0).map(Tick).filter(|tick| line.is_marked(*tick)) {
        match found.last_mut() {
            Some(last) if last.to == tick => last.to = tick.plus(1),
            _ => found.push(Span { from: tick, to: tick.plus(1) }),
        }
    }
    found
}

/// Where each of these stands: beside each other as many as overlap, one below the other the rest.
pub fn spots(hours: Span, spans: &[Span]) -> Vec<Spot> {
    let alone = |span: &Span| Spot {
        from: span.from.0 - hours.from.0,
        long: span.to.0 - span.from.0,
        lane: 0,
        lanes: 1,
    };
    let mut spots: Vec<Spot> = spans.iter().map(alone).collect();
    let mut order: Vec<&mut Spot> = spots.iter_mut().collect();
    order.sort_by_key(|spot| spot.from);
    // Until where each lane is full, and who shares them.
    let (mut ends, mut together): (Vec<i64>, Vec<&mut Spot>) = (Vec::new(), Vec::new());
    for spot in order {
        if ends.iter().all(|end| *end <= spot.from) {
            share(&mut together, ends.len());
            ends.clear();
        }
        let end = spot.from + spot.long;
        spot.lane = ends.iter().position(|end| *end <= spot.from).unwrap_or(ends.len());
        match ends.get_mut(spot.lane) {
            Some(last) => *last = end,
            None => ends.push(end),
        }
        together.push(spot);
    }
    share(&mut together, ends.len());
    spots
}

fn share(together: &mut Vec<&mut Spot>, lanes: usize) {
    together.drain(..).for_each(|spot| spot.lanes = lanes);
}

/// What a way down means, where the hours are drawn so high; both in pixels.
pub fn minutes(down: i32, height: i64, hours: Span) -> i64 {
    i64::from(down) * length(hours) * i64::from(TICK_MINUTES) / height.max(1)
}

/// When a talk begins, in minutes after midnight, that was carried so many minutes down: at one of the steps of its kind. Carried less
/// than half a step, it stays.
pub fn carried(minute: Minute, by: i64, step: Minute) -> Minute {
    let step = i64::from(step.max(TICK_MINUTES));
    if by.abs() * 2 < step {
        return minute;
    }
    let nearest = (i64::from(minute) + by + step / 2).div_euclid(step) * step;
    let last = i64::from(DAY_MINUTES - 1) / step * step;
    Minute::try_from(nearest.clamp(0, last)).unwrap_or(minute)
}

/// When a talk would begin that is asked for by a press so many minutes below the first hour.
pub fn pressed(hours: Span, minutes: i64) -> Tick {
    hours.from.plus(minutes.max(0) / PRESS_MINUTES * PRESS_MINUTES / i64::from(TICK_MINUTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        "2026-12-01".parse().unwrap()
    }

    /// From and to in hours and minutes of that day.
    fn span(from: (i64, i64), to: (i64, i64)) -> Span {
        let at = |(hour, minute): (i64, i64)| Tick::of_day(day()).plus(hour * 12 + minute / 5);
        Span { from: at(from), to: at(to) }
    }

    #[test]
    fn the_hours_hold_everything_and_office_hours() {
        let of = |spans: &[Span]| hours(day(), spans.iter().copied());
        assert_eq!(of(&[]), span((9, 0), (17, 0)));
        assert_eq!(of(&[span((10, 0), (11, 0))]), span((9, 0), (17, 0)));
        assert_eq!(of(&[span((8, 55), (9, 30)), span((17, 0), (18, 5))]), span((8, 0), (19, 0)));
        // What reaches into the next day ends with this one.
        assert_eq!(of(&[span((23, 30), (24, 20))]), span((9, 0), (24, 0)));
        assert_eq!(each_hour(of(&[])).count(), 8);
        assert_eq!(length(of(&[])), 96);
    }

    #[test]
    fn what_is_marked_comes_in_pieces() {
        let whole = span((9, 0), (17, 0));
        let mut line = Line::new(whole);
        line.mark(span((9, 0), (12, 0)));
        line.mark(span((13, 0), (17, 0)));
        assert_eq!(marked(&line, whole), [span((9, 0), (12, 0)), span((13, 0), (17, 0))]);
        line.clear(whole);
        assert!(marked(&line, whole).is_empty());
    }

    #[test]
    fn what_overlaps_stands_side_by_side() {
        let hours = span((9, 0), (17, 0));
        let spans = [
            span((10, 0), (11, 0)),
            span((10, 30), (11, 30)),
            // The first lane is free again, and all three share the width.
            span((11, 0), (12, 0)),
            span((13, 0), (14, 0)),
        ];
        let lanes = |spans: &[Span]| -> Vec<(usize, usize)> {
            spots(hours, spans).into_iter().map(|spot| (spot.lane, spot.lanes)).collect()
        };
        assert_eq!(lanes(&spans), [(0, 2), (1, 2), (0, 2), (0, 1)]);
        let mut turned = spans;
        turned.reverse();
        assert_eq!(lanes(&turned), [(0, 1), (0, 2), (1, 2), (0, 2)], "in whatever order they come");
        let first = spots(hours, &spans)[0];
        assert_eq!((first.from, first.long), (12, 12));
        assert!(spots(hours, &[]).is_empty());
    }

    #[test]
    fn a_talk_that_is_carried_begins_on_a_step() {
        assert_eq!(carried(600, 14, 30), 600, "not meant");
        assert_eq!(carried(600, 16, 30), 630);
        assert_eq!(carried(600, -50, 30), 540);
        // One that began beside the steps keeps its place until it is carried far enough.
        assert_eq!((carried(610, 5, 30), carried(610, 20, 30)), (610, 630));
        assert_eq!(carried(600, 3, 0), 605);
        assert_eq!((carried(600, -6000, 30), carried(600, 6000, 30)), (0, 1410));
    }

    #[test]
    fn a_place_means_a_time() {
        let hours = span((9, 0), (17, 0));
        assert_eq!(minutes(100, 800, hours), 60);
        assert_eq!(minutes(-50, 800, hours), -30);
        assert_eq!(pressed(hours, 0), span((9, 0), (9, 0)).from);
        assert_eq!(pressed(hours, 89), span((10, 0), (10, 0)).from);
        assert_eq!(pressed(hours, -3), hours.from);
    }
}

//! When somebody is there: the week's frames, but for holidays, single days and absence.

use super::line::Line;
use super::plan::{Away, Person};
use super::tick::{Span, Tick, ticks};
use crate::desk::hours::Frame;
#[cfg(feature = "holidays")]
use crate::desk::settings::DeskSettings;
use chrono::{Datelike, Days, NaiveDate};
#[cfg(feature = "holidays")]
use jpholiday::jpholiday::JPHoliday;

fn span(day: Tick, frame: &Frame) -> Span {
    Span { from: day.plus(ticks(frame.open)), to: day.plus(ticks(frame.close)) }
}

/// Every day from the first to the last.
pub fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)))
        .take_while(move |day| *day <= last)
}

/// The days a line reaches over; its end belongs to the day before it where that is midnight.
fn days_of(whole: Span) -> impl Iterator<Item = NaiveDate> {
    days(whole.from.day(), whole.to.plus(-1).day())
}

fn clear_away(line: &mut Line, whole: Span, away: &[Away]) {
    for one in away {
        // However long somebody is away, only the days of this line are walked through.
        for day in days(one.first.max(whole.from.day()), one.last.min(whole.to.plus(-1).day())) {
            let day = Tick::of_day(day);
            let frame = one.frame.as_ref().map(|frame| span(day, frame));
            line.clear(frame.unwrap_or(Span { from: day, to: day.plus(super::tick::DAY_TICKS) }));
        }
    }
}

/// The days on which the week does not count: closed by the desk, or by law. Browsers are told of them by the server.
#[cfg(feature = "holidays")]
pub struct Shut<'a> {
    settings: &'a DeskSettings,
    holidays: JPHoliday<'static>,
}

#[cfg(feature = "holidays")]
impl<'a> Shut<'a> {
    pub fn new(settings: &'a DeskSettings) -> Self {
        Self { settings, holidays: JPHoliday::new() }
    }

    pub fn is(&self, day: NaiveDate) -> bool {
        self.settings.closed_days.contains(&day)
            || (!self.settings.open_on_holidays && self.holidays.is_holiday(&day))
    }

    /// Those of a span, each looked up once.
    pub fn within(&self, whole: Span) -> Vec<NaiveDate> {
        days_of(whole).filter(|day| self.is(*day)).collect()
    }
}

/// Marks when this person is there. A day of its own stands above the week and above holidays; absence above all.
pub fn presence(person: &Person, shut: &[NaiveDate], whole: Span) -> Line {
    let mut line = Line::new(whole);
    for day in days_of(whole) {
        let own = person.days.iter().find(|own| own.day == day).map(|own| own.frames.as_slice());
        let week = || person.week.day(day.weekday().num_days_from_monday());
        let usual = || if shut.contains(&day) { &[] } else { week() };
        let midnight = Tick::of_day(day);
        for frame in own.unwrap_or_else(usual) {
            line.mark(span(midnight, frame));
        }
    }
    clear_away(&mut line, whole, &person.away);
    line
}

/// Marks when a room can be used: always, but for when it is closed.
pub fn opening(closed: &[Away], whole: Span) -> Line {
    let mut line = Line::new(whole);
    line.mark(whole);
    clear_away(&mut line, whole, closed);
    line
}

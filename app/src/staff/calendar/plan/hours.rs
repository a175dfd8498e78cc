//! When somebody is there, as lines of text: the week, then single days and absences. The same spelling as the times of
//! help lines, with 「不在」 for an hour or two.
use chrono::NaiveDate;
use madobe_domain::booking::plan::{Away, OneDay, Person, repeats};
use madobe_domain::desk::hours::{DAY_MINUTES, Frame, Week};
use madobe_domain::desk::line_times::{Exception, LineTimes, On};
use madobe_domain::ids::StaffId;

use super::read::name_line;
use crate::staff::desk::times::{self, plain};
use crate::words::staff::plan;

/// A range with hours of its own is as many days as it has.
const MOST_DAYS: usize = 100;

fn within_day(frames: &[Frame]) -> bool {
    frames.iter().all(|frame| frame.close <= DAY_MINUTES)
}

fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().take_while(move |day| *day <= last)
}

/// 2026/12/29-2027/1/3, and perhaps 13:00-15:00.
fn away_line(line: &str) -> Option<Vec<Away>> {
    let (which, rest) = line.split_once(' ').unwrap_or((line, ""));
    let On::Days { from: first, to: last } = times::exception(which)? else { return None };
    let away = |frame| Away { first, last, frame };
    let frames = times::frames(rest)?;
    if first > last || !within_day(&frames) {
        return None;
    }
    Some(if frames.is_empty() {
        vec![away(None)]
    } else {
        frames.into_iter().map(|frame| away(Some(frame))).collect()
    })
}

/// When a room is closed.
pub fn read_closed(text: &str) -> Option<Vec<Away>> {
    let text = plain(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(away_line).collect::<Option<Vec<_>>>().map(|all| all.concat())
}

pub fn show_closed(closed: &[Away]) -> String {
    closed.iter().map(|away| away_words(away, "")).collect::<Vec<_>>().join("\n")
}

fn away_words(away: &Away, word: &str) -> String {
    let days = times::on_words(On::Days { from: away.first, to: away.last });
    let frame = away.frame.as_ref().map(times::frame_words);
    let parts = [days.as_str(), word, frame.as_deref().unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

pub fn read(staff: StaffId, text: &str) -> Option<Person> {
    let text = plain(text);
    let mut person = Person { staff, week: Week(Default::default()), days: Vec::new(), away: Vec::new() };
    let mut usual = Vec::new();
    for line in text.lines() {
        match line.split_once(plan::AWAY_WORD) {
            Some((days, frames)) => {
                person.away.extend(away_line([days.trim(), frames.trim()].join(" ").trim())?);
            }
            None => usual.push(line),
        }
    }
    let LineTimes { mut week, exceptions } = times::read(&usual.join("\n"))?.unwrap_or_default();
    for Exception { on, frames } in exceptions {
        let On::Days { from, to } = on else { return None };
        if from > to || !within_day(&frames) {
            return None;
        }
        if frames.is_empty() {
            person.away.push(Away { first: from, last: to, frame: None });
            continue;
        }
        let each: Vec<NaiveDate> = days(from, to).take(MOST_DAYS + 1).collect();
        if each.len() > MOST_DAYS {
            return None;
        }
        for day in each {
            // A morning on one line and an afternoon on another are one day.
            match person.days.iter_mut().find(|known| known.day == day) {
                Some(known) => known.frames.extend(&frames),
                None => person.days.push(OneDay { day, frames: frames.clone() }),
            }
        }
    }
    for frames in week.iter_mut().chain(person.days.iter_mut().map(|one| &mut one.frames)) {
        frames.sort_unstable_by_key(|frame| frame.open);
    }
    let sound = week.iter().all(|frames| within_day(frames));
    person.week = Week(week);
    sound.then_some(person)
}

/// What is wrong with a line that is nearly right: it ends before it begins, by its days or by its hours.
pub fn backwards(line: &str) -> Option<&'static str> {
    let line = plain(line);
    let line = line.trim();
    let halves = line.split_once(plan::AWAY_WORD).or_else(|| line.split_once(' '));
    let (which, hours) = halves.unwrap_or((line, ""));
    if matches!(times::exception(which.trim()), Some(On::Days { from, to }) if from > to) {
        return Some(plan::FAULT_DAYS_BACK);
    }
    let back = times::frames(hours).is_some_and(|frames| !within_day(&frames));
    back.then_some(plan::FAULT_HOURS_BACK)
}

/// The first line that does not go with those before it, or with itself; and its number.
pub fn odd_line(text: &str, is_odd: impl Fn(&str) -> bool) -> Option<(String, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let upto = |count: usize| lines.iter().copied().take(count).collect::<Vec<_>>().join("\n");
    let number = (1..=lines.len()).find(|count| is_odd(&upto(*count)))?;
    Some((number.to_string(), lines.get(number - 1)?.trim()))
}

/// The same absence on two lines: what to say of the second.
pub fn twice(text: &str, read: impl Fn(&str) -> Option<Vec<Away>>) -> Option<String> {
    let (number, line) = odd_line(text, |text| read(text).is_some_and(|away| repeats(&away)))?;
    Some(plan::fault_twice(&number, line))
}

/// What is wrong with the days of a room, or with one's own.
pub fn closed_fault(text: &str) -> Option<String> {
    if read_closed(text).is_some() {
        return twice(text, read_closed);
    }
    Some(name_line(plan::FAULT_CLOSED, text, |line| read_closed(line).is_some()))
}

/// Twice there at the same time.
pub fn overlap(person: &Person) -> bool {
    let meet =
        |frames: &[Frame]| frames.windows(2).any(|two| matches!(two, [one, next] if next.open < one.close));
    person.week.0.iter().any(|frames| meet(frames)) || person.days.iter().any(|one| meet(&one.frames))
}

pub fn show(person: &Person) -> String {
    let (whole, part): (Vec<&Away>, Vec<&Away>) = person.away.iter().partition(|away| away.frame.is_none());
    let days = person
        .days
        .iter()
        .map(|one| Exception { on: On::Days { from: one.day, to: one.day }, frames: one.frames.clone() });
    let shut = whole
        .into_iter()
        .map(|away| Exception { on: On::Days { from: away.first, to: away.last }, frames: Vec::new() });
    let times = LineTimes { week: person.week.0.clone(), exceptions: days.chain(shut).collect() };
    let mut lines = vec![times::show(Some(&times))];
    lines.extend(part.into_iter().map(|away| away_words(away, plan::AWAY_WORD)));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: StaffId = StaffId::from_bytes([1; 16]);
    const ALL: &str = "月-木 9:00-12:00 13:00-17:00\n金 13:00-20:00\n2026/12/24 16:00-20:00\n2026/12/29-2027/1/3 休み\n\
        2026/12/10 不在 13:00-15:00";

    #[test]
    fn hours_read_back_as_they_were_typed() {
        let person = read(STAFF, ALL).unwrap();
        assert_eq!(show(&person), ALL);
        assert_eq!((person.days.len(), person.away.len()), (1, 2));
        assert_eq!(person.week.day(4), [Frame { open: 13 * 60, close: 20 * 60 }]);
        assert_eq!(read(STAFF, "").map(|person| show(&person)), Some(String::new()));
        let wide = read(STAFF, "２０２６／１２／１０　不在　１３：００〜１５：００").unwrap();
        assert_eq!(show(&wide), "2026/12/10 不在 13:00-15:00");
        let whole = read(STAFF, "2026/12/10 不在").unwrap();
        assert_eq!(show(&whole), "2026/12/10 休み");
        assert_eq!(read(STAFF, "2026/12/1-2026/12/3 9:00-10:00").unwrap().days.len(), 3);
    }

    #[test]
    fn hours_that_nobody_can_keep_are_told() {
        for odd in [
            "毎月10日 9:00-10:00",
            "祝日 休み",
            "月 22:00-5:00",
            "不在 9:00-10:00",
            "2026/12/3-2026/12/1 休み",
            "2026/1/1-2026/12/31 9:00-10:00",
            "あした 休み",
        ] {
            assert_eq!(read(STAFF, odd), None, "{odd}");
        }
    }

    #[test]
    fn hours_in_any_order_are_one_day_and_those_that_meet_are_told() {
        let mixed =
            read(STAFF, "月 13:00-17:00\n月 9:00-12:00\n2026/12/24 13:00-15:00\n2026/12/24 9:00-10:00")
                .unwrap();
        assert_eq!(show(&mixed), "月 9:00-12:00 13:00-17:00\n2026/12/24 9:00-10:00 13:00-15:00");
        assert!(!overlap(&mixed));
        for met in ["月 9:00-12:00 11:00-13:00", "月-金 9:00-12:00\n水 10:00-11:00"] {
            assert!(overlap(&read(STAFF, met).unwrap()), "{met}");
        }
        let (days, hours) = (Some(plan::FAULT_DAYS_BACK), Some(plan::FAULT_HOURS_BACK));
        for (line, back) in [
            ("月 17:00-9:00", hours),
            ("2026/12/10 不在 15:00-13:00", hours),
            ("2026/12/3-2026/12/1 休み", days),
            ("２０２６／１２／３〜２０２６／１２／１　不在　９：００〜１０：００", days),
            ("2026/12/3-2026/12/1", days),
            ("月 9:00-17:00", None),
            ("いつでも", None),
            ("", None),
        ] {
            assert_eq!(backwards(line), back, "{line}");
        }
    }

    #[test]
    fn the_same_absence_on_two_lines_is_told_with_the_second() {
        let text = "2026/12/29-2027/1/3\n\n2026/12/10 13:00-15:00\n 2026/12/29-2027/1/3 ";
        assert_eq!(closed_fault(text), Some(plan::fault_twice("4", "2026/12/29-2027/1/3")));
        let away = |text: &str| read(STAFF, text).map(|person| person.away);
        let words = "2026/12/10 休み\n2026/12/10 不在 13:00-15:00";
        assert_eq!(twice(words, away), None, "the day, and hours of it");
        let again = [words, "2026/12/10 不在"].join("\n");
        assert_eq!(twice(&again, away), Some(plan::fault_twice("3", "2026/12/10 不在")));
        assert!(closed_fault("2026/12/3-2026/12/1").unwrap().contains(plan::FAULT_DAYS_BACK));
        assert_eq!(closed_fault("2026/12/29-2027/1/3\n2026/12/30"), None, "one within the other is no fault");
    }

    #[test]
    fn a_room_is_closed_for_days_or_hours() {
        let text = "2026/12/29-2027/1/3\n2026/12/10 13:00-15:00";
        let closed = read_closed(text).unwrap();
        assert_eq!(closed.len(), 2);
        assert_eq!(show_closed(&closed), text);
        assert_eq!(read_closed("\n"), Some(Vec::new()));
        assert_eq!(read_closed("月 9:00-10:00"), None);
    }
}

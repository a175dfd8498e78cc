//! When somebody is there at a help line, as lines of text: 「月-金 9:00-12:00 13:00-17:00」「毎月10日 8:00-32:00」.
//! What a person copies from a line's own page in a minute, and reads back at a glance.
use chrono::{Datelike, NaiveDate};
use madobe_domain::desk::hours::{DAY_MINUTES, Frame};
use madobe_domain::desk::line_times::{Exception, LineTimes, On};

use super::day::{clock, long_minute};
use crate::time;
use crate::words::staff::desk::times;

/// The text as people write it, with half-width digits and signs, and small letters.
pub fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '：' => ':',
        '〜' | '～' | '－' | '−' | '–' => '-',
        '／' => '/',
        '、' | ',' | '\u{3000}' => ' ',
        c => c.to_ascii_lowercase(),
    };
    text.chars().map(half).collect()
}

/// Typed as it is, or in small letters.
fn is(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
}

/// Nothing typed: nobody knows. Else the times, or nothing where a line of it cannot be read.
pub fn read(text: &str) -> Option<Option<LineTimes>> {
    let text = plain(text);
    let mut times = LineTimes::default();
    let mut any = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        any = true;
        let (days, rest) = line.split_once(' ')?;
        let frames = frames(rest)?;
        match weekdays(days, &time::weekdays().collect::<Vec<_>>()) {
            Some(which) => {
                for (of_day, _) in times.week.iter_mut().zip(which).filter(|(_, here)| *here) {
                    of_day.extend(&frames);
                }
            }
            None => times.exceptions.push(Exception { on: exception(days)?, frames }),
        }
    }
    Some(any.then_some(times))
}

pub fn frames(text: &str) -> Option<Vec<Frame>> {
    if is(text.trim(), times::SHUT) {
        return Some(Vec::new());
    }
    let frame = |text: &str| {
        let (open, close) = text.split_once('-')?;
        let (open, close) = (long_minute(open)?, long_minute(close)?);
        // 22:00-5:00 ends on the next day.
        Some(Frame { open, close: if close <= open { close + DAY_MINUTES } else { close } })
    };
    text.split_whitespace().map(frame).collect()
}

/// 毎日, 月-金, 土日; Mon-Fri, monday/thurs
fn weekdays(text: &str, names: &[&str]) -> Option<[bool; 7]> {
    if is(text, times::EVERY_DAY) {
        return Some([true; 7]);
    }
    let mut which = [false; 7];
    let mut before: Option<usize> = None;
    let mut range = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = |name: &&str| rest.get(..name.len()).is_some_and(|head| is(head, name));
        match (c, names.iter().position(named)) {
            ('-', _) if before.is_some() && !range => {
                range = true;
                rest = &rest[1..];
            }
            ('・' | '/', _) if before.is_some() => rest = &rest[c.len_utf8()..],
            (_, Some(here)) => {
                let from = if range { before? } else { here };
                if from > here {
                    return None;
                }
                which.iter_mut().take(here + 1).skip(from).for_each(|day| *day = true);
                (before, range) = (Some(here), false);
                // Written out in full, or cut elsewhere.
                rest = rest[names[here].len()..].trim_start_matches(|c: char| c.is_ascii_lowercase());
            }
            _ => return None,
        }
    }
    (!range && before.is_some()).then_some(which)
}

/// 祝日, 毎月10日, 12/29-1/3, 2026/12/24
pub fn exception(text: &str) -> Option<On> {
    if is(text, times::HOLIDAYS) {
        return Some(On::Holidays);
    }
    let monthly = times::MONTHLY.to_ascii_lowercase();
    if let Some(of_month) = text.strip_prefix(&*monthly).and_then(|rest| rest.strip_suffix(times::DAY)) {
        return of_month.parse().ok().map(On::Monthly);
    }
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let numbers =
        |text: &str| text.split('/').map(|part| part.parse::<u16>().ok()).collect::<Option<Vec<_>>>();
    let (from, to) = (numbers(from)?, numbers(to)?);
    let small = |number: u16| u8::try_from(number).ok();
    match (&*from, &*to) {
        ([month, day], [to_month, to_day]) => Some(On::Yearly {
            from: (small(*month)?, small(*day)?),
            to: (small(*to_month)?, small(*to_day)?),
        }),
        ([..], [..]) if from.len() == 3 && to.len() == 3 => {
            let date = |parts: &[u16]| match parts {
                [year, month, day] => NaiveDate::from_ymd_opt((*year).into(), (*month).into(), (*day).into()),
                _ => None,
            };
            Some(On::Days { from: date(&from)?, to: date(&to)? })
        }
        _ => None,
    }
}

pub fn show(times: Option<&LineTimes>) -> String {
    let Some(all) = times else { return String::new() };
    let mut lines: Vec<String> = Vec::new();
    let line = |days: &str, frames: &[Frame]| {
        let frames = frames.iter().map(frame_words).collect::<Vec<_>>().join(" ");
        [days, if frames.is_empty() { times::SHUT } else { &frames }].join(" ")
    };
    let days: Vec<&str> = time::weekdays().collect();
    let mut place = 0;
    while let Some(frames) = all.week.get(place) {
        let alike = all.week.iter().skip(place).take_while(|other| *other == frames).count();
        let (first, last) = (days.get(place), days.get(place + alike - 1));
        place += alike;
        let (Some(first), Some(last), false) = (first, last, frames.is_empty()) else { continue };
        let named = match alike {
            7 => times::EVERY_DAY.to_owned(),
            1 => (*first).to_owned(),
            2 => times::pair(first, last),
            _ => [*first, *last].join("-"),
        };
        lines.push(line(&named, frames));
    }
    for one in &all.exceptions {
        lines.push(line(&on_words(one.on), &one.frames));
    }
    lines.join("\n")
}

/// 9:00-12:00
pub fn frame_words(frame: &Frame) -> String {
    [clock(frame.open), clock(frame.close)].join("-")
}

pub fn on_words(on: On) -> String {
    let slashed = |parts: &[u32]| parts.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
    let span = |from: String, to: String| if from == to { from } else { [from, to].join("-") };
    match on {
        On::Holidays => times::HOLIDAYS.to_owned(),
        On::Monthly(of_month) => [times::MONTHLY, &of_month.to_string(), times::DAY].concat(),
        On::Yearly { from, to } => {
            let day = |(month, day): (u8, u8)| slashed(&[month.into(), day.into()]);
            span(day(from), day(to))
        }
        On::Days { from, to } => {
            let day = |day: NaiveDate| slashed(&[day.year().unsigned_abs(), day.month(), day.day()]);
            span(day(from), day(to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "月-木 9:00-12:00 13:00-17:00\n金 22:00-29:00\n土日 0:00-24:00\n祝日 休み\n毎月10日 8:00-32:00\n\
        12/29-1/3 休み\n2026/12/24 16:00-24:00";

    #[test]
    fn what_is_shown_reads_back_the_same() {
        let times = read(ALL).unwrap();
        assert!(times.as_ref().unwrap().is_sound());
        assert_eq!(show(times.as_ref()), ALL);
        assert_eq!(read(""), Some(None));
        assert_eq!(show(None), "");
    }

    #[test]
    fn people_write_it_in_their_own_way() {
        for (typed, same) in [
            ("毎日　２２：００〜５：００", "毎日 22:00-29:00"),
            (
                "月・水・金 9:00-12:00、13:00-15:00",
                "月 9:00-12:00 13:00-15:00\n水 9:00-12:00 13:00-15:00\n金 9:00-12:00 13:00-15:00",
            ),
            ("月火 9:00-12:00\n火 13:00-15:00", "月 9:00-12:00\n火 9:00-12:00 13:00-15:00"),
            ("１２／３１ 休み", "12/31 休み"),
        ] {
            assert_eq!(show(read(typed).unwrap().as_ref()), same, "{typed}");
        }
    }

    #[test]
    fn days_have_longer_names_elsewhere() {
        const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let read = |text: &str| weekdays(text, &NAMES).map(|which| which.map(usize::from));
        assert_eq!(read("mon-fri"), Some([1, 1, 1, 1, 1, 0, 0]));
        assert_eq!(read("monday/thurs"), Some([1, 0, 0, 1, 0, 0, 0]));
        assert_eq!(read("sat-sun"), Some([0, 0, 0, 0, 0, 1, 1]));
        for typed in ["", "mo", "fri-mon", "mon-", "/mon", "12/29", "daily2"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for typed in [
            "いつでも",
            "毎日",
            "毎日 9時から",
            "金-月 9:00-12:00",
            "月- 9:00-12:00",
            "13月 9:00-10:00",
            "毎日 50:00-51:00",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}

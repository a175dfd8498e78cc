//! The talks of one person for a calendar program, as RFC 5545 has it: when, and nothing else. No name of a person, a
//! kind, a room or the desk leaves by this way.

use super::tick::{Tick, ticks};
use crate::clock::Timestamp;
use crate::ids::ReservationId;
use chrono::{NaiveDateTime, TimeDelta};
use std::fmt::Write;

/// What a calendar shows for each talk, and for all of them: neutral, and the same in every language. Without a name of their own some
/// programs show the address, with its secret.
const TITLE: &str = "Madobe";
const HEAD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Madobe//Talks//JA\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n\
    X-WR-CALNAME:Madobe\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\n\
    TZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    pub id: ReservationId,
    pub start: Tick,
    pub minutes: u16,
}

fn moment(at: NaiveDateTime) -> impl std::fmt::Display {
    at.format("%Y%m%dT%H%M%S")
}

/// `now`: when this was asked for.
pub fn feed(events: &[Event], now: Timestamp) -> String {
    let mut text = HEAD.to_owned();
    let utc = now.in_japan() - TimeDelta::hours(9);
    for event in events {
        let end = event.start.plus(ticks(event.minutes));
        // Writing into a string does not fail.
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{}\r\nDTSTAMP:{}Z\r\nDTSTART;TZID=Asia/Tokyo:{}\r\nDTEND;TZID=Asia/Tokyo:{}\r\n\
             SUMMARY:{TITLE}\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n",
            event.id,
            moment(utc),
            moment(event.start.time().in_japan()),
            moment(end.time().in_japan()),
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_says_when_in_japan_and_nothing_else() {
        let now = Timestamp::from_millis(1_795_482_000_000);
        let start = Tick::of_day("2026-11-25".parse().unwrap()).plus(120);
        let text = feed(&[Event { id: ReservationId::from_bytes([7; 16]), start, minutes: 50 }], now);
        assert!(text.contains(
            "DTSTART;TZID=Asia/Tokyo:20261125T100000\r\nDTEND;TZID=Asia/Tokyo:20261125T105000\r\n"
        ));
        assert!(text.contains("UID:BwcHBwcHBwcHBwcHBwcHBw\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75), "no line has to be folded");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        let empty = feed(&[], now);
        assert_eq!(empty.matches("VEVENT").count(), 0);
        assert!(
            empty.contains(&format!("\r\nX-WR-CALNAME:{TITLE}\r\n")),
            "no program takes the address for a name"
        );
    }
}

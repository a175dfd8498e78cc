//! What a day begins with, out of the rows of the list and the calendar of today: nothing here asks anybody or keeps anything.
use std::collections::BTreeSet;

use chrono::Days;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::log::work::Carer;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;

use crate::staff::calendar::shown::session_of;
use crate::staff::row::{Row, Standing};

/// In the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A life is in danger, and a second person has yet to confirm what is to be set aside.
    Danger,
    /// Letters since yesterday.
    Came,
    /// Answers that are promised by today, or were.
    Promised,
    Talks,
    /// Holds and follow-ups whose day has come.
    Days,
    /// Neither closed nor put aside, and nothing was written for long.
    Quiet,
    /// One's own drafts and replies that did not go.
    Unfinished,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Why {
    Asked {
        by: StaffId,
        at: Timestamp,
    },
    Came(Timestamp),
    Promised(chrono::NaiveDate),
    Talk {
        start: Timestamp,
        minutes: u16,
        name: String,
        /// For whom, where there is no case.
        whom: Option<String>,
    },
    FollowUp,
    Back,
    /// For so many days.
    Quiet(i64),
    Unsent,
    Sending,
    Draft,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// None: a talk that belongs to no case.
    pub case: Option<CaseId>,
    pub why: Why,
}

/// A talk as a calendar of my teams has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTalk {
    pub talk: StaffTalk,
    /// What its kind is called.
    pub name: String,
    /// For whom, where there is no case.
    pub whom: Option<String>,
}

/// From so many days without a word a case may have been forgotten.
const QUIET_DAYS: i64 = 14;
const DAY_SECONDS: i64 = 24 * 3600;

/// Each part that has something in it. `me`: of what somebody looks after, mine alone; what I have not finished is mine wherever
/// it stands, a talk that I hold is mine, too, and danger to life is everybody's. `calendar`: none where it is not known, and the
/// records alone tell of talks. `unsent`: replies that were on their way; `sending`: those that still are.
pub fn summary<'a>(
    rows: impl Iterator<Item = &'a Row>,
    calendar: Option<&[DayTalk]>,
    now: Timestamp,
    me: Option<StaffId>,
    drafts: &BTreeSet<CaseId>,
    unsent: &BTreeSet<CaseId>,
    sending: &BTreeSet<CaseId>,
) -> Vec<(Part, Vec<Line>)> {
    let (mut danger, mut came, mut promised, mut talks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut days, mut quiet, mut unfinished) = (Vec::new(), Vec::new(), Vec::new());
    let today = now.date_in_japan();
    let mut cared = BTreeSet::new();
    for row in rows {
        let (id, case) = (row.id, Some(row.id));
        let mine = match (sending.contains(&id), unsent.contains(&id), drafts.contains(&id)) {
            (true, _, _) => Some((1, Why::Sending)),
            (false, true, _) => Some((0, Why::Unsent)),
            (false, false, true) => Some((2, Why::Draft)),
            _ => None,
        };
        unfinished.extend(mine.map(|(place, why)| (place, Line { case, why })));
        let asked = row.work.danger.filter(|danger| danger.read.is_none());
        danger.extend(asked.map(|ask| (ask.at, Line { case, why: Why::Asked { by: ask.by, at: ask.at } })));
        if me.is_some_and(|me| row.work.looked_after(today) != Some(Carer::Person(me))) {
            continue;
        }
        cared.insert(id);
        if let Some(at) = row.letter_at.filter(|at| since_yesterday(*at, now)) {
            came.push((std::cmp::Reverse(at), Line { case, why: Why::Came(at) }));
        }
        if let Some(day) = row.promised.filter(|day| row.waiting_since.is_some() && *day <= today) {
            promised.push(((day, row.waiting_since), Line { case, why: Why::Promised(day) }));
        }
        // Of what another team holds, the record alone tells.
        let known = calendar.is_some_and(|calendar| {
            row.others.is_empty() || calendar.iter().any(|one| one.talk.case == case)
        });
        for talk in row.talks.iter().filter(|talk| !known && talk.start.date_in_japan() == today) {
            let (start, minutes, name) = (talk.start, talk.minutes, talk.name.clone());
            talks.push((start, Line { case, why: Why::Talk { start, minutes, name, whom: None } }));
        }
        let back = row.work.back_since(today).filter(|_| row.answered != Standing::Closed);
        days.extend(back.map(|day| (day, Line { case, why: Why::Back })));
        let follow = row.work.follow_up_due(today);
        days.extend(follow.map(|day| (day, Line { case, why: Why::FollowUp })));
        quiet.extend(quiet_for(row, now).map(|length| (-length, Line { case, why: Why::Quiet(length) })));
    }
    let handle = me.map(|me| me.to_string());
    for DayTalk { talk, name, whom } in calendar.unwrap_or_default() {
        let shown = match &handle {
            Some(handle) => {
                talk.taken.iter().any(|taking| taking.0 == *handle)
                    || talk.case.is_some_and(|case| cared.contains(&case))
            }
            // Its session stands for everybody in it.
            None => session_of(talk).is_none(),
        };
        if shown && talk.state == State::Booked && talk.start.day() == today {
            let (start, minutes) = (talk.start.time(), talk.minutes);
            let why = Why::Talk { start, minutes, name: name.clone(), whom: whom.clone() };
            talks.push((start, Line { case: talk.case, why }));
        }
    }
    let all = [
        (Part::Danger, sorted(danger)),
        (Part::Came, sorted(came)),
        (Part::Promised, sorted(promised)),
        (Part::Talks, sorted(talks)),
        (Part::Days, sorted(days)),
        (Part::Quiet, sorted(quiet)),
        (Part::Unfinished, sorted(unfinished)),
    ];
    all.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

fn sorted<K: Ord>(mut lines: Vec<(K, Line)>) -> Vec<Line> {
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn since_yesterday(at: Timestamp, now: Timestamp) -> bool {
    let yesterday = now.date_in_japan().checked_sub_days(Days::new(1));
    yesterday.is_some_and(|yesterday| at.date_in_japan() >= yesterday)
}

/// Days without anything, where nobody has said when to come back to it.
fn quiet_for(row: &Row, now: Timestamp) -> Option<i64> {
    let today = now.date_in_japan();
    let days = now.seconds_since(row.last_at?) / DAY_SECONDS;
    let open = matches!(row.standing(today), Standing::New | Standing::Ours | Standing::Theirs);
    let planned = row.work.follow_up.is_some()
        || row.work.back_since(today).is_some()
        || row.talks.iter().any(|talk| talk.start.date_in_japan() >= today);
    (open && !planned && days >= QUIET_DAYS).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::RowTalk;
    use crate::staff::row::tests::{day, row};
    use madobe_domain::booking::taking::{Taking, seat};
    use madobe_domain::booking::tick::Tick;
    use madobe_domain::ids::{EntryId, KindId, ReservationId, TeamId};
    use madobe_domain::log::work::{Read, Second};

    fn at(day_of: &str, hour: u32) -> Timestamp {
        Timestamp::from_japan(day(day_of).and_hms_opt(hour, 0, 0).unwrap())
    }

    fn now() -> Timestamp {
        at("2026-11-26", 9)
    }

    /// A case in which something came a day ago and was answered.
    fn calm(number: u8) -> Row {
        let mut row = row(number, None, at("2026-11-24", 12).0);
        row.letter_at = Some(at("2026-11-23", 12));
        row
    }

    fn of(rows: &[Row]) -> Vec<(Part, Vec<(u8, Why)>)> {
        let none = BTreeSet::new();
        shown(summary(rows.iter(), None, now(), None, &none, &none, &none))
    }

    fn shown(parts: Vec<(Part, Vec<Line>)>) -> Vec<(Part, Vec<(u8, Why)>)> {
        let line = |line: Line| (line.case.map_or(0, |case| case.as_bytes()[0]), line.why);
        parts.into_iter().map(|(part, lines)| (part, lines.into_iter().map(line).collect())).collect()
    }

    fn talk_at(hour: u32, whom: Option<&str>) -> Why {
        let whom = whom.map(str::to_owned);
        Why::Talk { start: at("2026-11-26", hour), minutes: 30, name: "電話".into(), whom }
    }

    /// With the first handle that it takes.
    fn in_calendar(case: Option<u8>, hour: u32, handle: String) -> DayTalk {
        let start = Tick::at(at("2026-11-26", hour));
        let talk = StaffTalk {
            id: ReservationId::from_bytes([1; 16]),
            kind: KindId::from_bytes([1; 16]),
            state: State::Booked,
            cancelled_by: None,
            cancelled_at: None,
            start,
            minutes: 30,
            taken: vec![Taking(handle, start, start.plus(6))],
            case: case.map(|number| CaseId::from_bytes([number; 16])),
            seats: None,
            came: None,
            conflict: None,
            note: None,
        };
        DayTalk { talk, name: "電話".into(), whom: case.is_none().then(|| "青い傘のひと".to_owned()) }
    }

    #[test]
    fn a_calm_day_is_empty() {
        assert!(of(&[]).is_empty() && of(&[calm(1), calm(2)]).is_empty());
    }

    /// Whoever looks after it, and whatever else was chosen, asked for longest first; what was confirmed waits for nobody.
    #[test]
    fn a_second_person_is_asked_for_before_everything_else() {
        let by = StaffId::from_bytes([7; 16]);
        let asked = |number, hour, read: bool| {
            let mut row = calm(number);
            let (entry, at) = (EntryId::from_bytes([number; 16]), at("2026-11-26", hour));
            let read = read.then(|| Read { entry, by: StaffId::from_bytes([8; 16]), at });
            row.work.danger = Some(Second { entry, by, to: None, at, read });
            row
        };
        let mut letter = calm(4);
        letter.letter_at = Some(at("2026-11-26", 7));
        let mut closed = asked(5, 5, false);
        closed.answered = Standing::Closed;
        let rows = [letter, asked(1, 8, false), asked(2, 6, false), asked(3, 4, true), closed];
        let why = |hour| Why::Asked { by, at: at("2026-11-26", hour) };
        let wanted = (Part::Danger, vec![(5, why(5)), (2, why(6)), (1, why(8))]);
        assert_eq!(of(&rows), [wanted.clone(), (Part::Came, vec![(4, Why::Came(at("2026-11-26", 7)))])]);
        let none = BTreeSet::new();
        let me = Some(StaffId::from_bytes([9; 16]));
        assert_eq!(
            shown(summary(rows.iter(), None, now(), me, &none, &none, &none)),
            [wanted],
            "of those I look after"
        );
    }

    #[test]
    fn letters_since_yesterday_the_newest_first() {
        let came = |number, when: Timestamp| {
            let mut row = calm(number);
            row.letter_at = Some(when);
            row
        };
        let rows =
            [came(1, at("2026-11-25", 0)), came(2, at("2026-11-26", 8)), came(3, at("2026-11-24", 23))];
        let wanted = vec![(2, Why::Came(at("2026-11-26", 8))), (1, Why::Came(at("2026-11-25", 0)))];
        assert_eq!(of(&rows), [(Part::Came, wanted)]);
    }

    #[test]
    fn promises_of_today_and_before_the_oldest_first() {
        let due = |number, day| row(number, Some((at("2026-11-20", 1).0, day)), at("2026-11-20", 1).0);
        let mut closed = due(4, "2026-11-20");
        (closed.answered, closed.waiting_since) = (Standing::Closed, None);
        let rows = [due(1, "2026-11-26"), due(2, "2026-11-27"), due(3, "2026-11-24"), closed];
        let wanted =
            [(3, "2026-11-24"), (1, "2026-11-26")].map(|(number, of)| (number, Why::Promised(day(of))));
        assert_eq!(of(&rows), [(Part::Promised, wanted.to_vec())]);
    }

    #[test]
    fn talks_of_today_by_the_clock_and_days_that_have_come() {
        let talk = |day: &str, hour| RowTalk { start: at(day, hour), minutes: 30, name: "電話".into() };
        let mut talks = calm(1);
        talks.talks = vec![talk("2026-11-26", 15), talk("2026-11-26", 10), talk("2026-11-27", 10)];
        let mut held = calm(2);
        held.work.held_until = Some(day("2026-11-26"));
        let mut follow = calm(3);
        follow.work.follow_up = Some(day("2026-11-25"));
        let mut later = calm(4);
        (later.work.held_until, later.work.follow_up) = (Some(day("2026-11-27")), Some(day("2026-11-28")));
        let why = |hour| talk_at(hour, None);
        let wanted = [
            (Part::Talks, vec![(1, why(10)), (1, why(15))]),
            (Part::Days, vec![(3, Why::FollowUp), (2, Why::Back)]),
        ];
        assert_eq!(of(&[talks, held, follow, later]), wanted);
    }

    /// What I hold is mine, with a case or without; the records tell of talks where the calendar cannot.
    #[test]
    fn talks_of_today_as_the_calendar_has_them() {
        let me = StaffId::from_bytes([9; 16]);
        let of_record = |number, hour| {
            let mut row = calm(number);
            row.talks = vec![RowTalk { start: at("2026-11-26", hour), minutes: 30, name: "電話".into() }];
            row
        };
        let mut cared = of_record(1, 8);
        cared.work.assigned = Some(me.into());
        let mut elsewhere = of_record(2, 9);
        elsewhere.others = vec![TeamId::from_bytes([5; 16])];
        let rows = [cared, elsewhere];
        let other = || StaffId::from_bytes([8; 16]).to_string();
        let mut gone = in_calendar(None, 10, me.to_string());
        gone.talk.state = State::Cancelled;
        let calendar = [
            gone,
            in_calendar(None, 12, other()),
            in_calendar(None, 13, seat(&ReservationId::from_bytes([2; 16]), 1)),
            in_calendar(None, 11, me.to_string()),
            in_calendar(Some(1), 14, other()),
        ];
        let none = BTreeSet::new();
        let of = |calendar: Option<&[DayTalk]>, me| {
            shown(summary(rows.iter(), calendar, now(), me, &none, &none, &none))
        };
        let (who, told) = (Some("青い傘のひと"), |hour| talk_at(hour, None));
        let all = vec![(2, told(9)), (0, talk_at(11, who)), (0, talk_at(12, who)), (1, told(14))];
        assert_eq!(of(Some(&calendar), None), [(Part::Talks, all)]);
        let mine = vec![(0, talk_at(11, who)), (1, told(14))];
        assert_eq!(of(Some(&calendar), Some(me)), [(Part::Talks, mine)]);
        assert_eq!(of(None, None), [(Part::Talks, vec![(1, told(8)), (2, told(9))])]);
    }

    #[test]
    fn two_weeks_without_a_word_unless_somebody_said_when() {
        let old = |number, day: &str| row(number, None, at(day, 9).0);
        let mut planned = old(3, "2026-10-01");
        planned.work.follow_up = Some(day("2026-12-20"));
        let mut held = old(4, "2026-10-01");
        held.work.held_until = Some(day("2026-12-20"));
        let mut closed = old(5, "2026-10-01");
        closed.answered = Standing::Closed;
        let mut waits = old(6, "2026-10-01");
        waits.talks = vec![RowTalk { start: at("2026-11-30", 9), minutes: 30, name: "電話".into() }];
        let rows =
            [old(1, "2026-11-12"), old(2, "2026-11-13"), planned, held, closed, waits, old(7, "2026-11-01")];
        assert_eq!(of(&rows), [(Part::Quiet, vec![(7, Why::Quiet(25)), (1, Why::Quiet(14))])]);
    }

    #[test]
    fn what_i_have_not_finished_and_each_case_once() {
        let set = |numbers: &[u8]| numbers.iter().map(|number| CaseId::from_bytes([*number; 16])).collect();
        let mut rows = [calm(1), calm(2), calm(3), calm(4)];
        // What somebody else looks after is not mine, but my draft in it is.
        rows[3].letter_at = Some(now());
        let parts = summary(
            rows.iter(),
            None,
            now(),
            Some(StaffId::from_bytes([9; 16])),
            &set(&[1, 2, 3]),
            &set(&[2, 3]),
            &set(&[3]),
        );
        assert_eq!(
            shown(parts),
            [(Part::Unfinished, vec![(2, Why::Unsent), (3, Why::Sending), (1, Why::Draft)])]
        );
    }
}

//! A line's hours in words of ours, for languages that the desk does not write in.

use super::language::{DateWords, HoursWords};
use madobe_domain::desk::hours::{DAY_MINUTES, Frame, Minute};
use madobe_domain::desk::line_times::{LineTimes, On};

/// Mon–Fri 9:00–17:00, Sat 10:00–12:00; public holidays closed
pub fn hours(words: &HoursWords, dates: &DateWords, times: &LineTimes) -> String {
    let speaker = Speaker { words, dates };
    let mut parts = speaker.week(&times.week);
    parts.extend(times.exceptions.iter().map(|one| speaker.part(&speaker.on(one.on), &one.frames)));
    parts.join(&words.joint)
}

struct Speaker<'a> {
    words: &'a HoursWords,
    dates: &'a DateWords,
}

impl Speaker<'_> {
    /// Days with the same hours together, in the order of the week; closed ones are not spoken of.
    fn week(&self, week: &[Vec<Frame>; 7]) -> Vec<String> {
        let mut groups: Vec<(&[Frame], Vec<usize>)> = Vec::new();
        for (day, frames) in week.iter().enumerate().filter(|(_, frames)| !frames.is_empty()) {
            match groups.iter_mut().find(|(same, _)| same == frames) {
                Some((_, days)) => days.push(day),
                None => groups.push((frames, vec![day])),
            }
        }
        groups.into_iter().map(|(frames, days)| self.part(&self.days(&days), frames)).collect()
    }

    fn part(&self, days: &str, frames: &[Frame]) -> String {
        self.words.part.replace("{days}", days).replace("{hours}", &self.frames(frames))
    }

    /// Mon–Wed, Fri
    fn days(&self, days: &[usize]) -> String {
        if days.len() == 7 {
            return self.words.every_day.clone();
        }
        let runs = days.chunk_by(|before, day| before + 1 == *day).map(|run| match run {
            [first, .., last] => self.span(&self.dates.weekday(*first), &self.dates.weekday(*last)),
            _ => run.iter().map(|day| self.dates.weekday(*day)).collect(),
        });
        runs.collect::<Vec<_>>().join(&self.words.and)
    }

    fn span(&self, first: &str, last: &str) -> String {
        self.words.span.replace("{first}", first).replace("{last}", last)
    }

    fn frames(&self, frames: &[Frame]) -> String {
        let spoken = frames.iter().map(|frame| match (frame.open, frame.close) {
            (0, DAY_MINUTES) => self.words.all_day.clone(),
            (open, close) => self.span(&self.clock(open), &self.clock(close)),
        });
        let spoken = spoken.collect::<Vec<_>>().join(&self.words.and);
        if spoken.is_empty() { self.words.closed.clone() } else { spoken }
    }

    /// Past midnight it is of the next day.
    fn clock(&self, minute: Minute) -> String {
        let clock = |minute| self.dates.clock_of(minute);
        match minute.checked_sub(DAY_MINUTES) {
            Some(past) if past > 0 => self.words.next_day.replace("{clock}", &clock(past)),
            _ => clock(minute),
        }
    }

    fn on(&self, on: On) -> String {
        let date = |(month, day): (u8, u8)| {
            let month = self.dates.month(usize::from(month).saturating_sub(1));
            self.words.date.replace("{month}", &month).replace("{day}", &day.to_string())
        };
        match on {
            On::Holidays => self.words.holidays.clone(),
            On::Monthly(day) => self.words.monthly.replace("{day}", &day.to_string()),
            On::Yearly { from, to } if from == to => date(from),
            On::Yearly { from, to } => self.span(&date(from), &date(to)),
            On::Days { from, to } if from == to => self.dates.day(from),
            On::Days { from, to } => self.span(&self.dates.day(from), &self.dates.day(to)),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::service::language::Language;
    use chrono::NaiveDate;
    use madobe_domain::desk::line_times::Exception;

    fn said(language: Language, week: [Vec<Frame>; 7], exceptions: Vec<Exception>) -> String {
        let words = language.words().ok().unwrap();
        hours(&words.lines.hours, &language.dates().ok().unwrap(), &LineTimes { week, exceptions })
    }

    fn frame(open: u16, close: u16) -> Vec<Frame> {
        vec![Frame { open: open * 60, close: close * 60 }]
    }

    #[test]
    fn days_with_the_same_hours_are_said_together() {
        let week = || {
            let day = || frame(9, 17);
            [day(), day(), day(), vec![], day(), frame(22, 26), vec![]]
        };
        assert_eq!(
            said(Language::English, week(), vec![]),
            "Mon–Wed, Fri 9:00–17:00; Sat 22:00–2:00 the next day"
        );
        assert_eq!(said(Language::Easy, week(), vec![]), "月〜水、金 9:00〜17:00／土 22:00〜次の日の2:00");
    }

    #[test]
    fn around_the_clock_and_to_midnight() {
        let always = std::array::from_fn(|_| frame(0, 24));
        assert_eq!(said(Language::English, always, vec![]), "Every day all day and night");
        let evening = std::array::from_fn(|_| [frame(9, 12), frame(18, 24)].concat());
        assert_eq!(said(Language::English, evening, vec![]), "Every day 9:00–12:00, 18:00–24:00");
    }

    #[test]
    fn exceptions_follow() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let none = |on| Exception { on, frames: vec![] };
        let exceptions = vec![
            none(On::Holidays),
            Exception { on: On::Monthly(10), frames: frame(8, 32) },
            none(On::Yearly { from: (12, 29), to: (1, 3) }),
            none(On::Days { from: day(24), to: day(24) }),
        ];
        assert_eq!(
            said(Language::English, std::array::from_fn(|_| frame(16, 21)), exceptions),
            "Every day 16:00–21:00; public holidays closed; day 10 of each month 8:00–8:00 the next day; \
             29 December–3 January closed; Tue 24 November closed"
        );
    }
}

//! One weekday of the desk, as typed.
use madobe_domain::desk::hours::{Frame, Minute};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub from: String,
    pub until: String,
}

/// Open or not; the frames stay while it is not, for whoever opens it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    pub open: bool,
    pub spans: Vec<Span>,
}

impl Day {
    pub fn of(frames: &[Frame]) -> Self {
        let span = |frame: &Frame| Span { from: clock(frame.open), until: clock(frame.close) };
        Self { open: !frames.is_empty(), spans: frames.iter().map(span).collect() }
    }

    pub fn read(&self) -> Option<Vec<Frame>> {
        if !self.open {
            return Some(Vec::new());
        }
        let frame = |span: &Span| Some(Frame { open: minute(&span.from)?, close: minute(&span.until)? });
        self.spans.iter().map(frame).collect()
    }

    /// 9:00-12:00 13:00-17:00, as typed.
    pub fn words(&self) -> String {
        let spans = self.spans.iter().map(|span| [&*span.from, &*span.until].join("-"));
        if self.open { spans.collect::<Vec<_>>().join(" ") } else { String::new() }
    }
}

/// 9:05; past midnight it counts on, as far as 47:59.
pub fn clock(minute: Minute) -> String {
    let rest = minute % 60;
    [(minute / 60).to_string().as_str(), if rest < 10 { ":0" } else { ":" }, rest.to_string().as_str()]
        .concat()
}

/// Within a day: 0:00 to 24:00.
pub fn minute(typed: &str) -> Option<Minute> {
    long_minute(typed).filter(|minute| *minute <= 24 * 60)
}

pub fn long_minute(typed: &str) -> Option<Minute> {
    let (hour, rest) = typed.trim().split_once([':', '：'])?;
    let (hour, rest): (Minute, Minute) = (hour.parse().ok()?, rest.parse().ok()?);
    (hour < 48 && rest < 60).then_some(hour * 60 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_people_write_them() {
        assert_eq!(minute("9:00"), Some(540));
        assert_eq!(minute(" 17：30 "), Some(1050));
        assert_eq!(minute("25:00"), None);
        assert_eq!(long_minute("29:00"), Some(29 * 60));
        assert_eq!(clock(545), "9:05");
    }

    #[test]
    fn a_day_that_is_shut_keeps_what_was_typed() {
        let mut day = Day::of(&[Frame { open: 540, close: 720 }, Frame { open: 780, close: 1020 }]);
        assert_eq!(day.words(), "9:00-12:00 13:00-17:00");
        day.open = false;
        assert_eq!((day.read(), day.words()), (Some(Vec::new()), String::new()));
        assert_eq!(day.spans.len(), 2);
    }
}

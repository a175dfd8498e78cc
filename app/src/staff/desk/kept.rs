//! The form as a plain list of texts, for keeping: a derived reader of every part would be kilobytes of program.
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::settings::LineKind;

use super::form::{Day, Form, Line};

const YES: &str = "1";
const PHONE: &str = "phone";

impl Form {
    pub fn to_texts(&self, version: u32) -> Vec<String> {
        let flag = |on: bool| if on { YES } else { "" }.to_owned();
        let mut texts = vec![
            version.to_string(),
            self.name.clone(),
            flag(self.holidays),
            self.closed_days.clone(),
            self.reply_days.clone(),
            self.retention_days.clone(),
            self.wards.clone(),
            self.exit_url.clone(),
            flag(self.paused),
            self.notice.clone(),
        ];
        for day in &self.week {
            let more =
                day.more.iter().map(|frame| [frame.open.to_string(), frame.close.to_string()].join("-"));
            let more = more.collect::<Vec<_>>().join(" ");
            texts.extend([flag(day.open), day.from.clone(), day.until.clone(), more]);
        }
        for line in &self.lines {
            let kind = if line.kind == LineKind::Phone { PHONE } else { "" }.to_owned();
            let typed = [&line.name, &line.contact, &line.hours, &line.source, &line.checked_on];
            texts.extend(typed.map(String::clone));
            texts.extend([kind, flag(line.free)]);
        }
        texts
    }

    /// The version that it started from, and the form. Nothing where this was kept by another version of the program.
    pub fn from_texts(texts: Vec<String>) -> Option<(u32, Self)> {
        let mut texts = texts.into_iter();
        let mut next = || texts.next();
        let version = next()?.parse().ok()?;
        let mut form = Self {
            name: next()?,
            holidays: next()? == YES,
            closed_days: next()?,
            reply_days: next()?,
            retention_days: next()?,
            wards: next()?,
            exit_url: next()?,
            paused: next()? == YES,
            notice: next()?,
            week: Default::default(),
            lines: Vec::new(),
        };
        for day in &mut form.week {
            *day = Day {
                open: next()? == YES,
                from: next()?,
                until: next()?,
                more: next()?.split_whitespace().map(frame).collect::<Option<_>>()?,
            };
        }
        while let Some(name) = next() {
            form.lines.push(Line {
                name,
                contact: next()?,
                hours: next()?,
                source: next()?,
                checked_on: next()?,
                kind: if next()? == PHONE { LineKind::Phone } else { LineKind::Text },
                free: next()? == YES,
            });
        }
        Some((version, form))
    }
}

fn frame(text: &str) -> Option<Frame> {
    let (open, close) = text.split_once('-')?;
    Some(Frame { open: open.parse().ok()?, close: close.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::desk::settings::DeskSettings;

    #[test]
    fn what_is_kept_comes_back_the_same() {
        let mut form = Form::of(&DeskSettings::default());
        assert_eq!(Form::from_texts(form.to_texts(7)), Some((7, form.clone())));
        form.week[0].more = vec![Frame { open: 1080, close: 1200 }, Frame { open: 1210, close: 1230 }];
        form.week[6].from = "九時".to_owned();
        form.reply_days = "すぐ".to_owned();
        form.wards = "北\n南".to_owned();
        form.paused = true;
        let mut line = Line::new("2026-11-20".parse().unwrap());
        line.checked_on = "きのう".to_owned();
        form.lines = vec![Line { kind: LineKind::Phone, free: false, ..line.clone() }, line];
        assert_eq!(Form::from_texts(form.to_texts(0)), Some((0, form.clone())));
        let mut cut = form.to_texts(0);
        cut.pop();
        assert_eq!(Form::from_texts(cut), None);
        assert_eq!(Form::from_texts(Vec::new()), None);
    }
}

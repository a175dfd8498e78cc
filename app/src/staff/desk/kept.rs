//! The form as a plain list of texts, for keeping: a derived reader of every part would be kilobytes of program.
use madobe_domain::desk::settings::LineKind;

use super::day::{Day, Span};
use super::form::Form;
use super::line::Line;
use super::place::Place;

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
            self.complaints.clone(),
            self.changes.clone(),
        ];
        for day in &self.week {
            texts.extend([flag(day.open), day.spans.len().to_string()]);
            texts.extend(day.spans.iter().flat_map(|span| [span.from.clone(), span.until.clone()]));
        }
        texts.push(self.places.len().to_string());
        texts.extend(self.places.iter().flat_map(|place| [place.code.clone(), place.name.clone()]));
        for line in &self.lines {
            let kind = if line.kind == LineKind::Phone { PHONE } else { "" }.to_owned();
            let typed = [
                &line.name,
                &line.contact,
                &line.hours,
                &line.times,
                &line.valid_from,
                &line.valid_to,
                &line.source,
                &line.checked_on,
                &line.checked_by,
            ];
            texts.extend(typed.map(String::clone));
            texts.extend([kind, flag(line.free), flag(line.voice)]);
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
            complaints: next()?,
            changes: next()?,
            week: Default::default(),
            lines: Vec::new(),
            places: Vec::new(),
        };
        for day in &mut form.week {
            *day = Day { open: next()? == YES, spans: Vec::new() };
            for _ in 0..next()?.parse::<u8>().ok()? {
                day.spans.push(Span { from: next()?, until: next()? });
            }
        }
        for _ in 0..next()?.parse::<u8>().ok()? {
            form.places.push(Place { code: next()?, name: next()? });
        }
        while let Some(name) = next() {
            form.lines.push(Line {
                name,
                contact: next()?,
                hours: next()?,
                times: next()?,
                valid_from: next()?,
                valid_to: next()?,
                source: next()?,
                checked_on: next()?,
                checked_by: next()?,
                kind: if next()? == PHONE { LineKind::Phone } else { LineKind::Text },
                free: next()? == YES,
                voice: next()? == YES,
            });
        }
        Some((version, form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::desk::settings::DeskSettings;

    #[test]
    fn what_is_kept_comes_back_the_same() {
        let mut form = Form::of(&DeskSettings::default());
        assert_eq!(Form::from_texts(form.to_texts(7)), Some((7, form.clone())));
        form.week[0].spans.push(Span { from: "18".to_owned(), until: "すぎ".to_owned() });
        form.places.push(Place { code: "bcd2".to_owned(), name: "図書館".to_owned() });
        form.week[6].open = true;
        form.reply_days = "すぐ".to_owned();
        form.wards = "北\n南".to_owned();
        form.paused = true;
        let mut line = Line::new("2026-11-20".parse().unwrap(), "あおば".to_owned());
        line.times = "毎日 0:00-24:00\n祝日 休み".to_owned();
        line.checked_on = "きのう".to_owned();
        form.lines = vec![Line { kind: LineKind::Phone, free: false, ..line.clone() }, line];
        assert_eq!(Form::from_texts(form.to_texts(0)), Some((0, form.clone())));
        let mut cut = form.to_texts(0);
        cut.pop();
        assert_eq!(Form::from_texts(cut), None);
        assert_eq!(Form::from_texts(Vec::new()), None);
    }
}

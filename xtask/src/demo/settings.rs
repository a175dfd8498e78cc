//! A desk that could be anybody's: made-up wards, and lines that lead nowhere.
use chrono::NaiveDate;
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::line_times::{Exception, LineTimes, On};
use madobe_domain::desk::place::Place;
use madobe_domain::desk::settings::{CrisisLine, DeskSettings, LineKind};

const WARDS: [&str; 14] = [
    "やなぎ区",
    "けやき区",
    "くすのき区",
    "かえで区",
    "いちょう区",
    "もみじ区",
    "ひのき区",
    "つばき区",
    "すすき区",
    "はぎ区",
    "ききょう区",
    "なずな区",
    "あやめ区",
    "くるみ区",
];
const SOURCE: &str = "https://example.jp/";

const PLACES: [(&str, &str); 4] = [
    ("bk23", "見本 やなぎ図書館"),
    ("cm45", "見本 けやき高校"),
    ("dn67", "見本 くすのき診療所"),
    ("fp89", "見本 かえで区の窓口"),
];

/// Every day, or from Monday to Friday.
fn times(days: usize, open: u16, close: u16) -> LineTimes {
    let frame = Frame { open: open * 60, close: close * 60 };
    LineTimes {
        week: std::array::from_fn(|day| if day < days { vec![frame] } else { Vec::new() }),
        ..LineTimes::default()
    }
}

pub fn apply(settings: &mut DeskSettings, today: NaiveDate) {
    let line = |name: &str, kind, contact: &str, hours: &str, times, free| CrisisLine {
        name: name.to_owned(),
        kind,
        contact: contact.to_owned(),
        hours: hours.to_owned(),
        times: Some(times),
        free,
        source: SOURCE.to_owned(),
        checked_on: today,
        ..CrisisLine::default()
    };
    settings.name = "見本 こころの窓口".to_owned();
    settings.wards = WARDS.map(str::to_owned).to_vec();
    let place = |(code, name): (&str, &str)| Place { code: code.to_owned(), name: name.to_owned() };
    settings.places = PLACES.map(place).to_vec();
    let mut weekdays = times(5, 9, 17);
    weekdays.exceptions = vec![
        Exception { on: On::Holidays, frames: Vec::new() },
        Exception { on: On::Yearly { from: (12, 29), to: (1, 3) }, frames: Vec::new() },
    ];
    settings.lines = vec![
        line("見本 文字の相談室", LineKind::Text, SOURCE, "毎日 18時から23時", times(7, 18, 23), true),
        line("見本 よるのチャット", LineKind::Text, SOURCE, "毎日 22時から5時", times(7, 22, 29), true),
        line("見本 いのちの電話", LineKind::Phone, "000-0000-0001", "24時間", times(7, 0, 24), true),
        line("見本 くらしの電話", LineKind::Phone, "000-0000-0002", "平日 9時から17時", weekdays, false),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_settings_are_accepted() {
        let mut settings = DeskSettings::default();
        let today = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        apply(&mut settings, today);
        assert!(settings.check(today, None).is_ok());
        assert_eq!(settings.wards.len(), 14);
        assert!(settings.lines.iter().all(|line| line.name.starts_with("見本")));
    }
}

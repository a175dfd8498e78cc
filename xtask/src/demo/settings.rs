//! A desk that could be anybody's: made-up wards, and lines that lead nowhere.
use chrono::NaiveDate;
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

pub fn apply(settings: &mut DeskSettings, today: NaiveDate) {
    let line = |name: &str, kind, contact: &str, hours: &str, free| CrisisLine {
        name: name.to_owned(),
        kind,
        contact: contact.to_owned(),
        hours: hours.to_owned(),
        free,
        source: SOURCE.to_owned(),
        checked_on: today,
    };
    settings.name = "見本 こころの窓口".to_owned();
    settings.wards = WARDS.map(str::to_owned).to_vec();
    settings.lines = vec![
        line("見本 文字の相談室", LineKind::Text, SOURCE, "毎日 18時から23時", true),
        line("見本 よるのチャット", LineKind::Text, SOURCE, "毎日 22時から5時", true),
        line("見本 いのちの電話", LineKind::Phone, "000-0000-0001", "24時間", true),
        line("見本 くらしの電話", LineKind::Phone, "000-0000-0002", "平日 9時から17時", false),
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

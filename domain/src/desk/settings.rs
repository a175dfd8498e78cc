//! What the operator says about the desk: public, versioned, checked before it is kept.

use super::hours::Week;
pub use super::line::{CrisisLine, LineKind};
use super::place::Place;
use crate::limits::TEAM_NAME_CHARS;
use crate::text::one_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskSettings {
    /// What the desk calls itself on the public pages.
    pub name: String,
    pub week: Week,
    pub open_on_holidays: bool,
    /// Closed besides public holidays.
    #[serde(with = "crate::clock::day::list")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub closed_days: Vec<NaiveDate>,
    /// Open days until an answer, 0 to 30.
    pub reply_days: u32,
    /// Days after closing until a consultation is erased.
    pub retention_days: u32,
    /// Places to choose from, all optional for the writer.
    pub wards: Vec<String>,
    /// Where else to turn, in the order shown.
    pub lines: Vec<CrisisLine>,
    /// Where printed matter lies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Where quick exit leads: a page with nothing to hide.
    pub exit_url: String,
    /// Present: the desk takes no new consultations just now, and this is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<String>,
    /// Who else hears a complaint about this desk, in one line: shown on /about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaints: Option<String>,
    /// What was changed because of what people said, newest first: shown on /feedback.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// One thing that was changed, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: NaiveDate,
    pub words: String,
}

/// Which setting is not right. The interface shows it beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsFault(pub &'static str);

const NEUTRAL_PAGE: &str = "https://www.jma.go.jp/";

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            name: "窓辺".to_owned(),
            week: Week::office(),
            open_on_holidays: false,
            closed_days: Vec::new(),
            reply_days: 2,
            retention_days: 180,
            wards: Vec::new(),
            lines: Vec::new(),
            places: Vec::new(),
            exit_url: NEUTRAL_PAGE.to_owned(),
            paused: None,
            complaints: None,
            changes: Vec::new(),
        }
    }
}

pub(super) fn is_https(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && url.len() <= 300
            && url.chars().all(|c| c.is_ascii_graphic())
    })
}

/// The names of what does not hold.
pub(super) fn named<const N: usize>(checks: [(bool, &'static str); N]) -> Vec<SettingsFault> {
    checks.into_iter().filter(|(holds, _)| !holds).map(|(_, name)| SettingsFault(name)).collect()
}

impl DeskSettings {
    /// Every setting that is not right, but for the help lines, which know their own faults. `host`: where this desk
    /// itself is found, as far as that is known.
    pub fn faults(&self, host: Option<&str>) -> Vec<SettingsFault> {
        let is_notice = |notice: &String| one_line(notice, 200).is_ok();
        let is_ward = |ward: &String| one_line(ward, TEAM_NAME_CHARS).is_ok();
        let leads_back = host.is_some_and(|host| host_of(&self.exit_url) == host_of(host));
        named([
            (one_line(&self.name, TEAM_NAME_CHARS).is_ok(), "name"),
            (self.week.is_sound(), "week"),
            (self.closed_days.len() <= 200, "closed_days"),
            (self.reply_days <= 30, "reply_days"),
            ((30..=3650).contains(&self.retention_days), "retention_days"),
            (self.wards.len() <= 60 && self.wards.iter().all(is_ward), "wards"),
            (self.lines.len() <= 40, "lines"),
            (self.places_are_sound(), "places"),
            // Leaving quickly must not lead back to where somebody was seen.
            (is_https(&self.exit_url) && !leads_back, "exit_url"),
            (self.paused.as_ref().is_none_or(is_notice), "paused"),
            (self.complaints.as_ref().is_none_or(is_notice), "complaints"),
            (
                self.changes.len() <= 60 && self.changes.iter().all(|change| is_notice(&change.words)),
                "changes",
            ),
        ])
    }

    /// Two hundred at most, and no two with one code.
    fn places_are_sound(&self) -> bool {
        let codes = || self.places.iter().map(|place| &place.code);
        self.places.len() <= 200
            && self.places.iter().all(Place::is_sound)
            && codes().enumerate().all(|(place, code)| codes().take(place).all(|other| other != code))
    }

    pub fn place(&self, code: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.code == code)
    }

    /// As anybody may see them: without what is for colleagues alone.
    pub fn for_everybody(&self) -> Self {
        let mut settings = self.clone();
        settings.places.clear();
        settings.lines.iter_mut().for_each(|line| line.checked_by = None);
        settings
    }

    /// Names the first setting that is not right.
    pub fn check(&self, today: NaiveDate, host: Option<&str>) -> Result<(), SettingsFault> {
        let lines = self.lines.iter().flat_map(|line| line.faults(today));
        self.faults(host).into_iter().chain(lines).next().map_or(Ok(()), Err)
    }
}

/// The name in an address, or in what a browser calls a host: small letters, without the port.
pub fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let is_port = |port: &str| port.chars().all(|c| c.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    name.trim_end_matches('.').to_ascii_lowercase()
}

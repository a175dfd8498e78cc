//! What of the calendar is shown, as its address says it: `/staff/calendar/week/2026-11-23`, and of one person alone `?who=…`; of a day by
//! rooms, `?by=room`.
use chrono::{Datelike, Days, NaiveDate};
use madobe_domain::ids::{CaseId, StaffId};

use crate::time::iso_day;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Day,
    Week,
    List,
}

const VIEWS: [(View, &str); 3] = [(View::Day, "day"), (View::Week, "week"), (View::List, "list")];

const BY_ROOM: &str = "by=room";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub view: View,
    pub day: NaiveDate,
    /// Only what this person holds.
    pub who: Option<StaffId>,
    /// Of a day: a column a room, not a person.
    pub by_room: bool,
}

impl Place {
    /// The week of today where the address names nothing that can be shown.
    pub fn of(path: &str, search: &str, today: NaiveDate) -> Self {
        let mut rest = path.trim_start_matches("/staff/calendar").trim_matches('/').split('/');
        let name = rest.next().unwrap_or_default();
        let view = VIEWS.iter().find(|(_, known)| *known == name).map_or(View::Week, |(view, _)| *view);
        let asked = || search.trim_start_matches('?').split('&');
        let who = asked().find_map(|part| StaffId::parse(part.strip_prefix("who=")?).ok());
        let by_room = view == View::Day && asked().any(|part| part == BY_ROOM);
        Self { view, day: rest.next().and_then(day).unwrap_or(today), who, by_room }
    }

    pub fn path(self) -> String {
        let name = VIEWS.iter().find(|(view, _)| *view == self.view).map_or("", |(_, name)| name);
        let path = ["/staff/calendar/", name, "/", &iso_day(self.day)].concat();
        let who = self.who.map(|who| ["who=", &who.to_string()].concat());
        let by = (self.by_room && self.view == View::Day).then(|| BY_ROOM.to_owned());
        let asked: Vec<String> = who.into_iter().chain(by).collect();
        if asked.is_empty() { path } else { [path.as_str(), "?", &asked.join("&")].concat() }
    }

    /// The first day that is shown, and how many.
    pub fn days(self) -> (NaiveDate, u16) {
        match self.view {
            View::Day => (self.day, 1),
            View::Week => (self.day.week(chrono::Weekday::Mon).first_day(), 7),
            View::List => (self.day, 31),
        }
    }

    pub fn step(self, forward: bool) -> Self {
        let days = Days::new(u64::from(self.days().1));
        let day = if forward { self.day.checked_add_days(days) } else { self.day.checked_sub_days(days) };
        Self { day: day.unwrap_or(self.day), ..self }
    }
}

/// `/staff/calendar/for/{case}`: whom to book for.
pub fn for_case(path: &str) -> Option<CaseId> {
    CaseId::parse(path.strip_prefix("/staff/calendar/for/")?).ok()
}

/// 2026-11-24, as addresses and date fields have it.
pub fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim().split('-');
    let mut number = || parts.next()?.parse::<u32>().ok();
    let (year, month, of_month) = (number()?, number()?, number()?);
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, of_month)?;
    (parts.next().is_none() && (2000..2200).contains(&day.year())).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_names_what_is_shown() {
        let today = date("2026-11-25");
        for view in [View::Day, View::Week, View::List] {
            let place = Place { view, day: date("2026-12-01"), who: None, by_room: false };
            assert_eq!(Place::of(&place.path(), "", today), place);
            let whose = Place { who: Some(StaffId::from_bytes([7; 16])), ..place };
            let path = whose.path();
            let (path, search) = path.split_once('?').unwrap();
            assert_eq!(Place::of(path, search, today), whose);
            assert_eq!(Place::of(path, "?who=x", today), place);
            // Only a day has rooms beside each other.
            let by_room = Place { by_room: true, ..whose };
            let path = by_room.path();
            let (path, search) = path.split_once('?').unwrap();
            assert_eq!(Place::of(path, search, today), Place { by_room: view == View::Day, ..whose });
            assert_eq!(Place::of(path, "?by=room", today), Place { by_room: view == View::Day, ..place });
        }
        let start = Place { view: View::Week, day: today, who: None, by_room: false };
        for odd in
            ["/staff/calendar", "/staff/calendar/", "/staff/calendar/year", "/staff/calendar/week/2026-13-01"]
        {
            assert_eq!(Place::of(odd, "", today), start, "{odd}");
        }
        let case = CaseId::from_bytes([7; 16]);
        assert_eq!(for_case(&format!("/staff/calendar/for/{case}")), Some(case));
        assert_eq!(for_case("/staff/calendar/for/x"), None);
        assert_eq!(start.days(), (date("2026-11-23"), 7));
        assert_eq!(start.step(true).days(), (date("2026-11-30"), 7));
        assert_eq!(Place { view: View::Day, ..start }.step(false).day, date("2026-11-24"));
    }

    #[test]
    fn a_day_is_read_or_not() {
        assert_eq!(day(" 2026-11-24 "), Some(date("2026-11-24")));
        for odd in ["", "2026-11", "2026-11-24-1", "2026-02-30", "1026-01-01", "x-y-z"] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }
}

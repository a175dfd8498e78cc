//! What lies behind the talks of a day: its hours, when somebody is there or a room is open, and the present moment.
use leptos::prelude::*;
use madobe_domain::booking::hours::{opening, presence};
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick};
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use super::grid::{Spot, drawn, each_hour, hours, length, marked, spots};
use super::place::Place;
use super::shown::Head;
use crate::time;

const MINUTE_MILLIS: i64 = 60_000;

pub struct Grid {
    pub hours: Span,
    /// By the handle of each person: when they are there by the plan, as the free times are computed from it.
    there: Vec<(String, Vec<Span>)>,
    whole: Span,
}

impl Grid {
    pub fn of(here: Calendar, place: Place, plan: &Plan, talks: &[StaffTalk]) -> Self {
        let midnight = Tick::of_day(place.day);
        let whole = Span { from: midnight, to: midnight.plus(DAY_TICKS) };
        let shut: Vec<_> = here
            .holidays
            .with(|all| all.iter().filter(|holiday| holiday.shut).map(|holiday| holiday.day).collect());
        let there: Vec<(String, Vec<Span>)> = plan
            .people
            .iter()
            .map(|person| (person.staff.to_string(), marked(&presence(person, &shut, whole), whole)))
            .collect();
        let spans = there.iter().flat_map(|(_, spans)| spans.iter().copied());
        let hours = hours(place.day, spans.chain(talks.iter().map(drawn)));
        Self { hours, there, whole }
    }

    pub fn spots(&self, talks: &[&StaffTalk]) -> Vec<Spot> {
        let spans: Vec<Span> = talks.iter().map(|talk| drawn(talk)).collect();
        spots(self.hours, &spans)
    }

    /// Of whom nothing is planned, nothing is dim either.
    fn there(&self, plan: &Plan, head: &Head) -> Vec<Span> {
        match head {
            Head::Person(handle) => {
                let found = self.there.iter().find(|(known, _)| known == handle);
                found.map(|(_, spans)| spans.clone()).unwrap_or_default()
            }
            Head::Room(room) => {
                let room = plan.room(room);
                room.map(|room| marked(&opening(&room.closed, self.whole), self.hours)).unwrap_or_default()
            }
            Head::Day(_) | Head::Others => vec![self.hours],
        }
    }

    /// The light bands of a column, and a line through it at the present minute.
    pub fn behind(&self, here: Calendar, plan: &Plan, head: &Head) -> impl IntoView + use<> {
        let hours = self.hours;
        let band = move |span: Span| {
            let (from, long) = (span.from.0 - hours.from.0, length(span));
            view! {
                <span class="cal-there" aria-hidden="true" style=("--from", from.to_string()) style=("--long", long.to_string())></span>
            }
        };
        let minute = Memo::new(move |_| {
            let now = here.app.list.now.get().millis() - hours.from.time().millis();
            let length = hours.to.time().millis() - hours.from.time().millis();
            (0..length).contains(&now).then_some(now / MINUTE_MILLIS)
        });
        let now = move || {
            minute.get().map(|minute| {
                view! { <span class="cal-now" aria-hidden="true" style=("--minute", minute.to_string())></span> }
            })
        };
        view! {
            {self.there(plan, head).into_iter().map(band).collect_view()}
            {now}
        }
    }

    /// Each talk says its time itself: for whoever sees.
    pub fn axis(&self) -> impl IntoView + use<> {
        let first = self.hours.from;
        let hour = move |at: Tick| {
            let from = at.0 - first.0;
            view! { <span style=("--from", from.to_string())>{time::clock(at.time())}</span> }
        };
        view! { <div class="cal-hours" aria-hidden="true">{each_hour(self.hours).map(hour).collect_view()}</div> }
    }

    /// How many ticks are drawn.
    pub fn ticks(&self) -> String {
        length(self.hours).to_string()
    }
}

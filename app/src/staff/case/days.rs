//! Two days of a case: until when it is put aside, and when to look at it again.
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::HOLD_DAYS;
use madobe_domain::log::work::WorkRecord;

use crate::staff::app::App;
use crate::staff::row::{Row, Standing};
use crate::staff::sheet::Sheet;
use crate::time;
use crate::ui::place::focus_soon;
use crate::ui::told::then;
use crate::vault::Writing;
use crate::words::staff::work;

/// Days ahead that one press chooses.
const QUICK: [(u64, &str); 3] = [(3, work::DAYS3), (7, work::DAYS7), (30, work::DAYS30)];

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Hold,
    FollowUp,
}

impl Which {
    const fn id(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::FollowUp => "follow-up",
        }
    }

    const fn heading(self) -> &'static str {
        match self {
            Self::Hold => work::HOLD,
            Self::FollowUp => work::FOLLOW_UP,
        }
    }

    const fn end(self) -> &'static str {
        match self {
            Self::Hold => work::RESUME,
            Self::FollowUp => work::FOLLOW_UP_DONE,
        }
    }

    fn day(self, row: &Row) -> Option<NaiveDate> {
        match self {
            Self::Hold => row.work.held_until.filter(|_| row.answered != Standing::Closed),
            Self::FollowUp => row.work.follow_up,
        }
    }

    fn state(self, row: &Row, today: NaiveDate) -> String {
        match (self, self.day(row)) {
            (Self::Hold, None) => work::NOT_HELD.to_owned(),
            (Self::Hold, Some(day)) if day <= today => work::held_over(&time::day_seen_from(day, today)),
            (Self::Hold, Some(day)) => work::held_until(&time::day_seen_from(day, today)),
            (Self::FollowUp, None) => work::NO_FOLLOW_UP.to_owned(),
            (Self::FollowUp, Some(day)) if day <= today => {
                work::follow_up_come(&time::day_seen_from(day, today))
            }
            (Self::FollowUp, Some(day)) => time::day_seen_from(day, today),
        }
    }

    fn record(self, day: Option<NaiveDate>) -> WorkRecord {
        match (self, day) {
            (Self::Hold, Some(until)) => WorkRecord::Held { until },
            (Self::Hold, None) => WorkRecord::Resumed,
            (Self::FollowUp, on) => WorkRecord::FollowUp { on },
        }
    }

    fn said(self, day: Option<NaiveDate>, today: NaiveDate) -> String {
        match (self, day.map(|day| time::day_seen_from(day, today))) {
            (Self::Hold, Some(day)) => work::said_held(&day),
            (Self::Hold, None) => work::SAID_RESUMED.to_owned(),
            (Self::FollowUp, Some(day)) => work::said_follow_up(&day),
            (Self::FollowUp, None) => work::SAID_FOLLOW_UP_DONE.to_owned(),
        }
    }
}

/// From tomorrow on, for about a year.
fn may_be(day: NaiveDate, today: NaiveDate) -> bool {
    day > today && today.checked_add_days(Days::new(HOLD_DAYS)).is_some_and(|last| day <= last)
}

#[component]
pub fn HoldDay(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    view! { <Day case sheet which=Which::Hold /> }
}

#[component]
pub fn FollowUpDay(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    view! { <Day case sheet which=Which::FollowUp /> }
}

#[component]
fn Day(case: CaseId, sheet: Memo<Arc<Sheet>>, which: Which) -> impl IntoView {
    let app = App::of_context();
    let id = which.id();
    let part = move |tail: &str| [id, "-", tail].concat();
    let (open, typed, fault) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(false));
    let today = move || app.list.now.get().date_in_japan();
    let state = move || sheet.with(|sheet| which.state(&sheet.row, today()));
    let is_set = Memo::new(move |_| sheet.with(|sheet| which.day(&sheet.row).is_some()));
    let promised = move || {
        let promised = sheet.with(|sheet| sheet.row.promised).filter(|_| which == Which::Hold)?;
        Some(view! { <p class="hint">{work::promise_stays(&time::day(promised))}</p> })
    };
    // A hold may go past it, and whoever holds is told: the promise stays.
    let past = move |day: NaiveDate| {
        let promised = sheet.with(|sheet| sheet.row.promised)?;
        (which == Which::Hold && day > promised).then(|| work::past_promise(&time::day(promised)))
    };
    let decide = move |day: Option<NaiveDate>| {
        let today = app.list.now.get_untracked().date_in_japan();
        let past = untrack(|| day.and_then(past)).unwrap_or_default();
        let may = day.is_none_or(|day| may_be(day, today));
        fault.set(!may);
        if may {
            open.set(false);
            typed.set(String::new());
            app.work(case, Writing::Work(which.record(day)), then(&which.said(day, today), &past));
            focus_soon(part("summary"));
        }
    };
    let quick = move |(days, words): (u64, &'static str)| {
        let press = move |_| {
            decide(app.list.now.get_untracked().date_in_japan().checked_add_days(Days::new(days)));
        };
        view! { <button class="chip" type="button" on:click=press>{words}</button> }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match time::parse_day(&typed.get_untracked()) {
            Some(day) => decide(Some(day)),
            None => fault.set(true),
        }
    };
    view! {
        <details
            class="fold"
            id=id
            prop:open=move || open.get()
            on:toggle:target=move |event| open.set(event.target().open())
        >
            <summary id=part("summary")><b>{which.heading()}</b><span class="fold-state" id=part("state")>{state}</span></summary>
            <div class="stack">
                {promised}
                <div class="chips" role="group" aria-label=which.heading()>{QUICK.map(quick).collect_view()}</div>
                <form class="row" novalidate on:submit=submit>
                    <label class="label" for=part("day")>{work::DAY}</label>
                    <input
                        class="input day"
                        id=part("day")
                        type="date"
                        aria-describedby=part("fault")
                        aria-invalid=move || fault.get().then_some("true")
                        prop:value=move || typed.get()
                        on:input:target=move |event| {
                            typed.set(event.target().value());
                            fault.set(false);
                        }
                    />
                    <button class="button small" type="submit">{work::SET}</button>
                </form>
                {move || time::parse_day(&typed.get()).and_then(past).map(|words| view! {
                    <p class="hint" id=part("past") role="status">{words}</p>
                })}
                <p class="error" id=part("fault") hidden=move || !fault.get()>{work::DAY_FAULT}</p>
                {move || is_set.get().then(|| view! {
                    <button class="button small" type="button" id=part("end") on:click=move |_| decide(None)>{which.end()}</button>
                })}
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::tests::{day, row};

    #[test]
    fn a_day_is_one_to_come_within_a_year() {
        let today = day("2026-11-24");
        assert!(!may_be(today, today) && may_be(day("2026-11-25"), today));
        assert!(may_be(day("2027-11-25"), today) && !may_be(day("2027-11-26"), today));
    }

    #[test]
    fn a_hold_says_until_when_and_that_it_is_over() {
        let mut row = row(1, None, 1);
        row.work.held_until = Some(day("2026-11-30"));
        let state = |today| Which::Hold.state(&row, day(today));
        assert_eq!(state("2026-11-29"), "11月30日（月）まで");
        assert_eq!(state("2026-11-30"), "11月30日（月）までの保留が終わりました");
        row.answered = Standing::Closed;
        assert_eq!(Which::Hold.state(&row, day("2026-11-29")), "していません");
    }
}

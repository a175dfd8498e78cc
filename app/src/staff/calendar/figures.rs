//! `/staff/calendar/figures`: a month in numbers. Nobody is counted by name.
use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use madobe_domain::booking::plan::Plan;
use madobe_domain::ids::TeamId;
use madobe_domain::wire::calendar::{MonthFigures, RoomUse};

use crate::api::ApiError;
use crate::api::calendar::Talks;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Small;
use crate::words::common::date;
use crate::words::common::list;
use crate::words::staff::{self, figures};

pub fn screen(team: TeamId) -> AnyView {
    view! { <Figures talks=Talks(team) /> }.into_any()
}

fn step(month: NaiveDate, forward: bool) -> NaiveDate {
    let one = Months::new(1);
    let other = if forward { month.checked_add_months(one) } else { month.checked_sub_months(one) };
    other.unwrap_or(month)
}

fn month_words(month: NaiveDate) -> String {
    let name = date::MONTHS.split(' ').nth(month.month0() as usize).unwrap_or_default();
    date::year(&month.year().to_string(), name)
}

#[component]
fn Figures(talks: Talks) -> impl IntoView {
    let app = App::of_context();
    let month = RwSignal::new(app.list.now.get_untracked().date_in_japan().with_day(1).unwrap_or_default());
    let found = LocalResource::new(move || {
        let month = month.get();
        async move {
            let plan = app.watch(talks.plan()).await?.plan;
            Ok::<_, ApiError>((month, plan, app.watch(talks.month(month)).await?))
        }
    });
    let go = move |forward| month.update(|month| *month = step(*month, forward));
    view! {
        <div class="row">
            <Small words=figures::BEFORE on_press=move || go(false) />
            <Small words=figures::AFTER on_press=move || go(true) />
        </div>
        {move || match found.get() {
            None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
            Some(Err(error)) => view! {
                <div class="panel warning" role="alert">
                    <p>{list::sentences(figures::FAILED, &Trouble::from(error).words())}</p>
                    <Small words=staff::AGAIN on_press=move || found.refetch() />
                </div>
            }.into_any(),
            Some(Ok((month, plan, all))) => shown(month, &plan, &all).into_any(),
        }}
    }
}

fn shown(month: NaiveDate, plan: &Plan, all: &MonthFigures) -> impl IntoView + use<> {
    let counts = [
        (figures::ASKED, all.asked),
        (figures::HELD, all.held),
        (figures::NOT_HELD, all.not_held),
        (figures::UNNOTED, all.unnoted),
        (figures::MOVED, all.moved),
        (figures::CANCELLED, all.cancelled),
    ];
    let count = |(words, count): (&'static str, u32)| {
        view! { <tr><th scope="row">{words}</th><td>{count.to_string()}</td></tr> }
    };
    let room = |one: &RoomUse| {
        let name = plan.room(&one.room).map(|room| room.name.clone()).unwrap_or_default();
        let share = free_share(*one)
            .map_or_else(|| figures::NO_HOURS.to_owned(), |share| figures::percent(&share.to_string()));
        view! { <tr><th scope="row">{name}</th><td>{share}</td></tr> }
    };
    let rooms = all.rooms.iter().map(room).collect_view();
    view! {
        <h2 id="figures-month" tabindex="-1" aria-live="polite">{month_words(month)}</h2>
        <p class="hint">{figures::HINT}</p>
        <table class="table figures" aria-labelledby="figures-month"><tbody>{counts.map(count).collect_view()}</tbody></table>
        {(!all.rooms.is_empty()).then(|| view! {
            <h2 id="figures-rooms">{figures::ROOMS}</h2>
            <p class="hint">{figures::ROOMS_HINT}</p>
            <table class="table figures" aria-labelledby="figures-rooms"><tbody>{rooms}</tbody></table>
        })}
    }
}

/// In whole percent. Nothing where nobody was there.
fn free_share(one: RoomUse) -> Option<u32> {
    let used = u64::from(one.used_minutes.min(one.open_minutes)) * 100;
    let used = used.checked_div(u64::from(one.open_minutes))?;
    Some(100 - u32::try_from(used).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::ids::RoomId;

    #[test]
    fn what_is_left_of_a_room() {
        let of = |open_minutes, used_minutes| {
            free_share(RoomUse { room: RoomId::from_bytes([1; 16]), open_minutes, used_minutes })
        };
        assert_eq!((of(480, 120), of(480, 0), of(480, 500), of(0, 0)), (Some(75), Some(100), Some(0), None));
        let december: NaiveDate = "2026-12-01".parse().unwrap();
        assert_eq!(step(december, true), "2027-01-01".parse::<NaiveDate>().unwrap());
        assert_eq!(step(december, false), "2026-11-01".parse::<NaiveDate>().unwrap());
        assert_eq!(month_words(december), "2026年12月");
    }
}

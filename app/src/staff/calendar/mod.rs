//! `/staff/calendar`: who talks with whom, when and where. The times are the server's word; what happened to a talk of
//! a case is written into its record too.
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::Span;
use madobe_domain::ids::{CaseId, ReservationId, TeamId};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::calendar::{Holiday, StaffTalk};

mod answers;
mod asked_for;
mod asking;
mod back;
mod booking;
mod columns;
mod day;
mod drag;
mod feed;
mod figures;
mod grid;
mod holiday;
pub(super) mod names;
pub(super) mod note;
mod place;
mod plan;
mod record;
pub(super) mod shown;
mod talk;
mod whose;

use super::app::App;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::api::calendar::Talks;
use crate::page::{self, spawn};
use crate::time;
use crate::ui::act::Small;
use crate::ui::place::{focus_soon, title};
use crate::words::common::list;
use crate::words::staff::{self, calendar, figures as figure_words, plan as plan_words};
use asking::What;
use booking::Booking;
use columns::Columns;
use drag::Drag;
use note::Notes;
use place::{Place, View, for_case};
use record::Unrecorded;
use talk::TalkDialog;
use whose::Whose;

const LOOK_MILLIS: u32 = 30_000;

/// What every part of this screen sees.
#[derive(Clone, Copy)]
pub struct Calendar {
    app: App,
    talks: Talks,
    place: Memo<Place>,
    plan: RwSignal<Arc<Plan>>,
    /// What is on screen, and where that is.
    shown: RwSignal<Option<(Place, Arc<Vec<StaffTalk>>)>>,
    holidays: RwSignal<Vec<Holiday>>,
    /// For whom talks without a consultation are.
    notes: Notes,
    trouble: RwSignal<Option<String>>,
    /// The talk whose dialog is open.
    open: RwSignal<Option<ReservationId>>,
    /// What is being booked.
    asking: RwSignal<Option<What>>,
    /// What was done last, in words.
    said: RwSignal<String>,
    /// What the server knows and the cases do not yet.
    unrecorded: RwSignal<Vec<(CaseId, TalkRecord)>>,
    /// Talks whose cancelling is on its way.
    cancelling: StoredValue<BTreeSet<ReservationId>>,
    /// A talk that is being dragged.
    drag: RwSignal<Option<Drag>>,
    /// Which hours are drawn, where a day is.
    hours: StoredValue<Option<Span>>,
    turn: StoredValue<u32>,
}

/// One of the screens of a team's talks, with the ways to the others.
#[component]
pub fn OfTalks(heading: &'static str, show: fn(TeamId) -> AnyView) -> impl IntoView {
    title(heading);
    focus_soon("heading");
    let app = App::of_context();
    let teams = app.session.with_untracked(|session| {
        let teams = session.iter().flat_map(|session| &session.teams);
        teams
            .filter(|team| !team.keys.is_empty())
            .map(|team| (team.id, team.name.clone()))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(teams.first().map(|(id, _)| *id));
    let choice = move |(id, name): (TeamId, String)| {
        view! {
            <button class="filter" type="button" aria-pressed=move || (chosen.get() == Some(id)).to_string()
                on:click=move |_| chosen.set(Some(id))>{name}</button>
        }
    };
    let link = move |href: &'static str, words: &'static str| {
        view! { <a class="filter" href=href aria-current=(words == heading).then_some("page")>{words}</a> }
    };
    view! {
        <main class="sheet full stack" id="main" tabindex="-1">
            <div class="cal-bar row between">
                <h1 id="heading" tabindex="-1">{heading}</h1>
                <nav class="row" aria-label=calendar::SCREENS>
                    {link("/staff/calendar", calendar::HEADING)}
                    {link("/staff/calendar/plan", plan_words::HEADING)}
                    {link("/staff/calendar/figures", figure_words::HEADING)}
                </nav>
            </div>
            {(teams.len() > 1).then(|| view! {
                <div class="row" role="group" aria-label=calendar::TEAMS>{teams.into_iter().map(choice).collect_view()}</div>
            })}
            {move || chosen.get().map(show)}
        </main>
    }
}

pub fn calendar_route() -> AnyView {
    view! { <OfTalks heading=calendar::HEADING show=|team| view! { <OfTeam team /> }.into_any() /> }
        .into_any()
}

pub fn figures_route() -> AnyView {
    view! { <OfTalks heading=figure_words::HEADING show=figures::screen /> }.into_any()
}

pub fn plan_route() -> AnyView {
    view! { <OfTalks heading=plan_words::HEADING show=plan::screen /> }.into_any()
}

#[component]
fn OfTeam(team: TeamId) -> impl IntoView {
    let app = App::of_context();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let today = Memo::new(move |_| app.list.now.get().date_in_japan());
    let here = Calendar {
        app,
        talks: Talks(team),
        place: Memo::new(move |_| {
            path.with(|path| search.with(|search| Place::of(path, search, today.get())))
        }),
        plan: RwSignal::default(),
        shown: RwSignal::new(None),
        holidays: RwSignal::default(),
        notes: Notes::new(app, Talks(team)),
        trouble: RwSignal::new(None),
        open: RwSignal::new(None),
        asking: RwSignal::new(None),
        said: RwSignal::default(),
        unrecorded: RwSignal::default(),
        cancelling: StoredValue::default(),
        drag: RwSignal::new(None),
        hours: StoredValue::new(None),
        turn: StoredValue::new(0),
    };
    provide_context(here);
    drag::listen(here);
    Effect::new(move |_| {
        here.place.track();
        here.load();
    });
    // Asked for from a case: once, as soon as it is known what can be booked.
    Effect::new(move |done: Option<bool>| {
        let loaded = here.shown.with(Option::is_some);
        if let Some(case) =
            path.with_untracked(|path| for_case(path)).filter(|_| loaded && done == Some(false))
        {
            here.asking.set(Some(What::For(case)));
        }
        loaded
    });
    // The way back from what was just done is on top, whatever was opened since.
    let at = app.deeds.at;
    on_cleanup(move || at.set("main"));
    Effect::new(move |_| {
        let booking = here.asking.with(Option::is_some) && here.shown.with(Option::is_some);
        let talk = here.open.with(Option::is_some);
        at.set(if booking {
            "book-heading"
        } else if talk {
            "talk-heading"
        } else {
            "main"
        });
    });
    // Colleagues move talks too: whoever looks sees it as it is.
    let back = window_event_listener(leptos::ev::visibilitychange, move |_| here.look());
    let focused = window_event_listener(leptos::ev::focus, move |_| here.look());
    on_cleanup(move || {
        back.remove();
        focused.remove();
    });
    spawn(async move {
        loop {
            page::sleep(LOOK_MILLIS).await;
            // Nothing is left of a screen that was left.
            if here.turn.try_get_value().is_none() {
                break;
            }
            here.look();
        }
    });
    view! {
        <Bar today />
        <p class="status" role="status" id="calendar-said" tabindex="-1">{move || here.said.get()}</p>
        <Unrecorded />
        {move || here.trouble.get().map(|words| view! {
            <div class="panel warning" role="alert">
                <p>{list::sentences(calendar::FAILED, &words)}</p>
                <button class="button small" type="button" on:click=move |_| here.load()>{staff::AGAIN}</button>
            </div>
        })}
        <Columns />
        <TalkDialog />
        <Booking />
    }
}

impl Calendar {
    fn of_context() -> Self {
        expect_context()
    }

    /// Once more, unless nobody looks or somebody holds a talk in the hand.
    fn look(self) {
        if !page::is_hidden() && self.drag.try_with_untracked(Option::is_none) == Some(true) {
            self.load();
        }
    }

    fn load(self) {
        spawn(self.reload());
    }

    /// Fetches what is to be shown. Of several that are on their way only the last counts.
    async fn reload(self) {
        self.turn.try_update_value(|turn| *turn += 1);
        let mine = self.turn.try_get_value();
        let found = self.fetch().await;
        if self.turn.try_get_value() != mine {
            return;
        }
        let trouble = found.err().and_then(|error| Trouble::from(error).said());
        if self.trouble.try_with_untracked(|said| *said == trouble) == Some(false) {
            self.trouble.try_set(trouble);
        }
    }

    async fn fetch(self) -> Result<(), ApiError> {
        let Some(place) = self.place.try_get_untracked() else { return Ok(()) };
        let (from, days) = place.days();
        let (plan, page) = futures_util::future::join(
            self.app.watch(self.talks.plan()),
            self.app.watch(self.talks.days(from, days)),
        )
        .await;
        let (plan, page) = (plan?.plan, page?);
        if self.place.try_get_untracked() == Some(place) {
            if self.plan.try_with_untracked(|known| **known == plan) == Some(false) {
                self.plan.try_set(Arc::new(plan));
            }
            if self.holidays.try_with_untracked(|known| *known == page.holidays) == Some(false) {
                self.holidays.try_set(page.holidays);
            }
            // Drawn anew only where something is new: the focus may be on a talk.
            let talks = Arc::new(page.talks);
            let found = Some((place, talks.clone()));
            if self.shown.try_with_untracked(|shown| *shown == found) == Some(false) {
                let focused =
                    page::focused().map(|element| element.id()).filter(|id| id.starts_with("talk-"));
                self.shown.try_set(found);
                if let Some(id) = focused {
                    focus_soon(id);
                }
            }
            spawn(async move { self.notes.open(&talks).await });
        }
        Ok(())
    }

    /// Why the desk is shut on that day, where the week alone does not say so; and the language of that, where it is another one.
    fn holiday(self, day: NaiveDate) -> Option<(String, Option<&'static str>)> {
        let found = self.holidays.with(|all| all.iter().find(|one| one.day == day).cloned())?;
        Some(found.name.map_or_else(|| (calendar::SHUT.to_owned(), None), holiday::called))
    }

    fn talk(self, id: ReservationId) -> Option<StaffTalk> {
        self.shown.with(|shown| {
            shown.as_ref().and_then(|(_, talks)| talks.iter().find(|talk| talk.id == id).cloned())
        })
    }
}

#[component]
fn Bar(today: Memo<NaiveDate>) -> impl IntoView {
    let here = Calendar::of_context();
    let place = here.place;
    let names = RwSignal::new(false);
    let view_link = move |view: View, words: &'static str| {
        let href = move || Place { view, ..place.get() }.path();
        view! { <a class="filter" href=href aria-current=move || (place.get().view == view).then_some("page")>{words}</a> }
    };
    let by_link = move |by_room: bool, words: &'static str| {
        let href = move || Place { by_room, ..place.get() }.path();
        view! { <a class="filter" href=href aria-current=move || (place.get().by_room == by_room).then_some("page")>{words}</a> }
    };
    let with_rooms = Memo::new(move |_| {
        let place = place.get();
        place.view == View::Day && (place.by_room || here.plan.with(|plan| !plan.rooms.is_empty()))
    });
    let range = move || {
        let (first, days) = place.get().days();
        let last = first.checked_add_days(chrono::Days::new(u64::from(days) - 1)).unwrap_or(first);
        let first = time::day_seen_from(first, today.get());
        if days == 1 { first } else { calendar::range(&first, &time::day_seen_from(last, today.get())) }
    };
    let print = move || {
        let _ = page::window().print();
    };
    view! {
        <div class="cal-bar row between" data-names=move || names.get().then_some("")>
            <nav class="row" aria-label=calendar::VIEWS>
                {view_link(View::Day, calendar::DAY)}
                {view_link(View::Week, calendar::WEEK)}
                {view_link(View::List, calendar::LIST)}
            </nav>
            {move || with_rooms.get().then(|| view! {
                <nav class="row" id="cal-by" aria-label=calendar::BY>
                    {by_link(false, calendar::BY_PERSON)}
                    {by_link(true, calendar::BY_ROOM)}
                </nav>
            })}
            <Whose />
            <nav class="row" aria-label=calendar::MOVES>
                <a class="button small" id="cal-before" href=move || place.get().step(false).path()>{calendar::BEFORE}</a>
                <a class="button small" id="cal-today" href=move || Place { day: today.get(), ..place.get() }.path()>{calendar::TODAY}</a>
                <a class="button small" id="cal-after" href=move || place.get().step(true).path()>{calendar::AFTER}</a>
            </nav>
            <div class="row">
                <button class="button small" type="button" id="cal-walk-in" on:click=move |_| here.asking.set(Some(What::WalkIn))>{calendar::WALK_IN}</button>
                <button class="button small" type="button" id="cal-book" on:click=move |_| here.asking.set(Some(What::New))>{calendar::BOOK}</button>
            </div>
            <div class="row cal-print">
                <Small words=calendar::PRINT on_press=print />
                <label class="check"><input type="checkbox" id="cal-names" prop:checked=move || names.get()
                    on:change:target=move |event| names.set(event.target().checked()) /><span>{calendar::PRINT_NAMES}</span></label>
            </div>
        </div>
        <h2 class="cal-range">{range}
            {move || (place.get().view == View::Day).then(|| here.holiday(place.get().day)).flatten()
                .map(|(name, lang)| view! { " " <span class="cal-holiday" lang=lang>{name}</span> })}
        </h2>
    }
}

//! One talk: what is known of it, whether it was held, and the ways to change it.
use leptos::html::Dialog;
use leptos::prelude::*;
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::Means;
use madobe_domain::ids::ReservationId;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;
use madobe_domain::wire::error::ErrorCode;

use super::Calendar;
use super::answers::Answers;
use super::asked_for::AskedFor;
use super::asking::What;
use super::back::{Settled, held};
use super::columns::standing;
use super::names::{conflict_what, conflict_words, kind, means_words, people_and_room, told, when};
use super::note::Correction;
use super::shown::{is_movable, seats, session_of};
use crate::api::ApiError;
use crate::page::spawn;
use crate::staff::quiet::QuietLines;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Small;
use crate::ui::place::focus_soon;
use crate::ui::promises::PromiseList;
use crate::ui::twice::Twice;
use crate::words::staff::{self, calendar};

#[component]
pub fn TalkDialog() -> impl IntoView {
    let here = Calendar::of_context();
    let dialog = NodeRef::<Dialog>::new();
    let failed = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let open = here.open.get().is_some();
        let Some(dialog) = dialog.get() else { return };
        failed.set(None);
        if open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog footed" node_ref=dialog aria-labelledby="talk-heading" on:close=move |_| here.shut()>
            {move || here.open.get().map(|id| view! { <div class="dialog-body"><Body id failed /></div> })}
            <QuietLines rest="talk-heading" />
        </dialog>
    }
}

#[component]
fn Body(id: ReservationId, failed: RwSignal<Option<String>>) -> impl IntoView {
    let here = Calendar::of_context();
    // Something is always drawn: a talk that left the screen stays as it was last known.
    let talk = Memo::new(move |before: Option<&Option<StaffTalk>>| {
        here.talk(id).or_else(|| before.cloned().flatten())
    });
    let booked =
        Memo::new(move |_| talk.with(|talk| talk.as_ref().is_some_and(|talk| talk.state == State::Booked)));
    // What has the focus is drawn anew only where it is another.
    let movable = Memo::new(move |_| talk.with(|talk| talk.as_ref().is_some_and(is_movable)));
    let group = Memo::new(move |_| talk.with(|talk| talk.as_ref().is_some_and(|talk| talk.seats.is_some())));
    let shift = move || here.ask_to_move(talk);
    let cancel = Callback::new(move |()| {
        if let Some(talk) = talk.get_untracked() {
            here.cancel(talk, failed);
        }
    });
    let promises = Signal::derive(move || {
        let row = talk
            .with(|talk| talk.as_ref().and_then(|talk| talk.case))
            .and_then(|case| here.app.list.row(case));
        row.map(|row| row.ruled_out()).unwrap_or_default()
    });
    view! {
        <h2 id="talk-heading" tabindex="-1">
            {move || talk.with(|talk| talk.as_ref().map(|talk| here.plan.with(|plan| kind(plan, &talk.kind))))}
        </h2>
        <PromiseList id="talk-promises" all=promises />
        <AskedFor talk />
        {move || talk.get().map(|talk| facts(here, &talk))}
        <Correction talk failed />
        {move || talk.get().and_then(|talk| on_the_day(here, &talk)).map(|words| view! { <p class="hint" id="talk-day">{words}</p> })}
        <Answers talk />
        {move || talk.with(|talk| talk.as_ref().and_then(|talk| talk.conflict)).map(|conflict| view! {
            <p class="panel warning">{conflict_words(conflict)}" "{conflict_what(conflict)}</p>
        })}
        {move || failed.get().map(|words| view! { <p class="panel warning" role="alert">{words}</p> })}
        {move || group.get().then(|| view! { <Seats session=id failed /> })}
        {move || (booked.get() && !group.get()).then(|| view! { <CameButtons id talk failed label=calendar::CAME_LABEL.to_owned() /> })}
        <div class="row actions">
            {move || movable.get().then(|| view! { <Small words=calendar::MOVE on_press=shift /> })}
            {move || booked.get().then(|| {
                let told = talk.with_untracked(|talk| talk.as_ref().is_some_and(|talk| talk.case.is_some()));
                let ask = match (group.get(), told) {
                    (true, _) => calendar::CANCEL_ALL_ASK,
                    (false, true) => calendar::CANCEL_ASK_TOLD,
                    (false, false) => calendar::CANCEL_ASK,
                };
                view! { <Twice id="talk-cancel" words=calendar::CANCEL ask yes=calendar::CANCEL_YES no=calendar::CANCEL_NO on_yes=cancel /> }
            })}
            <button class="button small" type="button" id="talk-close" on:click=move |_| here.shut()>{staff::CLOSE}</button>
        </div>
    }
}

fn facts(here: Calendar, talk: &StaffTalk) -> impl IntoView + use<> {
    let plan = here.plan.get();
    let (people, room) = people_and_room(here.app, &plan, talk);
    let means = plan.kind(&talk.kind).map(|kind| means_words(kind.means)).unwrap_or_default();
    let standing = standing(here.app, talk).map(|(_, words)| words);
    let lines = [
        (calendar::WHEN, when(talk)),
        (calendar::MEANS, means.to_owned()),
        (calendar::WHO, people),
        (calendar::WHERE, room),
        (calendar::CONTACT, here.notes.of(talk).map(|note| note.contact).unwrap_or_default()),
        (calendar::STANDING, standing.unwrap_or_else(|| calendar::BOOKED.to_owned())),
    ];
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let case = talk.seats.is_none().then(|| {
        let name = here.notes.whom(talk).0;
        match talk.case {
            Some(case) => {
                view! { <a href=["/staff/cases/", case.to_string().as_str()].concat()>{name}</a> }.into_any()
            }
            None => name.into_any(),
        }
    });
    view! {
        <dl class="facts">
            {lines.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
            {case.map(|case| view! { <div><dt>{calendar::CASE}</dt><dd>{case}</dd></div> })}
        </dl>
    }
}

/// What the other side was told of the day, where it takes something of this one.
fn on_the_day(here: Calendar, talk: &StaffTalk) -> Option<&'static str> {
    let means = here.plan.with(|plan| plan.kind(&talk.kind).map(|kind| kind.means))?;
    // Somebody was told it, and it is still to be.
    let told = talk.state == State::Booked && (talk.case.is_some() || talk.seats.is_some());
    match means {
        Means::Chat if told => Some(calendar::DAY_CHAT),
        Means::Video if told => Some(calendar::DAY_VIDEO),
        _ => None,
    }
}

/// From the morning of its day on: whoever comes early is there, as the server takes it too. Pressed again, it is not known any more. It is counted, and held against nobody.
#[component]
fn CameButtons(
    id: ReservationId,
    talk: Memo<Option<StaffTalk>>,
    failed: RwSignal<Option<String>>,
    #[prop(into)] label: Signal<String>,
) -> impl IntoView {
    let here = Calendar::of_context();
    let due = Memo::new(move |_| {
        // The list's clock lags a little behind the one on the wall.
        let today = here.app.list.now.get().max(time::now()).date_in_japan();
        talk.with(|talk| talk.as_ref().is_some_and(|talk| talk.start.day() <= today))
    });
    let came = Memo::new(move |_| talk.with(|talk| talk.as_ref().and_then(|talk| talk.came)));
    let button = move |value: bool, words: &'static str| {
        let press = move |_| {
            if let Some(talk) = talk.get_untracked() {
                here.came(talk, (came.get_untracked() != Some(value)).then_some(value), failed);
            }
        };
        let name = if value { "came-" } else { "came-not-" };
        view! {
            <button class="filter" type="button" id=[name, id.to_string().as_str()].concat()
                aria-pressed=move || (came.get() == Some(value)).to_string() on:click=press>{words}</button>
        }
    };
    move || {
        due.get().then(|| {
            view! {
                <div class="row" role="group" aria-label=label>
                    {button(true, calendar::CAME)}
                    {button(false, calendar::CAME_NOT)}
                </div>
            }
        })
    }
}

/// Who has a seat in a group's session, and who came.
#[component]
fn Seats(session: ReservationId, failed: RwSignal<Option<String>>) -> impl IntoView {
    let here = Calendar::of_context();
    let ids = Memo::new(move |_| {
        here.shown.with(|shown| {
            let talks = shown.as_ref().map(|(_, talks)| talks.as_slice()).unwrap_or_default();
            let booked = |seat: &StaffTalk| seat.state == State::Booked;
            seats(session, talks).0.into_iter().filter(booked).map(|seat| seat.id).collect::<Vec<_>>()
        })
    });
    let full = move || {
        let all = here.talk(session).and_then(|session| session.seats).map_or(usize::MAX, usize::from);
        here.inside_now(session) >= all
    };
    view! {
        <h3>{calendar::SEATS_HEADING}</h3>
        {move || full().then(|| view! { <p class="status">{calendar::FULL}</p> })}
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="empty">{calendar::SEATS_EMPTY}</p> })}
        <ul class="stack cal-seats">
            <For each=move || ids.get() key=|id| *id let:id>
                {
                    let talk = Memo::new(move |_| here.talk(id));
                    let case = move || talk.with(|talk| talk.as_ref().and_then(|talk| talk.case));
                    let name = move || talk.with(|talk| talk.as_ref().map(|talk| here.notes.whom(talk).0).unwrap_or_default());
                    let linked = move || match case() {
                        Some(case) => view! { <a href=["/staff/cases/", case.to_string().as_str()].concat()>{name()}</a> }.into_any(),
                        None => view! { <span>{name()}</span> }.into_any(),
                    };
                    let cancel = Callback::new(move |()| {
                        if let Some(talk) = talk.get_untracked() {
                            here.cancel(talk, failed);
                        }
                    });
                    let label = Signal::derive(move || calendar::came_of(&name()));
                    view! {
                        <li><div class="stack" role="group" aria-label=name>
                            <div class="row between">{linked}<CameButtons id talk failed label /></div>
                            <Answers talk />
                            <div class="row actions">
                                <Small words=calendar::SEAT_MOVE on_press=move || here.ask_to_move(talk) />
                                <Twice id=["seat-", id.to_string().as_str()].concat() words=calendar::SEAT_CANCEL ask=calendar::SEAT_CANCEL_ASK
                                    yes=calendar::CANCEL_YES no=calendar::CANCEL_NO on_yes=cancel />
                            </div>
                        </div></li>
                    }
                }
            </For>
        </ul>
    }
}

fn is_cancelled(talks: &[StaffTalk], id: ReservationId) -> bool {
    talks.iter().any(|known| known.id == id && known.state == State::Cancelled)
}

impl Calendar {
    /// To another time or, with a single seat, to another session.
    fn ask_to_move(self, talk: Memo<Option<StaffTalk>>) {
        if let Some(talk) = talk.get_untracked() {
            self.open.set(None);
            let start = talk.start;
            self.asking.set(Some(What::Move { talk, start, person: String::new(), room: None }));
        }
    }

    /// How many seats of a session are taken.
    fn inside_now(self, session: ReservationId) -> usize {
        self.shown.with(|shown| shown.as_ref().map_or(0, |(_, talks)| seats(session, talks).1))
    }

    /// The card may have been drawn anew meanwhile, so the browser cannot find the way back by itself.
    fn shut(self) {
        if let Some(id) = self.open.get_untracked() {
            self.open.set(None);
            focus_soon(["talk-", id.to_string().as_str()].concat());
        }
    }

    fn came(self, talk: StaffTalk, came: Option<bool>, failed: RwSignal<Option<String>>) {
        let plan = self.plan.get_untracked();
        spawn(async move {
            match self.app.watch(self.talks.came(talk.id, came)).await {
                Ok(()) => {
                    failed.try_set(None);
                    self.load();
                    let settled = Settled::default();
                    self.offer_came_back(plan.clone(), talk.clone(), came, settled.clone());
                    if let Some(record) = held(talk.came, came) {
                        self.record(talk.case, record(told(self.app, &plan, &talk))).await;
                    }
                    settled.now();
                }
                Err(error) => self.refused(error, &talk, failed).await,
            }
        });
    }

    /// Where a colleague was quicker, what they did is shown.
    async fn refused(self, error: ApiError, talk: &StaffTalk, failed: RwSignal<Option<String>>) {
        let mut gone = false;
        if error.code() == Some(ErrorCode::Conflict) {
            self.reload().await;
            gone = self.shown.try_with_untracked(|shown| {
                shown.as_ref().is_some_and(|(_, talks)| is_cancelled(talks, talk.id))
            }) == Some(true);
        }
        failed.try_set(if gone { Some(calendar::GONE.to_owned()) } else { Trouble::from(error).said() });
    }

    /// It was cancelled meanwhile, by whoever it is with or by a colleague.
    pub(super) async fn is_gone(self, trouble: &Trouble, talk: Option<&StaffTalk>) -> bool {
        let Some(talk) = talk.filter(|_| trouble.code() == Some(ErrorCode::Conflict)) else { return false };
        let page = self.app.watch(self.talks.days(talk.start.day(), 1)).await;
        page.is_ok_and(|page| is_cancelled(&page.talks, talk.id))
    }

    fn cancel(self, talk: StaffTalk, failed: RwSignal<Option<String>>) {
        let (inside, plan) = (self.inside(talk.id), self.plan.get_untracked());
        // Pressed twice it is cancelled once, with one way back.
        if self.cancelling.try_update_value(|all| all.insert(talk.id)) != Some(true) {
            return;
        }
        spawn(async move {
            match self.app.watch(self.talks.cancel(talk.id)).await {
                Ok(()) => {
                    self.open.try_set(None);
                    let settled = Settled::default();
                    // What was only held was nobody's yet; of a kind that is gone nothing is booked again.
                    if talk.state == State::Booked && talk.conflict != Some(Conflict::Kind) {
                        self.offer_return(plan.clone(), talk.clone(), inside.clone(), settled.clone());
                    }
                    self.said.try_set(match session_of(&talk) {
                        Some(_) => calendar::seat_cancelled(&self.whom_now(&talk)),
                        None => calendar::CANCELLED_SAID.to_owned(),
                    });
                    focus_soon("calendar-said");
                    self.load();
                    let record = |talk| TalkRecord::TalkCancelled { talk };
                    self.record_all(&plan, &talk, inside, State::Cancelled, record).await;
                    settled.now();
                }
                Err(error) => self.refused(error, &talk, failed).await,
            }
            self.cancelling.try_update_value(|all| all.remove(&talk.id));
        });
    }
}

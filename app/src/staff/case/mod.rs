//! One case: read, answered, noted, closed. Each of these is an address of its own.
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madobe_domain::ids::CaseId;

pub mod about;
mod assignee;
mod attached;
mod attaching;
mod closing;
mod days;
mod fault;
mod fields;
mod follow;
mod head;
mod history;
mod item;
mod joined;
mod kept;
mod letters;
mod look;
mod note;
mod pending;
mod reading;
mod reply;
mod risk;
mod second;
mod side;
mod tags;
mod writing;

use super::app::App;
use super::sheet::Sheet;
use crate::page::{self, spawn};
use crate::ui::place::title;
use crate::words::staff::{self, inbox, thread};
use closing::Closing;
use follow::{State, following};
use note::Note;
use reading::Reading;
use reply::Reply;
use side::Side;

pub use assignee::{assign, called, cared_for, carer, gone, who};
pub use closing::REASONS;
pub use history::words as history_words;
pub use side::facts;
pub use writing::{Text, send_staff, send_staff_as};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    Thread,
    About,
    Reply,
    Note,
    Closing,
}

impl Screen {
    fn writes(self) -> bool {
        matches!(self, Self::Reply | Self::Note | Self::Closing)
    }
}

pub fn thread_route() -> AnyView {
    framed(Screen::Thread)
}

pub fn about_route() -> AnyView {
    framed(Screen::About)
}

pub fn reply_route() -> AnyView {
    framed(Screen::Reply)
}

pub fn note_route() -> AnyView {
    framed(Screen::Note)
}

pub fn closing_route() -> AnyView {
    framed(Screen::Closing)
}

/// Another case is another screen: nothing typed or shown for one may stay for the next.
fn framed(screen: Screen) -> AnyView {
    let params = use_params_map();
    let case = Memo::new(move |_| params.with(|params| CaseId::parse(&params.get("id")?).ok()));
    let shown = move || match case.get() {
        Some(case) => view! { <Frame case screen /> }.into_any(),
        None => view! { <Nothing words=inbox::UNKNOWN_CASE /> }.into_any(),
    };
    shown.into_any()
}

#[component]
fn Frame(case: CaseId, screen: Screen) -> impl IntoView {
    title(thread::TITLE);
    let here = move |sheet: Memo<Arc<Sheet>>| view! { <Here case screen sheet /> }.into_any();
    // What is written follows the newest entry on screen, so all of them must be there first.
    following(App::of_context(), case, !screen.writes(), Box::new(here), absent)
}

fn absent(state: State, look: Callback<()>) -> AnyView {
    let words = match state {
        State::Failed => {
            return view! {
                <Nothing words=staff::NOT_FETCHED>
                    <div class="row actions">
                        <button class="button" type="button" id="look-again" on:click=move |_| look.run(())>{staff::AGAIN}</button>
                    </div>
                </Nothing>
            }
            .into_any();
        }
        State::Unknown => inbox::UNKNOWN_CASE,
        State::Erased => inbox::ERASED,
        State::Opening | State::Growing | State::Here => thread::OPENING,
    };
    view! { <Nothing words /> }.into_any()
}

#[component]
fn Here(case: CaseId, screen: Screen, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    App::of_context().be_at(case);
    let body = match screen {
        Screen::Thread | Screen::About => {
            view! { <Reading case sheet focus=screen == Screen::Thread /> }.into_any()
        }
        Screen::Reply => view! { <Reply case sheet /> }.into_any(),
        Screen::Note => view! { <Note case sheet /> }.into_any(),
        Screen::Closing => view! { <Closing case sheet /> }.into_any(),
    };
    view! {
        <section class="pane-thread" aria-label=thread::TITLE>{body}</section>
        {if screen == Screen::About {
            view! { <Side case sheet focus=true /> }.into_any()
        } else {
            view! { <Beside case sheet /> }.into_any()
        }}
    }
}

/// What is known about a case is most of what is drawn. The words come first, and it follows before anybody has read one.
#[component]
fn Beside(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let drawn = RwSignal::new(false);
    spawn(async move {
        page::sleep(page::REST_MILLIS).await;
        drawn.try_set(true);
    });
    move || match drawn.get() {
        true => view! { <Side case sheet focus=false /> }.into_any(),
        false => view! { <aside class="pane-side"></aside> }.into_any(),
    }
}

#[component]
pub fn Nothing(words: &'static str, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <section class="pane-thread" aria-label=thread::TITLE>
            <p><a class="button small back" href="/staff">{thread::LIST}</a></p>
            <p class="empty" role="status">{words}</p>
            {children.map(|children| children())}
        </section>
    }
}

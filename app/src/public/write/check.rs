//! Step 3: the letter as it will be read, what happens next, and the one button that sends.

use super::form::Choices;
use super::sender::{Sender, Stage, Trouble};
use crate::page::{element, focus_soon};
use crate::public::promise_list;
use crate::words::public::{check as words, sending};
use crate::{errors, time};
use leptos::prelude::*;
use madobe_domain::log::record::AnswerWish;
use madobe_domain::wire::desk::Desk;
use std::rc::Rc;
use web_sys::HtmlElement;

pub const HEADING: &str = "check-h";
const FAILED: &str = "send-failed";

/// What this step shows and what its buttons do.
#[derive(Clone, Copy)]
pub struct Check<S, R, C> {
    pub letter: RwSignal<String>,
    pub choices: RwSignal<Choices>,
    pub desk: RwSignal<Option<Rc<Desk>>, LocalStorage>,
    pub stage: RwSignal<Stage>,
    pub send: S,
    pub rewrite: R,
    pub rechoose: C,
}

pub fn view<S, R, C>(check: Check<S, R, C>) -> AnyView
where
    S: Fn() + Copy + 'static,
    R: Fn() + Copy + 'static,
    C: Fn() + Copy + 'static,
{
    let Check { letter, choices, desk, stage, send, rewrite, rechoose } = check;
    // Shown only once somebody has pressed the button: getting ready is quiet.
    let pressed = RwSignal::new(false);
    let press = move || {
        pressed.set(true);
        send();
    };
    Effect::new(move || {
        if let Stage::Failed(_) = stage.get() {
            pressed.set(false);
            focus_soon(FAILED);
        }
    });
    view! {
        <h1 id=HEADING tabindex="-1">{words::HEADING}</h1>
        <article class="letter mine" aria-labelledby="own-h">
            <header class="letter-head"><h2 class="letter-from" id="own-h">{words::MINE}</h2></header>
            <div class="letter-body" id="own-letter">{move || letter.get()}</div>
        </article>
        <div class="row">
            <button class="button" type="button" id="rewrite" on:click=move |_| rewrite()>{words::REWRITE}</button>
        </div>
        {move || chosen(&choices.get())}
        <div class="row">
            <button class="button" type="button" id="rechoose" on:click=move |_| rechoose()>{words::RECHOOSE}</button>
        </div>
        <section class="panel info" aria-labelledby="after-h">
            <h2 id="after-h">{words::AFTER}</h2>
            {move || after(desk.get().as_deref(), choices.with(Choices::answer))}
        </section>
        {move || failure(&stage.get())}
        {move || pressed.get().then(|| progress(stage))}
        <div class="row actions">
            <button class="button primary" type="button" id="send" aria-busy=move || pressed.get().then_some("true")
                on:click=move |_| press()>
                {move || if matches!(stage.get(), Stage::Failed(_)) { sending::RETRY } else { words::SEND }}
            </button>
        </div>
        {not_now()}
    }
    .into_any()
}

fn chosen(choices: &Choices) -> AnyView {
    let said = choices.said();
    let nothing = said.is_empty() && !choices.promises.any();
    let rows = said.into_iter().map(|(question, answer)| view! { <div><dt>{question}</dt><dd>{answer}</dd></div> });
    let rows = rows.collect_view();
    view! {
        <section class="stack" aria-labelledby="chosen-h">
            <h2 id="chosen-h">{words::CHOSEN}</h2>
            {nothing.then_some(view! { <p>{words::CHOSEN_NONE}</p> })}
            {(!nothing).then_some(view! { <dl class="facts">{rows}</dl> })}
            {choices.promises.any().then(|| promise_list::shown(&choices.promises, "check-promises"))}
        </section>
    }
    .into_any()
}

/// Three lines on what happens next, as exact as is known by now.
fn after(desk: Option<&Desk>, wish: Option<AnswerWish>) -> AnyView {
    let reader = match desk {
        Some(desk) => words::after_reader(&desk.settings.name),
        None => words::AFTER_READER_PLAIN.to_owned(),
    };
    let reply = match desk {
        _ if wish == Some(AnswerWish::NoAnswerNeeded) => words::AFTER_NO_ANSWER.to_owned(),
        Some(desk) => words::after_promise(&time::day(desk.promise)),
        None => words::AFTER_PROMISE_PLAIN.to_owned(),
    };
    view! { <ul><li>{words::AFTER_CODE}</li><li>{reader}</li><li>{reply}</li></ul> }.into_any()
}

fn failure(stage: &Stage) -> Option<AnyView> {
    let Stage::Failed(trouble) = stage else { return None };
    let why = match trouble {
        Trouble::Api(error) => errors::words(error, time::now()),
        Trouble::Thread => errors::thread_words(crate::thread::ThreadError::Lost).to_owned(),
        Trouble::Browser => sending::OLD_BROWSER.to_owned(),
        Trouble::Paused(notice) => [sending::PAUSED, notice].concat(),
    };
    let panel = view! {
        <section class="panel warning" role="alert" tabindex="-1" id=FAILED>
            <h2>{sending::FAILED}</h2>
            <p>{why}</p>
        </section>
    };
    Some(panel.into_any())
}

/// What is being done now, counted in rounds that are really done.
fn progress(stage: RwSignal<Stage>) -> AnyView {
    let of = Sender::ROUNDS.to_string();
    let words = move || match stage.get() {
        Stage::Idle | Stage::Code => sending::CODE.to_owned(),
        Stage::Work { done, more: false } => sending::work(&of, &done.to_string()),
        Stage::Work { done, more: true } => sending::more_work(&of, &done.to_string()),
        Stage::Again => sending::AGAIN.to_owned(),
        _ => sending::SENDING.to_owned(),
    };
    let done = move || match stage.get() {
        Stage::Work { done, .. } => Some(done.to_string()),
        Stage::Sending | Stage::Sent(_) => Some(Sender::ROUNDS.to_string()),
        _ => None,
    };
    view! {
        <div class="progress" id="send-progress">
            <label for="send-bar">{words}</label>
            <progress id="send-bar" max=Sender::ROUNDS.to_string() value=done></progress>
        </div>
    }
    .into_any()
}

fn not_now() -> AnyView {
    let open = RwSignal::new(false);
    let leave = move |_| {
        // The way out of the page does all of it: blank, forget, go.
        if let Some(exit) = element::<HtmlElement>("exit") {
            exit.click();
        }
    };
    let back = move |_| {
        open.set(false);
        focus_soon("not-now");
    };
    let asked = move |_| {
        open.set(true);
        focus_soon("not-now-text");
    };
    view! {
        <div>
            <button class="button quiet" type="button" id="not-now" aria-controls="not-now-panel"
                aria-expanded=move || open.get().to_string() on:click=asked>{words::NOT_NOW}</button>
        </div>
        <section class="panel info" id="not-now-panel" hidden=move || !open.get()>
            <p tabindex="-1" id="not-now-text">{words::NOT_NOW_TEXT}</p>
            <div class="row">
                <button class="button" type="button" id="not-now-back" on:click=back>{words::NOT_NOW_BACK}</button>
                <button class="button quiet" type="button" id="not-now-leave" on:click=leave>{words::NOT_NOW_LEAVE}</button>
            </div>
        </section>
    }
    .into_any()
}

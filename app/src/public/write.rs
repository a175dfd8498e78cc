//! /write: three steps on one page, and the receipt.

mod check;
mod choose;
mod form;
mod letter;
mod sender;
mod steps;
mod support;
mod worry;

use super::desk_facts::DeskFacts;
use super::error_summary::{ErrorSummary, FieldFault};
use super::jobs;
use super::kept_code::KeptCode;
use super::receipt;
use crate::page::{element, focus_soon, listen, tab_storage};
use crate::thread::Thread;
use crate::words::public::choose as choose_words;
use form::{Choices, Records};
use leptos::mount::mount_to;
use leptos::prelude::*;
use letter::Letter;
use madobe_domain::text::TextFault;
use sender::{Sender, Stage};
use std::rc::Rc;
use steps::{Step, Steps};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// Beside the letter's draft, which `first.js` keeps.
const CHOICES_KEY: &str = "madobe.choices";

pub fn attach() {
    let (Some(place), Some(letter)) = (element::<HtmlElement>("steps"), Letter::find()) else { return };
    mount_to(place, move || view(letter)).forget();
}

fn view(letter: Letter) -> AnyView {
    let summary = ErrorSummary::mount();
    let words = RwSignal::new(String::new());
    let choices = RwSignal::new(kept_choices());
    let worried = RwSignal::new(false);
    let desk = RwSignal::new_local(None);
    let came_back = RwSignal::new(false);
    let sender: StoredValue<Option<Rc<Sender>>, LocalStorage> = StoredValue::new_local(None);
    let stage = RwSignal::new(Stage::Idle);

    // One sender, and with it one code, for the life of the page.
    let begin = move || {
        if sender.with_value(Option::is_none) {
            let thread = Thread::start(jobs::handler);
            super::stop_on_leave(&thread);
            let facts = DeskFacts::default();
            let this = Sender::new(thread, facts.clone(), stage);
            sender.set_value(Some(this));
            spawn_local(async move { desk.set(facts.get().await.ok()) });
        }
        sender.with_value(|sender| sender.as_ref().inspect(|sender| sender.prepare()).cloned())
    };
    let parsed = {
        let letter = letter.clone();
        move || {
            let text = letter.parse();
            let fault = text.as_ref().err();
            letter.show_fault(fault.map(|fault| &*fault.words));
            summary.show(fault.cloned().into_iter().collect());
            text.ok()
        }
    };
    let look = {
        let parsed = parsed.clone();
        move || {
            let text = parsed()?;
            words.set(text.as_str().to_owned());
            worried.set(worry::is_worrying(text.as_str()));
            begin();
            Some(text)
        }
    };
    let look = StoredValue::new_local(look);
    let looked = move || look.with_value(|look| look());

    let allowed = move |asked: Step| {
        if matches!(stage.get_untracked(), Stage::Sent(_)) {
            came_back.set(true);
            return Step::Sent;
        }
        summary.clear();
        match asked {
            Step::Choose | Step::Check if looked().is_some() => asked,
            _ => Step::Write,
        }
    };
    let steps = Steps::new(allowed);
    Effect::new(move |before: Option<Step>| {
        let step = steps.now();
        if before.is_some_and(|before| before != step) {
            focus_soon(match step {
                Step::Write => letter::FIELD,
                Step::Choose => choose::HEADING,
                Step::Check => check::HEADING,
                Step::Sent => receipt::HEADING,
            });
        }
        step
    });
    Effect::new(move || keep_choices(&choices.get()));
    {
        let letter = letter.clone();
        Effect::new(move || {
            if let Stage::Sent(_) = stage.get() {
                letter::mark_sent();
                letter.clear();
                words.set(String::new());
                choices.set(Choices::default());
                steps.replace(Step::Sent);
            }
        });
    }

    // A reload brings back where one was: the receipt before all else.
    if let Some(kept) = KeptCode::find() {
        stage.set(Stage::Sent(kept));
    } else {
        let remembered = Steps::remembered();
        if remembered != Step::Write {
            let back_to = if letter.parse().is_ok() { allowed(remembered) } else { Step::Write };
            steps.replace(back_to);
        }
    }

    letter.show_fault(None);
    letter.watch(move || summary.clear());
    {
        let letter = letter.clone();
        let cleared = move || letter.show_fault(None);
        Effect::new(move || {
            if summary.beside(letter::FIELD).is_none() {
                cleared();
            }
        });
    }
    let first_next = move || {
        if looked().is_some() {
            steps.go(Step::Choose);
        }
    };
    attach_next(first_next);

    let second_next = move || match choices.with_untracked(Choices::name) {
        Ok(_) => {
            summary.clear();
            if looked().is_some() {
                steps.go(Step::Check);
            } else {
                steps.replace(Step::Write);
            }
        }
        Err(fault) => summary.show(vec![FieldFault { field: choose::NAME_FIELD, words: name_fault(fault) }]),
    };
    let send = move || {
        let Some(text) = looked() else { return steps.back(2) };
        let records = choices.with_untracked(|choices| Records::of(text, choices));
        match (records, begin()) {
            (Ok(records), Some(sender)) => sender.send(records),
            _ => steps.back(1),
        }
    };
    let wards = RwSignal::new(Vec::new());
    Effect::new(move || {
        if let Some(desk) = desk.get() {
            wards.set(desk.settings.wards.clone());
        }
    });
    let lines = Signal::derive_local(move || desk.get().map(|desk| desk.settings.lines.clone()).unwrap_or_default());
    let choosing = choose::view(choices, wards, summary, second_next, move || steps.back(1));
    let checking = check::view(check::Check {
        letter: words,
        choices,
        desk,
        stage,
        send,
        rewrite: move || steps.back(2),
        rechoose: move || steps.back(1),
    });
    view! {
        <section class="step stack" aria-labelledby=choose::HEADING hidden=move || !steps.is(Step::Choose)>{choosing}</section>
        <section class="step stack" aria-labelledby=check::HEADING hidden=move || !steps.is(Step::Check)>{checking}</section>
        {move || match stage.get() {
            Stage::Sent(kept) => Some(receipt::view(kept, came_back.into())),
            _ => None,
        }}
        {move || (steps.now() != Step::Write).then(|| support::view(worried, lines))}
    }
    .into_any()
}

/// The button of step 1, also where it was pressed before this program came.
fn attach_next(next: impl Fn() + Copy + 'static) {
    let Some(button) = element::<HtmlElement>("next") else { return };
    listen(&button, "click", move |_| next());
    if button.has_attribute("data-pressed") {
        let _ = button.remove_attribute("data-pressed");
        if let Some(status) = element::<HtmlElement>("next-status") {
            status.set_text_content(None);
        }
        next();
    }
}

fn name_fault(fault: TextFault) -> String {
    match fault {
        TextFault::TooLong { over } => choose_words::call_me_long(&over.to_string()),
        TextFault::Character | TextFault::Empty => choose_words::CALL_ME_CHARACTER.to_owned(),
    }
}

fn kept_choices() -> Choices {
    let json = tab_storage().and_then(|storage| storage.get_item(CHOICES_KEY).ok()?);
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn keep_choices(choices: &Choices) {
    let Some(storage) = tab_storage() else { return };
    let _ = match serde_json::to_string(choices) {
        Ok(json) if *choices != Choices::default() => storage.set_item(CHOICES_KEY, &json),
        _ => storage.remove_item(CHOICES_KEY),
    };
}

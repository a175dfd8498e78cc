//! 「つづけて書く」: one more letter to the same place.

use super::action::Action;
use super::photos::Photos;
use super::session::{Refusal, Session};
use crate::page::{document, element, focus_soon, is_hidden, is_online, listen, sleep, spawn, window};
use crate::public::dom;
use crate::public::letter_fault::fault_words;
use crate::public::{next_draft, weather};
use crate::time;
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::log::file::Files;
use madobe_domain::log::record::{AnswerWish, Record};
use madobe_domain::text::{LetterText, TextFault};
use madobe_domain::wire::error::ErrorCode;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;

const FIELD: &str = "more";
const DOOR: &str = "write-more";
const PAUSE_MILLIS: u32 = 1_000;
/// The browser does not always notice that the network is back.
const AGAIN_MILLIS: u32 = 30_000;

fn typed() -> String {
    element::<HtmlTextAreaElement>(FIELD).map(|field| field.value()).unwrap_or_default()
}

fn set(text: &str) {
    if let Some(field) = element::<HtmlTextAreaElement>(FIELD) {
        field.set_value(text);
    }
}

pub fn attach(session: Rc<Session>) {
    let case = session.case.clone();
    let kept = next_draft::find(&case);
    let mark = next_draft::find_mark(&case);
    let open = RwSignal::new(kept.is_some() || mark.is_some());
    let summary = session.summary;
    set(&kept.unwrap_or_default());
    for radio in dom::inputs(weather::FIELD, "input") {
        radio.set_checked(mark.is_some_and(|mark| radio.value() == mark.name()));
    }
    dom::shown("more-form", move || open.get());
    dom::shown("more-door", move || !open.get());
    let go = move |on: bool| {
        summary.clear();
        open.set(on);
        focus_soon(if on { FIELD } else { DOOR });
    };
    dom::on(DOOR, "click", move |_| go(true));
    let of = case.clone();
    dom::on(weather::FIELD, "input", move |_| {
        summary.clear();
        next_draft::keep_mark(&of, weather::chosen());
    });
    keep_draft(session.clone(), case);
    let action = Action::make(session, "more-send", "more-status", FIELD, words::FAILED, Some(words::WAITS));
    let changed = action.clone();
    let photos = Photos::attach(move || {
        summary.clear();
        changed.stop_waiting();
    });
    // Other words, or none: what was pressed for is not sent any more.
    let other = action.clone();
    dom::on(FIELD, "input", move |_| other.stop_waiting());
    let none = action.clone();
    // What is on its way cannot be called back, and must not be left to go on by itself where nobody sees it.
    dom::on("more-cancel", "click", move |_| {
        if !none.is_busy() {
            none.stop_waiting();
            go(false);
        }
    });
    let (now, again) = ((action.clone(), photos.clone()), (action.clone(), photos.clone()));
    listen(&window(), "online", move |_| send_again(&now.0, &now.1, open));
    spawn(async move {
        while !again.0.session.is_closed() {
            sleep(AGAIN_MILLIS).await;
            send_again(&again.0, &again.1, open);
        }
    });
    dom::on_submit("more-form", move || match text(&photos) {
        _ if photos.is_working() => {}
        Ok(text) => {
            // Pressed for, whatever has waited so far.
            action.waits.set(false);
            send(&action, &photos, text, open);
        }
        Err(wrong) => action.refuse(fault_words(wrong)),
    });
}

/// Pictures alone are a letter, too.
fn text(photos: &Photos) -> Result<LetterText, TextFault> {
    match weather::letter(&typed(), weather::chosen()) {
        Err(TextFault::Empty) if !photos.is_empty() => LetterText::parse(Files::ALONE),
        text => text,
    }
}

/// The words stand in the field as they were pressed for.
fn send_again(action: &Rc<Action>, photos: &Rc<Photos>, open: RwSignal<bool>) {
    // Of a mailbox that was closed nothing is asked.
    if action.waits.get()
        && is_online()
        && !action.session.is_closed()
        && let Ok(text) = text(photos)
    {
        send(action, photos, text, open);
    }
}

fn keep_draft(session: Rc<Session>, case: String) {
    let summary = session.summary;
    let keep = Rc::new(move || {
        if !session.is_closed() {
            next_draft::keep(&case, &typed());
        }
    });
    let (now, late) = (Rc::new(Cell::new(0_u32)), keep.clone());
    dom::on(FIELD, "input", move |_| {
        summary.clear();
        let this = now.get().wrapping_add(1);
        now.set(this);
        let (now, late) = (now.clone(), late.clone());
        spawn(async move {
            sleep(PAUSE_MILLIS).await;
            if now.get() == this {
                late();
            }
        });
    });
    // Told before it is hidden, and closed by then.
    let left = keep.clone();
    listen(&window(), "pagehide", move |_| left());
    listen(&document(), "visibilitychange", move |_| {
        if is_hidden() {
            keep();
        }
    });
}

fn send(action: &Rc<Action>, photos: &Rc<Photos>, text: LetterText, open: RwSignal<bool>) {
    let (inside, case) = (action.session.inside, action.session.case.clone());
    let [wish, mark] = ["wish", weather::FIELD].map(dom::chosen);
    let (before, files) = (typed(), photos.files());
    let letter = Record::Letter {
        text,
        answer: (wish == "no_answer_needed").then_some(AnswerWish::NoAnswerNeeded),
        introduction: None,
        weather: weather::chosen(),
        short: wish == "short",
        files: files.clone(),
    };
    let (this, photos) = (action.clone(), photos.clone());
    action.run(words::SENDING, async move {
        photos.send(&this.session).await?;
        match this.session.append(letter.clone()).await {
            Err(Refusal::Api(error)) if error.code() == Some(ErrorCode::FileGone) => {
                photos.send_anew();
                photos.send(&this.session).await?;
                this.session.append(letter).await?;
            }
            sent => sent?,
        }
        // What was typed, chosen or added while it was on its way did not go with it, and stays.
        photos.forget(&files);
        if typed() == before {
            set("");
        }
        for (group, sent) in [("wish", wish), (weather::FIELD, mark)] {
            for chosen in dom::inputs(group, "input:checked") {
                chosen.set_checked(chosen.value() != sent);
            }
        }
        next_draft::keep(&case, &typed());
        next_draft::keep_mark(&case, weather::chosen());
        let files = !photos.is_empty() || photos.is_working();
        if typed().is_empty() && !files && dom::inputs("more-form", "input:checked").is_empty() {
            open.set(false);
            focus_soon(DOOR);
        }
        let sent = match inside.with_untracked(|inside| inside.promised) {
            Some(day) => words::sent(&time::day(day)),
            None => words::SENT_PLAIN.to_owned(),
        };
        this.say(sent, false);
        Ok(())
    });
}

//! Three ways to end: no more answers, everything deleted, or only this screen.

use super::action::{Action, Outcome};
use super::session::{Refusal, Session};
use super::{Place, erase};
use crate::page::{element, focus_soon};
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::log::record::{AnswerWish, Record};
use madobe_domain::text::LetterText;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// A question asked before something is done, and its two answers.
struct Asked {
    id: &'static str,
    panel: &'static str,
    yes_id: &'static str,
    status: &'static str,
    button: &'static str,
    text: &'static str,
    yes: &'static str,
    yes_class: &'static str,
    busy: &'static str,
}

const ENOUGH: Asked = Asked {
    id: "enough",
    panel: "enough-panel",
    yes_id: "enough-yes",
    status: "enough-status",
    button: words::ENOUGH,
    text: words::ENOUGH_TEXT,
    yes: words::ENOUGH_YES,
    yes_class: "button",
    busy: words::SENDING,
};

const DELETE: Asked = Asked {
    id: "delete",
    panel: "delete-panel",
    yes_id: "delete-yes",
    status: "delete-status",
    button: words::DELETE,
    text: words::DELETE_TEXT,
    yes: words::DELETE_YES,
    yes_class: "button danger",
    busy: words::DELETING,
};

pub fn view(session: Rc<Session>, place: RwSignal<Place, LocalStorage>) -> AnyView {
    let inside = session.inside;
    let enough = Action::new(session.clone(), place);
    let saying = enough.clone();
    let say_enough = move |open: RwSignal<bool>| {
        let Ok(text) = LetterText::parse(words::ENOUGH_LETTER) else { return };
        let answer = Some(AnswerWish::NoAnswerNeeded);
        saying.append(Record::Letter { text, answer, introduction: None }, move || {
            open.set(false);
            words::ENOUGH_DONE.to_owned()
        });
    };
    let delete = Action::new(session, place);
    let deleting = delete.clone();
    let say_delete = move |_: RwSignal<bool>| {
        if deleting.begin() {
            let action = deleting.clone();
            spawn_local(async move {
                match action.session.delete().await {
                    Ok(()) => erase(&action.session, action.place, false),
                    Err(error) => action.failed(&Refusal::Api(error)),
                }
            });
        }
    };
    let leave = move |_| {
        // The way out of the page does all of it: blank, forget, go.
        if let Some(exit) = element::<HtmlElement>("exit") {
            exit.click();
        }
    };
    // Nobody needs to say it twice.
    let said = move || inside.with(|inside| inside.no_answer && !inside.waiting);
    view! {
        <section class="stack" id="endings">
            <p>{words::AGAIN}</p>
            <div class="row actions">
                <button class="button" type="button" id="finish" on:click=leave>{words::LEAVE}</button>
            </div>
            <div class="stack" hidden=said>{asked(&ENOUGH, &enough, say_enough)}</div>
            {enough.line(ENOUGH.status, ENOUGH.busy)}
            {asked(&DELETE, &delete, say_delete)}
            {delete.line(DELETE.status, DELETE.busy)}
        </section>
    }
    .into_any()
}

fn asked(words: &'static Asked, action: &Action, yes: impl Fn(RwSignal<bool>) + 'static) -> AnyView {
    let open = RwSignal::new(false);
    let outcome = action.outcome;
    let busy = action.is_busy();
    let ask = move |_| {
        outcome.set(Outcome::Quiet);
        open.set(true);
        focus_soon(words.panel);
    };
    let no = move |_| {
        open.set(false);
        focus_soon(words.id);
    };
    view! {
        <div hidden=move || open.get()>
            <button class="button quiet" type="button" id=words.id on:click=ask>{words.button}</button>
        </div>
        <section class="panel warning" id=words.panel tabindex="-1" hidden=move || !open.get()>
            <p>{words.text}</p>
            <div class="row">
                <button class=words.yes_class type="button" id=words.yes_id aria-busy=move || busy.get().then_some("true")
                    on:click=move |_| yes(open)>{words.yes}</button>
                <button class="button quiet" type="button" on:click=no>{self::words::CANCEL}</button>
            </div>
        </section>
    }
    .into_any()
}

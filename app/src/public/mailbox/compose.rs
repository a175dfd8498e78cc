//! 「つづけて書く」: one more letter to the same place.

use super::action::Action;
use super::session::Session;
use super::{Place, draft};
use crate::page::{document, focus_soon, is_hidden, listen, sleep};
use crate::time;
use crate::words::public::{letter as letter_words, mailbox as words};
use leptos::html;
use leptos::prelude::*;
use madobe_domain::log::record::Record;
use madobe_domain::text::{LetterText, TextFault};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const FIELD: &str = "more";
const PAUSE_MILLIS: i32 = 1_000;

pub fn view(session: Rc<Session>, place: RwSignal<Place, LocalStorage>) -> AnyView {
    let case = session.inside.with_untracked(|inside| inside.case.clone());
    let kept = draft::find(&case);
    let open = RwSignal::new(kept.is_some());
    let fault = RwSignal::new(None::<String>);
    let field: NodeRef<html::Textarea> = NodeRef::new();
    let action = Action::new(session.clone(), place);
    let typed = move || field.get_untracked().map(|field| field.value()).unwrap_or_default();

    let keep = {
        let session = session.clone();
        move || {
            if !session.is_closed() && open.get_untracked() {
                draft::keep(&case, &typed());
            }
        }
    };
    let late = Rc::new(Cell::new(0_u32));
    let on_input = {
        let keep = keep.clone();
        move |_| {
            fault.set(None);
            let now = late.get().wrapping_add(1);
            late.set(now);
            let (late, keep) = (late.clone(), keep.clone());
            spawn_local(async move {
                sleep(PAUSE_MILLIS).await;
                if late.get() == now {
                    keep();
                }
            });
        }
    };
    listen(&document(), "visibilitychange", move |_| {
        if is_hidden() {
            keep();
        }
    });

    let sending = action.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = match LetterText::parse(&typed()) {
            Ok(text) => text,
            Err(wrong) => {
                fault.set(Some(fault_words(wrong)));
                return focus_soon(FIELD);
            }
        };
        let inside = session.inside;
        let record = Record::Letter { text, answer: None, introduction: None };
        sending.append(record, move || {
            if let Some(field) = field.get_untracked() {
                field.set_value("");
            }
            draft::forget();
            open.set(false);
            focus_soon("write-more");
            match inside.with_untracked(|inside| inside.promised) {
                Some(day) => words::sent(&time::day(day)),
                None => words::SENT_PLAIN.to_owned(),
            }
        });
    };
    let busy = action.is_busy();
    view! {
        <div class="row actions" hidden=move || open.get()>
            <button class="button primary" type="button" id="write-more"
                on:click=move |_| { open.set(true); focus_soon(FIELD) }>{words::WRITE}</button>
        </div>
        <form class="stack" id="more-form" novalidate hidden=move || !open.get() on:submit=send>
            <div class="field">
                <label class="label" for=FIELD>{words::WRITE_LABEL}</label>
                <p class="hint" id="more-hint">{words::WRITE_HINT}<br/>{words::WRITE_DRAFT}</p>
                <p class="error" id="more-error" role="alert" hidden=move || fault.with(Option::is_none)>{move || fault.get()}</p>
                <textarea class="input" id=FIELD rows="8" autocomplete="off" autocapitalize="off" node_ref=field
                    aria-describedby="more-hint more-error"
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=kept.unwrap_or_default() on:input=on_input></textarea>
            </div>
            <div class="row actions">
                <button class="button primary" type="submit" id="more-send" aria-busy=move || busy.get().then_some("true")>{words::SEND}</button>
                <button class="button quiet" type="button" id="more-cancel"
                    on:click=move |_| { open.set(false); focus_soon("write-more") }>{words::CANCEL}</button>
            </div>
        </form>
        {action.line("more-status", words::SENDING)}
    }
    .into_any()
}

fn fault_words(fault: TextFault) -> String {
    match fault {
        TextFault::TooLong { over } => letter_words::too_long(&over.to_string()),
        TextFault::Empty | TextFault::Character => letter_words::EMPTY.to_owned(),
    }
}

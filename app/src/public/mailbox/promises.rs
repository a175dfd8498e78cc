//! 「しないこと」 as it stands, and changing it: each change is one entry of the record.

use super::Place;
use super::action::Action;
use super::session::Session;
use crate::page::focus_soon;
use crate::public::promise_list;
use crate::words::public::{mailbox as words, promises as promise_words};
use leptos::prelude::*;
use madobe_domain::log::record::Record;
use std::rc::Rc;

const SHOWN: &str = "promises-h";
const CHANGE: &str = "promises-change";
const BOXES: &str = "promises-boxes";

pub fn view(session: Rc<Session>, place: RwSignal<Place, LocalStorage>) -> AnyView {
    let inside = session.inside;
    let now = Signal::derive(move || inside.with(|inside| inside.promises));
    let wanted = RwSignal::new(now.get_untracked());
    let open = RwSignal::new(false);
    let action = Action::new(session, place);
    let shown = move || match now.get() {
        promises if promises.any() => promise_list::shown(&promises, SHOWN),
        _ => view! { <h2>{promise_words::HEADING}</h2><p>{words::PROMISES_EMPTY}</p> }.into_any(),
    };
    let begin = move |_| {
        wanted.set(now.get_untracked());
        open.set(true);
        focus_soon(BOXES);
    };
    let end = move || {
        open.set(false);
        focus_soon(CHANGE);
    };
    let saving = action.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let promises = wanted.get_untracked();
        if promises == now.get_untracked() {
            return end();
        }
        saving.append(Record::PromisesChanged { promises }, move || {
            end();
            words::PROMISES_SAVED.to_owned()
        });
    };
    let busy = action.is_busy();
    view! {
        <section class="stack" id="promises">
            {shown}
            <div hidden=move || open.get()>
                <button class="button" type="button" id=CHANGE on:click=begin>{words::PROMISES_CHANGE}</button>
            </div>
            <form class="stack" hidden=move || !open.get() on:submit=save>
                <fieldset class="choices promises" id=BOXES tabindex="-1">
                    <legend class="label">{promise_words::HEADING}</legend>
                    {promise_list::boxes(wanted.into(), move |promises| wanted.set(promises))}
                </fieldset>
                <div class="row actions">
                    <button class="button" type="submit" id="promises-save" aria-busy=move || busy.get().then_some("true")>{words::PROMISES_SAVE}</button>
                    <button class="button quiet" type="button" id="promises-cancel" on:click=move |_| end()>{words::CANCEL}</button>
                </div>
            </form>
            {action.line("promises-status", words::SENDING)}
        </section>
    }
    .into_any()
}

//! The code on the screen: what it is for, four ways to keep it, and only then the way on.

mod keep;
mod picture;
mod practice;
mod qr;

use super::kept_code::KeptCode;
use crate::page::{element, focus_soon};
use crate::time;
use crate::words::public::receipt as words;
use leptos::prelude::*;
use web_sys::HtmlElement;

pub const HEADING: &str = "receipt-h";
const ON: &str = "receipt-on";

/// `came_back`: Back was pressed after sending, and did nothing.
pub fn view(kept: KeptCode, came_back: Signal<bool>) -> AnyView {
    let put_away = RwSignal::new(false);
    let promise = match kept.promised {
        Some(day) => words::promise(&time::day(day)),
        None => words::NO_ANSWER.to_owned(),
    };
    view! {
        <section class="receipt stack" id="receipt" aria-labelledby=HEADING>
            <h1 id=HEADING tabindex="-1">{words::HEADING}</h1>
            {move || came_back.get().then(|| view! { <p class="panel info" role="status">{words::BACK}</p> })}
            <p>{words::ARRIVED}" "{promise}</p>
            {code(&kept, Some("code"))}
            <p>{words::KEY}<br/>{words::LOST}</p>
            <p class="hint">{words::RELOAD}</p>
            {keep::view(&kept)}
            {practice::view(kept.groups[1].clone())}
            <div class="row actions" hidden=move || put_away.get()>
                <button class="button primary" type="button" id="put-away"
                    on:click=move |_| { put_away.set(true); focus_soon(ON) }>{words::KEPT}</button>
            </div>
            {move || put_away.get().then(on)}
        </section>
    }
    .into_any()
}

/// Five groups; read aloud one after the other.
pub fn code(kept: &KeptCode, id: Option<&'static str>) -> AnyView {
    let groups = kept.groups.iter().map(|group| {
        view! { <span class="code-group" aria-hidden="true">{group.clone()}</span> }
    });
    let groups = groups.collect_view();
    view! { <div class="code" role="group" id=id aria-label=kept.groups.join("、")>{groups}</div> }.into_any()
}

/// What may follow, once the code is put away.
fn on() -> AnyView {
    let leave = move |_| {
        if let Some(exit) = element::<HtmlElement>("exit") {
            exit.click();
        }
    };
    view! {
        <section class="panel done" aria-labelledby=ON>
            <h2 id=ON tabindex="-1">{words::NEXT}</h2>
            <p>{words::NEXT_TEXT}</p>
            <div class="row actions">
                <a class="button primary" id="to-mailbox" href="/mailbox">{words::MAILBOX}</a>
                <button class="button" type="button" id="finish" on:click=leave>{words::LEAVE}</button>
            </div>
        </section>
    }
    .into_any()
}

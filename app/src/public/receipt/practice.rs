//! One group typed once, for those who like to be sure. Nothing depends on it.

use crate::words::public::receipt as words;
use leptos::prelude::*;
use madobe_domain::crypto::code::ascii_digits;

pub fn view(group: String) -> AnyView {
    let typed = RwSignal::new(String::new());
    let said = RwSignal::new("");
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let right = typed.with_untracked(|typed| ascii_digits(typed) == group);
        said.set(if right { words::PRACTICE_RIGHT } else { words::PRACTICE_WRONG });
    };
    view! {
        <details id="practice">
            <summary>{words::PRACTICE}</summary>
            <form class="stack" novalidate on:submit=check>
                <div class="field">
                    <label class="label" for="practice-digits">{words::PRACTICE_LABEL}</label>
                    <input class="input digits" id="practice-digits" type="text" inputmode="numeric" autocomplete="off"
                        aria-describedby="practice-status"
                        on:input=move |event| typed.set(event_target_value(&event))/>
                </div>
                <div class="row"><button class="button" type="submit" id="practice-check">{words::PRACTICE_CHECK}</button></div>
                <p class="status" role="status" id="practice-status">{move || said.get()}</p>
            </form>
        </details>
    }
    .into_any()
}

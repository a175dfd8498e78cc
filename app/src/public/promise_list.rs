//! 「しないこと」: the four of them, to be shown and to be chosen, in one order everywhere.

use crate::words::public::promises as words;
use leptos::prelude::*;
use madobe_domain::log::record::Promises;

/// Word, how to read it, how to set it.
type Row = (&'static str, fn(&Promises) -> bool, fn(&mut Promises, bool));

const ROWS: [Row; 4] = [
    (words::NO_PHONE, |p| p.no_phone, |p, on| p.no_phone = on),
    (words::NO_VISIT, |p| p.no_visit, |p, on| p.no_visit = on),
    (words::NO_TELLING_FAMILY, |p| p.no_telling_family, |p, on| p.no_telling_family = on),
    (words::NO_HANDOVER, |p| p.no_handover, |p, on| p.no_handover = on),
];

/// The words of those that hold.
pub fn names(promises: &Promises) -> Vec<&'static str> {
    ROWS.iter().filter(|(_, holds, _)| holds(promises)).map(|(word, ..)| *word).collect()
}

/// The list that stands wherever a promise is in force.
pub fn shown(promises: &Promises, id: &'static str) -> AnyView {
    let items = names(promises).into_iter().map(|word| view! { <li>{word}</li> }).collect_view();
    view! {
        <section class="promises" aria-labelledby=id>
            <h2 id=id>{words::HEADING}</h2>
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}

/// Four boxes to tick. `change` gets the whole set after each tick.
pub fn boxes(now: Signal<Promises>, change: impl Fn(Promises) + Copy + 'static) -> AnyView {
    ROWS.map(|(word, holds, set)| {
        let tick = move |event| {
            let mut promises = now.get_untracked();
            set(&mut promises, event_target_checked(&event));
            change(promises);
        };
        view! {
            <label class="choice">
                <input type="checkbox" prop:checked=move || holds(&now.get()) on:change=tick/>
                <span>{word}</span>
            </label>
        }
    })
    .collect_view()
    .into_any()
}

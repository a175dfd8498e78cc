//! A question with a few answers, none of them chosen beforehand, all of them may be left out.

use leptos::prelude::*;

/// `(value, word)`: the value is what a reload brings back.
pub type Answers = Vec<(String, String)>;

/// `name` is the group's; the ids `name-…` come from it.
pub fn radios(
    name: &'static str,
    legend: &'static str,
    why: &'static str,
    answers: Answers,
    chosen: Signal<String>,
    choose: impl Fn(String) + Copy + 'static,
) -> AnyView {
    let why_id = [name, "-why"].concat();
    let described = why_id.clone();
    let rows = answers.into_iter().map(|(value, word)| {
        let this = value.clone();
        let is_chosen = move || chosen.with(|chosen| *chosen == this);
        let said = value.clone();
        view! {
            <label class="choice">
                <input type="radio" name=name value=value prop:checked=is_chosen
                    on:change=move |_| choose(said.clone())/>
                <span>{word}</span>
            </label>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="choices" id=name aria-describedby=described>
            <legend class="label">{legend}</legend>
            <p class="hint" id=why_id>{why}</p>
            {rows}
        </fieldset>
    }
    .into_any()
}

//! Step 2: everything about the letter that may help, and may be left out.

use super::form::{ABOUTS, AGES, Choices, NO_ANSWER, WISHES};
use crate::public::choice::{Answers, radios};
use crate::public::error_summary::ErrorSummary;
use crate::public::promise_list;
use crate::words::public::choose as words;
use leptos::prelude::*;

pub const NAME_FIELD: &str = "call-me";
pub const HEADING: &str = "choose-h";

fn answers<T>(table: &[(&'static str, &'static str, T)]) -> Answers {
    let rows = table.iter().map(|(value, word, _)| ((*value).to_owned(), (*word).to_owned()));
    rows.chain([(NO_ANSWER.to_owned(), words::NO_ANSWER.to_owned())]).collect()
}

/// Places come from the desk's settings, so they arrive a moment later or not at all.
fn ward_answers(wards: &[String]) -> Answers {
    let rows = wards.iter().map(|ward| (ward.clone(), ward.clone()));
    rows.chain([(NO_ANSWER.to_owned(), words::NO_ANSWER.to_owned())]).collect()
}

pub fn view(
    choices: RwSignal<Choices>,
    wards: RwSignal<Vec<String>>,
    summary: ErrorSummary,
    next: impl Fn() + Copy + 'static,
    back: impl Fn() + Copy + 'static,
) -> AnyView {
    let field = move |read: fn(&Choices) -> &String| Signal::derive(move || choices.with(|c| read(c).clone()));
    let set = move |write: fn(&mut Choices) -> &mut String| {
        move |value: String| choices.update(|choices| *write(choices) = value)
    };
    let wish = radios("wish", words::WISH, words::WISH_WHY, answers(&WISHES), field(|c| &c.wish), set(|c| &mut c.wish));
    let about =
        radios("about", words::ABOUT, words::ABOUT_WHY, answers(&ABOUTS), field(|c| &c.about), set(|c| &mut c.about));
    let age = radios("age", words::AGE, words::AGE_WHY, answers(&AGES), field(|c| &c.age), set(|c| &mut c.age));
    let ward = move || {
        let wards = wards.get();
        (!wards.is_empty()).then(|| {
            let answers = ward_answers(&wards);
            radios("ward", words::WARD, words::WARD_WHY, answers, field(|c| &c.ward), set(|c| &mut c.ward))
        })
    };
    let promises = Signal::derive(move || choices.with(|choices| choices.promises));
    let promise_boxes =
        promise_list::boxes(promises, move |promises| choices.update(|choices| choices.promises = promises));
    view! {
        <h1 id=HEADING tabindex="-1">{words::HEADING}</h1>
        <p>{words::INTRO}</p>
        {wish}
        {name_field(choices, summary)}
        {about}
        {age}
        {ward}
        <fieldset class="choices promises" id="promise-boxes" aria-describedby="promise-boxes-why">
            <legend class="label">{words::PROMISES}</legend>
            <p class="hint" id="promise-boxes-why">{words::PROMISES_WHY}</p>
            {promise_boxes}
        </fieldset>
        <div class="row actions">
            <button class="button primary" type="button" id="choose-next" on:click=move |_| next()>{words::NEXT}</button>
            <button class="button quiet" type="button" id="choose-back" on:click=move |_| back()>{words::BACK}</button>
        </div>
    }
    .into_any()
}

fn name_field(choices: RwSignal<Choices>, summary: ErrorSummary) -> AnyView {
    let wrong = move || summary.beside(NAME_FIELD);
    let typed = move |event| {
        let value = event_target_value(&event);
        choices.update(|choices| choices.call_me = value);
    };
    view! {
        <div class="field">
            <label class="label" for=NAME_FIELD>{words::CALL_ME}" "<span class="optional">{words::OPTIONAL}</span></label>
            <p class="hint" id="call-me-hint">{words::CALL_ME_WHY}</p>
            <p class="error" id="call-me-error" hidden=move || wrong().is_none()>{wrong}</p>
            <input class="input" id=NAME_FIELD type="text" autocomplete="off" autocapitalize="off"
                aria-describedby="call-me-hint call-me-error"
                aria-invalid=move || wrong().map(|_| "true")
                prop:value=choices.get_untracked().call_me on:input=typed/>
        </div>
    }
    .into_any()
}

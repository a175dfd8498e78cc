//! The desk's own fields of a case. A choice is one press; words and days are decided; each press has its way back.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::FIELD_TEXT_CHARS;
use madobe_domain::log::work::{Field, FieldKind, FieldText, FieldValue};

use crate::staff::app::App;
use crate::staff::field::{key, told, value_words};
use crate::staff::sheet::Sheet;
use crate::time;
use crate::ui::place::focus_soon;
use crate::words::staff::{fields as words, work};

#[component]
pub fn OwnFields(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    app.refresh_fields();
    let in_use = Memo::new(move |_| app.fields.with(|all| all.in_use().cloned().collect::<Vec<_>>()));
    // What stands in a field that is not offered here any more.
    let rest = Memo::new(move |_| {
        let used = in_use.get();
        app.fields.with(|fields| {
            sheet.with(|sheet| {
                let filled = sheet.row.work.fields.iter();
                let rest = filled.filter(|one| used.iter().all(|field| field.id != one.field));
                rest.map(|one| told(fields, one)).collect::<Vec<_>>()
            })
        })
    });
    let some = Memo::new(move |_| !in_use.with(Vec::is_empty) || !rest.with(Vec::is_empty));
    let old = move |(name, value): (String, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    move || {
        some.get().then(|| {
            view! {
                <section aria-labelledby="fields-heading" id="fields">
                    <h2 class="side-part" id="fields-heading">{words::HEADING}</h2>
                    <For each=move || in_use.get() key=key let:field><One case sheet field /></For>
                    {move || rest.with(|rest| (!rest.is_empty()).then(|| view! {
                        <dl class="facts" id="fields-away" aria-label=words::AWAY_HEADING>{rest.iter().cloned().map(old).collect_view()}</dl>
                    }))}
                </section>
            }
        })
    }
}

#[component]
fn One(case: CaseId, sheet: Memo<Arc<Sheet>>, field: Field) -> impl IntoView {
    let app = App::of_context();
    let id = ["field-", &field.id.to_string()].concat();
    let part = {
        let id = id.clone();
        move |tail: &str| [&id, "-", tail].concat()
    };
    let summary = part("summary");
    let name = field.name.as_str().to_owned();
    let open = RwSignal::new(false);
    let now = {
        let id = field.id;
        Memo::new(move |_| sheet.with(|sheet| sheet.row.work.field(&id).map(|filled| filled.value.clone())))
    };
    let field = StoredValue::new(field);
    let state = move || {
        now.with(|now| match now {
            Some(value) => field.with_value(|field| value_words(value, Some(field))),
            None => words::EMPTY.to_owned(),
        })
    };
    let fill = {
        let summary = summary.clone();
        Callback::new(move |value: Option<FieldValue>| {
            open.set(false);
            field.with_value(|field| app.fill(case, field, value));
            focus_soon(summary.clone());
        })
    };
    let chip = move |value: FieldValue| {
        let (words, is) = (field.with_value(|field| value_words(&value, Some(field))), value.clone());
        let pressed = Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(|now| same(now, &is))));
        let press = move |_| fill.run((!pressed.get_untracked()).then(|| value.clone()));
        view! { <button class="chip" type="button" aria-pressed=move || pressed.get().to_string() on:click=press>{words}</button> }
    };
    let chips = |all: Vec<FieldValue>| {
        let label = name.clone();
        view! { <div class="chips" role="group" aria-label=label>{all.into_iter().map(chip).collect_view()}</div> }
            .into_any()
    };
    let body = field.with_value(|field| match field.kind {
        FieldKind::Yes => chips(vec![FieldValue::Yes(true), FieldValue::Yes(false)]),
        FieldKind::Choice => chips(
            field
                .options
                .iter()
                .map(|one| FieldValue::Choice { option: one.id, words: one.words.clone() })
                .collect(),
        ),
        FieldKind::Text | FieldKind::Day | FieldKind::Newer(_) => {
            let day = field.kind == FieldKind::Day;
            view! { <Typed id=part("value") name=name.clone() day now fill /> }.into_any()
        }
    });
    let (empty, label) = (part("empty"), words::empty_label(&name));
    view! {
        <details class="fold" id=id prop:open=move || open.get()
            on:toggle:target=move |event| open.set(event.target().open())>
            <summary id=summary><b>{name}</b><span class="fold-state">{state}</span></summary>
            <div class="stack">
                {body}
                {move || now.with(Option::is_some).then(|| view! {
                    <button class="button small" type="button" id=empty.clone() aria-label=label.clone()
                        on:click=move |_| fill.run(None)>{words::EMPTY_IT}</button>
                })}
            </div>
        </details>
    }
}

/// The same option, whatever it was called then.
fn same(one: &FieldValue, other: &FieldValue) -> bool {
    match (one, other) {
        (FieldValue::Choice { option: one, .. }, FieldValue::Choice { option: other, .. }) => one == other,
        (one, other) => one == other,
    }
}

/// As it stands in the field for typing.
fn written(value: Option<&FieldValue>) -> String {
    match value {
        Some(FieldValue::Text(text)) => text.as_str().to_owned(),
        Some(FieldValue::Day(day)) => time::iso_day(*day),
        _ => String::new(),
    }
}

fn parse(typed: &str, day: bool) -> Option<FieldValue> {
    if day {
        time::parse_day(typed).map(FieldValue::Day)
    } else {
        FieldText::parse(typed).ok().map(FieldValue::Text)
    }
}

#[component]
fn Typed(
    id: String,
    name: String,
    day: bool,
    now: Memo<Option<FieldValue>>,
    fill: Callback<Option<FieldValue>>,
) -> impl IntoView {
    let (typed, fault) = (RwSignal::new(written(now.get_untracked().as_ref())), RwSignal::new(false));
    let begun = RwSignal::new(false);
    // What a colleague fills in meanwhile shows in the state above; what is being typed stays.
    Effect::new(move |_| {
        let now = now.get();
        if !begun.get_untracked() {
            typed.set(written(now.as_ref()));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = parse(&typed.get_untracked(), day);
        fault.set(value.is_none());
        if value.is_some() {
            begun.set(false);
            fill.run(value);
        }
    };
    let fault_id = [&id, "-fault"].concat();
    let words =
        if day { words::DAY_FAULT.to_owned() } else { words::text_fault(&FIELD_TEXT_CHARS.to_string()) };
    view! {
        <form class="row" novalidate on:submit=submit>
            <label class="visually-hidden" for=id.clone()>{name}</label>
            <input class="input" class:day=day id=id type=if day { "date" } else { "text" } autocomplete="off" aria-describedby=fault_id.clone()
                aria-invalid=move || fault.get().then_some("true") prop:value=move || typed.get()
                on:input:target=move |event| {
                    begun.set(true);
                    fault.set(false);
                    typed.set(event.target().value());
                } />
            <button class="button small" type="submit">{work::SET}</button>
        </form>
        <p class="error" id=fault_id hidden=move || !fault.get()>{words}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_as_the_field_wants_it() {
        let day = parse("2026-04-01", true).unwrap();
        assert_eq!(written(Some(&day)), "2026-04-01");
        assert_eq!(written(parse(" 祖母 ", false).as_ref()), "祖母");
        for (typed, day) in [("", true), ("4月", true), ("", false), (" ", false)] {
            assert_eq!(parse(typed, day), None, "{typed}");
        }
        assert_eq!(parse(&"あ".repeat(FIELD_TEXT_CHARS + 1), false), None);
    }
}

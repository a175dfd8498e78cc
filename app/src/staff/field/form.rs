//! One field of the desk's own being defined: its name, its sort, and the options of a choice.
use leptos::prelude::*;
use madobe_domain::ids::EntryId;
use madobe_domain::limits::{FIELD_NAME_CHARS, FIELD_OPTIONS};
use madobe_domain::log::work::{Field, FieldFault, FieldId, FieldKind, Fields};
use madobe_domain::text::TextFault;
use madobe_domain::wire::book::BookName;

use super::screen::{Clash, Open, Options, full, kind_words};
use crate::page::spawn;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::book::{Owner, Unsaved};
use crate::staff::draft::{Big, keep_soon};
use crate::ui::act::{Act, Small};
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Choice, Field as Line};
use crate::ui::place::focus_soon;
use crate::ui::told::then;
use crate::words::common::list;
use crate::words::staff::fields as words;

fn option_id(id: &FieldId) -> String {
    ["option-", &id.to_string()].concat()
}

fn fault_words(fault: FieldFault, options: &Options) -> (String, String) {
    let most = FIELD_NAME_CHARS.to_string();
    let at = |place: usize| options.get(place).map(|(id, _)| option_id(id)).unwrap_or_default();
    let add = || "option-add".to_owned();
    match fault {
        FieldFault::Name(TextFault::Empty) => ("field-name".to_owned(), words::NAME_EMPTY.to_owned()),
        FieldFault::Name(_) => ("field-name".to_owned(), words::name_fault(&most)),
        FieldFault::Option(place, _) => (at(place), words::option_fault(&most)),
        FieldFault::Twice(place) => (at(place), words::OPTION_TWICE.to_owned()),
        FieldFault::Few => {
            (options.first().map_or_else(add, |(id, _)| option_id(id)), words::OPTIONS_FEW.to_owned())
        }
        FieldFault::Many => (add(), words::options_many(&FIELD_OPTIONS.to_string())),
    }
}

/// Upon what stands there now. `base`: the field as it was when it was opened.
fn apply(all: &mut Fields, base: Option<&Field>, wanted: &Field) -> Result<(), Clash> {
    let same = |one: &Field, other: &Field| {
        (&one.name, &one.kind, &one.options) == (&other.name, &other.kind, &other.options)
    };
    let there = all.get(&wanted.id);
    match (there, base) {
        // Sent twice it is the same change.
        (Some(there), _) if same(there, wanted) => return Ok(()),
        (Some(there), Some(base)) if same(there, base) => {}
        (None, None) => {}
        _ => return Err(Clash::Changed),
    }
    if all.put(wanted.clone()) { Ok(()) } else { Err(Clash::Full) }
}

fn fresh() -> (FieldId, RwSignal<String>) {
    (EntryId::make(&mut rng()).0, RwSignal::new(String::new()))
}

#[component]
pub(super) fn Form(open: RwSignal<Option<Open>>, now: Open) -> impl IntoView {
    let app = App::of_context();
    let Open { id, before, typed } = now;
    let is_new = before.is_none();
    let of_before = before.as_ref().map(|one| {
        let options =
            one.options.iter().map(|option| (option.id, option.words.as_str().to_owned())).collect();
        (one.name.as_str().to_owned(), one.kind.name().to_owned(), options)
    });
    let untouched = of_before.clone();
    let start = typed.or(of_before).unwrap_or_else(|| (String::new(), "text".to_owned(), Options::new()));
    let (name, kind) = (RwSignal::new(start.0), RwSignal::new(start.1));
    let mut lines: Vec<_> = start.2.into_iter().map(|(id, typed)| (id, RwSignal::new(typed))).collect();
    while lines.len() < 2 {
        lines.push(fresh());
    }
    let lines = RwSignal::new(lines);
    let (before, untouched, done) =
        (StoredValue::new(before), StoredValue::new(untouched), StoredValue::new(false));
    let options = move || {
        lines.with_untracked(|lines| {
            lines.iter().map(|(id, typed)| (*id, typed.get_untracked())).collect::<Options>()
        })
    };
    let keep = move || {
        let (Some(false), Some(base)) = (done.try_get_value(), before.try_get_value()) else { return };
        let (Some(name), Some(kind)) = (name.try_get_untracked(), kind.try_get_untracked()) else { return };
        let mut options = options();
        options.retain(|(_, typed)| !typed.is_empty());
        let typed = (name, kind, options);
        let nothing = match untouched.get_value() {
            Some(untouched) => untouched == typed,
            None => typed.0.is_empty() && typed.2.is_empty(),
        };
        if nothing {
            return app.forget_form(Big::Field);
        }
        if let Ok(json) = serde_json::to_string(&Open { id, before: base, typed: Some(typed) }) {
            app.keep_form(Big::Field, json);
        }
    };
    keep_soon(
        move || {
            name.track();
            kind.track();
            lines.with(|lines| lines.iter().for_each(|(_, typed)| typed.track()));
        },
        keep,
    );
    let finish = move || {
        done.try_set_value(true);
        app.forget_form(Big::Field);
        open.try_set(None);
        focus_soon("heading");
    };
    let (faults, busy, notice) = (Faults::none(), RwSignal::new(false), RwSignal::new(None::<String>));
    let save = move |wanted: Field| {
        let Some(team) = app.own_team() else { return };
        busy.set(true);
        notice.set(None);
        spawn(async move {
            let base = before.get_value();
            let saved = app
                .change_book(Owner::Team(team), BookName::Fields, |all: &mut Fields| {
                    apply(all, base.as_ref(), &wanted)
                })
                .await;
            busy.try_set(false);
            match saved {
                Ok(all) => {
                    app.take_fields(all);
                    app.say.soon(words::SAVED);
                    finish();
                }
                Err(Unsaved::Clash(Clash::Full)) => {
                    notice.try_set(Some(full()));
                }
                Err(Unsaved::Clash(Clash::Changed)) => {
                    let _ = app.load_fields().await;
                    let theirs = app.fields.with_untracked(|all| all.get(&id).cloned());
                    let shown = theirs.as_ref().map_or_else(String::new, |one| {
                        let options: Vec<&str> = one.options.iter().map(|one| one.words.as_str()).collect();
                        ["\n\n", one.name.as_str(), "\n", &options.join(list::BESIDE)].concat()
                    });
                    notice.try_set(Some(then(words::CHANGED, &shown)));
                    // Now it has been seen: the next press goes over it.
                    before.try_set_value(theirs);
                }
                Err(Unsaved::Trouble(trouble)) => {
                    notice.try_set(trouble.said().map(|why| list::sentences(words::FAILED, &why)));
                }
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = options();
        match Field::parse(id, FieldKind::from(kind.get_untracked()), &name.get_untracked(), &typed) {
            Ok(wanted) => {
                faults.clear();
                save(wanted);
            }
            Err(found) => {
                faults.show_all(found.into_iter().map(|fault| fault_words(fault, &typed)).collect());
            }
        }
    };
    let add = move || {
        let line = fresh();
        let id = option_id(&line.0);
        lines.update(|lines| lines.push(line));
        focus_soon(id);
    };
    let kinds = FieldKind::ALL.map(|kind| (kind.name().to_owned(), kind_words(&kind).to_owned())).to_vec();
    let fixed = kind_words(&FieldKind::from(kind.get_untracked()));
    let choice = Memo::new(move |_| kind.with(|kind| kind == "choice"));
    view! {
        <form class="panel stack" id="field-form" novalidate on:submit=submit>
            <Summary faults />
            {move || notice.get().map(|why| view! { <p class="panel warning letter-body" role="alert" id="field-notice">{why}</p> })}
            <Line id="field-name" label=words::NAME value=name faults />
            {if is_new {
                view! { <Choice id="field-kind" label=words::KIND value=kind options=Signal::stored(kinds) /> }.into_any()
            } else {
                view! { <p class="hint">{words::kind_fixed(fixed)}</p> }.into_any()
            }}
            {move || choice.get().then(|| view! {
                <fieldset class="choices" id="field-options">
                    <legend class="label">{words::OPTIONS}</legend>
                    <p class="hint">{words::OPTIONS_HINT}</p>
                    <ol class="few">
                        <For each=move || lines.get() key=|(id, _)| *id let:line><OptionLine line lines faults /></For>
                    </ol>
                    {move || (lines.with(Vec::len) < FIELD_OPTIONS).then(|| view! {
                        <button class="button small" type="button" id="option-add" on:click=move |_| add()>{words::OPTION_ADD}</button>
                    })}
                </fieldset>
            })}
            <div class="row actions">
                <Act words=words::SAVE working=words::SAVING busy />
                <Small words=words::CANCEL on_press=finish />
            </div>
        </form>
    }
}

#[component]
fn OptionLine(
    line: (FieldId, RwSignal<String>),
    lines: RwSignal<Vec<(FieldId, RwSignal<String>)>>,
    faults: Faults,
) -> impl IntoView {
    let (option, typed) = line;
    let id = option_id(&option);
    let place =
        move || lines.with(|lines| lines.iter().position(|(known, _)| *known == option).unwrap_or(0) + 1);
    let (of, error) = (id.clone(), [&id, "-error"].concat());
    let (fault, fault_id) = (of.clone(), error.clone());
    let remove = move |_| {
        lines.update(|lines| lines.retain(|(known, _)| *known != option));
        focus_soon("option-add");
    };
    view! {
        <li class="field">
            {move || faults.of(&fault).map(|words| view! { <p class="error" id=fault_id.clone()>{words}</p> })}
            <div class="input-with">
                <input class="input" id=id autocomplete="off" aria-label=move || words::option(&place().to_string()) aria-describedby=error
                    aria-invalid=move || faults.of(&of).map(|_| "true")
                    prop:value=move || typed.get() on:input:target=move |event| typed.set(event.target().value()) />
                <button class="button small" type="button" aria-label=move || words::option_remove(&place().to_string()) on:click=remove>{words::OPTION_OFF}</button>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::bytes::Fixed;

    fn field(name: &str) -> Field {
        Field::parse(Fixed([1; 16]), FieldKind::Text, name, &[]).unwrap()
    }

    #[test]
    fn a_field_that_a_colleague_changed_is_not_written_over() {
        let mut all = Fields::default();
        assert!(apply(&mut all, None, &field("一")).is_ok());
        assert!(apply(&mut all, None, &field("一")).is_ok(), "once more is no clash");
        assert!(matches!(apply(&mut all, None, &field("二")), Err(Clash::Changed)));
        assert!(matches!(apply(&mut all, Some(&field("三")), &field("二")), Err(Clash::Changed)));
        all.put_away(&Fixed([1; 16]), true);
        assert!(
            apply(&mut all, Some(&field("一")), &field("二")).is_ok(),
            "put away meanwhile it is no other field"
        );
        assert!(all.fields[0].away && all.fields[0].name.as_str() == "二");
        let gone = Field { id: Fixed([9; 16]), ..field("四") };
        assert!(matches!(apply(&mut all, Some(&gone), &gone), Err(Clash::Changed)));
    }

    #[test]
    fn every_fault_is_beside_what_it_is_about() {
        let options = vec![(Fixed([1; 16]), "一".to_owned()), (Fixed([2; 16]), "一".to_owned())];
        assert_eq!(fault_words(FieldFault::Twice(1), &options).0, option_id(&Fixed([2; 16])));
        assert_eq!(fault_words(FieldFault::Few, &options).0, option_id(&Fixed([1; 16])));
        assert_eq!(fault_words(FieldFault::Few, &Vec::new()).0, "option-add");
    }
}

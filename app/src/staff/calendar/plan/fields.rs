//! The parts of a plan on screen, each drawn by the table of its fields.
use leptos::prelude::*;
use madobe_domain::ids::{KindId, RoomId, StaffId};

use super::Editing;
use super::form::{Part, field};
use super::spec::{Shape, Sort, Spec, options};
use crate::random::rng;
use crate::ui::field::described;
use crate::ui::place::focus_soon;
use crate::words::staff::plan as words;

/// One field of one part.
#[derive(Clone, Copy)]
struct At {
    editing: Editing,
    part: StoredValue<(Sort, String)>,
    place: usize,
}

impl At {
    fn get(self) -> String {
        self.part.with_value(|(sort, id)| {
            self.editing.form.with(|form| {
                let part = form.iter().find(|part| part.sort == *sort && part.id == *id);
                part.and_then(|part| part.texts.get(self.place).cloned()).unwrap_or_default()
            })
        })
    }

    fn set(self, typed: String) {
        self.part.with_value(|(sort, id)| {
            self.editing.form.update(|form| {
                let part = form.iter_mut().find(|part| part.sort == *sort && part.id == *id);
                if let Some(text) = part.and_then(|part| part.texts.get_mut(self.place)) {
                    *text = typed;
                }
            });
        });
    }
}

#[component]
pub fn Parts(sort: Sort) -> impl IntoView {
    let editing: Editing = expect_context();
    let ids = Memo::new(move |_| {
        editing.form.with(|form| {
            form.iter().filter(|part| part.sort == sort).map(|part| part.id.clone()).collect::<Vec<_>>()
        })
    });
    let (heading, hint, add_words) = match sort {
        Sort::Person => (words::PERSONS, words::PERSONS_HINT, ""),
        Sort::Room => (words::ROOMS_HEADING, words::ROOMS_HEADING_HINT, words::ROOM_ADD),
        Sort::Kind => (words::KINDS, words::KINDS_HINT, words::KIND_ADD),
    };
    let id = [sort.letter(), "-all"].concat();
    let add = move |id: String| {
        let mut part = Part::new(sort, id);
        if sort == Sort::Kind {
            everybody(editing, &mut part);
        }
        let first = sort.specs().first().map(|spec| part.field(spec.name)).unwrap_or_default();
        editing.form.update(|form| form.push(part));
        focus_soon(first);
    };
    let new = move |_| {
        add(if sort == Sort::Room {
            RoomId::make(&mut rng()).to_string()
        } else {
            KindId::make(&mut rng()).to_string()
        });
    };
    let absent = move || {
        let of_team = editing.staff.get_value().into_iter();
        of_team.filter(|staff| ids.with(|ids| !ids.contains(&staff.to_string()))).collect::<Vec<_>>()
    };
    let join = move |staff: StaffId| {
        let name = editing.app.name_of(staff).unwrap_or_default();
        view! { <button class="button small" type="button" on:click=move |_| add(staff.to_string())>{words::person_add(&name)}</button> }
    };
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id.clone() tabindex="-1">{heading}</h2>
            <p class="hint">{hint}</p>
            <For each=move || ids.get() key=Clone::clone let:id><OnePart sort id /></For>
            <div class="row">
                {if sort == Sort::Person {
                    (move || absent().into_iter().map(join).collect_view()).into_any()
                } else {
                    view! { <button class="button" type="button" id=[sort.letter(), "-add"].concat() on:click=new>{add_words}</button> }.into_any()
                }}
            </div>
        </section>
    }
}

/// A new kind is held by everybody who is there.
fn everybody(editing: Editing, part: &mut Part) {
    let people = editing.form.with_untracked(|form| {
        let people = form.iter().filter(|part| part.sort == Sort::Person);
        people.map(|part| part.id.clone()).collect::<Vec<_>>().join(" ")
    });
    let place = part.sort.specs().iter().position(|spec| spec.shape == Shape::People);
    if let Some(text) = place.and_then(|place| part.texts.get_mut(place)) {
        *text = people;
    }
}

#[component]
fn OnePart(sort: Sort, id: String) -> impl IntoView {
    let editing: Editing = expect_context();
    let part = StoredValue::new((sort, id.clone()));
    let current = move || {
        part.with_value(|(sort, id)| {
            editing.form.with(|form| form.iter().find(|part| part.sort == *sort && part.id == *id).cloned())
        })
    };
    let name = Memo::new(move |_| current().map(|part| editing.name_of(&part)).unwrap_or_default());
    let unnamed =
        editing.kept.with_untracked(|kept| !kept.iter().any(|part| part.sort == sort && part.id == id));
    let wrong = Memo::new(move |_| {
        part.with_value(|(sort, id)| {
            sort.specs().iter().any(|spec| editing.faults.of(&field(*sort, id, spec.name)).is_some())
        })
    });
    let remove = move |_| {
        part.with_value(|(sort, id)| {
            editing.form.update(|form| form.retain(|part| part.sort != *sort || part.id != *id));
        });
        focus_soon([sort.letter(), "-all"].concat());
    };
    let fields = (0..sort.specs().len()).map(|place| one(At { editing, part, place }, &id, sort));
    view! {
        // What is new or not right stands open.
        <details class="part" open=move || (unnamed || wrong.get()).then_some("")>
            <summary><b>{move || name.get()}</b></summary>
            <div class="stack">
                {fields.collect_view()}
                <div class="row"><button class="button small" type="button" aria-label=move || words::remove_label(&name.get()) on:click=remove>{words::REMOVE}</button></div>
            </div>
        </details>
    }
}

fn one(at: At, part: &str, sort: Sort) -> AnyView {
    let Some(spec) = sort.specs().get(at.place) else { return ().into_any() };
    let id = field(sort, part, spec.name);
    match spec.shape {
        Shape::People | Shape::Rooms => many(at, id, spec),
        _ => {
            let input = input(at, &id, spec);
            let (fault_id, error_id, hint_id) =
                (id.clone(), [&id, "-error"].concat(), [&id, "-hint"].concat());
            let faults = at.editing.faults;
            view! {
                <div class="field">
                    <label class="label" for=id>{spec.label}</label>
                    {(!spec.hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{spec.hint}</p> })}
                    {move || faults.of(&fault_id).map(|words| view! { <p class="error" id=error_id.clone()>{words}</p> })}
                    {input}
                </div>
            }
            .into_any()
        }
    }
}

fn input(at: At, id: &str, spec: &'static Spec) -> AnyView {
    let (id, fault_id, hint) = (id.to_owned(), id.to_owned(), !spec.hint.is_empty());
    let invalid = move || at.editing.faults.of(&fault_id).map(|_| "true");
    let value = Memo::new(move |_| at.get());
    match spec.shape {
        Shape::Lines => view! {
            <textarea class="input short" rows="4" autocomplete="off" aria-describedby=described(&id, hint) aria-invalid=invalid
                id=id prop:value=move || value.get() on:input:target=move |event| at.set(event.target().value())></textarea>
        }
        .into_any(),
        Shape::Means | Shape::Who => {
            let option = move |(of, words): (String, String)| {
                let chosen = of.clone();
                view! { <option value=of prop:selected=move || value.with(|value| *value == chosen)>{words}</option> }
            };
            view! {
                <select class="input" id=id on:change:target=move |event| at.set(event.target().value())>
                    {options(spec.shape).into_iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
        shape => {
            let class = if shape == Shape::Number { "input time" } else { "input" };
            let mode = (shape == Shape::Number).then_some("numeric");
            view! {
                <input class=class type="text" autocomplete="off" inputmode=mode aria-describedby=described(&id, hint)
                    aria-invalid=invalid id=id prop:value=move || value.get()
                    on:input:target=move |event| at.set(event.target().value()) />
            }
            .into_any()
        }
    }
}

/// Some of those that stand elsewhere in the plan.
fn many(at: At, id: String, spec: &'static Spec) -> AnyView {
    let of = if spec.shape == Shape::People { Sort::Person } else { Sort::Room };
    let editing = at.editing;
    let all = Memo::new(move |_| {
        editing.form.with(|form| {
            let parts = form.iter().filter(|part| part.sort == of);
            parts.map(|part| (part.id.clone(), editing.name_of(part))).collect::<Vec<_>>()
        })
    });
    let value = Memo::new(move |_| at.get());
    let has = move |handle: &str| value.with(|value| value.split(' ').any(|one| one == handle));
    let toggle = move |handle: &str, on: bool| {
        let value = value.get_untracked();
        let mut handles: Vec<&str> =
            value.split(' ').filter(|one| !one.is_empty() && *one != handle).collect();
        if on {
            handles.push(handle);
        }
        at.set(handles.join(" "));
    };
    let choice = move |(handle, name): (String, String)| {
        let toggled = handle.clone();
        view! {
            <label class="choice">
                <input type="checkbox" prop:checked=move || has(&handle)
                    on:change:target=move |event| toggle(&toggled, event.target().checked()) />
                <span>{name}</span>
            </label>
        }
    };
    let (fault_id, error_id) = (id.clone(), [&id, "-error"].concat());
    view! {
        <fieldset class="choices" id=id tabindex="-1">
            <legend class="label">{spec.label}</legend>
            {(!spec.hint.is_empty()).then(|| view! { <p class="hint">{spec.hint}</p> })}
            {move || editing.faults.of(&fault_id).map(|words| view! { <p class="error" id=error_id.clone()>{words}</p> })}
            {move || all.get().into_iter().map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}

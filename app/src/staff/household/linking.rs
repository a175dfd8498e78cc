//! Choosing the case of somebody of the same household, by number or name, and what they are to each other.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::{Relation, WorkRecord};

use super::{Family, relation_words};
use crate::staff::app::App;
use crate::staff::number::short_number;
use crate::staff::palette::cases;
use crate::staff::search;
use crate::ui::act::Small;
use crate::ui::combo::Combo;
use crate::ui::place::focus_soon;
use crate::vault::Writing;
use crate::words::staff::{household as words, palette};

pub fn linking() -> AnyView {
    view! { <Linking /> }.into_any()
}

#[component]
fn Linking() -> impl IntoView {
    let app = App::of_context();
    let family: Family = expect_context();
    let chosen = RwSignal::new(None::<CaseId>);
    let options = Callback::new(move |typed: String| {
        let known = family.kin.get_untracked();
        let may = |case: CaseId| case != family.case && known.iter().all(|one| one.case != case);
        cases(app, &search::words(&typed), may)
    });
    let choose = Callback::new(move |key: String| {
        chosen.set(key.strip_prefix("case:").and_then(|case| CaseId::parse(case).ok()));
        focus_soon("linking-heading");
    });
    let leave = move || {
        family.linking.set(false);
        focus_soon("to-linking");
    };
    let close = Callback::new(move |()| {
        if chosen.get_untracked().is_none() {
            leave();
        }
    });
    move || {
        match chosen.get() {
        None => {
            view! { <Combo label=words::SEARCH options choose close none=palette::NONE count=palette::count /> }
                .into_any()
        }
        Some(other) => {
            let link = move |relation: Relation| {
                let press = move |_| {
                    app.work_all(both(family.case, other, relation), words::SAID_LINKED);
                    leave();
                };
                view! { <button class="chip" type="button" on:click=press>{relation_words(relation)}</button> }
            };
            let (number, row) = (short_number(other), app.list.row_now(other));
            let asked = match row.and_then(|row| row.name.clone()) {
                Some(name) => words::who(&name, &number),
                None => words::who_number(&number),
            };
            view! {
                <section class="panel info stack" id="linking" aria-labelledby="linking-heading">
                    <h2 class="side-part" id="linking-heading" tabindex="-1">{asked}</h2>
                    <div class="chips" role="group" aria-labelledby="linking-heading">{Relation::ALL.map(link).collect_view()}</div>
                    <p class="hint">{words::UNSEEN}</p>
                    <div class="row"><Small words=words::NOT_NOW on_press=leave /></div>
                </section>
            }
            .into_any()
        }
    }
    }
}

/// A half for each.
fn both(case: CaseId, other: CaseId, relation: Relation) -> Vec<(CaseId, Writing)> {
    let half = |at: CaseId, record: WorkRecord| (at, Writing::Work(record));
    vec![
        half(case, WorkRecord::Linked { case: other, relation }),
        half(other, WorkRecord::Linked { case, relation: relation.inverse() }),
    ]
}

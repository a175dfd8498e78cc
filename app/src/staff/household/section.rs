//! The cases of the household beside the one that is open: where they stand, what is promised, who answers them.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::WorkRecord;

use super::{Family, Kin, relation_words};
use crate::staff::app::App;
use crate::staff::case::{cared_for, carer};
use crate::staff::due::Due;
use crate::staff::inbox::{name, standing_class, standing_words};
use crate::staff::row::Row;
use crate::ui::act::Small;
use crate::ui::place::focus_soon;
use crate::vault::Writing;
use crate::words::common::list;
use crate::words::staff::{household as words, work};

pub fn section() -> AnyView {
    view! { <Section /> }.into_any()
}

#[component]
fn Section() -> impl IntoView {
    let family: Family = expect_context();
    view! {
        <section class="stack" id="family" aria-labelledby="family-heading">
            <h2 class="side-part" id="family-heading" tabindex="-1">{words::HEADING}</h2>
            <p class="hint">{words::LEAD}</p>
            <ul class="few">
                <For each=move || family.kin.get() key=|one| (one.case, one.relation as u8, one.here, one.there, one.gone) let:one>
                    <Line family one />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Line(family: Family, one: Kin) -> impl IntoView {
    let app = App::of_context();
    let row = Memo::new(move |_| app.list.row(one.case));
    let relation = relation_words(one.relation);
    let off = move || take_off(app, family.case, one);
    view! {
        <li class="stack" data-kin=one.case.to_string()>
            {move || match row.get() {
                Some(row) => view! { <Known row relation /> }.into_any(),
                None => {
                    let loading = !app.list.loaded.get() || app.list.shut.get() > 0;
                    let words = match (one.gone, loading) {
                        (true, _) => words::GONE,
                        (false, true) => words::OPENING,
                        (false, false) => words::SHUT,
                    };
                    view! { <p><span class="tag">{relation}</span>" "{words}</p> }.into_any()
                }
            }}
            {move || (row.with(Option::is_some) && one.here != one.there).then(|| view! {
                <div class="panel warning stack">
                    <p>{if one.here { words::HALF_HERE } else { words::HALF_THERE }}</p>
                    <Small words=words::REPAIR on_press=move || repair(app, family.case, one) />
                </div>
            })}
            <div class="row"><Small words=words::UNLINK label=words::unlink_label(relation) on_press=off /></div>
        </li>
    }
}

#[component]
fn Known(row: Arc<Row>, relation: &'static str) -> impl IntoView {
    let app = App::of_context();
    let href = ["/staff/cases/", &row.id.to_string()].concat();
    let today = app.list.now.get().date_in_japan();
    let standing = row.standing(today);
    let due = row.promised.map(|day| {
        let due = Due::of(day, today);
        let class = match due {
            Due::Over(_) => "badge overdue",
            Due::Today => "badge due",
            Due::Left(_) => "badge",
        };
        view! { <span class=class>{due.words()}</span> }
    });
    let cared = match row.work.looked_after(today) {
        Some(of) => work::looks_after(&carer(app, &row, of)),
        None => work::NOBODY.to_owned(),
    };
    view! {
        <p class="row">
            <span class="tag">{relation}</span>
            <a href=href>{name(&row)}</a>
        </p>
        <p class="row">
            <span class=standing_class(standing)>{standing_words(standing)}</span>
            {due}
            <span class="hint">{cared}{cared_for(app, &row.work, today).map(|words| [list::BESIDE, &words].concat())}</span>
        </p>
    }
}

/// The half that is missing, as the other one tells it.
fn repair(app: App, case: CaseId, one: Kin) {
    let (at, record) = if one.here {
        (one.case, WorkRecord::Linked { case, relation: one.relation.inverse() })
    } else {
        (case, WorkRecord::Linked { case: one.case, relation: one.relation })
    };
    app.work(at, Writing::Work(record), words::SAID_REPAIRED);
    focus_soon("family-heading");
}

/// Both halves, as far as they are there.
fn take_off(app: App, case: CaseId, one: Kin) {
    let here = one.here.then_some((case, WorkRecord::Unlinked { case: one.case }));
    let there = one.there.then_some((one.case, WorkRecord::Unlinked { case }));
    let both = here.into_iter().chain(there).map(|(at, record)| (at, Writing::Work(record)));
    app.work_all(both.collect(), words::SAID_UNLINKED);
    focus_soon("to-linking");
}

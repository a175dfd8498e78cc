//! Another mailbox of whoever writes here. It is one person's where both cases say so; each keeps its letters, and they are
//! read beside each other.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::Join;

use super::follow::{State, following};
use super::letters::Letters;
use crate::staff::app::App;
use crate::staff::row::Row;
use crate::staff::sheet::Sheet;
use crate::ui::act::Small;
use crate::words::staff::{self, joined as words, thread};

#[component]
pub fn Joined(
    sheet: Memo<Arc<Sheet>>,
    /// The letters over there are offered; not where somebody writes.
    reading: bool,
) -> impl IntoView {
    let own = sheet.with_untracked(|sheet| sheet.row.id);
    let joins = Memo::new(move |_| sheet.with(|sheet| sheet.row.joins.clone()));
    view! {
        <For each=move || joins.get() key=|join| (join.case, join.here) let:join>
            <Mailbox own join reading />
        </For>
    }
}

/// Whether the other case says the same, as far as it can be opened.
fn told_by_both(own: CaseId, join: Join, other: Option<&Row>) -> Option<bool> {
    other.map(|row| row.joins.iter().any(|theirs| theirs.case == own && theirs.here != join.here))
}

#[component]
fn Mailbox(own: CaseId, join: Join, reading: bool) -> impl IntoView {
    let app = App::of_context();
    let both = Memo::new(move |_| told_by_both(own, join, app.list.row(join.case).as_deref()));
    let href = ["/staff/cases/", &join.case.to_string()].concat();
    let shown = RwSignal::new(false);
    let known = move || {
        let read = (reading && join.here).then(|| {
            view! {
                <button class="button small" type="button" data-read-other aria-expanded=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    {move || if shown.get() { words::HIDE } else { words::READ }}
                </button>
            }
        });
        view! {
            <p>{if join.here { words::HERE } else { words::ELSEWHERE }}</p>
            <div class="row"><a class="button small" href=href.clone()>{words::OPEN}</a>{read}</div>
        }
    };
    view! {
        <section class="panel info stack" aria-label=words::HEADING data-joined=join.case.to_string()>
            {move || match both.get() {
                Some(true) => known().into_any(),
                Some(false) => view! { <p>{words::HALF}</p> }.into_any(),
                None if !app.list.loaded.get() => view! { <p>{thread::OPENING}</p> }.into_any(),
                None => view! { <p>{shut_words(join)}</p> }.into_any(),
            }}
            {move || (shown.get() && both.get() == Some(true)).then(|| view! { <Others case=join.case /> })}
        </section>
    }
}

/// Where it cannot be opened here, whoever reads this knows at least what is told of it.
const fn shut_words(join: Join) -> &'static str {
    match (join.here, join.waiting) {
        (true, true) => words::SHUT_WAITS,
        (true, false) => words::SHUT,
        (false, _) => words::SHUT_ELSEWHERE,
    }
}

#[component]
fn Others(case: CaseId) -> impl IntoView {
    let here = |sheet: Memo<Arc<Sheet>>| view! { <Letters sheet id="other-letters" /> }.into_any();
    following(App::of_context(), case, true, Box::new(here), absent)
}

fn absent(state: State, look: Callback<()>) -> AnyView {
    let words = match state {
        State::Failed => {
            let look = move || look.run(());
            return view! { <p role="alert">{staff::NOT_FETCHED}</p><Small words=staff::AGAIN on_press=look /> }
                .into_any();
        }
        State::Unknown | State::Erased => words::SHUT,
        State::Opening | State::Growing | State::Here => thread::OPENING,
    };
    view! { <p role="status">{words}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::tests::row;

    #[test]
    fn only_what_both_say_is_one_person() {
        let (own, other) = (CaseId::from_bytes([1; 16]), CaseId::from_bytes([2; 16]));
        let join = |case, here| Join { case, here, waiting: false, promised: None };
        let says =
            |joins| Some(told_by_both(own, join(other, true), Some(&Row { joins, ..row(2, None, 1) })));
        assert_eq!(told_by_both(own, join(other, true), None), None);
        assert_eq!(says(vec![]), Some(Some(false)));
        assert_eq!(says(vec![join(own, true)]), Some(Some(false)), "each says that it is the one");
        assert_eq!(says(vec![join(CaseId::from_bytes([3; 16]), false)]), Some(Some(false)));
        assert_eq!(says(vec![join(own, false)]), Some(Some(true)));
    }
}

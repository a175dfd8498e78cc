//! The list of cases. It moves only when somebody asks it to.
use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use super::filters::{Filters, empty_words};
use super::no_lines::{CountsOnly, NoLines};
use super::row::CaseRow;
use super::search::Search;
use crate::page;
use crate::staff::app::App;
use crate::staff::later::{BULK, part};
use crate::words::staff::inbox;

/// Rows drawn in one go; the rest follows between frames, so that typing and scrolling never wait for them.
const AT_ONCE: usize = 60;
const FRAME_MILLIS: u32 = 16;

#[component]
pub fn CaseList(current: Memo<Option<CaseId>>) -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let drawn = RwSignal::new(AT_ONCE);
    let turn = StoredValue::new(0u32);
    Effect::new(move |_| {
        let length = list.order.with(Vec::len);
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn(async move {
            while turn.try_get_value() == Some(mine)
                && drawn.try_get_untracked().is_some_and(|drawn| drawn < length)
            {
                page::sleep(FRAME_MILLIS).await;
                drawn.try_update(|drawn| *drawn += AT_ONCE);
            }
        });
    });
    let shown = move || list.order.with(|order| order.iter().take(drawn.get()).copied().collect::<Vec<_>>());
    let choosing = Memo::new(move |_| !list.chosen_now().is_empty());
    view! {
        <h1 class="visually-hidden" id="inbox" tabindex="-1">{inbox::TITLE}</h1>
        <NoLines />
        <CountsOnly />
        <Filters />
        <Search />
        {move || choosing.get().then(|| part(BULK))}
        <Fresh />
        <Status />
        <ul class="list" id="cases" tabindex="-1" data-choosing=move || choosing.get().then_some("")>
            <For each=shown key=|case| *case let:case><CaseRow case current /></For>
        </ul>
    }
}

/// New letters wait here, so that no row is pulled away from under a finger.
#[component]
fn Fresh() -> impl IntoView {
    let list = App::of_context().list;
    let count = Memo::new(move |_| list.fresh.with(std::collections::BTreeSet::len));
    move || {
        (count.get() > 0).then(|| {
            view! {
                <button class="button small new-items" type="button" on:click=move |_| list.arrange()>
                    {inbox::new_items(&count.get().to_string())}
                </button>
            }
        })
    }
}

#[component]
fn Status() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let empty = Memo::new(move |_| list.order.with(Vec::is_empty));
    let opened = Memo::new(move |_| list.rows.with(std::collections::BTreeMap::len));
    move || {
        if let Some(words) = list.trouble.get() {
            return view! {
                <div class="panel warning" role="alert">
                    <p>{if list.loaded.get() { words } else { [inbox::FAILED, &words].concat() }}</p>
                    <button class="button small" type="button" on:click=move |_| spawn(app.load())>{inbox::RETRY}</button>
                </div>
            }
            .into_any();
        }
        if !list.loaded.get() {
            return view! { <p class="status">{inbox::opening(&opened.get().to_string())}</p> }.into_any();
        }
        if !empty.get() {
            return ().into_any();
        }
        let words = if list.found.with(Option::is_some) {
            inbox::EMPTY_SEARCH
        } else {
            list.filter.with(empty_words)
        };
        view! { <p class="empty">{words}</p> }.into_any()
    }
}

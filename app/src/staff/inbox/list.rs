//! The list of cases. It moves only when somebody asks it to.
use crate::page::spawn;
use crate::words::common::list;
use gloo::events::EventListener;
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use web_sys::Element;

use super::filters::{Filters, empty_words};
use super::no_lines::{CountsOnly, NoLines};
use super::row::CaseRow;
use super::search::Search;
use crate::page;
use crate::staff::app::App;
use crate::staff::later::{BULK, part};
use crate::ui::place::focus_soon;
use crate::words::staff::inbox;

/// Rows drawn in one go; more follow when somebody comes near the last one, so that a list of ten thousand costs no more
/// than one of a hundred.
const AT_ONCE: usize = 60;
/// As many as most screens show: of what is found for each key that is typed these come first.
const FIRST: usize = 12;
/// How far below what is seen rows are drawn, in pixels.
const AHEAD: i32 = 1_500;
const PANE: &str = ".pane-list";

#[component]
pub fn CaseList(current: Memo<Option<CaseId>>) -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let drawn = RwSignal::new(AT_ONCE);
    // On a wide screen the pane scrolls, on a phone the page.
    let more = move || {
        let length = list.order.with_untracked(Vec::len);
        if drawn.try_get_untracked().is_some_and(|drawn| drawn < length) && near_the_end() {
            drawn.update(|drawn| *drawn += AT_ONCE);
        }
    };
    let paged = window_event_listener_untyped("scroll", move |_| more());
    on_cleanup(move || paged.remove());
    let in_pane = StoredValue::new_local(None);
    Effect::new(move |_| {
        let pane = page::document().query_selector(PANE).ok().flatten();
        in_pane.set_value(pane.map(|pane| EventListener::new(&pane, "scroll", move |_| more())));
    });
    let typing = Memo::new(move |_| list.typing.get() > 0);
    let shown = move || {
        keep_focus();
        let most = if typing.get() { FIRST } else { drawn.get() };
        list.order.with(|order| order.iter().take(most).copied().collect::<Vec<_>>())
    };
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
        <ul class="list" id="cases" tabindex="-1" data-choosing=move || list.is_choosing().then_some("")>
            <For each=shown key=|case| *case let:case><CaseRow case current /></For>
        </ul>
        {move || {
            let left = list.order.with(Vec::len).saturating_sub(drawn.get());
            (left > 0).then(|| view! {
                <button class="button small" id="more-rows" type="button" on:click=move |_| drawn.update(|drawn| *drawn += AT_ONCE)>
                    {inbox::more_rows(&left.to_string())}
                </button>
            })
        }}
    }
}

/// A row that changes its place is put in anew, and the browser lets go of the focus in it.
fn keep_focus() {
    let Some(row) = page::focused().filter(|focused| focused.matches(".case-row").unwrap_or_default()) else {
        return;
    };
    spawn(async move {
        page::sleep(0).await;
        if page::focused().is_none() {
            let _ = row.focus();
        }
    });
}

/// The last row is not far below what is seen, in whichever of the two scrolls.
fn near_the_end() -> bool {
    let document = page::document();
    let pane = document.query_selector(PANE).ok().flatten();
    let left = |scrolls: Element| {
        let (all, seen) = (scrolls.scroll_height(), scrolls.client_height());
        (all > seen + 1).then(|| all - seen - scrolls.scroll_top())
    };
    [pane, document.document_element()].into_iter().flatten().filter_map(left).any(|left| left < AHEAD)
}

/// New letters wait here, so that no row is pulled away from under a finger.
#[component]
fn Fresh() -> impl IntoView {
    let list = App::of_context().list;
    let count = Memo::new(move |_| list.fresh.with(std::collections::BTreeSet::len));
    // The button goes with what it shows.
    let show = move |_| {
        let goes = page::focused().is_some_and(|focused| focused.matches(".new-items").unwrap_or_default());
        list.arrange();
        if goes {
            focus_soon("cases");
        }
    };
    move || {
        (count.get() > 0).then(|| {
            view! {
                <button class="button small new-items" type="button" on:click=show>
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
                    <p>{if list.loaded.get() { words } else { list::sentences(inbox::FAILED, &words) }}</p>
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

//! Counters that are filters, and what narrows them. What is chosen holds together, and for the whole session.
use leptos::prelude::*;

use super::choosing::Choosing;
use super::narrow::Narrow;
use super::views::ViewChips;
use crate::staff::app::App;
use crate::staff::filter::{Counter, Filter, Whose};
use crate::staff::readers::Readers;
use crate::time;
use crate::words::staff::inbox;

impl Counter {
    fn words(self) -> &'static str {
        match self {
            Self::Unread => inbox::UNREAD,
            Self::Waiting => inbox::WAITING,
            Self::Today => inbox::TODAY,
            Self::Held => inbox::HELD,
            Self::Closed => inbox::CLOSED,
            Self::All => inbox::ALL,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Waiting => "waiting",
            Self::Today => "today",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }
}

impl App {
    /// Another choice of what is shown, and how much that is.
    pub fn choose(self, change: impl FnOnce(&mut Filter)) {
        // The day may have changed since the clock was looked at last.
        let now = time::now();
        if self.list.now.get_untracked().date_in_japan() != now.date_in_japan() {
            self.list.now.set(now);
        }
        self.list.choose(change);
        self.say.soon(inbox::opened(&self.list.order.with_untracked(Vec::len).to_string()));
    }
}

pub fn empty_words(filter: &Filter) -> &'static str {
    if filter.is_narrowed() {
        return inbox::EMPTY_NARROWED;
    }
    match filter.counter {
        Counter::Unread => inbox::EMPTY_UNREAD,
        Counter::Waiting => inbox::EMPTY_WAITING,
        Counter::Today => inbox::EMPTY_TODAY,
        Counter::Held => inbox::EMPTY_HELD,
        Counter::Closed => inbox::EMPTY_CLOSED,
        Counter::All => inbox::EMPTY_ALL,
    }
}

#[component]
pub fn Filters() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let counter = move |counter: Counter| {
        let count = Memo::new(move |_| list.count(counter));
        let pressed =
            move || if list.filter.with(|filter| filter.counter) == counter { "true" } else { "false" };
        let choose = move |_| app.choose(|filter| filter.counter = counter);
        view! {
            <button class="filter" type="button" data-filter=counter.name() aria-pressed=pressed on:click=choose>
                {counter.words()}" "<b>{move || count.get().to_string()}</b>
            </button>
        }
    };
    // Pressed again, it takes everybody's.
    let whose = move |name: &'static str, words: &'static str, wanted: fn(App) -> Whose| {
        let is = move || list.filter.with(|filter| filter.whose) == wanted(app);
        let press = move |_| {
            let next = if list.filter.with_untracked(|filter| filter.whose) == wanted(app) {
                Whose::Anyones
            } else {
                wanted(app)
            };
            app.choose(|filter| filter.whose = next);
        };
        view! {
            <button class="filter" type="button" data-filter=name aria-pressed=move || if is() { "true" } else { "false" } on:click=press>{words}</button>
        }
    };
    let several = Memo::new(move |_| list.readers.with(Readers::several));
    view! {
        <div class="filters" role="group" aria-label=inbox::FILTERS>{Counter::ALL.map(counter).collect_view()}<Choosing /></div>
        <div class="filters" role="group" aria-label=inbox::NARROWER>
            {whose("mine", inbox::MINE, |app| Whose::mine(app.me()))}
            {move || several.get().then(|| whose("ours", inbox::OURS, |_| Whose::Ours))}
            {whose("nobodys", inbox::NOBODYS, |_| Whose::Nobodys)}
            <Narrow />
        </div>
        <ViewChips />
    }
}

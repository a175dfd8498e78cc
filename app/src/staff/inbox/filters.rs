//! Counters that are filters.
use leptos::prelude::*;

use crate::staff::app::App;
use crate::staff::filter::Filter;
use crate::words::staff::inbox;

impl Filter {
    pub fn words(self) -> &'static str {
        match self {
            Self::Unread => inbox::UNREAD,
            Self::Waiting => inbox::WAITING,
            Self::Today => inbox::TODAY,
            Self::Closed => inbox::CLOSED,
            Self::All => inbox::ALL,
        }
    }

    pub fn empty_words(self) -> &'static str {
        match self {
            Self::Unread => inbox::EMPTY_UNREAD,
            Self::Waiting => inbox::EMPTY_WAITING,
            Self::Today => inbox::EMPTY_TODAY,
            Self::Closed => inbox::EMPTY_CLOSED,
            Self::All => inbox::EMPTY_ALL,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Waiting => "waiting",
            Self::Today => "today",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }
}

#[component]
pub fn Filters() -> impl IntoView {
    let list = App::of_context().list;
    let button = move |filter: Filter| {
        let count = Memo::new(move |_| list.count(filter));
        let pressed = move || if list.filter.get() == filter { "true" } else { "false" };
        let choose = move |_| {
            list.filter.set(filter);
            list.arrange();
        };
        view! {
            <button class="filter" type="button" data-filter=filter.name() aria-pressed=pressed on:click=choose>
                {filter.words()}" "<b>{move || count.get().to_string()}</b>
            </button>
        }
    };
    view! {
        <div class="filters" role="group" aria-label=inbox::FILTERS>
            {Filter::ALL.map(button).collect_view()}
        </div>
    }
}

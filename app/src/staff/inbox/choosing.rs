//! Several cases at once: chosen row by row or a stretch of them, in the list as it is on screen.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use web_sys::HtmlInputElement;

use crate::staff::app::App;
use crate::staff::list::List;
use crate::words::staff::bulk;

impl List {
    /// One more, or one less. The next stretch goes on from here.
    pub fn choose_row(self, case: CaseId) {
        self.chosen.update(|chosen| {
            if !chosen.remove(&case) {
                chosen.insert(case);
            }
        });
        self.anchor.set_value(Some(case));
    }

    /// Everything from the one that was chosen last up to this one.
    pub fn choose_rows_to(self, case: CaseId) {
        let between = self.order.with_untracked(|order| {
            let at = |case| order.iter().position(|known| *known == case);
            let to = at(case)?;
            let from = self.anchor.get_value().and_then(at).unwrap_or(to);
            Some(order.get(from.min(to)..=from.max(to))?.to_vec())
        });
        self.chosen.update(|chosen| chosen.extend(between.unwrap_or_default()));
        self.anchor.set_value(Some(case));
    }

    pub fn choose_none(self) {
        if self.chosen.with_untracked(|chosen| !chosen.is_empty()) {
            self.chosen.set(Default::default());
        }
        self.choosing.set(false);
        self.anchor.set_value(None);
    }

    pub fn is_choosing(self) -> bool {
        self.choosing.get() || self.chosen.with(|chosen| !chosen.is_empty())
    }

    /// What is chosen and on screen, in its order: nothing is done to what nobody sees.
    pub fn chosen_now(self) -> Vec<CaseId> {
        self.chosen.with(|chosen| {
            self.order.with(|order| order.iter().filter(|case| chosen.contains(case)).copied().collect())
        })
    }
}

/// For whoever has no keys at hand: the boxes beside the rows, and away again.
#[component]
pub fn Choosing() -> impl IntoView {
    let list = App::of_context().list;
    let is = Memo::new(move |_| list.is_choosing());
    let press = move |_| if is.get_untracked() { list.choose_none() } else { list.choosing.set(true) };
    view! {
        <button class="filter" type="button" id="choosing" aria-pressed=move || if is.get() { "true" } else { "false" } on:click=press>{bulk::CHOOSING}</button>
    }
}

/// Beside a row.
#[component]
pub fn Pick(case: CaseId) -> impl IntoView {
    let list = App::of_context().list;
    let is = Memo::new(move |_| list.chosen.with(|chosen| chosen.contains(&case)));
    let press = move |shift: bool, field: HtmlInputElement| {
        if shift {
            list.choose_rows_to(case);
            // Pressed on one that was chosen already, the box would say otherwise.
            field.set_checked(true);
        } else {
            list.choose_row(case);
        }
    };
    view! {
        <label class="pick">
            <input type="checkbox" tabindex="-1" prop:checked=move || is.get() on:click:target=move |event| press(event.shift_key(), event.target()) />
            <span class="visually-hidden">{bulk::PICK}</span>
        </label>
    }
}

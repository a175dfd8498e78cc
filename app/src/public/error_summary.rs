//! The summary of what needs a look, at the top of the page: what the field is called, and the same words as beside it.

use super::dom;
use crate::page::{focus, focus_soon, mark_title};
use crate::words::public::{summary, title};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

const PLACE: &str = "error-summary";
const ID: &str = "summary";

/// What is wrong, and with which field.
#[derive(Clone, PartialEq)]
pub struct FieldFault {
    pub field: &'static str,
    pub words: String,
}

#[derive(Clone, Copy)]
pub struct ErrorSummary(RwSignal<Vec<FieldFault>>);

impl ErrorSummary {
    /// Into its place at the top of the page.
    pub fn mount() -> Self {
        let faults = RwSignal::new(Vec::<FieldFault>::new());
        let shown = move || faults.with(|faults| (!faults.is_empty()).then(|| panel(faults)));
        dom::island(PLACE, shown.into_any());
        Effect::new(move |before: Option<Vec<&'static str>>| {
            for field in before.unwrap_or_default() {
                dom::beside(field, None);
            }
            let faults = faults.get();
            mark_title(title::error, !faults.is_empty());
            for fault in &faults {
                dom::beside(fault.field, Some(&fault.words));
            }
            faults.iter().map(|fault| fault.field).collect::<Vec<_>>()
        });
        Self(faults)
    }

    /// Shows the fault above and beside its field, and moves the focus to it.
    pub fn show(self, fault: FieldFault) {
        self.show_all(vec![fault]);
    }

    /// One for each field, in the order of the page.
    pub fn show_all(self, faults: Vec<FieldFault>) {
        self.0.set(faults);
        focus_soon(ID);
    }

    pub fn clear(self) {
        if !self.0.with_untracked(Vec::is_empty) {
            self.0.set(Vec::new());
        }
    }
}

fn panel(faults: &[FieldFault]) -> AnyView {
    let rows: Vec<AnyView> = faults.iter().cloned().map(row).collect();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" id=ID>
            <h2>{summary::HEADING}</h2>
            <ul>{rows}</ul>
        </div>
    }
    .into_any()
}

fn row(FieldFault { field, words }: FieldFault) -> AnyView {
    let go = move |event: MouseEvent| {
        // Following the link would add a step to the history.
        event.prevent_default();
        focus(field);
    };
    // Where there is neither label nor legend, the page asks for nothing else.
    let words = match dom::plain_words(&["label[for=", field, "],#", field, ">legend"].concat()) {
        Some(name) => [name.as_str(), "\n", &words].concat(),
        None => words,
    };
    view! { <li><a href=["#", field].concat() on:click=go>{words}</a></li> }.into_any()
}

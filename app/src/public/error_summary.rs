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
pub struct ErrorSummary(RwSignal<Option<FieldFault>>);

impl ErrorSummary {
    /// Into its place at the top of the page.
    pub fn mount() -> Self {
        let fault = RwSignal::new(None::<FieldFault>);
        dom::island(PLACE, (move || fault.get().map(panel)).into_any());
        Effect::new(move |before: Option<Option<&'static str>>| {
            if let Some(field) = before.flatten() {
                dom::beside(field, None);
            }
            let fault = fault.get();
            mark_title(title::error, fault.is_some());
            fault.map(|fault| {
                dom::beside(fault.field, Some(&fault.words));
                fault.field
            })
        });
        Self(fault)
    }

    /// Shows the fault above and beside its field, and moves the focus to it.
    pub fn show(self, fault: FieldFault) {
        self.0.set(Some(fault));
        focus_soon(ID);
    }

    pub fn clear(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }
}

fn panel(FieldFault { field, words }: FieldFault) -> AnyView {
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
    view! {
        <div class="error-summary" role="alert" tabindex="-1" id=ID>
            <h2>{summary::HEADING}</h2>
            <ul><li><a href=["#", field].concat() on:click=go>{words}</a></li></ul>
        </div>
    }
    .into_any()
}

//! The summary of what needs a look, at the top of the page, in the same words as beside the field.

use crate::page::{element, focus, focus_soon, mark_title};
use crate::words::public::{summary, title};
use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::HtmlElement;

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
    /// Mounts into `#error-summary` of the static page.
    pub fn mount() -> Self {
        let faults = RwSignal::new(Vec::new());
        if let Some(place) = element::<HtmlElement>("error-summary") {
            mount_to(place, move || view(faults)).forget();
        }
        Self(faults)
    }

    /// Shows the faults and moves the focus to them; none clears the summary.
    pub fn show(&self, faults: Vec<FieldFault>) {
        let wrong = !faults.is_empty();
        mark_title(title::error, wrong);
        if self.0.get_untracked() != faults {
            self.0.set(faults);
        }
        if wrong {
            focus_soon(ID);
        }
    }

    pub fn clear(&self) {
        if !self.0.with_untracked(Vec::is_empty) {
            self.show(Vec::new());
        }
    }

    /// The words beside one field.
    pub fn beside(&self, field: &'static str) -> Option<String> {
        self.0.with(|faults| faults.iter().find(|fault| fault.field == field).map(|fault| fault.words.clone()))
    }
}

fn view(faults: RwSignal<Vec<FieldFault>>) -> AnyView {
    let line = |FieldFault { field, words }: FieldFault| {
        let go = move |event: leptos::ev::MouseEvent| {
            // Following the link would add a step to the history.
            event.prevent_default();
            focus(field);
        };
        view! { <li><a href=["#", field].concat() on:click=go>{words}</a></li> }
    };
    let filled = move || {
        let faults = faults.get();
        (!faults.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1" id=ID>
                    <h2>{summary::HEADING}</h2>
                    <ul>{faults.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    };
    filled.into_any()
}

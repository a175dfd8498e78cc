//! What is not right with a form: said once at its top, with the focus, and in the same words beside each field.
use leptos::prelude::*;

use super::place::focus_soon;
use crate::words::staff;

/// By the id of the field; an empty id stands for the form as a whole.
#[derive(Clone, Copy)]
pub struct Faults(RwSignal<Vec<(String, String)>>);

impl Faults {
    pub fn none() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    pub fn of(self, id: &str) -> Option<String> {
        self.0.with(|all| all.iter().find(|(field, _)| *field == id).map(|(_, words)| words.clone()))
    }

    pub fn clear(self) {
        self.0.try_set(Vec::new());
    }

    /// It is mended in this field: what was said of it goes.
    pub fn mended(self, id: &str) {
        if self.0.with_untracked(|all| all.iter().any(|(field, _)| field == id)) {
            self.0.update(|all| all.retain(|(field, _)| field != id));
        }
    }

    /// Shows these and moves the focus to the summary. True where there are none.
    pub fn show(self, found: Vec<(&'static str, String)>) -> bool {
        self.show_all(found.into_iter().map(|(field, words)| (field.to_owned(), words)).collect())
    }

    /// The same for fields whose ids are made as they are added.
    pub fn show_all(self, found: Vec<(String, String)>) -> bool {
        let none = found.is_empty();
        self.0.try_set(found);
        if !none {
            focus_soon("error-summary");
        }
        none
    }

    pub fn show_one(self, field: &'static str, words: impl Into<String>) {
        self.show(vec![(field, words.into())]);
    }
}

#[component]
pub fn Summary(faults: Faults) -> impl IntoView {
    move || {
        let found = faults.0.get();
        (!found.is_empty()).then(|| {
            let line = |(field, words): (String, String)| {
                if field.is_empty() {
                    view! { <li>{words}</li> }.into_any()
                } else {
                    let href = ["#", &field].concat();
                    let go = move |event: leptos::ev::MouseEvent| {
                        // Not through the router: the address must not change for it.
                        event.prevent_default();
                        crate::page::focus(&field);
                    };
                    view! { <li><a href=href on:click=go>{words}</a></li> }.into_any()
                }
            };
            view! {
                <div class="error-summary" id="error-summary" role="alert" tabindex="-1">
                    <h2>{staff::ERROR_SUMMARY}</h2>
                    <ul>{found.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    }
}

//! `/staff`: the list, and beside it what was chosen from it. The list stays when the choice changes.
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use madobe_domain::ids::CaseId;

mod bulk;
mod choices;
mod choosing;
mod filters;
mod list;
mod narrow;
mod no_lines;
mod rarer;
mod row;
mod search;
mod shortcuts;
mod views;

use super::app::App;
use crate::ui::place::{focus_soon, title};
use crate::words::staff::inbox;
pub use bulk::bulk;
pub use choices::choices;
use list::CaseList;
pub use row::{addressed, name, standing_class, standing_words};
pub use search::look;

#[component]
pub fn Inbox() -> impl IntoView {
    let app = App::of_context();
    let path = use_location().pathname;
    let pane = move || path.with(|path| pane_of(path));
    let current = Memo::new(move |_| path.with(|path| case_of(path)));
    shortcuts::listen(app, current);
    Effect::new(move |before: Option<()>| {
        app.list.filter.track();
        if before.is_some() {
            app.keep_filter();
        }
    });
    view! {
        <main class="panes" id="main" tabindex="-1" data-pane=pane>
            <section class="pane-list" aria-label=inbox::LIST>
                <CaseList current />
            </section>
            <Outlet />
        </main>
    }
}

/// No case is chosen.
#[component]
pub fn NoCase() -> impl IntoView {
    title(inbox::TITLE);
    focus_soon("inbox");
    view! {
        <section class="pane-thread" aria-label=inbox::TITLE>
            <p class="empty">{inbox::CHOOSE}</p>
        </section>
    }
}

/// Which pane a phone shows.
fn pane_of(path: &str) -> &'static str {
    match case_of(path) {
        None => "list",
        Some(_) if path.ends_with("/about") => "side",
        Some(_) => "thread",
    }
}

/// The case that an address names.
pub fn case_of(path: &str) -> Option<CaseId> {
    CaseId::parse(path.strip_prefix("/staff/cases/")?.split('/').next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_shown() {
        let case = CaseId::from_bytes([7; 16]);
        let at = |tail: &str| format!("/staff/cases/{case}{tail}");
        assert_eq!(pane_of("/staff"), "list");
        assert_eq!(pane_of(&at("")), "thread");
        assert_eq!(pane_of(&at("/reply")), "thread");
        assert_eq!(pane_of(&at("/about")), "side");
        assert_eq!(case_of(&at("/note")), Some(case));
        assert_eq!(case_of("/staff/cases/what"), None);
    }
}

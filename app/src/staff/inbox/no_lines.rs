//! What stands above the list: for administrators, as long as the desk names nowhere else to turn; for those who only count, why
//! no letter is here.
use leptos::prelude::*;
use madobe_domain::wire::team::TeamKind;

use crate::staff::app::App;
use crate::words::staff::inbox;

#[component]
pub fn NoLines() -> impl IntoView {
    let app = App::of_context();
    move || {
        app.no_lines.get().then(|| {
            view! {
                <section class="panel info" id="no-lines">
                    <p>{inbox::NO_LINES}</p>
                    <a class="button small" href="/staff/desk">{inbox::NO_LINES_GO}</a>
                </section>
            }
        })
    }
}

#[component]
pub fn CountsOnly() -> impl IntoView {
    let app = App::of_context();
    let counts = move || {
        app.session.with(|session| {
            let teams = session.as_ref().map(|session| &session.teams);
            teams.is_some_and(|teams| {
                !teams.is_empty() && teams.iter().all(|team| team.kind == TeamKind::Facts)
            })
        })
    };
    move || counts().then(|| view! { <p class="panel info" id="counts-only">{inbox::COUNTS_ONLY}</p> })
}

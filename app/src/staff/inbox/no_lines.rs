//! For administrators, as long as the desk names nowhere else to turn.
use leptos::prelude::*;

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

//! What the desk's team is called.
use leptos::prelude::*;
use madobe_domain::limits::TEAM_NAME_CHARS;
use madobe_domain::text::one_line;

use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Field;
use crate::words::staff::setup;

#[component]
pub fn TeamStep(name: RwSignal<String>, on_done: Callback<()>) -> impl IntoView {
    let faults = Faults::none();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match one_line(&name.get_untracked(), TEAM_NAME_CHARS) {
            Err(_) => faults.show_one("team", setup::TEAM_NAME_FAULT),
            Ok(line) => {
                name.set(line);
                on_done.run(());
            }
        }
    };
    view! {
        <h1 id="heading" tabindex="-1">{setup::TEAM_HEADING}</h1>
        <p>{setup::TEAM_LEAD}</p>
        <Summary faults />
        <form class="stack" id="team-name" novalidate on:submit=submit>
            <Field id="team" label=setup::TEAM_NAME hint=setup::TEAM_NAME_HINT value=name faults autocomplete="organization" />
            <div class="row actions"><Act words=setup::NEXT working=setup::MAKING busy=Signal::from(false) /></div>
        </form>
    }
}

//! `/staff/colleagues`: who shares the team, who still needs its key, and invitations.
use leptos::prelude::*;
use madobe_domain::wire::session::Role;
use madobe_domain::wire::team::{Colleague, Colleagues as All};

mod give;
mod invites;

use super::app::App;
use super::trouble::Trouble;
use crate::api::staff::Staff;
use crate::ui::place::{focus_soon, title};
use crate::words::staff::{self, colleagues};
use give::Give;
use invites::{Invites, Link};

#[component]
pub fn Colleagues() -> impl IntoView {
    title(colleagues::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let all = LocalResource::new(move || async move { app.watch(Staff.colleagues()).await });
    let said = RwSignal::new(None::<String>);
    let link = RwSignal::new(None::<Link>);
    let changed = Callback::new(move |words: String| {
        said.set(Some(words));
        // What was pressed goes with the list that is drawn anew.
        focus_soon("said-done");
        all.refetch();
    });
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{colleagues::HEADING}</h1>
            <div role="status">{move || said.get().map(|words| view! { <p class="panel done" id="said-done" tabindex="-1">{words}</p> })}</div>
            {move || match all.get() {
                None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                Some(Err(error)) => view! {
                    <div class="panel warning" role="alert">
                        <p>{colleagues::FAILED}{Trouble::from(error).words()}</p>
                        <button class="button small" type="button" on:click=move |_| all.refetch()>{staff::AGAIN}</button>
                    </div>
                }.into_any(),
                Some(Ok(all)) => view! { <Shown all changed link /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Shown(all: All, changed: Callback<String>, link: RwSignal<Option<Link>>) -> impl IntoView {
    let app = App::of_context();
    app.names.update(|names| names.extend(all.staff.iter().map(|one| (one.id, one.name.clone()))));
    let keyless = |one: &Colleague| {
        one.teams.iter().filter(|team| !team.has_key).map(|team| team.team).collect::<Vec<_>>()
    };
    let waiting: Vec<_> =
        all.staff.iter().flat_map(|one| keyless(one).into_iter().map(|team| (one.clone(), team))).collect();
    let me = app.session.with_untracked(|session| session.as_ref().map(|session| session.id));
    let line = move |one: Colleague| {
        let role =
            if one.role == Role::Administrator { colleagues::ADMINISTRATOR } else { colleagues::MEMBER };
        let keyed = one.teams.iter().all(|team| team.has_key);
        let key = if keyed { colleagues::HAS_KEY } else { colleagues::NO_KEY };
        view! {
            <tr>
                <th scope="row">{one.name}{(me == Some(one.id)).then_some(colleagues::YOU)}</th>
                <td>{one.login}</td>
                <td>{role}</td>
                <td>{key}</td>
            </tr>
        }
    };
    view! {
        {waiting.into_iter().map(|(one, team)| view! { <Give one team changed /> }).collect_view()}
        <div class="table-wrap" tabindex="0" role="region" aria-label=colleagues::TABLE>
            <table class="table blocks">
                <thead><tr>
                    <th scope="col">{colleagues::NAME}</th>
                    <th scope="col">{staff::field::LOGIN}</th>
                    <th scope="col">{colleagues::ROLE}</th>
                    <th scope="col">{colleagues::KEY}</th>
                </tr></thead>
                <tbody>{all.staff.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
        {app.is_administrator().then(|| view! { <Invites open=all.invites link /> })}
    }
}

//! Saved choices above the list, one press each; and, in the part that is fetched later, keeping and letting go of them.
use leptos::prelude::*;
use madobe_domain::ids::EntryId;

use crate::page::spawn;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::book::Unsaved;
use crate::staff::view::{Full, SavedView, VIEWS};
use crate::ui::place::focus_soon;
use crate::words::staff::view;

#[component]
pub fn ViewChips() -> impl IntoView {
    let app = App::of_context();
    let all = Memo::new(move |_| {
        app.views.with(|all| all.each().map(|(_, view)| view.clone()).collect::<Vec<_>>())
    });
    let chip = move |saved: SavedView| {
        let (is, show) = (saved.clone(), saved.clone());
        let pressed = move || app.list.filter.with(|filter| *filter == is.filter(app.me()));
        // Pressed again, it takes everything.
        let press = move |_| {
            let wanted = show.filter(app.me());
            app.choose(|present| *present = if *present == wanted { present.widened() } else { wanted });
        };
        view! {
            <button class="filter" type="button" data-view=saved.id.to_string()
                aria-pressed=move || if pressed() { "true" } else { "false" }
                on:click=press>{saved.name}</button>
        }
    };
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            view! { <div class="filters" role="group" aria-label=view::LABEL id="views">{all.into_iter().map(chip).collect_view()}</div> }
        })
    }
}

/// Why one was not kept.
fn why(unsaved: Unsaved<Full>) -> Option<String> {
    match unsaved {
        Unsaved::Clash(_) => Some(view::full(&VIEWS.to_string())),
        Unsaved::Trouble(trouble) => trouble.said(),
    }
}

/// The way back for whoever let go of one.
fn take_up(app: App, of_team: bool, saved: SavedView) {
    spawn(async move {
        match app.keep_view(of_team, saved).await {
            Ok(()) => app.say.soon(view::KEPT),
            Err(unsaved) => {
                if let Some(words) = why(unsaved) {
                    app.tell_line(words);
                }
            }
        }
    });
}

/// Under a name what is shown now; and the list of what was kept.
#[component]
pub fn Keeping() -> impl IntoView {
    let app = App::of_context();
    let (name, team) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (fault, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let id = EntryId::make(&mut rng()).0;
        let filter = app.list.filter.get_untracked();
        let Some(saved) = SavedView::of(id, &name.get_untracked(), &filter, app.me()) else {
            fault.set(Some(view::NAME_FAULT.to_owned()));
            return focus_soon("view-name");
        };
        fault.set(None);
        busy.set(true);
        spawn(async move {
            let done = app.keep_view(team.get_untracked(), saved).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    name.try_set(String::new());
                    app.say.soon(view::KEPT);
                }
                Err(unsaved) => drop(fault.try_set(why(unsaved))),
            }
        });
    };
    let line = move |(of_team, saved): (bool, SavedView)| {
        let (label, name) = (view::drop_label(&saved.name), saved.name.clone());
        let press = move |_| {
            let saved = saved.clone();
            spawn(async move {
                match app.drop_view(of_team, saved.id).await {
                    Ok(()) => app
                        .offer_way(view::dropped(&saved.name), move || take_up(app, of_team, saved.clone())),
                    Err(trouble) => drop(fault.try_set(trouble.said())),
                }
            });
            focus_soon("view-name");
        };
        let whose = if of_team { view::OF_TEAM } else { view::OWN };
        view! {
            <li class="tag">{name}" "<span class="hint">{whose}</span>
                <button class="take-off" type="button" aria-label=label on:click=press>"×"</button></li>
        }
    };
    let all =
        move || app.views.with(|all| all.each().map(|(team, view)| (team, view.clone())).collect::<Vec<_>>());
    view! {
        <form class="keep-view stack" id="keep-view" novalidate on:submit=submit>
            <label class="label" for="view-name">{view::NAME}</label>
            {move || fault.get().map(|words| view! { <p class="error" id="view-name-error">{words}</p> })}
            <input class="input" id="view-name" autocomplete="off" aria-describedby="view-name-error"
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                prop:value=move || name.get() on:input:target=move |event| {
                    name.set(event.target().value());
                    fault.set(None);
                } />
            <label class="narrow-tick">
                <input type="checkbox" id="view-team" prop:checked=move || team.get() on:change:target=move |event| team.set(event.target().checked()) />
                <span>{view::FOR_TEAM}</span>
            </label>
            <button class="button small" type="submit" aria-busy=move || busy.get().then_some("true")>{view::KEEP}</button>
            <ul class="chips" id="kept-views">{move || all().into_iter().map(line).collect_view()}</ul>
        </form>
    }
}

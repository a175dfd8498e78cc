//! Every version of the settings: who saved it when, what it changed, and a way to bring it back. It comes back into the
//! form, to be looked at and saved like any other change.
use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::wire::desk::{PastSettings, SettingsHistory};

use super::Editing;
use super::changes::changes;
use super::form::Form;
use crate::api::staff::Staff;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Small;
use crate::ui::place::focus_soon;
use crate::words::staff::desk::history;

#[component]
pub fn History() -> impl IntoView {
    let app = App::of_context();
    let Editing { version, .. } = expect_context();
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let past = RwSignal::new(Vec::<PastSettings>::new());
    let (more, trouble) = (RwSignal::new(true), RwSignal::new(None::<String>));
    let load = move |before: Option<u32>| {
        busy.set(true);
        trouble.set(None);
        spawn(async move {
            let found = app.watch(Staff.desk_versions(before.unwrap_or(0))).await;
            busy.try_set(false);
            match found {
                Ok(SettingsHistory { versions, more: there }) => {
                    past.try_update(|past| {
                        if before.is_none() {
                            past.clear();
                        }
                        past.extend(versions);
                    });
                    more.try_set(there);
                    // Not after a save: then the focus is where it was.
                    if open.try_get_untracked() == Some(false) {
                        open.set(true);
                        focus_soon("history");
                    }
                }
                Err(error) => drop(trouble.try_set(Trouble::from(error).said())),
            }
        });
    };
    // What was just saved belongs into the list that is open.
    Effect::new(move |before: Option<u32>| {
        let now = version.get();
        if before.is_some_and(|before| before != now) && open.get_untracked() {
            load(None);
        }
        now
    });
    view! {
        <section class="stack" aria-labelledby="history">
            <h2 id="history" tabindex="-1">{history::HEADING}</h2>
            <p class="hint">{history::HINT}</p>
            {move || trouble.get().map(|words| view! { <p class="panel warning" role="alert">{words}</p> })}
            {move || if open.get() {
                view! { <Versions past more=more on_more=Callback::new(move |last| load(Some(last))) /> }.into_any()
            } else {
                view! { <div class="row"><Small words=history::OPEN busy=busy.into() on_press=move || load(None) /></div> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Versions(
    past: RwSignal<Vec<PastSettings>>,
    more: RwSignal<bool>,
    on_more: Callback<u32>,
) -> impl IntoView {
    let today = App::of_context().list.now.get_untracked().date_in_japan();
    move || {
        let past = past.get();
        let last = past.last().map(|past| past.version);
        // The oldest one of the page has nothing to be compared with yet.
        let rows = past.iter().enumerate().map(|(place, this)| {
            let before = past.get(place + 1).map(|before| Form::of(&before.settings));
            version_row(this, before.as_ref(), place == 0, today)
        });
        view! {
            <ol class="stack" reversed>{rows.collect_view()}</ol>
            {last.filter(|_| more.get()).map(|last| view! {
                <div class="row"><Small words=history::MORE on_press=move || on_more.run(last) /></div>
            })}
        }
    }
}

fn version_row(this: &PastSettings, before: Option<&Form>, present: bool, today: NaiveDate) -> AnyView {
    let Editing { form, .. } = expect_context();
    let then = Form::of(&this.settings);
    let number = this.version.to_string();
    let when =
        this.at.map(|at| [&time::day_seen_from(at.date_in_japan(), today), " ", &*time::clock(at)].concat());
    let by = this.by.clone().unwrap_or_else(|| history::NOBODY.to_owned());
    let changed = before.map(|before| changes(before, &then));
    let back = move || {
        form.set(then.clone());
        focus_soon("desk-form");
    };
    view! {
        <li class="panel">
            <h3>{history::version(&number)}</h3>
            <p class="hint">{when}" "{by}</p>
            <dl class="facts">
                {changed.map(|changed| changed.into_iter().map(|(name, words)| view! { <div><dt>{name}</dt><dd>{words}</dd></div> }).collect_view())}
            </dl>
            {if present {
                view! { <p class="status">{history::PRESENT}</p> }.into_any()
            } else {
                view! { <div class="row"><Small words=history::BACK label=history::back_label(&number) on_press=back /></div> }.into_any()
            }}
        </li>
    }
    .into_any()
}

//! `/staff/recovery`: does the printed key still open everything? The paper is read into this browser and nowhere else; nothing is
//! changed, and the day is noted.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::limits::DRILL_DAYS;
use madobe_domain::wire::recovery::Recovery;

use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::colleagues::drill_due;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Field;
use crate::ui::place::{focus_soon, title};
use crate::vault::Refusal;
use crate::words::staff::printed;

#[component]
pub fn Printed() -> impl IntoView {
    title(printed::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let found =
        LocalResource::new(
            move || async move { app.watch(Staff.ask::<Recovery>("/api/staff/recovery")).await },
        );
    let said = RwSignal::new(None::<String>);
    let done = Callback::new(move |count: usize| {
        said.set(Some(printed::done(&count.to_string())));
        focus_soon("said-done");
        found.refetch();
    });
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{printed::HEADING}</h1>
            <div role="status">{move || said.get().map(|words| view! { <p class="panel done" id="said-done" tabindex="-1">{words}</p> })}</div>
            {super::for_administrators(app, found, move |recovery| view! { <Asked recovery done /> }.into_any())}
        </main>
    }
}

#[component]
fn Asked(recovery: Recovery, done: Callback<usize>) -> impl IntoView {
    let app = App::of_context();
    let value = RwSignal::new(String::new());
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let day = |at: madobe_domain::clock::Timestamp| time::day(at.date_in_japan());
    let last = recovery.last_drill.map(day);
    let when = match &last {
        Some(last) => printed::last(last),
        None => printed::NEVER.to_owned(),
    };
    let next = match recovery.last_drill {
        _ if drill_due(&recovery, time::now()) => printed::DUE.to_owned(),
        Some(last) => printed::next(&day(last.plus_seconds(DRILL_DAYS * 24 * 3600))),
        None => String::new(),
    };
    let since = printed::since(&day(recovery.since));
    let count = recovery.seeds.len();
    let recovery = StoredValue::new(recovery);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = value.get_untracked();
        if typed.trim().is_empty() {
            return faults.show_one("printed", printed::EMPTY);
        }
        faults.clear();
        busy.set(true);
        spawn(async move {
            let tried = async {
                let drill = app.vault().drill(typed, recovery.get_value()).await??;
                app.watch(Staff.tell("POST", "/api/staff/recovery/drills", &drill)).await?;
                Ok::<_, Trouble>(())
            };
            let tried = tried.await;
            busy.try_set(false);
            match tried {
                Ok(()) => {
                    // The paper is what keeps it, not a screen.
                    value.try_set(String::new());
                    done.run(count);
                }
                Err(found) => {
                    if let Some(why) = key_fault(&found, printed::SHUT, printed::FAILED) {
                        faults.show_one("printed", why);
                    }
                }
            }
        });
    };
    view! {
        <p>{printed::LEAD}</p>
        <p class="hint">{since}</p>
        <p id="last-drill"><b>{when}</b>{next}</p>
        <Summary faults />
        <form class="stack" id="drill" novalidate on:submit=submit>
            <Field id="printed" label=printed::LABEL hint=printed::HINT value faults class="input digits" />
            <div class="row actions"><Act words=printed::ACT working=printed::WORKING busy /></div>
        </form>
        <section class="stack">
            <h2>{printed::NEW_HEADING}</h2>
            <p>{printed::NEW_LEAD}</p>
            <p><a class="button small" id="to-renewing" href="/staff/recovery/new">{printed::NEW_ACT}</a></p>
        </section>
    }
}

/// What was wrong with a printed key, beside its field; nothing where that is said elsewhere. `shut`: it opens nothing here.
pub fn key_fault(found: &Trouble, shut: &str, failed: &str) -> Option<String> {
    match found {
        Trouble::Refused(Refusal::Words) => Some(printed::WORDS.to_owned()),
        Trouble::Refused(Refusal::Shut) => Some(shut.to_owned()),
        Trouble::Refused(Refusal::Gone) => Some(printed::GONE.to_owned()),
        found => found.said().map(|words| list::sentences(failed, &words)),
    }
}

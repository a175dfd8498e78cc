//! `/staff/recovery/new`: another printed key, in place of one that was lost or that somebody may have seen. It is printed and asked
//! back as at the beginning, and only then exchanged: in one go, for every team whose key is here.
use leptos::prelude::*;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::recovery::{NewRecoveryKey, Recovery};
use madobe_domain::wire::team::Team;

use super::recovery::RecoveryStep;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Small;
use crate::ui::place::{focus_soon, title};
use crate::ui::steps::Steps;
use crate::words::common::list;
use crate::words::staff::{self, renew, setup};

const STEPS: [&str; 3] = [renew::STEP_WHY, setup::STEP_RECOVERY, renew::STEP_EXCHANGE];

/// What stands now, and the teams: those whose present key is here, and the others.
#[derive(Clone)]
struct Standing {
    recovery: Recovery,
    here: Vec<String>,
    elsewhere: Vec<String>,
}

async fn standing(app: App) -> Result<Standing, ApiError> {
    // A key that was made anew meanwhile has to be here, too.
    app.renew_keys().await;
    let recovery = app.watch(Staff.ask::<Recovery>("/api/staff/recovery")).await?;
    let teams = app.watch(Staff.teams()).await?.teams;
    let (here, elsewhere): (Vec<Team>, Vec<Team>) = teams.into_iter().partition(|team| app.holds(team.id));
    let names = |teams: Vec<Team>| teams.into_iter().map(|team| team.name).collect();
    Ok(Standing { recovery, here: names(here), elsewhere: names(elsewhere) })
}

#[component]
pub fn Renew() -> impl IntoView {
    title(renew::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let found = LocalResource::new(move || standing(app));
    let administrator = Memo::new(move |_| app.is_administrator());
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            {move || if !administrator.get() {
                view! { <h1 id="heading" tabindex="-1">{renew::TITLE}</h1><p class="panel info">{staff::person::ADMINISTRATORS}</p> }.into_any()
            } else {
                match found.get() {
                    None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                    Some(Err(error)) => view! {
                        <h1 id="heading" tabindex="-1">{renew::TITLE}</h1>
                        <div class="panel warning" role="alert"><p>{Trouble::from(error).words()}</p>
                            <Small words=staff::AGAIN on_press=move || found.refetch() /></div>
                    }.into_any(),
                    Some(Ok(standing)) => view! { <Walk standing /> }.into_any(),
                }
            }}
        </main>
    }
}

#[component]
fn Walk(standing: Standing) -> impl IntoView {
    let app = App::of_context();
    let (step, seen) = (RwSignal::new(0_usize), RwSignal::new(None::<bool>));
    let go = move |to: usize| {
        step.set(to);
        focus_soon("heading");
    };
    let begin = Callback::new(move |()| {
        spawn(async move {
            // Never one that was shown here before.
            let _ = app.vault().drop_recovery().await;
            go(1);
        });
    });
    let printed = Callback::new(move |()| go(2));
    let standing = StoredValue::new(standing);
    view! {
        {move || (step.get() < STEPS.len()).then(|| view! { <Steps names=&STEPS at=step /> })}
        {move || match step.get() {
            0 => view! { <Why standing=standing.get_value() seen on_done=begin /> }.into_any(),
            1 => view! { <RecoveryStep on_done=printed /> }.into_any(),
            2 => view! { <Exchange standing=standing.get_value() seen=seen.get_untracked() == Some(true) on_done=Callback::new(move |()| go(3)) /> }.into_any(),
            _ => view! { <Done standing=standing.get_value() seen=seen.get_untracked() == Some(true) /> }.into_any(),
        }}
    }
}

fn teams(heading: &'static str, names: Vec<String>, id: &'static str) -> Option<AnyView> {
    let line = |name: String| view! { <li>{name}</li> };
    (!names.is_empty()).then(|| {
        view! { <section id=id><h2>{heading}</h2><ul>{names.into_iter().map(line).collect_view()}</ul></section> }.into_any()
    })
}

#[component]
fn Why(standing: Standing, seen: RwSignal<Option<bool>>, on_done: Callback<()>) -> impl IntoView {
    let fault = RwSignal::new(false);
    let choice = move |is: bool, id: &'static str, words: &'static str, hint: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="why" id=id prop:checked=move || seen.get() == Some(is)
                    on:change=move |_| {
                        seen.set(Some(is));
                        fault.set(false);
                    } />
                <span>{words}<small class="hint">{hint}</small></span>
            </label>
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if seen.get_untracked().is_none() {
            fault.set(true);
            return focus_soon("why-lost");
        }
        on_done.run(());
    };
    let some = !standing.elsewhere.is_empty();
    view! {
        <h1 id="heading" tabindex="-1">{renew::TITLE}</h1>
        <p>{renew::LEAD}</p>
        <p class="hint">{renew::since(&time::day_seen_from(standing.recovery.since.date_in_japan(), time::now().date_in_japan()))}</p>
        {teams(renew::HERE, standing.here, "teams-here")}
        {teams(renew::ELSEWHERE, standing.elsewhere, "teams-elsewhere")}
        {some.then(|| view! { <p class="panel warning">{renew::ELSEWHERE_HINT}</p> })}
        <form class="stack" id="renew-why" novalidate on:submit=submit>
            <fieldset class="choices" aria-describedby="why-fault">
                <legend class="label">{renew::WHY}</legend>
                <p class="error" id="why-fault" hidden=move || !fault.get()>{renew::WHY_FAULT}</p>
                {choice(false, "why-lost", renew::WHY_LOST, renew::WHY_LOST_HINT)}
                {choice(true, "why-seen", renew::WHY_SEEN, renew::WHY_SEEN_HINT)}
            </fieldset>
            <div class="row actions">
                <button class="button primary" type="submit">{renew::BEGIN}</button>
                <a class="button quiet" href="/staff/recovery">{renew::NOT_NOW}</a>
            </div>
        </form>
    }
}

#[component]
fn Exchange(standing: Standing, seen: bool, on_done: Callback<()>) -> impl IntoView {
    let app = App::of_context();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    // The same bytes again: what arrived although its answer was lost is done.
    let request = StoredValue::new(None::<NewRecoveryKey>);
    let former = standing.recovery.public_key;
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn(async move {
            let exchanged = async {
                let new = match request.try_get_value().flatten() {
                    Some(new) => new,
                    None => app.vault().renew_recovery(former, seen).await??,
                };
                request.try_set_value(Some(new.clone()));
                app.watch(Staff.tell("POST", "/api/staff/recovery/keys", &new)).await?;
                Ok::<_, Trouble>(())
            };
            let exchanged = exchanged.await;
            busy.try_set(false);
            match exchanged {
                Ok(()) => {
                    let _ = app.vault().drop_recovery().await;
                    on_done.run(());
                }
                Err(trouble) if trouble.code() == Some(ErrorCode::StaleKey) => {
                    // A team has another key since a moment ago: with that one, the next press goes through.
                    request.try_set_value(None);
                    app.renew_keys().await;
                    failed.try_set(Some(renew::STALE.to_owned()));
                }
                Err(trouble) if trouble.code() == Some(ErrorCode::Conflict) => {
                    failed.try_set(Some(renew::CONFLICT.to_owned()));
                }
                Err(trouble) => {
                    failed.try_set(trouble.said().map(|why| list::sentences(renew::FAILED, &why)));
                }
            }
        });
    };
    view! {
        <h1 id="heading" tabindex="-1">{renew::EXCHANGE_HEADING}</h1>
        <p>{renew::EXCHANGE_LEAD}</p>
        {teams(renew::HERE, standing.here, "teams-here")}
        {teams(renew::ELSEWHERE, standing.elsewhere, "teams-elsewhere")}
        <p class="panel warning">{renew::EXCHANGE_OLD}</p>
        {move || failed.get().map(|why| view! { <p class="panel warning" role="alert" id="renew-failed">{why}</p> })}
        <div class="row actions">
            <button class="button primary" type="button" id="exchange" aria-busy=move || busy.get().then_some("true") on:click=press>
                {move || if busy.get() { renew::EXCHANGING } else { renew::EXCHANGE }}
            </button>
            <a class="button quiet" href="/staff/recovery">{renew::NOT_NOW}</a>
        </div>
    }
}

#[component]
fn Done(standing: Standing, seen: bool) -> impl IntoView {
    let some = !standing.elsewhere.is_empty();
    view! {
        <h1 id="heading" tabindex="-1">{renew::DONE}</h1>
        <p class="panel done">{renew::DONE_LEAD}</p>
        <p>{if seen { renew::DONE_SEEN } else { renew::DONE_LOST }}</p>
        {teams(renew::STILL_WITHOUT, standing.elsewhere, "teams-without")}
        {some.then(|| view! { <p>{renew::STILL_WITHOUT_HINT}</p> })}
        <div class="row actions">
            {seen.then(|| view! { <a class="button primary" href="/staff/colleagues">{renew::TO_TEAMS}</a> })}
            <a class="button" href="/staff/recovery">{renew::TO_DRILL}</a>
        </div>
    }
}

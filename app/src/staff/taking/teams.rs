//! After a desk was taken in: whoever has its printed recovery key takes up its teams. From then on they are passed on by hand.
use leptos::prelude::*;
use madobe_domain::wire::import::{FormerTeam, ImportState};
use madobe_domain::wire::recovery::Recovery;

use crate::api::staff::Staff;
use crate::page::{spawn, window};
use crate::staff::app::App;
use crate::staff::office::key_fault;
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Field;
use crate::vault::TakingUp;
use crate::words::staff::{moving, printed};

#[component]
pub fn Teams(state: ImportState) -> impl IntoView {
    let ImportState { teams, former_recovery, .. } = state;
    let (Some(former), false) = (former_recovery, teams.is_empty()) else {
        return view! { <p>{moving::ALL_TAKEN}</p> }.into_any();
    };
    let app = App::of_context();
    let names = teams.iter().map(|team| team.name.clone()).collect::<Vec<_>>();
    let value = RwSignal::new(String::new());
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let teams = StoredValue::new(teams);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = value.get_untracked();
        if typed.trim().is_empty() {
            return faults.show_one("former", printed::EMPTY);
        }
        faults.clear();
        busy.set(true);
        spawn(async move {
            let mut done = Ok(());
            for team in teams.get_value() {
                done = take_up(app, &typed, former, team).await;
                if done.is_err() {
                    break;
                }
            }
            if done.is_ok() {
                // What came along lies behind what this browser has: it begins anew.
                app.erase_kept().await;
                let _ = window().location().set_href("/staff");
                return;
            }
            busy.try_set(false);
            if let Err(found) = done
                && let Some(why) = key_fault(&found, moving::NOT_THAT_KEY, moving::NOT_TAKEN)
            {
                faults.show_one("former", why);
            }
        });
    };
    view! {
        <section class="stack">
            <h2>{moving::TEAMS}</h2>
            <p>{moving::TEAMS_LEAD}</p>
            <ul>{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            <Summary faults />
            <form class="stack" id="take-up" novalidate on:submit=submit>
                <Field id="former" label=moving::FORMER hint=printed::HINT value faults class="input digits" />
                <div class="row actions"><Act words=moving::TAKE_UP working=moving::TAKING_UP busy /></div>
            </form>
        </section>
    }
    .into_any()
}

async fn take_up(
    app: App,
    typed: &str,
    former: madobe_domain::wire::grant::PublicKeyBytes,
    team: FormerTeam,
) -> Result<(), Trouble> {
    let path = ["/api/staff/import/teams/", &team.id.to_string()].concat();
    let recovery = app.watch(Staff.ask::<Recovery>("/api/staff/recovery")).await?;
    let asked = TakingUp { typed: typed.to_owned(), former, team, recovery };
    let taken = app.vault().take_up(asked).await??;
    app.watch(Staff.tell("POST", &path, &taken)).await?;
    Ok(())
}

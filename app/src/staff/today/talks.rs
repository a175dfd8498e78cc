//! The talks of today, as the calendars of my teams have them.
use leptos::prelude::*;
use madobe_domain::wire::calendar::StaffTalk;

use super::fold::DayTalk;
use crate::api::ApiError;
use crate::api::calendar::Talks;
use crate::page::{self, spawn};
use crate::staff::app::App;
use crate::staff::calendar::names;
use crate::staff::calendar::note::Notes;
use crate::words::staff::calendar;

const LOOK_MILLIS: u32 = 30_000;

/// With what its kind is called.
type Found = (Notes, String, StaffTalk);

/// None: not known so far, or not any more.
pub fn of_today(app: App) -> Memo<Option<Vec<DayTalk>>> {
    let teams: Vec<(Talks, Notes)> = app.session.with_untracked(|session| {
        let teams = session.iter().flat_map(|session| &session.teams);
        let with_keys = teams.filter(|team| !team.keys.is_empty()).map(|team| Talks(team.id));
        with_keys.map(|talks| (talks, Notes::new(app, talks))).collect()
    });
    let found = RwSignal::new(None::<Vec<Found>>);
    spawn(async move {
        // Nothing is left of a screen that was left.
        while found.try_with_untracked(|_| ()).is_some() {
            if !page::is_hidden() {
                let all = look(app, &teams).await.ok();
                found.try_set(all);
            }
            page::sleep(LOOK_MILLIS).await;
        }
    });
    Memo::new(move |_| found.with(|found| found.as_ref().map(|all| all.iter().map(told).collect())))
}

async fn look(app: App, teams: &[(Talks, Notes)]) -> Result<Vec<Found>, ApiError> {
    let today = app.list.now.get_untracked().date_in_japan();
    let mut all = Vec::new();
    for (talks, notes) in teams {
        let plan = app.watch(talks.plan()).await?.plan;
        let page = app.watch(talks.days(today, 1)).await?;
        notes.open(&page.talks).await;
        all.extend(page.talks.into_iter().map(|talk| (*notes, names::kind(&plan, &talk.kind), talk)));
    }
    Ok(all)
}

fn told((notes, name, talk): &Found) -> DayTalk {
    let whom = || if talk.seats.is_some() { calendar::GROUP.to_owned() } else { notes.whom(talk).0 };
    DayTalk { talk: talk.clone(), name: name.clone(), whom: talk.case.is_none().then(whom) }
}

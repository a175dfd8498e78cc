//! What is booked and no longer fits the plan, with what to tell whom. A plan cancels nothing: people decide.
use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::wire::calendar::StaffTalk;

use crate::api::ApiError;
use crate::api::calendar::Talks;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::calendar::names::{conflict_words, when};
use crate::staff::calendar::note::Notes;
use crate::staff::calendar::place::{Place, View};
use crate::staff::trouble::Trouble;
use crate::ui::act::Small;
use crate::words::common::list;
use crate::words::staff::{self, calendar, plan as words};

/// As many days as the server tells of at once; six times that are the year ahead that staff may book.
const DAYS: u16 = 62;
const TIMES: usize = 6;

/// All that is ahead and does not fit; looked for no further where twice nothing at all is booked.
async fn ahead(app: App, talks: Talks, today: NaiveDate, found: &mut Vec<StaffTalk>) -> Result<(), ApiError> {
    let mut empty = 0;
    for from in today.iter_days().step_by(usize::from(DAYS)).take(TIMES) {
        let page = app.watch(talks.days(from, DAYS)).await?;
        empty = if page.talks.is_empty() { empty + 1 } else { 0 };
        found.extend(page.talks.into_iter().filter(|talk| talk.conflict.is_some()));
        if empty == 2 {
            break;
        }
    }
    Ok(())
}

/// Looked for at first, and again after each saving.
#[component]
pub fn Misfits(talks: Talks, saved: RwSignal<u32>) -> impl IntoView {
    let app = App::of_context();
    let notes = Notes::new(app, talks);
    let found = RwSignal::new(Vec::<StaffTalk>::new());
    let failed = RwSignal::new(None::<String>);
    let again = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let mine = (Some(saved.get()), Some(again.get()));
        let today = app.list.now.get_untracked().date_in_japan();
        spawn(async move {
            let mut misfits = Vec::new();
            let done = ahead(app, talks, today, &mut misfits).await;
            // Saved once more meanwhile, or left.
            if (saved.try_get_untracked(), again.try_get_untracked()) != mine {
                return;
            }
            failed.try_set(done.err().map(|error| Trouble::from(error).words()));
            found.try_set(misfits.clone());
            notes.open(&misfits).await;
        });
    });
    let line = move |talk: StaffTalk| {
        let href = Place { view: View::Day, day: talk.start.day(), who: None, by_room: false }.path();
        let who = if talk.seats.is_some() { words::MISFIT_GROUP.to_owned() } else { notes.whom(&talk).0 };
        let contact = notes.of(&talk).map(|note| note.contact).filter(|contact| !contact.is_empty());
        let tell = match (talk.seats, talk.case, contact) {
            (Some(_), ..) => words::MISFIT_SEATS.to_owned(),
            (None, Some(_), _) => words::MISFIT_TELL.to_owned(),
            (None, None, Some(contact)) => words::misfit_contact(&contact),
            (None, None, None) => words::MISFIT_CALL.to_owned(),
        };
        let what = (talk.conflict == Some(Conflict::Kind)).then_some(calendar::CONFLICT_KIND_WHAT);
        let who = match talk.case {
            Some(case) => {
                view! { <a href=["/staff/cases/", case.to_string().as_str()].concat()>{who}</a> }.into_any()
            }
            None => who.into_any(),
        };
        view! {
            <li>
                <a href=href>{when(&talk)}</a>
                " "{who}" "
                {talk.conflict.map(conflict_words)}" "{what}" "{tell}
            </li>
        }
    };
    let misfits = move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            view! {
                <section class="panel warning" id="misfits" tabindex="-1">
                    <h2>{words::MISFITS}</h2>
                    <p>{words::MISFITS_HINT}</p>
                    <ul>{found.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        {move || failed.get().map(|why| view! {
            <div class="panel warning" id="misfits-failed" role="alert">
                <p>{list::sentences(words::MISFITS_FAILED, &why)}</p>
                <Small words=staff::AGAIN on_press=move || again.update(|again| *again += 1) />
            </div>
        })}
        {misfits}
    }
}

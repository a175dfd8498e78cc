//! What is booked and no longer fits the plan, with what to tell whom. A plan cancels nothing: people decide.
use leptos::prelude::*;
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::wire::calendar::StaffTalk;

use crate::api::calendar::Talks;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::calendar::names::{conflict_words, when};
use crate::staff::calendar::note::Notes;
use crate::staff::calendar::place::{Place, View};
use crate::words::staff::{calendar, plan as words};

const DAYS: u16 = 62;

/// Looked for at first, and again after each saving.
#[component]
pub fn Misfits(talks: Talks, saved: RwSignal<u32>) -> impl IntoView {
    let app = App::of_context();
    let notes = Notes::new(app, talks);
    let found = RwSignal::new(Vec::<StaffTalk>::new());
    Effect::new(move |_| {
        saved.track();
        let today = app.list.now.get_untracked().date_in_japan();
        spawn(async move {
            if let Ok(page) = app.watch(talks.days(today, DAYS)).await {
                let misfits: Vec<_> = page.talks.into_iter().filter(|talk| talk.conflict.is_some()).collect();
                found.try_set(misfits.clone());
                notes.open(&misfits).await;
            }
        });
    });
    let line = move |talk: StaffTalk| {
        let href = Place { view: View::Day, day: talk.start.day() }.path();
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
    move || {
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
    }
}

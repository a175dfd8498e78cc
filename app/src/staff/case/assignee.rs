//! Who looks after a case: a colleague, a team, or nobody. Every choice stays where it is, so that none is pulled away by choosing.
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::log::work::{Carer, Work, WorkRecord};

use crate::staff::app::App;
use crate::staff::row::Row;
use crate::staff::sheet::Sheet;
use crate::time;
use crate::vault::Writing;
use crate::words::staff::{inbox, thread, work};

/// With more colleagues than this, they are folded away.
const IN_SIGHT: usize = 6;

/// What a member of staff is called here.
pub fn who(app: App, staff: StaffId) -> String {
    app.name_of(staff).unwrap_or_else(|| thread::STAFF.to_owned())
}

/// What somebody, or a team, is called here.
pub fn called(app: App, of: Carer) -> String {
    match of {
        Carer::Person(staff) => who(app, staff),
        Carer::Team(team) => app.list.readers.with(|readers| {
            readers.team(team).map_or_else(|| inbox::TEAM_OTHER.to_owned(), |team| team.name.clone())
        }),
    }
}

/// The same of who is not here any more, or of a team that cannot read it.
pub fn gone(app: App, of: Carer) -> String {
    let name = called(app, of);
    match of {
        Carer::Person(_) => work::not_here(&name),
        Carer::Team(_) => work::reads_no_more(&name),
    }
}

/// What whoever looks after a case is called; with a word beside it where they do so no more.
pub fn carer(app: App, row: &Row, of: Carer) -> String {
    let is_gone = app.list.readers.with(|readers| readers.is_gone(of, row));
    if is_gone { gone(app, of) } else { called(app, of) }
}

/// Whoever it belongs to is away, and somebody looks after it meanwhile.
pub fn cared_for(app: App, work: &Work, today: NaiveDate) -> Option<String> {
    let (of, until) = work.away(today)?;
    Some(work::away(&who(app, of), &time::day_seen_from(until, today)))
}

/// From the side pane and by key.
pub fn assign(app: App, case: CaseId, to: Option<Carer>) {
    let today = app.list.now.get_untracked().date_in_japan();
    if app.list.row_now(case).is_none_or(|row| row.work.looked_after(today) == to) {
        return;
    }
    let said = match to {
        None => work::ASSIGNED_NOBODY.to_owned(),
        Some(of) if of.person().is_some() && of.person() == app.me() => work::ASSIGNED_ME.to_owned(),
        Some(of) => work::assigned_to(&called(app, of)),
    };
    app.work(case, Writing::Work(WorkRecord::assigned(to)), said);
}

#[component]
pub fn Assignee(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let today = Memo::new(move |_| app.list.now.get().date_in_japan());
    let assigned = Memo::new(move |_| sheet.with(|sheet| sheet.row.work.looked_after(today.get())));
    let away = move || sheet.with(|sheet| cared_for(app, &sheet.row.work, today.get()));
    let choice = move |to: Option<Carer>, id: Option<&'static str>, words: String| {
        let pressed = move || if assigned.get() == to { "true" } else { "false" };
        view! {
            <button class="chip" type="button" id=id aria-pressed=pressed on:click=move |_| assign(app, case, to)>{words}</button>
        }
    };
    app.refresh_names();
    let me = app.me().map(Carer::Person);
    let others = Memo::new(move |_| {
        let mut others = sheet.with(|sheet| app.can_be_given(Some(&sheet.row)));
        others.retain(|(_, of)| Some(*of) != me);
        others
    });
    let of = move |people: bool| {
        let mut of = others.get();
        of.retain(|(_, of)| of.person().is_some() == people);
        of
    };
    let chips = move |people: bool| {
        of(people).into_iter().map(|(name, of)| choice(Some(of), None, name)).collect_view()
    };
    view! {
        <section aria-labelledby="assignee-heading" id="assignee">
            <h2 class="side-part" id="assignee-heading">{work::ASSIGNEE}</h2>
            <p id="assigned">{move || match assigned.get() {
                None => work::NOBODY.to_owned(),
                Some(of) => sheet.with(|sheet| carer(app, &sheet.row, of)),
            }}</p>
            {move || away().map(|words| view! { <p class="hint" id="away">{words}</p> })}
            <div class="chips" role="group" aria-labelledby="assignee-heading">
                {choice(me, Some("assign-me"), work::ME.to_owned())}
                {choice(None, Some("assign-nobody"), work::NOBODY.to_owned())}
                {move || chips(false)}
                {move || if of(true).len() <= IN_SIGHT {
                    chips(true).into_any()
                } else {
                    view! { <details><summary>{work::OTHERS}</summary><div class="chips">{chips(true)}</div></details> }.into_any()
                }}
            </div>
        </section>
    }
}

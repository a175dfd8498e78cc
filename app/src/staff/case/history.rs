//! Who did what when, in one list: told from the record, the newest first.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::log::entry::Author;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::log::work::{Carer, WorkRecord};

use super::about::reason_words;
use super::assignee::{called, who};
use crate::staff::app::App;
use crate::staff::field::value_words;
use crate::staff::sheet::{Item, Sheet, What};
use crate::time;
use crate::ui::promises;
use crate::words::common::list;
use crate::words::staff::{danger, history, thread};

/// What happened, as one line without its time. Every entry has one, also what cannot be read.
pub fn words(app: App, item: &Item) -> String {
    let name = match item.author {
        Author::Writer => history::WRITER.to_owned(),
        Author::Staff(id) => who(app, id),
    };
    let who = name.as_str();
    match &item.what {
        What::Letter { .. } => history::LETTER.to_owned(),
        What::Reply { .. } => history::reply(who),
        What::Note(_) => history::note(who),
        What::Promises(_) => history::PROMISES.to_owned(),
        What::Joined => thread::JOINED.to_owned(),
        What::Aside { promises, reason, asker } => danger::event(
            &promises::words(*promises).join(list::BESIDE),
            &self::who(app, *asker),
            who,
            reason,
        ),
        What::Upheld => danger::upheld(who),
        What::Facts => history::FACTS.to_owned(),
        What::Talk(record) => talk(who, record),
        What::Closed(reason) => thread::closed(who, reason_words(*reason)),
        What::Reopened => thread::reopened(who),
        What::Work(record) => work(app, who, record),
        What::Newer => thread::NEWER.to_owned(),
        What::Garbled => thread::GARBLED.to_owned(),
        What::Nothing => history::UNREADABLE.to_owned(),
    }
}

fn talk(who: &str, record: &TalkRecord) -> String {
    match record {
        TalkRecord::TalkAsked { .. } => history::talk_asked(who),
        TalkRecord::TalkMoved { .. } => history::talk_moved(who),
        TalkRecord::TalkCancelled { .. } => history::talk_cancelled(who),
        TalkRecord::TalkHeld { .. } => history::talk_held(who),
        TalkRecord::TalkUnheld { .. } => history::talk_unheld(who),
    }
}

fn work(app: App, name: &str, record: &WorkRecord) -> String {
    match record {
        WorkRecord::Assigned { to: Some(to) } => history::assigned(name, &who(app, *to)),
        WorkRecord::AssignedTeam { team } => history::assigned(name, &called(app, Carer::Team(*team))),
        WorkRecord::Assigned { to: None } => history::unassigned(name),
        WorkRecord::Held { until } => history::held(name, &time::day(*until)),
        WorkRecord::Resumed => history::resumed(name),
        WorkRecord::FollowUp { on: Some(on) } => history::follow_up(name, &time::day(*on)),
        WorkRecord::FollowUp { on: None } => history::follow_up_done(name),
        WorkRecord::Tagged { tag } => history::tagged(name, tag.as_str()),
        WorkRecord::Untagged { tag } => history::untagged(name, tag.as_str()),
        WorkRecord::RiskRaised { reason } => history::risk_raised(name, reason.as_str()),
        WorkRecord::RiskCleared { reason } => history::risk_cleared(name, reason.as_str()),
        WorkRecord::SecondAsked { to: Some(to), .. } => history::second_asked(name, &who(app, *to)),
        WorkRecord::SecondAsked { to: None, .. } => history::second_asked_anybody(name),
        WorkRecord::SecondRead { .. } => history::second_read(name),
        WorkRecord::Linked { .. } => history::linked(name),
        WorkRecord::Unlinked { .. } => history::unlinked(name),
        WorkRecord::LinkGone { .. } => history::LINK_GONE.to_owned(),
        WorkRecord::Covered { of, to: Some(to), until } => {
            history::covered(name, &who(app, *of), &time::day(*until), &who(app, *to))
        }
        WorkRecord::CoveredTeam { of, team, until } => {
            let team = called(app, Carer::Team(*team));
            history::covered(name, &who(app, *of), &time::day(*until), &team)
        }
        WorkRecord::Covered { of, to: None, until } => {
            history::covered_by_nobody(name, &who(app, *of), &time::day(*until))
        }
        // By what it was called then: a history is not written anew.
        WorkRecord::Filled { name: field, value: Some(value), .. } => {
            history::filled(name, field.as_str(), &value_words(value, None))
        }
        WorkRecord::Filled { name: field, value: None, .. } => history::emptied(name, field.as_str()),
        WorkRecord::DangerAsked { promises, reason } => {
            history::danger_asked(name, &promises::words(*promises).join(list::BESIDE), reason.as_str())
        }
        WorkRecord::DangerDeclined { .. } => history::danger_declined(name),
        WorkRecord::Undone { .. } => history::undone(name),
    }
}

#[component]
pub fn History(sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let line = move |item: Item| {
        let at = item.at;
        let when = move || {
            let today = app.list.now.get().date_in_japan();
            [&time::day_seen_from(at.date_in_japan(), today), " ", &time::clock(at)].concat()
        };
        let undone = item.undone;
        view! {
            <li>
                // Colleagues' names may arrive after the record.
                <span data-undone=undone.then_some("")>{move || words(app, &item)}</span>
                {undone.then(|| view! { <span class="hint">{history::TAKEN_BACK}</span> })}
                <time class="hint" datetime=time::iso(at)>{when}</time>
            </li>
        }
    };
    let items = move || sheet.with(|sheet| sheet.items.iter().rev().cloned().collect::<Vec<_>>());
    view! {
        <details class="fold" id="history">
            <summary><b>{history::HEADING}</b><span class="fold-state">{move || history::count(&sheet.with(|sheet| sheet.items.len()).to_string())}</span></summary>
            <ol class="history"><For each=items key=|item| (item.id, item.undone) children=line /></ol>
        </details>
    }
}

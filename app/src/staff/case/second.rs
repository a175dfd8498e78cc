//! A second pair of eyes: a draft given to a colleague before it goes, what they say of it, and who still has to.
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{CaseId, EntryId, StaffId};
use madobe_domain::log::work::{Second, Words, WorkRecord};
use madobe_domain::wire::draft::DraftKind;

use super::assignee::who;
use super::fault::text_fault;
use super::writing::{Text, TextArea, send_staff};
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::draft::Place;
use crate::staff::drafts::Drafts;
use crate::staff::sheet::{Sheet, What};
use crate::time;
use crate::ui::act::{Act, Small};
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::focus_soon;
use crate::vault::Writing;
use crate::words::staff::{reply, second};

/// The record of this entry, where it is on the sheet.
fn record(sheet: &Sheet, entry: EntryId) -> Option<&WorkRecord> {
    sheet.items.iter().find(|item| item.id == entry).and_then(|item| match &item.what {
        What::Work(record) => Some(record),
        _ => None,
    })
}

fn draft(sheet: &Sheet, second: &Second) -> String {
    match record(sheet, second.entry) {
        Some(WorkRecord::SecondAsked { text, .. }) => text.as_str().to_owned(),
        _ => String::new(),
    }
}

fn remark(sheet: &Sheet, second: &Second) -> Option<String> {
    match record(sheet, second.read?.entry) {
        Some(WorkRecord::SecondRead { remark, .. }) => remark.as_ref().map(|words| words.as_str().to_owned()),
        _ => None,
    }
}

/// In the composer: gives what is written to a colleague. The text stays where it is.
#[component]
pub fn AskSecond(case: CaseId, text: Text, faults: Faults) -> impl IntoView {
    let app = App::of_context();
    let open = RwSignal::new(false);
    let to = RwSignal::new(None::<StaffId>);
    let me = app.me();
    app.refresh_names();
    // Only whoever opens the case can read what is written in it.
    let others = Memo::new(move |_| {
        let mut others = app.colleagues(app.list.row(case).as_deref());
        others.retain(|(_, id)| Some(*id) != me);
        others
    });
    // Whoever lost the key since is asked no more, and nobody else in their place.
    let chosen = move || to.get().filter(|to| others.with(|others| others.iter().any(|(_, id)| id == to)));
    let options = move || {
        let option = |(name, id): (String, StaffId)| {
            view! { <option value=id.to_string() prop:selected=move || chosen() == Some(id)>{name}</option> }
        };
        others.get().into_iter().map(option).collect_view()
    };
    let ask = move || {
        let typed = text.get();
        let fault = text_fault(&typed, reply::EMPTY).map(|words| ("reply", words));
        if !faults.show(fault.into_iter().collect()) {
            return;
        }
        let Ok(words) = Words::parse(&typed) else { return };
        let to = untrack(chosen);
        open.set(false);
        let said = to.map_or_else(|| second::ASKED_ANYBODY.to_owned(), |to| second::asked(&who(app, to)));
        app.work(case, Writing::Work(WorkRecord::SecondAsked { to, text: words }), said);
        focus_soon("ask-second");
    };
    view! {
        <details class="ask-second" prop:open=move || open.get() on:toggle:target=move |event| {
            open.set(event.target().open());
            app.refresh_names();
        }>
            <summary class="button small" id="ask-second">{second::ASK}</summary>
            <div class="row">
                <label class="label" for="second-to">{second::TO}</label>
                <select class="input" id="second-to" on:change:target=move |event| {
                    to.set(Fixed::parse(&event.target().value()).ok().map(StaffId));
                }>
                    <option value="">{second::ANYBODY}</option>
                    {options}
                </select>
                <button class="button small" type="button" id="second-give" on:click=move |_| ask()>{second::GIVE}</button>
            </div>
            <p class="hint">{second::ASK_HINT}</p>
        </details>
    }
}

/// Beneath the letters: the draft, for whoever is to read it; what was said of it, for whoever wrote it.
#[component]
pub fn SecondNote(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let second = Memo::new(move |_| sheet.with(|sheet| sheet.row.work.second));
    move || {
        let found = second.get()?;
        let mine = Some(found.by) == app.me();
        Some(match (mine, found.read) {
            (true, _) => view! { <Mine case sheet second=found /> }.into_any(),
            (false, None) => view! { <Theirs case sheet second=found /> }.into_any(),
            (false, Some(read)) => {
                if Some(read.by) == app.me() {
                    // In the record, also where its answer was lost: nothing of it is still to be said.
                    app.forget_draft(Place { case, kind: DraftKind::Remark });
                }
                let words = second::read_of(&who(app, read.by), &who(app, found.by));
                view! { <p class="hint" id="second">{words}</p> }.into_any()
            }
        })
    }
}

#[component]
fn Mine(case: CaseId, sheet: Memo<Arc<Sheet>>, second: Second) -> impl IntoView {
    let app = App::of_context();
    let stop = move || {
        app.work(case, Writing::Work(WorkRecord::Undone { entry: second.entry }), second::STOPPED);
        focus_soon("main");
    };
    let Some(read) = second.read else {
        let words =
            second.to.map_or_else(|| second::WAITS_ANYBODY.to_owned(), |to| second::waits(&who(app, to)));
        return view! {
            <section class="panel info row" id="second">
                <p>{words}</p>
                <Small words=second::STOP on_press=stop />
            </section>
        }
        .into_any();
    };
    let said = sheet.with_untracked(|sheet| remark(sheet, &second));
    view! {
        <section class="panel info stack" id="second" aria-labelledby="second-heading">
            <h2 class="side-part" id="second-heading">{second::read_by(&who(app, read.by))}</h2>
            {match said {
                Some(words) => view! { <div class="letter-body" id="second-remark">{words}</div> }.into_any(),
                None => view! { <p id="second-remark">{second::FINE}</p> }.into_any(),
            }}
            <time class="hint" datetime=time::iso(read.at)>{time::clock(read.at)}</time>
        </section>
    }
    .into_any()
}

#[component]
fn Theirs(case: CaseId, sheet: Memo<Arc<Sheet>>, second: Second) -> impl IntoView {
    let app = App::of_context();
    let text = Text::new(Drafts::of(app, case), DraftKind::Remark, None);
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let go = use_navigate();
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    let press = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let typed = text.get();
        // Saying nothing is saying that it may go as it is.
        let remark = match typed.trim() {
            "" => None,
            _ => match text_fault(&typed, "") {
                Some(words) => {
                    faults.show(vec![("remark", words)]);
                    return;
                }
                None => Words::parse(&typed).ok(),
            },
        };
        faults.clear();
        busy.set(true);
        let (go, at) = (go.clone(), at.clone());
        spawn(async move {
            let record = WorkRecord::SecondRead { entry: second.entry, remark };
            let sent = send_staff(app, case, || Writing::Work(record.clone()), &mut None).await;
            busy.try_set(false);
            match sent {
                Ok(id) => {
                    // Not before: words that did not go are words that somebody would write again.
                    text.forget(app);
                    app.offer_undo(case, id, second::said_read(&who(app, second.by)));
                    go(&at, super::super::replacing());
                    focus_soon("main");
                }
                Err(trouble) => {
                    if let Some(words) = trouble.said() {
                        faults.show_one("remark", words);
                    }
                }
            }
        });
    });
    let words = sheet.with_untracked(|sheet| draft(sheet, &second));
    let asked = match second.to {
        Some(to) if Some(to) != app.me() => second::asked_other(&who(app, to)),
        _ => second::ASKED_YOU.to_owned(),
    };
    view! {
        <section class="composer note" id="second" aria-labelledby="second-heading">
            <h2 id="second-heading" tabindex="-1">{second::draft_by(&who(app, second.by))}</h2>
            <p>{asked}</p>
            <div class="letter reply pending"><div class="letter-body" id="second-draft">{words}</div></div>
            <form class="stack" id="remark-form" novalidate on:submit=move |event| {
                event.prevent_default();
                press.run(());
            }>
                <Summary faults />
                <TextArea text id="remark" label=second::REMARK keys=second::REMARK_HINT faults on_send=press />
                <div class="row actions"><Act words=second::SAY_READ working=second::SAY_READ busy /></div>
            </form>
        </section>
    }
}

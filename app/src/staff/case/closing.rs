//! `/staff/cases/{id}/close`: why nothing more is to be done for now. Stays in the house.
use std::sync::Arc;

use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::record::CloseReason;

use super::about::reason_words;
use super::head::Head;
use super::letters::Letters;
use super::writing::send_staff_as;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::sheet::Sheet;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::icon;
use crate::ui::place::{focus_soon, title};
use crate::vault::Writing;
use crate::words::staff::closing;

pub const REASONS: [(&str, CloseReason); 6] = [
    ("introduced", CloseReason::Introduced),
    ("family_advised", CloseReason::FamilyAdvised),
    ("other_matter", CloseReason::OtherMatter),
    ("writer_content", CloseReason::WriterContent),
    ("quiet", CloseReason::Quiet),
    ("not_a_consultation", CloseReason::NotAConsultation),
];

/// As those who hold the keys know it: what is drawn follows a moment later.
async fn now(app: App, case: CaseId) -> Option<Sheet> {
    app.vault().sheet(case).await.ok().flatten()
}

#[component]
pub fn Closing(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    title(closing::TITLE);
    focus_soon("closing-heading");
    let app = App::of_context();
    let reason = RwSignal::new(None::<CloseReason>);
    // Tried again it is the same act, however often its answer was lost: one way back takes all of it back.
    let act = StoredValue::new(EntryId::make(&mut rng()));
    let read = StoredValue::new(sheet.with_untracked(|sheet| sheet.tail));
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let notice = RwSignal::new(None::<String>);
    let go = use_navigate();
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(reason) = reason.get_untracked() else {
            return faults.show_one("reason-introduced", closing::REASON_FAULT);
        };
        faults.clear();
        notice.set(None);
        busy.set(true);
        let (go, at, id) = (go.clone(), at.clone(), act.get_value());
        spawn(async move {
            // What was sent a moment ago leaves before the case is put aside, not after. It follows what was on screen.
            if app.outgoing_now(case) {
                if !app.flush(Some(case)).await {
                    busy.try_set(false);
                    notice.try_set(Some(closing::UNSENT.to_owned()));
                    return;
                }
                let own = now(app, case).await.filter(Sheet::ends_with_reply);
                read.try_update_value(|read| *read = own.map_or(*read, |sheet| sheet.tail));
            }
            // A letter that came a moment ago must be read before the case is put aside.
            let looked = app.sync().await;
            let tail = now(app, case).await.map(|sheet| sheet.tail);
            let moved = looked.is_ok() && tail.is_some() && tail != read.try_get_value();
            let done = if moved {
                read.try_update_value(|read| *read = tail.unwrap_or(*read));
                // One that arrived all the same closed what was there before.
                act.try_set_value(EntryId::make(&mut rng()));
                Ok(None)
            } else {
                send_staff_as(app, case, id, || Writing::Close { reason }, &mut None).await.map(Some)
            };
            busy.try_set(false);
            match done {
                Ok(Some(id)) => {
                    app.offer_undo(case, id, closing::DONE);
                    go(&at, super::super::replacing());
                }
                Ok(None) => {
                    notice.try_set(Some(closing::MOVED.to_owned()));
                }
                Err(trouble) => {
                    notice.try_set(trouble.said().map(|words| list::sentences(closing::FAILED, &words)));
                }
            }
        });
    };
    let choice = move |(name, value): (&'static str, CloseReason)| {
        view! {
            <label class="choice">
                <input type="radio" name="reason" id=["reason-", name].concat() value=name on:change=move |_| {
                    reason.set(Some(value));
                    act.set_value(EntryId::make(&mut rng()));
                } />
                <span>{reason_words(value)}</span>
            </label>
        }
    };
    view! {
        <Head case sheet back_to_thread=true />
        <Letters sheet />
        <form class="composer note" id="closing-form" novalidate on:submit=submit>
            <header class="composer-head">{icon::inside()}<h2 id="closing-heading" tabindex="-1">{closing::HEADING}</h2></header>
            <p>{closing::LEAD}</p>
            {move || sheet.with(|sheet| sheet.row.waiting_since.is_some()).then(|| view! {
                <p class="panel warning" id="unanswered">{closing::UNANSWERED}</p>
            })}
            {move || sheet.with(|sheet| sheet.row.is_flagged()).then(|| view! {
                <p class="panel warning" id="flagged">{closing::FLAGGED}</p>
            })}
            {move || notice.get().map(|words| view! { <p class="panel warning" id="notice" role="alert">{words}</p> })}
            <Summary faults />
            <fieldset class="choices">
                <legend class="label">{closing::REASON}</legend>
                {move || faults.of("reason-introduced").map(|words| view! { <p class="error">{words}</p> })}
                {REASONS.map(choice).collect_view()}
            </fieldset>
            <div class="row actions"><Act words=closing::ACT working=closing::WORKING busy /></div>
        </form>
    }
}

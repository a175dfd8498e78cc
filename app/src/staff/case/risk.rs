//! Something to mind about a case: raised by people, with a reason, for colleagues alone.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::REASON_CHARS;
use madobe_domain::log::work::{Reason, WorkRecord};

use super::assignee::who;
use crate::staff::app::App;
use crate::staff::sheet::Sheet;
use crate::time;
use crate::ui::place::focus_soon;
use crate::vault::Writing;
use crate::words::staff::work;

/// At the head of a case: the word, the reason, who and when.
#[component]
pub fn RiskNote(sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let risk = Memo::new(move |_| sheet.with(|sheet| sheet.row.work.risk.clone()));
    move || {
        risk.get().map(|risk| {
            let when = [&time::day(risk.at.date_in_japan()), " ", &time::clock(risk.at)].concat();
            view! {
                <p class="panel risk-note" id="risk-note">
                    <span><span class="badge risk">{work::RISK_WORD}</span>" "<b>{risk.reason.as_str().to_owned()}</b></span>
                    <span class="hint">{move || work::risk_by(&who(app, risk.by), &when)}</span>
                </p>
            }
        })
    }
}

#[component]
pub fn RiskFlag(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let (open, typed, fault) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(false));
    let raised = Memo::new(move |_| sheet.with(|sheet| sheet.row.work.risk.is_some()));
    // What a reason is for stays while it is typed: with it nobody takes off what a colleague raises in that moment.
    let clears = RwSignal::new(raised.get_untracked());
    Effect::new(move |_| {
        let raised = raised.get();
        if typed.with(String::is_empty) {
            clears.set(raised);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(reason) = Reason::parse(&typed.get_untracked()) else { return fault.set(true) };
        let (record, said) = if clears.get_untracked() {
            (WorkRecord::RiskCleared { reason }, work::SAID_RISK_CLEARED)
        } else {
            (WorkRecord::RiskRaised { reason }, work::SAID_RISK_RAISED)
        };
        fault.set(false);
        open.set(false);
        typed.set(String::new());
        app.work(case, Writing::Work(record), said);
        focus_soon("risk-summary");
    };
    let state = move || if raised.get() { work::RISK_IS } else { work::RISK_NONE };
    let label = move || if clears.get() { work::RISK_CLEAR_REASON } else { work::RISK_REASON };
    view! {
        <details
            class="fold"
            id="risk"
            prop:open=move || open.get()
            on:toggle:target=move |event| open.set(event.target().open())
        >
            <summary id="risk-summary"><b>{work::RISK}</b><span class="fold-state">{state}</span></summary>
            <form class="stack" novalidate on:submit=submit>
                <p class="hint" id="risk-hint">{work::RISK_HINT}</p>
                <label class="label" for="risk-reason">{label}</label>
                <input
                    class="input"
                    id="risk-reason"
                    autocomplete="off"
                    aria-describedby="risk-hint risk-fault"
                    aria-invalid=move || fault.get().then_some("true")
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        fault.set(false);
                    }
                />
                <p class="error" id="risk-fault" hidden=move || !fault.get()>{work::reason_fault(&REASON_CHARS.to_string())}</p>
                <p><button class="button small" type="submit">{move || if clears.get() { work::RISK_CLEAR } else { work::RISK_RAISE }}</button></p>
            </form>
        </details>
    }
}

//! `/staff/cases/{id}/note`: what stays in the house. Nothing on this screen can reach the writer.
use std::sync::Arc;

use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::draft::DraftKind;
use madobe_domain::wire::staff_case::StaffAppend;

use super::fault::text_fault;
use super::head::Head;
use super::kept::Kept;
use super::letters::Letters;
use super::writing::{Text, TextArea, send_staff};
use crate::staff::app::App;
use crate::staff::drafts::Drafts;
use crate::staff::presence::Others;
use crate::staff::sheet::Sheet;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::icon;
use crate::ui::place::{focus_soon, title};
use crate::vault::Writing;
use crate::words::staff::note;

#[component]
pub fn Note(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    title(note::TITLE);
    focus_soon("note");
    let app = App::of_context();
    let text = Text::new(Drafts::of(app, case), DraftKind::Note, None);
    let (faults, busy, failed) = (Faults::none(), text.busy, RwSignal::new(None::<String>));
    // What was tried with which words: sent again unchanged, it is the same entry.
    let tried = StoredValue::new(None::<(String, StaffAppend)>);
    let go = use_navigate();
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    let press = Callback::new(move |()| {
        let typed = text.get();
        let fault = text_fault(&typed, note::EMPTY).map(|words| ("note", words));
        if busy.get_untracked() || !faults.show(fault.into_iter().collect()) {
            return;
        }
        busy.set(true);
        failed.set(None);
        let (go, at) = (go.clone(), at.clone());
        spawn(async move {
            let known = tried.try_update_value(Option::take).flatten().filter(|(words, _)| *words == typed);
            let mut sealed = known.map(|(_, append)| append);
            let sent = send_staff(app, case, || Writing::Note { text: typed.clone() }, &mut sealed).await;
            tried.try_update_value(|kept| *kept = sealed.map(|append| (typed, append)));
            busy.try_set(false);
            match sent {
                Ok(id) => {
                    text.forget(app);
                    app.land_on.set_value(Some(id));
                    app.offer_undo(case, id, note::SENT);
                    go(&at, super::super::replacing());
                }
                Err(trouble) => {
                    failed.try_set(trouble.said());
                }
            }
        });
    });
    let words = Signal::derive(move || {
        if failed.with(Option::is_some) { note::AGAIN } else { note::SEND }.to_owned()
    });
    view! {
        <Head case sheet back_to_thread=true composing=true />
        <Letters sheet />
        <form class="composer note" id="note-form" novalidate on:submit=move |event| {
            event.prevent_default();
            press.run(());
        }>
            <header class="composer-head">{icon::inside()}<h2>{note::HEADING}</h2></header>
            <Others case id="composer-others" />
            <p id="note-to">{note::TO}</p>
            <Summary faults />
            <TextArea text id="note" label=note::LABEL keys=note::KEYS faults on_send=press />
            {move || failed.get().map(|words| view! {
                <p class="panel warning" id="failed" role="alert">{note::FAILED}" "{words}</p>
            })}
            <Kept text />
            <div class="row actions"><Act words working=note::SENDING busy /></div>
        </form>
    }
}

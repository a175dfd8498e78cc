//! A life is in danger: what a writer rules out is set aside where one colleague asks for it and another confirms it. Its writer reads
//! that, and can take it back; so can staff.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;

mod dialog;

use super::app::App;
use super::case::who;
use super::later::{DANGER, part};
use super::sheet::Sheet;
use crate::words::staff::danger as words;

pub use dialog::dialog;

/// What the dialog is about.
#[derive(Clone, Copy)]
struct Danger {
    case: CaseId,
    sheet: Memo<Arc<Sheet>>,
    open: RwSignal<bool>,
}

/// Something is asked for or set aside, or its writer believes so.
fn is_going_on(sheet: &Sheet) -> bool {
    sheet.row.work.danger.is_some() || sheet.adrift
}

/// In the side pane: a quiet way, where there is something to set aside.
#[component]
pub fn DangerWay(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let some = Memo::new(move |_| sheet.with(|sheet| sheet.row.promises.any() || is_going_on(sheet)));
    move || some.get().then(|| view! { <Door case sheet id="to-danger" words=words::WAY /> })
}

/// At the head of a case: who asks, or who agreed.
#[component]
pub fn DangerNote(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let some = Memo::new(move |_| sheet.with(|sheet| is_going_on(sheet)));
    let told = move || {
        let Some(danger) = sheet.with(|sheet| sheet.row.work.danger) else { return words::ADRIFT.to_owned() };
        let asker = who(app, danger.by);
        match danger.read {
            Some(read) => words::holds(&asker, &who(app, read.by)),
            None => words::asked(&asker),
        }
    };
    // The door stays while the words change: it holds the dialog.
    move || {
        some.get().then(|| {
            view! {
                <div class="panel risk-note" id="danger-note">
                    <p>{told}</p>
                    <div class="row"><Door case sheet id="see-danger" words=words::OPEN /></div>
                </div>
            }
        })
    }
}

#[component]
fn Door(case: CaseId, sheet: Memo<Arc<Sheet>>, id: &'static str, words: &'static str) -> impl IntoView {
    let open = RwSignal::new(false);
    let dialog = move || {
        open.get().then(|| {
            provide_context(Danger { case, sheet, open });
            part(DANGER)
        })
    };
    view! {
        <button class="button small" type="button" id=id on:click=move |_| open.set(true)>{words}</button>
        {dialog}
    }
}

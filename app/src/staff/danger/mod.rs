//! A life is in danger: what a writer rules out is set aside where one colleague asks for it and another confirms it. Its writer reads
//! that, and can take it back; so can staff.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;

mod dialog;

use super::app::App;
use super::case::who;
use super::later::{DANGER, ahead, part};
use super::sheet::Sheet;
use crate::words::staff::danger as words;

pub use dialog::dialog;

/// What the dialog is about.
#[derive(Clone, Copy)]
struct Danger {
    case: CaseId,
    sheet: Memo<Arc<Sheet>>,
    open: RwSignal<bool>,
    /// What to ask for, and why: there again where somebody closed the dialog, or a colleague was quicker.
    chosen: RwSignal<[bool; 4]>,
    typed: RwSignal<String>,
}

/// Something is asked for or set aside, or its writer believes so.
fn is_going_on(sheet: &Sheet) -> bool {
    sheet.row.work.danger.is_some() || sheet.adrift
}

/// In the side pane: a quiet way, where there is something to set aside.
#[component]
pub fn DangerWay(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let some =
        Memo::new(move |_| open.get() || sheet.with(|sheet| sheet.row.promises.any() || is_going_on(sheet)));
    move || some.get().then(|| view! { <Door case sheet open id="to-danger" words=words::WAY /> })
}

/// At the head of a case: who asks, or who agreed.
#[component]
pub fn DangerNote(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let open = RwSignal::new(false);
    // What is over stays for as long as somebody looks at it.
    let some = Memo::new(move |_| open.get() || sheet.with(|sheet| is_going_on(sheet)));
    let told = Memo::new(move |_| match sheet.with(|sheet| (sheet.row.work.danger, sheet.adrift)) {
        (Some(danger), _) => {
            let asker = who(app, danger.by);
            match danger.read {
                Some(read) => words::holds(&asker, &who(app, read.by)),
                None => words::asked(&asker),
            }
        }
        (None, true) => words::ADRIFT.to_owned(),
        (None, false) => String::new(),
    });
    // It comes while a case is read, and whoever does not see the screen is told, too.
    Effect::new(move |before: Option<()>| {
        let words = told.get();
        if before.is_some() && !words.is_empty() {
            app.say.soon(words);
        }
    });
    // The door stays while the words change: it holds the dialog.
    move || {
        some.get().then(|| {
            view! {
                <div class="panel risk-note" id="danger-note">
                    <p>{move || told.get()}</p>
                    <div class="row"><Door case sheet open id="see-danger" words=words::OPEN /></div>
                </div>
            }
        })
    }
}

#[component]
fn Door(
    case: CaseId,
    sheet: Memo<Arc<Sheet>>,
    open: RwSignal<bool>,
    id: &'static str,
    words: &'static str,
) -> impl IntoView {
    let (chosen, typed) = (RwSignal::new([false; 4]), RwSignal::new(String::new()));
    // Whoever needs it needs it now.
    ahead(DANGER);
    let dialog = move || {
        open.get().then(|| {
            provide_context(Danger { case, sheet, open, chosen, typed });
            part(DANGER)
        })
    };
    view! {
        <button class="button small" type="button" id=id on:click=move |_| open.set(true)>{words}</button>
        {dialog}
    }
}

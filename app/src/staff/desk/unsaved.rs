//! Settings that were changed and not saved yet: kept like any other draft, and shown when somebody comes back.
use leptos::prelude::*;
use madobe_domain::json;

use super::Editing;
use super::form::Form;
use crate::staff::app::App;
use crate::staff::draft::{Big, keep_soon};
use crate::ui::place::focus_soon;
use crate::ui::twice::Twice;
use crate::words::staff::desk;

/// What was typed, and the version it started from.
#[derive(Clone)]
pub struct Unsaved {
    pub version: u32,
    pub form: Form,
}

pub async fn recall(app: App) -> Option<Unsaved> {
    let texts = json::read(&app.recall_form(Big::Desk).await?).ok()?;
    let (version, form) = Form::from_texts(texts)?;
    Some(Unsaved { version, form })
}

/// Seals what differs from what is saved, a moment after each change and on the way out.
pub fn keep(app: App, editing: Editing) {
    let keep = move || {
        let (Some(form), Some(kept)) = (editing.form.try_get_untracked(), editing.kept.try_get_untracked())
        else {
            return;
        };
        let version = editing.version.try_get_untracked().unwrap_or_default();
        match serde_json::to_string(&form.to_texts(version)) {
            Ok(text) if form != kept => app.keep_form(Big::Desk, text),
            _ => app.forget_form(Big::Desk),
        }
    };
    let track = move || {
        editing.form.track();
        editing.kept.track();
        editing.version.track();
    };
    keep_soon(track, keep);
}

/// Above the form when somebody comes back to what was not saved.
#[component]
pub fn Restored() -> impl IntoView {
    let editing: Editing = expect_context();
    let drop = Callback::new(move |()| {
        editing.form.set(editing.kept.get_untracked());
        editing.faults.clear();
        focus_soon("heading");
    });
    let over = StoredValue::new(false);
    move || {
        // Once it is saved or dropped, what is typed next is not from before.
        if !editing.unsaved.get() {
            over.set_value(true);
        }
        (!over.get_value()).then(|| {
            view! {
                <section class="panel info" id="unsaved">
                    <p>{desk::UNSAVED_HERE}</p>
                    <Twice
                        id="unsaved-drop"
                        words=desk::UNSAVED_DROP
                        ask=desk::UNSAVED_DROP_ASK
                        yes=desk::UNSAVED_DROP_YES
                        no=desk::UNSAVED_DROP_NO
                        on_yes=drop
                    />
                </section>
            }
        })
    }
}

//! A plan that was changed and not saved yet: kept sealed in this tab like any other draft.
use leptos::prelude::*;
use madobe_domain::json;

use super::Editing;
use super::form::{Form, from_rows, to_rows};
use crate::staff::app::App;
use crate::staff::draft::{Big, keep_soon};

pub async fn recall(app: App) -> Option<(u32, Form)> {
    from_rows(json::read(&app.recall_form(Big::Plan).await?).ok()?)
}

/// A moment after each change, and on the way out.
pub fn keep(editing: Editing) {
    let keep = move || {
        let (Some(form), Some(kept)) = (editing.form.try_get_untracked(), editing.kept.try_get_untracked())
        else {
            return;
        };
        let version = editing.version.try_get_untracked().unwrap_or_default();
        match serde_json::to_string(&to_rows(version, &form)) {
            Ok(text) if form != kept => editing.app.keep_form(Big::Plan, text),
            _ => editing.app.forget_form(Big::Plan),
        }
    };
    let track = move || {
        editing.form.track();
        editing.kept.track();
    };
    keep_soon(track, keep);
}

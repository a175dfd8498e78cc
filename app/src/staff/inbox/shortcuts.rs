//! A whole shift by keyboard. One-key commands can be switched off and never act while somebody types.
use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::CaseId;

use crate::page;
use crate::staff::app::App;
use crate::staff::case::unread;
use crate::staff::help::HelpDialog;
use crate::ui::keys::{single, step_rows};

pub fn listen(app: App, current: Memo<Option<CaseId>>) {
    let HelpDialog(help) = expect_context();
    let go = use_navigate();
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if !app.keys_on.get_untracked() || app.expired.get_untracked() {
            return;
        }
        let Some(key) = single(&event) else { return };
        let on_case = |tail: &str| {
            if let Some(case) = current.get_untracked() {
                go(&["/staff/cases/", case.to_string().as_str(), tail].concat(), Default::default());
            }
        };
        match key.as_str() {
            "j" => step_rows(true),
            "k" => step_rows(false),
            "r" => on_case("/reply"),
            "n" => on_case("/note"),
            "e" => on_case("/close"),
            "u" => {
                if let Some(case) = current.get_untracked() {
                    let go = go.clone();
                    spawn(async move {
                        if unread(app, case).await {
                            go("/staff", Default::default());
                        }
                    });
                }
            }
            "/" => page::focus("search"),
            "?" => {
                if let Some(dialog) = help.get_untracked() {
                    let _ = dialog.show_modal();
                }
            }
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

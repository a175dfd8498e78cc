//! A whole shift by keyboard. One-key commands can be switched off and never act while somebody types.
use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::CaseId;
use web_sys::HtmlElement;

use crate::page;
use crate::staff::app::App;
use crate::staff::case::assign;
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
        // To a part of what stands beside a case, which on a narrow screen is another address.
        let beside = |part: &'static str, focus: &'static str| {
            if current.get_untracked().is_none() {
                return;
            }
            if !in_sight(part) {
                on_case("/about");
            }
            spawn(async move {
                for _ in 0..FRAMES {
                    if in_sight(part) {
                        return unfold(part, focus);
                    }
                    page::sleep(FRAME_MILLIS).await;
                }
            });
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
                        if app.unread(case).await {
                            go("/staff", Default::default());
                        }
                    });
                }
            }
            "a" => beside("assign-me", "assign-me"),
            "i" => {
                if let (Some(case), Some(me)) = (current.get_untracked(), app.me()) {
                    assign(app, case, Some(me));
                }
            }
            "h" => beside("hold", "hold-summary"),
            "f" => beside("follow-up", "follow-up-summary"),
            "t" => beside("tag", "tag"),
            "z" => {
                if let Some(line) = app.newest_undo() {
                    app.take_way(line);
                } else if let Some(case) = app.newest_outgoing()
                    && app.call_back(case)
                {
                    go(&["/staff/cases/", case.to_string().as_str(), "/reply"].concat(), Default::default());
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

/// How long the screen is looked at for what was asked for.
const FRAMES: usize = 60;
const FRAME_MILLIS: u32 = 16;

fn in_sight(id: &str) -> bool {
    page::element::<HtmlElement>(id).is_some_and(|element| element.offset_width() > 0)
}

/// A part that is folded is opened first.
fn unfold(part: &str, focus: &str) {
    if let Some(element) =
        page::element::<HtmlElement>(part).filter(|element| element.tag_name() == "DETAILS")
    {
        let _ = element.set_attribute("open", "");
    }
    page::focus(focus);
}

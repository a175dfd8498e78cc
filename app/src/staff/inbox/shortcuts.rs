//! A whole shift by keyboard. One-key commands can be switched off and never act while somebody types.
use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::CaseId;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

use super::case_of;
use crate::page;
use crate::staff::after::After;
use crate::staff::app::App;
use crate::ui::keys::{single, step_rows};
use crate::ui::place::focus_soon;

pub fn listen(app: App, current: Memo<Option<CaseId>>) {
    let go = use_navigate();
    let by_mouse = StoredValue::new(false);
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        by_mouse.set_value(false);
        if !app.keys_on.get_untracked() || app.expired.get_untracked() {
            return;
        }
        let Some(key) = single(&event) else { return };
        if act(app, current, &go, &key, event.shift_key()) {
            event.prevent_default();
        }
    });
    let down = window_event_listener(leptos::ev::mousedown, move |_| by_mouse.set_value(true));
    let chosen = window_event_listener(leptos::ev::change, move |event| {
        if by_mouse.get_value() && app.keys_on.get_untracked() {
            leave_choice(&event);
        }
    });
    let go = use_navigate();
    app.run_key.set_value(Some(Callback::new(move |key: String| {
        act(app, current, &go, &key, false);
    })));
    on_cleanup(move || {
        handle.remove();
        down.remove();
        chosen.remove();
        app.run_key.set_value(None);
    });
}

/// Whoever chose with the mouse is done with it: the next letter is a key again. With the keyboard one goes on choosing, and behind
/// a dialog there are no keys.
fn leave_choice(event: &Event) {
    let list = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let list = list.filter(|list| list.tag_name() == "SELECT" && matches!(list.closest("dialog"), Ok(None)));
    if let Some(list) = list {
        let _ = list.blur();
    }
}

/// What a key does. False where it does nothing.
fn act(
    app: App,
    current: Memo<Option<CaseId>>,
    go: &(impl Fn(&str, NavigateOptions) + Clone + 'static),
    key: &str,
    shift: bool,
) -> bool {
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
        let elsewhere = !in_sight(part);
        if elsewhere {
            on_case("/about");
        }
        spawn(async move {
            for _ in 0..FRAMES {
                if in_sight(part) {
                    // A screen that opens puts the focus on its heading first.
                    if elsewhere {
                        page::sleep(FRAME_MILLIS).await;
                    }
                    return unfold(part, focus);
                }
                page::sleep(FRAME_MILLIS).await;
            }
        });
    };
    match key {
        "j" => step_rows(true),
        "k" => step_rows(false),
        "r" => on_case("/reply"),
        "n" => on_case("/note"),
        "e" => on_case("/close"),
        "u" => {
            if let Some(case) = current.get_untracked() {
                let go = go.clone();
                spawn(async move {
                    if app.after(After::Unread(case)).await {
                        go("/staff", Default::default());
                    }
                });
            }
        }
        "a" => beside("assign-me", "assign-me"),
        "i" => {
            if let (Some(case), Some(me)) = (current.get_untracked(), app.me()) {
                app.after_soon(After::Assign(case, me.into()));
            }
        }
        "h" => beside("hold", "hold-summary"),
        "f" => beside("follow-up", "follow-up-summary"),
        "t" => beside("tag", "tag"),
        "z" => {
            let (go, reply) = (go.clone(), app.reply_to_call_back());
            spawn(async move {
                if app.after(After::Back(reply)).await
                    && let Some(case) = reply
                {
                    go(&["/staff/cases/", case.to_string().as_str(), "/reply"].concat(), Default::default());
                }
            });
        }
        "d" => go("/staff/today", Default::default()),
        "m" => return narrow("[data-filter=mine]"),
        "o" => return narrow("[data-filter=ours]"),
        "/" => page::focus("search"),
        "c" => {
            on_case("/about");
            // Where it is shown already nothing opens.
            focus_soon("side-heading");
        }
        "x" | "X" => {
            let Some(case) = focused_case().or_else(|| current.get_untracked()) else { return false };
            if shift { app.list.choose_rows_to(case) } else { app.list.choose_row(case) }
        }
        "b" => {
            if app.list.chosen.with_untracked(std::collections::BTreeSet::is_empty) {
                return false;
            }
            page::focus("bulk-assign");
        }
        "Escape" => {
            if app.list.chosen.with_untracked(std::collections::BTreeSet::is_empty) {
                return false;
            }
            app.list.choose_none();
        }
        "?" => app.command("?"),
        _ => return false,
    }
    true
}

/// As a press on what narrows the list, which a second one takes off. Where there is one team, nothing is its own.
fn narrow(button: &str) -> bool {
    let found = page::document().query_selector(button).ok().flatten();
    let button = found.and_then(|button| button.dyn_into::<HtmlElement>().ok());
    button.inspect(HtmlElement::click).is_some()
}

/// The row that has the focus.
fn focused_case() -> Option<CaseId> {
    let row = page::focused()?.closest(".case-row").ok()??;
    case_of(&row.get_attribute("href")?)
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

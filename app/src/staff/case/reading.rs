//! Reading a case. Opening it says that I have seen it, and nothing more.
use std::sync::Arc;

use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::CaseId;

use super::head::Head;
use super::item::element_id;
use super::joined::Joined;
use super::letters::Letters;
use super::pending::{Pending, Unsent};
use super::second::SecondNote;
use crate::page;
use crate::staff::app::App;
use crate::staff::row;
use crate::staff::sheet::Sheet;
use crate::ui::act::Small;
use crate::ui::place::focus_soon;
use crate::vault::Writing;
use crate::words::staff::thread;

#[component]
pub fn Reading(case: CaseId, sheet: Memo<Arc<Sheet>>, focus: bool) -> impl IntoView {
    let app = App::of_context();
    // What was just written takes it: it stands below.
    if focus && !app.is_outgoing(case) {
        land(app, &sheet.get_untracked());
    }
    see_once(app, case, sheet);
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    let to = move |tail: &str| [at.as_str(), tail].concat();
    let (reply, note, close) = (to("/reply"), to("/note"), to("/close"));
    let closed = Memo::new(move |_| sheet.with(|sheet| sheet.row.answered == row::Standing::Closed));
    view! {
        <Head case sheet>
            <Standing case closed close=close.clone() />
            <Unread case />
        </Head>
        <Unsent case />
        <Joined sheet reading=true />
        <Letters sheet />
        <Pending case focus />
        <SecondNote case sheet />
        <div class="row actions">
            <a class="button primary" id="to-reply" href=reply>{thread::REPLY}</a>
            <a class="button" id="to-note" href=note>{thread::NOTE}</a>
        </div>
    }
}

/// Put aside, or take up again.
#[component]
fn Standing(case: CaseId, closed: Memo<bool>, close: String) -> impl IntoView {
    let pressed = StoredValue::new(false);
    Effect::new(move |before: Option<bool>| {
        let closed = closed.get();
        // What was pressed is gone: the focus goes to what stands in its place.
        if before == Some(true) && !closed && pressed.get_value() {
            pressed.set_value(false);
            focus_soon("to-close");
        }
        closed
    });
    move || {
        if closed.get() {
            view! { <Reopen case pressed /> }.into_any()
        } else {
            view! { <a class="button small" id="to-close" href=close.clone()>{thread::CLOSE}</a> }.into_any()
        }
    }
}

/// The focus goes to what was just sent, or else to the newest letter.
fn land(app: App, sheet: &Sheet) {
    let sent = app.land_on.get_value().filter(|id| sheet.items.iter().any(|item| item.id == *id));
    app.land_on.set_value(None);
    match sent.or_else(|| sheet.newest_letter().map(|item| item.id)) {
        Some(id) => focus_soon(element_id(id)),
        None => focus_soon("heading"),
    }
}

/// Each state of the case once, and only while somebody can look at it.
fn see_once(app: App, case: CaseId, sheet: Memo<Arc<Sheet>>) {
    let last = StoredValue::new(None::<i64>);
    let hidden = RwSignal::new(page::is_hidden());
    let turned = window_event_listener(leptos::ev::visibilitychange, move |_| hidden.set(page::is_hidden()));
    on_cleanup(move || turned.remove());
    Effect::new(move |_| {
        let (unread, seq) = sheet.with(|sheet| (sheet.row.unread, sheet.row.last_letter_seq));
        // What another tab brings meanwhile is seen by whoever comes back to this one.
        if hidden.get() {
            return;
        }
        let known = last.get_value();
        let is_new = known.is_none_or(|known| seq > known);
        if is_new && known.is_some() && app.list.loaded.get_untracked() {
            app.say.soon(thread::NEW_BELOW);
        }
        if is_new && unread {
            spawn(async move {
                // It stays unread where this fails, and without a network until the next look that has one.
                let _ = app.see(case, seq).await;
            });
        }
        last.set_value(Some(seq));
    });
}

#[component]
fn Unread(case: CaseId) -> impl IntoView {
    let app = App::of_context();
    let go = use_navigate();
    let press = move || {
        let go = go.clone();
        spawn(async move {
            if app.unread(case).await {
                go("/staff", Default::default());
            }
        });
    };
    view! { <Small words=thread::UNREAD on_press=press /> }
}

#[component]
fn Reopen(case: CaseId, pressed: StoredValue<bool>) -> impl IntoView {
    let app = App::of_context();
    let press = move || {
        pressed.set_value(true);
        app.work(case, Writing::Reopen, thread::REOPEN_DONE);
    };
    view! { <Small words=thread::REOPEN on_press=press /> }
}

//! `/staff/cases/{id}/reply`: what the writer will read. Not the note's screen in another colour: another screen.
use std::sync::Arc;

use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::CaseId;
use madobe_domain::log::entry::EntryHash;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::staff_case::StaffAppend;

use super::head::Head;
use super::item::element_id;
use super::letters::Letters;
use super::writing::{Text, TextArea, send, text_fault};
use crate::staff::app::App;
use crate::staff::caution::hints;
use crate::staff::draft::{Kind, Place};
use crate::staff::sheet::{Sheet, What};
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::icon;
use crate::ui::place::{focus_soon, title};
use crate::ui::promises::PromiseList;
use crate::ui::twice::Twice;
use crate::vault::Writing;
use crate::words::staff::reply;

/// A reply on its way. It follows `read`, the newest entry that was on screen when sending was last decided.
#[derive(Clone, Copy)]
struct Sending {
    app: App,
    case: CaseId,
    sheet: Memo<Arc<Sheet>>,
    text: Text,
    read: StoredValue<EntryHash>,
    /// What was tried with which words: sent again unchanged, it is the same entry.
    tried: StoredValue<Option<(String, StaffAppend)>>,
    busy: RwSignal<bool>,
    moved: RwSignal<Option<&'static str>>,
    failed: RwSignal<Option<String>>,
    faults: Faults,
}

#[component]
pub fn Reply(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    title(reply::TITLE);
    focus_soon("reply");
    let app = App::of_context();
    let sending = Sending {
        app,
        case,
        sheet,
        text: Text::new(app, Place { case, kind: Kind::Reply }),
        read: StoredValue::new(sheet.with_untracked(|sheet| sheet.tail)),
        tried: StoredValue::new(None),
        busy: RwSignal::new(false),
        moved: RwSignal::new(None),
        failed: RwSignal::new(None),
        faults: Faults::none(),
    };
    // A letter that comes while somebody writes is said at once; it must be read before anything is sent.
    Effect::new(move |_| {
        let tail = sheet.with(|sheet| sheet.tail);
        if tail != sending.read.get_value() && !sending.busy.get_untracked() {
            sending.moved.set(Some(sending.moved_words()));
        }
    });
    let go = use_navigate();
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    let done = Callback::new(move |()| go(&at, super::super::replacing()));
    let press = Callback::new(move |()| sending.press(done));
    let promises = Signal::derive(move || sheet.with(|sheet| sheet.promises));
    let to = move || {
        sheet.with(|sheet| sheet.row.name.as_deref().map_or_else(|| reply::TO_NOBODY.to_owned(), reply::to))
    };
    let words = Signal::derive(move || {
        if sending.failed.with(Option::is_some) { reply::AGAIN } else { reply::SEND }.to_owned()
    });
    view! {
        <Head case sheet back_to_thread=true />
        <Letters sheet />
        <form class="composer reply" id="reply-form" novalidate on:submit=move |event| {
            event.prevent_default();
            press.run(());
        }>
            <header class="composer-head">{icon::letter()}<h2>{reply::HEADING}</h2></header>
            <p id="reply-to">{to}</p>
            <PromiseList id="composer-promises" all=promises />
            {move || sending.moved.get().map(|words| view! {
                <p class="panel warning" id="moved" role="alert" tabindex="-1">{words}</p>
            })}
            <Summary faults=sending.faults />
            <TextArea text=sending.text id="reply" label=reply::LABEL keys=reply::KEYS faults=sending.faults on_send=press />
            {move || sending.text.settled.with(|typed| hints(typed, promises.get())).into_iter().map(|hint| view! {
                <p class="panel info" role="status">{hint}</p>
            }).collect_view()}
            {move || sending.failed.get().map(|words| view! {
                <p class="panel warning" id="failed" role="alert">{reply::FAILED}" "{words}</p>
            })}
            <p class="status" role="status" id="draft-status">{move || sending.text.status.get()}</p>
            <div class="row actions">
                <Act words working=reply::SENDING busy=sending.busy />
                <Discard text=sending.text done />
            </div>
        </form>
    }
}

impl Sending {
    fn press(self, done: Callback<()>) {
        if self.busy.get_untracked() {
            return;
        }
        let typed = self.text.get();
        let fault = text_fault(&typed, reply::EMPTY).map(|words| ("reply", words));
        if !self.faults.show(fault.into_iter().collect()) {
            return;
        }
        if self.sheet.with_untracked(|sheet| sheet.tail) != self.read.get_value() {
            return self.stop();
        }
        self.busy.set(true);
        self.failed.set(None);
        self.moved.set(None);
        spawn(async move {
            match self.send(typed).await {
                Ok(()) => {
                    self.app.say.soon(reply::SENT);
                    done.run(());
                }
                Err(trouble) if trouble.code() == Some(ErrorCode::TailMoved) => self.fetch_and_stop().await,
                Err(trouble) => {
                    self.failed.try_set(trouble.said());
                }
            }
            // Not before what came in between is there to be read: a press until then would count as having read it.
            self.busy.try_set(false);
        });
    }

    async fn send(self, text: String) -> Result<(), Trouble> {
        let known = self.tried.try_update_value(Option::take).flatten().filter(|(tried, _)| *tried == text);
        let append = match known {
            Some((_, append)) => append,
            None => {
                let writing = Writing::Reply { text: text.clone(), after: self.read.get_value() };
                self.app.vault().write(self.case, writing).await??
            }
        };
        let mut tried = None;
        let sent = send(self.app, self.case, append, &mut tried).await;
        self.tried.try_update_value(|kept| *kept = tried.map(|append| (text, append)));
        let id = sent?;
        self.text.forget(self.app);
        self.app.land_on.set_value(Some(id));
        Ok(())
    }

    async fn fetch_and_stop(self) {
        match self.app.sync().await {
            Ok(()) => {
                // The effect above may have seen it already; it is read now, and the next press sends.
                crate::page::sleep(50).await;
                self.stop();
            }
            Err(trouble) => {
                self.failed.try_set(trouble.said());
            }
        }
    }

    /// Shows what came, puts the focus on it, and lets the next press send.
    fn stop(self) {
        let Some(sheet) = self.sheet.try_get_untracked() else { return };
        self.moved.try_set(Some(self.moved_words()));
        self.read.try_update_value(|read| *read = sheet.tail);
        if let Some(item) = sheet.items.iter().rev().find(|item| is_conversation(&item.what)) {
            focus_soon(element_id(item.id));
        }
    }

    fn moved_words(self) -> &'static str {
        let newest = self.sheet.try_with_untracked(|sheet| {
            sheet.items.iter().rev().map(|item| item.what.clone()).find(is_conversation)
        });
        match newest.flatten() {
            Some(What::Reply(_)) => reply::MOVED_REPLY,
            Some(What::Promises(_)) => reply::MOVED_PROMISES,
            _ => reply::MOVED,
        }
    }
}

fn is_conversation(what: &What) -> bool {
    matches!(what, What::Letter { .. } | What::Reply(_) | What::Promises(_))
}

/// Throwing a text away asks once.
#[component]
fn Discard(text: Text, done: Callback<()>) -> impl IntoView {
    let app = App::of_context();
    let throw = Callback::new(move |()| {
        text.forget(app);
        done.run(());
    });
    view! {
        <Twice
            id="discard"
            words=reply::DISCARD
            ask=reply::DISCARD_ASK
            yes=reply::DISCARD_YES
            no=reply::DISCARD_NO
            needed=Callback::new(move |()| !text.get().trim().is_empty())
            on_yes=throw
        />
    }
}

//! `/staff/cases/{id}/reply`: what the writer will read. Not the note's screen in another colour: another screen.
use std::sync::Arc;

use crate::page::spawn;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::entry::EntryHash;
use madobe_domain::log::file::Files;
use madobe_domain::wire::draft::DraftKind;
use madobe_domain::wire::staff_case::StaffAppend;

use super::about;
use super::attaching::{Attach, Attaching, carries_files};
use super::fault::text_fault;
use super::head::Head;
use super::item::element_id;
use super::joined::Joined;
use super::kept::Kept;
use super::letters::Letters;
use super::look::{Look, Stopped};
use super::pending::Pending;
use super::second::{AskSecond, SecondNote};
use super::writing::{Text, TextArea};
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::caution::{Hints, wanted};
use crate::staff::drafts::Drafts;
use crate::staff::household::Wall;
use crate::staff::inbox::addressed;
use crate::staff::outgoing::Unsent;
use crate::staff::presence::Others;
use crate::staff::sheet::{Sheet, What};
use crate::staff::snippet::{SnippetButton, opens};
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::icon;
use crate::ui::place::{focus_soon, title};
use crate::ui::promises::PromiseList;
use crate::ui::twice::Twice;
use crate::vault::Writing;
use crate::words::staff::reply;

/// A reply being written. It follows `read`, the newest entry that was on screen when sending was last decided.
#[derive(Clone, Copy)]
struct Sending {
    app: App,
    case: CaseId,
    sheet: Memo<Arc<Sheet>>,
    text: Text,
    files: Attaching,
    read: StoredValue<EntryHash>,
    /// What was sealed for which words and files: sent again unchanged, it is the same entry.
    tried: StoredValue<Option<(String, Files, StaffAppend)>>,
    busy: RwSignal<bool>,
    moved: RwSignal<Option<&'static str>>,
    /// What was last said to be minded.
    look: RwSignal<Look>,
    failed: RwSignal<Option<String>>,
    faults: Faults,
}

type Leave = Arc<dyn Fn() + Send + Sync>;

/// One reply at a time: while one can still be recalled, the next is not begun.
#[component]
pub fn Reply(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    title(reply::TITLE);
    let app = App::of_context();
    let outgoing = Memo::new(move |_| app.is_outgoing(case));
    move || {
        if outgoing.get() {
            view! {
                <Head case sheet back_to_thread=true />
                <Letters sheet />
                <Pending case focus=true />
            }
            .into_any()
        } else {
            view! { <Unsents case sheet /> }.into_any()
        }
    }
}

/// What did not go is opened before anybody types.
#[component]
fn Unsents(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let drafts = Drafts::of(app, case);
    let found = RwSignal::new(None::<Option<Arc<Unsent>>>);
    let now = sheet.get_untracked();
    spawn(async move {
        let unsent = app.take_unsent(drafts, &now).await;
        found.try_set(Some(unsent.map(Arc::new)));
    });
    move || found.get().map(|unsent| view! { <Form drafts sheet unsent /> })
}

#[component]
fn Form(drafts: Drafts, sheet: Memo<Arc<Sheet>>, unsent: Option<Arc<Unsent>>) -> impl IntoView {
    focus_soon("reply");
    let (app, case) = (drafts.app, drafts.case);
    let tail = sheet.with_untracked(|sheet| sheet.tail);
    let words = unsent.as_ref().map(|unsent| unsent.text.clone());
    let before = unsent.as_ref().map(|unsent| unsent.files.clone()).unwrap_or_default();
    let text = Text::new(drafts, DraftKind::Reply, words);
    let sending = Sending {
        app,
        case,
        sheet,
        text,
        files: Attaching::new(drafts, &before),
        read: StoredValue::new(tail),
        tried: StoredValue::new(None),
        busy: text.busy,
        moved: RwSignal::new(None),
        look: RwSignal::default(),
        failed: RwSignal::new(None),
        faults: Faults::none(),
    };
    if let Some(unsent) = unsent {
        if unsent.append.entry.prev == tail {
            let tried = (unsent.text.clone(), unsent.files.clone(), unsent.append.clone());
            sending.tried.set_value(Some(tried));
        } else {
            sending.moved.set(Some(sending.moved_words()));
        }
    }
    // A letter that comes while somebody writes is said at once; it must be read before anything is sent.
    Effect::new(move |_| {
        let tail = sheet.with(|sheet| sheet.tail);
        if tail != sending.read.get_value() && !sending.busy.get_untracked() {
            sending.moved.set(Some(sending.moved_words()));
        }
    });
    let go = use_navigate();
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    // Held by whoever leaves: what is sent takes this form off the screen before it leads away.
    let leave: Leave = Arc::new(move || go(&at, super::super::replacing()));
    let press = Callback::new({
        let leave = Arc::clone(&leave);
        move |()| sending.press(Arc::clone(&leave))
    });
    let done = Callback::new(move |()| leave());
    let wanted = Signal::derive(move || sheet.with(|sheet| wanted(sheet)));
    let promises = Signal::derive(move || sheet.with(|sheet| sheet.row.ruled_out()));
    // Whoever wrote reads it: often not the person it is about.
    let heading = move || {
        let who = sheet.with(|sheet| sheet.row.about).map(about::words);
        who.map_or_else(|| reply::HEADING.to_owned(), reply::heading_to)
    };
    let to = move || {
        sheet.with(|sheet| sheet.row.name.as_deref().map_or_else(|| reply::TO_NOBODY.to_owned(), reply::to))
    };
    let words = Signal::derive(move || {
        match (sending.failed.with(Option::is_some), sending.look.with(Look::is_fine)) {
            (true, _) => reply::AGAIN,
            (false, true) => reply::SEND,
            (false, false) => reply::SEND_SO,
        }
        .to_owned()
    });
    let snippets = Callback::new(move |event: KeyboardEvent| opens(app, sending.text, &event));
    view! {
        <Head case sheet back_to_thread=true composing=true />
        <Letters sheet />
        <form
            class="composer reply"
            id="reply-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                press.run(());
            }
            on:dragover=move |event| {
                if carries_files(event.data_transfer()) {
                    event.prevent_default();
                }
            }
            on:drop=move |event| {
                if sending.files.pasted(event.data_transfer()) {
                    event.prevent_default();
                }
            }
            on:paste=move |event| {
                if sending.files.pasted(event.clipboard_data()) {
                    event.prevent_default();
                }
            }
        >
            <header class="composer-head">{icon::letter()}<h2>{heading}</h2></header>
            <Others case id="composer-others" />
            <p id="reply-to">{to}</p>
            <Wall case />
            <Joined sheet reading=false />
            <PromiseList id="composer-promises" all=promises />
            {move || sending.moved.get().map(|words| view! {
                <p class="panel warning" id="moved" role="alert" tabindex="-1">{words}</p>
            })}
            <Summary faults=sending.faults />
            <TextArea text=sending.text id="reply" label=reply::LABEL keys=reply::KEYS faults=sending.faults on_send=press on_key=snippets />
            <Attach files=sending.files />
            <Hints text=sending.text.settled wanted />
            <Stopped look=sending.look text=sending.text />
            {move || sending.failed.get().map(|words| view! {
                <p class="panel warning" id="failed" role="alert">{reply::FAILED}" "{words}</p>
            })}
            <Kept text=sending.text />
            <div class="row actions">
                <Act words working=reply::SENDING busy=sending.busy />
                <Discard text=sending.text files=sending.files done />
            </div>
            <div class="row actions">
                <SnippetButton text=sending.text />
                <AskSecond case text=sending.text faults=sending.faults />
            </div>
        </form>
        // Not within: sending what is said of a colleague's draft would send the reply, too.
        <SecondNote case sheet />
    }
}

impl Sending {
    fn press(self, leave: Leave) {
        if self.busy.get_untracked() {
            return;
        }
        let typed = self.text.get();
        let fault = text_fault(&typed, reply::EMPTY).map(|words| ("reply", words));
        if !self.faults.show(fault.into_iter().collect()) {
            return;
        }
        if self.files.is_working() {
            return;
        }
        if self.sheet.with_untracked(|sheet| sheet.tail) != self.read.get_value() {
            return self.stop();
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn(async move {
            match self.go(typed).await {
                Ok(true) => leave(),
                Ok(false) => focus_soon("stopped"),
                Err(trouble) => {
                    self.failed.try_set(trouble.said());
                }
            }
            self.busy.try_set(false);
        });
    }

    /// Once it was looked over. False where something is to be minded that was not said a moment ago.
    async fn go(self, text: String) -> Result<bool, Trouble> {
        let look = Look::at(self.app, self.case, &text).await?;
        if !look.is_fine() && self.look.try_get_untracked().as_ref() != Some(&look) {
            self.look.try_set(look);
            return Ok(false);
        }
        self.moved.try_set(None);
        self.hold_back(text).await.map(|()| true)
    }

    /// Sealed now and sent a little later: the words leave this screen with it.
    async fn hold_back(self, text: String) -> Result<(), Trouble> {
        let files = self.files.files();
        // What it names must be there before it.
        self.files.send().await?;
        let known = self.tried.try_update_value(Option::take).flatten();
        let append = match known.filter(|(tried, beside, _)| *tried == text && *beside == files) {
            Some((_, _, append)) => append,
            None => {
                let after = self.read.get_value();
                let writing = Writing::Reply { text: text.clone(), after, files: files.clone() };
                self.app.vault().write(self.case, EntryId::make(&mut rng()), writing).await??
            }
        };
        let (to, after) =
            self.sheet.with_untracked(|sheet| (addressed(&sheet.row), Some(sheet.answers().count())));
        // Before it shows as on its way, so that nothing of it is kept twice.
        let unsent = Unsent { text: text.clone(), append, files: files.clone(), after };
        self.app.hold_back(self.case, to, unsent).await?;
        self.text.hand_over(self.app, text);
        self.files.hand_over(&files);
        self.app.say.soon(reply::held_back(&self.app.recall_seconds().to_string()));
        Ok(())
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
            Some(What::Reply { .. }) => reply::MOVED_REPLY,
            Some(What::Promises(_) | What::Aside { .. } | What::Upheld) => reply::MOVED_PROMISES,
            Some(What::Joined) => reply::MOVED_JOINED,
            _ => reply::MOVED,
        }
    }
}

fn is_conversation(what: &What) -> bool {
    matches!(
        what,
        What::Letter { .. }
            | What::Reply { .. }
            | What::Promises(_)
            | What::Aside { .. }
            | What::Upheld
            | What::Joined
    )
}

/// Throwing a text away asks once.
#[component]
fn Discard(text: Text, files: Attaching, done: Callback<()>) -> impl IntoView {
    let app = App::of_context();
    let throw = Callback::new(move |()| {
        text.forget(app);
        app.forget_unsent(text.place.case);
        files.forget();
        done.run(());
    });
    view! {
        <Twice
            id="discard"
            words=reply::DISCARD
            ask=reply::DISCARD_ASK
            yes=reply::DISCARD_YES
            no=reply::DISCARD_NO
            needed=Callback::new(move |()| !text.get().trim().is_empty() || !files.is_empty())
            on_yes=throw
        />
    }
}

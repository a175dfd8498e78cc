//! What all screens share: who is here, the keys beside the page, the list.
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::{CaseId, EntryId, StaffId};
use madobe_domain::log::work::Fields;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::presence::Presence;
use madobe_domain::wire::session::{Role, Session};
use madobe_domain::writing::Snippets;

use super::cache::Cache;
use super::case::Text;
use super::deed::{Deed, Deeds};
use super::draft::Place;
use super::kept_draft::KeptDrafts;
use super::list::List;
use super::live::Live;
use super::outgoing::Outgoing;
use super::view::AllViews;
use crate::api::ApiError;
use crate::page;
use crate::ui::say::Say;
use crate::vault::Vault;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Starting,
    /// The server did not answer; the words say why.
    Unreachable(String),
    SignedOut,
    /// There is a session, but the keys are put away.
    Locked,
    /// Signed in, without any team's key yet.
    Waiting,
    Ready,
}

#[derive(Clone, Copy)]
pub struct App {
    pub phase: RwSignal<Phase>,
    pub session: RwSignal<Option<Arc<Session>>>,
    /// The session ended under somebody's hands: what they wrote stays beneath the question who they are.
    pub expired: RwSignal<bool>,
    /// The account was suspended under somebody's hands: nothing is taken in or kept any more, and what they wrote stays on screen.
    pub barred: RwSignal<bool>,
    pub list: List,
    /// Replies that can still be recalled, and those that did not go.
    pub outgoing: RwSignal<Vec<Outgoing>>,
    /// What was done a moment ago.
    pub deeds: Deeds,
    pub say: Say,
    /// Colleagues at work, and who has something unfinished where.
    pub presence: RwSignal<Presence>,
    /// Words of mine that another screen has kept meanwhile.
    pub draft_elsewhere: RwSignal<Option<(Place, String)>>,
    /// What colleagues are called.
    pub names: RwSignal<BTreeMap<StaffId, String>>,
    /// That this device's clock is far from the server's, in words.
    pub clock_off: RwSignal<Option<String>>,
    /// What is said to whoever has just left, in place of the desk.
    pub left: RwSignal<Option<&'static str>>,
    /// The desk names nowhere else to turn. Known to administrators, who can mend it.
    pub no_lines: RwSignal<bool>,
    /// Ready-made texts of the team, once they were asked for; and the text that their menu is open for.
    pub snippets: RwSignal<Option<Snippets>>,
    pub snippet_menu: RwSignal<Option<Text>>,
    pub views: RwSignal<AllViews>,
    /// The desk's own fields.
    pub fields: RwSignal<Fields>,
    pub palette: RwSignal<bool>,
    /// What a key does on the screen that is there; nothing where it has none.
    pub run_key: StoredValue<Option<Callback<String>>>,
    /// Rows in one line each.
    pub compact: RwSignal<bool>,
    /// The dialog of the keys is to open.
    pub help: RwSignal<bool>,
    /// One-key commands are on.
    pub keys_on: RwSignal<bool>,
    /// The entry that the next thread to be shown puts the focus on: what was just sent.
    pub land_on: StoredValue<Option<EntryId>>,
    vault: StoredValue<Vault, LocalStorage>,
    pub(super) inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// How far somebody is with signing out.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Leaving {
    #[default]
    No,
    /// Whether there is still a session is known with the answer.
    Asked,
    /// Nothing more is asked for with the session.
    Done,
}

/// What nothing on screen depends on.
#[derive(Default)]
pub(super) struct Inner {
    pub cursor: Cell<i64>,
    /// What is here is not all there is before the cursor: everything comes anew.
    pub anew: Cell<bool>,
    pub syncing: Cell<bool>,
    /// Rises with each lock and sign-out: what was asked for before is not taken in after.
    pub epoch: Cell<u32>,
    /// Rises with each way in: what was refused to the session before says nothing about this one.
    pub entered: Cell<u32>,
    pub leaving: Cell<Leaving>,
    /// A password is being looked at: the thread that does is not ended meanwhile.
    pub unlocking: Cell<bool>,
    /// Drafts being sealed at this moment.
    pub sealing: Cell<u32>,
    /// Counts what is done with drafts, and the last time that each was let go.
    pub turn: Cell<u32>,
    pub forgotten: RefCell<Vec<(String, u32)>>,
    pub last_active: Cell<i64>,
    /// Records that were done and are on their way, in their order.
    pub queue: RefCell<VecDeque<Deed>>,
    pub hurrying: Cell<bool>,
    /// How far somebody has seen a case, where the server does not know it yet.
    pub untold: RefCell<Vec<(StaffId, CaseId, i64)>>,
    /// Acts that were still on their way when the desk was put away, by whoever did them.
    pub lost: RefCell<Vec<(StaffId, CaseId, EntryId)>>,
    /// What goes on for as long as the application runs has begun, or is being fetched.
    pub goes_on: Cell<bool>,
    /// Teams that count: whom the facts of what comes are given to.
    pub counting: RefCell<Vec<TeamKey>>,
    /// Cases are being sealed to a new key here.
    pub resealing: Cell<bool>,
    pub beating: Cell<bool>,
    /// Cases that were erased while this page is open, and whether what they were linked to is being told.
    pub gone: RefCell<BTreeSet<CaseId>>,
    pub noting: Cell<bool>,
    pub place: super::presence::Place,
    pub kept: RefCell<KeptDrafts>,
    /// When the desk's own fields were asked for last, in milliseconds; and who is here.
    pub fields_at: Cell<i64>,
    pub names_at: Cell<i64>,
    pub live: Live,
    /// What this device keeps; nothing where it keeps nothing.
    pub cache: RefCell<Option<Rc<Cache>>>,
    /// The list is about to be kept, and it was kept before.
    pub keeping_rows: Cell<bool>,
    pub kept_rows: Cell<bool>,
}

impl App {
    pub fn make() -> Self {
        Self {
            phase: RwSignal::new(Phase::Starting),
            session: RwSignal::new(None),
            expired: RwSignal::new(false),
            barred: RwSignal::new(false),
            list: List::empty(),
            outgoing: RwSignal::default(),
            deeds: Deeds::none(),
            say: Say::quiet(),
            presence: RwSignal::default(),
            draft_elsewhere: RwSignal::default(),
            names: RwSignal::default(),
            clock_off: RwSignal::default(),
            left: RwSignal::new(None),
            no_lines: RwSignal::new(false),
            snippets: RwSignal::default(),
            snippet_menu: RwSignal::default(),
            views: RwSignal::default(),
            fields: RwSignal::default(),
            palette: RwSignal::new(false),
            run_key: StoredValue::new(None),
            compact: RwSignal::new(super::choice::compact()),
            help: RwSignal::new(false),
            keys_on: RwSignal::new(super::choice::keys_on()),
            land_on: StoredValue::new(None),
            vault: StoredValue::new_local(Vault::start()),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    pub fn of_context() -> Self {
        expect_context()
    }

    pub fn vault(self) -> Vault {
        self.vault.get_value()
    }

    pub(super) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    pub fn is_administrator(self) -> bool {
        self.session
            .with(|session| session.as_ref().is_some_and(|session| session.role == Role::Administrator))
    }

    pub fn name_of(self, id: StaffId) -> Option<String> {
        self.names.with(|names| names.get(&id).cloned())
    }

    /// In this tab, since its page was loaded.
    pub fn was_entered(self) -> bool {
        self.inner().entered.get() > 0
    }

    /// What is asked for while somebody signs out waits for what comes of it: where that fails the session goes on, and so does this.
    async fn may_ask(self) -> Result<(), ApiError> {
        let inner = self.inner();
        page::until(page::EVER, &|| inner.leaving.get() != Leaving::Asked).await;
        if inner.leaving.get() == Leaving::Done { Err(ApiError::LEFT) } else { Ok(()) }
    }

    /// Every request with the session goes through here: where it has ended, whoever writes is asked again
    /// and keeps what they wrote.
    pub async fn watch<T>(self, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        self.may_ask().await?;
        let entered = self.inner().entered.get();
        let answer = call.await;
        let refused = matches!(&answer, Err(error) if error.code() == Some(ErrorCode::Unauthorised));
        // On a slow line an answer to the session before comes after the next one has begun.
        let ended = refused && entered == self.inner().entered.get();
        if ended && matches!(self.phase.get_untracked(), Phase::Ready | Phase::Waiting) {
            // Asked once: what is being typed there is not drawn anew by whatever else is refused meanwhile.
            if !self.expired.get_untracked() {
                self.expired.set(true);
            }
        }
        if matches!(&answer, Err(error) if error.code() == Some(ErrorCode::Suspended)) {
            self.bar();
            self.erase_kept().await;
        }
        answer
    }

    /// By its key, or by name where it has none: from wherever somebody is.
    pub fn command(self, name: &str) {
        match name {
            "lock" => self.lock(),
            "compact" | "comfortable" => {
                self.compact.set(name == "compact");
                super::choice::keep_compact(name == "compact");
            }
            "?" => self.help.set(true),
            key => {
                if let Some(run) = self.run_key.get_value() {
                    run.run(key.to_owned());
                }
            }
        }
    }
}

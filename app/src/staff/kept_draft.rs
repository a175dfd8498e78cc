//! Unfinished texts, kept on the server as well: sealed for whoever writes them, so that neither a crash nor another desk
//! loses anything. What another screen of the same person kept meanwhile is never written over; it is shown.
use std::collections::BTreeMap;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::draft::{DraftKind, SaveDraft, SealedDraft, StoredDraft};
use madobe_domain::wire::error::ErrorCode;

use super::app::{App, Phase};
use super::draft::Place;
use super::tab;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::page::{self, spawn};

/// How long after a pause in writing it leaves for the server: the tab has it by then.
const PAUSE_MILLIS: u32 = 2_000;
const AGAIN_MILLIS: u32 = 10_000;
/// What has arrived waits so long for its draft to be gone.
const GOING_MILLIS: u32 = 3_000;

/// By the place of the text.
pub(super) type KeptDrafts = BTreeMap<String, Kept>;

#[derive(Default)]
pub(super) struct Kept {
    /// What the server has, as far as this screen knows.
    pub version: u32,
    /// The words that it has.
    pub saved: Option<String>,
    /// What it is to have: words, or nothing any more.
    wanted: Option<Option<String>>,
    /// What was sent without an answer so far: sent again, it is the same bytes.
    tried: Option<(String, SaveDraft)>,
    busy: bool,
    /// It does not wait for a pause.
    at_once: bool,
    /// Another screen of mine has other words: nothing goes until somebody has decided.
    pub stopped: bool,
}

/// What the words are sealed for.
fn seal_place(place: Place) -> String {
    ["draft/", &place.key()].concat()
}

impl App {
    pub(super) fn kept<T>(self, place: Place, change: impl FnOnce(&mut Kept) -> T) -> T {
        let inner = self.inner();
        let mut all = inner.kept.borrow_mut();
        let key = place.key();
        let kept = all.entry(key.clone()).or_insert_with(|| Kept {
            version: tab::draft_version(&key).unwrap_or_default(),
            ..Kept::default()
        });
        change(kept)
    }

    /// `text`: nothing where it is not to be there any more.
    pub(super) fn keep_on_server(self, place: Place, text: Option<String>) {
        let begin = self.kept(place, |kept| {
            // What the server never had needs not to be taken from it.
            if text.is_none() && kept.version == 0 && kept.tried.is_none() && !kept.busy {
                kept.wanted = None;
                return false;
            }
            if text.is_some() && kept.saved == text && kept.wanted.is_none() {
                return false;
            }
            kept.wanted = Some(text);
            !std::mem::replace(&mut kept.busy, true)
        });
        if begin {
            spawn(async move { self.keep_wanted(place).await });
        }
    }

    pub(super) fn keep_on_server_now(self, place: Place, text: String) {
        self.keep_on_server(place, Some(text));
        self.kept(place, |kept| kept.at_once = kept.wanted.is_some());
    }

    /// A pause in writing. What leaves, or is to be there at once, waits for none. False where nothing is wanted any more.
    async fn pause(self, place: Place) -> bool {
        page::sleep(0).await;
        let go = |kept: &mut Kept| kept.at_once || matches!(kept.wanted, None | Some(None));
        page::until(PAUSE_MILLIS, &|| self.kept(place, go)).await;
        self.kept(place, |kept| kept.wanted.is_some())
    }

    async fn keep_wanted(self, place: Place) {
        let epoch = self.inner().epoch.get();
        while self.pause(place).await {
            // After a lock what is wanted is for the next one to do.
            if self.inner().epoch.get() != epoch {
                return;
            }
            self.kept(place, |kept| kept.at_once = false);
            let leaves = self.kept(place, |kept| matches!(kept.wanted, Some(None)));
            // Letting go needs no key: a reply arrives from a locked desk, too.
            let open = match self.phase.get_untracked() {
                Phase::Ready => true,
                Phase::Locked => leaves,
                _ => false,
            };
            let wanted = self.kept(place, |kept| if kept.stopped { None } else { kept.wanted.take() });
            let (Some(wanted), true) = (wanted, open) else { break };
            let done = match &wanted {
                None => self.take_from_server(place).await,
                Some(text) => self.put_on_server(place, text).await,
            };
            if self.inner().epoch.get() != epoch {
                return;
            }
            if !done {
                // Without a network it stays in the tab, and is tried again for as long as nothing newer is wanted.
                self.kept(place, |kept| kept.wanted.get_or_insert(wanted).is_some());
                page::sleep(AGAIN_MILLIS).await;
            }
        }
        if self.inner().epoch.get() == epoch {
            self.kept(place, |kept| kept.busy = false);
        }
    }

    /// True where nothing is left to be done.
    async fn take_from_server(self, place: Place) -> bool {
        let version = self.kept(place, |kept| kept.version);
        let version = (version > 0).then_some(version);
        match self.watch(Staff.forget_draft(place.case, place.kind, version)).await {
            Err(error) if error.is_passing() => false,
            _ => {
                self.kept(place, |kept| (kept.version, kept.tried, kept.saved) = (0, None, None));
                tab::save_draft_version(&place.key(), 0);
                true
            }
        }
    }

    async fn put_on_server(self, place: Place, text: &str) -> bool {
        let epoch = self.inner().epoch.get();
        // With a lock nothing readable stays, and nothing comes back to where it was.
        let locked = || self.inner().epoch.get() != epoch;
        let known = self.kept(place, |kept| kept.tried.take().filter(|(words, _)| words == text));
        let save = match known {
            Some((_, save)) => save,
            None => {
                let version = self.kept(place, |kept| kept.version);
                let sealed = self.vault().seal_own(seal_place(place), text.to_owned()).await;
                let sealed = sealed.ok().flatten().and_then(|sealed| SealedDraft::parse(&sealed).ok());
                // Without a key, or too long to be one: it stays in the tab.
                let Some(sealed) = sealed else { return true };
                SaveDraft { version, sealed }
            }
        };
        match self.watch(Staff.save_draft(place.case, place.kind, &save)).await {
            Ok(saved) if locked() => {
                tab::save_draft_version(&place.key(), saved.version);
                true
            }
            Err(_) if locked() => true,
            Ok(saved) => {
                self.kept(place, |kept| (kept.version, kept.saved) = (saved.version, Some(text.to_owned())));
                tab::save_draft_version(&place.key(), saved.version);
                true
            }
            Err(error) if error.code() == Some(ErrorCode::Conflict) => self.met(place, text).await,
            Err(error) => {
                self.kept(place, |kept| kept.tried = Some((text.to_owned(), save)));
                !error.is_passing() && error.code() != Some(ErrorCode::Unauthorised)
            }
        }
    }

    /// Something else lies there. Where it is only an older saving of this very text, mine goes over it; so do files, which lie
    /// where they were put all the same.
    async fn met(self, place: Place, text: &str) -> bool {
        let Ok(stored) = self.stored(place).await else { return false };
        let Some(stored) = stored else {
            // It was let go of on another screen: these words are new.
            self.kept(place, |kept| kept.version = 0);
            return false;
        };
        let Some(there) = self.opened(place, &stored).await else { return false };
        self.kept(place, |kept| kept.version = stored.version);
        if !place.kind.is_words() || text.starts_with(&there) || there == text {
            tab::save_draft_version(&place.key(), stored.version);
            return there == text;
        }
        self.kept(place, |kept| kept.stopped = true);
        self.draft_elsewhere.set(Some((place, there)));
        true
    }

    /// What the server has for this place.
    async fn stored(self, place: Place) -> Result<Option<StoredDraft>, ApiError> {
        let all = self.watch(Staff.drafts(place.case)).await?;
        Ok(all.drafts.into_iter().find(|draft| draft.kind == place.kind))
    }

    pub(super) async fn opened(self, place: Place, stored: &StoredDraft) -> Option<String> {
        self.vault().open_own(seal_place(place), stored.sealed.to_string()).await.ok()?
    }

    /// True once the server has these words; false where it is not to have them, or other words come first.
    pub(super) async fn reaches_server(self, place: Place, text: &str) -> bool {
        let done = || {
            self.kept(place, |kept| match &kept.wanted {
                Some(wanted) if wanted.as_deref() != Some(text) => Some(false),
                None if kept.saved.as_deref() == Some(text) => Some(true),
                _ => (kept.stopped || !kept.busy).then_some(false),
            })
        };
        page::until(page::EVER, &|| done().is_some()).await;
        done() == Some(true)
    }

    /// A reply has arrived: nothing stays of the draft that it was. Waited for, since the session may end right after.
    pub(super) async fn forget_sent(self, case: CaseId) {
        let places = [DraftKind::Reply, DraftKind::Files].map(|kind| Place { case, kind });
        for place in places {
            self.forget_draft(place);
        }
        page::until(GOING_MILLIS, &|| !places.iter().any(|place| self.kept(*place, |kept| kept.busy))).await;
        if self.phase.get_untracked() == Phase::Ready {
            // The mark in the list goes, too.
            self.tell();
        }
    }

    /// Somebody has decided which words go on: what is in the field goes over what lies there.
    pub fn settle_draft(self, place: Place, text: String) {
        self.draft_elsewhere.set(None);
        self.kept(place, |kept| kept.stopped = false);
        tab::save_draft_version(&place.key(), self.kept(place, |kept| kept.version));
        self.keep_draft(place, text);
    }

    /// With a lock nothing readable stays.
    pub(super) fn forget_kept(self) {
        self.inner().kept.borrow_mut().clear();
        self.draft_elsewhere.set(None);
    }
}

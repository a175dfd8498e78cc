//! What is being written, kept sealed in this tab: through a lock, a reload, and a tab that comes back.
use crate::page::{self, spawn};
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::json;
use madobe_domain::wire::draft::DraftKind;

use super::app::App;
use super::tab;
use super::tongue::HERE;

/// Forms of many fields that are saved as a whole.
#[derive(Clone, Copy)]
pub enum Big {
    Desk,
    Plan,
    /// Of the list: a tag in it is a word about a case.
    Filter,
    /// A ready-made text being written.
    Snippet,
    /// A field of the desk's own being defined.
    Field,
}

impl Big {
    fn key(self) -> String {
        // Hours are typed in the words of a language: each has its own.
        match self {
            Self::Desk if HERE == "en" => "desk-en",
            Self::Desk => "desk",
            Self::Plan if HERE == "en" => "plan-en",
            Self::Plan => "plan",
            Self::Filter => "filter",
            Self::Snippet => "snippet",
            Self::Field => "field",
        }
        .to_owned()
    }
}

/// How long after a change a form is kept.
const PAUSE_MILLIS: u32 = 1_000;

/// Calls `keep` a moment after each change of what `track` looks at, and on the way out.
pub fn keep_soon(track: impl Fn() + 'static, keep: impl Fn() + Copy + Send + Sync + 'static) {
    let turn = StoredValue::new(0u32);
    Effect::new(move |before: Option<()>| {
        track();
        if before.is_none() {
            return;
        }
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn(async move {
            page::sleep(PAUSE_MILLIS).await;
            if turn.try_get_value() == Some(mine) {
                keep();
            }
        });
    });
    let hidden = window_event_listener(leptos::ev::visibilitychange, move |_| {
        if page::is_hidden() {
            keep();
        }
    });
    on_cleanup(move || {
        hidden.remove();
        keep();
    });
}

/// Which text of which case. What goes beside a reply is JSON of `Files`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub case: CaseId,
    pub kind: DraftKind,
}

impl Place {
    pub(super) fn key(self) -> String {
        [self.case.to_string().as_str(), "/", self.kind.name()].concat()
    }
}

impl App {
    /// What of the list is shown, for as long as the session lasts in this tab.
    pub fn keep_filter(self) {
        if let Ok(json) = self.list.filter.with_untracked(serde_json::to_string) {
            self.keep_form(Big::Filter, json);
        }
    }

    pub async fn recall_filter(self) {
        let kept = self.recall_form(Big::Filter).await;
        if let Some(filter) = kept.and_then(|json| json::read(&json).ok()) {
            self.list.choose(|present| *present = filter);
        }
    }

    /// Seals and keeps a text; an empty one is forgotten, and so is one for a case that its writer deleted.
    pub fn keep_draft(self, place: Place, text: String) {
        self.keep_draft_then(place, text, |_| ());
    }

    /// `tell`: whether it is kept anywhere but on the screen, and once more where the server has what the tab refused.
    pub fn keep_draft_then(self, place: Place, text: String, tell: impl Fn(bool) + 'static) {
        if self.barred.get_untracked() {
            return tell(false);
        }
        let erased = self.list.rows.with_untracked(|rows| !rows.contains_key(&place.case));
        if text.trim().is_empty() || erased {
            return self.forget_draft(place);
        }
        self.keep_on_server(place, Some(text.clone()));
        let words = text.clone();
        self.keep(place.key(), text, move |here| {
            tell(here);
            if here {
                self.list.drafted.update(|drafted| {
                    drafted.insert(place.case);
                });
                return;
            }
            spawn(async move {
                if self.reaches_server(place, &words).await {
                    tell(true);
                }
            });
        });
    }

    pub fn forget_draft(self, place: Place) {
        self.keep_on_server(place, None);
        self.let_go_here(place);
    }

    /// It is on its way: no draft in this tab any more, and on the server until it has arrived, in case this tab ends before.
    pub fn hand_over(self, place: Place, text: String) {
        self.keep_on_server_now(place, text);
        self.let_go_here(place);
    }

    pub(super) fn let_go_here(self, place: Place) {
        self.forget(place.key());
        if !tab::drafted().contains(&place.case) {
            self.list.drafted.update(|drafted| {
                drafted.remove(&place.case);
            });
        }
    }

    /// The same for a form.
    pub fn keep_form(self, form: Big, text: String) {
        self.keep(form.key(), text, |_| ());
    }

    pub async fn recall_form(self, form: Big) -> Option<String> {
        self.recall(form.key()).await
    }

    pub fn forget_form(self, form: Big) {
        self.forget(form.key());
    }

    /// `tell`: whether the tab has it.
    fn keep(self, key: String, text: String, tell: impl FnOnce(bool) + 'static) {
        let inner = self.inner();
        inner.sealing.set(inner.sealing.get() + 1);
        let turn = self.next_turn();
        spawn(async move {
            let sealed = self.vault().seal_draft(key.clone(), text).await;
            inner.sealing.set(inner.sealing.get().saturating_sub(1));
            // A text that was let go in the meantime must not come back.
            let let_go = inner.forgotten.borrow().iter().any(|(known, last)| *known == key && *last > turn);
            if !let_go {
                let sealed = sealed.ok().flatten();
                tell(sealed.is_some_and(|sealed| tab::save_draft(&key, &sealed)));
            }
        });
    }

    pub(super) async fn recall(self, key: String) -> Option<String> {
        let sealed = tab::draft(&key)?;
        self.vault().open_draft(key, sealed).await.ok()?
    }

    fn forget(self, key: String) {
        tab::forget_draft(&key);
        let turn = self.next_turn();
        let inner = self.inner();
        let mut forgotten = inner.forgotten.borrow_mut();
        forgotten.retain(|(known, _)| *known != key);
        forgotten.push((key, turn));
    }

    fn next_turn(self) -> u32 {
        let inner = self.inner();
        inner.turn.set(inner.turn.get() + 1);
        inner.turn.get()
    }
}

//! What is being written, kept sealed in this tab: through a lock, a reload, and a tab that comes back.
use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use super::app::App;
use super::tab;

/// Which text of which case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Reply,
    Note,
}

#[derive(Clone, Copy)]
pub struct Place {
    pub case: CaseId,
    pub kind: Kind,
}

impl Place {
    fn key(self) -> String {
        let kind = match self.kind {
            Kind::Reply => "/reply",
            Kind::Note => "/note",
        };
        [self.case.to_string().as_str(), kind].concat()
    }
}

impl App {
    /// Seals and keeps a text; an empty one is forgotten, and so is one for a case that its writer deleted.
    pub fn keep_draft(self, place: Place, text: String) {
        let erased = self.list.rows.with_untracked(|rows| !rows.contains_key(&place.case));
        if text.trim().is_empty() || erased {
            return self.forget_draft(place);
        }
        let inner = self.inner();
        inner.sealing.set(inner.sealing.get() + 1);
        let turn = self.next_turn();
        spawn(async move {
            let sealed = self.vault().seal_draft(place.key(), text).await;
            inner.sealing.set(inner.sealing.get().saturating_sub(1));
            // A text that was sent in the meantime must not come back.
            if let (Ok(Some(sealed)), true) = (sealed, inner.forgotten.get() < turn) {
                tab::save_draft(&place.key(), &sealed);
                self.list.drafted.update(|drafted| {
                    drafted.insert(place.case);
                });
            }
        });
    }

    pub async fn recall_draft(self, place: Place) -> Option<String> {
        let sealed = tab::draft(&place.key())?;
        self.vault().open_draft(place.key(), sealed).await.ok()?
    }

    pub fn forget_draft(self, place: Place) {
        self.inner().forgotten.set(self.next_turn());
        tab::forget_draft(&place.key());
        if !tab::drafted().contains(&place.case) {
            self.list.drafted.update(|drafted| {
                drafted.remove(&place.case);
            });
        }
    }

    fn next_turn(self) -> u32 {
        let inner = self.inner();
        inner.turn.set(inner.turn.get() + 1);
        inner.turn.get()
    }
}

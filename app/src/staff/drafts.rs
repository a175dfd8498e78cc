//! The drafts of a case, for a form that opens: from this tab, or else from the server, as far as it answers. What became a
//! reply meanwhile is no draft any more.
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::json;
use madobe_domain::log::entry::Author;
use madobe_domain::log::file::Files;
use madobe_domain::text::LetterText;
use madobe_domain::wire::draft::{DraftKind, MyDrafts, StoredDraft};

use super::app::App;
use super::draft::Place;
use super::sheet::What;
use super::tab;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::page::{self, spawn};

/// A draft and the reply that it became may be stored in either order.
const APART_SECONDS: i64 = 10;

#[derive(Clone, Copy)]
pub struct Drafts {
    pub app: App,
    pub case: CaseId,
    /// What the server has: asked for once, by whichever field needs it first.
    there: StoredValue<Option<MyDrafts>>,
    asking: StoredValue<bool>,
}

impl Drafts {
    pub fn of(app: App, case: CaseId) -> Self {
        Self { app, case, there: StoredValue::default(), asking: StoredValue::default() }
    }

    pub fn place(self, kind: DraftKind) -> Place {
        Place { case: self.case, kind }
    }

    /// The words for a field.
    pub async fn recall(self, kind: DraftKind) -> Result<Option<String>, ApiError> {
        let (app, place) = (self.app, self.place(kind));
        let mut here = app.recall(place.key()).await;
        if let Some(words) = &here
            && self.went_elsewhere(place, words).await
        {
            app.let_go_here(place);
            here = None;
        }
        match here {
            Some(here) => {
                let known = here.clone();
                spawn(async move {
                    let _ = self.recall_from_server(place, Some(&known)).await;
                });
                Ok(Some(here))
            }
            None => self.recall_from_server(place, None).await,
        }
    }

    /// Where no answer came, the next field asks again.
    async fn stored(self, kind: DraftKind) -> Result<Option<StoredDraft>, ApiError> {
        page::until(page::EVER, &|| self.asking.try_get_value() != Some(true)).await;
        let all = match self.there.try_get_value().flatten() {
            Some(all) => all,
            None => {
                self.asking.try_set_value(true);
                let all = self.app.watch(Staff.drafts(self.case)).await;
                self.asking.try_set_value(false);
                let all = all?;
                self.there.try_set_value(Some(all.clone()));
                all
            }
        };
        Ok(all.drafts.into_iter().find(|draft| draft.kind == kind))
    }

    /// Words that are not in this tab, or that another screen has kept since. `here`: what this tab has. Gives the words for
    /// the field where the tab has none.
    async fn recall_from_server(self, place: Place, here: Option<&str>) -> Result<Option<String>, ApiError> {
        let app = self.app;
        let Some(stored) = self.stored(place.kind).await? else { return Ok(None) };
        let Some(there) = app.opened(place, &stored).await else { return Ok(None) };
        let known = tab::draft_version(&place.key()).unwrap_or_default();
        app.kept(place, |kept| kept.version = stored.version);
        if self.was_sent(place, &there, Some(stored.saved_at)).await {
            // Its reply arrived, and nobody could let go of it then.
            app.keep_on_server(place, here.map(str::to_owned));
            return Ok(None);
        }
        Ok(match here {
            None => {
                tab::save_draft_version(&place.key(), stored.version);
                app.kept(place, |kept| kept.saved = Some(there.clone()));
                Some(there)
            }
            Some(here) => {
                if stored.version != known && here != there && place.kind.is_words() {
                    app.kept(place, |kept| kept.stopped = true);
                    app.draft_elsewhere.set(Some((place, there)));
                } else if here != there {
                    // A lock came before it had left.
                    app.keep_on_server(place, Some(here.to_owned()));
                }
                None
            }
        })
    }

    /// Words of this tab that the server had and has no more, since another screen of the same person sent them.
    async fn went_elsewhere(self, place: Place, words: &str) -> bool {
        if tab::draft_version(&place.key()).is_none() || !self.was_sent(place, words, None).await {
            return false;
        }
        let gone = matches!(self.stored(place.kind).await, Ok(None));
        if gone {
            self.app.kept(place, |kept| (kept.version, kept.saved) = (0, None));
            tab::save_draft_version(&place.key(), 0);
        }
        gone
    }

    /// A reply of mine says just this, or carries these files, and was not there before they were kept.
    async fn was_sent(self, place: Place, kept: &str, since: Option<Timestamp>) -> bool {
        if matches!(place.kind, DraftKind::Note | DraftKind::Remark) {
            return false;
        }
        let files: Vec<FileId> = json::read::<Files>(kept).map(|files| files.ids()).unwrap_or_default();
        let words = LetterText::parse(kept).ok();
        let (Some(me), Ok(Some(sheet))) = (self.app.me(), self.app.vault().sheet(place.case).await) else {
            return false;
        };
        sheet.answers().any(|item| {
            let What::Reply { text, files: sent } = &item.what else { return false };
            let says = if place.kind.is_words() {
                words.as_ref().is_some_and(|words| words.as_str() == text)
            } else {
                !files.is_empty() && files.iter().all(|id| sent.ids().contains(id))
            };
            let after = since.is_none_or(|since| item.at.seconds_since(since) >= -APART_SECONDS);
            says && after && item.author == Author::Staff(me)
        })
    }
}

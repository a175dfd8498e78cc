//! What helps to write and to find: unfinished texts, documents that are saved as a whole, and who is where.

use super::staff::{Staff, to};
use super::{ApiError, Request};
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::wire::book::{Book, BookName, SaveBook};
use madobe_domain::wire::draft::{DraftKind, MyDrafts, SaveDraft, SavedDraft};
use madobe_domain::wire::presence::{Presence, Where};
use serde::de::IgnoredAny;

fn draft(case: CaseId, kind: DraftKind) -> String {
    ["/api/staff/cases/", case.to_string().as_str(), "/drafts/", kind.name()].concat()
}

fn book(team: Option<TeamId>, name: BookName) -> String {
    match team {
        Some(team) => ["/api/staff/teams/", team.to_string().as_str(), "/books/", name.name()].concat(),
        None => ["/api/staff/books/", name.name()].concat(),
    }
}

impl Staff {
    pub async fn drafts(&self, case: CaseId) -> Result<MyDrafts, ApiError> {
        let path = ["/api/staff/cases/", case.to_string().as_str(), "/drafts"].concat();
        to("GET", &path).send().await
    }

    pub async fn save_draft(
        &self,
        case: CaseId,
        kind: DraftKind,
        save: &SaveDraft,
    ) -> Result<SavedDraft, ApiError> {
        to("PUT", &draft(case, kind)).send_json(save).await
    }

    /// `version`: that one, and not what was kept since. Without it, whatever is there.
    pub async fn forget_draft(
        &self,
        case: CaseId,
        kind: DraftKind,
        version: Option<u32>,
    ) -> Result<(), ApiError> {
        let path = match version {
            Some(version) => [draft(case, kind).as_str(), "?version=", &version.to_string()].concat(),
            None => draft(case, kind),
        };
        to("DELETE", &path).send::<IgnoredAny>().await.map(drop)
    }

    pub async fn presence(&self, mine: &Where) -> Result<Presence, ApiError> {
        let request: Request<'_> = to("PUT", "/api/staff/presence");
        request.send_json(mine).await
    }

    /// A team's, or my own.
    pub async fn book(&self, team: Option<TeamId>, name: BookName) -> Result<Book, ApiError> {
        to("GET", &book(team, name)).send().await
    }

    pub async fn save_book(
        &self,
        team: Option<TeamId>,
        name: BookName,
        save: &SaveBook,
    ) -> Result<Book, ApiError> {
        to("PUT", &book(team, name)).send_json(save).await
    }
}

//! Documents that are saved as a whole, as the page has them: a team's and one's own. A change is made on what stands there
//! now: whoever was quicker is not written over, and neither is whoever was slower.
use leptos::prelude::*;
use madobe_domain::ids::TeamId;
use madobe_domain::json;
use madobe_domain::wire::book::{BookName, SaveBook, SealedBook};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::MyTeam;
use madobe_domain::wire::team::TeamKind;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::app::App;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::vault::{Refusal, SealedPages, Shelf};

/// How often a change is made anew upon what a colleague saved meanwhile.
const TRIES: usize = 4;

/// Whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Mine,
    Team(TeamId),
}

impl Owner {
    fn team(self) -> Option<TeamId> {
        match self {
            Self::Mine => None,
            Self::Team(team) => Some(team),
        }
    }
}

/// Why a change was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsaved<C> {
    Trouble(Trouble),
    /// It does not go together with what stands there now.
    Clash(C),
}

impl<C> From<Trouble> for Unsaved<C> {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl App {
    /// The first of my teams that reads letters and whose key I hold: what is shared at this desk is shared in it.
    pub fn own_team(self) -> Option<TeamId> {
        self.session.with_untracked(|session| {
            let teams = &session.as_ref()?.teams;
            let reads = |team: &&MyTeam| !team.keys.is_empty() && team.kind == TeamKind::Full;
            teams.iter().find(reads).map(|team| team.id)
        })
    }

    /// What stands there, and its version. Nothing stands there before somebody saved, or where it was sealed by a seed that I
    /// no longer have.
    pub async fn read_book<T: DeserializeOwned + Default>(
        self,
        owner: Owner,
        name: BookName,
    ) -> Result<(u32, T), Trouble> {
        let (version, key, json) = self.read_pages(owner, name).await?;
        let Some(json) = json else { return Ok((version, T::default())) };
        let read = json::read(&json).map_err(|_| Refusal::Shut)?;
        self.renew_seal(owner, name, version, key, json).await;
        Ok((version, read))
    }

    /// One copy of the machinery for all documents: the version, the team's key that it was sealed to, and the JSON.
    async fn read_pages(self, owner: Owner, name: BookName) -> Result<(u32, u32, Option<String>), Trouble> {
        let shelf = Shelf { team: owner.team(), name: name.name().to_owned() };
        let book = self.watch(Staff.book(owner.team(), name)).await?;
        let Some(sealed) = book.sealed else { return Ok((book.version, book.key, None)) };
        let pages = SealedPages { key: book.key, sealed: sealed.to_string() };
        let json = match self.vault().open_pages(shelf, pages).await? {
            Err(Refusal::Shut) if owner == Owner::Mine => None,
            opened => Some(opened?),
        };
        Ok((book.version, book.key, json))
    }

    /// Whether a team of mine has another key since the one of this version.
    pub fn has_newer_key(self, team: TeamId, version: u32) -> bool {
        self.session.with_untracked(|session| {
            let mut teams = session.iter().flat_map(|session| &session.teams);
            teams.any(|known| known.id == team && known.version > version)
        })
    }

    /// After the team's key has changed, whoever opens a document first seals it to the new one, so that it opens for
    /// whoever joins later. Where it does not go, the next one does it.
    async fn renew_seal(self, owner: Owner, name: BookName, version: u32, key: u32, json: String) {
        if owner.team().is_some_and(|team| self.has_newer_key(team, key)) {
            let _ = self.write_book(owner, name, version, json).await;
        }
    }

    async fn write_book(
        self,
        owner: Owner,
        name: BookName,
        version: u32,
        json: String,
    ) -> Result<u32, Trouble> {
        let shelf = Shelf { team: owner.team(), name: name.name().to_owned() };
        let pages = self.vault().seal_pages(shelf, json).await??;
        let sealed = SealedBook::parse(&pages.sealed).map_err(|_| Refusal::Words)?;
        let save = SaveBook { version, key: pages.key, sealed };
        let mut saved = self.watch(Staff.save_book(owner.team(), name, &save)).await;
        if saved.as_ref().is_err_and(ApiError::is_passing) {
            // The same bytes: what arrived although its answer was lost is done.
            saved = self.watch(Staff.save_book(owner.team(), name, &save)).await;
        }
        Ok(saved?.version)
    }

    /// Makes a change upon what stands there now, until nobody was quicker.
    pub async fn change_book<T, C>(
        self,
        owner: Owner,
        name: BookName,
        change: impl Fn(&mut T) -> Result<(), C>,
    ) -> Result<T, Unsaved<C>>
    where
        T: Serialize + DeserializeOwned + Default,
    {
        let mut last = Trouble::Api(ApiError::Server);
        for _ in 0..TRIES {
            let (version, mut book) = self.read_book::<T>(owner, name).await?;
            change(&mut book).map_err(Unsaved::Clash)?;
            let json = serde_json::to_string(&book).map_err(|_| Trouble::from(Refusal::Words))?;
            match self.write_book(owner, name, version, json).await {
                Ok(_) => return Ok(book),
                Err(trouble) if trouble.code() == Some(ErrorCode::Conflict) => last = trouble,
                Err(trouble) => return Err(trouble.into()),
            }
        }
        Err(last.into())
    }
}

//! Sealed documents that are saved as a whole: a team's, for whoever holds its key, and one's own. Each is stored only over
//! the version it was made from.

use crate::deps::Deps;
use crate::ports::{Fault, Outcome, Statement, Value};
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use crate::service::team::KeyHolder;
use madobe_domain::wire::book::{Book, BookName, SaveBook};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::Role;

const READ: &str = "SELECT version, key, sealed FROM books WHERE owner = ?1 AND name = ?2";
const SAVE: &str = "INSERT INTO books (owner, name, version, key, sealed) SELECT ?1, ?2, ?3 + 1, ?4, ?5 \
    WHERE coalesce((SELECT version FROM books WHERE owner = ?1 AND name = ?2), 0) = ?3 \
      AND (?4 = 0 OR EXISTS (SELECT 1 FROM teams WHERE id = ?1 AND version = ?4)) \
    ON CONFLICT (owner, name) DO UPDATE SET \
        version = excluded.version, key = excluded.key, sealed = excluded.sealed";

/// Whose document. Made only of somebody who has the right to it.
pub struct Owner<'a> {
    signed: &'a Signed,
    id: Value,
    key: u32,
}

impl<'a> Owner<'a> {
    pub fn team(holder: &'a KeyHolder) -> Self {
        Self { signed: &holder.signed, id: (&holder.team).into(), key: holder.version() }
    }

    pub fn oneself(signed: &'a Signed) -> Self {
        Self { signed, id: (&signed.staff).into(), key: 0 }
    }

    fn on(&self, sql: &'static str, name: BookName) -> Statement {
        Statement::new(sql).bind(self.id.clone()).bind(name.name())
    }
}

fn found(outcome: &Outcome) -> Result<Book, Fault> {
    Ok(outcome.first()?.unwrap_or(Book { version: 0, key: 0, sealed: None }))
}

/// The document as it stands; before the first, an empty one of version 0.
pub async fn read(deps: &Deps, owner: &Owner<'_>, name: BookName) -> Result<Book, Refusal> {
    let mut statements = owner.signed.touch();
    statements.push(owner.on(READ, name));
    Ok(found(&deps.batch(statements).await?.last()?)?)
}

/// Stores it if nobody else has since. The same sent again is done already.
pub async fn save(deps: &Deps, owner: &Owner<'_>, name: BookName, save: &SaveBook) -> Result<Book, Refusal> {
    // What everybody fills in is for those to decide who look after the desk.
    if name == BookName::Fields && owner.signed.role != Role::Administrator {
        return Err(ErrorCode::Forbidden.into());
    }
    if save.key != owner.key {
        return Err(ErrorCode::StaleKey.into());
    }
    let mut statements = owner.signed.touch();
    statements.extend([
        owner.on(SAVE, name).bind(save.version).bind(save.key).bind(&save.sealed),
        owner.on(READ, name),
    ]);
    let stored = found(&deps.batch(statements).await?.last()?)?;
    if stored.sealed.as_ref() == Some(&save.sealed) && Some(stored.version) == save.version.checked_add(1) {
        Ok(stored)
    } else if stored.version == save.version {
        // Nobody was quicker: the team has another key since a moment ago.
        Err(ErrorCode::StaleKey.into())
    } else {
        Err(ErrorCode::Conflict.into())
    }
}

//! A mailbox by plain forms: opened for one request, and nothing of it kept.

use super::brake;
use crate::deps::Deps;
use crate::ports::Fault;
use crate::service::address::AddressKey;
use crate::service::desk;
use crate::service::mailbox::{self, MailboxClaim};
use crate::service::refusal::Refusal;
use madobe_domain::crypto::code::Code;
use madobe_domain::log::inside::Inside;
use madobe_domain::log::record::Record;
use madobe_domain::wire::error::ErrorCode;
use madobe_plain::mailbox::{Holder, Opened};
use madobe_plain::ticket::Ticket;

/// More than anybody writes: 40 pages of at most 500 entries.
const PAGES: usize = 40;
/// A tail that moves under somebody's hands moves once or twice.
const TRIES: usize = 4;

/// Someone who is in their mailbox, while their request lasts.
pub struct Visit {
    holder: Holder,
    claim: MailboxClaim,
    opened: Opened,
}

async fn load(deps: &Deps, holder: &Holder, claim: &MailboxClaim) -> Result<Opened, Refusal> {
    let mut pages = vec![mailbox::read(deps, claim, 0).await?];
    while let Some(last) = pages.last().filter(|page| page.more && pages.len() < PAGES) {
        let after = last.entries.last().map_or(0, |entry| entry.seq);
        pages.push(mailbox::read(deps, claim, after).await?);
    }
    holder.open(pages).ok_or(Fault::new("plain open").into())
}

async fn hold(deps: &Deps, from: &AddressKey, code: &Code) -> Result<(Holder, MailboxClaim), Refusal> {
    brake(deps, from).await?;
    let facts = desk::remembered(deps).await?;
    let holder = Holder::derive(code, &facts.salt, facts.stretch).ok_or(Fault::new("plain stretch"))?;
    let claim = MailboxClaim { id: holder.id(), token_hash: holder.token_hash() };
    Ok((holder, claim))
}

/// Opens it. A wrong code is `unauthorised`, a deleted mailbox `deleted`.
pub async fn open(deps: &Deps, from: &AddressKey, code: &Code) -> Result<Visit, Refusal> {
    let (holder, claim) = hold(deps, from, code).await?;
    let opened = load(deps, &holder, &claim).await?;
    Ok(Visit { holder, claim, opened })
}

/// Deletes the consultation. Again: it is done.
pub async fn delete(deps: &Deps, from: &AddressKey, code: &Code) -> Result<(), Refusal> {
    let (_, claim) = hold(deps, from, code).await?;
    mailbox::delete(deps, &claim).await
}

impl Visit {
    /// What its writer sees.
    pub fn inside(&self) -> Inside {
        self.opened.inside()
    }

    /// One more entry. The same record under the same ticket is stored once, however often it comes.
    pub async fn append(&mut self, deps: &Deps, ticket: &Ticket, record: &Record) -> Result<(), Refusal> {
        let key = deps.keys.plain.bytes();
        let name = self.opened.name(key, ticket, record);
        for _ in 0..TRIES {
            if self.opened.holds(&name) {
                return Ok(());
            }
            let entry = self.opened.seal(key, ticket, record).ok_or(Fault::new("plain seal"))?;
            match mailbox::append(deps, &self.claim, &entry, &[]).await {
                // Stored; or somebody was quicker, perhaps this very form from another press: what is there now tells.
                Ok(_) | Err(Refusal::Because(ErrorCode::TailMoved | ErrorCode::Conflict)) => {
                    self.opened = load(deps, &self.holder, &self.claim).await?;
                }
                Err(refusal) => return Err(refusal),
            }
        }
        if self.opened.holds(&name) { Ok(()) } else { Err(ErrorCode::TailMoved.into()) }
    }
}

//! Plain forms: writing and reading for browsers that run no program. The sealing and opening is `madobe_plain`'s; here
//! stands what is asked of the database, and how often one may ask.
//!
//! Stretching a code takes 64 MiB and a good part of a second of this instance. Nothing is awaited meanwhile and an
//! instance has one thread, so there is never more than one stretching in its memory: whoever comes meanwhile waits.

pub mod mailbox;
pub mod write;

use crate::deps::Deps;
use crate::ports::Brake;
use crate::service::address::AddressKey;
use crate::service::intake::WAIT_SECONDS;
use crate::service::refusal::Refusal;
use madobe_plain::ticket::Ticket;

/// How long the same form, sent again, shows a code or opens a mailbox: long enough for a reload, too short for whoever
/// finds the browser later and presses Back.
pub const AGAIN_SECONDS: i64 = 30 * 60;
/// How long a form can be sent for the first time: somebody may write slowly.
pub const WRITE_SECONDS: i64 = 24 * 3600;

/// Before anything is stretched: 20 a minute from one address, 120 from all, counted as the platform counts.
async fn brake(deps: &Deps, from: &AddressKey) -> Result<(), Refusal> {
    let mine = deps.limiter.allow(Brake::Mailbox, from.counting("plain")).await;
    if mine && deps.limiter.allow(Brake::Hard, "plain".to_owned()).await {
        Ok(())
    } else {
        Err(Refusal::Wait(WAIT_SECONDS))
    }
}

/// For a form that is about to be shown.
pub fn ticket(deps: &Deps) -> Ticket {
    Ticket::draw(&mut crate::deps::Draw(deps.random.as_ref()), deps.now())
}

/// The ticket of a form that came back.
pub fn read_ticket(deps: &Deps, text: &str) -> Option<Ticket> {
    Ticket::read(deps.keys.plain.bytes(), text)
}

pub fn ticket_text(deps: &Deps, ticket: &Ticket) -> String {
    ticket.text(deps.keys.plain.bytes())
}

/// Handed out lately, as far as this instance's clock can tell.
pub fn is_fresh(deps: &Deps, ticket: &Ticket, seconds: i64) -> bool {
    (-300..=seconds).contains(&ticket.age(deps.now()))
}

//! The desk's settings for the public pages, and whether there is anything to book: from this instance's memory, from the
//! edge, and where both are old or silent from the database, which alone is the truth. Whatever is stored asks the database
//! itself.

use crate::deps::Deps;
use crate::ports::Fault;
use crate::service::desk::{self, DeskFacts};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::settings::DeskSettings;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// How long an instance goes by what it has seen, in seconds.
const MEMORY_SECONDS: i64 = 20;
/// How old the copy at the edge may be, in seconds: a copy that could not be renewed when it should have been is not
/// believed for longer.
const EDGE_SECONDS: i64 = 300;

/// A copy at the edge.
#[derive(Debug, Serialize, Deserialize)]
struct Copy {
    version: u32,
    /// When it was read from the database.
    at: Timestamp,
    known: Known,
}

/// What pages show of the desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    pub settings: DeskSettings,
    /// Talks can be booked.
    pub talks: bool,
}

/// What an instance last saw, and when.
#[derive(Debug, Clone)]
pub struct Seen {
    at: Timestamp,
    known: Rc<Known>,
}

fn is_young(at: Timestamp, now: Timestamp, seconds: i64) -> bool {
    (0..=seconds).contains(&now.seconds_since(at))
}

fn remember(deps: &Deps, known: Known) -> Rc<Known> {
    let known = Rc::new(known);
    deps.seen.replace(Some(Seen { at: deps.now(), known: Rc::clone(&known) }));
    known
}

/// Puts what the database says where the pages look. A copy that cannot be written is not the end of anything.
pub async fn publish(deps: &Deps, facts: &DeskFacts) -> Rc<Known> {
    let known = Known { settings: facts.settings.clone(), talks: facts.talks };
    let copy = Copy { version: facts.settings_version, at: facts.read_at, known };
    let written = match serde_json::to_string(&copy) {
        Ok(text) => deps.edge.put(text).await,
        Err(_) => Err(Fault::new("json")),
    };
    if let Err(fault) = written {
        deps.log.error(&fault.0);
    }
    remember(deps, copy.known)
}

/// After a change: reads what is now, and publishes it.
pub async fn renew(deps: &Deps) {
    deps.seen.replace(None);
    deps.memory.replace(None);
    match desk::read(deps).await {
        Ok(facts) => drop(publish(deps, &facts).await),
        Err(fault) => deps.log.error(&fault.0),
    }
}

pub async fn known(deps: &Deps) -> Result<Rc<Known>, Fault> {
    let now = deps.now();
    let seen = deps.seen.borrow().clone();
    if let Some(seen) = seen.filter(|seen| is_young(seen.at, now, MEMORY_SECONDS)) {
        return Ok(seen.known);
    }
    let copy = deps.edge.get().await.unwrap_or_else(|fault| {
        deps.log.error(&fault.0);
        None
    });
    // One of another version of this program is none.
    let copy: Option<Copy> = copy.and_then(|text| serde_json::from_str(&text).ok());
    match copy {
        Some(copy) if is_young(copy.at, now, EDGE_SECONDS) => Ok(remember(deps, copy.known)),
        old => match desk::read(deps).await {
            Ok(facts) => Ok(publish(deps, &facts).await),
            // An old copy is better than no page.
            Err(fault) => match old {
                Some(copy) => {
                    deps.log.error(&fault.0);
                    Ok(Rc::new(copy.known))
                }
                None => Err(fault),
            },
        },
    }
}

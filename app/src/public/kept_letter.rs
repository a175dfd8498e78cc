//! A finished letter that this device keeps until there is a network, because somebody chose that. Nothing readable is in it,
//! and nothing that opens it: neither the words nor the code. Whoever finds it learns that a letter waits, and no more.

use crate::page::{now_millis, window};
use serde::{Deserialize, Serialize};
use web_sys::Storage;

/// `first.js` looks for it too.
const KEY: &str = "madobe.waiting";

#[derive(Clone, Serialize, Deserialize)]
pub struct KeptLetter {
    /// A `NewMailbox`: the same bytes at each try, until the desk's key or the puzzle asks for others.
    pub mailbox: String,
    /// Milliseconds since 1970.
    since: u64,
}

/// Refused storage is no storage.
fn device_storage() -> Option<Storage> {
    window().local_storage().ok()?
}

impl KeptLetter {
    pub fn is_there() -> bool {
        device_storage().is_some_and(|storage| storage.get_item(KEY).ok().flatten().is_some())
    }

    pub fn forget() {
        if let Some(storage) = device_storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    /// False where there is no room, or none is given.
    #[must_use]
    pub fn keep(&self) -> bool {
        let json = serde_json::to_string(self).ok();
        device_storage().zip(json).is_some_and(|(storage, json)| storage.set_item(KEY, &json).is_ok())
    }
}

#[cfg(feature = "write")]
impl KeptLetter {
    pub fn new(mailbox: String) -> Self {
        Self { mailbox, since: now_millis() as u64 }
    }
}

#[cfg(feature = "waiting")]
impl KeptLetter {
    /// What cannot be read is nobody's letter, and would be asked about on every page.
    pub fn find() -> Option<Self> {
        let json = device_storage()?.get_item(KEY).ok()??;
        let kept = madobe_domain::json::read(&json).ok();
        if kept.is_none() {
            Self::forget();
        }
        kept
    }

    /// Milliseconds.
    pub fn age(&self) -> u64 {
        (now_millis() as u64).saturating_sub(self.since)
    }

    /// The same letter in other bytes, as old as it was.
    pub fn with(self, mailbox: String) -> Self {
        Self { mailbox, ..self }
    }
}

//! A letter on its way, kept in this tab until it is known whether it arrived: a phone that drops the page in the middle
//! of sending must not lose the code of a letter that did. After a reload it is only looked for, unless somebody pressed for
//! it to wait.

use crate::api::{Anonymous, ApiError};
use crate::page::tab_storage;
use crate::public::kept_code::KeptCode;
use chrono::NaiveDate;
use madobe_domain::json;
use serde::{Deserialize, Serialize};

const KEY: &str = "madobe.sending";

/// What somebody chose for a letter that could not leave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Waits {
    /// For a press.
    #[default]
    No,
    /// In this tab: it goes as soon as there is a network.
    Here,
    /// This device keeps it, sealed: `kept_letter`.
    OnDevice,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Pending {
    pub groups: [String; 5],
    pub wants_answer: bool,
    pub desk: String,
    /// Shown where the server names no day.
    #[serde(default, with = "madobe_domain::clock::day::option")]
    pub promise: Option<NaiveDate>,
    /// A `NewMailbox`, as the thread wrote it.
    pub mailbox: String,
    /// The words in it: what was changed since is no part of it.
    pub text: String,
    #[serde(default)]
    pub waits: Waits,
    /// An earlier try, of these words or of others, may have arrived.
    #[serde(default)]
    pub unsure: bool,
}

impl Pending {
    pub fn keep(&self) {
        if let (Some(storage), Ok(json)) = (tab_storage(), serde_json::to_string(self)) {
            let _ = storage.set_item(KEY, &json);
        }
    }

    pub fn find() -> Option<Self> {
        json::read(&tab_storage()?.get_item(KEY).ok()??).ok()
    }

    pub fn forget() {
        if let Some(storage) = tab_storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    /// Sends it as it is. Sent before, it is answered as done.
    pub async fn send(&self) -> Result<KeptCode, ApiError> {
        let made = Anonymous.make_mailbox(self.mailbox.clone()).await?;
        Self::forget();
        Ok(self.receipt(made.entries.first().and_then(|first| first.promised)))
    }

    pub fn receipt(&self, promised: Option<NaiveDate>) -> KeptCode {
        let promised = promised.or(self.promise).filter(|_| self.wants_answer);
        KeptCode::new(self.groups.clone(), promised, !self.wants_answer, self.desk.clone())
    }
}

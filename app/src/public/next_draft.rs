//! The draft of the next letter to a mailbox, in this tab only and only for the mailbox it was begun in.

use crate::page::tab_storage;
use serde::{Deserialize, Serialize};

const KEY: &str = "madobe.mailbox-draft";

#[derive(Serialize, Deserialize)]
struct Draft {
    case: String,
    text: String,
}

#[cfg(feature = "mailbox")]
pub fn find(case: &str) -> Option<String> {
    let json = tab_storage()?.get_item(KEY).ok()??;
    let draft: Draft = serde_json::from_str(&json).ok()?;
    (draft.case == case).then_some(draft.text)
}

pub fn keep(case: &str, text: &str) {
    if text.is_empty() {
        return page_forget();
    }
    let draft = Draft { case: case.to_owned(), text: text.to_owned() };
    if let (Some(storage), Ok(json)) = (tab_storage(), serde_json::to_string(&draft)) {
        let _ = storage.set_item(KEY, &json);
    }
}

#[cfg(feature = "mailbox")]
pub fn forget() {
    page_forget();
}

fn page_forget() {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(KEY);
    }
}

//! The draft of the next letter to a mailbox, in this tab only and only for the mailbox it was begun in.

use crate::page::tab_storage;
#[cfg(feature = "mailbox")]
use madobe_domain::log::weather::Weather;
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

/// The weather mark beside it: the mailbox and the mark's name, with a space between.
#[cfg(feature = "mailbox")]
const MARK_KEY: &str = "madobe.mailbox-mark";

#[cfg(feature = "mailbox")]
pub fn find_mark(case: &str) -> Option<Weather> {
    let kept = tab_storage()?.get_item(MARK_KEY).ok()??;
    let (of, mark) = kept.split_once(' ')?;
    Weather::parse(mark).filter(|_| of == case)
}

#[cfg(feature = "mailbox")]
pub fn keep_mark(case: &str, mark: Option<Weather>) {
    let Some(storage) = tab_storage() else { return };
    let _ = match mark {
        Some(mark) => storage.set_item(MARK_KEY, &[case, " ", mark.name()].concat()),
        None => storage.remove_item(MARK_KEY),
    };
}

#[cfg(feature = "mailbox")]
pub fn forget() {
    page_forget();
    keep_mark("", None);
}

fn page_forget() {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(KEY);
    }
}

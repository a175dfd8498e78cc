//! The draft of the next letter to a mailbox, in this tab only. Each mailbox has its own: a family may open two.

use crate::page::tab_storage;
#[cfg(feature = "mailbox")]
use madobe_domain::log::weather::Weather;

fn key(case: &str) -> String {
    ["madobe.mailbox-draft ", case].concat()
}

#[cfg(feature = "mailbox")]
fn mark_key(case: &str) -> String {
    ["madobe.mailbox-mark ", case].concat()
}

#[cfg(feature = "mailbox")]
pub fn find(case: &str) -> Option<String> {
    tab_storage()?.get_item(&key(case)).ok()?
}

/// Nothing written is no draft.
pub fn keep(case: &str, text: &str) {
    put(&key(case), text);
}

/// The weather mark beside it.
#[cfg(feature = "mailbox")]
pub fn find_mark(case: &str) -> Option<Weather> {
    Weather::parse(&tab_storage()?.get_item(&mark_key(case)).ok()??)
}

#[cfg(feature = "mailbox")]
pub fn keep_mark(case: &str, mark: Option<Weather>) {
    put(&mark_key(case), mark.map_or("", Weather::name));
}

#[cfg(feature = "mailbox")]
pub fn forget(case: &str) {
    keep(case, "");
    keep_mark(case, None);
}

fn put(key: &str, value: &str) {
    let Some(storage) = tab_storage() else { return };
    let _ = if value.is_empty() { storage.remove_item(key) } else { storage.set_item(key, value) };
}

//! What somebody chose for this device: nothing here tells anything about a case.
use web_sys::Storage;

use crate::page;

const KEYS: &str = "madobe.staff.keys";
const HINTS: &str = "madobe.staff.hints";
const COMPACT: &str = "madobe.staff.compact";
/// Read by `staff-start.js`, before any program is here.
const LANGUAGE: &str = "madobe.staff.language";
/// The same.
const THEME: &str = "madobe.staff.theme";

fn storage() -> Option<Storage> {
    page::window().local_storage().ok()?
}

fn is(key: &str, value: &str) -> bool {
    storage().and_then(|storage| storage.get_item(key).ok()?).is_some_and(|kept| kept == value)
}

fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// On unless switched off.
pub fn keys_on() -> bool {
    !is(KEYS, "off")
}

pub fn keep_keys(on: bool) {
    keep(KEYS, if on { "on" } else { "off" });
}

pub fn compact() -> bool {
    is(COMPACT, "on")
}

pub fn keep_compact(on: bool) {
    keep(COMPACT, if on { "on" } else { "off" });
}

pub fn keep_language(name: &str) {
    keep(LANGUAGE, name);
}

/// Light or dark; nothing where the device decides.
pub fn theme() -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|name| is(THEME, name))
}

pub fn keep_theme(name: Option<&str>) {
    keep(THEME, name.unwrap_or("auto"));
}

/// On unless switched off.
pub fn hints_on() -> bool {
    !is(HINTS, "off")
}

pub fn keep_hints(on: bool) {
    keep(HINTS, if on { "on" } else { "off" });
}

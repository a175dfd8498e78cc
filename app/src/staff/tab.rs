//! What this tab keeps between reloads: a half of a key, sealed drafts, and when somebody last moved.
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::CaseId;
use madobe_domain::json;
use serde_json::to_string;

use crate::page::tab_storage;
use crate::time;
use crate::vault::TabSeal;

/// Idle for longer than this, the desk locks.
pub const IDLE_SECONDS: i64 = 10 * 60;

const SEAL: &str = "madobe.staff.seal";
const ACTIVE: &str = "madobe.staff.active";
const DRAFT: &str = "madobe.staff.draft.";
const DRAFT_VERSION: &str = "madobe.staff.draft-version.";

pub fn save_seal(seal: &TabSeal) {
    if let (Some(storage), Ok(seal)) = (tab_storage(), to_string(seal)) {
        let _ = storage.set_item(SEAL, &seal);
    }
    save_active(time::now());
}

/// Nothing where the desk was left for too long: a tab that comes back after a night is locked.
pub fn fresh_seal() -> Option<TabSeal> {
    let storage = tab_storage()?;
    let active = storage.get_item(ACTIVE).ok()??.parse().ok()?;
    if is_idle(Timestamp(active), time::now()) {
        forget_seal();
        return None;
    }
    json::read(&storage.get_item(SEAL).ok()??).ok()
}

pub fn forget_seal() {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(SEAL);
    }
}

pub fn save_active(at: Timestamp) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(ACTIVE, &at.millis().to_string());
    }
}

/// A clock that was set back is no reason to stay open.
pub fn is_idle(last: Timestamp, now: Timestamp) -> bool {
    let seconds = now.seconds_since(last);
    !(-60..IDLE_SECONDS).contains(&seconds)
}

pub fn draft(place: &str) -> Option<String> {
    tab_storage()?.get_item(&[DRAFT, place].concat()).ok()?
}

/// True where the tab took it.
pub fn save_draft(place: &str, sealed: &str) -> bool {
    tab_storage().is_some_and(|storage| storage.set_item(&[DRAFT, place].concat(), sealed).is_ok())
}

pub fn forget_draft(place: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(&[DRAFT, place].concat());
    }
}

/// Which version on the server the draft of this tab goes over.
pub fn draft_version(place: &str) -> Option<u32> {
    tab_storage()?.get_item(&[DRAFT_VERSION, place].concat()).ok()??.parse().ok()
}

/// 0: the server has none.
pub fn save_draft_version(place: &str, version: u32) {
    let Some(storage) = tab_storage() else { return };
    let key = [DRAFT_VERSION, place].concat();
    let _ =
        if version == 0 { storage.remove_item(&key) } else { storage.set_item(&key, &version.to_string()) };
}

/// The cases for which something unfinished is kept.
pub fn drafted() -> Vec<CaseId> {
    keys().iter().filter_map(|key| CaseId::parse(key.strip_prefix(DRAFT)?.split('/').next()?).ok()).collect()
}

pub fn forget_drafts() {
    let Some(storage) = tab_storage() else { return };
    for key in keys().iter().filter(|key| key.starts_with(DRAFT)) {
        let _ = storage.remove_item(key);
    }
}

/// Everything of ours in this tab.
pub fn forget_all() {
    let Some(storage) = tab_storage() else { return };
    for key in keys() {
        let _ = storage.remove_item(&key);
    }
}

fn keys() -> Vec<String> {
    let Some(storage) = tab_storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok()?);
    all.filter(|key| key.starts_with("madobe.staff.")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_are_idle() {
        let at = |seconds: i64| Timestamp(seconds * 1000);
        assert!(!is_idle(at(0), at(IDLE_SECONDS - 1)));
        assert!(is_idle(at(0), at(IDLE_SECONDS)));
        assert!(!is_idle(at(30), at(0)));
        assert!(is_idle(at(3600), at(0)));
    }
}

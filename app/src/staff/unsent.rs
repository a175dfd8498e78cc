//! Replies that were on their way: kept sealed on this device, so that a tab that ends takes none with it. Only who wrote one
//! can open it. It goes when the reply has arrived, or has become a draft again.
use madobe_domain::ids::{CaseId, StaffId};
use web_sys::Storage;

use crate::page;

const UNSENT: &str = "madobe.staff.unsent.";

fn storage() -> Option<Storage> {
    page::window().local_storage().ok()?
}

fn key(staff: StaffId, case: CaseId) -> String {
    [UNSENT, &staff.to_string(), ".", &case.to_string()].concat()
}

pub fn keep(staff: StaffId, case: CaseId, sealed: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(staff, case), sealed);
    }
}

pub fn kept(staff: StaffId, case: CaseId) -> Option<String> {
    storage()?.get_item(&key(staff, case)).ok()?
}

pub fn forget(staff: StaffId, case: CaseId) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(staff, case));
    }
}

/// Of this member of staff.
pub fn cases(staff: StaffId) -> Vec<CaseId> {
    let Some(storage) = storage() else { return Vec::new() };
    let own = [UNSENT, &staff.to_string(), "."].concat();
    let all = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok()?);
    all.filter_map(|key| CaseId::parse(key.strip_prefix(&own)?).ok()).collect()
}

//! Replies that were on their way: kept sealed on this device, so that a tab that ends takes none with it. Only who wrote one
//! can open it. It goes when the reply has arrived, or has become a draft again.
use std::cell::RefCell;

use madobe_domain::ids::{CaseId, StaffId};
use web_sys::Storage;

use crate::page;

const UNSENT: &str = "madobe.staff.unsent.";

thread_local! {
    /// What the device did not take, for as long as this tab is there.
    static HERE: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

fn storage() -> Option<Storage> {
    page::window().local_storage().ok()?
}

fn key(staff: StaffId, case: CaseId) -> String {
    [UNSENT, &staff.to_string(), ".", &case.to_string()].concat()
}

pub fn keep(staff: StaffId, case: CaseId, sealed: &str) {
    let key = key(staff, case);
    let took = storage().is_some_and(|storage| storage.set_item(&key, sealed).is_ok());
    HERE.with_borrow_mut(|here| {
        here.retain(|(known, _)| *known != key);
        if !took {
            here.push((key, sealed.to_owned()));
        }
    });
}

pub fn kept(staff: StaffId, case: CaseId) -> Option<String> {
    let key = key(staff, case);
    let here = HERE.with_borrow(|here| Some(here.iter().find(|(known, _)| *known == key)?.1.clone()));
    here.or_else(|| storage()?.get_item(&key).ok()?)
}

pub fn forget(staff: StaffId, case: CaseId) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(staff, case));
    }
    HERE.with_borrow_mut(|here| here.retain(|(known, _)| *known != key(staff, case)));
}

/// Of this member of staff.
pub fn cases(staff: StaffId) -> Vec<CaseId> {
    let mut keys: Vec<String> = HERE.with_borrow(|here| here.iter().map(|(key, _)| key.clone()).collect());
    if let Some(storage) = storage() {
        let count = storage.length().unwrap_or_default();
        keys.extend((0..count).filter_map(|place| storage.key(place).ok()?));
    }
    let own = [UNSENT, &staff.to_string(), "."].concat();
    keys.iter().filter_map(|key| CaseId::parse(key.strip_prefix(&own)?).ok()).collect()
}

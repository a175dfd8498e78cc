//! How far this device's clock is from the server's, as the last sync told.
use std::cell::Cell;

use web_sys::Response;

use crate::page;

thread_local! {
    static OFF: Cell<i64> = const { Cell::new(0) };
}

pub(super) fn hear(response: &Response) {
    let Ok(Some(date)) = response.headers().get("date") else { return };
    let there = js_sys::Date::parse(&date);
    if there.is_finite() {
        OFF.set((page::now_millis() - there) as i64);
    }
}

/// Milliseconds; more than nothing where this device is ahead.
pub fn off_millis() -> i64 {
    OFF.get()
}

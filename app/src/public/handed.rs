//! The code of an opened mailbox on its way to the bookings: nobody types it twice in one tab. It lies in the tab's storage from the
//! press of the link until /book begins, which takes it out as it reads it; every other page drops it as it begins (`first.js`).

use crate::page::{now_millis, tab_storage};

const KEY: &str = "madobe.hand";

/// On this device's clock.
fn seconds() -> u32 {
    (now_millis() / 1000.0) as u32
}

/// Storage that is refused hands over nothing: the page of bookings asks for the code.
#[cfg(feature = "mailbox")]
pub fn give(code: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(KEY, &[seconds().to_string().as_str(), " ", code].concat());
    }
}

/// As long as a tab keeps a code after a letter.
#[cfg(feature = "book")]
const AT_MOST: u32 = 30 * 60;

#[cfg(feature = "book")]
pub fn take() -> Option<String> {
    let storage = tab_storage()?;
    let given = storage.get_item(KEY).ok()??;
    let _ = storage.remove_item(KEY);
    let (at, code) = given.split_once(' ')?;
    let age = seconds().checked_sub(at.parse().ok()?)?;
    (age < AT_MOST).then(|| code.to_owned())
}

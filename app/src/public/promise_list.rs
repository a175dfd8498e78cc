//! 「しないこと」: the four of them, in one order everywhere. Boxes carry the names of the record's own fields.

use super::dom;
use crate::words::public::promises as words;
use madobe_domain::log::record::Promises;

pub const BOXES: &str = "promise-boxes";

/// Field and word of those that hold.
fn rows(promises: &Promises) -> [(&'static str, &'static str, bool); 4] {
    [
        ("no_phone", words::NO_PHONE, promises.no_phone),
        ("no_visit", words::NO_VISIT, promises.no_visit),
        ("no_telling_family", words::NO_TELLING_FAMILY, promises.no_telling_family),
        ("no_handover", words::NO_HANDOVER, promises.no_handover),
    ]
}

/// The words of those that hold.
pub fn names(promises: &Promises) -> Vec<&'static str> {
    rows(promises).into_iter().filter(|row| row.2).map(|row| row.1).collect()
}

/// As ticked.
pub fn read() -> Promises {
    let ticked =
        |name: &str| dom::inputs(BOXES, "input").iter().any(|tick| tick.value() == name && tick.checked());
    Promises {
        no_phone: ticked("no_phone"),
        no_visit: ticked("no_visit"),
        no_telling_family: ticked("no_telling_family"),
        no_handover: ticked("no_handover"),
    }
}

pub fn tick(promises: &Promises) {
    let rows = rows(promises);
    for tick in dom::inputs(BOXES, "input") {
        tick.set_checked(rows.iter().any(|row| row.2 && row.0 == tick.value()));
    }
}

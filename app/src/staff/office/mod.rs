//! What is looked at now and then: one's own sessions, the printed key, what was done, what will be erased, and giving a case away.
mod acts;
mod erasing;
mod giving;
mod mine;
mod printed;

pub use acts::Acts;
pub use erasing::Erasing;
pub use giving::Giving;
pub use mine::Mine;
pub use printed::Printed;

use crate::time;
use madobe_domain::clock::Timestamp;

/// A day and the time of it.
fn moment(at: Timestamp) -> String {
    [time::day(at.date_in_japan()), time::clock(at)].join(" ")
}

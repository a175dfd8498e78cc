//! The platform's clock: it stands still within a request but for input and output, which is as good.

use crate::ports::Clock;
use madobe_domain::clock::Timestamp;

pub struct PlatformClock;

impl Clock for PlatformClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(worker::js_sys::Date::now() as i64)
    }
}

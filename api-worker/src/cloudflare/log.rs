//! The operator's log: codes only.

use crate::ports::Log;

pub struct PlatformLog;

impl Log for PlatformLog {
    fn error(&self, code: &str) {
        worker::console_error!("fault {code}");
    }
}

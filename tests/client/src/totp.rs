//! The authenticator in somebody's pocket.

use std::time::{SystemTime, UNIX_EPOCH};
use totp_rs::{Builder, Totp};

const STEP: u64 = 30;

/// Hands out each code once, as the server takes each code once. Runs one step ahead where it must: servers take that
/// too, and so two codes can be had without waiting.
pub struct Authenticator {
    totp: Totp,
    last: u64,
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Authenticator {
    pub fn new(secret: &[u8; 20]) -> Self {
        Self { totp: Builder::new().with_secret(secret.to_vec()).build_noncompliant(), last: 0 }
    }

    /// The code of the present moment, whether used or not.
    pub fn present(&self) -> String {
        self.totp.generate(now()).to_string()
    }

    /// A code not handed out before. Waits for the clock where the next ones are all used up.
    pub fn unused(&mut self) -> String {
        loop {
            let present = now() / STEP;
            let step = (self.last + 1).max(present);
            if step <= present + 1 {
                self.last = step;
                return self.totp.generate(step * STEP).to_string();
            }
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
    }
}

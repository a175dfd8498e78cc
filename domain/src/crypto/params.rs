//! How hard codes and passwords are stretched. Stored beside each salt, so that it can rise.

use serde::{Deserialize, Serialize};

/// Argon2id, version 0x13, 32 bytes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StretchParams {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl StretchParams {
    /// 64 MiB, three passes, one lane: about 0.14 s on a desktop core, well under a second on a phone.
    pub const PRESENT: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// A server may ask for more, up to what an old phone can still do; never for less.
    pub const fn is_acceptable(&self) -> bool {
        self.memory_kib >= Self::PRESENT.memory_kib
            && self.memory_kib <= 256 * 1024
            && self.passes >= Self::PRESENT.passes
            && self.passes <= 10
            && self.lanes == 1
    }
}

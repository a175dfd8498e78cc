//! For programs that neither send nor show files: letters have none.

/// What is beside a letter, where nobody looks.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Files;

impl Files {
    pub const NONE: Self = Self;

    pub const fn is_empty(&self) -> bool {
        true
    }
}

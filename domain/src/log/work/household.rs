//! Cases of one household: who writes in one of them, seen from the other. Staff alone know of it; neither writer ever does.

use crate::ids::CaseId;
use serde::{Deserialize, Serialize};

/// What the writer of the other case is to the writer of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    Parent,
    Child,
    Sibling,
    Partner,
    Other,
}

impl Relation {
    pub const ALL: [Self; 5] = [Self::Parent, Self::Child, Self::Sibling, Self::Partner, Self::Other];

    /// A word that only a newer version knows is some other relation: the link is there all the same.
    pub fn parse(word: &str) -> Self {
        match word {
            "parent" => Self::Parent,
            "child" => Self::Child,
            "sibling" => Self::Sibling,
            "partner" => Self::Partner,
            _ => Self::Other,
        }
    }

    /// The same, seen from the other case.
    pub const fn inverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            same => same,
        }
    }
}

/// One half of a link: what stands of it in this case. The other half stands in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub case: CaseId,
    pub relation: Relation,
    /// The other case was erased.
    pub gone: bool,
}

/// The newest word about a case holds.
pub(super) fn put(links: &mut Vec<Link>, case: CaseId, relation: Relation) {
    links.retain(|known| known.case != case);
    links.push(Link { case, relation, gone: false });
}

pub(super) fn take_off(links: &mut Vec<Link>, case: CaseId) {
    links.retain(|known| known.case != case);
}

pub(super) fn lose(links: &mut [Link], case: CaseId) {
    links.iter_mut().filter(|known| known.case == case).for_each(|known| known.gone = true);
}

//! Whoever looks after a case: somebody, or a team and nobody of it in particular.

use crate::bytes::BytesError;
use crate::ids::{StaffId, TeamId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// As text a person is their id, and a team its id behind a word: what was kept when there were only persons reads as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Carer {
    Person(StaffId),
    Team(TeamId),
}

const TEAM: &str = "team:";

impl Carer {
    pub fn parse(text: &str) -> Result<Self, BytesError> {
        match text.strip_prefix(TEAM) {
            Some(team) => TeamId::parse(team).map(Self::Team),
            None => StaffId::parse(text).map(Self::Person),
        }
    }

    pub const fn person(self) -> Option<StaffId> {
        match self {
            Self::Person(staff) => Some(staff),
            Self::Team(_) => None,
        }
    }
}

impl fmt::Display for Carer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(staff) => staff.fmt(f),
            Self::Team(team) => {
                f.write_str(TEAM)?;
                team.fmt(f)
            }
        }
    }
}

impl TryFrom<String> for Carer {
    type Error = BytesError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Carer> for String {
    fn from(carer: Carer) -> Self {
        carer.to_string()
    }
}

impl From<StaffId> for Carer {
    fn from(staff: StaffId) -> Self {
        Self::Person(staff)
    }
}

impl From<TeamId> for Carer {
    fn from(team: TeamId) -> Self {
        Self::Team(team)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_text_it_comes_back_and_a_person_is_their_id() {
        let (staff, team) = (StaffId::from_bytes([7; 16]), TeamId::from_bytes([7; 16]));
        for carer in [Carer::from(staff), Carer::from(team)] {
            assert_eq!(Carer::parse(&carer.to_string()), Ok(carer));
            let json = serde_json::to_string(&carer).unwrap();
            assert_eq!(crate::json::read::<Carer>(&json).unwrap(), carer);
        }
        assert_eq!(Carer::Person(staff).to_string(), staff.to_string());
        for text in ["", "team:", "team", "team:team:", "nobody", "person:BwcHBwcHBwcHBwcHBwcHBw"] {
            assert!(Carer::parse(text).is_err(), "{text}");
        }
    }
}

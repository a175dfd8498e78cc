//! Somebody is away for some days, and a colleague, a team or nobody looks after what is theirs. It ends by its day, without a
//! record: then it is theirs again.

use super::Carer;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub to: Option<Carer>,
    #[serde(with = "crate::clock::day")]
    pub until: NaiveDate,
}

impl Cover {
    pub fn holds(self, today: NaiveDate) -> bool {
        today < self.until
    }
}

//! The counters above the list: each is a filter too.
use chrono::NaiveDate;

use super::row::{Row, Standing};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filter {
    Unread,
    #[default]
    Waiting,
    Today,
    Closed,
    All,
}

impl Filter {
    pub const ALL: [Self; 5] = [Self::Unread, Self::Waiting, Self::Today, Self::Closed, Self::All];

    pub fn takes(self, row: &Row, today: NaiveDate) -> bool {
        match self {
            Self::Unread => row.unread,
            Self::Waiting => row.waiting_since.is_some(),
            // What is overdue is still for today.
            Self::Today => row.promised.is_some_and(|day| day <= today),
            Self::Closed => row.standing == Standing::Closed,
            Self::All => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::Wish;
    use madobe_domain::clock::Timestamp;
    use madobe_domain::ids::CaseId;

    #[test]
    fn filters_take_what_their_word_says() {
        let mut row = Row {
            id: CaseId::from_bytes([1; 16]),
            standing: Standing::New,
            unread: true,
            name: None,
            about: None,
            weather: None,
            wish: Wish::None,
            line: None,
            waiting_since: Some(Timestamp(1)),
            promised: "2026-11-24".parse().ok(),
            last_at: None,
            last_letter_seq: 1,
            faults: 0,
            answers: vec![],
        };
        let day = |text: &str| text.parse().unwrap();
        let taken = |row: &Row, today| Filter::ALL.map(|filter| filter.takes(row, today));
        assert_eq!(taken(&row, day("2026-11-23")), [true, true, false, false, true]);
        assert_eq!(taken(&row, day("2026-11-24")), [true, true, true, false, true]);
        assert_eq!(taken(&row, day("2026-11-25")), [true, true, true, false, true]);
        (row.standing, row.unread, row.waiting_since, row.promised) = (Standing::Closed, false, None, None);
        assert_eq!(taken(&row, day("2026-11-25")), [false, false, false, true, true]);
    }
}

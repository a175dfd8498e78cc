//! What the age of a letter that waits allows.

const DAY_MILLIS: u64 = 24 * 3600 * 1000;
/// Sent by itself so long; afterwards somebody is asked.
const BY_ITSELF_DAYS: u64 = 7;
/// Kept so long.
const MOST_DAYS: u64 = 30;
/// Nobody leaves a letter for so long: the clock was wrong, now or then, as after an empty battery.
const CLOCK_DAYS: u64 = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    Fresh,
    /// It is asked about.
    Old,
    /// It is erased.
    Over,
}

impl Age {
    pub fn of(millis: u64) -> Self {
        let days = millis / DAY_MILLIS;
        if days < BY_ITSELF_DAYS {
            Self::Fresh
        } else if !(MOST_DAYS..CLOCK_DAYS).contains(&days) {
            Self::Old
        } else {
            Self::Over
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_by_itself_a_month_at_most() {
        for (days, age) in [
            (0, Age::Fresh),
            (6, Age::Fresh),
            (7, Age::Old),
            (29, Age::Old),
            (30, Age::Over),
            (399, Age::Over),
            (20_000, Age::Old),
        ] {
            assert_eq!(Age::of(days * DAY_MILLIS), age, "{days} days");
        }
        assert_eq!(Age::of(7 * DAY_MILLIS - 1), Age::Fresh);
    }
}

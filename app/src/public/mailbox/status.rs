//! The first line of an opened mailbox: what has come, and by when the next will.

use super::inside::Inside;
use crate::time;
use crate::words::public::mailbox as words;
use chrono::NaiveDate;

pub fn words(inside: &Inside, today: NaiveDate) -> String {
    let arrived = inside.replies > 0;
    let count = inside.replies.to_string();
    if !inside.waiting {
        return match (arrived, inside.no_answer) {
            (true, _) => words::arrived(&count),
            (false, true) => words::NO_ANSWER.to_owned(),
            (false, false) => words::WAITING_PLAIN.to_owned(),
        };
    }
    let late = inside.promised.is_some_and(|promised| promised < today);
    match inside.promised.map(time::day) {
        Some(day) if late => words::late(&day),
        Some(day) if arrived => words::arrived_waiting(&count, &day),
        Some(day) => words::waiting(&day),
        None if arrived => words::arrived(&count),
        None => words::WAITING_PLAIN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::log::record::Promises;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn inside(replies: usize, promised: Option<u32>) -> Inside {
        Inside {
            case: String::new(),
            items: Vec::new(),
            promises: Promises::default(),
            aside: Promises::default(),
            teams: Vec::new(),
            replies,
            waiting: promised.is_some(),
            promised: promised.map(day),
            no_answer: false,
            closed: false,
            joins: Vec::new(),
            elsewhere: false,
            last_seq: 0,
        }
    }

    #[test]
    fn a_waiting_letter_has_its_date() {
        assert_eq!(
            words(&inside(0, Some(24)), day(20)),
            "返事は、まだ届いていません。11月24日（火）までに届きます。"
        );
        assert_eq!(
            words(&inside(0, Some(24)), day(24)),
            "返事は、まだ届いていません。11月24日（火）までに届きます。"
        );
        assert!(words(&inside(2, Some(24)), day(20)).starts_with("返事が2通あります。"));
    }

    #[test]
    fn a_promise_that_was_not_kept_is_said() {
        assert_eq!(words(&inside(0, Some(24)), day(25)), words::late("11月24日（火）"));
        assert_eq!(words(&inside(1, Some(24)), day(25)), words::late("11月24日（火）"));
    }

    #[test]
    fn an_answer_is_counted_and_none_is_promised_unasked() {
        assert_eq!(words(&inside(1, None), day(20)), "返事が1通あります。");
        let quiet = Inside { no_answer: true, ..inside(0, None) };
        assert_eq!(words(&quiet, day(20)), words::NO_ANSWER);
    }
}

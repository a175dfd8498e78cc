//! Promised days, kept and broken.
use super::*;
use madobe_domain::log::word::{Kept, Word};
use proptest::prelude::*;

#[test]
fn a_reply_is_measured_by_the_letter_that_waited_longest() {
    let mut log = Log::default();
    log.letter();
    log.letter();
    log.reply();
    // Nobody waited for this one.
    log.reply();
    log.letter();
    log.reply();
    log.letter();
    for entry in &mut log.0 {
        entry.promised = (entry.author == Author::Writer).then(|| day(entry.seq as u64 + 1));
    }
    let kept = log.view().kept;
    assert_eq!(kept.iter().map(Kept::days).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(kept.iter().filter_map(Kept::in_time).collect::<Vec<_>>(), [false, true]);
    let word = Word::of(kept.into_iter());
    assert_eq!(word, Word { in_time: 1, late: 1, half: Some(1), most: Some(2) });
    assert_eq!(Word::of(std::iter::empty()), Word::default());
}

proptest! {
    #[test]
    fn half_and_nine_of_ten_are_days_that_somebody_waited(days in proptest::collection::vec(0..40u32, 1..60)) {
        let at = |days: u32| Timestamp::from_japan((day(0) + Days::new(days.into())).and_hms_opt(9, 0, 0).unwrap());
        let word = Word::of(days.iter().map(|days| Kept { asked_at: at(0), promised: None, replied_at: at(*days) }));
        let within = |limit: Option<u32>| days.iter().filter(|days| Some(**days) <= limit).count();
        prop_assert!(within(word.half) * 2 >= days.len() && within(word.most) * 10 >= days.len() * 9);
        prop_assert!(days.contains(&word.half.unwrap()) && days.contains(&word.most.unwrap()));
        prop_assert_eq!((word.in_time, word.late), (0, 0), "nothing was promised");
    }
}

//! Feedback: what may be said, and that only the team reads it.
mod common;

use common::World;
use madobe_domain::crypto::feedback::{open_feedback, seal_feedback};
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::feedback::{Feedback, Scale};
use madobe_domain::ids::{FeedbackId, TeamId};
use madobe_domain::limits::{FEEDBACK_CHARS, LETTER_CHARS};
use madobe_domain::text::TextFault;
use madobe_domain::wire::feedback::StoredFeedback;

#[test]
fn each_question_may_be_skipped_but_not_all() {
    assert_eq!(Feedback::of(None, None, " \n").err(), Some(TextFault::Empty));
    for (easy, useful, typed) in
        [(Some(Scale::No), None, ""), (None, Some(Scale::Between), ""), (None, None, "字を大きく")]
    {
        let given = Feedback::of(easy, useful, typed).unwrap();
        assert_eq!((given.easy, given.useful), (easy, useful));
        assert_eq!(given.wanted.is_some(), !typed.is_empty());
    }
    let long = "😢".repeat(FEEDBACK_CHARS + 2);
    assert_eq!(Feedback::of(None, None, &long).err(), Some(TextFault::TooLong { over: 2 }));
    // Beyond what a letter may have, the same limit counts.
    let longer = "😢".repeat(LETTER_CHARS + 1);
    let over = LETTER_CHARS + 1 - FEEDBACK_CHARS;
    assert_eq!(Feedback::of(None, None, &longer).err(), Some(TextFault::TooLong { over }));
}

/// What staff read in ten years is what is written here.
#[test]
fn feedback_keeps_its_spelling() {
    for spelling in [r#"{}"#, r#"{"easy":"yes","useful":"between","wanted":"あ"}"#, r#"{"easy":"no"}"#] {
        let given: Feedback = serde_json::from_str(spelling).unwrap();
        assert_eq!(serde_json::to_string(&given).unwrap(), spelling);
    }
    for scale in Scale::ALL {
        let name = serde_json::to_string(&scale).unwrap();
        assert_eq!(Scale::parse(name.trim_matches('"')), Some(scale));
    }
}

fn sealed(world: &mut World, given: &Feedback) -> StoredFeedback {
    let id = FeedbackId::make(&mut world.rng);
    let sealed = seal_feedback(&mut world.rng, &id, &world.team, given).unwrap();
    let day = "2026-11-25".parse().unwrap();
    StoredFeedback { id, team: world.team.id, version: world.team.version, day, sealed }
}

#[test]
fn only_the_team_opens_it_and_only_in_its_place() {
    let mut world = World::new(31);
    let given = Feedback::of(Some(Scale::Yes), None, "朝の返事が、うれしかったです。").unwrap();
    let stored = sealed(&mut world, &given);
    assert!(open_feedback(&stored, &world.team_pair).unwrap() == given);
    let stranger = KeyPair::make(&mut world.rng).unwrap();
    assert!(open_feedback(&stored, &stranger).is_err());
    let other = FeedbackId::make(&mut world.rng);
    assert!(open_feedback(&StoredFeedback { id: other, ..stored.clone() }, &world.team_pair).is_err());
    let team = TeamId::make(&mut world.rng);
    assert!(open_feedback(&StoredFeedback { team, ..stored.clone() }, &world.team_pair).is_err());
    assert!(open_feedback(&StoredFeedback { version: 2, ..stored }, &world.team_pair).is_err());
}

#[test]
fn what_was_skipped_does_not_show_in_its_size() {
    let mut world = World::new(32);
    let short = sealed(&mut world, &Feedback::of(Some(Scale::Yes), None, "").unwrap());
    let long = sealed(&mut world, &Feedback::of(None, Some(Scale::No), &"あ".repeat(100)).unwrap());
    assert_eq!(short.sealed.as_bytes().len(), long.sealed.as_bytes().len());
    let longest = sealed(&mut world, &Feedback::of(None, None, &"😢".repeat(FEEDBACK_CHARS)).unwrap());
    assert!(longest.sealed.as_bytes().len() > long.sealed.as_bytes().len());
}

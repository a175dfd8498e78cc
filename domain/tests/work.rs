//! Proof of work: what is solved is accepted, for this mailbox, for a while, and nothing else is.
mod common;

use common::Repeatable;
use madobe_domain::bytes::Opaque;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::work::{ROUNDS, USUAL_BITS, WorkError, check, make_challenge, solve};
use madobe_domain::ids::MailboxId;
use madobe_domain::limits::CHALLENGE_SECONDS;

const KEY: [u8; 32] = [4; 32];
const NOW: Timestamp = Timestamp(1_790_000_000_000);

#[test]
fn work_counts_once_for_one_mailbox() {
    let mut rng = Repeatable::new(1);
    let mailbox = MailboxId::make(&mut rng);
    let mut rounds = Vec::new();
    let work =
        solve(make_challenge(&KEY, &mut rng, NOW, USUAL_BITS), &mailbox, |done| rounds.push(done)).unwrap();
    assert_eq!(rounds, (1..=ROUNDS).collect::<Vec<_>>());
    assert_eq!(check(&KEY, &work, &mailbox, NOW), Ok(()));
    assert_eq!(check(&KEY, &work, &mailbox, NOW.plus_seconds(CHALLENGE_SECONDS)), Ok(()));
    let late = NOW.plus_seconds(CHALLENGE_SECONDS + 1);
    assert_eq!(check(&KEY, &work, &mailbox, late), Err(WorkError::Expired));
    assert_eq!(check(&KEY, &work, &MailboxId::make(&mut rng), NOW), Err(WorkError::Unsolved));
    assert_eq!(check(&[5; 32], &work, &mailbox, NOW), Err(WorkError::Foreign));
    let mut easier = work.clone();
    easier.challenge.bits = 0;
    assert_eq!(check(&KEY, &easier, &mailbox, NOW), Err(WorkError::Foreign));
    let mut short = work.clone();
    short.solution = Opaque::new(work.solution.as_bytes()[..ROUNDS * 4 - 1].to_vec()).unwrap();
    assert_eq!(check(&KEY, &short, &mailbox, NOW), Err(WorkError::Unsolved));
}

#[test]
fn a_browser_refuses_endless_work() {
    let mut rng = Repeatable::new(2);
    let endless = make_challenge(&KEY, &mut rng, NOW, 40);
    assert!(solve(endless, &MailboxId::make(&mut rng), |_| ()).is_none());
}

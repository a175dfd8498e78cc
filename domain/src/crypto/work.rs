//! Proof of work: what makes a flood of new mailboxes dear. Sixteen small puzzles rather than one large one,
//! so that the time hardly varies and progress can be shown.
//!
//! ```text
//! mac        = HMAC-SHA-256( key, "madobe/challenge/1" | nonce 16 | issued_at 8 | bits 1 )
//! prefix(i)  = SHA-256( "madobe/work/1" | mac 32 | mailbox id 16 | i 1 )
//! solved(i)  = SHA-256( prefix(i) | answer(i) 4 ) begins with `bits` zero bits
//! ```

use crate::bytes::{Fixed, Opaque};
use crate::clock::Timestamp;
use crate::ids::MailboxId;
use crate::limits::CHALLENGE_SECONDS;
use crate::wire::intake::{Challenge, Work};
use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};

/// Puzzles in one challenge.
pub const ROUNDS: usize = 16;
/// 16 × 2^14 hashes: about 0.15 s on a desktop core, a second on an old phone.
pub const USUAL_BITS: u8 = 14;
/// Eight times as much, for an address that asks often.
pub const HARDER_BITS: u8 = 17;
/// More is never asked for: a browser refuses rather than burn a battery for a hostile server.
pub const MOST_BITS: u8 = 20;

/// Why some work was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkError {
    #[error("not a challenge of this server")]
    Foreign,
    #[error("handed out too long ago")]
    Expired,
    #[error("not solved")]
    Unsolved,
}

fn mac(key: &[u8; 32], nonce: &Fixed<16>, issued_at: Timestamp, bits: u8) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).ok()?;
    mac.update(b"madobe/challenge/1");
    mac.update(nonce.as_bytes());
    mac.update(&issued_at.millis().to_be_bytes());
    mac.update(&[bits]);
    Some(mac)
}

/// A fresh challenge. `key` is the server's, for this purpose only.
pub fn make_challenge<R: CryptoRng>(key: &[u8; 32], rng: &mut R, now: Timestamp, bits: u8) -> Challenge {
    let mut nonce = [0; 16];
    rng.fill_bytes(&mut nonce);
    let nonce = Fixed(nonce);
    let code = mac(key, &nonce, now, bits).map(|mac| mac.finalize().into_bytes().into());
    Challenge { nonce, issued_at: now, bits, mac: Fixed(code.unwrap_or_default()) }
}

fn prefix(challenge: &Challenge, mailbox: &MailboxId, round: usize) -> Sha256 {
    let mut hash = Sha256::new();
    hash.update(b"madobe/work/1");
    hash.update(challenge.mac.as_bytes());
    hash.update(mailbox.as_bytes());
    hash.update([round as u8]);
    let mut midstate = Sha256::new();
    midstate.update(hash.finalize());
    midstate
}

fn is_solved(prefix: &Sha256, answer: u32, bits: u8) -> bool {
    let mut hash = prefix.clone();
    hash.update(answer.to_be_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let head = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    head.leading_zeros() >= u32::from(bits)
}

/// Solves one round. Expected tries: `2^bits`. A round without an answer among all 32-bit numbers gives 0,
/// which the server refuses: at 20 bits that happens once in e^4096 challenges.
pub fn solve_round(challenge: &Challenge, mailbox: &MailboxId, round: usize) -> u32 {
    let prefix = prefix(challenge, mailbox, round);
    (0..=u32::MAX).find(|answer| is_solved(&prefix, *answer, challenge.bits)).unwrap_or(0)
}

/// Solves everything, telling `progress` how many rounds are done.
pub fn solve(challenge: Challenge, mailbox: &MailboxId, mut progress: impl FnMut(usize)) -> Option<Work> {
    if challenge.bits > MOST_BITS {
        return None;
    }
    let mut solution = Vec::with_capacity(ROUNDS * 4);
    for round in 0..ROUNDS {
        solution.extend_from_slice(&solve_round(&challenge, mailbox, round).to_be_bytes());
        progress(round + 1);
    }
    Some(Work { challenge, solution: Opaque::new(solution).ok()? })
}

/// Accepts work for this mailbox, or says why not. Sixteen hashes.
pub fn check(key: &[u8; 32], work: &Work, mailbox: &MailboxId, now: Timestamp) -> Result<(), WorkError> {
    let Work { challenge, solution } = work;
    mac(key, &challenge.nonce, challenge.issued_at, challenge.bits)
        .and_then(|mac| mac.verify_slice(challenge.mac.as_bytes()).ok())
        .ok_or(WorkError::Foreign)?;
    let age = now.seconds_since(challenge.issued_at);
    if !(-300..=CHALLENGE_SECONDS).contains(&age) {
        return Err(WorkError::Expired);
    }
    let (answers, rest) = solution.as_bytes().as_chunks::<4>();
    if answers.len() != ROUNDS || !rest.is_empty() {
        return Err(WorkError::Unsolved);
    }
    let solved = answers.iter().enumerate().all(|(round, answer)| {
        is_solved(&prefix(challenge, mailbox, round), u32::from_be_bytes(*answer), challenge.bits)
    });
    if solved { Ok(()) } else { Err(WorkError::Unsolved) }
}

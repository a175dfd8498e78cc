//! First letters in numbers. Each is sealed and its proof of work solved as in a browser; only the stretching of the
//! code is done once for all of them, so that nobody waits for ten thousand codes that nobody will type.
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow, ensure};
use madobe_client::random::rng;
use madobe_client::{Prepared, Server, Visitor, Words};
use madobe_domain::bytes;
use madobe_domain::crypto::work::solve;
use madobe_domain::ids::MailboxId;
use madobe_domain::log::compose::FirstLetter;
use madobe_domain::wire::grant::Recipient;
use madobe_domain::wire::intake::NewMailbox;

use crate::load::Shot;

/// A letter ready to go, and what opens its mailbox afterwards.
pub struct Ready {
    pub request: NewMailbox,
    pub bearer: String,
}

/// Nobody shares an address with anybody else here.
pub fn address() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("10.{}.{}.{}", 2 + number / 62_500, number / 250 % 250, number % 250)
}

/// About as long as such letters are.
fn words(number: usize) -> Words {
    let sentence = "朝、起きられません。家族とも、うまく話せません。";
    let mut words = Words::new(format!("{number}番目の手紙です。{}", sentence.repeat(3 + number % 12)));
    words.call_me = number.is_multiple_of(3).then(|| format!("なまえ{number}"));
    words
}

pub fn letters(server: &Server, count: usize) -> Result<Vec<Ready>> {
    let visitor = Visitor::new(&server.seen_from(address()));
    let one = visitor.prepare(&words(0))?;
    let challenge = visitor.challenge()?;
    let solved = |number: usize| -> Result<Ready> {
        let id = MailboxId::make(&mut rng());
        let work = solve(challenge.clone(), &id, |_| ()).context("too much work")?;
        Ok(Ready { request: sealed(&one, number)?.with_work(work).moved_to(id), bearer: bearer(&one, id)? })
    };
    in_parallel(count, solved)
}

fn sealed(one: &Prepared, number: usize) -> Result<FirstLetter> {
    let words = words(number);
    let team = one.desk.team.as_ref().context("no team")?;
    let letter = words.letter().map_err(|_| anyhow!("not a letter"))?;
    Ok(FirstLetter::seal(&mut rng(), &one.keys, team, &letter, &words.facts())?)
}

trait Moved {
    fn moved_to(self, id: MailboxId) -> Self;
}

impl Moved for NewMailbox {
    /// The grant to the mailbox stays sealed to the one key pair that was stretched.
    fn moved_to(mut self, id: MailboxId) -> Self {
        self.mailbox = id;
        for grant in &mut self.grants {
            if let Recipient::Mailbox { id: old } = &mut grant.recipient {
                *old = id;
            }
        }
        self
    }
}

fn bearer(one: &Prepared, id: MailboxId) -> Result<String> {
    let known = one.keys.dangerous_bearer();
    let token = bytes::decode(known.trim_start_matches("Bearer ")).map_err(|_| anyhow!("no bearer"))?;
    let claim = [id.as_bytes().as_slice(), token.get(16..).context("no token")?].concat();
    Ok(format!("Bearer {}", bytes::encode(&claim)))
}

/// One for each number, on every processor there is.
pub fn in_parallel<T: Send>(count: usize, make: impl Fn(usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    let hands = std::thread::available_parallelism().map_or(2, usize::from);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<T>> {
        let mut made = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(made);
            }
            made.push(make(number)?);
        }
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(work)).collect();
        let made: Result<Vec<Vec<T>>> =
            hands.into_iter().map(|hand| hand.join().map_err(|_| anyhow!("a thread failed"))?).collect();
        Ok(made?.into_iter().flatten().collect())
    })
}

impl Ready {
    pub fn shot(&self) -> Result<Shot> {
        Ok(Shot::post("/api/mailboxes", serde_json::to_vec(&self.request)?)
            .with("content-type", "application/json")
            .with("cf-connecting-ip", address()))
    }
}

/// Fills a desk with so many letters that its staff can open.
pub fn fill(server: &Server, count: usize) -> Result<Vec<Ready>> {
    let ready = letters(server, count)?;
    let shots = ready.iter().map(Ready::shot).collect::<Result<Vec<_>>>()?;
    let sample = crate::load::fire(server.base(), 8, &shots)?;
    ensure!(sample.failures.is_empty(), "letters did not arrive: {}", sample.failures.join(", "));
    Ok(ready)
}

//! What the domain's tests share: a repeatable source of bytes, and a case as two browsers make it.
#![allow(dead_code)]

pub mod case;

use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::compose::FirstLetter;
use madobe_domain::log::file::Files;
use madobe_domain::log::record::{Facts, Introduction, Promises, Record};
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::intake::NewMailbox;
use rand_core::{Infallible, TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

/// SHA-256 in counter mode: the same bytes for the same seed, on every machine, for ever.
pub struct Repeatable {
    seed: u64,
    counter: u64,
}

impl Repeatable {
    pub fn new(seed: u64) -> Self {
        Self { seed, counter: 0 }
    }

    fn byte(&mut self) -> u8 {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(self.counter.to_be_bytes());
        self.counter += 1;
        hash.finalize()[0]
    }
}

impl TryRng for Repeatable {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(std::array::from_fn(|_| self.byte())))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(std::array::from_fn(|_| self.byte())))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill_with(|| self.byte());
        Ok(())
    }
}

impl TryCryptoRng for Repeatable {}

pub const SALT: Fixed<16> = Fixed([7; 16]);

pub struct World {
    pub rng: Repeatable,
    pub code: Code,
    pub mailbox: MailboxKeys,
    pub team: TeamKey,
    pub team_pair: KeyPair,
    pub staff: StaffId,
}

pub fn letter(text: &str) -> Record {
    Record::Letter {
        text: LetterText::parse(text).unwrap(),
        answer: None,
        introduction: Some(Introduction {
            call_me: Some("そら".into()),
            about: None,
            promises: Promises { no_phone: true, ..Promises::default() },
        }),
        weather: None,
        short: false,
        files: Files::NONE,
    }
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut rng = Repeatable::new(seed);
        let code = Code::make(&mut rng);
        let mailbox = MailboxKeys::derive(&code, &SALT, StretchParams::PRESENT).unwrap();
        let team_pair = KeyPair::make(&mut rng).unwrap();
        let team = TeamKey {
            id: TeamId::make(&mut rng),
            name: "窓口".into(),
            version: 1,
            public_key: *team_pair.public(),
        };
        let staff = StaffId::make(&mut rng);
        Self { rng, code, mailbox, team, team_pair, staff }
    }

    pub fn first_letter(&mut self, text: &str) -> NewMailbox {
        let facts = Record::FactsChanged { facts: Facts::default() };
        let first =
            FirstLetter::seal(&mut self.rng, &self.mailbox, &self.team, &letter(text), &facts).unwrap();
        let work = madobe_domain::crypto::work::make_challenge(
            &[9; 32],
            &mut self.rng,
            madobe_domain::clock::Timestamp(1),
            1,
        );
        first.with_work(madobe_domain::crypto::work::solve(work, &self.mailbox.id, |_| ()).unwrap())
    }

    pub fn team_keys(&self, new: &NewMailbox) -> CaseKeys {
        let mut keys = CaseKeys::default();
        keys.accept(&new.grants[1], &self.team_pair).unwrap();
        keys
    }
}

//! Someone who writes without a name.

use super::{Answer, World};
use madobe_api::deps::Draw;
use madobe_domain::bytes::{Fixed, Opaque, encode};
use madobe_domain::crypto::hash::mailbox_token_hash;
use madobe_domain::crypto::work::{make_challenge, solve};
use madobe_domain::ids::{CaseId, EntryId, MailboxId};
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, GENESIS};
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::intake::{MailboxMade, NewMailbox, Work};
use madobe_domain::wire::mailbox::{MailboxAppend, MailboxPage};

pub struct Writer {
    pub mailbox: MailboxId,
    pub token: [u8; 32],
    pub case: CaseId,
    pub letter: NewMailbox,
    pub conversation: EntryHash,
    pub facts: EntryHash,
}

/// Work over a challenge of this server, as hard as the test says.
pub fn work(world: &World, mailbox: &MailboxId, bits: u8) -> Work {
    let mut draw = Draw(world.app.random.as_ref());
    let challenge = make_challenge(world.app.keys.work.bytes(), &mut draw, world.clock.0.get(), bits);
    solve(challenge, mailbox, |_| ()).unwrap()
}

pub fn entry(
    world: &World,
    case: CaseId,
    compartment: Compartment,
    prev: EntryHash,
    author: Author,
) -> Entry {
    Entry {
        id: EntryId::from_bytes(world.bytes()),
        case,
        compartment,
        prev,
        author,
        sealed: Opaque::new(world.bytes::<300>().to_vec()).unwrap(),
    }
}

impl Writer {
    /// Has written, and not sent yet. The work is easy: what it costs is tested elsewhere.
    pub fn new(world: &World) -> Self {
        let mailbox = MailboxId::from_bytes(world.bytes());
        let token = world.bytes();
        let case = CaseId::from_bytes(world.bytes());
        let team = world.team();
        let both = vec![Compartment::Conversation, Compartment::Facts];
        let grant = |recipient| Grant {
            case,
            recipient,
            compartments: both.clone(),
            sealed: Opaque::new(world.bytes::<1200>().to_vec()).unwrap(),
        };
        let letter = NewMailbox {
            mailbox,
            token_hash: mailbox_token_hash(&token),
            public_key: Fixed(world.bytes()),
            case,
            grants: vec![
                grant(Recipient::Mailbox { id: mailbox }),
                grant(Recipient::Team { id: team.id, version: team.version }),
            ],
            entries: vec![
                entry(world, case, Compartment::Conversation, GENESIS, Author::Writer),
                entry(world, case, Compartment::Facts, GENESIS, Author::Writer),
            ],
            work: work(world, &mailbox, 1),
        };
        let (conversation, facts) = (letter.entries[0].hash(), letter.entries[1].hash());
        Self { mailbox, token, case, letter, conversation, facts }
    }

    pub fn post_letter(&self, world: &World) -> Answer {
        world.post("/api/mailboxes").from("192.0.2.1").json(&self.letter).send()
    }

    #[track_caller]
    pub fn send_first(&mut self, world: &World) -> MailboxMade {
        // Every letter of a test comes from an address of its own.
        let serial = u16::from_be_bytes([self.mailbox.as_bytes()[6], self.mailbox.as_bytes()[7]]);
        let [high, low] = serial.to_be_bytes();
        let call = world.post("/api/mailboxes").from(&format!("198.18.{high}.{low}"));
        call.json(&self.letter).send().ok()
    }

    pub fn bearer(&self) -> String {
        format!("Bearer {}", encode(&[self.mailbox.as_bytes().as_slice(), &self.token].concat()))
    }

    pub fn read(&self, world: &World, after: i64) -> Answer {
        world.get(&format!("/api/mailbox?after={after}")).header("authorization", &self.bearer()).send()
    }

    #[track_caller]
    pub fn page(&self, world: &World) -> MailboxPage {
        self.read(world, 0).ok()
    }

    pub fn next(&self, world: &World) -> Entry {
        entry(world, self.case, Compartment::Conversation, self.conversation, Author::Writer)
    }

    pub fn post(&self, world: &World, entry: &Entry) -> Answer {
        world
            .post("/api/mailbox/entries")
            .header("authorization", &self.bearer())
            .json(&MailboxAppend { entry: entry.clone(), files: Vec::new() })
            .send()
    }

    pub fn delete(&self, world: &World) -> Answer {
        world.call("DELETE", "/api/mailbox").header("authorization", &self.bearer()).send()
    }
}

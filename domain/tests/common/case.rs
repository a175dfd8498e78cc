//! A case as it grows on the server, told from both sides.
use super::World;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::compose::seal_entry;
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, GENESIS, StoredEntry};
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::{Record, Written};
use madobe_domain::text::LetterText;
use madobe_domain::wire::intake::NewMailbox;

pub struct Case {
    pub world: World,
    pub new: NewMailbox,
    pub keys: CaseKeys,
    pub stored: Vec<StoredEntry>,
}

pub fn text(words: &str) -> LetterText {
    LetterText::parse(words).unwrap()
}

impl Case {
    pub fn new(seed: u64) -> Self {
        let mut world = World::new(seed);
        let new = world.first_letter("はじめまして。");
        let mut keys = world.team_keys(&new);
        let (staff, grants) = madobe_domain::log::compose::make_staff_key(
            &mut world.rng,
            new.case,
            std::slice::from_ref(&world.team),
        )
        .unwrap();
        drop(staff);
        keys.accept(&grants[0], &world.team_pair).unwrap();
        let mut case = Self { world, new, keys, stored: Vec::new() };
        for entry in case.new.entries.clone() {
            case.store(entry);
        }
        case
    }

    pub fn store(&mut self, entry: Entry) {
        let seq = self.stored.len() as i64 + 1;
        self.stored.push(StoredEntry { seq, created_at: Timestamp(seq * 1000), promised: None, entry });
    }

    pub fn tail(&self, compartment: Compartment) -> EntryHash {
        let last = self.stored.iter().rev().find(|stored| stored.entry.compartment == compartment);
        last.map_or(GENESIS, |stored| stored.entry.hash())
    }

    pub fn add(&mut self, compartment: Compartment, author: Author, record: &impl Written) {
        let prev = self.tail(compartment);
        let entry =
            seal_entry(&mut self.world.rng, &self.keys, self.new.case, compartment, author, prev, record)
                .unwrap();
        self.store(entry);
    }

    pub fn writes(&mut self, words: &str) {
        let record = Record::letter(text(words));
        self.add(Compartment::Conversation, Author::Writer, &record);
    }

    pub fn replies(&mut self, words: &str) {
        let author = Author::Staff(self.world.staff);
        self.add(Compartment::Conversation, author, &Record::reply(text(words)));
    }

    pub fn staff(&mut self, record: Record) {
        let author = Author::Staff(self.world.staff);
        self.add(Compartment::Staff, author, &record);
    }

    pub fn view(&self) -> CaseView {
        self.view_of(&self.stored)
    }

    pub fn view_of(&self, stored: &[StoredEntry]) -> CaseView {
        CaseView::fold(open_entries(self.new.case, &self.keys, stored))
    }
}

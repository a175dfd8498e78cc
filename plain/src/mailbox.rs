//! The mailbox of whoever typed its code, for as long as one request takes.

use crate::derive::{PlainKey, mac, stream};
use crate::ticket::Ticket;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{CaseId, EntryId, MailboxId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Author, Compartment, Entry, Place, StoredEntry};
use madobe_domain::log::inside::Inside;
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::Record;
use madobe_domain::wire::mailbox::{HoldingTeam, MailboxPage};
use zeroize::Zeroizing;

/// Whoever holds a code.
pub struct Holder(MailboxKeys);

impl Holder {
    /// Stretches the code: 64 MiB, a good part of a second. Nothing: the parameters are out of bounds.
    pub fn derive(code: &Code, salt: &Fixed<16>, params: StretchParams) -> Option<Self> {
        MailboxKeys::derive(code, salt, params).ok().map(Self)
    }

    pub fn id(&self) -> MailboxId {
        self.0.id
    }

    pub fn token_hash(&self) -> Fixed<32> {
        self.0.token_hash()
    }

    /// Every page of the mailbox, in order. Nothing: no grant of it opens the conversation.
    pub fn open(&self, pages: Vec<MailboxPage>) -> Option<Opened> {
        let case = pages.first()?.case;
        let mut keys = CaseKeys::default();
        let (mut teams, mut closed) = (Vec::new(), false);
        let mut stored: Vec<StoredEntry> = Vec::new();
        for page in pages {
            for grant in page.grants.iter().filter(|grant| grant.case == case && page.case == case) {
                // One that does not open is not for us; what counts is that the conversation's key came.
                let _ = keys.accept(grant, self.0.pair());
            }
            closed = page.closed;
            teams = page.teams;
            stored.extend(page.entries);
        }
        keys.conversation.as_ref()?;
        let view = CaseView::fold(open_entries(case, &keys, &stored));
        Some(Opened { case, keys, view, teams, closed })
    }
}

/// A mailbox, opened.
pub struct Opened {
    case: CaseId,
    keys: CaseKeys,
    view: CaseView,
    teams: Vec<HoldingTeam>,
    /// As the server says: the record of it is not for the writer.
    closed: bool,
}

impl Opened {
    /// What its writer sees.
    pub fn inside(&self) -> Inside {
        Inside::of(self.case, &self.view, self.teams.clone(), self.closed)
    }

    /// What this record under this ticket is called, wherever it comes to stand.
    pub fn name(&self, key: &PlainKey, ticket: &Ticket, record: &Record) -> EntryId {
        let json = Zeroizing::new(record.to_json());
        let name = mac(key, "madobe/plain/entry-id/1", &[ticket.nonce(), self.case.as_bytes(), &json]);
        let mut id = [0; 16];
        id.iter_mut().zip(name.iter()).for_each(|(to, from)| *to = *from);
        EntryId::from_bytes(id)
    }

    pub fn holds(&self, id: &EntryId) -> bool {
        self.view.entries.iter().any(|entry| entry.id == *id)
    }

    /// The record as the next entry of the conversation. Nothing: it does not fit into an entry.
    pub fn seal(&self, key: &PlainKey, ticket: &Ticket, record: &Record) -> Option<Entry> {
        let compartment = Compartment::Conversation;
        let (case, prev) = (self.case, self.view.tail(compartment));
        let place =
            Place { id: self.name(key, ticket, record), case, compartment, prev, author: Author::Writer };
        let json = Zeroizing::new(record.to_json());
        // With the place: another tail is another sealing, and must not share its nonce.
        let parts = [ticket.nonce(), &place.associated_data(), &json];
        let mut rng = stream(key, "madobe/plain/entry/1", &parts);
        self.keys.get(compartment)?.seal(&mut rng, place, &json).ok()
    }
}

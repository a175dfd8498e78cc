//! Whoever holds a code.

use crate::error::ClientError;
use crate::http::Server;
use crate::random::rng;
use madobe_domain::booking::question::Answered;
use madobe_domain::booking::tick::Tick;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::ids::{FileId, ReservationId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::compose::seal_entry;
use madobe_domain::log::entry::{Author, Compartment, Entry};
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::{Join, Promises, Record};
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::text::LetterText;
use madobe_domain::wire::booking::{MyTalks, NewHold, OfferedKind, Reservation};
use madobe_domain::wire::desk::Desk;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::{HoldingTeam, MailboxAppend, MailboxPage};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Mailbox {
    server: Server,
    pub keys: MailboxKeys,
    /// As it was written down.
    pub code: String,
}

/// A mailbox, opened.
pub struct OpenMailbox {
    pub page: MailboxPage,
    pub keys: CaseKeys,
    pub view: CaseView,
    pub teams: Vec<HoldingTeam>,
}

impl Mailbox {
    /// Stretches a typed code. Nothing is asked of the server but the desk's salt.
    pub fn from_code(server: &Server, typed: &str) -> Result<Self, ClientError> {
        let code = Code::parse(typed).map_err(|_| ClientError::Words("not a code"))?;
        let desk: Desk = server.get("/api/desk")?;
        let keys = MailboxKeys::derive(&code, &desk.salt, desk.stretch)?;
        Ok(Self::with_keys(server, keys, code.dangerous_groups().join("-")))
    }

    pub fn with_keys(server: &Server, keys: MailboxKeys, code: String) -> Self {
        Self { server: server.clone(), keys, code }
    }

    /// The same mailbox over another connection or address.
    pub fn through(self, server: &Server) -> Self {
        Self { server: server.clone(), ..self }
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    /// One page, as it comes.
    pub fn page(&self, after: i64) -> Result<MailboxPage, ClientError> {
        let bearer = self.keys.dangerous_bearer();
        let path = format!("/api/mailbox?after={after}");
        self.server.call::<(), _>("GET", &path, &[("authorization", &bearer)], None)
    }

    /// Every page, opened and checked.
    pub fn open(&self) -> Result<OpenMailbox, ClientError> {
        let mut page = self.page(0)?;
        while page.more {
            let after = page.entries.last().map_or(0, |entry| entry.seq);
            let next = self.page(after)?;
            page.entries.extend(next.entries);
            page.more = next.more;
        }
        let mut keys = CaseKeys::default();
        for grant in &page.grants {
            keys.accept(grant, self.keys.pair())?;
        }
        let view = CaseView::fold(open_entries(page.case, &keys, &page.entries));
        let teams = page.teams.clone();
        Ok(OpenMailbox { page, keys, view, teams })
    }

    /// Seals a record as the next of its compartment.
    pub fn seal(
        &self,
        open: &OpenMailbox,
        compartment: Compartment,
        record: &Record,
    ) -> Result<Entry, ClientError> {
        let tail = open.view.tail(compartment);
        Ok(seal_entry(&mut rng(), &open.keys, open.page.case, compartment, Author::Writer, tail, record)?)
    }

    pub fn append(&self, entry: &Entry) -> Result<Appended, ClientError> {
        self.append_with(entry, Vec::new())
    }

    /// `files`: what it names.
    pub fn append_with(&self, entry: &Entry, files: Vec<FileId>) -> Result<Appended, ClientError> {
        let bearer = self.keys.dangerous_bearer();
        let body = MailboxAppend { entry: entry.clone(), files };
        self.server.call("POST", "/api/mailbox/entries", &[("authorization", &bearer)], Some(&body))
    }

    pub fn write(&self, words: &str) -> Result<Appended, ClientError> {
        let text = LetterText::parse(words).map_err(|_| ClientError::Words("not a letter"))?;
        let record = Record::letter(text);
        let open = self.open()?;
        self.append(&self.seal(&open, Compartment::Conversation, &record)?)
    }

    pub fn promise(&self, promises: Promises) -> Result<Appended, ClientError> {
        let open = self.open()?;
        let record = Record::PromisesChanged { promises };
        self.append(&self.seal(&open, Compartment::Conversation, &record)?)
    }

    /// Says its half of being one person's with another case.
    pub fn join(&self, join: Join) -> Result<Appended, ClientError> {
        let open = self.open()?;
        self.append(&self.seal(&open, Compartment::Conversation, &Record::Joined { join })?)
    }

    /// Says something of a talk, after whatever stands there.
    pub fn tell(&self, record: &TalkRecord) -> Result<Appended, ClientError> {
        let open = self.open()?;
        let place = Compartment::Conversation;
        let tail = open.view.tail(place);
        let case = open.page.case;
        self.append(&seal_entry(&mut rng(), &open.keys, case, place, Author::Writer, tail, record)?)
    }

    fn on_talks<B: Serialize, T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: Option<&B>,
    ) -> Result<T, ClientError> {
        let bearer = self.keys.dangerous_bearer();
        self.server.call(method, &format!("/api/booking/{path}"), &[("authorization", &bearer)], body)
    }

    pub fn talks(&self) -> Result<MyTalks, ClientError> {
        self.on_talks::<(), _>("GET", "reservations", None)
    }

    /// Holds the time, says what is told with it, and books: as `/book` does.
    pub fn book(
        &self,
        kind: &OfferedKind,
        start: Tick,
        text: Option<LetterText>,
        answers: Vec<Answered>,
    ) -> Result<Talk, ClientError> {
        let id = ReservationId::make(&mut rng());
        let new = NewHold { id, kind: kind.id, start, work: None };
        self.on_talks::<_, Reservation>("POST", "holds", Some(&new))?;
        let talk = Talk {
            reservation: id,
            name: kind.name.clone(),
            means: kind.means,
            start: start.time(),
            minutes: kind.minutes,
        };
        self.tell(&TalkRecord::TalkAsked { talk: talk.clone(), text, introduction: None, answers })?;
        self.on_talks::<(), Reservation>("POST", &format!("reservations/{id}/confirm"), None)?;
        Ok(talk)
    }

    /// Cancels a talk and says so.
    pub fn cancel(&self, talk: Talk) -> Result<(), ClientError> {
        self.on_talks::<(), ()>("DELETE", &format!("reservations/{}", talk.reservation), None)?;
        self.tell(&TalkRecord::TalkCancelled { talk })?;
        Ok(())
    }

    pub fn delete(&self) -> Result<(), ClientError> {
        let bearer = self.keys.dangerous_bearer();
        self.server.call::<(), _>("DELETE", "/api/mailbox", &[("authorization", &bearer)], None)
    }
}

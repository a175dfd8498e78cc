//! What the services need of the world. The Worker's adapters stand in `cloudflare/`, the tests' own in `tests/`.
//!
//! Futures are boxed and bound to one thread: a Worker has only one, and so a service names no type parameter.

use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{
    CaseId, ChangeId, EntryId, ExportId, FeedbackId, FileId, InviteId, KindId, MailboxId, PasskeyId,
    ReservationId, ResetId, SessionId, StaffId, TeamId,
};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Something that is the server's fault. Logged once, as a short code; whoever asked gets a blank `internal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub Cow<'static, str>);

impl Fault {
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Integer(i64),
    Text(String),
}

/// One SQL statement with its parameters, `?1` first.
#[derive(Debug, Clone)]
pub struct Statement {
    pub sql: &'static str,
    pub values: Vec<Value>,
}

impl Statement {
    pub const fn new(sql: &'static str) -> Self {
        Self { sql, values: Vec::new() }
    }

    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

/// What one statement came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The rows as a JSON array of objects: that is how D1 hands them over, and it is parsed only once.
    pub json: String,
}

impl Outcome {
    pub fn rows<T: DeserializeOwned>(&self) -> Result<Vec<T>, Fault> {
        serde_json::from_str(&self.json).map_err(|_| Fault::new("row"))
    }

    pub fn first<T: DeserializeOwned>(&self) -> Result<Option<T>, Fault> {
        Ok(self.rows()?.into_iter().next())
    }
}

/// The outcomes of a batch, taken one after the other.
#[derive(Debug, Default)]
pub struct Outcomes(std::vec::IntoIter<Outcome>);

impl Outcomes {
    pub fn new(outcomes: Vec<Outcome>) -> Self {
        Self(outcomes.into_iter())
    }

    pub fn take(&mut self) -> Result<Outcome, Fault> {
        self.0.next().ok_or(Fault::new("outcome"))
    }

    pub fn skip(&mut self, count: usize) -> &mut Self {
        for _ in 0..count {
            self.0.next();
        }
        self
    }

    pub fn last(self) -> Result<Outcome, Fault> {
        self.0.last().ok_or(Fault::new("outcome"))
    }
}

pub trait Database {
    /// Carries out all statements in order and in one transaction, or none of them.
    fn batch(&self, statements: Vec<Statement>) -> Pending<'_, Result<Outcomes, Fault>>;
}

/// The platform's counters. Approximate, and kept in memory only: a brake, not a guarantee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Brake {
    /// Beyond it, more work is asked for: 10 a minute.
    Soft,
    /// Beyond it, whoever asks has to wait: 120 a minute.
    Hard,
    /// Letters of one mailbox: 20 a minute.
    Mailbox,
    /// Attempts on one login name from one address: 10 a minute.
    SignIn,
}

pub trait Limiter {
    /// Counts one more for `key`. `false`: that was too many. A limiter that cannot be reached lets all through.
    fn allow(&self, brake: Brake, key: String) -> Pending<'_, bool>;
}

pub trait Clock {
    fn now(&self) -> Timestamp;
}

pub trait Randomness {
    fn fill(&self, bytes: &mut [u8]);
}

/// The static files beside the Worker.
pub trait Assets {
    /// The text of a page, or nothing where there is no such file.
    fn page<'a>(&'a self, path: &'a str) -> Pending<'a, Result<Option<String>, Fault>>;
}

/// A copy of what the pages show, near whoever reads them. It may be old, and it may be gone.
pub trait Edge {
    fn get(&self) -> Pending<'_, Result<Option<String>, Fault>>;
    fn put(&self, text: String) -> Pending<'_, Result<(), Fault>>;
}

/// Where the sealed bytes of files lie, under a name. Which of them belong to whom, the database knows.
pub trait Files {
    /// Once this is done, they are there.
    fn put<'a>(&'a self, name: &'a str, sealed: Vec<u8>) -> Pending<'a, Result<(), Fault>>;
    fn get<'a>(&'a self, name: &'a str) -> Pending<'a, Result<Option<Vec<u8>>, Fault>>;
    /// What is not there is gone already. A thousand names at most.
    fn delete(&self, names: Vec<String>) -> Pending<'_, Result<(), Fault>>;
}

pub trait Log {
    /// One line for the operator. Codes only: never content, never who.
    fn error(&self, code: &str);
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<u8> for Value {
    fn from(number: u8) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        Self::Integer(time.millis())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<const N: usize> From<&Fixed<N>> for Value {
    fn from(bytes: &Fixed<N>) -> Self {
        Self::Text(bytes.to_string())
    }
}

impl<const MAX: usize> From<&Opaque<MAX>> for Value {
    fn from(bytes: &Opaque<MAX>) -> Self {
        Self::Text(bytes.to_string())
    }
}

macro_rules! ids {
    ($($id:ty),+) => {
        $(impl From<&$id> for Value {
            fn from(id: &$id) -> Self {
                Self::Text(id.to_string())
            }
        })+
    };
}
ids!(
    CaseId,
    ChangeId,
    EntryId,
    ExportId,
    FeedbackId,
    FileId,
    InviteId,
    KindId,
    MailboxId,
    PasskeyId,
    ReservationId,
    ResetId,
    SessionId,
    StaffId,
    TeamId
);

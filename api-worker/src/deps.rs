//! Everything a service may use, put together once: by `lib.rs` from the Worker's environment, by a test from its own.

use crate::keys::ServerKeys;
use crate::ports::{
    Assets, Clock, Database, Edge, Fault, Files, Limiter, Log, Outcomes, Randomness, Statement,
};
use crate::service::desk::DeskFacts;
use crate::service::facts::Seen;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use rand_core::{TryCryptoRng, TryRng};
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

pub struct Deps {
    pub database: Box<dyn Database>,
    pub limiter: Box<dyn Limiter>,
    pub clock: Box<dyn Clock>,
    pub random: Box<dyn Randomness>,
    pub assets: Box<dyn Assets>,
    pub edge: Box<dyn Edge>,
    pub files: Box<dyn Files>,
    pub log: Box<dyn Log>,
    pub keys: ServerKeys,
    /// Opens the set-up, once.
    pub setup_token: Option<Fixed<32>>,
    /// Plain forms are offered: the Worker seals and opens for browsers that run no program.
    pub plain: bool,
    /// How long staff can recall a reply.
    pub recall_seconds: u32,
    /// The desk as last read. Every write that relies on it names its version, so an old memory does no harm.
    pub memory: RefCell<Option<Rc<DeskFacts>>>,
    /// The settings as the pages last saw them.
    pub seen: RefCell<Option<Seen>>,
}

impl Deps {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Outcomes, Fault> {
        self.database.batch(statements).await
    }

    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}

/// Lets the domain draw from the port.
pub struct Draw<'a>(pub &'a dyn Randomness);

impl TryRng for Draw<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Draw<'_> {}

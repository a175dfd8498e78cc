//! A desk that nobody has set up yet, and one that somebody has.

use super::ports::{Copies, Counters, Counting, Drawer, Lines, MORNING, Pages, SetClock};
use super::sqlite::Sqlite;
use super::{Call, Colleague, Writer};
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use madobe_api::deps::Deps;
use madobe_api::http::app::App;
use madobe_api::http::router::{router, serve};
use madobe_api::keys::ServerKeys;
use madobe_domain::bytes::{Fixed, encode};
use madobe_domain::wire::desk::{Desk, TeamKey};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub struct World {
    pub database: Sqlite,
    pub clock: SetClock,
    pub counters: Counters,
    pub pages: Pages,
    pub edge: Copies,
    pub drawer: Drawer,
    pub log: Lines,
    pub app: App,
    router: axum::Router,
    serial: Cell<u64>,
}

pub const SETUP_TOKEN: Fixed<32> = Fixed([7; 32]);
/// What this operator chose.
pub const RECALL: u32 = 90;

impl World {
    /// Before the set-up.
    pub fn bare() -> Self {
        Self::bare_with(true)
    }

    /// With the operator's switch for plain forms.
    pub fn bare_with(plain: bool) -> Self {
        let database = Sqlite::new();
        let clock = SetClock(Rc::new(Cell::new(MORNING)));
        let (counters, pages, log) = (Counters::default(), Pages::default(), Lines::default());
        let (edge, drawer) = (Copies::default(), Drawer::default());
        let app = App::new(Deps {
            database: Box::new(database.clone()),
            limiter: Box::new(counters.clone()),
            clock: Box::new(clock.clone()),
            random: Box::new(Counting(Cell::new(1))),
            assets: Box::new(pages.clone()),
            edge: Box::new(edge.clone()),
            files: Box::new(drawer.clone()),
            log: Box::new(log.clone()),
            keys: ServerKeys::derive(&encode(&[9; 32])).unwrap(),
            setup_token: Some(SETUP_TOKEN),
            plain,
            recall_seconds: RECALL,
            memory: RefCell::new(None),
            seen: RefCell::new(None),
        });
        let router = router(app.clone());
        Self { database, clock, counters, pages, edge, drawer, log, app, router, serial: Cell::new(0) }
    }

    /// After it, with the administrator who did it.
    pub fn open() -> (Self, Colleague) {
        let world = Self::bare();
        let administrator = Colleague::set_up(&world);
        (world, administrator)
    }

    pub async fn serve(&self, request: Request) -> Response<Body> {
        serve(&mut self.router.clone(), &self.app, request).await
    }

    pub fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call::new(self, method, path)
    }

    pub fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    pub fn post(&self, path: &str) -> Call<'_> {
        self.call("POST", path)
    }

    /// Bytes that no other call gives: stands for everything that a browser seals or draws.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let serial = self.serial.get() + 1;
        self.serial.set(serial);
        let mut bytes = [0xA5; N];
        bytes[..8].copy_from_slice(&serial.to_be_bytes());
        bytes
    }

    pub fn desk(&self) -> Desk {
        self.get("/api/desk").send().ok()
    }

    pub fn team(&self) -> TeamKey {
        self.desk().team.unwrap()
    }

    /// Someone who wrote their first letter.
    pub fn writer(&self) -> Writer {
        let mut writer = Writer::new(self);
        writer.send_first(self);
        writer
    }
}

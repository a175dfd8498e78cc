//! The other ports, each with a hand on it.

use madobe_api::ports::{Assets, Brake, Clock, Edge, Fault, Files, Limiter, Log, Pending, Randomness};
use madobe_domain::clock::Timestamp;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Tuesday 24 November 2026, 10:00 in Japan.
pub const MORNING: Timestamp = Timestamp::from_millis(1_795_482_000_000);

#[derive(Clone)]
pub struct SetClock(pub Rc<Cell<Timestamp>>);

impl SetClock {
    pub fn forward(&self, seconds: i64) {
        self.0.set(self.0.get().plus_seconds(seconds));
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        self.0.get()
    }
}

/// Different bytes each time, the same in each run.
pub struct Counting(pub Cell<u64>);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
            self.0.set(next);
            let mixed = (next ^ (next >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9).to_le_bytes();
            chunk.copy_from_slice(&mixed[..chunk.len()]);
        }
    }
}

/// The platform's limits, without the platform's vagueness: the minute is over when the test says so.
#[derive(Clone, Default)]
pub struct Counters(Rc<RefCell<HashMap<(Brake, String), u32>>>);

impl Counters {
    pub fn minute_over(&self) {
        self.0.borrow_mut().clear();
    }

    pub fn keys(&self) -> Vec<String> {
        self.0.borrow().keys().map(|(_, key)| key.clone()).collect()
    }
}

impl Limiter for Counters {
    fn allow(&self, brake: Brake, key: String) -> Pending<'_, bool> {
        let most = match brake {
            Brake::Soft | Brake::SignIn => 10,
            Brake::Mailbox => 20,
            Brake::Hard => 120,
        };
        let mut counters = self.0.borrow_mut();
        let count = counters.entry((brake, key)).or_default();
        *count += 1;
        let allowed = *count <= most;
        Box::pin(async move { allowed })
    }
}

#[derive(Clone, Default)]
pub struct Pages(pub Rc<RefCell<HashMap<&'static str, String>>>);

impl Assets for Pages {
    fn page<'a>(&'a self, path: &'a str) -> Pending<'a, Result<Option<String>, Fault>> {
        let page = self.0.borrow().get(path).cloned();
        Box::pin(async move { Ok(page) })
    }
}

#[derive(Clone, Default)]
pub struct Lines(pub Rc<RefCell<Vec<String>>>);

impl Log for Lines {
    fn error(&self, code: &str) {
        self.0.borrow_mut().push(code.to_owned());
    }
}

/// What lies in the store for files. Broken: it neither gives nor takes.
#[derive(Clone, Default)]
pub struct Drawer {
    pub files: Rc<RefCell<HashMap<String, Vec<u8>>>>,
    pub broken: Rc<Cell<bool>>,
}

impl Drawer {
    fn reach<T>(&self, act: impl FnOnce(&mut HashMap<String, Vec<u8>>) -> T) -> Result<T, Fault> {
        if self.broken.get() { Err(Fault::new("files")) } else { Ok(act(&mut self.files.borrow_mut())) }
    }
}

impl Files for Drawer {
    fn put<'a>(&'a self, name: &'a str, sealed: Vec<u8>) -> Pending<'a, Result<(), Fault>> {
        let done = self.reach(|files| drop(files.insert(name.to_owned(), sealed)));
        Box::pin(async move { done })
    }

    fn get<'a>(&'a self, name: &'a str) -> Pending<'a, Result<Option<Vec<u8>>, Fault>> {
        let found = self.reach(|files| files.get(name).cloned());
        Box::pin(async move { found })
    }

    fn delete(&self, names: Vec<String>) -> Pending<'_, Result<(), Fault>> {
        let done = self.reach(|files| files.retain(|name, _| !names.contains(name)));
        Box::pin(async move { done })
    }
}

/// The copy at the edge. Broken: it neither gives nor takes.
#[derive(Clone, Default)]
pub struct Copies {
    pub copy: Rc<RefCell<Option<String>>>,
    pub broken: Rc<Cell<bool>>,
}

impl Copies {
    fn reach<T>(&self, done: T) -> Result<T, Fault> {
        if self.broken.get() { Err(Fault::new("kv")) } else { Ok(done) }
    }
}

impl Edge for Copies {
    fn get(&self) -> Pending<'_, Result<Option<String>, Fault>> {
        let found = self.reach(self.copy.borrow().clone());
        Box::pin(async move { found })
    }

    fn put(&self, text: String) -> Pending<'_, Result<(), Fault>> {
        let done = self.reach(()).map(|()| drop(self.copy.replace(Some(text))));
        Box::pin(async move { done })
    }
}

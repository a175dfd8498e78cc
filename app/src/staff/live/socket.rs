//! The socket to the bell: it says `news`, and answers `?` by `!`.
use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent};

use super::{ALIVE_MILLIS, ANSWER_MILLIS};
use crate::page;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = WebSocket)]
    type Raw;
    #[wasm_bindgen(constructor, js_class = "WebSocket", catch)]
    fn new(address: &str) -> Result<Raw, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn send(this: &Raw, word: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn close(this: &Raw) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onopen(this: &Raw, act: Option<&js_sys::Function>);
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &Raw, act: Option<&js_sys::Function>);
    #[wasm_bindgen(method, setter)]
    fn set_onclose(this: &Raw, act: Option<&js_sys::Function>);
}

pub struct Socket {
    raw: Raw,
    state: Rc<State>,
    _opened: Closure<dyn FnMut(Event)>,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(Event)>,
}

struct State {
    opened: Cell<bool>,
    closed: Cell<bool>,
    /// The last word from there.
    heard_at: Cell<f64>,
    /// A sign of life was asked for and has not come.
    asked_at: Cell<Option<f64>>,
}

/// The same place that the page came from.
fn address() -> Option<String> {
    let location = page::window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    Some([scheme, &location.host().ok()?, "/api/staff/live"].concat())
}

impl Socket {
    /// `ring`: it opened, or it rang.
    pub fn open(now: f64, ring: impl Fn() + 'static) -> Option<Self> {
        let raw = Raw::new(&address()?).ok()?;
        let state = Rc::new(State {
            opened: Cell::new(false),
            closed: Cell::new(false),
            heard_at: Cell::new(now),
            asked_at: Cell::new(None),
        });
        let ring = Rc::new(ring);
        let (opens, rings) = (Rc::clone(&state), Rc::clone(&ring));
        let opened = Closure::<dyn FnMut(Event)>::new(move |_| {
            opens.opened.set(true);
            opens.heard();
            // What came before it opened was told to nobody.
            rings();
        });
        let hears = Rc::clone(&state);
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hears.heard();
            if event.data().as_string().as_deref() == Some("news") {
                ring();
            }
        });
        let closes = Rc::clone(&state);
        let closed = Closure::<dyn FnMut(Event)>::new(move |_| closes.closed.set(true));
        raw.set_onopen(Some(opened.as_ref().unchecked_ref()));
        raw.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        raw.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self { raw, state, _opened: opened, _hear: hear, _closed: closed })
    }

    pub fn is_open(&self) -> bool {
        self.state.opened.get() && !self.state.closed.get()
    }

    /// It was open once, whatever became of it.
    pub fn has_opened(&self) -> bool {
        self.state.opened.get()
    }

    /// Asks for a sign of life where there was none for a while. False where none came, and where it closed.
    pub fn is_alive(&self, now: f64) -> bool {
        if self.state.closed.get() {
            return false;
        }
        if let Some(asked) = self.state.asked_at.get() {
            return (0.0..ANSWER_MILLIS).contains(&(now - asked));
        }
        if (0.0..ALIVE_MILLIS).contains(&(now - self.state.heard_at.get())) {
            return true;
        }
        self.state.asked_at.set(Some(now));
        // Before it is open there is nobody to ask: then it has as long to open.
        !self.is_open() || self.raw.send("?").is_ok()
    }
}

impl State {
    fn heard(&self) {
        self.heard_at.set(page::now_millis());
        self.asked_at.set(None);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.raw.set_onopen(None);
        self.raw.set_onmessage(None);
        self.raw.set_onclose(None);
        let _ = self.raw.close();
    }
}

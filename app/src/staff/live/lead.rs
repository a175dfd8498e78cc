//! Which tab of a person asks for all of them: the one that holds the browser's lock. It is let go of when nobody looks
//! at the tab, and by the browser itself when the tab ends.
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use madobe_domain::ids::StaffId;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // web-sys has these behind a flag for what is not settled yet; browsers have had them since 2022.
    type Locks;
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    static LOCKS: Option<Locks>;
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, held: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Default)]
pub struct Lead {
    wanted: Cell<bool>,
    /// Stands in the browser's queue.
    queued: Cell<bool>,
    /// Called, it lets the lock go.
    release: RefCell<Option<Function>>,
    /// There are no locks here: everybody leads.
    alone: Cell<bool>,
}

impl Lead {
    pub fn leads(&self) -> bool {
        self.wanted.get() && (self.alone.get() || self.release.borrow().is_some())
    }

    pub fn want(self: &Rc<Self>, me: StaffId) {
        self.wanted.set(true);
        if self.alone.get() || self.queued.get() || self.release.borrow().is_some() {
            return;
        }
        let this = Rc::clone(self);
        let held = Closure::once_into_js(move |_: JsValue| this.given());
        let name = ["madobe.live.", &me.to_string()].concat();
        let asked = LOCKS.with(|locks| locks.as_ref().map(|locks| locks.request(&name, &held)));
        match asked {
            Some(Ok(_)) => self.queued.set(true),
            _ => self.alone.set(true),
        }
    }

    /// The lock is held until what is given back is settled.
    fn given(&self) -> Promise {
        self.queued.set(false);
        Promise::new(&mut |settle, _| {
            if self.wanted.get() {
                *self.release.borrow_mut() = Some(settle);
            } else {
                let _ = settle.call0(&JsValue::NULL);
            }
        })
    }

    pub fn let_go(&self) {
        self.wanted.set(false);
        if let Some(settle) = self.release.borrow_mut().take() {
            let _ = settle.call0(&JsValue::NULL);
        }
    }
}

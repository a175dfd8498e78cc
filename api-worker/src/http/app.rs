//! What every handler has at hand.

use crate::deps::Deps;
use std::ops::Deref;
use std::rc::Rc;
use worker::send::SendWrapper;

/// The dependencies, shared by all requests of one instance. A Worker has one thread, and so has each test.
#[derive(Clone)]
pub struct App(SendWrapper<Rc<Deps>>);

impl App {
    pub fn new(deps: Deps) -> Self {
        Self(SendWrapper::new(Rc::new(deps)))
    }
}

impl Deref for App {
    type Target = Deps;

    fn deref(&self) -> &Deps {
        &self.0
    }
}

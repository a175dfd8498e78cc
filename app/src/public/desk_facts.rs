//! The desk, asked once and again where it may have changed.

use crate::api::{Anonymous, ApiError};
use madobe_domain::wire::desk::Desk;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Clone, Default)]
pub struct DeskFacts(Rc<RefCell<Option<Rc<Desk>>>>);

impl DeskFacts {
    pub fn known(&self) -> Option<Rc<Desk>> {
        self.0.borrow().clone()
    }

    pub async fn get(&self) -> Result<Rc<Desk>, ApiError> {
        match self.known() {
            Some(desk) => Ok(desk),
            None => self.fresh().await,
        }
    }

    pub async fn fresh(&self) -> Result<Rc<Desk>, ApiError> {
        let desk = Rc::new(Anonymous.desk().await?);
        *self.0.borrow_mut() = Some(desk.clone());
        Ok(desk)
    }
}

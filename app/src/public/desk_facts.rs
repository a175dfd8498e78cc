//! The desk, asked once and again where it may have changed.

use crate::api::{Anonymous, ApiError};
#[cfg(feature = "write")]
use chrono::NaiveDate;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::json;
use madobe_domain::wire::desk::TeamKey;
use serde::Deserialize;
use std::cell::RefCell;
use std::rc::Rc;

/// The part of `wire::desk::Desk` that the pages and their thread need: what is not read need not be waited for.
#[derive(Deserialize)]
pub struct Desk {
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    #[serde(default)]
    pub team: Option<TeamKey>,
    #[cfg(any(feature = "book", feature = "waiting", feature = "write"))]
    pub settings: Settings,
    /// None where this was kept for want of a network: `sw.js` takes a day away that may be too early by now.
    #[cfg(feature = "write")]
    #[serde(default, with = "madobe_domain::clock::day::option")]
    pub promise: Option<NaiveDate>,
}

#[cfg(any(feature = "book", feature = "waiting", feature = "write"))]
#[derive(Deserialize)]
pub struct Settings {
    #[cfg(any(feature = "book", feature = "write"))]
    pub name: String,
    #[cfg(feature = "write")]
    #[serde(default)]
    pub wards: Vec<String>,
    #[serde(default)]
    pub paused: Option<String>,
}

impl Desk {
    /// In the thread, which is given the text.
    pub fn read(text: &str) -> Option<Self> {
        json::read(text).ok()
    }
}

/// As read, and as it came.
pub struct Asked {
    #[cfg(any(feature = "book", feature = "waiting", feature = "write"))]
    pub desk: Desk,
    pub text: String,
}

#[derive(Clone, Default)]
pub struct DeskFacts(Rc<RefCell<Option<Rc<Asked>>>>);

impl DeskFacts {
    #[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
    pub async fn get(&self) -> Result<Rc<Asked>, ApiError> {
        let known = self.0.borrow().clone();
        match known {
            Some(asked) => Ok(asked),
            None => self.fresh().await,
        }
    }

    pub async fn fresh(&self) -> Result<Rc<Asked>, ApiError> {
        let text = Anonymous.desk().await?;
        #[cfg(any(feature = "book", feature = "waiting", feature = "write"))]
        let asked = Asked { desk: Desk::read(&text).ok_or(ApiError::Server)?, text };
        #[cfg(not(any(feature = "book", feature = "waiting", feature = "write")))]
        let asked = Asked { text };
        let asked = Rc::new(asked);
        *self.0.borrow_mut() = Some(asked.clone());
        Ok(asked)
    }
}

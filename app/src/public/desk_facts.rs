//! The desk, asked once and again where it may have changed.

use crate::api::{Anonymous, ApiError};
#[cfg(feature = "write")]
use chrono::NaiveDate;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::params::StretchParams;
#[cfg(feature = "write")]
use madobe_domain::wire::desk::TeamKey;
use serde::Deserialize;
use std::cell::RefCell;
use std::rc::Rc;

/// The part of `wire::desk::Desk` that the pages and their thread need: what is not read need not be waited for.
#[derive(Deserialize)]
pub struct Desk {
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    #[cfg(feature = "write")]
    #[serde(default)]
    pub team: Option<TeamKey>,
    #[cfg(feature = "write")]
    pub settings: Settings,
    #[cfg(feature = "write")]
    #[serde(with = "madobe_domain::clock::day")]
    pub promise: NaiveDate,
}

#[cfg(feature = "write")]
#[derive(Deserialize)]
pub struct Settings {
    pub name: String,
    #[serde(default)]
    pub wards: Vec<String>,
    #[serde(default)]
    pub paused: Option<String>,
}

impl Desk {
    /// In the thread, which is given the text.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// As read, and as it came.
pub struct Asked {
    #[cfg(feature = "write")]
    pub desk: Desk,
    pub text: String,
}

#[derive(Clone, Default)]
pub struct DeskFacts(Rc<RefCell<Option<Rc<Asked>>>>);

impl DeskFacts {
    pub async fn get(&self) -> Result<Rc<Asked>, ApiError> {
        let known = self.0.borrow().clone();
        match known {
            Some(asked) => Ok(asked),
            None => self.fresh().await,
        }
    }

    pub async fn fresh(&self) -> Result<Rc<Asked>, ApiError> {
        let text = Anonymous.desk().await?;
        #[cfg(feature = "write")]
        let asked = Asked { desk: Desk::read(&text).ok_or(ApiError::Server)?, text };
        #[cfg(not(feature = "write"))]
        let asked = Asked { text };
        let asked = Rc::new(asked);
        *self.0.borrow_mut() = Some(asked.clone());
        Ok(asked)
    }
}

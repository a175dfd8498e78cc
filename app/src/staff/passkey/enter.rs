//! Coming in by a passkey: the authenticator signs what the server asked, and computes what opens the keys.
use std::pin::Pin;

use leptos::prelude::*;
use madobe_domain::wire::passkey::{PasskeyChallenge, PasskeySession};

use super::browser::{self, BrowserFault};
use crate::api::staff::{to_json, to_press};
use crate::staff::app::App;
use crate::staff::sign_in::failure;
use crate::staff::trouble::Trouble;
use crate::words::staff::passkey as words;

/// In, or the words why not.
pub type Entering = fn(App) -> Pin<Box<dyn Future<Output = Result<(), String>>>>;

pub fn enter(app: App) -> Pin<Box<dyn Future<Output = Result<(), String>>>> {
    Box::pin(entered(app))
}

pub fn said(fault: BrowserFault) -> &'static str {
    match fault {
        BrowserFault::Stopped => words::STOPPED,
        BrowserFault::Known => words::KNOWN,
        BrowserFault::NoKey => words::NO_KEY,
        BrowserFault::Failed => words::FAILED,
    }
}

async fn entered(app: App) -> Result<(), String> {
    let why = |trouble: Trouble| failure(&trouble);
    let asked = to_press::<PasskeyChallenge>("/api/staff/sign-in/passkey/start").await;
    let challenge = asked.map_err(|error| why(error.into()))?;
    let (request, computed) = browser::sign(&challenge).await.map_err(|fault| match fault {
        BrowserFault::NoKey => words::NO_KEY_HERE.to_owned(),
        fault => said(fault).to_owned(),
    })?;
    // Beneath a locked desk lies somebody's work: only they go on with it.
    let other = app.session.with_untracked(|before| {
        let before = before.as_ref().filter(|before| before.id != request.staff)?;
        Some(words::another(&before.name))
    });
    if let Some(other) = other {
        return Err(other);
    }
    let answer: Result<PasskeySession, _> = to_json("/api/staff/sign-in/passkey", &request).await;
    let entered = answer.map_err(|error| why(error.into()))?;
    app.left.set(None);
    let session = entered.session.clone();
    let unlocked = app.vault().unlock_by_passkey(entered, request.credential, computed).await;
    let seal = unlocked.map_err(|error| why(error.into()))?.map_err(|_| words::SHUT.to_owned())?;
    app.enter(session, &seal);
    Ok(())
}

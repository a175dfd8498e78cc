//! Which states have an accepted picture, and from where it is taken: few, so that each is looked at when it changes.
use anyhow::Result;

use super::still;
use crate::browser::{Browser, Look};

#[derive(Clone, Copy, Debug)]
pub struct Shot {
    pub look: Look,
    /// From top to bottom, and not what the window shows alone.
    pub whole: bool,
}

const fn shot(look: Look) -> Shot {
    Shot { look, whole: false }
}

const ALL: [Shot; 4] =
    [shot(Look::PHONE), shot(Look::PHONE.dark()), shot(Look::DESK), shot(Look::DESK.dark())];
const PHONES: &[Shot] = ALL.split_at(2).0;
const LIGHT: &[Shot] = ALL.split_at(1).0;
const DESKS: &[Shot] = ALL.split_at(2).1;
const WHOLE: &[Shot] =
    &[Shot { look: Look::PHONE, whole: true }, Shot { look: Look::PHONE.dark(), whole: true }];

/// The accepted pictures of this state.
pub fn shots(state: &str) -> &'static [Shot] {
    match state {
        "landing" | "write" | "receipt" | "mailbox-answered" => &ALL,
        "crisis" | "about" | "write-empty" | "choose" | "check" | "entry-wrong" => PHONES,
        "landing-night" | "landing-paused" | "cover" | "send-failed" | "deleted" => LIGHT,
        "inbox" | "case" | "reply" => &ALL,
        "sign-in" | "note" => DESKS,
        "parts-public" | "parts-staff" => WHOLE,
        _ => &[],
    }
}

impl Shot {
    pub fn take(&self, browser: &Browser, state: &str) -> Result<Vec<u8>> {
        browser.look(self.look)?;
        still(browser, state.ends_with("-night"), || {
            browser.js("scrollTo(0, 0)")?;
            browser.picture(self.whole)
        })
    }

    /// Of the file, without its ending.
    pub fn name(&self, state: &str) -> String {
        let place = if self.look.width < 600 { "phone" } else { "desk" };
        let colours = if self.look.dark { "dark" } else { "light" };
        format!("{state}-{place}-{colours}")
    }
}

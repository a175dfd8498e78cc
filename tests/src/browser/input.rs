//! Keys, input methods, and what stands around the page: its size, its colours, the time.
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::Key;

use super::{Browser, Engine, Look, bidi};

impl Browser {
    /// A key to whatever has the focus.
    pub fn key(&self, key: Key) -> Result<()> {
        self.keys(&key.value().to_string())
    }

    /// Keys to whatever has the focus.
    pub fn keys(&self, keys: &str) -> Result<()> {
        if self.has_keys_for(keys) {
            self.wait(self.window.action_chain().send_keys(keys).perform())
        } else {
            self.insert(keys)
        }
    }

    /// A key while another is held.
    pub fn chord(&self, held: Key, key: Key) -> Result<()> {
        self.wait(
            self.window.action_chain().key_down(held.clone()).send_keys(key.value()).key_up(held).perform(),
        )
    }

    /// The same with a key that is a character.
    pub fn chord_with(&self, held: Key, key: char) -> Result<()> {
        self.wait(self.window.action_chain().key_down(held.clone()).send_keys(key).key_up(held).perform())
    }

    /// Takes something with the mouse and carries it to the middle of something else, in more than one movement, as hands
    /// do. It is still held.
    pub fn carry(&self, css: &str, to: &str) -> Result<()> {
        let (taken, place) = (self.see(css)?, self.see(to)?);
        let chain = self.window.action_chain().click_and_hold_element(&taken);
        self.wait(chain.move_by_offset(8, 8).move_to_element_center(&place).move_by_offset(1, 1).perform())
    }

    /// Whatever the mouse holds.
    pub fn let_go(&self) -> Result<()> {
        self.wait(self.window.action_chain().release().perform())
    }

    /// Types with real keys. Characters that no key stands for go in as an input method puts them in.
    pub fn write(&self, css: &str, words: &str) -> Result<()> {
        let element = self.see(css)?;
        if self.has_keys_for(words) {
            self.wait(element.send_keys(words))
        } else {
            self.wait(element.focus())?;
            self.insert(words)
        }
    }

    fn has_keys_for(&self, words: &str) -> bool {
        let last = match self.engine {
            Engine::Chromium | Engine::Firefox => 0xffff,
            // Keys that are not characters are written beyond U+E000.
            Engine::WebKit => 0x7e,
        };
        words.chars().all(|c| u32::from(c) <= last || ('\u{e000}'..='\u{f8ff}').contains(&c))
    }

    /// What an input method or the clipboard does: the words at once.
    pub fn insert(&self, words: &str) -> Result<()> {
        if self.engine == Engine::Chromium {
            return self.cdp("Input.insertText", json!({ "text": words })).map(drop);
        }
        let done = self.js_with("return document.execCommand('insertText', false, arguments[0])", words)?;
        // An empty text changes nothing, and that is no fault.
        if done != true && !words.is_empty() {
            bail!("nothing to insert into");
        }
        Ok(())
    }

    /// Goes from field to field by Tab until this one has the focus.
    pub fn tab_to(&self, css: &str) -> Result<()> {
        for _ in 0..120 {
            let there = self.js_with("return !!document.activeElement?.matches(arguments[0])", css)?;
            if there == true {
                return Ok(());
            }
            self.key(thirtyfour::Key::Tab)?;
        }
        bail!("no way to {css} by the Tab key")
    }

    /// A command of Chromium's own protocol.
    pub fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        self.engine.only_chromium(method)?;
        self.wait(self.window.cdp().send_raw(method, parameters)).with_context(|| method.to_owned())
    }

    /// Before any script of the next pages: a clock that can be put forward.
    pub fn clock_to_turn(&self) -> Result<()> {
        self.preload(
            "{ const now = Date.now.bind(Date); window.ahead = 0; Date.now = () => now() + window.ahead; }",
        )
    }

    pub fn put_forward(&self, minutes: u32) -> Result<()> {
        self.js_with("window.ahead += arguments[0] * 60000", minutes).map(drop)
    }

    /// From the next page on it is later by so much.
    pub fn later(&self, minutes: u32) -> Result<()> {
        self.preload(&format!(
            "{{ const now = Date.now.bind(Date); Date.now = () => now() + {minutes} * 60000; }}"
        ))
    }

    /// Before any script of the next pages.
    pub fn preload(&self, source: &str) -> Result<()> {
        match &self.line {
            Some(line) => line.state().preload.push(source.to_owned()),
            None => {
                self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }))?;
            }
        }
        Ok(())
    }

    /// The next pages have no scripts of their own.
    pub fn scripts_off(&self) -> Result<()> {
        match &self.line {
            Some(line) => line.state().scripts_off = true,
            None => {
                self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true }))?;
            }
        }
        Ok(())
    }

    pub fn look(&self, look: Look) -> Result<()> {
        self.dress(look)
    }

    pub(super) fn dress(&self, look: Look) -> Result<()> {
        let Look { width, height, dark, forced, calm, .. } = look;
        let Some(line) = &self.line else {
            self.cdp(
                "Emulation.setDeviceMetricsOverride",
                json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
            )?;
            let chosen = |chosen, yes, no| if chosen { yes } else { no };
            let features = json!([
                { "name": "prefers-color-scheme", "value": chosen(dark, "dark", "light") },
                { "name": "forced-colors", "value": chosen(forced, "active", "none") },
                { "name": "prefers-reduced-motion", "value": chosen(calm, "reduce", "no-preference") },
            ]);
            return self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).map(drop);
        };
        line.state().dark = dark;
        self.js_with(
            "arguments[0] ? document.documentElement.dataset.theme = 'dark' : delete document.documentElement.dataset.theme",
            dark,
        )?;
        match self.engine {
            Engine::Firefox => {
                let context = self.wait(self.window.window())?;
                let size = json!({ "context": context.to_string(), "viewport": { "width": width, "height": height } });
                bidi::command(self.window.capabilities(), "browsingContext.setViewport", &size)
            }
            _ => {
                let least = self.engine.least_width();
                if width < least {
                    let why = format!("its window is never narrower than {least}");
                    self.engine.cannot(&format!("a page {width} pixels wide"), &why);
                }
                self.wait(self.window.set_window_rect(0, 0, width.max(least), height))
            }
        }
    }
}

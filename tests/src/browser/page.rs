//! What is on the page, and what one does with it. Whatever is asked for is waited for.
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::{By, WebElement};

use super::Browser;
use crate::wait::until;

impl Browser {
    /// Runs a function body in the page. `arguments[0]` is `argument`.
    pub fn js_with(&self, body: &str, argument: impl Into<Value>) -> Result<Value> {
        let result = self.wait(self.window.execute(body, vec![argument.into()]))?;
        Ok(result.json().clone())
    }

    pub fn js(&self, body: &str) -> Result<Value> {
        self.js_with(body, Value::Null)
    }

    /// Until this expression is true in the page. A page that is just loading is no fault.
    pub fn until(&self, what: &str, expression: &str) -> Result<()> {
        until(what, || {
            let answer = self.js(&format!("return !!({expression})")).unwrap_or_default();
            Ok((answer == true).then_some(()))
        })
        .with_context(|| {
            let text =
                self.js("return location.pathname + '\\n' + document.body.innerText").unwrap_or_default();
            format!("the page shows {}", text.as_str().unwrap_or_default())
        })
    }

    /// Until the application has taken over.
    pub fn ready(&self) -> Result<()> {
        self.until("the application", "'ready' in document.body.dataset")
    }

    /// Until something like this can be seen.
    pub fn see(&self, css: &str) -> Result<WebElement> {
        let quoted = json!(css);
        let visible = format!("[...document.querySelectorAll({quoted})].some((e) => e.checkVisibility())");
        self.until(&format!("{css} to be seen"), &visible)?;
        self.wait(async {
            for element in self.window.find_all(By::Css(css)).await? {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })?
        .with_context(|| format!("{css} went away"))
    }

    /// Until nothing like this can be seen.
    pub fn gone(&self, css: &str) -> Result<()> {
        let quoted = json!(css);
        self.until(
            &format!("{css} to be gone"),
            &format!("![...document.querySelectorAll({quoted})].some((e) => e.checkVisibility())"),
        )
    }

    /// Until these words can be read somewhere on the page.
    pub fn read(&self, words: &str) -> Result<()> {
        self.until(
            &format!("the words {words:?}"),
            &format!("document.body.innerText.includes({})", json!(words)),
        )
    }

    /// Whether these words stand anywhere in the page, seen or not, in any field.
    pub fn holds(&self, words: &str) -> Result<bool> {
        let found = self.js_with(
            "const words = arguments[0];
             const fields = [...document.querySelectorAll('input,textarea')].some((f) => f.value.includes(words));
             return fields || document.documentElement.outerHTML.includes(words) || document.title.includes(words);",
            words,
        )?;
        Ok(found == true)
    }

    pub fn text(&self, css: &str) -> Result<String> {
        let element = self.see(css)?;
        self.wait(element.text())
    }

    /// What stands in a field.
    pub fn value(&self, css: &str) -> Result<String> {
        let value = self.js_with("return document.querySelector(arguments[0])?.value", css)?;
        value.as_str().map(str::to_owned).with_context(|| format!("{css} is no field"))
    }

    pub fn press(&self, css: &str) -> Result<()> {
        let element = self.see(css)?;
        self.wait(element.click()).with_context(|| format!("pressing {css}"))
    }

    /// Presses the button or link with these words on it.
    pub fn press_words(&self, words: &str) -> Result<()> {
        let found = "[...document.querySelectorAll('button,a,summary')]
            .filter((e) => e.checkVisibility() && e.textContent.trim() === WORDS)";
        let found = found.replace("WORDS", &json!(words).to_string());
        self.until(&format!("a button {words:?}"), &format!("{found}.length"))?;
        let element = self.wait(self.window.execute(format!("return {found}[0]"), Vec::new()))?;
        let element = element.element()?;
        self.wait(element.click()).with_context(|| format!("pressing {words:?}"))
    }

    /// Types with real keys. Characters beyond the basic plane go in as an input method puts them in.
    pub fn write(&self, css: &str, words: &str) -> Result<()> {
        let element = self.see(css)?;
        if words.chars().all(|c| u32::from(c) < 0x1_0000) {
            self.wait(element.send_keys(words))
        } else {
            self.wait(element.focus())?;
            self.insert(words)
        }
    }

    /// What an input method or the clipboard does: the words at once.
    pub fn insert(&self, words: &str) -> Result<()> {
        self.cdp("Input.insertText", json!({ "text": words })).map(drop)
    }

    pub fn clear(&self, css: &str) -> Result<()> {
        let element = self.see(css)?;
        self.wait(element.clear())
    }

    pub fn focused(&self) -> Result<String> {
        let id = self.js("return document.activeElement?.id ?? ''")?;
        Ok(id.as_str().unwrap_or_default().to_owned())
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

    /// A command of the engine's own protocol.
    pub fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        self.wait(self.window.cdp().send_raw(method, parameters)).with_context(|| method.to_owned())
    }

    /// Before any script of the next pages: a clock that can be put forward.
    pub fn clock_to_turn(&self) -> Result<()> {
        let source =
            "{ const now = Date.now.bind(Date); window.ahead = 0; Date.now = () => now() + window.ahead; }";
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).map(drop)
    }

    pub fn put_forward(&self, minutes: u32) -> Result<()> {
        self.js_with("window.ahead += arguments[0] * 60000", minutes).map(drop)
    }

    /// From the next page on it is later by so much.
    pub fn later(&self, minutes: u32) -> Result<()> {
        let source =
            format!("{{ const now = Date.now.bind(Date); Date.now = () => now() + {minutes} * 60000; }}");
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).map(drop)
    }

    /// The value of a cookie that no script can read.
    pub fn cookie(&self, name: &str, path: &str) -> Result<String> {
        let urls = json!({ "urls": [format!("{}{path}", self.base())] });
        let cookies = self.cdp("Network.getCookies", urls)?;
        let mut cookies = cookies["cookies"].as_array().into_iter().flatten();
        let cookie = cookies.find(|cookie| cookie["name"] == name).context("no such cookie")?;
        Ok(cookie["value"].as_str().unwrap_or_default().to_owned())
    }

    pub(super) fn dress(&self, look: super::Look) -> Result<()> {
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false }),
        )?;
        let scheme = if look.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).map(drop)
    }

    pub fn look(&self, look: super::Look) -> Result<()> {
        self.dress(look)
    }
}

//! What is on the page, and what one does with it. Whatever is asked for is waited for.
use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::{By, WebElement};

use super::{Browser, Engine};
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
            match self.js("return location.pathname + '\\n' + document.body?.innerText") {
                Ok(text) => format!("the page shows {}", text.as_str().unwrap_or_default()),
                Err(error) => format!("the page does not answer: {error:#}"),
            }
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
        // It may be drawn anew between the two questions.
        until(&format!("{css} to stay"), || {
            self.wait(async {
                for element in self.window.find_all(By::Css(css)).await? {
                    if element.is_displayed().await.unwrap_or_default() {
                        return Ok(Some(element));
                    }
                }
                Ok(None)
            })
        })
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

    /// What stands in a field, once it is there.
    pub fn value(&self, css: &str) -> Result<String> {
        until(&format!("the field {css}"), || {
            // In between two pages there is nothing to ask.
            let value =
                self.js_with("return document.querySelector(arguments[0])?.value", css).unwrap_or_default();
            Ok(value.as_str().map(str::to_owned))
        })
    }

    pub fn press(&self, css: &str) -> Result<()> {
        self.press_found(|| self.see(css)).with_context(|| format!("pressing {css}"))
    }

    /// Presses the button or link with these words on it.
    pub fn press_words(&self, words: &str) -> Result<()> {
        let found = "[...document.querySelectorAll('button,a,summary')]
            .filter((e) => e.checkVisibility() && e.textContent.trim() === WORDS)";
        let found = found.replace("WORDS", &json!(words).to_string());
        self.until(&format!("a button {words:?}"), &format!("{found}.length"))?;
        let find =
            || Ok(self.wait(self.window.execute(format!("return {found}[0]"), Vec::new()))?.element()?);
        self.press_found(find).with_context(|| format!("pressing {words:?}"))
    }

    fn press_found(&self, find: impl Fn() -> Result<WebElement>) -> Result<()> {
        let pressed = || self.click(&find()?);
        // Drawn anew between being seen and being pressed: once more, as a hand would.
        pressed().or_else(|why| if is_stale(&why) { pressed() } else { Err(why) })
    }

    fn click(&self, element: &WebElement) -> Result<()> {
        if self.engine != Engine::Chromium {
            // WebKit's driver presses where the element was before the page was scrolled to it, Firefox's scrolls it below the header.
            until("the element on top", || {
                let script = "const e = arguments[0];
                    const box = e.getBoundingClientRect();
                    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                    if (top && (e.contains(top) || top.contains(e))) return true;
                    e.scrollIntoView({ block: 'center', behavior: 'instant' });
                    return false";
                let there = self.wait(self.window.execute(script, vec![element.to_json()?]))?;
                Ok((*there.json() == true).then_some(()))
            })?;
        }
        self.wait(element.click())
    }

    pub fn clear(&self, css: &str) -> Result<()> {
        let element = self.see(css)?;
        self.wait(element.clear())
    }

    /// Until the focus is here: it moves a moment after what it follows.
    pub fn focuses(&self, id: &str) -> Result<()> {
        self.until(&format!("the focus at {id}"), &format!("document.activeElement?.id === {}", json!(id)))
    }

    /// What this is called for whoever cannot see it. In Chromium.
    pub fn accessible_name(&self, css: &str) -> Result<String> {
        self.see(css)?;
        let expression = format!("document.querySelector({})", json!(css));
        let object = self.cdp("Runtime.evaluate", json!({ "expression": expression }))?;
        let asked = json!({ "objectId": object["result"]["objectId"], "fetchRelatives": false });
        let tree = self.cdp("Accessibility.getPartialAXTree", asked)?;
        let name = tree["nodes"][0]["name"]["value"].as_str();
        name.map(str::to_owned).with_context(|| format!("{css} has no name"))
    }
}

fn is_stale(why: &anyhow::Error) -> bool {
    why.downcast_ref::<WebDriverError>()
        .is_some_and(|error| matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_)))
}

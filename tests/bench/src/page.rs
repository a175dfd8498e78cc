//! One tab with a store of its own: nobody has been here before.
use anyhow::{Context, Result, bail};
use madobe_tests::wait;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::chromium::{Chromium, Event};

const PROBE: &str = include_str!("probe.js");

pub struct Page<'a> {
    chromium: &'a mut Chromium,
    session: String,
    context: String,
    target: String,
    base: String,
}

impl<'a> Page<'a> {
    pub fn open(chromium: &'a mut Chromium, base: &str) -> Result<Self> {
        let made = chromium.call(None, "Target.createBrowserContext", json!({ "disposeOnDetach": true }))?;
        let context = text(&made, "browserContextId")?;
        let blank = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&chromium.call(None, "Target.createTarget", blank)?, "targetId")?;
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&chromium.call(None, "Target.attachToTarget", attach)?, "sessionId")?;
        let mut page = Self { chromium, session, context, target, base: base.to_owned() };
        for domain in ["Page", "Runtime", "Network"] {
            page.call(&format!("{domain}.enable"), json!({}))?;
        }
        page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": PROBE }))?;
        Ok(page)
    }

    pub fn call(&mut self, method: &str, params: Value) -> Result<Value> {
        self.chromium.call(Some(&self.session), method, params)
    }

    /// Of the browser itself.
    pub fn browser(&mut self, method: &str) -> Result<Value> {
        self.chromium.call(None, method, json!({}))
    }

    /// Everything this page said since the last time.
    pub fn events(&mut self) -> Vec<Event> {
        self.chromium.events(&self.session)
    }

    /// Begins to load; returns when the first bytes are there.
    pub fn go(&mut self, path: &str) -> Result<()> {
        let url = if path.starts_with('/') { format!("{}{path}", self.base) } else { path.to_owned() };
        let went = self.call("Page.navigate", json!({ "url": url }))?;
        if let Some(error) = went["errorText"].as_str() {
            bail!("{path}: {error}");
        }
        Ok(())
    }

    /// The value of an expression, waited for if it is a promise.
    pub fn value<T: DeserializeOwned>(&mut self, expression: &str) -> Result<T> {
        let params = json!({
            "expression": expression,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        let mut answer = self.call("Runtime.evaluate", params)?;
        if let Some(error) = answer.get("exceptionDetails") {
            bail!("in the page: {error}");
        }
        serde_json::from_value(answer["result"]["value"].take()).with_context(|| format!("from {expression}"))
    }

    pub fn run(&mut self, expression: &str) -> Result<()> {
        self.value::<Value>(&format!("(() => {{ {expression} }})()")).map(drop)
    }

    /// Waits until the expression is true.
    pub fn until(&mut self, expression: &str) -> Result<()> {
        wait::until(expression, || {
            // While one page gives way to the next there is nothing to ask.
            let met = self.value::<bool>(&format!("!!({expression})"));
            Ok(met.unwrap_or(false).then_some(()))
        })
    }

    /// Puts text in, as a keyboard or an input method does.
    pub fn type_into(&mut self, selector: &str, text: &str) -> Result<()> {
        self.run(&format!("document.querySelector({}).focus()", json!(selector)))?;
        self.call("Input.insertText", json!({ "text": text })).map(drop)
    }

    pub fn click(&mut self, selector: &str) -> Result<()> {
        self.run(&format!("document.querySelector({}).click()", json!(selector)))
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn target(&self) -> &str {
        &self.target
    }

    pub fn endpoint(&self) -> &str {
        &self.chromium.endpoint
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        let context = json!({ "browserContextId": self.context });
        let _ = self.chromium.call(None, "Target.disposeBrowserContext", context);
        self.chromium.events(&self.session);
    }
}

fn text(value: &Value, field: &str) -> Result<String> {
    Ok(value[field].as_str().with_context(|| format!("Chromium gave no {field}"))?.to_owned())
}

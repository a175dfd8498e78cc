//! What the page asked for, what it was told, and what it complained about.
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Browser;

/// One request as the browser logged it.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: String,
    pub url: String,
    /// What was sent along, where it was text.
    pub body: Option<String>,
}

impl Browser {
    /// Every request since the last time this was asked.
    pub fn requests(&self) -> Result<Vec<Request>> {
        if let Some(line) = &self.line {
            return Ok(std::mem::take(&mut line.state().requests));
        }
        let entries = self.wait(self.window.get_log("performance"))?;
        let request = |text: &str| -> Option<Request> {
            let message: Value = serde_json::from_str(text).ok()?;
            let message = &message["message"];
            (message["method"] == "Network.requestWillBeSent").then(|| Request {
                id: message["params"]["requestId"].as_str().unwrap_or_default().to_owned(),
                url: message["params"]["request"]["url"].as_str().unwrap_or_default().to_owned(),
                body: message["params"]["request"]["postData"].as_str().map(str::to_owned),
            })
        };
        Ok(entries.iter().filter_map(|entry| request(&entry.message)).collect())
    }

    /// What was answered. Nothing where the browser keeps it no longer.
    pub fn answer(&self, request: &Request) -> Option<String> {
        if let Some(line) = &self.line {
            let state = line.state();
            let answer = state.answers.iter().rev().find(|(path, _)| *path == request.id);
            return answer.map(|(_, body)| String::from_utf8_lossy(body).into_owned());
        }
        let body = self.cdp("Network.getResponseBody", json!({ "requestId": request.id })).ok()?;
        body["body"].as_str().map(str::to_owned)
    }

    /// Nothing left this site, no policy was broken, and nothing went wrong in a script.
    pub fn clean(&self) -> Result<Vec<Request>> {
        let requests = self.requests()?;
        for Request { url, .. } in &requests {
            let own = url.starts_with(&self.base) || url.starts_with("data:") || url.starts_with("blob:");
            ensure!(own, "the page asked for {url}");
        }
        // That nobody is signed in, or that no mailbox answers, is an answer like any other.
        // And a page that is only looked at uses nothing of what it fetched ahead.
        let expected = |message: &str| {
            message.contains("preloaded using link preload but not used")
                || message.contains("status of 401")
                    && ["/api/staff/session", "/api/mailbox"].iter().any(|path| message.contains(path))
        };
        let faults: Vec<_> = self.complaints()?.into_iter().filter(|message| !expected(message)).collect();
        ensure!(faults.is_empty(), "the browser complained: {faults:#?}");
        Ok(requests)
    }

    /// What went wrong in scripts, was refused by policy or answered as a fault, since the last time.
    fn complaints(&self) -> Result<Vec<String>> {
        if let Some(line) = &self.line {
            return Ok(std::mem::take(&mut line.state().faults));
        }
        let log = self.wait(self.window.browser_log())?;
        Ok(log.iter().map(|entry| format!("{:?} {}", entry.level, entry.message)).collect())
    }

    /// Forgets what was logged so far.
    pub fn forget(&self) -> Result<()> {
        self.requests()?;
        self.complaints().map(drop)
    }

    /// Requests fail for addresses that end like this; `*` stands for what comes before.
    pub fn block(&self, patterns: &[&str]) -> Result<()> {
        if let Some(line) = &self.line {
            line.state().blocked = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
            return Ok(());
        }
        self.cdp("Network.enable", json!({}))?;
        self.cdp("Network.setBlockedURLs", json!({ "urls": patterns })).map(drop)
    }

    /// The page is told, too.
    pub fn offline(&self, offline: bool) -> Result<()> {
        let Some(line) = &self.line else { return self.conditions(offline, -1) };
        line.state().cut = offline;
        self.js_with(
            "Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !arguments[0] });
             dispatchEvent(new Event(arguments[0] ? 'offline' : 'online'));",
            offline,
        )
        .map(drop)
    }

    /// A line of so many bytes a second; -1: as fast as it is.
    pub fn slow(&self, bytes: i64) -> Result<()> {
        let Some(line) = &self.line else { return self.conditions(false, bytes) };
        line.state().bytes = u64::try_from(bytes).ok();
        Ok(())
    }

    fn conditions(&self, offline: bool, bytes: i64) -> Result<()> {
        self.cdp("Network.enable", json!({}))?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": bytes, "uploadThroughput": bytes });
        self.cdp("Network.emulateNetworkConditions", conditions).map(drop)
    }

    /// The value of a cookie that no script can read.
    pub fn cookie(&self, name: &str, path: &str) -> Result<String> {
        if let Some(line) = &self.line {
            let state = line.state();
            let cookie = state.cookies.iter().find(|(known, _)| known == name);
            return Ok(cookie.context("no such cookie")?.1.clone());
        }
        let urls = json!({ "urls": [format!("{}{path}", self.base())] });
        let cookies = self.cdp("Network.getCookies", urls)?;
        let mut cookies = cookies["cookies"].as_array().into_iter().flatten();
        let cookie = cookies.find(|cookie| cookie["name"] == name).context("no such cookie")?;
        Ok(cookie["value"].as_str().unwrap_or_default().to_owned())
    }
}

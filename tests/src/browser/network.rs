//! What the page asked for, what it was told, and what it complained about.
use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::Browser;

/// One request as the browser logged it.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: String,
    pub url: String,
}

impl Browser {
    /// Every request since the last time this was asked.
    pub fn requests(&self) -> Result<Vec<Request>> {
        let entries = self.wait(self.window.get_log("performance"))?;
        let request = |text: &str| -> Option<Request> {
            let message: Value = serde_json::from_str(text).ok()?;
            let message = &message["message"];
            (message["method"] == "Network.requestWillBeSent").then(|| Request {
                id: message["params"]["requestId"].as_str().unwrap_or_default().to_owned(),
                url: message["params"]["request"]["url"].as_str().unwrap_or_default().to_owned(),
            })
        };
        Ok(entries.iter().filter_map(|entry| request(&entry.message)).collect())
    }

    /// What was answered. Nothing where the browser keeps it no longer.
    pub fn answer(&self, request: &Request) -> Option<String> {
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
        let log = self.wait(self.window.browser_log())?;
        // That nobody is signed in, or that no mailbox answers, is an answer like any other.
        // And a page that is only looked at uses nothing of what it fetched ahead.
        let expected = |message: &str| {
            message.contains("preloaded using link preload but not used")
                || message.contains("status of 401")
                    && ["/api/staff/session", "/api/mailbox"].iter().any(|path| message.contains(path))
        };
        let faults = log.iter().filter(|entry| !expected(&entry.message));
        let faults: Vec<_> = faults.map(|entry| format!("{:?} {}", entry.level, entry.message)).collect();
        ensure!(faults.is_empty(), "the browser complained: {faults:#?}");
        Ok(requests)
    }

    /// Forgets what was logged so far.
    pub fn forget(&self) -> Result<()> {
        self.requests()?;
        self.wait(self.window.browser_log()).map(drop)
    }

    /// Requests for such addresses fail.
    pub fn block(&self, patterns: &[&str]) -> Result<()> {
        self.cdp("Network.enable", json!({}))?;
        self.cdp("Network.setBlockedURLs", json!({ "urls": patterns })).map(drop)
    }

    pub fn offline(&self, offline: bool) -> Result<()> {
        self.conditions(offline, -1)
    }

    /// A line of so many bytes a second; -1: as fast as it is.
    pub fn slow(&self, bytes: i64) -> Result<()> {
        self.conditions(false, bytes)
    }

    fn conditions(&self, offline: bool, bytes: i64) -> Result<()> {
        self.cdp("Network.enable", json!({}))?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": bytes, "uploadThroughput": bytes });
        self.cdp("Network.emulateNetworkConditions", conditions).map(drop)
    }
}

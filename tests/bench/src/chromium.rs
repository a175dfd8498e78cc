//! Chromium over its own protocol: it alone can slow a page down and tell what came over the wire.
use std::collections::VecDeque;
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use madobe_tests::wait;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

const FLAGS: [&str; 14] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    // What is measured must not be held back for being out of sight.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--remote-debugging-port=0",
];

/// What the browser said by itself.
pub struct Event {
    pub session: String,
    pub method: String,
    pub params: Value,
}

pub struct Chromium {
    process: Child,
    socket: WebSocket<TcpStream>,
    last: u64,
    events: VecDeque<Event>,
    /// For another program that drives the same browser.
    pub endpoint: String,
    _profile: TempDir,
}

impl Chromium {
    pub fn start() -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("madobe-chromium-").tempdir()?;
        let mut process = Command::new("chromium")
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("could not start chromium")?;
        let file = profile.path().join("DevToolsActivePort");
        let port = wait::until("Chromium", || {
            if let Some(status) = process.try_wait()? {
                bail!("chromium ended while starting ({status})");
            }
            // Both lines are there once the second one is.
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            Ok(text
                .split_once('\n')
                .filter(|(_, path)| !path.is_empty())
                .map(|(port, path)| (port.trim().to_owned(), path.trim().to_owned())))
        });
        let (port, path) = match port {
            Ok(found) => found,
            Err(error) => {
                end(&mut process);
                return Err(error);
            }
        };
        let endpoint = format!("ws://127.0.0.1:{port}{path}");
        let stream = TcpStream::connect(format!("127.0.0.1:{port}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        let (socket, _) =
            tungstenite::client(endpoint.as_str(), stream).context("no way to talk to Chromium")?;
        Ok(Self { process, socket, last: 0, events: VecDeque::new(), endpoint, _profile: profile })
    }

    /// Asks for something and waits for the answer; what is said meanwhile is kept.
    pub fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        self.last += 1;
        let id = self.last;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.socket.send(Message::text(message.to_string()))?;
        loop {
            let Message::Text(text) = self.socket.read()? else { continue };
            let mut message: Value = serde_json::from_str(&text)?;
            if message["id"] == id {
                if let Some(error) = message.get("error") {
                    bail!("{method}: {error}");
                }
                return Ok(message["result"].take());
            }
            if let Some(method) = message["method"].as_str() {
                let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
                let method = method.to_owned();
                self.events.push_back(Event { session, method, params: message["params"].take() });
            }
        }
    }

    /// Everything this session said since the last time.
    pub fn events(&mut self, session: &str) -> Vec<Event> {
        let (mine, others) =
            std::mem::take(&mut self.events).into_iter().partition(|event| event.session == session);
        self.events = others;
        Vec::from(mine)
    }
}

fn end(process: &mut Child) {
    if let Some(group) = i32::try_from(process.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = process.wait();
}

impl Drop for Chromium {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

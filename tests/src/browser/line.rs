//! The line between one browser and the desk, for engines whose own protocol cannot cut a network, turn a clock or tell
//! what was asked for. It passes everything on as it is; into pages it puts one script, from this site's own address.
mod message;

use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use message::{Request as Asked, Response};

use super::network::Request;

const SCRIPT: &str = include_str!("line/watch.js");
const SCRIPT_PATH: &str = "/line.js";
const TELL_PATH: &str = "/line";
/// A page of somebody else's, where leaving leads: the same program under another name.
const ELSEWHERE: &str = "<!doctype html><html lang=\"ja\"><title>天気</title><h1>あすの天気</h1></html>";

/// What is done to the line, and what it saw.
#[derive(Default)]
pub(super) struct State {
    pub cut: bool,
    pub blocked: Vec<String>,
    /// In a second; none: as fast as it is.
    pub bytes: Option<u64>,
    pub dark: bool,
    pub scripts_off: bool,
    /// Before any script of the next pages.
    pub preload: Vec<String>,
    pub requests: Vec<Request>,
    pub answers: Vec<(String, Vec<u8>)>,
    pub cookies: Vec<(String, String)>,
    pub faults: Vec<String>,
}

struct Shared {
    upstream: String,
    address: String,
    port: u16,
    state: Mutex<State>,
    ended: AtomicBool,
}

pub(super) struct Line(Arc<Shared>);

impl Line {
    /// To `http://host:port`.
    pub fn to(base: &str) -> Result<Self> {
        static LINES: AtomicUsize = AtomicUsize::new(1);
        let number = LINES.fetch_add(1, Ordering::Relaxed);
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let shared = Arc::new(Shared {
            upstream: base.strip_prefix("http://").context("not http")?.to_owned(),
            // Everybody at home: what one asks for is not counted with what another does.
            address: format!("10.2.{}.{}", number / 250, number % 250 + 1),
            port: listener.local_addr()?.port(),
            state: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let line = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if line.ended.load(Ordering::Relaxed) {
                    return;
                }
                let line = Arc::clone(&line);
                // A connection that breaks is the browser's to notice.
                thread::spawn(move || drop(line.pass(stream)));
            }
        });
        Ok(Self(shared))
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.state()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.0.port));
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass(&self, mut stream: TcpStream) -> Result<()> {
        let asked = Asked::read(&stream)?;
        if asked.header("host").is_some_and(|host| host.starts_with("localhost")) {
            return Response::page(ELSEWHERE, "text/html; charset=utf-8").write(&mut stream, None);
        }
        match asked.path.as_str() {
            TELL_PATH => {
                self.state().faults.push(String::from_utf8_lossy(&asked.body).into_owned());
                return Response::page("", "text/plain").write(&mut stream, None);
            }
            SCRIPT_PATH => return Response::page(&self.script(), "text/javascript").write(&mut stream, None),
            _ => {}
        }
        let bytes = {
            let mut state = self.state();
            state.requests.push(Request {
                id: asked.path.clone(),
                url: format!("http://127.0.0.1:{}{}", self.port, asked.path),
                body: String::from_utf8(asked.body.clone()).ok().filter(|body| !body.is_empty()),
            });
            let blocked = state.blocked.iter().any(|end| asked.path.ends_with(end.trim_start_matches('*')));
            if state.cut || blocked {
                return Ok(());
            }
            state.bytes
        };
        let mut response = asked.ask(&self.upstream, &self.address)?;
        self.note(&asked, &mut response);
        if self.state().cut {
            return Ok(());
        }
        response.write(&mut stream, bytes.map(|bytes| (bytes / 20, Duration::from_millis(50))))
    }

    fn script(&self) -> String {
        let state = self.state();
        let mut script = SCRIPT.to_owned();
        if state.cut {
            script.push_str(
                "Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });",
            );
        }
        if state.dark {
            script.push_str("document.documentElement.dataset.theme = 'dark';");
        }
        script.extend(state.preload.iter().map(String::as_str));
        script
    }

    fn note(&self, asked: &Asked, response: &mut Response) {
        let mut state = self.state();
        // Firefox looks for this by itself wherever it shows no page.
        if response.status >= 400 && asked.path != "/favicon.ico" && !asked.path.starts_with("/nothing") {
            state.faults.push(format!("status of {} {}", response.status, asked.path));
        }
        for set in response.all("set-cookie") {
            let pair = set.split(';').next().and_then(|pair| pair.split_once('='));
            if let Some((name, value)) = pair {
                state.cookies.retain(|(known, _)| known != name);
                state.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        if asked.path.starts_with("/api/") {
            state.answers.push((asked.path.clone(), response.body.clone()));
        }
        if asked.path == "/leave" {
            response.set("location", &format!("http://localhost:{}/", self.port));
        }
        if response.is_page() {
            response.put_in(&format!("<script src=\"{SCRIPT_PATH}\"></script>"));
            if state.scripts_off {
                response.set(
                    "content-security-policy",
                    "sandbox allow-same-origin allow-forms allow-top-navigation",
                );
            }
        }
    }
}

//! The program between the test and the browser. Ends with the test.
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use madobe_runtime::free_port;

use super::Engine;
use crate::wait::until;

pub(super) struct Driver {
    process: Child,
    port: u16,
    /// The screen of an engine that wants one.
    screen: Option<Screen>,
}

impl Driver {
    pub fn start(engine: Engine) -> Result<Self> {
        let screen = match engine {
            Engine::WebKit => Some(Screen::start()?),
            _ => None,
        };
        let mut command = match engine {
            Engine::Chromium => Command::new("chromedriver"),
            Engine::Firefox => Command::new("geckodriver"),
            Engine::WebKit => Command::new("WebKitWebDriver"),
        };
        let port = free_port(0)?;
        command.arg(format!("--port={port}"));
        if engine == Engine::Firefox {
            command.arg(format!("--websocket-port={}", free_port(0)?));
        }
        if let Some(screen) = &screen {
            command.env("DISPLAY", &screen.name);
        }
        let process = spawn(command.stdout(Stdio::null()))?;
        let mut driver = Self { process, port, screen };
        until("the driver to listen", || {
            if let Some(status) = driver.process.try_wait()? {
                bail!("the driver ended: {status}");
            }
            Ok(TcpStream::connect(("127.0.0.1", port)).ok())
        })?;
        Ok(driver)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.process);
        self.screen.take();
    }
}

/// A screen that nobody sees.
struct Screen {
    process: Child,
    name: String,
}

impl Screen {
    fn start() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]);
        let mut process = spawn(command.stdout(Stdio::piped()))?;
        let output = process.stdout.take().context("no output to read")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        if number.trim().is_empty() {
            end(&mut process);
            bail!("Xvfb gave no screen");
        }
        Ok(Self { process, name: format!(":{}", number.trim()) })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    let name = command.get_program().to_string_lossy().into_owned();
    let quiet = command.stdin(Stdio::null()).stderr(Stdio::null());
    quiet.spawn().with_context(|| format!("could not start {name}"))
}

fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}

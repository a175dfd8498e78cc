//! Which browser, and how it looks at the page. Another engine is another arm of each match.
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{Capabilities, DesiredCapabilities, LoggingPrefsLogLevel};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Chromium,
}

/// The size of the window's content, and the colours asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub width: u32,
    pub height: u32,
    pub dark: bool,
}

impl Look {
    pub const PHONE: Self = Self { width: 360, height: 640, dark: false };
    pub const DESK: Self = Self { width: 1366, height: 768, dark: false };
}

impl Engine {
    fn driver(self) -> Command {
        match self {
            Self::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg("--port=0");
                command
            }
        }
    }

    pub(super) fn capabilities(self, look: Look) -> Result<Capabilities> {
        match self {
            Self::Chromium => {
                let mut wish = DesiredCapabilities::chrome();
                for argument in [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--disable-quic",
                    "--lang=ja",
                    &format!("--window-size={},{}", look.width, look.height),
                ] {
                    wish.add_arg(argument)?;
                }
                wish.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
                wish.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
                wish.add_experimental_option("perfLoggingPrefs", json!({ "enableNetwork": true }))?;
                Ok(wish.into())
            }
        }
    }
}

/// The program between the test and the browser. Ends with the test.
pub(super) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    pub fn start(engine: Engine) -> Result<Self> {
        let mut command = engine.driver();
        let mut process =
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .with_context(|| format!("could not start {}", command.get_program().to_string_lossy()))?;
        let output = process.stdout.take().context("no output to read")?;
        for line in BufReader::new(output).lines() {
            let line = line?;
            let port = line.split_once("successfully on port ").map(|(_, rest)| rest.trim_end_matches('.'));
            if let Some(port) = port.and_then(|port| port.parse().ok()) {
                return Ok(Self { process, port });
            }
        }
        bail!("the driver did not say on which port it listens")
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

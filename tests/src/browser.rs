//! A browser with one window, driven over WebDriver. Blocking, as somebody sits in front of it.
pub mod axe;
mod bidi;
mod driver;
mod engine;
mod input;
mod line;
mod measures;
mod network;
mod page;
mod picture;

use std::future::Future;
use std::path::Path;

use anyhow::{Context, Result};
use driver::Driver;
pub use engine::{Engine, Look};
use line::Line;
use thirtyfour::{WebDriver, WindowHandle};
use tokio::runtime::Runtime;

pub struct Browser {
    runtime: Runtime,
    window: WebDriver,
    base: String,
    engine: Engine,
    /// For every engine but Chromium, which does by itself what the line is there for.
    line: Option<Line>,
    /// The tab that it came up with: not every driver lists tabs in the order in which they were opened.
    first: WindowHandle,
    _driver: Driver,
}

impl Browser {
    /// At this desk, with nothing open yet.
    pub fn start(engine: Engine, base: &str, look: Look) -> Result<Self> {
        Self::start_with(engine, base, look, None)
    }

    /// With what a browser before it left in this folder.
    pub fn start_in(engine: Engine, base: &str, look: Look, profile: &Path) -> Result<Self> {
        Self::start_with(engine, base, look, Some(profile))
    }

    fn start_with(engine: Engine, base: &str, look: Look, profile: Option<&Path>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let driver = Driver::start(engine)?;
        let window = runtime
            .block_on(WebDriver::new(driver.url(), engine.capabilities(look, profile)?))
            .context("no browser came up")?;
        let line = (engine != Engine::Chromium).then(|| Line::to(base)).transpose()?;
        let base = line.as_ref().map_or_else(|| base.to_owned(), Line::base);
        let first = runtime.block_on(window.window())?;
        let browser = Self { runtime, window, base, engine, line, first, _driver: driver };
        browser.dress(look)?;
        Ok(browser)
    }

    fn wait<T>(&self, work: impl Future<Output = thirtyfour::error::WebDriverResult<T>>) -> Result<T> {
        Ok(self.runtime.block_on(work)?)
    }

    /// An address of this desk.
    pub fn open(&self, path: &str) -> Result<()> {
        let address = format!("{}{path}", self.base);
        self.wait(self.window.goto(&address)).with_context(|| format!("opening {path}"))?;
        // Which language it would like, WebKit takes from the system and cannot be told.
        let chosen = "const key = 'madobe.staff.language';
            if (localStorage.getItem(key) !== null) return true;
            localStorage.setItem(key, 'ja');
            return false;";
        if self.engine == Engine::WebKit && path.starts_with("/staff") && self.js(chosen)? == false {
            self.reload()?;
        }
        Ok(())
    }

    /// An address anywhere.
    pub fn leave_to(&self, address: &str) -> Result<()> {
        self.wait(self.window.goto(address))
    }

    pub fn path(&self) -> Result<String> {
        let address = self.wait(self.window.current_url())?;
        Ok(address.path().to_owned())
    }

    pub fn title(&self) -> Result<String> {
        self.wait(self.window.title())
    }

    pub fn reload(&self) -> Result<()> {
        if self.engine != Engine::Firefox {
            return self.wait(self.window.refresh());
        }
        // Its driver reloads past the service worker, as no person does.
        self.js("window.before = true; location.reload()")?;
        self.until("the page again", "!window.before && document.readyState === 'complete'")
    }

    pub fn back(&self) -> Result<()> {
        self.wait(self.window.back())
    }

    pub fn forward(&self) -> Result<()> {
        self.wait(self.window.forward())
    }

    /// A new tab in front, which shows nothing yet.
    pub fn new_tab(&self) -> Result<()> {
        self.wait(async {
            let tab = self.window.new_tab().await?;
            self.window.switch_to_window(tab).await
        })
    }

    /// The first tab, in front.
    pub fn first_tab(&self) -> Result<()> {
        self.wait(self.window.switch_to_window(self.first.clone()))
    }

    /// The tab that was opened last, in front.
    pub fn last_tab(&self) -> Result<()> {
        self.wait(async {
            match self.window.windows().await?.pop() {
                Some(last) => self.window.switch_to_window(last).await,
                None => Ok(()),
            }
        })
    }

    /// The address under which this browser knows the desk.
    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends right after; a browser that is gone already needs nothing.
        let _ = self.runtime.block_on(self.window.clone().quit());
    }
}

//! Which browser, and how it looks at the page. What an engine cannot do is said in `cannot`, never passed over.
use std::env;
use std::fmt::{Display, Formatter};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail};
use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{Capabilities, DesiredCapabilities, LoggingPrefsLogLevel};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    /// What every browser on an iPhone is.
    WebKit,
}

/// Where Debian puts Chromium without the windows and menus that nobody sees here: a quarter of the work of a test. The script in
/// `/usr/bin` would end without it. Where it is not there, the whole browser does as well.
const SHELL: &str = "/usr/lib/chromium/chromium-headless-shell";
/// Set by whoever wants the whole one.
const WHOLE: &str = "MADOBE_WHOLE_CHROMIUM";
/// Where Debian puts WebKit's own small browser.
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/// Set by `cargo xtask test` to the engines that could be installed, with commas. Chromium alone otherwise.
const ENGINES: &str = "MADOBE_ENGINES";
/// Set beside it where the engines other than Chromium take the essential journeys alone.
const ESSENTIAL: &str = "MADOBE_ESSENTIAL";
/// What was not checked, and why.
static NOT_CHECKED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The size of the window's content, and what the person's system asks of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub width: u32,
    pub height: u32,
    pub dark: bool,
    /// Colours given by the system, a few strong ones.
    pub forced: bool,
    /// No movement.
    pub calm: bool,
    /// How large the text is that the browser was told at its start, in hundredths of the usual. Chromium alone.
    pub text: u32,
    /// What happens in a tab behind another is asked about. Chromium has such tabs only as a whole.
    pub tabs: bool,
}

impl Look {
    pub const PHONE: Self =
        Self { width: 360, height: 640, dark: false, forced: false, calm: false, text: 100, tabs: false };
    pub const DESK: Self = Self { width: 1366, height: 768, ..Self::PHONE };
    pub const NARROWEST: Self = Self { width: 320, height: 568, ..Self::PHONE };
    /// A tablet, held upright.
    pub const TABLET: Self = Self { width: 768, height: 1024, ..Self::PHONE };
    /// A phone on its side.
    pub const LANDSCAPE: Self = Self { width: 640, height: 360, ..Self::PHONE };
    /// The desk's screen with everything twice as large: to the page it is half as wide.
    pub const ZOOMED: Self = Self { width: 683, height: 384, ..Self::PHONE };

    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    pub const fn forced(self) -> Self {
        Self { forced: true, ..self }
    }
}

impl Display for Look {
    fn fmt(&self, f: &mut Formatter) -> std::fmt::Result {
        let colours = if self.forced {
            "forced colours"
        } else if self.dark {
            "dark"
        } else {
            "light"
        };
        write!(f, "{}×{}, {colours}", self.width, self.height)
    }
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Those that the journeys go through this time.
    pub fn present() -> Result<Vec<Self>> {
        let Ok(wanted) = env::var(ENGINES) else { return Ok(vec![Self::Chromium]) };
        let known = [Self::Chromium, Self::Firefox, Self::WebKit];
        let find = |name: &str| known.into_iter().find(|engine| engine.name() == name);
        wanted
            .split(',')
            .map(|name| find(name).ok_or_else(|| anyhow::anyhow!("{ENGINES}: no engine {name:?}")))
            .collect()
    }

    /// Whether this one goes through every journey this time, and not the essential ones alone.
    pub fn takes_every_journey(self) -> bool {
        self == Self::Chromium || env::var_os(ESSENTIAL).is_none()
    }

    /// One check that this engine has no way to make: printed now and again at the end.
    pub fn cannot(self, check: &str, why: &str) {
        let line = format!("not checked in {}: {check}, because {why}", self.name());
        println!("{line}");
        let mut all = NOT_CHECKED.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains(&line) {
            all.push(line);
        }
    }

    pub fn not_checked() -> Vec<String> {
        NOT_CHECKED.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The narrowest window, in pixels.
    pub(super) fn least_width(self) -> u32 {
        match self {
            Self::Chromium | Self::Firefox => 0,
            Self::WebKit => 334,
        }
    }

    pub(super) fn capabilities(self, look: Look, profile: Option<&Path>) -> Result<Capabilities> {
        match self {
            Self::Chromium => chromium(look, profile),
            Self::Firefox => firefox(),
            Self::WebKit => webkit(),
        }
    }

    pub(super) fn only_chromium(self, what: &str) -> Result<()> {
        match self {
            Self::Chromium => Ok(()),
            _ => bail!("{} has no {what}", self.name()),
        }
    }
}

fn chromium(look: Look, profile: Option<&Path>) -> Result<Capabilities> {
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
        // Letters in shades of one colour, whatever screen there might be.
        "--disable-lcd-text",
        // A page is as wide with much on it as with little.
        "--hide-scrollbars",
        "--lang=ja",
        // What staff read is chosen by it.
        "--accept-lang=ja",
        &format!("--window-size={},{}", look.width, look.height),
    ] {
        wish.add_arg(argument)?;
    }
    // What it cannot do: keep a profile for a second start, be told the size of letters, put a tab behind another.
    let whole = profile.is_some() || look.text != Look::PHONE.text || look.tabs;
    if !whole && Path::new(SHELL).exists() && env::var_os(WHOLE).is_none() {
        wish.set_binary(SHELL)?;
    }
    if let Some(profile) = profile {
        wish.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    }
    wish.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
    wish.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    wish.add_experimental_option(
        "prefs",
        json!({ "webkit.webprefs.default_font_size": 16 * look.text / 100, "intl.accept_languages": "ja" }),
    )?;
    wish.add_experimental_option("perfLoggingPrefs", json!({ "enableNetwork": true }))?;
    Ok(wish.into())
}

fn firefox() -> Result<Capabilities> {
    let mut wish = Capabilities::new();
    wish.set("browserName", "firefox")?;
    // The size of the content is set through the newer protocol: no window of Firefox is as narrow as a phone.
    wish.set("webSocketUrl", true)?;
    let preferences = json!({
        "intl.accept_languages": "ja",
        "app.normandy.enabled": false,
        "browser.region.update.enabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "extensions.getAddons.cache.enabled": false,
    });
    wish.set("moz:firefoxOptions", json!({ "args": ["-headless"], "prefs": preferences }))?;
    Ok(wish)
}

fn webkit() -> Result<Capabilities> {
    let mut wish = Capabilities::new();
    // The full screen has no bars around the page.
    let arguments = ["--automation", "--full-screen"];
    wish.set("webkitgtk:browserOptions", json!({ "binary": MINI_BROWSER, "args": arguments }))?;
    Ok(wish)
}

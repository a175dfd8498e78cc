//! Every screen in every state, one after the other, on a desk of its own: the checks look at each, and the gallery takes its
//! picture. A state that is not walked through here is seen by nobody.
mod public;
mod shot;
mod staff;
mod still;

use anyhow::{Context, Result};
use madobe_domain::desk::settings::{CrisisLine, LineKind};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::runtime::root;

pub use public::public;
pub use shot::{Shot, shots};
pub use staff::staff;
pub use still::still;

/// What is done at every state; the name is good for a file.
pub type See<'a> = dyn FnMut(&Browser, &str) -> Result<()> + 'a;

/// The languages of the public pages, by the folder of their words.
pub const LANGUAGES: [&str; 3] = ["ja", "easy", "en"];

/// The two sheets of parts, by the name of their style.
pub const SHEETS: [&str; 2] = ["public", "staff"];

/// Opens the sheet of all parts that `cargo xtask dist` has made.
pub fn parts(browser: &Browser, language: &str, sheet: &str) -> Result<()> {
    browser.open_file(&root().join("dist/parts").join(format!("{sheet}-{language}.html")))
}

/// Before every path of a page in this language.
pub fn base(language: &str) -> String {
    if language == LANGUAGES[0] { String::new() } else { format!("/{language}") }
}

/// A text of the catalogue, such as `pages.runtime.night.hello`.
pub fn words(language: &str, path: &str) -> Result<String> {
    let (file, place) = path.split_once('.').context("a file and a place in it")?;
    let file = root().join("app/locales").join(language).join(format!("{file}.json"));
    let all: serde_json::Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    let found = all.pointer(&format!("/{}", place.replace('.', "/"))).and_then(|found| found.as_str());
    found.map(str::to_owned).with_context(|| format!("no {path} in {language}"))
}

/// Wards, and lines to turn to: a short one, a long one, and one with a name that does not want to end.
pub fn furnish(desk: &Desk) -> Result<()> {
    let line = |name: &str, kind, contact: &str, hours: &str| CrisisLine {
        name: name.to_owned(),
        kind,
        contact: contact.to_owned(),
        hours: hours.to_owned(),
        free: kind == LineKind::Text,
        source: "https://example.jp/".to_owned(),
        ..CrisisLine::default()
    };
    desk.administrator().change_desk(|settings| {
        settings.wards = vec!["やなぎ区".into(), "けやき区".into()];
        settings.lines = vec![
            line("見本 文字の相談室", LineKind::Text, "https://example.jp/", "毎日 18時から23時"),
            line("見本 くらしの電話", LineKind::Phone, "000-0000-0001", "毎日 18時から23時"),
            line(
                "見本 こころとからだとくらしのことをなんでも話せる市民のためのよりそい電話相談センター",
                LineKind::Phone,
                "000-0000-0002",
                "平日は10時から20時、土曜日・日曜日・祝日は13時から17時（12月29日から1月3日はお休み）",
            ),
        ];
    })?;
    Ok(())
}

//! A shared phone tells nobody which page was read, and nothing on a page moves by itself.
use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::picture::{Picture, Tolerance, compare};
use madobe_tests::walk::{LANGUAGES, base, still, words};

use super::reflow::pages;

/// The page of all links, before and after every one of them was followed.
pub fn visited(_: &Desk) -> Result<()> {
    // Nobody changes what it says in between.
    let desk = Desk::start()?;
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    let seen = |page: &str| -> Result<Picture> {
        browser.open(page)?;
        browser.until(
            "the whole page",
            "document.readyState === 'complete'
             && (!['write', 'mailbox', 'book', 'feedback'].includes(document.body.dataset.page) || 'ready' in document.body.dataset)",
        )?;
        Picture::read(&still(&browser, false, || browser.picture(true))?)
    };
    let links =
        |picture: Picture| (picture, browser.js("return [...document.links].map((one) => one.pathname)"));
    let mut before = Vec::new();
    let mut places = BTreeSet::new();
    for page in pages() {
        // Each in a browser history that knows nothing: the page itself is not among its links.
        let (picture, found) = links(seen(page)?);
        places.extend(
            found?.as_array().context("no links")?.iter().filter_map(|one| one.as_str().map(str::to_owned)),
        );
        before.push(picture);
    }
    places.retain(|place| place.starts_with('/') && place != "/leave");
    for place in &places {
        browser.open(place)?;
    }
    for (page, before) in pages().zip(before) {
        let changed = compare(&before, &seen(page)?, Tolerance::SAME_FONTS);
        ensure!(
            changed.is_none(),
            "{page} shows what was read: {}",
            changed.map(|one| one.what).unwrap_or_default()
        );
    }
    // And no rule for links that were followed is without its twin for those that were not.
    let alone = browser.js(
        "return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.selectorText?.includes(':visited'))
             .flatMap((rule) => { const all = rule.selectorText.split(',').map((one) => one.trim());
                 return all.filter((one) => one.includes(':visited') && !all.includes(one.replaceAll(':visited', ''))); });",
    )?;
    ensure!(alone.as_array().is_some_and(Vec::is_empty), "only for links that were followed: {alone}");
    Ok(())
}

/// Titles say nothing to whoever looks over a shoulder: they are those of the catalogue, and of no other kind.
pub fn titles(desk: &Desk) -> Result<()> {
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    for language in LANGUAGES {
        for (path, name) in [
            ("/", "landing"),
            ("/write", "write"),
            ("/mailbox", "mailbox"),
            ("/book", "book"),
            ("/crisis", "crisis"),
            ("/about", "about"),
            ("/safety", "safety"),
            ("/feedback", "feedback"),
            ("/waiting", "waiting"),
            ("/plain/write", "write"),
            ("/plain/mailbox", "mailbox"),
            ("/nothing-here", "not_found"),
        ] {
            browser.forget()?;
            browser.open(&format!("{}{path}", base(language)))?;
            browser.until(
            "the whole page",
            "document.readyState === 'complete'
             && (!['write', 'mailbox', 'book', 'feedback'].includes(document.body.dataset.page) || 'ready' in document.body.dataset)",
        )?;
            let title = browser.title()?;
            ensure!(
                title == words(language, &format!("pages.{name}.title"))?,
                "{language}{path} is called {title}"
            );
            let telling = ["ひきこもり", "相談", "自殺", "つらい", "hikikomori", "suicide", "help", "crisis"];
            ensure!(
                !telling.iter().any(|word| title.to_lowercase().contains(word)),
                "{title} tells too much"
            );
            if name != "not_found" {
                browser.clean()?;
            }
        }
    }
    Ok(())
}

pub fn motion(desk: &Desk) -> Result<()> {
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    for page in pages() {
        for calm in [false, true] {
            browser.look(Look { calm, ..Look::PHONE })?;
            browser.open(page)?;
            browser.until(
            "the whole page",
            "document.readyState === 'complete'
             && (!['write', 'mailbox', 'book', 'feedback'].includes(document.body.dataset.page) || 'ready' in document.body.dataset)",
        )?;
            let moving = browser.js(
                "return [document.getAnimations().length, document.querySelectorAll('video,audio,marquee,img[src$=gif],animate').length,
                     [...document.querySelectorAll('*')].filter((e) => { const style = getComputedStyle(e);
                         return style.animationName !== 'none' || style.scrollBehavior !== 'auto' || parseFloat(style.transitionDuration) > 0.2; }).length]",
            )?;
            ensure!(moving == serde_json::json!([0, 0, 0]), "{page} moves by itself: {moving}");
        }
        let kept = browser.js(
            "return [...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0).length",
        )?;
        ensure!(kept == 0, "{page} moves for those who asked for no movement");
    }
    Ok(())
}

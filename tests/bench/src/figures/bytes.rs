//! What comes over the wire: as the build says, as the edge would send it, and as Chromium received it.
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use madobe_tests::desk::Desk;
use madobe_tests::talks::furnish;
use madobe_tests::weight::{PROGRAMS, Site, kilobytes, site};

use crate::Wish;
use crate::chromium::Chromium;
use crate::page::Page;
use crate::report::{Report, Target};

const NAME: &str = "bytes";
/// As much more than the program of /book may weigh as is allowed at /write.
const BOOK: f64 = 225.0;

/// One answer that came over the network.
pub struct Loaded {
    path: String,
    /// Without the head.
    body: f64,
    /// With the head, as Chromium counted.
    wire: f64,
}

#[derive(Default)]
struct Answer {
    path: String,
    encoded: bool,
    head: f64,
    wire: Option<f64>,
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let built = site()?;
    let mut chromium = Chromium::start()?;
    let mut page = Page::open(&mut chromium, desk.server.base())?;
    let landing = visit(&mut page, "/", "document.readyState === 'complete'", &built)?;
    page.go("about:blank")?;
    let landing_again = visit(&mut page, "/", "document.readyState === 'complete'", &built)?;
    drop(page);
    let mut page = Page::open(&mut chromium, desk.server.base())?;
    let write = visit(&mut page, "/write", "probe.ready && document.readyState === 'complete'", &built)?;
    page.go("about:blank")?;
    let again = visit(&mut page, "/write", "probe.ready && document.readyState === 'complete'", &built)?;
    // The worker beside the page begins with the second step.
    let thread = kilobytes(&built, "thread.js")?;
    drop(page);
    furnish(&desk)?;
    let book = book(&mut Page::open(&mut chromium, desk.server.base())?, &built)?;
    // Whether Chromium tells of what begins beside the page, or not: it is counted once.
    let thread_url = &built.get("thread.js").context("the build has no thread.js")?.url;
    let beside_book = if book.iter().any(|one| one.path == *thread_url) { 0.0 } else { thread };

    let text = |one: &&Loaded| one.path == "/" || one.path.ends_with(".css");
    report
        .add(
            NAME,
            "landing: HTML + CSS",
            landing.iter().filter(text).map(body_kilobytes).sum(),
            "kB",
            Target::AtMost(30.0),
        )
        .beside(format!("everything on it {:.2} kB", total(&landing)));
    report
        .add(NAME, "landing: requests", landing.len() as f64, "requests", Target::AtMost(6.0))
        .beside(paths(&landing));
    report
        .add(NAME, "everything until /write can send", total(&write) + thread, "kB", Target::AtMost(170.0))
        .beside(format!("{}, thread.js; Chromium received {:.1} kB with heads", each(&write), wire(&write)))
        .elsewhere("GlobaLeaks 716 kB (Japanese 1.3 MB), Hush Line 312 kB");
    report
        .add(
            NAME,
            "everything until /book holds a time",
            total(&book) + beside_book,
            "kB",
            Target::AtMost(BOOK),
        )
        .beside(format!("{}, thread.js; Chromium received {:.1} kB with heads", each(&book), wire(&book)));
    for (program, most) in PROGRAMS {
        let name = format!("{program}.wasm");
        report.add(NAME, &name, kilobytes(&built, &name)?, "kB", Target::AtMost(most));
    }
    for (what, visit) in [("landing", &landing_again), ("/write", &again)] {
        report
            .add(NAME, format!("second visit, {what}: on the wire"), wire(visit), "kB", Target::AtMost(5.0))
            .beside(format!("{}; heads included", paths(visit)));
    }
    report.note(
        "bytes: as Chromium received them, heads left out: hashed files are brotli 11 from the build, HTML and the desk's \
         facts are packed by the runtime",
    );
    Ok(())
}

fn body_kilobytes(one: &Loaded) -> f64 {
    one.body / 1e3
}

fn total(visit: &[Loaded]) -> f64 {
    visit.iter().map(body_kilobytes).sum()
}

fn wire(visit: &[Loaded]) -> f64 {
    visit.iter().map(|one| one.wire).sum::<f64>() / 1e3
}

fn name(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    if name.is_empty() { "/" } else { name }
}

fn paths(visit: &[Loaded]) -> String {
    visit.iter().map(|one| name(&one.path)).collect::<Vec<_>>().join(", ")
}

fn each(visit: &[Loaded]) -> String {
    visit
        .iter()
        .map(|one| format!("{} {:.1}", name(&one.path), one.body / 1e3))
        .collect::<Vec<_>>()
        .join(", ")
}

fn visit(page: &mut Page<'_>, path: &str, done: &str, built: &Site) -> Result<Vec<Loaded>> {
    page.events();
    page.go(path)?;
    page.until(&format!("globalThis.probe && {done}"))?;
    loaded(page, built)
}

/// From the address to a time that is held, by the shortest way.
fn book(page: &mut Page<'_>, built: &Site) -> Result<Vec<Loaded>> {
    page.events();
    page.go("/book")?;
    page.until("globalThis.probe?.ready && document.readyState === 'complete'")?;
    for button in ["#who-family", "#kinds .door", "#days .door", "#times input", "#time-next", "#extend"] {
        page.until(&format!("document.querySelector('{button}')?.checkVisibility()"))?;
        // Where it can be held longer, it is held.
        if button != "#extend" {
            page.click(button)?;
        }
    }
    loaded(page, built)
}

/// What came since the events were asked for last.
fn loaded(page: &mut Page<'_>, built: &Site) -> Result<Vec<Loaded>> {
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    let mut cached = BTreeSet::new();
    for event in page.events() {
        let id = event.params["requestId"].as_str().unwrap_or_default().to_owned();
        match event.method.as_str() {
            "Network.requestServedFromCache" => {
                cached.insert(id);
            }
            "Network.responseReceived" => {
                let response = &event.params["response"];
                let from = |what: &str| response[what].as_bool().unwrap_or(false);
                if from("fromDiskCache") || from("fromPrefetchCache") || from("fromServiceWorker") {
                    cached.insert(id.clone());
                }
                let url = response["url"].as_str().unwrap_or_default();
                let answer = answers.entry(id).or_default();
                answer.path = url.strip_prefix(page.base()).unwrap_or(url).to_owned();
                answer.encoded = response["headers"]["content-encoding"].is_string();
                answer.head = response["encodedDataLength"].as_f64().unwrap_or_default();
            }
            "Network.loadingFinished" => {
                answers.entry(id).or_default().wire = event.params["encodedDataLength"].as_f64();
            }
            _ => {}
        }
    }
    let mut loaded = Vec::new();
    for (id, answer) in answers {
        // A data address is no request, and what is still under way is not needed yet.
        if let Some(wire) = answer.wire.filter(|_| answer.path.starts_with('/') && !cached.contains(&id)) {
            let body = body(&answer, built)?;
            ensure!(wire > 0.0, "Chromium counted nothing for {}", answer.path);
            loaded.push(Loaded { path: answer.path, body, wire });
        }
    }
    Ok(loaded)
}

fn body(answer: &Answer, built: &Site) -> Result<f64> {
    let wire = answer.wire.unwrap_or_default();
    if let Some(file) = built.values().find(|file| answer.encoded && file.url == answer.path) {
        ensure!(
            (file.brotli..file.brotli + 2000.0).contains(&wire),
            "{}: the build says {} bytes, Chromium received {wire}",
            answer.path,
            file.brotli
        );
        return Ok(file.brotli);
    }
    Ok(wire - answer.head)
}

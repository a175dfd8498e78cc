//! A slow phone that has never been here: when something is there to read, and when one can write and send.
use anyhow::Result;
use madobe_tests::desk::Desk;
use serde::Deserialize;

use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::address;
use crate::page::Page;
use crate::report::{Report, Target};

const NAME: &str = "phone";
const RUNS: usize = 5;
/// What somebody types as soon as they see the field.
const FIRST_WORD: &str = "つ";

#[derive(Deserialize)]
struct Seen {
    paint: f64,
    largest: f64,
    shift: f64,
}

#[derive(Deserialize)]
struct Typed {
    paint: f64,
    typed: f64,
    ready: f64,
    kept: bool,
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let mut chromium = Chromium::start()?;
    let base = desk.server.base();
    let mut landings = Vec::new();
    let mut writings = Vec::new();
    for _ in 0..RUNS {
        landings.push(landing(&mut phone(&mut chromium, base)?)?);
        writings.push(writing(&mut phone(&mut chromium, base)?)?);
    }
    let of = |value: fn(&Seen) -> f64| landings.iter().map(value).collect::<Vec<_>>();
    report.median(NAME, "landing: LCP", &of(|seen| seen.largest / 1e3), "s", Target::AtMost(1.0));
    report.median(NAME, "landing: first paint", &of(|seen| seen.paint / 1e3), "s", Target::None);
    report.median(NAME, "landing: CLS", &of(|seen| seen.shift), "shift", Target::AtMost(0.02));
    let of = |value: fn(&Typed) -> f64| writings.iter().map(value).collect::<Vec<_>>();
    let kept = writings.iter().filter(|one| one.kept && one.typed < one.ready).count();
    report.median(NAME, "/write: first paint", &of(|one| one.paint / 1e3), "s", Target::None);
    report
        .add(
            NAME,
            "/write: typed before the program, and kept",
            kept as f64,
            "",
            Target::AtLeast(RUNS as f64),
        )
        .beside(format!("of {RUNS} runs"));
    report.median(
        NAME,
        "/write: a key lands after first paint",
        &of(|one| one.typed - one.paint),
        "ms",
        Target::None,
    );
    report
        .median(NAME, "/write: can send", &of(|one| one.ready / 1e3), "s", Target::AtMost(1.5))
        .elsewhere("GlobaLeaks 5.8 s, Hush Line 2.2–4.4 s");
    report.note("phone: processor x4 slower, 1.6 Mbit/s down, 750 kbit/s up, 150 ms, 360x640, empty cache");
    Ok(())
}

fn phone<'a>(chromium: &'a mut Chromium, base: &str) -> Result<Page<'a>> {
    let mut page = Page::open(chromium, base)?;
    page.small()?;
    page.slow_processor()?;
    page.slow_network()?;
    page.seen_from(&address())?;
    Ok(page)
}

fn landing(page: &mut Page<'_>) -> Result<Seen> {
    page.go("/")?;
    page.until("globalThis.probe?.largest && document.readyState === 'complete'")?;
    // One more frame: nothing that was under way is missed.
    page.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(probe))))")
}

fn writing(page: &mut Page<'_>) -> Result<Typed> {
    page.go("/write")?;
    page.until("globalThis.probe?.paint")?;
    page.type_into("#letter", FIRST_WORD)?;
    page.until("probe.ready && probe.typed")?;
    page.value(&format!("({{ ...probe, kept: document.querySelector('#letter').value === {FIRST_WORD:?} }})"))
}

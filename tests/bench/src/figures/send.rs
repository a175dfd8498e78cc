//! From pressing "send" to the code on the screen.
use anyhow::Result;
use madobe_tests::desk::Desk;
use serde::Deserialize;

use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::address;
use crate::page::Page;
use crate::phone::SLOWER;
use crate::report::{Report, Target};

const NAME: &str = "send";
const RUNS: usize = 5;
const LETTER: &str = "朝、起きられません。だれかに聞いてほしくて、書いています。";

/// A wait, and what ran meanwhile beside the page at the machine's full speed.
#[derive(Deserialize)]
pub struct Wait {
    from: f64,
    to: f64,
    beside: Vec<(String, f64, f64)>,
}

impl Wait {
    pub fn raw(&self) -> f64 {
        (self.to - self.from) / 1e3
    }

    /// As long as it takes where the thread beside the page is as slow as the page.
    pub fn corrected(&self) -> f64 {
        let within = |from: f64, to: f64| (to.min(self.to) - from.max(self.from)).max(0.0);
        let beside: f64 = self.beside.iter().map(|(_, from, to)| within(*from, *to)).sum();
        self.raw() + (SLOWER - 1.0) * beside / 1e3
    }
}

/// Presses `button` and waits until `test` holds on the screen.
pub fn press(page: &mut Page<'_>, button: &str, test: &str) -> Result<Wait> {
    page.value(&format!(
        "(async () => {{
            const from = performance.now();
            const shown = probe.shown(() => {test});
            document.querySelector('{button}').click();
            return {{ from, to: await shown, beside: probe.beside() }};
        }})()"
    ))
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let mut chromium = Chromium::start()?;
    for (what, warm) in [("at once", false), ("after reading it over", true)] {
        let mut waits = Vec::new();
        for _ in 0..RUNS {
            let mut page = Page::open(&mut chromium, desk.server.base())?;
            page.small()?;
            page.slow_processor()?;
            page.seen_from(&address())?;
            waits.push(send(&mut page, warm)?);
        }
        let of = |value: fn(&Wait) -> f64| waits.iter().map(value).collect::<Vec<_>>();
        report.median(NAME, format!("send to code, {what}"), &of(Wait::corrected), "s", Target::AtMost(2.5));
        report.median(
            NAME,
            format!("send to code, {what}, as the clock ran"),
            &of(Wait::raw),
            "s",
            Target::None,
        );
    }
    report.note(
        "send, open: processor x4 slower. Chromium slows the page and not the worker beside it, so three times of \
         what the worker spent within the wait on stretching and proof of work (its own measures) is added",
    );
    Ok(())
}

fn send(page: &mut Page<'_>, warm: bool) -> Result<Wait> {
    page.go("/write")?;
    page.until("globalThis.probe?.ready")?;
    page.type_into("#letter", LETTER)?;
    page.click("#next")?;
    page.until("document.querySelector('#step-choose')?.hidden === false")?;
    page.click("#choose-next")?;
    page.until("document.querySelector('#step-check')?.hidden === false")?;
    if warm {
        // Somebody reads their letter over: by then code and proof of work are there.
        page.until("performance.getEntriesByName('madobe-work').length")?;
    }
    press(page, "#send", "document.querySelector('#code')?.textContent.trim().length >= 20")
}

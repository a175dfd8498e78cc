//! Staff with five hundred cases: coming in, and opening one.
use anyhow::{Context, Result};
use madobe_tests::desk::{Desk, PASSWORD};
use serde::Deserialize;

use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::{address, fill};
use crate::page::Page;
use crate::report::{Report, Target};
use crate::stats::largest;

const NAME: &str = "staff";
const CASES: usize = 500;
/// Each signs in once: a one-time code works once.
const COLLEAGUES: usize = 5;
const OPENED: usize = 20;

#[derive(Deserialize)]
struct SignedIn {
    took: f64,
    longest: f64,
}

#[derive(Deserialize)]
struct Opened {
    took: Vec<f64>,
    longest: f64,
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let mut logins = Vec::new();
    for _ in 0..COLLEAGUES {
        logins.push(desk.colleague()?.1);
    }
    fill(&desk.server, CASES)?;
    let mut chromium = Chromium::start()?;
    let (mut lists, mut cases, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for mut credentials in logins {
        let code = credentials.authenticator.unused();
        let mut page = Page::open(&mut chromium, desk.server.base())?;
        page.seen_from(&address())?;
        let list = sign_in(&mut page, &credentials.login, &code).context("signing in")?;
        let opened = open(&mut page, OPENED / COLLEAGUES).context("opening cases")?;
        lists.push(list.took / 1e3);
        cases.extend(opened.took);
        blocks.extend([list.longest, opened.longest]);
    }
    let what = format!("sign-in to {CASES} cases opened and sorted");
    report.median(NAME, what, &lists, "s", Target::AtMost(2.0));
    report.median(NAME, "a case, chosen to readable", &cases, "ms", Target::AtMost(100.0));
    report
        .add(NAME, "longest block of the page during both", largest(&blocks), "ms", Target::AtMost(100.0))
        .beside("0 is: none over 50 ms");
    Ok(())
}

fn sign_in(page: &mut Page<'_>, login: &str, code: &str) -> Result<SignedIn> {
    page.go("/staff")?;
    page.until("document.querySelector('#sign-in #code')")?;
    for (field, text) in [("#login", login), ("#password", PASSWORD), ("#code", code)] {
        page.type_into(field, text)?;
    }
    page.value(&format!(
        "(async () => {{
            const from = performance.now();
            const all = () => document.querySelectorAll('#cases .case-row .case-line').length === {CASES}
                && !document.querySelector('.pane-list > p.status');
            const shown = probe.shown(all);
            document.querySelector('#sign-in button[type=submit]').click();
            return {{ took: (await shown) - from, longest: probe.longest(from) }};
        }})()"
    ))
}

/// Cases from all over the list, one after the other.
fn open(page: &mut Page<'_>, count: usize) -> Result<Opened> {
    page.value(&format!(
        "(async () => {{
            const begun = performance.now();
            const took = [];
            for (let n = 0; n < {count}; n += 1) {{
                const before = document.querySelector('#letters');
                const row = document.querySelectorAll('#cases .case-row')[(n * 97 + 3) % {CASES}];
                const from = performance.now();
                const shown = probe.shown(() => {{
                    const now = document.querySelector('#letters');
                    return now && now !== before && now.querySelector('.letter-body')?.textContent;
                }});
                row.click();
                took.push((await shown) - from);
            }}
            return {{ took, longest: probe.longest(begun) }};
        }})()"
    ))
}

//! Accessibility as far as programs can tell: Lighthouse, and axe with the rules it leaves off by default, on every
//! screen, light and dark.
use std::fs;

use anyhow::{Context, Result};
use madobe_client::{Visitor, Words};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::runtime::root;
use serde_json::json;

use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::address;
use crate::lighthouse::{Score, accessibility};
use crate::page::Page;
use crate::report::{Report, Target};

const NAME: &str = "access";
const AXE: &str = "(async () => {
    const rules = { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } };
    const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
    return violations.map((one) => `${one.id} (${one.nodes.length})`);
})()";

#[derive(Default)]
struct Found {
    screens: usize,
    looks: usize,
    least: Option<f64>,
    failed: Vec<String>,
    violations: Vec<String>,
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = Visitor::new(&desk.from_home()).write(&Words::new("きのうは眠れました。"))?;
    let (staff, mut credentials) = desk.colleague()?;
    drop(staff);
    let mut chromium = Chromium::start()?;
    let mut found = Found::default();
    let mut page = Page::open(&mut chromium, desk.server.base())?;
    page.small()?;
    page.seen_from(&address())?;
    for path in ["/", "/crisis", "/about", "/safety", "/book", "/nothing-here"] {
        page.go(path)?;
        page.until("globalThis.probe && document.readyState === 'complete'")?;
        found.look(&mut page, path)?;
    }
    writing(&mut page, &mut found)?;
    page.go("/mailbox")?;
    page.until("globalThis.probe?.ready")?;
    found.look(&mut page, "/mailbox")?;
    page.type_into("#code", &mailbox.code)?;
    page.click("#open")?;
    page.until("document.querySelector('#letters .letter-body')")?;
    found.look(&mut page, "/mailbox, opened")?;
    drop(page);
    let mut page = Page::open(&mut chromium, desk.server.base())?;
    page.seen_from(&address())?;
    at_work(&mut page, &mut found, &credentials.login.clone(), &credentials.authenticator.unused())?;

    let least = found.least.unwrap_or_default() * 100.0;
    report
        .add(NAME, "Lighthouse accessibility, least of all screens", least, "", Target::AtLeast(100.0))
        .beside(format!("{} screens{}", found.screens, listed(&found.failed)));
    report
        .add(NAME, "axe violations", found.violations.len() as f64, "violations", Target::AtMost(0.0))
        .beside(format!("{} screens, light and dark{}", found.looks / 2, listed(&found.violations)));
    Ok(())
}

fn listed(what: &[String]) -> String {
    if what.is_empty() { String::new() } else { format!("; {}", what.join("; ")) }
}

fn writing(page: &mut Page<'_>, found: &mut Found) -> Result<()> {
    page.go("/write")?;
    page.until("globalThis.probe?.ready")?;
    found.look(page, "/write")?;
    page.type_into("#letter", "朝、起きられません。")?;
    page.click("#next")?;
    page.until("document.querySelector('#step-choose')?.hidden === false")?;
    found.look(page, "/write, choices")?;
    page.click("#choose-next")?;
    page.until("document.querySelector('#step-check')?.hidden === false")?;
    found.look(page, "/write, check")?;
    page.click("#send")?;
    page.until("document.querySelector('#code')?.textContent.trim().length >= 20")?;
    found.look(page, "/write, the code")
}

fn at_work(page: &mut Page<'_>, found: &mut Found, login: &str, code: &str) -> Result<()> {
    page.go("/staff")?;
    page.until("document.querySelector('#sign-in #code')")?;
    found.look(page, "/staff, sign-in")?;
    for (field, text) in [("#login", login), ("#password", PASSWORD), ("#code", code)] {
        page.type_into(field, text)?;
    }
    page.click("#sign-in button[type=submit]")?;
    page.until("document.querySelectorAll('#cases .case-row .case-line').length === 2")?;
    found.look(page, "/staff, inbox")?;
    page.click("#cases .case-row")?;
    page.until("document.querySelector('#letters .letter-body')")?;
    found.look(page, "/staff, a case")?;
    page.click("#to-reply")?;
    page.until("location.pathname.endsWith('/reply') && document.querySelector('textarea')")?;
    found.look(page, "/staff, a reply")
}

impl Found {
    /// Everything about what is on the screen now.
    fn look(&mut self, page: &mut Page<'_>, what: &str) -> Result<()> {
        for scheme in ["light", "dark"] {
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            page.call("Emulation.setEmulatedMedia", media)?;
            self.looks += 1;
            for rule in axe(page)? {
                self.violations.push(format!("{what}, {scheme}: {rule}"));
            }
        }
        let Score { score, failed } = accessibility(page).with_context(|| format!("Lighthouse on {what}"))?;
        self.screens += 1;
        self.least = Some(self.least.map_or(score, |least| least.min(score)));
        self.failed.extend(failed.iter().map(|audit| format!("{what}: {audit}")));
        Ok(())
    }
}

fn axe(page: &mut Page<'_>) -> Result<Vec<String>> {
    let script = fs::read_to_string(root().join("node_modules/axe-core/axe.min.js")).context("axe-core")?;
    if !page.value::<bool>("'axe' in globalThis")? {
        page.call("Runtime.evaluate", json!({ "expression": script }))?;
    }
    page.value(AXE)
}

//! Lighthouse's slow phone on every public page, the worst of them counting.
use anyhow::{Context, Result};
use madobe_tests::desk::Desk;
use madobe_tests::talks::furnish;

use crate::Wish;
use crate::chromium::Chromium;
use crate::lighthouse::{Load, load};
use crate::page::Page;
use crate::report::{Report, Target};

const NAME: &str = "lighthouse";
const RUNS: usize = 3;
const PAGES: [&str; 9] =
    ["/", "/easy/", "/en/", "/write", "/mailbox", "/book", "/about", "/crisis", "/safety"];

struct Seen {
    path: &'static str,
    loads: Vec<Load>,
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    furnish(&desk)?;
    let mut chromium = Chromium::start()?;
    let mut all = Vec::new();
    for path in PAGES {
        let mut loads = Vec::new();
        for _ in 0..RUNS {
            let page = Page::open(&mut chromium, desk.server.base())?;
            loads.push(load(&page, path).with_context(|| format!("Lighthouse on {path}"))?);
        }
        all.push(Seen { path, loads });
    }
    type Part = fn(&Load) -> f64;
    let parts: [(&str, Part, &'static str, Target); 6] = [
        ("performance, least of all pages", |one| one.performance * 100.0, "", Target::AtLeast(98.0)),
        ("accessibility, least of all pages", |one| one.accessibility * 100.0, "", Target::AtLeast(100.0)),
        ("best practices, least of all pages", |one| one.practices * 100.0, "", Target::AtLeast(100.0)),
        ("LCP, most of all pages", |one| one.lcp / 1e3, "s", Target::AtMost(1.2)),
        ("TBT, most of all pages", |one| one.tbt, "ms", Target::AtMost(50.0)),
        ("CLS, most of all pages", |one| one.cls, "shift", Target::AtMost(0.02)),
    ];
    for (what, part, unit, target) in parts {
        let values: Vec<(&str, f64)> = all.iter().map(|seen| (seen.path, seen.median(part))).collect();
        let least = matches!(target, Target::AtLeast(_));
        let worst =
            values.iter().map(|(_, value)| *value).reduce(|a, b| if least { a.min(b) } else { a.max(b) });
        let each: Vec<String> =
            values.iter().map(|(path, value)| format!("{path} {}", short(*value))).collect();
        report.add(NAME, what, worst.unwrap_or_default(), unit, target).beside(each.join(", "));
    }
    let missed: Vec<String> = all.iter().filter_map(Seen::missed).collect();
    if !missed.is_empty() {
        report.note(format!("lighthouse: below 90 of 100: {}", missed.join("; ")));
    }
    report.note("lighthouse: its mobile preset, simulated; the median of three for each page");
    Ok(())
}

impl Seen {
    fn median(&self, part: fn(&Load) -> f64) -> f64 {
        crate::stats::median(&self.loads.iter().map(part).collect::<Vec<_>>())
    }

    fn missed(&self) -> Option<String> {
        let missed = &self.loads.first()?.failed;
        (!missed.is_empty()).then(|| format!("{} {}", self.path, missed.join(" ")))
    }
}

fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

//! Lighthouse's slow phone on every public page, the worst of them counting.
use anyhow::{Context, Result};
use madobe_tests::desk::Desk;
use madobe_tests::pages::public;
use madobe_tests::talks::furnish;

use crate::Wish;
use crate::chromium::Chromium;
use crate::lighthouse::{Load, load};
use crate::page::Page;
use crate::report::{Report, Target};

const NAME: &str = "lighthouse";
const RUNS: usize = 3;

/// What Chrome's developer tools hold to be a slow phone (Moto G Power of 2022, their calibration), by Lighthouse's own measure of speed.
const PHONE: f64 = 264.0;
/// Of the preset, meant for a machine of 1,500 and more: below 1,000 Lighthouse itself advises another one.
const PRESET: f64 = 4.0;

struct Seen {
    path: &'static str,
    loads: Vec<Load>,
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    furnish(&desk)?;
    let mut chromium = Chromium::start()?;
    let mut all = |slower| -> Result<Vec<Seen>> {
        let mut all = Vec::new();
        for path in public().chain(["/easy/", "/en/"]) {
            let mut loads = Vec::new();
            for _ in 0..RUNS {
                let page = Page::open(&mut chromium, desk.server.base())?;
                loads.push(load(&page, path, slower).with_context(|| format!("Lighthouse on {path}"))?);
            }
            all.push(Seen { path, loads });
        }
        Ok(all)
    };
    let preset = all(None)?;
    tell(&preset, "", report);
    report.note("lighthouse: its mobile preset, simulated; the median of three for each page");
    let machine = crate::stats::median(
        &preset.iter().flat_map(|seen| &seen.loads).map(|one| one.machine).collect::<Vec<_>>(),
    );
    let slower = (machine / PHONE).clamp(1.0, PRESET);
    if slower < PRESET {
        tell(&all(Some(slower))?, ", calibrated", report);
    }
    report.note(format!(
        "lighthouse: it rates this machine {machine:.0}, and a slow phone is {PHONE:.0}: calibrated is {slower:.1} times slower, the preset {PRESET:.0} times"
    ));
    Ok(())
}

fn tell(all: &[Seen], how: &str, report: &mut Report) {
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
        report
            .add(NAME, format!("{what}{how}"), worst.unwrap_or_default(), unit, target)
            .beside(each.join(", "));
    }
    let missed: Vec<String> = all.iter().filter_map(Seen::missed).collect();
    if !missed.is_empty() {
        report.note(format!("lighthouse{how}: below 90 of 100: {}", missed.join("; ")));
    }
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

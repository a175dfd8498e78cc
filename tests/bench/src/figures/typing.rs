//! How soon a typed key is drawn in a long letter, on a slow phone: from the key's own time to the end of the frame after it.
//! Event Timing would count to the screen, but a browser without one presents some frames late or never.
use anyhow::Result;
use madobe_tests::desk::Desk;
use serde_json::json;

use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::address;
use crate::page::Page;
use crate::report::{Report, Target};
use crate::stats::{largest, median};

const NAME: &str = "typing";
/// How much stands in the field already, in lines, and how many keys are pressed.
const LINES: usize = 100;
const KEYS: usize = 60;

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let mut chromium = Chromium::start()?;
    let seen = typing(&mut Page::open(&mut chromium, desk.server.base())?)?;
    report
        .add(
            NAME,
            "/write: a key until it is drawn, the slowest",
            largest(&seen),
            "ms",
            Target::AtMost(100.0),
        )
        .beside(format!(
            "{KEYS} keys behind {LINES} lines, processor x4 slower; their median {:.0}",
            median(&seen)
        ));
    Ok(())
}

/// Real keys, each as soon as the one before was drawn: nobody types ahead of a queue. Milliseconds for each.
fn typing(page: &mut Page<'_>) -> Result<Vec<f64>> {
    page.small()?;
    page.seen_from(&address())?;
    page.go("/write")?;
    page.until("globalThis.probe?.ready")?;
    page.type_into("#letter", &"きょうは、すこしだけ外の音を聞いていました。\n".repeat(LINES))?;
    page.slow_processor()?;
    page.run(
        "globalThis.seen = [];
         addEventListener('keydown', (key) => {
             requestAnimationFrame(() => setTimeout(() => seen.push(performance.now() - key.timeStamp)));
         }, true)",
    )?;
    for key in 1..=KEYS {
        for kind in ["keyDown", "keyUp"] {
            let mut press = json!({ "type": kind, "key": "a", "code": "KeyA", "windowsVirtualKeyCode": 65 });
            if kind == "keyDown" {
                press["text"] = "a".into();
            }
            page.call("Input.dispatchKeyEvent", press)?;
        }
        page.until(&format!("seen.length === {key}"))?;
    }
    page.until(&format!("document.querySelector('#letter').value.endsWith({:?})", "a".repeat(KEYS)))?;
    page.value::<Vec<f64>>("seen")
}

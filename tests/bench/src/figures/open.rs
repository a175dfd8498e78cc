//! From the right code to readable letters.
use anyhow::Result;
use madobe_client::{Visitor, Words};
use madobe_tests::desk::Desk;

use super::send::{Wait, press};
use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::address;
use crate::page::Page;
use crate::report::{Report, Target};

const NAME: &str = "open";
const RUNS: usize = 5;
const LETTER: &str = "きのうは眠れました。";

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = Visitor::new(&desk.from_home()).write(&Words::new(LETTER))?;
    let mut staff = desk.administrator();
    staff.sync()?;
    let case = mailbox.page(0)?.case;
    staff.reply(case, "読みました。ゆっくりで大丈夫です。")?;
    drop(staff);
    let mut chromium = Chromium::start()?;
    let mut waits = Vec::new();
    for _ in 0..RUNS {
        let mut page = Page::open(&mut chromium, desk.server.base())?;
        page.small()?;
        page.slow_processor()?;
        page.seen_from(&address())?;
        page.go("/mailbox")?;
        page.until("globalThis.probe?.ready")?;
        page.type_into("#code", &mailbox.code)?;
        let test = format!(
            "[...document.querySelectorAll('#letters .letter-body')].filter((one) => one.textContent.trim()).length === 2 \
             && document.querySelector('#letters').textContent.includes({LETTER:?})"
        );
        waits.push(press(&mut page, "#open", &test)?);
    }
    let of = |value: fn(&Wait) -> f64| waits.iter().map(value).collect::<Vec<_>>();
    report.median(NAME, "right code to readable letters", &of(Wait::corrected), "s", Target::AtMost(2.0));
    report.median(
        NAME,
        "right code to readable letters, as the clock ran",
        &of(Wait::raw),
        "s",
        Target::None,
    );
    Ok(())
}

//! A desk on a tablet: the list and what was chosen from it side by side, and what is known about it in place of the letters.
use anyhow::Result;
use madobe_domain::ids::CaseId;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use serde_json::json;

/// Upright, and a window that takes most of one on its side.
const LOOKS: [Look; 2] = [Look::TABLET, Look { width: 900, height: 700, ..Look::TABLET }];

fn row(case: CaseId) -> String {
    format!("#cases .case-row[href$='{case}']")
}

/// The row of the case that is open, and no other, is marked.
fn marked(staff: &Browser, case: CaseId) -> Result<()> {
    let all =
        "[...document.querySelectorAll('.case-row[aria-current=true]')].map((row) => row.pathname).join()";
    staff.until("the mark on the open row", &format!("{all} === {}", json!(format!("/staff/cases/{case}"))))
}

fn newest_focused(staff: &Browser) -> Result<()> {
    staff.until("the focus on the newest letter", "document.activeElement.closest('#letters')")
}

pub fn both(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let one = desk.letter("板の上で読む手紙です。")?.page(0)?.case;
    let other = desk.letter("板の上で読む、べつの手紙です。")?.page(0)?.case;
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), LOOKS[0])?;
    sign_in(&staff, &mut credentials)?;
    for look in LOOKS {
        let at = |what: &str| format!("{what}, {look}");
        staff.look(look)?;
        staff.open(&format!("/staff/cases/{one}"))?;
        // By its address, one is at the letter; the list is beside it.
        staff.see("#letters .letter")?;
        newest_focused(&staff)?;
        staff.see(&row(other))?;
        marked(&staff, one)?;
        staff.gone(".pane-side")?;
        staff.fits(&at("a case"))?;
        staff.reachable(&at("a case"), 24)?;
        staff.accessible(&at("a case"))?;
        staff.press(&row(other))?;
        staff.read("べつの手紙です。")?;
        marked(&staff, other)?;
        newest_focused(&staff)?;
        staff.press(".to-side")?;
        staff.focuses("side-heading")?;
        staff.gone("#to-reply")?;
        staff.see(&row(one))?;
        marked(&staff, other)?;
        staff.fits(&at("about a case"))?;
        staff.accessible(&at("about a case"))?;
        staff.press(&format!(".pane-side p a[href='/staff/cases/{other}']"))?;
        staff.press("#to-reply")?;
        staff.focuses("reply")?;
        staff.see(&row(one))?;
        staff.fits(&at("a reply"))?;
        staff.reachable(&at("a reply"), 24)?;
    }
    // What is done with several leaves them in sight.
    staff.look(LOOKS[0])?;
    staff.js("document.querySelector('.pick input').click()")?;
    staff.see("#bulk")?;
    staff.until(
        "a row beneath",
        "document.querySelector('#cases .case-row').getBoundingClientRect().bottom <= innerHeight",
    )?;
    staff.clean().map(drop)
}

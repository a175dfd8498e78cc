//! Two cases at one desk: what was begun for one is not in the other, and is there again afterwards.
use anyhow::{Result, ensure};
use madobe_client::Mailbox;
use madobe_domain::ids::CaseId;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{send_now, sign_in};
use serde_json::json;

const KEPT: &str = "下書きは、鍵をかけて残してあります。";
const ONE: &str = "ひとりめへの、途中の言葉。";
const OTHER: &str = "ふたりめへの、途中の言葉。";

/// By the list, as somebody goes from case to case.
fn reply_to(staff: &Browser, case: CaseId) -> Result<()> {
    staff.press(&format!("#cases .case-row[href$='{case}']"))?;
    staff.until("the case", &format!("location.pathname === '/staff/cases/{case}'"))?;
    staff.press(&format!("#to-reply[href^='/staff/cases/{case}']"))?;
    staff.until(
        "its reply",
        &format!("location.pathname === '/staff/cases/{case}/reply' && document.querySelector('#reply')"),
    )
}

fn holds_again(staff: &Browser, words: &str) -> Result<()> {
    staff.until(
        &format!("the words {words:?}"),
        &format!("document.querySelector('#reply')?.value === {}", json!(words)),
    )
}

pub fn begun(desk: &Desk, engine: Engine) -> Result<()> {
    let mailboxes =
        [desk.letter("行き来される手紙、ひとりめ。")?, desk.letter("行き来される手紙、ふたりめ。")?];
    let [one, other] = [mailboxes[0].page(0)?.case, mailboxes[1].page(0)?.case];
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.see("#cases .case-row")?;
    staff.write("#search", "行き来される手紙")?;
    staff.until("the two", "document.querySelectorAll('#cases .case-row').length === 2")?;
    reply_to(&staff, one)?;
    staff.write("#reply", ONE)?;
    // Left in the middle of it.
    reply_to(&staff, other)?;
    ensure!(staff.value("#reply")?.is_empty(), "{} in another case", staff.value("#reply")?);
    staff.write("#reply", OTHER)?;
    staff.read(KEPT)?;
    ensure!(staff.value("#reply")? == OTHER && !staff.holds(ONE)?, "words of the one in the other");
    reply_to(&staff, one)?;
    holds_again(&staff, ONE)?;
    ensure!(!staff.holds(OTHER)?, "words of the other in the one");
    reply_to(&staff, other)?;
    holds_again(&staff, OTHER)?;
    let replies = |mailbox: &Mailbox| -> Result<usize> { Ok(mailbox.open()?.view.replies) };
    ensure!(replies(&mailboxes[0])? + replies(&mailboxes[1])? == 0, "going elsewhere sent something");
    // Each to whom it was written.
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#pending")?;
    send_now(&staff)?;
    ensure!(mailboxes[1].open()?.view.newest_words() == Some(OTHER) && replies(&mailboxes[0])? == 0);
    reply_to(&staff, one)?;
    holds_again(&staff, ONE)
}

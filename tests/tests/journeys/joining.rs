//! Somebody has two codes and makes one conversation of both: they say so with the codes alone, and the desk sees it in both cases.
use anyhow::{Result, ensure};
use madobe_client::Words;
use madobe_domain::log::case::Status;
use madobe_domain::log::record::{Join, Promises};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{at_a_desk, open_mailbox, told_above};

const DONE: &str = "つなぎました。つづきは、いまの番号で足ります。";

fn type_code(phone: &Browser, code: &str) -> Result<()> {
    phone.js("document.querySelector('#join-code').value = ''")?;
    phone.write("#join-code", code)?;
    phone.press("#join-send")
}

pub fn whole(desk: &Desk, engine: Engine) -> Result<()> {
    let earlier = desk.letter("ずっと前に書きました。")?;
    earlier.promise(Promises { no_visit: true, ..Promises::default() })?;
    let now = desk
        .visitor()
        .write(&Words { call_me: Some("みちる".into()), ..Words::new("また書きます。") })?;
    let (kept, other) = (now.page(0)?.case, earlier.page(0)?.case);
    let promised = earlier.open()?.view.promised;
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    open_mailbox(&phone, &now.code)?;
    phone.press("#join")?;
    phone.until("the focus in the field", "document.activeElement?.id === 'join-code'")?;
    // What is no code, nobody's, or the very one.
    type_code(&phone, "1234")?;
    phone.read("あと16けた足りないようです。")?;
    told_above(&phone, "join-code")?;
    type_code(&phone, &now.code)?;
    phone.read("いまひらいている番号です。")?;
    ensure!(phone.value("#join-code")? == now.code, "what was typed stays");
    phone.accessible("the field with a fault")?;
    type_code(&phone, &earlier.code)?;
    phone.read(DONE)?;
    phone.until("the focus at the button", "document.activeElement?.id === 'join'")?;
    // Each case says its half; what was asked for and promised is kept, and nothing is waited for over there.
    let view = now.open()?.view;
    let join = Join { case: other, here: true, waiting: true, promised };
    ensure!(view.joins == [join] && view.promises.no_visit, "{:?}", view.joins);
    ensure!(view.waiting_since.is_some() && view.promised <= promised);
    let there = earlier.open()?.view;
    ensure!(there.joins == [Join { case: kept, here: false, waiting: false, promised: None }]);
    ensure!(there.status == Status::WaitingForWriter && there.waiting_since.is_none());
    // Pressed once more, nothing is said twice.
    phone.press("#join")?;
    type_code(&phone, &earlier.code)?;
    phone.read(DONE)?;
    ensure!(now.open()?.view.entries.len() == view.entries.len());
    phone.clean()?;
    // The earlier code still opens, says where it goes on, and turns nobody away.
    open_mailbox(&phone, &earlier.code)?;
    phone.see("#mailbox-elsewhere")?;
    phone.press("#write-more")?;
    phone.see("#more-form")?;
    phone.open("/plain/mailbox")?;
    phone.write("#digits", &earlier.code)?;
    phone.press("main form button[type=submit]")?;
    phone.read("つづきは、つないだ番号の受信箱にあります。")?;
    // The desk reads both beside each other.
    let (staff, _) = at_a_desk(desk, engine)?;
    staff.open(&format!("/staff/cases/{kept}"))?;
    staff.read("この人は、もう一つの番号でも書いていました。")?;
    staff.press("[data-read-other]")?;
    staff.see("#other-letters")?;
    staff.read("ずっと前に書きました。")?;
    staff.accessible("a case with another beside it")?;
    staff.press("[data-joined] a")?;
    staff.read("つづきと返事は、そちらです。")?;
    staff.press("#to-reply")?;
    staff.see("#reply-form [data-joined]")?;
    staff.clean()?;
    Ok(())
}

/// Whoever has one of the codes alone is not believed of the other.
pub fn one_half(desk: &Desk, engine: Engine) -> Result<()> {
    let (victim, stranger) = (desk.letter("わたしの手紙です。")?, desk.letter("べつの人です。")?);
    let (case, own) = (victim.page(0)?.case, stranger.page(0)?.case);
    stranger.join(Join { case, here: true, waiting: true, promised: None })?;
    ensure!(victim.open()?.view.waiting_since.is_some(), "nothing is taken from anybody");
    let (staff, _) = at_a_desk(desk, engine)?;
    staff.open(&format!("/staff/cases/{own}"))?;
    staff.read("同じ人かどうかは、わかりません。")?;
    staff.gone("[data-read-other]")?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.see("#to-reply")?;
    staff.gone("[data-joined]")?;
    Ok(())
}

/// Only what is missing is written, and what waits waits once.
pub fn cut_off(desk: &Desk, engine: Engine) -> Result<()> {
    let (there, here) = (desk.letter("前の番号です。")?, desk.letter("いまの番号です。")?);
    let (case, own) = (there.page(0)?.case, here.page(0)?.case);
    let promised = there.open()?.view.promised;
    here.join(Join { case, here: true, waiting: true, promised })?;
    let before = here.open()?.view.entries.len();
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    open_mailbox(&phone, &here.code)?;
    phone.press("#join")?;
    type_code(&phone, &there.code)?;
    phone.read(DONE)?;
    ensure!(here.open()?.view.entries.len() == before);
    let view = there.open()?.view;
    ensure!(view.joins == [Join { case: own, here: false, waiting: false, promised: None }]);
    ensure!(view.waiting_since.is_none());
    Ok(())
}

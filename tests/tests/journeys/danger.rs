//! A life is in danger: what must not happen is set aside by two, its writer reads why and puts it back.
use anyhow::{Result, ensure};
use madobe_domain::booking::plan::{Kind, Means, Plan};
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::Promises;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{at_a_desk, open_mailbox};
use madobe_tests::talks::{kind, offer, tireless};
use madobe_tests::wait;
use thirtyfour::Key;

const WHY: &str = "「もう薬を飲みました」と書かれています。";
const BY_PHONE: &str = "電話での相談";

/// Talks in writing and on the telephone.
fn offer_both(desk: &Desk) -> Result<()> {
    let administrator = desk.administrator();
    let me = administrator.session.id;
    let kinds = vec![
        Kind { name: "文字での相談".into(), means: Means::Chat, ..kind(&[me], &[]) },
        Kind { name: BY_PHONE.into(), means: Means::Phone, ..kind(&[me], &[]) },
    ];
    offer(&administrator, desk.team, Plan { kinds, rooms: vec![], people: vec![tireless(me)] })
}

/// In the form for a talk with whoever wrote this case, once it is known what they rule out.
fn see_call(staff: &Browser, case: CaseId, offered: bool) -> Result<()> {
    staff.open(&format!("/staff/calendar/for/{case}"))?;
    staff.see("#book-promises")?;
    let options = "[...document.querySelectorAll('#book-kind option')].map((one) => one.textContent)";
    staff.until(
        if offered { "a call that can be booked" } else { "no call to book" },
        &format!("{options}.length && {options}.includes('{BY_PHONE}') === {offered}"),
    )
}

fn book_a_call(staff: &Browser) -> Result<()> {
    staff.js_with(
        "const list = document.querySelector('#book-kind');
         list.value = [...list.options].find((one) => one.textContent === arguments[0]).value;
         list.dispatchEvent(new Event('change', { bubbles: true }));
         const day = document.querySelector('#book-day');
         day.value = new Date(Date.now() + 33 * 36e5).toISOString().slice(0, 10);
         day.dispatchEvent(new Event('input', { bubbles: true }))",
        BY_PHONE,
    )?;
    staff.write("#book-time", "11:00")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("の予約を入れました")
}

/// Asked for by one, confirmed by another and by nobody else; read, and put back, by whoever wrote.
pub fn by_two(_: &Desk, engine: Engine) -> Result<()> {
    // What can be booked belongs to the whole desk.
    let desk = &Desk::start()?;
    offer_both(desk)?;
    let mailbox = desk.letter("もう、むりかもしれません。")?;
    mailbox.promise(Promises { no_phone: true, no_visit: true, ..Promises::default() })?;
    let case = mailbox.page(0)?.case;
    let (asker, mut me) = at_a_desk(desk, engine)?;
    let (second, _) = at_a_desk(desk, engine)?;
    let at = format!("/staff/cases/{case}");
    let row = format!("#cases .case-row[href$='{case}']");

    // A reason and what it is about are asked for; nothing is set aside by asking.
    asker.open(&at)?;
    asker.press("#to-danger")?;
    asker.see("#danger-form")?;
    asker.press("#danger-form button[type=submit]")?;
    asker.see("#danger-what-error")?;
    asker.see("#danger-reason-error")?;
    asker.accessible("asking without a reason")?;
    asker.press("#danger-what .choice")?;
    asker.write("#danger-reason", WHY)?;
    // Left by Escape: the focus is where it was, and what was chosen and typed is there again.
    asker.key(Key::Escape)?;
    asker.gone("#danger-form")?;
    asker.focuses("to-danger")?;
    asker.press("#to-danger")?;
    asker.see("#danger-what input:checked")?;
    ensure!(asker.value("#danger-reason")? == WHY);
    asker.press("#danger-form button[type=submit]")?;
    asker.gone("#danger-form")?;
    asker.press("#see-danger")?;
    asker.see("#danger-waits")?;
    ensure!(
        asker.js("return !document.querySelector('#danger-confirm')")? == true,
        "confirmed by whoever asked"
    );
    asker.accessible("waiting for a colleague")?;
    wait::until("the ask in the record", || {
        me.sync()?;
        Ok(me.worked(case)?.danger.map(|_| ()))
    })?;
    second.open(&at)?;
    second.see("#danger-note")?;
    second.see(&format!("{row} .badge.risk"))?;
    // It stands before everything else in the list, and first of what there is to do today, also for whoever looks at their own.
    second.press("[data-filter=waiting]")?;
    second.until(
        "the first row",
        &format!("document.querySelector('#cases .case-row')?.pathname === '{at}'"),
    )?;
    second.open("/staff/today")?;
    second.press_words("自分の担当")?;
    second.until(
        "a second person asked for, before everything else",
        &format!("document.querySelector('#main section')?.id === 'danger' && document.querySelector('#danger a').pathname === '{at}'"),
    )?;
    second.accessible("somebody is asked for today")?;
    see_call(&second, case, false)?;

    second.open(&at)?;
    second.press("#see-danger")?;
    second.see("#danger-why")?;
    second.read(WHY)?;
    second.press("#danger-confirm")?;
    second.see("#danger-confirm-no")?;
    second.accessible("confirming")?;
    second.press("button:has(+ #danger-confirm-no)")?;
    second.gone("#danger-why")?;
    // Whoever has it open hears that it is not as it was, and the focus is not lost with what was drawn before.
    asker.see("#danger-told")?;
    asker.see("#danger-end")?;
    asker.focuses("danger-heading")?;
    asker.press("#danger-end")?;
    asker.see("#danger-end-no")?;
    asker.read("そのままにする")?;
    asker.press("#danger-close")?;
    asker.gone("#danger-first")?;
    asker.open("/staff/today")?;
    asker.see("#came")?;
    asker.gone("#danger")?;
    asker.open(&at)?;
    for staff in [&second, &asker] {
        staff.see(&format!("{row} .badge.danger"))?;
        staff.until(
            "what is set aside",
            "document.querySelector('#promises')?.parentElement.textContent.includes('はずしています：電話をかけない')",
        )?;
    }
    second.accessible("a case in which something is set aside")?;
    see_call(&second, case, true)?;
    book_a_call(&second)?;

    // Its writer reads what, why and by how many, and puts it back.
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    open_mailbox(&phone, &mailbox.code)?;
    phone.read(WHY)?;
    phone.read("相談員ふたりで決めました。")?;
    phone.see("#promises-aside")?;
    phone.accessible("a mailbox in which something was set aside")?;
    phone.press("#promises-change")?;
    phone.press("#promise-boxes .choice:has([value=no_phone])")?;
    phone.press("#promises-save")?;
    phone.gone("#promises-aside")?;
    wait::until("the promise in force", || {
        me.sync()?;
        let (work, view) = (me.worked(case)?, me.view(case)?);
        let held = work.upheld(&view);
        Ok((held.no_phone && held.no_visit && work.danger.is_none() && view.faults == 0).then_some(()))
    })?;
    see_call(&second, case, false)?;
    second.open(&at)?;
    second.see("#promises")?;
    second.gone(&format!("{row} .badge.danger"))
}

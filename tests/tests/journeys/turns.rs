//! Colleagues take turns: cases are given for some days and come back, and a day begins with what there is to do.
use anyhow::{Result, ensure};
use madobe_client::{StaffMember, Words};
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::log::work::{Work, WorkRecord};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use madobe_tests::wait;
use serde_json::json;

fn letter(desk: &Desk, name: &str) -> Result<CaseId> {
    let mailbox =
        desk.visitor().write(&Words { call_me: Some(name.into()), ..Words::new("こんばんは。") })?;
    Ok(mailbox.page(0)?.case)
}

fn all_are(me: &mut StaffMember, cases: &[CaseId], what: &str, is: impl Fn(&Work) -> bool) -> Result<()> {
    wait::until(what, || {
        me.sync()?;
        let all = cases.iter().map(|case| Ok(is(&me.worked(*case)?))).collect::<Result<Vec<bool>>>()?;
        Ok(all.iter().all(|is| *is).then_some(()))
    })
}

fn choose(staff: &Browser, id: &str, value: &str) -> Result<()> {
    staff.js(&format!(
        "const field = document.querySelector({});
         field.value = {};
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         field.dispatchEvent(new Event('change', {{ bubbles: true }}));",
        json!(id),
        json!(value)
    ))?;
    Ok(())
}

/// Listed first, given in one go, taken back in one go, and back before its day.
pub fn away(desk: &Desk, engine: Engine) -> Result<()> {
    let cases = [letter(desk, "ゆきわり")?, letter(desk, "ゆきのした")?];
    let (mut me, mut credentials) = desk.colleague()?;
    let (other, _) = desk.colleague()?;
    let (mine, theirs): (StaffId, StaffId) = (me.session.id, other.session.id);
    me.sync()?;
    for case in cases {
        me.work(case, &WorkRecord::Assigned { to: Some(mine) })?;
    }
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.open("/staff/account")?;
    staff.press("#to-away")?;
    staff.until("both are listed", "document.querySelectorAll('#theirs li').length === 2")?;
    staff.accessible("cases that are to be given")?;
    staff.press("#away-form button[type=submit]")?;
    staff.read("渡す人をえらんでください。")?;
    staff.read("あしたから1年後までの日をえらんでください。")?;
    staff.accessible("what is missing is said beside its field")?;
    staff
        .until("the colleague", &format!("document.querySelector(\"#away-to option[value='{theirs}']\")"))?;
    choose(&staff, "#away-to", &theirs.to_string())?;
    let back = staff.js("const day = new Date(Date.now() + 5 * 86400000);
         return new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Tokyo' }).format(day)")?;
    choose(&staff, "#away-day", back.as_str().unwrap_or_default())?;
    staff.press("#away-form button[type=submit]")?;
    staff.see("#theirs-none")?;
    let covered = |work: &Work| {
        work.assigned == Some(mine.into()) && work.cover.is_some_and(|cover| cover.to == Some(theirs.into()))
    };
    all_are(&mut me, &cases, "both are given", covered)?;
    // One way back for all.
    staff.press(".quiet-line button")?;
    all_are(&mut me, &cases, "both are mine", |work| {
        work.assigned == Some(mine.into()) && work.cover.is_none()
    })?;
    staff.until("both are listed again", "document.querySelectorAll('#theirs li').length === 2")?;
    staff.press("#away-form button[type=submit]")?;
    all_are(&mut me, &cases, "both are given again", covered)?;
    // It says so wherever the case stands.
    staff.see("#given")?;
    staff.accessible("cases that somebody looks after meanwhile")?;
    staff.open(&format!("/staff/cases/{}", cases[0]))?;
    staff.see("#away")?;
    staff.read("さんの不在中")?;
    staff.until(
        "the row says so",
        &format!(
            "document.querySelector(`#cases a[href$='{}']`)?.textContent.includes('さんの不在中')",
            cases[0]
        ),
    )?;
    // Back sooner than planned.
    staff.open(&format!("/staff/colleagues/{mine}/away"))?;
    staff.press("#take-back")?;
    all_are(&mut me, &cases, "back before the day", |work| {
        work.assigned == Some(mine.into()) && work.cover.is_none()
    })?;
    // For good, to nobody.
    staff.see("#away-form")?;
    choose(&staff, "#away-to", "nobody")?;
    staff.press("#away-for-good")?;
    staff.press("#away-form button[type=submit]")?;
    all_are(&mut me, &cases, "nobody's", |work| work.assigned.is_none())
}

/// By a key, each line one press from its case.
pub fn today(desk: &Desk, engine: Engine) -> Result<()> {
    let case = letter(desk, "あさがお")?;
    let (mut me, mut credentials) = desk.colleague()?;
    me.sync()?;
    me.work(case, &WorkRecord::Assigned { to: Some(me.session.id) })?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.see("#cases .case-row")?;
    staff.keys("d")?;
    staff.see("#came")?;
    staff.press_words("自分の担当")?;
    staff.until("mine alone", "document.querySelectorAll('#came li').length === 1")?;
    staff.accessible("what there is to do today")?;
    // What comes while somebody looks at it stands there at once.
    let follow =
        WorkRecord::FollowUp { on: Some(chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default()) };
    me.sync()?;
    me.work(case, &follow)?;
    staff.see("#days li")?;
    staff.press("#came li a")?;
    staff.until("the case", &format!("location.pathname.endsWith('{case}')"))?;
    // Somebody who has nothing to do is told so, and is not left with an empty page.
    me.sync()?;
    me.work(case, &WorkRecord::Assigned { to: None })?;
    staff.open("/staff/today")?;
    staff.see("#came")?;
    staff.press_words("自分の担当")?;
    staff.see("#nothing")?;
    staff.accessible("a calm day")?;
    // Promised days, whoever's they were.
    staff.see("#word p")?;
    // A draft of one's own is found again.
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    staff.write("#reply", "まだ途中です。")?;
    staff.until("kept", "document.querySelector('#draft-status').textContent.length > 0")?;
    staff.open("/staff/today")?;
    staff.press_words("自分の担当")?;
    staff.see("#unfinished li")?;
    staff.read("30日たつと消えます。")?;
    let path = staff.js("return document.querySelector('#unfinished a').getAttribute('href')")?;
    ensure!(path == format!("/staff/cases/{case}"), "{path}");
    Ok(())
}

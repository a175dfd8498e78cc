//! Somebody writes a reply while their team changes around them.
use anyhow::{Result, ensure};
use madobe_domain::log::work::WorkRecord;
use madobe_domain::wire::draft::MyDrafts;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{send_now, sign_in};
use madobe_tests::wait::until;
use serde_json::json;

const WORDS: &str = "まだ途中の、だいじな返事です。";
const WARD: &str = "北の保健センター";

fn words_are_there(staff: &Browser) -> Result<()> {
    staff.until("the words", &format!("document.querySelector('#reply')?.value === {}", json!(WORDS)))
}

/// Taken out of the team: told so kindly, the words stay, and nothing goes.
pub fn taken_out(desk: &mut Desk) -> Result<()> {
    let mailbox = desk.letter("返事を待っています。")?;
    let case = mailbox.page(0)?.case;
    let (member, mut credentials) = desk.colleague()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    staff.see("#reply")?;
    staff.write("#reply", WORDS)?;
    let place = format!("/api/staff/teams/{}/members/{}", desk.team, member.session.id);
    let out = desk.administrator().ask::<()>("DELETE", &place, None)?;
    ensure!(out.status == 204, "{}", out.text());
    words_are_there(&staff)?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#pending")?;
    staff.press(".quiet-line .send-now")?;
    staff.read("いまのあなたには、できないことになっています。書いた言葉は、この画面に残っています。")?;
    staff.gone("#sign-in-again, #barred")?;
    staff.read(WORDS)?;
    staff.accessible("taken out of the team")?;
    // Back in the field, to be copied; and not sent by trying once more.
    staff.press(".quiet-line .recall")?;
    words_are_there(&staff)?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#pending")?;
    staff.press(".quiet-line .send-now")?;
    staff.read("いまのあなたには、できないことになっています。")?;
    let page = mailbox.page(0)?;
    ensure!(page.entries.len() == 2 && mailbox.open()?.view.replies == 0, "something was sent");
    Ok(())
}

/// Assigned to somebody else, given to one more team, sealed to a new key: a reply that is being written stays as it is.
pub fn undisturbed(desk: &mut Desk) -> Result<()> {
    let mailbox = desk.letter("返事を、ゆっくり待っています。")?;
    let case = mailbox.page(0)?.case;
    let (writer, mut credentials) = desk.colleague()?;
    let (mut other, _) = desk.colleague()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    staff.see("#reply")?;
    staff.write("#reply", WORDS)?;
    let kept = || -> Result<usize> {
        let all: MyDrafts = writer.get(&format!("/api/staff/cases/{case}/drafts"))?;
        Ok(all.drafts.len())
    };
    until("the draft on the server", || Ok((kept()? == 1).then_some(())))?;

    other.sync()?;
    other.work(case, &WorkRecord::Assigned { to: Some(other.session.id) })?;
    staff.see("#head-assigned")?;
    words_are_there(&staff)?;
    give(desk, &format!("/staff/cases/{case}/give"))?;
    ensure!(mailbox.open()?.teams.iter().any(|team| team.name == WARD), "it was not given");
    let team = desk.team;
    desk.administrator().refresh()?;
    let next = desk.administrator().next_key(team, None)?;
    desk.administrator().rotate(team, &next)?;
    desk.administrator().refresh()?;
    desk.administrator().reseal_all(team)?;
    // What comes after the new key is here: so has everything before it.
    mailbox.write("急がなくて大丈夫です。")?;
    staff.see("#moved")?;
    ensure!(staff.value("#reply")? == WORDS, "{}", staff.value("#reply")?);
    staff.gone("#elsewhere")?;
    ensure!(kept()? == 1, "the draft went with the old key");

    // The same words at another desk, where nothing is open yet.
    let second = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&second, &mut credentials)?;
    second.open(&format!("/staff/cases/{case}/reply"))?;
    words_are_there(&second)?;
    drop(second);
    // The letter that came is read first, as always, and then it goes.
    staff.press("#reply-form button[type=submit]")?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#pending")?;
    send_now(&staff)?;
    let view = mailbox.open()?.view;
    ensure!(view.newest_words() == Some(WORDS) && view.replies == 1 && view.faults == 0);
    Ok(())
}

/// An administrator makes a further team, and gives it this case.
fn give(desk: &Desk, path: &str) -> Result<()> {
    let office = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&office, &mut desk.credentials())?;
    office.open("/staff/colleagues")?;
    office.see("#team-form")?;
    office.write("#new-team", WARD)?;
    office.press("#team-form button[type=submit]")?;
    office.read(&format!("「{WARD}」をつくりました。"))?;
    office.open(path)?;
    office.press("#give-to")?;
    office.press("#give")?;
    office.press("#give-yes")?;
    office.see("#to-reply").map(drop)
}

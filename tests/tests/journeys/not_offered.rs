//! Talks that the desk does not offer to those who write, and talks of a kind that is gone: whoever has one is told what it is.
use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_domain::booking::plan::{Kind, Means, Plan, Who};
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::ReservationId;
use madobe_domain::log::case::TalkState;
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::wire::calendar::{NewTalk, StaffTalk};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{open_talks, sign_in};
use madobe_tests::talks::{self, in_days, new_talk, offer, path, tireless};
use madobe_tests::wait;

use super::booking::start;

const NAME: &str = "2回めからの電話";
const ABOUT: &str = "いつもの相談員が、おかけします。";

/// What the record has last of the talk.
fn told(mailbox: &Mailbox, id: ReservationId) -> Result<Option<(TalkState, String, Means)>> {
    let talks = mailbox.open()?.view.talks;
    let known = talks.into_iter().find(|one| one.talk.reservation == id);
    Ok(known.map(|one| (one.state, one.talk.name, one.talk.means)))
}

/// The name, the day and the way to cancel it, which the record tells of; staff read what can be done where the kind is gone.
pub fn known(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let me = desk.administrator().session.id;
    let calls = Kind {
        name: NAME.into(),
        about: ABOUT.into(),
        means: Means::Phone,
        who: Who::Staff,
        ..talks::kind(&[me], &[])
    };
    let kinds = vec![calls.clone(), talks::kind(&[me], &[])];
    offer(&desk.administrator(), desk.team, Plan { kinds, rooms: vec![], people: vec![tireless(me)] })?;
    let mailbox = desk.letter("また話したいです。")?;
    let case = mailbox.page(0)?.case;
    let book = |start: Tick| -> Result<ReservationId> {
        let new = NewTalk { case: Some(case), ..new_talk(calls.id, start) };
        desk.administrator().call::<_, StaffTalk>("POST", &path(desk.team, "reservations"), Some(&new))?;
        let talk = Talk {
            reservation: new.id,
            name: NAME.into(),
            means: Means::Phone,
            start: start.time(),
            minutes: calls.minutes,
        };
        mailbox.tell(&TalkRecord::TalkAsked { talk, text: None, introduction: None, answers: vec![] })?;
        Ok(new.id)
    };
    let ten = in_days(7);
    let [first, second, third] = [book(ten)?, book(ten.plus(36))?, book(ten.plus(72))?];

    let phone = start(&desk)?;
    open_talks(&phone, &mailbox.code)?;
    phone.read(NAME)?;
    phone.read("時間を変えたいときは、手紙に書いてください。")?;
    phone.press("#my-talks summary")?;
    phone.read(ABOUT)?;
    let moves = phone.js(
        "return [...document.querySelectorAll('#my-talks button')].some((e) => e.textContent === '時間を変える')",
    )?;
    ensure!(moves == false, "nobody can choose among times that are not offered");
    phone.accessible("talks that are not offered")?;
    phone.press_words("やめる")?;
    phone.press_words("予約をやめる")?;
    phone.read("予約をやめました。")?;
    phone.read("カレンダーに入れた予定は、そのまま残ります。")?;
    ensure!(phone.js("return !document.querySelector('#take-back')")? == true, "it cannot be booked here");
    let said = told(&mailbox, first)?;
    ensure!(said == Some((TalkState::Cancelled, NAME.to_owned(), Means::Phone)), "the record");

    // The kind is taken out of the plan.
    let mut plan = talks::plan(&desk)?;
    plan.plan.kinds.retain(|kind| kind.id != calls.id);
    talks::change(&desk, plan)?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.see(".case-row")?;
    staff.press_words("予約")?;
    staff.press("#cal-after")?;
    staff.press(&format!("#talk-{second}"))?;
    staff.see("#talk-heading")?;
    staff.read("ほかの種類で予約を入れなおし、")?;
    let moves = staff.js(
        "return [...document.querySelectorAll('.dialog[open] button')].some((e) => e.textContent === '時間を変える')",
    )?;
    ensure!(moves == false, "it would be refused");
    staff.accessible("a talk whose kind is gone")?;
    staff.press("#talk-cancel")?;
    staff.press("[role=group]:has(> #talk-cancel-no) > button")?;
    staff.read("予約をとりやめました。")?;
    wait::until("the record", || {
        let said = told(&mailbox, second)?.context("no talk")?;
        Ok((said == (TalkState::Cancelled, NAME.to_owned(), Means::Phone)).then_some(()))
    })?;

    open_talks(&phone, &mailbox.code)?;
    phone.read("いまはない話し方")?;
    phone.press_words("やめる")?;
    phone.press_words("予約をやめる")?;
    phone.read("予約をやめました。")?;
    let said = told(&mailbox, third)?.context("no talk")?;
    ensure!(said.0 == TalkState::Cancelled && said.1 == "いまはない話し方", "{}", said.1);
    Ok(())
}

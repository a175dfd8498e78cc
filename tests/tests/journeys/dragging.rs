//! A talk is carried to another day or another person with the mouse: asked about as after the button, and put back by Escape.
use anyhow::{Context, Result, ensure};
use chrono::{Datelike, Days, NaiveDate};
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::Tick;
use madobe_domain::wire::calendar::{NewTalk, StaffTalk};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use madobe_tests::talks::{calendar, kind, new_talk, offer, path, person};

use super::booking::today;

/// Wednesday of the next week.
fn wednesday() -> Result<NaiveDate> {
    let today: NaiveDate = today().parse()?;
    let monday = today.week(chrono::Weekday::Mon).first_day();
    monday.checked_add_days(Days::new(9)).context("no such day")
}

pub fn carried(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let (member, _) = desk.colleague()?;
    let day = wednesday()?;
    let start = Tick::of_day(day).plus(120);
    {
        let staff = desk.administrator();
        let people = [staff.session.id, member.session.id];
        let kinds = vec![kind(&people, &[])];
        let id = kinds.first().context("no kind")?.id;
        let people_there = people.map(person).into();
        offer(&staff, desk.team, Plan { kinds, rooms: vec![], people: people_there })?;
        let new = NewTalk { people: vec![staff.session.id], ..new_talk(id, start) };
        staff.call::<_, StaffTalk>("POST", &path(desk.team, "reservations"), Some(&new))?;
    }
    let talk = || -> Result<StaffTalk> {
        let page = calendar(&desk.administrator(), desk.team, &today(), 31)?;
        page.talks.into_iter().next().context("no talk")
    };
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open(&format!("/staff/calendar/week/{day}"))?;
    staff.see(".talk[data-movable]")?;
    let thursday = "[data-place='3']";
    ensure!(day.weekday().num_days_from_monday() == 2);
    // Taken, carried, and put back by Escape: nothing has happened.
    staff.carry(".talk", thursday)?;
    staff.see("[data-place='3'][data-over]")?;
    staff.key(thirtyfour::Key::Escape)?;
    staff.gone(".talk[data-dragged]")?;
    staff.let_go()?;
    ensure!(staff.js("return !document.querySelector('dialog[open]')")? == true);
    ensure!(talk()?.start == start);
    // Where it lay it still lies, and no dialog asks about it.
    staff.carry(".talk", "[data-place='2'] h3")?;
    staff.let_go()?;
    staff.gone(".talk[data-dragged]")?;
    ensure!(staff.js("return !document.querySelector('dialog[open]')")? == true);
    // On another day: the same question as after the button, and only then it is moved.
    staff.carry(".talk", thursday)?;
    staff.let_go()?;
    staff.see("#book-form")?;
    let next = day.succ_opt().context("no such day")?;
    ensure!(staff.value("#book-day")? == next.to_string());
    ensure!(staff.value("#book-time")? == "10:00");
    ensure!(talk()?.start == start, "asked before it is done");
    staff.accessible("a talk that was carried to another day")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("に変えました。")?;
    ensure!(talk()?.start.day() == next);
    // With somebody else, on the day's own screen.
    staff.open(&format!("/staff/calendar/day/{next}"))?;
    staff.see(".talk")?;
    let from = staff.js("return document.querySelector('.talk').closest('[data-place]').dataset.place")?;
    let other = if from == "0" { "[data-place='1']" } else { "[data-place='0']" };
    let before = talk()?.taken;
    // Its place follows its time: an hour below nine, and as high as the fifty minutes it takes.
    let placed = "(([talk, hours, talks]) => Math.abs((talk.top - talks.top) / hours - 1 / 8) < 0.01
        && Math.abs(talk.height / hours - 50 / 480) < 0.01)((() => {
            const li = document.querySelector('.talk').closest('li');
            const list = li.closest('.talks').getBoundingClientRect();
            return [li.getBoundingClientRect(), list.height, list];
        })())";
    staff.until("a talk at its time", placed)?;
    staff.see(".cal-hours")?;
    staff.accessible("the hours of a day")?;
    staff.js("document.querySelector('.cal-day').scrollIntoView({ block: 'start', behavior: 'instant' })")?;
    // Carried sideways and down to the middle of the day: the dialog has the other person and another time, on a step of the kind.
    staff.carry(".talk", &format!("{other} .talks"))?;
    staff.let_go()?;
    staff.see("#book-form")?;
    let time = staff.value("#book-time")?;
    ensure!(time != "10:00" && (time.ends_with(":00") || time.ends_with(":30")), "{time}");
    ensure!(talk()?.taken == before, "asked before it is done");
    staff.press("#book-form button[type=submit]")?;
    staff.read("に変えました。")?;
    ensure!(talk()?.taken != before && talk()?.start.day() == next, "with somebody else");
    ensure!(talk()?.start != Tick::of_day(next).plus(120), "at another time");
    // A free place asks for a booking there and then: with whom its column is.
    let (free, who) =
        (format!("[data-place={from}] .talks"), "document.querySelector('#book-person').selectedIndex");
    staff.gone("dialog[open]")?;
    staff.press(&free)?;
    staff.see("#book-form")?;
    ensure!(staff.value("#book-day")? == next.to_string());
    let time = staff.value("#book-time")?;
    ensure!(time != "10:00" && (time.ends_with(":00") || time.ends_with(":30")), "{time}");
    staff.until("whoever the column is of", &format!("{who} > 0"))?;
    staff.press_words("やめておく")?;
    staff.gone("dialog[open]")?;
    // A press is still a press.
    staff.press(".talk")?;
    staff.see("#talk-heading").map(drop)
}

//! A day at the desk: somebody at the door, who came and who did not, the month in numbers, one's own days away.
use anyhow::{Context, Result, ensure};
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::ids::KindId;
use madobe_domain::log::case::TalkState;
use madobe_domain::wire::booking::{Offer, State};
use madobe_domain::wire::calendar::{NewTalk, StaffTalk};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{open_mailbox, sign_in};
use madobe_tests::talks::{calendar, in_days, kind, new_talk, offer, path, person, rooms, tireless};

use super::booking::{start, today};

/// With somebody else, too, where there is one.
fn opened(desk: &Desk, colleagues: &[madobe_domain::ids::StaffId]) -> Result<KindId> {
    let staff = desk.administrator();
    let people = [&[staff.session.id], colleagues].concat();
    let rooms = rooms(1);
    let kinds = vec![kind(&people, &[rooms.first().context("no room")?.id])];
    let id = kinds.first().context("no kind")?.id;
    offer(&staff, desk.team, Plan { kinds, rooms, people: people.into_iter().map(person).collect() })?;
    Ok(id)
}

/// Somebody at the door is there at once. Not having talked is a fact and no fault: no word of blame, no count by name, and
/// nothing of it in front of the writer.
pub fn door(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    opened(&desk, &[])?;
    let mailbox = desk.letter("近くまで来ています。")?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    let number = staff.text(".case-row .case-name")?;
    let number = number.rsplit(' ').next().unwrap_or_default().to_lowercase();
    staff.press_words("予約")?;
    staff.press("#cal-walk-in")?;
    staff.write("#book-someone", &number)?;
    staff.press("#book-found button")?;
    staff.see("#book-whom")?;
    ensure!(!staff.value("#book-time")?.is_empty(), "the time is now, and nobody types it");
    staff.accessible("somebody at the door")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("いま来られた方を書きとめました")?;
    staff.until("the mark", "document.querySelector('.talk .badge')?.textContent === '話せました'")?;
    madobe_tests::wait::until("the record", || {
        let mut staff = desk.administrator();
        staff.sync()?;
        let view = staff.view(mailbox.page(0)?.case)?;
        Ok(view.talks.first().is_some_and(|talk| talk.state == TalkState::Held).then_some(()))
    })?;
    // After all they did not.
    staff.press(".talk")?;
    staff.press("[id^='came-not-']")?;
    staff.until("the other mark", "document.querySelector('.dialog [id^=came-not-][aria-pressed=true]')")?;
    staff.until("the focus where it was", "document.activeElement?.id.startsWith('came-not-')")?;
    let words = staff.text(".dialog[open]")?;
    for word in ["無断", "欠席", "キャンセル", "回目", "注意", "来なかった"] {
        ensure!(!words.contains(word), "{word} in {words}");
    }
    staff.accessible("a talk that was not held")?;
    let came = || -> Result<Option<bool>> {
        let page = calendar(&desk.administrator(), desk.team, &today(), 1)?;
        Ok(page.talks.first().context("no talk")?.came)
    };
    ensure!(came()? == Some(false));
    staff.press("[id^='came-not-']")?;
    staff.until("no mark", "!document.querySelector('.dialog [aria-pressed=true]')")?;
    ensure!(came()?.is_none(), "pressed again, it is not known any more");
    staff.press("[id^='came-not-']")?;
    staff.until("the mark again", "document.querySelector('.dialog [id^=came-not-][aria-pressed=true]')")?;
    staff.press("#talk-close")?;
    let phone = start(&desk)?;
    open_mailbox(&phone, &mailbox.code)?;
    for words in ["話せませんでした", "話せなかった"] {
        ensure!(!phone.holds(words)?, "{words} stands before the writer");
    }

    staff.press_words("月の数")?;
    staff.see(".figures")?;
    let figures = staff.js(
        "return [...document.querySelector('.figures').querySelectorAll('tr')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim())",
    )?;
    ensure!(
        figures
            == serde_json::json!([
                "予約された 1",
                "話せた 0",
                "話せなかった 1",
                "印のない予約 0",
                "時間が変わった 0",
                "とりやめになった 0"
            ]),
        "{figures}"
    );
    staff.read("第1相談室")?;
    staff.accessible("a month in numbers")?;
    staff.press_words("前の月")?;
    staff.until("nothing before", "document.querySelector('.figures td')?.textContent === '0'")
}

/// The address stands on the screen once, and a new one or none ends it.
pub fn address(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let kind = opened(&desk, &[])?;
    let new = new_talk(kind, in_days(3));
    desk.administrator().call::<_, StaffTalk>("POST", &path(desk.team, "reservations"), Some(&new))?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.press_words("予約")?;
    staff.press_words("予約の決まり")?;
    staff.read("アドレスは、まだありません。")?;
    staff.press_words("アドレスをつくる")?;
    staff.see("#feed-address")?;
    staff.accessible("an address for a calendar")?;
    let shown = || -> Result<String> {
        let address = staff.value("#feed-address")?;
        Ok(address.strip_prefix(staff.base()).context("an address of this desk")?.to_owned())
    };
    let status =
        |address: &str| -> Result<u16> { Ok(desk.from_home().ask::<()>("GET", address, &[], None)?.status) };
    let first = shown()?;
    let events = desk.from_home().ask::<()>("GET", &first, &[], None)?.text();
    ensure!(events.matches("BEGIN:VEVENT").count() == 1, "{events}");
    staff.press_words("アドレスをつくりなおす")?;
    staff.until(
        "another address",
        &format!("!document.querySelector('#feed-address').value.endsWith({})", serde_json::json!(first)),
    )?;
    let second = shown()?;
    ensure!(status(&first)? == 403 && status(&second)? == 200);
    staff.reload()?;
    staff.read("につくったアドレスが使えます。")?;
    ensure!(!staff.holds(&second)?, "it is shown once");
    staff.press("#feed-end")?;
    staff.press("[role=group]:has(> #feed-end-no) > button")?;
    staff.read("アドレスは、まだありません。")?;
    ensure!(status(&second)? == 403);
    Ok(())
}

/// Whoever is away says so; what was booked stays, and is listed with what is to be done about it.
pub fn away(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let (member, mut credentials) = desk.colleague()?;
    opened(&desk, &[member.session.id])?;
    let mailbox = desk.letter("来週、話せますか。")?;
    let when = in_days(7);
    let offer: Offer = desk.server.get("/api/booking")?;
    let kind = offer.kinds.first().context("nothing is offered")?.id;
    let new = NewTalk {
        people: vec![member.session.id],
        case: Some(mailbox.page(0)?.case),
        ..new_talk(kind, when)
    };
    // And one that is further ahead than the server tells of at once.
    let far = in_days(70);
    let later = NewTalk { people: vec![member.session.id], ..new_talk(kind, far) };
    for new in [new, later] {
        desk.administrator().call::<_, StaffTalk>("POST", &path(desk.team, "reservations"), Some(&new))?;
    }
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.press_words("予約")?;
    staff.see(".cal-columns")?;
    staff.block(&["*/booking/calendar*"])?;
    staff.press_words("予約の決まり")?;
    // That nothing is listed must not mean that nobody could look.
    staff.see("#misfits-failed")?;
    staff.accessible("nobody could look")?;
    staff.block(&[])?;
    staff.press("#misfits-failed button")?;
    staff.gone("#misfits-failed")?;
    staff.write("#mine", "あした")?;
    staff.press("#mine-form button[type=submit]")?;
    staff.see("#mine-error")?;
    staff.clear("#mine")?;
    staff.write("#mine", "2026/12/3-2026/12/1")?;
    staff.press("#mine-form button[type=submit]")?;
    staff.read("終わりの日が、はじまりの日より前です。")?;
    staff.clear("#mine")?;
    let written = |day: Tick| day.day().format("%Y/%-m/%-d").to_string();
    staff.write("#mine", &format!("{}-{}", written(when), written(far)))?;
    staff.press("#mine-form button[type=submit]")?;
    staff.read("保存しました。")?;
    staff.see("#misfits")?;
    staff.read("担当がいない時間です。")?;
    staff.read("変えるか、とりやめにすると、相手の受信箱に出ます。")?;
    staff.see("#misfits a[href^='/staff/cases/']")?;
    staff.until("both are listed", "document.querySelectorAll('#misfits li').length === 2")?;
    staff.accessible("days away, and what no longer fits")?;
    // It is still booked, and one press leads to it.
    staff.press("#misfits a")?;
    staff.see(".talk .badge.due")?;
    let page = calendar(&desk.administrator(), desk.team, &today(), 31)?;
    ensure!(page.talks.iter().all(|talk| talk.state == State::Booked) && page.talks.len() == 1);
    // However many people there are, everybody finds their own day, and it stays so in another view.
    let whose = |at: u32| {
        staff.js_with(
            "const [at] = arguments;
             const list = document.querySelector('#cal-who');
             list.selectedIndex = at;
             list.dispatchEvent(new Event('change', { bubbles: true }))",
            at,
        )
    };
    whose(2)?;
    staff.until(
        "a day of somebody else",
        "document.querySelectorAll('.cal-column').length === 1 && !document.querySelector('.talk')",
    )?;
    staff.accessible("the day of one person")?;
    whose(1)?;
    staff.see(".talk .badge.due")?;
    staff.press(".cal-bar a[href*='/week/']")?;
    staff.until(
        "my week",
        "document.querySelectorAll('.cal-column').length === 7 && document.querySelectorAll('.talk').length === 1
            && location.search.startsWith('?who=') && document.querySelector('#cal-who').selectedIndex === 1",
    )
}

/// A series leaves out the days on which the desk is shut, and names them. Whoever means such a day has it, and is told.
pub fn series(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let first = in_days(7);
    let shut = first.plus(7 * DAY_TICKS);
    {
        let staff = desk.administrator();
        let me = staff.session.id;
        let plan = Plan { kinds: vec![kind(&[me], &[])], rooms: vec![], people: vec![tireless(me)] };
        offer(&staff, desk.team, plan)?;
        staff.change_desk(|settings| {
            settings.open_on_holidays = true;
            settings.closed_days = vec![shut.day()];
        })?;
    }
    let times = || -> Result<Vec<Tick>> {
        let page = calendar(&desk.administrator(), desk.team, &today(), 62)?;
        Ok(page.talks.iter().map(|talk| talk.start).collect())
    };
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open(&format!("/staff/calendar/day/{}", first.day()))?;
    let every_week = |time: &str, count: &str| -> Result<()> {
        staff.press("#cal-book")?;
        staff.see("#book-form")?;
        staff.write("#book-someone", "青い傘のひと")?;
        staff.write("#book-time", time)?;
        staff.js("const list = document.querySelector('#book-every');
             list.value = '1';
             list.dispatchEvent(new Event('change', { bubbles: true }))")?;
        staff.see("#book-count")?;
        staff.clear("#book-count")?;
        staff.write("#book-count", count)
    };
    every_week("10:00", "3")?;
    ensure!(staff.js("return document.querySelector('#book-open').checked")? == true);
    staff.accessible("a series")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("休みの日なので、とばした日：")?;
    ensure!(times()? == [first, first.plus(14 * DAY_TICKS)]);
    every_week("13:00", "2")?;
    staff.press(".choice:has(#book-open)")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("担当がいない時間です。")?;
    ensure!(times()?.contains(&shut.plus(36)));
    // The network goes after one that is booked and one on the day that is shut: what stands is told, and the rest is named.
    let before = times()?.len();
    staff.js("const real = window.fetch;
         let asked = 0;
         window.fetch = (path, options) =>
             options?.method === 'POST' && String(path).endsWith('/booking/reservations') && ++asked > 2
                 ? Promise.reject(new TypeError('lost')) : real(path, options);")?;
    every_week("16:00", "4")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("まだ予約できていないかもしれない日：")?;
    staff.gone("#book-form")?;
    ensure!(times()?.len() == before + 1);
    Ok(())
}

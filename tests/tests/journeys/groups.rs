//! A group: what it asks, who comes, and what everybody in it is told when it meets at another time or not at all.
use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::log::case::TalkState;
use madobe_domain::wire::booking::{Offer, State};
use madobe_domain::wire::calendar::StaffTalk;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, follow_to_talks, held, open_mailbox, open_talks, sign_in};
use madobe_tests::talks::{calendar, group, in_days, offer, session, there_on};

use super::booking::{start, today};

const QUESTIONS: [&str; 2] = ["はじめての参加ですか", "食べられないもの"];
const ANSWER: &str = "そばと、えび。";

/// A group of three that meets in a week, at ten, whatever day that is.
fn opened() -> Result<(Desk, Tick)> {
    let desk = Desk::start()?;
    let when = in_days(7);
    {
        let staff = desk.administrator();
        let me = staff.session.id;
        let kinds = vec![group(&[me], 3, &QUESTIONS)];
        let id = kinds.first().context("no kind")?.id;
        offer(&staff, desk.team, Plan { kinds, rooms: vec![], people: vec![there_on(me, when.day())] })?;
        session(&staff, desk.team, id, when)?;
    }
    Ok((desk, when))
}

fn to_the_questions(phone: &Browser) -> Result<()> {
    phone.open("/book")?;
    phone.ready()?;
    phone.press("#who-family")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.see("#step-ask").map(drop)
}

/// One quiet step: everything may be left open, too much is said, nothing is lost on the way, and all of it is sealed.
pub fn asked(_: &Desk) -> Result<()> {
    let (desk, _) = opened()?;
    let phone = start(&desk)?;
    to_the_questions(&phone)?;
    for question in QUESTIONS {
        phone.read(question)?;
    }
    ensure!(phone.js("return document.querySelectorAll('#step-ask [required]').length")? == 0);
    phone.accessible("what a group asks")?;
    phone.press("#answer-2")?;
    phone.insert(&"あ".repeat(203))?;
    phone.press("#ask-next")?;
    phone.see("#answer-2-error")?;
    phone.read("3文字多いようです。")?;
    phone.accessible("an answer that is too long")?;
    // Of two that are too long both are named, above and beside their fields.
    phone.press("#answer-1")?;
    phone.insert(&"あ".repeat(202))?;
    phone.press("#ask-next")?;
    phone.see("#answer-1-error")?;
    let named = phone.js(
        "return [document.querySelectorAll('#error-summary a').length, document.querySelector('#answer-2-error').checkVisibility()]",
    )?;
    ensure!(named == serde_json::json!([2, true]), "{named}");
    phone.js("const field = document.querySelector('#answer-1'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))")?;
    phone.clear("#answer-2")?;
    phone.write("#answer-2", ANSWER)?;
    phone.press("#ask-next")?;
    phone.see("#step-check")?;
    ensure!(phone.text("#chosen div:last-child dd")? == ANSWER, "what was answered is shown once more");
    // Back to the questions and to the times, and after a reload: nothing is lost.
    phone.press("#ask-again")?;
    phone.see("#step-ask")?;
    ensure!(phone.value("#answer-2")? == ANSWER);
    phone.press("#ask-next")?;
    phone.see("#step-check")?;
    phone.press("#check-back")?;
    phone.see("#times input")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.see("#step-check")?;
    held(&phone)?;
    phone.reload()?;
    phone.see("#step-check")?;
    held(&phone)?;
    ensure!(phone.text("#chosen div:last-child dd")? == ANSWER);
    phone.press("#book")?;
    phone.see("#step-done")?;
    let digits = code(&phone)?;
    let keeps = "return JSON.stringify({ ...sessionStorage }).includes(arguments[0])
        || document.querySelector('#answer-2').value !== ''";
    ensure!(phone.js_with(keeps, ANSWER)? == false, "the tab keeps what was answered");
    for request in &phone.clean()? {
        let body = request.body.as_deref().unwrap_or_default();
        ensure!(!body.contains(ANSWER) && !body.contains(QUESTIONS[1]), "{body}");
    }
    // The writer reads it in the mailbox, and staff beside the name of whoever comes.
    open_mailbox(&phone, &digits)?;
    phone.read(ANSWER)?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.press_words("予約")?;
    staff.press("#cal-after")?;
    staff.press(".talk")?;
    staff.see(".cal-seats .answers")?;
    ensure!(staff.text(".cal-seats .answers dd")? == ANSWER);
    ensure!(
        staff.js("return !document.querySelector('.cal-seats [id^=came-]')")? == true,
        "it is on another day"
    );
    // On paper: everybody who comes, with a box to tick, and what was answered only where names are asked for.
    let paper = staff.js("return document.querySelector('.talk-sheet li').textContent")?;
    ensure!(paper.as_str().is_some_and(|paper| paper.contains(ANSWER) && paper.contains("受付")), "{paper}");
    staff.accessible("who comes to a group")?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.read(ANSWER)?;
    // Nobody waits for an answer to that.
    let mut staff = desk.administrator();
    staff.sync()?;
    let view = staff.view(case)?;
    ensure!(view.waiting_since.is_none() && view.talks[0].answers.len() == 1);
    Ok(())
}

/// Whoever was told three times reads that nothing more comes, and may wait anew. What is free is said in the mailbox, too.
pub fn told_enough(_: &Desk) -> Result<()> {
    let (mut desk, when) = opened()?;
    desk.keep_address()?;
    let waits = desk.letter("集まりに行きたいです。")?;
    let phone = start(&desk)?;
    // Who gave no code yet is asked for it on the way, and waits from then on.
    phone.open("/book")?;
    phone.ready()?;
    phone.press("#who-family")?;
    phone.press("#kinds .door")?;
    phone.see("#wait-how a")?;
    phone.press("#wait")?;
    phone.write("#code-digits", &waits.code)?;
    phone.press("#code-open")?;
    phone.read("あくのを待ちます。")?;
    phone.read("時間があいたら、ここに出ます。")?;
    desk.meddle("UPDATE waiting SET told = 3")?;
    open_talks(&phone, &waits.code)?;
    phone.read("お知らせを、3回しました。")?;
    phone.accessible("told three times")?;
    phone.press("#my-talks .actions .button")?;
    phone.read("時間があいたら、ここに出ます。")?;
    // A time that became free is said where the letters are, too, with the way to it.
    desk.meddle(&format!("UPDATE waiting SET told = 1, start = {}", when.0))?;
    open_mailbox(&phone, &waits.code)?;
    phone.see("#freed")?;
    let said = phone.text("#freed-times")?;
    ensure!(said.contains("家族の集まり") && said.contains("があきました。"), "{said}");
    ensure!(phone.js("return document.querySelector('#freed a').getAttribute('href')")? == "/book");
    phone.accessible("a mailbox that says which time is free")?;
    follow_to_talks(&phone, "#freed-book")?;
    phone.read("があきました。")
}

/// Everybody in it is shown it, in the list of talks and in the mailbox; whoever had left is not.
pub fn moved_and_cancelled(_: &Desk) -> Result<()> {
    let (desk, when) = opened()?;
    let offer: Offer = desk.server.get("/api/booking")?;
    let kind = offer.kinds.first().context("nothing is offered")?;
    let [one, two, left] = [desk.letter("ひとり。")?, desk.letter("ふたり。")?, desk.letter("やめた人。")?];
    for mailbox in [&one, &two] {
        mailbox.book(kind, when, None, vec![])?;
    }
    left.cancel(left.book(kind, when, None, vec![])?)?;
    let called = desk.letter("電話で、やめると言った人。")?;
    called.book(kind, when, None, vec![])?;
    let known = left.open()?.view.entries.len();
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.press_words("予約")?;
    staff.press("#cal-after")?;
    staff.press(".talk")?;
    staff.read("参加する方")?;
    // One seat alone: whoever has it is told in their own case, and the others notice nothing.
    staff.read("満席")?;
    let case = called.page(0)?.case;
    let seat = format!(".cal-seats li:has(a[href='/staff/cases/{case}'])");
    staff.press(&format!("{seat} [id^='seat-']"))?;
    staff.press(&format!("{seat} [role=group]:has(> [id$='-no']) > button"))?;
    staff.read("の席をとりやめました。")?;
    madobe_tests::wait::until("the record", || {
        let view = called.open()?.view;
        Ok(view.talks.first().is_some_and(|talk| talk.state == TalkState::Cancelled).then_some(()))
    })?;
    staff.until("a free seat", "document.querySelector('.talk-who').textContent === '3席のうち2席'")?;
    staff.press(".talk")?;
    staff.read("参加する方")?;
    staff.press_words("時間を変える")?;
    ensure!(!staff.value("#book-person")?.is_empty(), "whoever holds the group keeps it");
    staff.read("参加する方みんなの時間が変わり")?;
    staff.clear("#book-time")?;
    staff.write("#book-time", "13:30")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("に変えました。")?;
    let said = |mailbox: &Mailbox, state: TalkState, start: Tick| {
        madobe_tests::wait::until("the record", || {
            let view = mailbox.open()?.view;
            let talk = view.talks.first().context("no talk")?;
            Ok((talk.state == state && talk.talk.start == start.time()).then_some(()))
        })
    };
    let later = when.plus(42);
    for mailbox in [&one, &two] {
        said(mailbox, TalkState::Moved, later)?;
        ensure!(mailbox.talks()?.reservations[0].start == later);
    }
    ensure!(left.open()?.view.entries.len() == known, "whoever had left is told nothing");
    let phone = start(&desk)?;
    open_talks(&phone, &one.code)?;
    phone.read("13:30〜")?;
    phone.read("窓口が時間を変えたときは、受信箱に書いてあります。")?;
    open_mailbox(&phone, &one.code)?;
    phone.read("窓口が、予約の時間を変えました：")?;

    staff.until("the new time", "document.querySelector('.talk time').textContent.startsWith('13:30')")?;
    staff.press(".talk")?;
    staff.press("#talk-cancel")?;
    staff.read("参加する方みんなの受信箱に出ます。")?;
    staff.press("[role=group]:has(> #talk-cancel-no) > button")?;
    staff.read("予約をとりやめました。")?;
    for mailbox in [&one, &two] {
        said(mailbox, TalkState::Cancelled, later)?;
        ensure!(mailbox.talks()?.reservations[0].state == State::Cancelled);
    }
    ensure!(left.open()?.view.entries.len() == known, "whoever had left is told nothing");
    open_talks(&phone, &two.code)?;
    phone.read("この予約は、とりやめになっています。")?;
    open_mailbox(&phone, &two.code)?;
    phone.read("窓口が、予約をとりやめました：")?;
    let page = calendar(&desk.administrator(), desk.team, &today(), 31)?;
    ensure!(page.talks.iter().all(|talk| talk.state == State::Cancelled));
    Ok(())
}

/// One of a group goes to another date of it; the others notice nothing, and there is a way back as from every act.
pub fn one_moved(_: &Desk) -> Result<()> {
    let (desk, when) = opened()?;
    let offer: Offer = desk.server.get("/api/booking")?;
    let kind = offer.kinds.first().context("nothing is offered")?;
    let later = when.plus(2 * DAY_TICKS);
    session(&desk.administrator(), desk.team, kind.id, later)?;
    let [moves, stays] = [desk.letter("その日は、むずかしいです。")?, desk.letter("行けます。")?];
    for mailbox in [&moves, &stays] {
        mailbox.book(kind, when, None, vec![])?;
    }
    let known = stays.open()?.view.entries.len();
    let page = calendar(&desk.administrator(), desk.team, &today(), 31)?;
    let meets = |talk: &&StaffTalk| talk.start == when && talk.seats.is_some();
    let first = page.talks.iter().find(meets).context("no session")?.id;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open(&format!("/staff/calendar/day/{}", when.day()))?;
    staff.press(&format!("#talk-{first}"))?;
    let case = moves.page(0)?.case;
    let seat = format!(".cal-seats li:has(a[href='/staff/cases/{case}'])");
    staff.press(&format!("{seat} .button.small"))?;
    staff.see("#book-free button")?;
    ensure!(
        staff.js(
            "return [document.querySelectorAll('#book-free button').length, !!document.querySelector('#book-person')]"
        )? == serde_json::json!([1, false]),
        "the other date, and nobody to choose"
    );
    staff.accessible("a seat that moves")?;
    staff.press("#book-free button")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("に変えました。")?;
    // Under the focus the way back stays.
    staff.js("document.querySelector('.quiet-line:last-child .undo')?.focus()")?;
    let told = |start: Tick| {
        madobe_tests::wait::until("the record", || {
            let view = moves.open()?.view;
            let talk = view.talks.first().context("no talk")?;
            Ok((talk.state == TalkState::Moved && talk.talk.start == start.time()).then_some(()))
        })
    };
    told(later)?;
    ensure!(moves.talks()?.reservations[0].start == later);
    ensure!(stays.talks()?.reservations[0].start == when && stays.open()?.view.entries.len() == known);
    staff.press(".quiet-line:last-child .undo")?;
    staff.read("予約を、前の時間に戻しました。")?;
    told(when)?;
    ensure!(moves.talks()?.reservations[0].start == when);
    Ok(())
}

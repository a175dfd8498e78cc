//! Somebody goes back while an answer is on its way, or it never comes: what is said and done is what was pressed for.
use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_domain::log::case::TalkState;
use madobe_domain::log::record::Content;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::booking::State;
use madobe_tests::browser::Browser;
use madobe_tests::desk::Desk;
use madobe_tests::steps::{book_a_talk, choose_a_day, choose_a_time, code, held, open_talks};

use super::booking::{booked, opened, page, start};

/// What goes by this method to an address that ends like this waits until `window.goOn()`.
fn waits(phone: &Browser, method: &str, end: &str) -> Result<()> {
    phone
        .js_with(
            "const [method, end] = arguments[0];
             const real = window.fetch;
             const gate = new Promise((open) => { window.goOn = open; });
             window.fetch = async (path, options) => {
                 if (options?.method === method && String(path).endsWith(end)) await gate;
                 return real(path, options);
             };",
            serde_json::json!([method, end]),
        )
        .map(drop)
}

/// It arrives, and its answer is lost, until `window.goOn()`.
fn loses_answers(phone: &Browser, method: &str, end: &str) -> Result<()> {
    phone
        .js_with(
            "const [method, end] = arguments[0];
             const real = window.fetch;
             window.goOn = () => { window.fetch = real; };
             window.fetch = async (path, options) => {
                 const answer = await real(path, options);
                 if (options?.method === method && String(path).endsWith(end)) throw new TypeError('lost');
                 return answer;
             };",
            serde_json::json!([method, end]),
        )
        .map(drop)
}

/// It does not arrive, so many times.
fn never_arrives(phone: &Browser, method: &str, end: &str, times: u32) -> Result<()> {
    phone
        .js_with(
            "let [method, end, times] = arguments[0];
             const real = window.fetch;
             window.fetch = async (path, options) => {
                 if (times > 0 && options?.method === method && String(path).endsWith(end)) {
                     times -= 1;
                     throw new TypeError('lost');
                 }
                 return real(path, options);
             };",
            serde_json::json!([method, end, times]),
        )
        .map(drop)
}

fn other_time(phone: &Browser) -> Result<()> {
    phone.press("#check-back")?;
    phone.see("#times input")?;
    phone.press("#times .choice:nth-of-type(3)")?;
    phone.press("#time-next")?;
    phone.see("#step-check").map(drop)
}

/// A press that still waits for its time books no other one that is chosen after it.
pub fn pressed_early(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_day(&phone)?;
    waits(&phone, "POST", "/holds")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.press("#book")?;
    phone.until("the press is kept", "document.querySelector('#book-status').textContent")?;
    other_time(&phone)?;
    let said = phone.js("return document.querySelector('#book-status').textContent")?;
    ensure!(said == "", "booked unasked: {said}");
    phone.js("window.goOn()")?;
    held(&phone)?;
    ensure!(booked(&desk)?.is_empty(), "nobody pressed for this one");
    let chosen = phone.text("#chosen time")?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    ensure!(phone.text("#done-when")? == chosen && booked(&desk)?.len() == 1);
    Ok(())
}

/// The page says of the time that was booked that it is, whatever was looked at after the press, and holds nothing beside it.
pub fn looked_elsewhere(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    held(&phone)?;
    let pressed = phone.text("#chosen time")?;
    waits(&phone, "POST", "/confirm")?;
    phone.press("#book")?;
    other_time(&phone)?;
    ensure!(phone.text("#chosen time")? != pressed);
    phone.js("window.goOn()")?;
    phone.see("#step-done")?;
    ensure!(phone.text("#done-when")? == pressed, "another time than the one that is booked");
    madobe_tests::wait::until("nothing held beside it", || {
        let talks = page(&desk)?.talks;
        Ok((talks.len() == 1 && talks.iter().all(|talk| talk.state == State::Booked)).then_some(()))
    })
}

/// It was booked, and nobody was told. Whoever goes back and chooses the same time finds it booked, with its code; and whoever loads
/// the page again while nothing can be asked goes on with the same code.
pub fn not_answered(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    held(&phone)?;
    loses_answers(&phone, "POST", "/confirm")?;
    phone.press("#book")?;
    phone.read("予約できたかどうか、まだわかりません")?;
    phone.js("window.goOn()")?;
    phone.press("#check-back")?;
    phone.see("#times input")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.see("#step-done")?;
    code(&phone)?;
    ensure!(booked(&desk)?.len() == 1);

    let again = start(&desk)?;
    choose_a_time(&again)?;
    held(&again)?;
    again.block(&["*/confirm"])?;
    again.press("#book")?;
    again.read("予約できたかどうか、まだわかりません")?;
    again.preload(
        "{ const real = window.fetch;
           window.fetch = (path, options) => String(path).endsWith('/api/desk') && !window.found
               ? Promise.reject(new TypeError('lost')) : real(path, options); }",
    )?;
    again.reload()?;
    again.ready()?;
    again.see("#who-family")?;
    again.block(&[])?;
    // Where it was before the reload, out from under the header.
    again.js(
        "window.found = true; document.querySelector('#who-family').scrollIntoView({ block: 'center' })",
    )?;
    again.press("#who-family")?;
    again.press("#kinds .door")?;
    again.press("#days .door:nth-of-type(2)")?;
    again.press("#times .choice:nth-of-type(3)")?;
    again.press("#time-next")?;
    held(&again)?;
    again.press("#book")?;
    again.see("#step-done")?;
    let case = Mailbox::from_code(&desk.server, &code(&again)?)?.page(0)?.case;
    let mut staff = desk.administrator();
    staff.sync()?;
    let talks = staff.view(case)?.talks.len();
    ensure!(talks == 2, "the first stands under a code that nobody has: {talks}");
    Ok(())
}

/// It was booked, and nobody was told. Whoever chooses another time then has that one, and the desk reads so.
pub fn chosen_anew(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    held(&phone)?;
    loses_answers(&phone, "POST", "/confirm")?;
    phone.press("#book")?;
    phone.read("予約できたかどうか、まだわかりません")?;
    let first = booked(&desk)?;
    ensure!(first.len() == 1, "it did arrive");
    phone.js("window.goOn()")?;
    other_time(&phone)?;
    held(&phone)?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    let second = booked(&desk)?;
    ensure!(second.len() == 1 && second != first, "{second:?}");
    let digits = code(&phone)?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    {
        let mut staff = desk.administrator();
        staff.sync()?;
        let view = staff.view(case)?;
        let stands: Vec<_> = view.talks.iter().filter(|talk| talk.state != TalkState::Cancelled).collect();
        ensure!(view.talks.len() == 2 && stands.len() == 1, "the desk reads of both");
        ensure!(stands.iter().all(|talk| second.iter().any(|start| start.time() == talk.talk.start)));
    }
    // What is known to be booked stays where another one is booked beside it.
    phone.press("#put-away")?;
    phone.press("#receipt-mine")?;
    phone.press("#mine-another")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door:nth-of-type(3)")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    ensure!(booked(&desk)?.len() == 2, "one was taken back unasked");
    Ok(())
}

/// Moved and cancelled, and only the answers were lost: tried again it is done, and the desk reads of it, also where it could not
/// be told at first.
pub fn done_already(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let digits = book_a_talk(&start(&desk)?)?;
    let before = booked(&desk)?;
    let phone = start(&desk)?;
    open_talks(&phone, &digits)?;
    phone.press_words("時間を変える")?;
    phone.see("#near .door")?;
    // Every try of the page to tell the desk is lost: it is told with the next act.
    never_arrives(&phone, "POST", "/entries", 3)?;
    loses_answers(&phone, "PUT", "")?;
    phone.press("#near .door")?;
    phone.until("why not", "document.activeElement.id === 'stuck'")?;
    ensure!(booked(&desk)? != before, "it did arrive");
    phone.js("window.goOn()")?;
    phone.press("#stuck-again")?;
    phone.read("時間を変えました。")?;
    loses_answers(&phone, "DELETE", "")?;
    phone.press_words("やめる")?;
    phone.press_words("予約をやめる")?;
    phone.until("why not", "document.activeElement.id === 'stuck'")?;
    ensure!(booked(&desk)?.is_empty(), "it did arrive");
    phone.js("window.goOn()")?;
    phone.press("#stuck-again")?;
    phone.read("予約をやめました。")?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    let mut staff = desk.administrator();
    staff.sync()?;
    let view = staff.view(case)?;
    ensure!(view.talks.first().context("no talk")?.state == TalkState::Cancelled, "the desk was not told");
    let moved =
        |content: &Option<Content>| matches!(content, Some(Content::Talk(TalkRecord::TalkMoved { .. })));
    ensure!(view.entries.iter().any(|entry| moved(&entry.content)), "the desk was not told of the move");
    Ok(())
}

/// While an act with the code is on its way, the page says so, and only then.
pub fn under_way(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let digits = book_a_talk(&start(&desk)?)?;
    let phone = start(&desk)?;
    open_talks(&phone, &digits)?;
    let quiet = |status: &str| -> Result<()> {
        let said = phone.js(&format!("return document.querySelector('#{status}').textContent"))?;
        ensure!(said == "", "nothing is on its way: {said}");
        Ok(())
    };
    quiet("mine-status")?;
    phone.press_words("時間を変える")?;
    phone.press("#days .door:nth-of-type(3)")?;
    phone.press("#times .choice")?;
    waits(&phone, "PUT", "")?;
    phone.press_words("この時間に変える")?;
    phone.until("a move is on its way", "document.querySelector('#time-status').textContent")?;
    phone.js("window.goOn()")?;
    phone.read("時間を変えました。")?;
    quiet("mine-status")?;
    waits(&phone, "DELETE", "")?;
    phone.press_words("やめる")?;
    phone.press_words("予約をやめる")?;
    phone.until("it is on its way", "document.querySelector('#mine-status').textContent")?;
    phone.accessible("a talk that is being cancelled")?;
    phone.js("window.goOn()")?;
    phone.read("予約をやめました。")?;
    quiet("mine-status")
}

/// Whoever thought of moving a talk, and went back, books another one: the first stays where it is.
pub fn moved_no_other(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let digits = book_a_talk(&start(&desk)?)?;
    let phone = start(&desk)?;
    open_talks(&phone, &digits)?;
    phone.press("#mine-another")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door:nth-of-type(3)")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    phone.press("#done-mine")?;
    phone.press_words("やめる")?;
    phone.press_words("予約をやめる")?;
    phone.read("予約をやめました。")?;
    let stays = booked(&desk)?;
    phone.press_words("時間を変える")?;
    phone.see("#near .door")?;
    phone.back()?;
    phone.press("#take-back")?;
    phone.see("#step-check")?;
    held(&phone)?;
    ensure!(booked(&desk)? == stays, "another talk was moved");
    Ok(())
}

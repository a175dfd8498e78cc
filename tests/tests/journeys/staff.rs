//! What staff write is never lost, whatever happens meanwhile.
use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;
use madobe_domain::ids::CaseId;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::{send_now, sign_in};

const WORDS: &str = "まだ送っていない返事です。";
const KEPT: &str = "下書きは、鍵をかけて残してあります。";

/// Somebody at a desk, with a reply half written. Gives the case.
fn writing(desk: &Desk, staff: &Browser) -> Result<(CaseId, Credentials, madobe_client::Mailbox)> {
    let mailbox = desk.letter("返事を待っています。")?;
    let case = mailbox.page(0)?.case;
    let (_, mut credentials) = desk.colleague()?;
    sign_in(staff, &mut credentials)?;
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    staff.see("#reply")?;
    staff.write("#reply", WORDS)?;
    Ok((case, credentials, mailbox))
}

fn sent(staff: &Browser, mailbox: &madobe_client::Mailbox) -> Result<()> {
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#to-reply")?;
    send_now(staff)?;
    let view = mailbox.open()?.view;
    ensure!(view.newest_words() == Some(WORDS) && view.faults == 0, "{:?}", view.newest_words());
    Ok(())
}

pub fn expired(desk: &Desk, engine: Engine) -> Result<()> {
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    let (case, mut credentials, mailbox) = writing(desk, &staff)?;
    // Sealed beside the page: a page that goes in the same moment does not see the end of it.
    staff.read(KEPT)?;
    staff.open(&format!("/staff/cases/{case}/note"))?;
    staff.see("#note")?;
    staff.write("#note", WORDS)?;
    // What else is refused once the session has ended comes late, as on a slow line.
    staff.js("const real = window.fetch;
         const held = new Promise((go) => { window.letGo = go; });
         window.late = 0;
         window.came = 0;
         window.fetch = async (what, ...rest) => {
             const answer = await real(what, ...rest);
             if (answer.status === 401 && !/(entries|sign-in)$/.test(what.url ?? what)) {
                 window.late += 1;
                 await held;
                 window.came += 1;
             }
             return answer;
         };")?;
    let cookie = format!("madobe_staff={}", staff.cookie("madobe_staff", "/api/staff/session")?);
    let ended = desk.server.raw("DELETE", "/api/staff/session", &[("cookie", &cookie)], None)?;
    ensure!(ended.status == 204);
    staff.js("window.dispatchEvent(new Event('online'))")?;
    staff.until("something refused on its way", "window.late > 0")?;
    staff.press("#note-form button[type=submit]")?;
    staff.see("#sign-in-again")?;
    ensure!(staff.value("#note")? == WORDS, "the words are still there");
    ensure!(!staff.holds("もう一度、はじめから開いてください。")?, "two answers to one question");
    staff.accessible("asked again")?;
    staff.write("#sign-in-again #password", "not the password at all")?;
    staff.write("#sign-in-again #code", &credentials.authenticator.present())?;
    staff.press("#sign-in-again button[type=submit]")?;
    staff.read("入れませんでした。もう一度お試しください。")?;
    staff.clear("#sign-in-again #password")?;
    staff.write("#sign-in-again #password", PASSWORD)?;
    staff.clear("#sign-in-again #code")?;
    staff.write("#sign-in-again #code", &credentials.authenticator.unused())?;
    staff.press("#sign-in-again button[type=submit]")?;
    staff.gone("#sign-in-again")?;
    staff.until("the focus on the words", "document.activeElement.id === 'note'")?;
    staff.js("window.letGo(); setTimeout(() => { window.heard = true; }, 200);")?;
    staff.until("what was refused before", "window.came > 0 && window.heard")?;
    ensure!(!staff.holds("もう一度、確かめます")?, "asked again for what was refused before");
    ensure!(staff.value("#note")? == WORDS);
    staff.press("#note-form button[type=submit]")?;
    staff.see("#to-note")?;
    staff.read(WORDS)?;
    // The reply that was begun before it waits, too.
    staff.press("#to-reply")?;
    staff.until("the words again", &format!("document.querySelector('#reply')?.value === '{WORDS}'"))?;
    sent(&staff, &mailbox)
}

pub fn idle(desk: &Desk, engine: Engine) -> Result<()> {
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    staff.clock_to_turn()?;
    let (_, _, mailbox) = writing(desk, &staff)?;
    staff.read(KEPT)?;
    staff.put_forward(11)?;
    staff.see("#unlock")?;
    ensure!(
        !staff.holds(WORDS)? && !staff.holds("返事を待っています。")?,
        "words are left on the locked screen"
    );
    let stored = staff.js("return JSON.stringify([{...sessionStorage}, {...localStorage}])")?.to_string();
    ensure!(!stored.contains(WORDS), "the draft lies about readable");
    staff.accessible("locked")?;
    staff.write("#unlock #password", "not the password at all")?;
    staff.press("#unlock button[type=submit]")?;
    staff.read("パスワードが合わないようです。")?;
    staff.clear("#unlock #password")?;
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.see("#reply")?;
    staff.until("the words again", &format!("document.querySelector('#reply').value === '{WORDS}'"))?;
    sent(&staff, &mailbox)
}

pub fn collision(desk: &Desk, engine: Engine) -> Result<()> {
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    let (case, _, mailbox) = writing(desk, &staff)?;
    staff.read(KEPT)?;
    // Whoever types without a pause is kept all the same.
    staff.js("const area = document.querySelector('#reply');
         window.typing = setInterval(() => {
             area.value += 'あ';
             area.dispatchEvent(new Event('input', { bubbles: true }));
         }, 200)")?;
    staff.read(KEPT)?;
    staff.js("clearInterval(window.typing)")?;
    staff.clear("#reply")?;
    staff.write("#reply", WORDS)?;
    mailbox.write("言いわすれたことがあります。")?;
    staff.press("#reply-form button[type=submit]")?;
    // In its place where the letter had come to the screen by then, in its line where it had not.
    staff.until(
        "a reply that was stopped",
        "document.querySelector('#moved') || document.querySelector('.quiet-line .recall')",
    )?;
    if staff.js("return !document.querySelector('#moved')")? == true {
        stopped(&staff)?;
    }
    staff.read("新しい手紙が届きました。読んでから送れます。")?;
    staff.read("言いわすれたことがあります。")?;
    ensure!(mailbox.open()?.view.replies == 0, "nothing was sent past the new letter");
    let (mut colleague, _) = desk.colleague()?;
    colleague.sync()?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see(".quiet-line .send-now")?;
    // While it is held back.
    colleague.reply(case, "先に返事をしました。")?;
    stopped(&staff)?;
    staff.read("先に送られた返事があります。読んでから送れます。")?;
    sent(&staff, &mailbox)
}

/// It does not leave past what came in between; opened again, the words are where they were written.
fn stopped(staff: &Browser) -> Result<()> {
    // In its line: what was said of one before may still stand where it was said.
    staff.until(
        "a reply that was stopped",
        "document.querySelector('#quiet-lines')?.textContent.includes('ほかの手紙か返事が、先に届きました。')",
    )?;
    staff.press(".quiet-line .recall")?;
    staff.see("#moved")?;
    staff.until("the words again", &format!("document.querySelector('#reply')?.value === '{WORDS}'"))
}

/// A screen whose code did not come says so, and comes when it is asked for again.
pub fn unfetched(desk: &Desk) -> Result<()> {
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    let (_, mut credentials) = desk.colleague()?;
    sign_in(&staff, &mut credentials)?;
    staff.block(&["*staff-calendar-*"])?;
    staff.press(".desk-nav a[href='/staff/calendar']")?;
    staff.see("#not-fetched")?;
    staff.accessible("a screen that did not come")?;
    staff.block(&[])?;
    staff.press_words("もう一度")?;
    staff.see(".cal-bar")?;
    // What opens a case comes after the list, or when the first case is asked for. Where no thread starts beside the page, the page opens it.
    let case = desk.letter("ひらけるまで待ちます。")?.page(0)?.case;
    let other = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    other.cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        serde_json::json!({ "source": "delete globalThis.Worker" }),
    )?;
    other.block(&["*staff-vault-*"])?;
    sign_in(&other, &mut desk.colleague()?.1)?;
    other.read("ひらけるまで待ちます。")?;
    other.open(&format!("/staff/cases/{case}"))?;
    other.see("#look-again")?;
    other.accessible("a case that cannot be opened yet")?;
    other.block(&[])?;
    other.press("#look-again")?;
    other.see("#to-reply")?;
    Ok(())
}

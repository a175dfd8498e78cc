//! A reply is held back for half a minute: recalled, sent once and in no other way, and never lost.
use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;
use madobe_client::{Mailbox, StaffMember};
use madobe_domain::ids::CaseId;
use madobe_domain::wire::draft::MyDrafts;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::{send_now, sign_in};
use madobe_tests::wait;

const WORDS: &str = "ゆっくりで大丈夫です。";

struct Desktop {
    staff: Browser,
    mailbox: Mailbox,
    case: CaseId,
    credentials: Credentials,
    me: StaffMember,
}

impl Desktop {
    /// Somebody at a desk who has just pressed "send".
    fn held_back(desk: &Desk, engine: Engine) -> Result<Self> {
        let mailbox = desk.letter("返事を、いそぎません。")?;
        let case = mailbox.page(0)?.case;
        let (me, mut credentials) = desk.colleague()?;
        let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
        staff.clock_to_turn()?;
        sign_in(&staff, &mut credentials)?;
        let desktop = Self { staff, mailbox, case, credentials, me };
        desktop.open()?;
        desktop.staff.write("#reply", WORDS)?;
        desktop.send()?;
        ensure!(desktop.replies()? == 0, "it left before its time");
        Ok(desktop)
    }

    fn open(&self) -> Result<()> {
        self.staff.open(&format!("/staff/cases/{}/reply", self.case))?;
        self.staff.see("#reply").map(drop)
    }

    fn send(&self) -> Result<()> {
        self.staff.press("#reply-form button[type=submit]")?;
        self.staff.see("#pending")?;
        self.staff.read(WORDS)
    }

    fn replies(&self) -> Result<usize> {
        Ok(self.mailbox.open()?.view.replies)
    }

    /// Exactly one, with these words, in an unbroken chain.
    fn arrives_once(&self) -> Result<()> {
        wait::until("the reply", || Ok((self.replies()? > 0).then_some(())))?;
        let view = self.mailbox.open()?.view;
        ensure!(view.replies == 1 && view.faults == 0 && view.newest_words() == Some(WORDS));
        Ok(())
    }

    fn kept(&self) -> Result<String> {
        let kept = self.staff.js(
            "return JSON.stringify(Object.entries(localStorage).filter(([k]) => k.includes('.unsent.')))",
        )?;
        Ok(kept.as_str().unwrap_or_default().to_owned())
    }

    /// As if a tab had ended with this on its way.
    fn lay_back(&self, kept: &str) -> Result<()> {
        self.staff.js_with(
            "for (const [key, value] of JSON.parse(arguments[0])) localStorage.setItem(key, value)",
            kept,
        )?;
        self.staff.reload()
    }

    /// Until the server has so many drafts of this case.
    fn drafts(&self, count: usize) -> Result<()> {
        wait::until(&format!("{count} drafts"), || {
            let all: MyDrafts = self.me.get(&format!("/api/staff/cases/{}/drafts", self.case))?;
            Ok((all.drafts.len() == count).then_some(()))
        })
    }

    fn nothing_kept(&self) -> Result<()> {
        self.staff.until("nothing kept", "!Object.keys(localStorage).some((k) => k.includes('.unsent.'))")
    }

    fn words_are_back(&self) -> Result<()> {
        self.staff.until("the words", &format!("document.querySelector('#reply')?.value === '{WORDS}'"))
    }
}

/// Recalled, the words are back; sent again, it leaves by itself, whatever screen is looked at.
pub fn recalled(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    staff.accessible("a reply that can be recalled")?;
    ensure!(!desktop.kept()?.contains(WORDS), "it lies about readable");
    // An act that is taken back leaves what waits where it is.
    staff.keys("i")?;
    staff.see(".quiet-line .undo")?;
    staff.keys("z")?;
    staff.until("nobody again", "document.querySelector('#assigned').textContent === '担当なし'")?;
    ensure!(!staff.path()?.ends_with("/reply"), "taken to {}", staff.path()?);
    staff.press(".quiet-line .recall")?;
    desktop.words_are_back()?;
    staff.read("この返事は、まだ送っていません。")?;
    desktop.nothing_kept()?;
    staff.put_forward(1)?;
    // What was done last is taken back first: the reply, and not the act before it.
    staff.press("#assign-me")?;
    staff.see(".quiet-line .undo")?;
    desktop.send()?;
    staff.keys("z")?;
    desktop.words_are_back()?;
    desktop.send()?;
    ensure!(desktop.replies()? == 0, "what was recalled has left all the same");
    // To another screen, and the time comes.
    staff.press_words("予約")?;
    staff.see("#calendar-said, .calendar, main h1")?;
    staff.put_forward(1)?;
    desktop.arrives_once()?;
    staff.gone(".quiet-line[data-case]")?;
    desktop.nothing_kept()
}

/// Locking the desk is no reason for a reply not to leave.
pub fn locked(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    ensure!(!staff.holds(WORDS)?, "words are left on the locked screen");
    staff.put_forward(1)?;
    desktop.arrives_once()?;
    desktop.nothing_kept()?;
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.see("#to-reply")?;
    staff.read(WORDS)?;
    staff.gone("#pending")
}

/// The session ends meanwhile: whoever wrote it is asked who they are, and then it leaves.
pub fn expired(desk: &Desk, engine: Engine) -> Result<()> {
    let mut desktop = Desktop::held_back(desk, engine)?;
    let cookie = format!("madobe_staff={}", desktop.staff.cookie("madobe_staff", "/api/staff/session")?);
    let ended = desk.server.raw("DELETE", "/api/staff/session", &[("cookie", &cookie)], None)?;
    ensure!(ended.status == 204);
    desktop.staff.put_forward(1)?;
    desktop.staff.see("#sign-in-again")?;
    ensure!(desktop.replies()? == 0);
    desktop.staff.write("#sign-in-again #password", PASSWORD)?;
    desktop.staff.write("#sign-in-again #code", &desktop.credentials.authenticator.unused())?;
    desktop.staff.press("#sign-in-again button[type=submit]")?;
    desktop.staff.gone("#sign-in-again")?;
    desktop.arrives_once()?;
    desktop.nothing_kept()
}

/// The tab ends: the reply is a draft that says that it was not sent.
pub fn closed_tab(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    let sealed = desktop.kept()?;
    staff.reload()?;
    // Far down in a long list nothing is drawn, and what is not drawn is no text to `read`.
    staff.until(
        "the mark in the list",
        "[...document.querySelectorAll('.case-row')].some((row) => row.textContent.includes('まだ送っていない返事'))",
    )?;
    staff.put_forward(1)?;
    desktop.open()?;
    desktop.words_are_back()?;
    staff.read("この返事は、まだ送っていません。")?;
    ensure!(desktop.replies()? == 0, "sent without a press");
    staff.gone("#moved")?;
    desktop.send()?;
    send_now(staff)?;
    desktop.arrives_once()?;
    // As if the tab had ended while the answer was on its way: what has arrived is not offered again.
    desktop.lay_back(&sealed)?;
    desktop.open()?;
    desktop.nothing_kept()?;
    ensure!(staff.value("#reply")?.is_empty(), "offered a second time");
    desktop.arrives_once()
}

/// The browser is gone with a reply on its way: the words are at the next one. What has arrived is no draft there, and at the
/// desk where it was written nothing that was not sent.
pub fn next_desk(desk: &Desk, engine: Engine) -> Result<()> {
    let mut desktop = Desktop::held_back(desk, engine)?;
    desktop.drafts(1)?;
    let sealed = desktop.kept()?;
    // What was open before ends here.
    desktop.staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&desktop.staff, &mut desktop.credentials)?;
    desktop.open()?;
    desktop.words_are_back()?;
    ensure!(desktop.replies()? == 0, "sent without a press");
    let asked = desktop.staff.requests()?;
    let asked = asked.iter().filter(|request| request.url.ends_with("/drafts")).count();
    ensure!(asked == 1, "the drafts of the case were asked for {asked} times");
    // When it arrives, nobody can let go of its draft.
    desktop.staff.block(&["*/drafts/reply*"])?;
    desktop.send()?;
    send_now(&desktop.staff)?;
    desktop.arrives_once()?;
    desktop.drafts(1)?;
    // Whoever opens the field next is not given it again.
    desktop.staff.open("/staff")?;
    desktop.staff.see("#cases")?;
    desktop.staff.block(&[])?;
    desktop.open()?;
    desktop.drafts(0)?;
    ensure!(desktop.staff.value("#reply")?.is_empty(), "what was sent is offered again");
    let row = format!("#cases .case-row[href$='{}']", desktop.case);
    desktop.staff.until(
        "no mark in the list",
        &format!("!document.querySelector(`{row}`)?.textContent.includes('下書き')"),
    )?;
    // What the device of the first desk still has is that reply under another name.
    desktop.lay_back(&sealed)?;
    desktop.open()?;
    desktop.nothing_kept()?;
    ensure!(
        desktop.staff.value("#reply")?.is_empty(),
        "what was sent from here is offered where it was written"
    );
    // The same words once more, behind the reply that has them, have not arrived.
    desktop.staff.write("#reply", WORDS)?;
    desktop.send()?;
    desktop.staff.reload()?;
    desktop.open()?;
    desktop.words_are_back()?;
    desktop.staff.read("この返事は、まだ送っていません。")?;
    desktop.arrives_once()
}

/// Where the operator says so there is more time: after a minute it can still be recalled, and then it leaves by itself.
pub fn longer(_: &Desk) -> Result<()> {
    let desk = Desk::start_with(|options| options.variable("RECALL_SECONDS", "120"))?;
    let desktop = Desktop::held_back(&desk, Engine::Chromium)?;
    let staff = &desktop.staff;
    staff.put_forward(1)?;
    staff.until(
        "a minute less",
        "(() => {
             const left = document.querySelector('.quiet-line[data-case]')?.textContent.match(/あと(\\d+)秒/);
             return left && left[1] > 0 && left[1] <= 60;
         })()",
    )?;
    ensure!(desktop.replies()? == 0, "it left before its time");
    staff.press(".quiet-line .recall")?;
    desktop.words_are_back()?;
    // In its last seconds the way back goes to it, whatever was done since: later nothing calls it back.
    desktop.send()?;
    staff.js("window.ahead += 110500")?;
    staff.keys("i")?;
    staff.see(".quiet-line .undo")?;
    staff.keys("z")?;
    desktop.words_are_back()?;
    ensure!(desktop.replies()? == 0, "it left all the same");
    desktop.send()?;
    staff.put_forward(2)?;
    desktop.arrives_once()
}

/// Its writer deletes the case meanwhile: that is said.
pub fn erased(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    desktop.mailbox.delete()?;
    desktop.staff.read("相談が消されたため、")?;
    desktop.staff.read("への返事は送りませんでした。")?;
    desktop.staff.gone(".quiet-line[data-case]")?;
    desktop.nothing_kept()
}

/// Signing out takes it along; closing the case lets it go first.
pub fn leaving(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    desktop.staff.press_words("ログアウト")?;
    desktop.staff.see("#sign-in")?;
    desktop.arrives_once()?;
    desktop.nothing_kept()?;
    drop(desktop);
    let desktop = Desktop::held_back(desk, engine)?;
    desktop.staff.press("#to-close")?;
    desktop.staff.press(".choice:has(#reason-introduced)")?;
    desktop.staff.press("#closing-form button[type=submit]")?;
    desktop.staff.see("#to-reply")?;
    desktop.arrives_once()?;
    let closed = wait::until("closed", || Ok(desktop.mailbox.page(0)?.closed.then_some(true)))?;
    ensure!(closed, "the reply left after the closing and took the case up again");
    Ok(())
}

/// Without a network it stays, says so, and goes at a press.
pub fn offline(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    staff.offline(true)?;
    staff.put_forward(1)?;
    staff.read("まだ送れていません。")?;
    ensure!(desktop.replies()? == 0);
    // Nothing came in between: it leaves by itself.
    staff.offline(false)?;
    staff.gone(".quiet-line[data-case]")?;
    desktop.arrives_once()
}

/// From here on the server is too busy for so many replies; the last of them it took, and only its answer was lost.
const BUSY: &str = "const real = window.fetch;
    window.busy = arguments[0];
    window.tries = 0;
    window.fetch = async (what, ...rest) => {
        const sends = rest[0]?.method === 'POST' && String(what).endsWith('/entries');
        if (!sends || window.tries >= window.busy) return real(what, ...rest);
        window.tries += 1;
        if (window.tries === window.busy) await real(what, ...rest);
        return new Response('busy', { status: 503 });
    };";

/// A server that could not take it is asked again, as long as there is a point, and has it once.
pub fn stumbled(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    staff.js_with(BUSY, 2)?;
    staff.put_forward(1)?;
    staff.read("少し待って、自動でもう一度送ります。")?;
    staff.put_forward(1)?;
    staff.gone(".quiet-line[data-case]")?;
    desktop.arrives_once()?;
    desktop.nothing_kept()?;
    drop(desktop);
    // Not for ever: then it says that it did not go, and waits for a press. It passes nobody.
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    staff.js_with(BUSY, 99)?;
    for tries in 1..=4 {
        staff.put_forward(1)?;
        staff.until("one more try", &format!("window.tries >= {tries}"))?;
        staff.see(".quiet-line[data-case] .send-now")?;
    }
    staff.press_words("もう一度送る")?;
    staff.until("a try by hand", "window.tries >= 5")?;
    ensure!(desktop.replies()? == 0);
    desktop.mailbox.write("もうひとつ、書きたいことがありました。")?;
    staff.js("window.busy = 0")?;
    staff.read("ほかの手紙か返事が、先に届きました。")?;
    ensure!(desktop.replies()? == 0, "sent past a letter");
    Ok(())
}

/// What waited for a network passes nobody either.
pub fn overtaken(desk: &Desk, engine: Engine) -> Result<()> {
    let desktop = Desktop::held_back(desk, engine)?;
    let staff = &desktop.staff;
    staff.offline(true)?;
    staff.put_forward(1)?;
    staff.read("まだ送れていません。")?;
    desktop.mailbox.write("もうひとつ、書きたいことがありました。")?;
    staff.offline(false)?;
    staff.read("ほかの手紙か返事が、先に届きました。")?;
    ensure!(desktop.replies()? == 0, "sent past a letter");
    Ok(())
}

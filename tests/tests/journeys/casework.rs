//! Working a case: assigned, put aside, tagged, flagged, and taken back.
use anyhow::{Result, ensure};
use madobe_client::{Mailbox, StaffMember};
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::Status;
use madobe_domain::log::record::Content;
use madobe_domain::log::work::{Reason, Work, WorkRecord};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::sign_in;
use madobe_tests::wait;
use thirtyfour::Key;

struct Shift {
    staff: Browser,
    mailbox: Mailbox,
    case: CaseId,
    me: StaffMember,
}

/// A letter, and somebody in front of it.
fn shift(desk: &Desk, engine: Engine, letter: &str) -> Result<Shift> {
    let mailbox = desk.letter(letter)?;
    let case = mailbox.page(0)?.case;
    let (me, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    staff.clock_to_turn()?;
    sign_in(&staff, &mut credentials)?;
    let shift = Shift { staff, mailbox, case, me };
    shift.open("")?;
    shift.staff.read(letter)?;
    Ok(shift)
}

impl Shift {
    fn open(&self, tail: &str) -> Result<()> {
        self.staff.open(&format!("/staff/cases/{}{tail}", self.case))?;
        self.unlock_if_asked()?;
        self.staff.see("#assignee").map(drop)
    }

    fn row(&self) -> String {
        format!("#cases .case-row[href$='{}']", self.case)
    }

    /// Once the record says so for a colleague too.
    fn recorded(&mut self, what: &str, is: impl Fn(&Work) -> bool) -> Result<()> {
        let (me, case) = (&mut self.me, self.case);
        wait::until(what, || {
            me.sync()?;
            Ok(is(&me.worked(case)?).then_some(()))
        })
    }

    fn row_says(&self, words: &str) -> Result<()> {
        let row = self.row();
        self.staff.until(words, &format!("document.querySelector(`{row}`)?.textContent.includes('{words}')"))
    }

    fn unlock(&self) -> Result<()> {
        self.staff.see("#unlock")?;
        self.staff.write("#unlock #password", PASSWORD)?;
        self.staff.press("#unlock button[type=submit]")?;
        self.staff.see(".desk-bar").map(drop)
    }

    /// A clock that was put forward and back again locks the desk.
    fn unlock_if_asked(&self) -> Result<()> {
        self.staff.until("the desk", "document.querySelector('#unlock, .desk-bar')")?;
        if self.staff.js("return !!document.querySelector('#unlock')")? == true {
            self.unlock()
        } else {
            Ok(())
        }
    }
}

/// Two at the same moment: the last in the chain holds, both stand in the history, and nothing is lost.
pub fn assigned(desk: &Desk, engine: Engine) -> Result<()> {
    let mut shift = shift(desk, engine, "だれが受けもつのでしょう。")?;
    let (mut colleague, _) = desk.colleague()?;
    colleague.sync()?;
    // The browser has not heard of this when its own is pressed; the first of both brings the key.
    colleague.work(shift.case, &WorkRecord::Assigned { to: Some(colleague.session.id) })?;
    let (case, me) = (shift.case, shift.me.session.id);
    shift.staff.keys("i")?;
    shift.row_says("担当 相談員")?;
    shift.recorded("the assignment", |work| work.assigned == Some(me.into()))?;
    let view = shift.me.view(case)?;
    let both = view.entries.iter().filter(|entry| matches!(entry.content, Some(Content::Work(_))));
    ensure!(both.count() == 2 && view.faults == 0, "both stand in an unbroken chain");
    ensure!(view.status == Status::New, "nobody was answered by it");
    let staff = &shift.staff;
    staff.until("both in the history", "document.querySelectorAll('#history li').length === 3")?;
    staff.press("#history summary")?;
    staff.accessible("a case with its history")?;
    // Filters: mine, nobody's, and with a counter.
    staff.press("[data-filter=mine]")?;
    staff.see(&shift.row())?;
    staff.press("[data-filter=nobodys]")?;
    staff.gone(&shift.row())?;
    staff.press("[data-filter=mine]")?;
    staff.reload()?;
    staff.see(&shift.row())?;
    staff
        .until("the choice is kept", "document.querySelector('[data-filter=mine]').ariaPressed === 'true'")?;
    // By keys alone: to the choices, and back to nobody.
    staff.see("#assignee")?;
    staff.press("#letters .letter")?;
    staff.keys("a")?;
    staff.until("the focus on the choices", "document.activeElement.id === 'assign-me'")?;
    staff.key(Key::Tab)?;
    staff.key(Key::Enter)?;
    staff.gone(&shift.row())?;
    shift.recorded("nobody", |work| work.assigned.is_none())?;
    ensure!(shift.mailbox.open()?.view.faults == 0);
    Ok(())
}

/// Out of the way until its day; ours on the day; a letter ends it before.
pub fn held(desk: &Desk, engine: Engine) -> Result<()> {
    let mut shift = shift(desk, engine, "また書くかもしれません。")?;
    shift.me.sync()?;
    shift.me.reply(shift.case, "いつでもどうぞ。")?;
    shift.open("")?;
    shift.staff.keys("h")?;
    shift.staff.until("the focus on the hold", "document.activeElement.id === 'hold-summary'")?;
    shift.staff.accessible("a hold being chosen")?;
    shift.staff.press("#hold .chip")?;
    shift.recorded("the hold", |work| work.held_until.is_some())?;
    shift.staff.press("[data-filter=waiting]")?;
    shift.staff.gone(&shift.row())?;
    shift.staff.press("[data-filter=held]")?;
    shift.row_says("まで")?;
    // The day comes.
    shift.staff.put_forward(4 * 24 * 60)?;
    shift.unlock()?;
    shift.staff.press("[data-filter=waiting]")?;
    shift.row_says("保留あけ")?;
    shift.row_says("返信まち")?;
    let first = shift.me.worked(shift.case)?.held_until;
    // Put aside once more, and a letter comes.
    shift.open("")?;
    shift.staff.keys("h")?;
    shift.staff.see("#hold[open]")?;
    shift.staff.press("#hold form button[type=submit]")?;
    shift.staff.read("あしたから1年後までの日をえらんでください。")?;
    shift.staff.press("#hold .chip:nth-child(2)")?;
    shift.staff.gone(&shift.row())?;
    shift.recorded("the second hold", |work| work.held_until.is_some() && work.held_until != first)?;
    shift.mailbox.write("きょう、書きたくなりました。")?;
    shift.staff.reload()?;
    shift.unlock_if_asked()?;
    shift.row_says("返信まち")?;
    shift.recorded("the end of the hold", |work| work.held_until.is_none())
}

/// Tags and a flag: seen in the list, found by the filters, and nothing of it for the writer.
pub fn tagged(desk: &Desk, engine: Engine) -> Result<()> {
    let mut shift = shift(desk, engine, "ゲームの話をしてもいいですか。")?;
    let staff = &shift.staff;
    staff.keys("t")?;
    staff.until("the focus on the tag", "document.activeElement.id === 'tag'")?;
    staff.keys("ゲーム")?;
    staff.key(Key::Enter)?;
    staff.until("a tag", "document.querySelectorAll('#own-tags li').length === 1")?;
    // The same in another spelling is no second one.
    staff.write("#tag", "ｹﾞｰﾑ")?;
    staff.key(Key::Enter)?;
    staff.until("an empty field", "document.querySelector('#tag').value === ''")?;
    staff.press("#risk-summary")?;
    staff.write("#risk-reason", "眠れない夜が続いている")?;
    staff.press("#risk form button[type=submit]")?;
    staff.see("#risk-note")?;
    staff.accessible("a flagged case")?;
    // A hold past the promised day is no fault, and is told.
    staff.press("#hold-summary")?;
    staff.js("const day = document.querySelector('#hold-day');
         day.value = new Date(Date.now() + 300 * 864e5).toISOString().slice(0, 10);
         day.dispatchEvent(new Event('input', { bubbles: true }))")?;
    staff.see("#hold-past")?;
    staff.press("#hold-summary")?;
    shift.row_says("気をつける")?;
    // In the list nobody meets the words in passing; whoever opens it or searches for them reads them.
    shift.row_says("（ひらくと読めます）")?;
    ensure!(
        !staff.text(&shift.row())?.contains("ゲームの話"),
        "the first line of a flagged case in the list"
    );
    staff.write("#search", "ゲームの話")?;
    staff.see(&format!("{} mark", shift.row()))?;
    // Emptied as by hand: the driver tells of no input.
    staff.js("const field = document.querySelector('#search'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))")?;
    staff.gone(&format!("{} mark", shift.row()))?;
    shift.recorded("tag and flag", |work| work.tags.len() == 1 && work.risk.is_some())?;
    // Whoever closes it is told, as where several are closed.
    shift.open("/close")?;
    shift.staff.see("#closing-form #flagged")?;
    shift.staff.accessible("closing a flagged case")?;
    shift.open("")?;
    let staff = &shift.staff;
    staff.press("#narrow-summary")?;
    staff.press("#narrow-flagged")?;
    staff.see(&shift.row())?;
    staff.press("#narrow-follow-up")?;
    staff.gone(&shift.row())?;
    staff.accessible("a narrowed list")?;
    staff.press("#narrow-clear")?;
    staff.see(&shift.row())?;
    // Clearing asks for a reason, too.
    staff.press("#risk-summary")?;
    staff.press("#risk form button[type=submit]")?;
    staff.see("#risk-fault:not([hidden])")?;
    staff.write("#risk-reason", "電話で話せた")?;
    staff.press("#risk form button[type=submit]")?;
    staff.gone("#risk-note")?;
    shift.recorded("the flag's end", |work| work.risk.is_none())?;
    shift.row_says("ゲームの話をしても")?;
    // Two raise it in the same moment: the reason of the second takes off nothing.
    shift.staff.press("#risk-summary")?;
    shift.staff.write("#risk-reason", "こちらも心配")?;
    shift.me.sync()?;
    let reason = Reason::parse("さきに心配した")?;
    shift.me.work(shift.case, &WorkRecord::RiskRaised { reason })?;
    shift.staff.see("#risk-note")?;
    shift.staff.press("#risk form button[type=submit]")?;
    shift.staff.until(
        "the second reason",
        "document.querySelector('#risk-note')?.textContent.includes('こちらも心配')",
    )?;
    shift.recorded("a flag", |work| {
        work.risk.as_ref().is_some_and(|risk| risk.reason.as_str() == "こちらも心配")
    })?;
    let page = serde_json::to_string(&shift.mailbox.page(0)?)?;
    ensure!(!page.contains("\"staff\""), "nothing of the staff compartment goes to the mailbox");
    Ok(())
}

/// What was done is taken back within ten seconds, or longer while somebody is at it.
pub fn undone(desk: &Desk, engine: Engine) -> Result<()> {
    let mut shift = shift(desk, engine, "これは、とりけせますか。")?;
    let (case, me) = (shift.case, shift.me.session.id);
    shift.staff.keys("i")?;
    shift.row_says("担当 相談員")?;
    shift.recorded("the assignment", |work| work.assigned == Some(me.into()))?;
    shift.staff.keys("z")?;
    // Said at once, in place of what is so no longer.
    shift.staff.until(
        "the way back being said",
        "document.querySelector('#said').textContent.includes('元に戻しました')",
    )?;
    shift.staff.until("nobody again", "document.querySelector('#assigned').textContent === '担当なし'")?;
    shift.recorded("nobody again", |work| work.assigned.is_none())?;
    // A closing, by the line itself, beside another line.
    shift.staff.keys("i")?;
    shift.recorded("the assignment", |work| work.assigned == Some(me.into()))?;
    shift.staff.press("#to-close")?;
    shift.staff.press(".choice:has(#reason-quiet)")?;
    shift.staff.press("#closing-form button[type=submit]")?;
    shift.staff.until("both lines", "document.querySelectorAll('.quiet-line .undo').length === 2")?;
    // Away with the pointer, which may lie upon a line.
    shift.staff.press("#letters .letter")?;
    shift.staff.js("document.querySelector('.quiet-line:last-child .undo').focus()")?;
    shift.staff.accessible("with a way back")?;
    // However late it is, under the focus it stays; the other goes.
    shift.staff.put_forward(1)?;
    shift.staff.until("one line", "document.querySelectorAll('.quiet-line .undo').length === 1")?;
    shift.staff.until("the focus in it", "document.activeElement.matches('.quiet-line .undo')")?;
    shift.staff.key(Key::Enter)?;
    shift.staff.see("#to-close")?;
    let (colleague, mailbox) = (&mut shift.me, &shift.mailbox);
    wait::until("the case open again", || {
        colleague.sync()?;
        let open = colleague.view(case)?.status == Status::New && !mailbox.page(0)?.closed;
        Ok(open.then_some(()))
    })?;
    // A note: its words go from the thread, that there was one stays.
    shift.staff.keys("n")?;
    shift.staff.write("#note", "書きまちがえたメモ")?;
    shift.staff.press("#note-form button[type=submit]")?;
    shift.staff.see("#to-note")?;
    shift.staff.press(".quiet-line .undo")?;
    shift.staff.read("内部メモを取り消しました")?;
    ensure!(!shift.staff.holds("書きまちがえたメモ")?);
    // Left alone, the line goes.
    shift.staff.press("#letters .letter")?;
    shift.staff.keys("t")?;
    shift.staff.keys("よる")?;
    shift.staff.key(Key::Enter)?;
    shift.staff.see(".quiet-line .undo")?;
    shift.staff.put_forward(1)?;
    shift.staff.gone(".quiet-line")?;
    // Closed, with an answer that was lost, and once more: it is one act, and all of it is taken back.
    shift.recorded("the tag", |work| work.tags.len() == 1)?;
    shift.staff.js("const real = window.fetch;
         let first = true;
         window.fetch = async (what, ...rest) => {
             if (!first || !String(what).endsWith('/entries')) return real(what, ...rest);
             first = false;
             await real(what, ...rest);
             throw new TypeError('lost');
         };")?;
    shift.staff.press("#to-close")?;
    shift.staff.press(".choice:has(#reason-quiet)")?;
    shift.staff.press("#closing-form button[type=submit]")?;
    shift.staff.see("#notice")?;
    shift.staff.press("#closing-form button[type=submit]")?;
    shift.staff.gone("#closing-form")?;
    let colleague = &mut shift.me;
    colleague.sync()?;
    ensure!(colleague.view(case)?.is_closed());
    shift.staff.press(".quiet-line .undo")?;
    wait::until("the case open once more", || {
        colleague.sync()?;
        Ok((!colleague.view(case)?.is_closed()).then_some(()))
    })
}

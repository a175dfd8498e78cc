//! The way back from what was done to a talk: cancelled, moved, noted as held; and what happens where somebody was quicker.
use anyhow::{Context, Result, ensure};
use madobe_domain::booking::plan::Plan;
use madobe_domain::ids::{CaseId, ReservationId};
use madobe_domain::log::case::TalkState;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{NewTalk, StaffTalk};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use madobe_tests::talks::{
    calendar, in_days, kind, new_talk, nobody_is_booked_twice, offer, path, rooms, tireless,
};
use madobe_tests::wait;

struct At {
    desk: Desk,
    staff: Browser,
}

impl At {
    fn talk(&self, id: ReservationId) -> Result<StaffTalk> {
        let administrator = self.desk.administrator();
        let from = in_days(0).day().to_string();
        let page = calendar(&administrator, self.desk.team, &from, 14)?;
        nobody_is_booked_twice(&page)?;
        page.talks.into_iter().find(|talk| talk.id == id).context("no such talk")
    }

    fn becomes(&self, what: &str, id: ReservationId, is: impl Fn(&StaffTalk) -> bool) -> Result<()> {
        wait::until(what, || Ok(is(&self.talk(id)?).then_some(())))
    }

    /// As the record of its case has it last.
    fn told(&self, what: &str, case: CaseId, state: TalkState) -> Result<()> {
        wait::until(what, || {
            // Under the focus a line stays, however slow the machine is.
            self.staff.js("document.querySelector('.quiet-line:last-child .undo')?.focus()")?;
            let mut administrator = self.desk.administrator();
            administrator.sync()?;
            let talks = administrator.view(case)?.talks;
            Ok((talks.last().map(|talk| talk.state) == Some(state)).then_some(()))
        })
    }

    fn book(&self, new: &NewTalk) -> Result<()> {
        self.desk.administrator().call::<_, StaffTalk>(
            "POST",
            &path(self.desk.team, "reservations"),
            Some(new),
        )?;
        Ok(())
    }

    fn open(&self, id: ReservationId) -> Result<()> {
        self.staff.press(&format!("#talk-{id}"))?;
        self.staff.see("#talk-close").map(drop)
    }

    fn cancel(&self, id: ReservationId) -> Result<()> {
        self.open(id)?;
        self.staff.press("#talk-cancel")?;
        // Pressed twice, as an unsteady hand does.
        self.staff.see("#talk-cancel-no")?;
        self.staff.js(
            "const yes = document.querySelector('[role=group]:has(> #talk-cancel-no) button'); yes.click(); yes.click()",
        )?;
        self.becomes("cancelled", id, |talk| talk.state == State::Cancelled)
    }

    fn undo(&self) -> Result<()> {
        self.staff.press(".quiet-line:last-child .undo")
    }
}

pub fn taken_back(_: &Desk, engine: Engine) -> Result<()> {
    let desk = Desk::start()?;
    let rooms = rooms(1);
    {
        let administrator = desk.administrator();
        let me = administrator.session.id;
        let kinds = vec![kind(&[me], &[rooms.first().context("no room")?.id])];
        offer(&administrator, desk.team, Plan { kinds, rooms, people: vec![tireless(me)] })?;
    }
    let kind = madobe_tests::talks::plan(&desk)?.plan.kinds.first().context("no kind")?.id;
    let (one, two) = (desk.letter("話したいです。")?.page(0)?.case, desk.letter("わたしも。")?.page(0)?.case);
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    let at = At { desk, staff };
    // This very day, so that it has begun.
    let midnight = in_days(0).plus(-120);
    let new = NewTalk { case: Some(one), ..new_talk(kind, midnight) };
    at.book(&new)?;
    let id = new.id;
    let before = at.talk(id)?;
    at.staff.open("/staff/calendar")?;
    // Cancelled, and taken back: the same people, the same room, and both stand in the record.
    at.cancel(id)?;
    at.staff.see(".quiet-line .undo")?;
    // Whoever goes on to the next booking has it there: behind that nothing can be reached.
    at.staff.press("#cal-book")?;
    at.staff.see(".dialog[open] .quiet-line .undo")?;
    at.staff.js("document.querySelector('.quiet-line .undo')?.focus()")?;
    at.staff.accessible("a talk was cancelled")?;
    ensure!(at.staff.js("return document.querySelectorAll('.quiet-line').length")? == 1, "one way back");
    at.told("cancelled", one, TalkState::Cancelled)?;
    at.undo()?;
    at.staff.read("とりやめた予約を、元に戻しました。")?;
    at.staff.until("the booking is in hand", "document.activeElement.id === 'book-heading'")?;
    at.staff.press_words("やめておく")?;
    at.becomes("booked again", id, |talk| talk.state == State::Booked)?;
    ensure!(at.talk(id)?.taken == before.taken, "as it was");
    at.told("booked again", one, TalkState::Asked)?;
    // Somebody is quicker: said kindly, with what lies nearest.
    at.cancel(id)?;
    let quicker = NewTalk { case: Some(two), ..new_talk(kind, midnight) };
    at.book(&quicker)?;
    at.undo()?;
    at.staff.see("#book-near button")?;
    at.staff.read("ほかの予約が入りました。")?;
    at.staff.accessible("somebody was quicker")?;
    at.staff.press("#book-near button")?;
    at.staff.press("#book-form button[type=submit]")?;
    at.staff.read("で元に戻しました。")?;
    at.becomes("booked at another time", id, |talk| talk.state == State::Booked && talk.start != midnight)?;
    ensure!(at.talk(quicker.id)?.state == State::Booked, "whoever was quicker keeps it");
    at.told("booked at another time", one, TalkState::Asked)?;
    // Noted as held, and taken back; also in the record.
    at.open(quicker.id)?;
    at.staff.press("[id^='came-']:not([id^='came-not-'])")?;
    at.becomes("held", quicker.id, |talk| talk.came == Some(true))?;
    at.told("held", two, TalkState::Held)?;
    // The talk stays open, and the way back is within it: behind it nothing can be reached.
    at.staff.see(".dialog[open] .quiet-line:last-child .undo")?;
    at.staff.accessible("the way back within a talk")?;
    at.undo()?;
    at.becomes("not known", quicker.id, |talk| talk.came.is_none())?;
    at.staff.until("the talk is in hand", "document.activeElement.id === 'talk-heading'")?;
    at.staff.press("#talk-close")?;
    at.told("as it was", two, TalkState::Asked)?;
    // Moved, and back, with what was noted of it.
    at.open(quicker.id)?;
    at.staff.press("[id^='came-']:not([id^='came-not-'])")?;
    at.told("held again", two, TalkState::Held)?;
    at.staff.until("the mark", "document.querySelector('.dialog[open] [aria-pressed=true]')")?;
    at.staff.press_words("時間を変える")?;
    at.staff.clear("#book-time")?;
    at.staff.write("#book-time", "2:00")?;
    at.staff.press("#book-form button[type=submit]")?;
    // At night this has begun, and is asked about once.
    at.staff.until(
        "asked or moved",
        "document.querySelector('#book-stop') || !document.querySelector('#book-form')",
    )?;
    if at.staff.js("return !!document.querySelector('#book-stop')")? == true {
        at.staff.press("#book-form button[type=submit]")?;
    }
    at.becomes("moved", quicker.id, |talk| talk.start != midnight)?;
    at.told("moved", two, TalkState::Moved)?;
    at.undo()?;
    at.becomes("back", quicker.id, |talk| talk.start == midnight && talk.came == Some(true))?;
    at.staff.read("予約を、前の時間に戻しました。")?;
    at.staff.until("it is read where it stands", "document.activeElement.id === 'calendar-said'")?;
    // Cancelled while somebody is about to move it: that is what is said.
    at.open(quicker.id)?;
    at.staff.press_words("時間を変える")?;
    at.staff.see("#book-form")?;
    let gone = path(at.desk.team, &format!("reservations/{}", quicker.id));
    at.desk.administrator().call::<(), serde_json::Value>("DELETE", &gone, None)?;
    at.staff.clear("#book-time")?;
    at.staff.write("#book-time", "2:00")?;
    at.staff.press("#book-form button[type=submit]")?;
    at.staff.until(
        "asked or refused",
        "document.querySelector('#book-stop') || document.querySelector('#book-failed')",
    )?;
    if at.staff.js("return !!document.querySelector('#book-stop')")? == true {
        at.staff.press("#book-form button[type=submit]")?;
    }
    at.staff.read("この予約は、先にとりやめになっていました。")?;
    // And by whom.
    at.staff.until(
        "who cancelled it",
        &format!("document.querySelector('#talk-{} .badge')?.textContent.endsWith('がとりやめ')", quicker.id),
    )
}

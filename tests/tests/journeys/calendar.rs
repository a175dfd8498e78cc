//! Talks, as staff plan, book and hold them.
use anyhow::{Context, Result, ensure};
use madobe_domain::booking::plan::{Away, Kind, Means, Plan};
use madobe_domain::log::record::Promises;
use madobe_domain::wire::calendar::{CalendarPage, StaffTalk, VersionedPlan};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{open_talks, sign_in};
use madobe_tests::talks::{in_days, kind, new_talk, offer, person, rooms, tireless};
use serde_json::json;

fn at_desk(desk: &Desk, engine: Engine) -> Result<Browser> {
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    Ok(staff)
}

fn booking(desk: &Desk, path: &str) -> String {
    format!("/api/staff/teams/{}/booking/{path}", desk.team)
}

fn plan(desk: &Desk) -> Result<VersionedPlan> {
    Ok(desk.administrator().get(&booking(desk, "plan"))?)
}

/// Everything from an empty plan to one that two change at once.
pub fn planning(_: &Desk, engine: Engine) -> Result<()> {
    // A plan belongs to the whole desk: others must not find theirs changed.
    let desk = &Desk::start()?;
    let staff = at_desk(desk, engine)?;
    staff.open("/staff/calendar/plan")?;
    staff.press_words("管理者さんを足す")?;
    staff.press("#r-add")?;
    staff.press("#k-add")?;
    // Everything that is not right, at once, each beside its field.
    staff.write("[id^='k-'][id$='-minutes']", "2")?;
    staff.press("#plan-form button[type=submit]")?;
    staff.until("the summary", "document.activeElement.id === 'error-summary'")?;
    ensure!(staff.js("return document.querySelectorAll('#error-summary li').length")? == json!(3));
    staff.accessible("a plan with faults")?;
    staff.write("[id^='r-'][id$='-name']", "第1相談室")?;
    staff.write("[id^='k-'][id$='-name']", "家族の相談")?;
    staff.clear("[id^='k-'][id$='-minutes']")?;
    staff.write("[id^='k-'][id$='-minutes']", "50")?;
    staff.read("まだ保存していない変更があります。")?;
    staff.press_words("受信箱")?;
    staff.see(".search")?;
    staff.open("/staff/calendar/plan")?;
    staff.see("#plan-restored")?;
    staff.press("#plan-form button[type=submit]")?;
    staff.read("保存しました。")?;
    staff.gone("#plan-restored")?;
    let saved = plan(desk)?;
    ensure!(saved.plan.kinds.first().context("no kind")?.minutes == 50);

    // A colleague renames the room while the kind is renamed here.
    let mut other = saved.clone();
    other.plan.rooms.first_mut().context("no room")?.name = "にわの部屋".to_owned();
    staff.clear("[id^='k-'][id$='-name']")?;
    staff.write("[id^='k-'][id$='-name']", "親の相談")?;
    staff.read("まだ保存していない変更があります。")?;
    ensure!(
        !staff.holds("前に入れた、まだ保存していない内容をもどしました。")?,
        "of what was saved long ago"
    );
    desk.administrator().call::<_, VersionedPlan>("PUT", &booking(desk, "plan"), Some(&other))?;
    staff.press("#plan-form button[type=submit]")?;
    staff.read("2人の変更を合わせました。")?;
    staff.press("#plan-form button[type=submit]")?;
    staff.read("保存しました。")?;
    let both = plan(desk)?.plan;
    ensure!(both.kinds.first().context("no kind")?.name == "親の相談");
    ensure!(both.rooms.first().context("no room")?.name == "にわの部屋", "what somebody else did was undone");
    // Saved all the same, and said: whoever comes would not know where to.
    staff.see("#plan-placeless")?;
    staff.accessible("a visit without a place")?;
    staff.write("[id^='k-'][id$='-about']", "1階の入口")?;
    staff.gone("#plan-placeless")?;
    Ok(())
}

/// Booked for a consultation, moved, held: by the keyboard's means alone, and all of it in the record.
pub fn talks(_: &Desk, engine: Engine) -> Result<()> {
    let desk = &Desk::start()?;
    let rooms = rooms(1);
    {
        let administrator = desk.administrator();
        let me = administrator.session.id;
        let by_phone = Kind { means: Means::Phone, ..kind(&[me], &[rooms.first().context("no room")?.id]) };
        let kinds = vec![by_phone];
        offer(&administrator, desk.team, Plan { kinds, rooms, people: vec![person(me)] })?;
    }
    let mailbox = desk.letter("話してみたいです。")?;
    let not_at_home = Promises { no_telling_family: true, ..Promises::default() };
    mailbox.promise(Promises { no_phone: true, ..not_at_home })?;
    let case = mailbox.page(0)?.case;
    let staff = at_desk(desk, engine)?;
    let number = staff.text(".case-row .case-name")?;
    let number = number.rsplit(' ').next().unwrap_or_default().to_owned();
    staff.open("/staff/calendar")?;
    staff.press("#cal-book")?;
    staff.see("#book-form")?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-time-error")?;
    staff.accessible("booking with a fault")?;
    staff.write("#book-time", "23:30")?;
    // Where there is nothing to tell anybody by, that is asked about once.
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-stop")?;
    staff.read("それでも予約を入れる")?;
    staff.accessible("asked once")?;
    staff.write("#book-someone", &number.to_lowercase())?;
    staff.gone("#book-stop")?;
    // A case that was looked for, and not chosen.
    staff.press("#book-form button[type=submit]")?;
    staff.read("えらばずに入れると、受付のない方の予約になります。")?;
    staff.press("#book-found button")?;
    staff.see("#book-whom")?;
    // What must not happen stands above the form, and is not booked before its writer lifts it.
    staff.see("#book-promises")?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-kind-error")?;
    staff.accessible("against a promise")?;
    mailbox.promise(not_at_home)?;
    // Lifted, it is in the way no more, and is told nowhere.
    staff.gone("#error-summary")?;
    staff.gone("#book-kind-error")?;
    ensure!(!staff.holds("電話をかけない")?, "what was lifted is still told");
    staff.press("#book-form button[type=submit]")?;
    staff.until(
        "for whom, and then when",
        "/の予約を入れました：.*23:30/.test(document.querySelector('#calendar-said').textContent)",
    )?;
    staff.press(".talk")?;
    staff.see("#talk-heading")?;
    staff.see("#talk-promises")?;
    // On its day, and before its time: whoever comes early is there.
    staff.see("[id^='came-']")?;
    staff.accessible("a talk")?;
    staff.press_words("時間を変える")?;
    staff.see("#book-form")?;
    // Not into a day that is over: said beside the day, and nothing is asked of the server.
    let today = staff.value("#book-day")?;
    staff.js("const day = document.querySelector('#book-day'); day.value = '2020-01-01'; day.dispatchEvent(new Event('input', { bubbles: true }))")?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-day-error")?;
    staff.js_with("const day = document.querySelector('#book-day'); day.value = arguments[0]; day.dispatchEvent(new Event('input', { bubbles: true }))", today)?;
    staff.clear("#book-time")?;
    staff.write("#book-time", "0:00")?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-stop")?;
    staff.read("もう過ぎた時間です。")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("に変えました。")?;
    staff.until("the new time", "document.querySelector('.talk time').textContent.startsWith('0:00')")?;
    staff.press(".talk")?;
    staff.press("[id^='came-']:not([id^='came-not-'])")?;
    staff.until("the mark", "document.querySelector('.dialog [aria-pressed=true]')")?;
    staff.press("#talk-close")?;
    staff.open(&format!("/staff/cases/{case}"))?;
    for words in ["予約：", "予約の時間を変えました：", "話しました："] {
        staff.read(words)?;
    }
    let today = staff.js("return new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10)")?;
    let today = today.as_str().context("no day")?;
    let page: CalendarPage =
        desk.administrator().get(&booking(desk, &format!("calendar?from={today}&days=7")))?;
    let talk = page.talks.first().context("no talk")?;
    ensure!(talk.case == Some(case) && talk.came == Some(true));
    // A column a room: what takes it stands there, and the address keeps it.
    staff.open(&format!("/staff/calendar/day/{today}"))?;
    staff.press("#cal-by a:not([aria-current])")?;
    staff.until(
        "the talk in its room",
        "location.search === '?by=room'
            && document.querySelector('.talk')?.closest('.cal-column').querySelector('h3').textContent.trim() === '第1相談室'",
    )?;
    staff.accessible("a day by rooms")
}

/// Who rules out calls and books one is told that the desk calls at that one time: staff read the same beside what is ruled out, and that
/// no number was written.
pub fn own_call(_: &Desk, engine: Engine) -> Result<()> {
    let desk = &Desk::start()?;
    {
        let administrator = desk.administrator();
        let me = administrator.session.id;
        let kinds = vec![Kind { means: Means::Phone, ..kind(&[me], &[]) }];
        offer(&administrator, desk.team, Plan { kinds, rooms: vec![], people: vec![person(me)] })?;
    }
    let mailbox = desk.letter("話してみたいです。")?;
    mailbox.promise(Promises { no_phone: true, ..Promises::default() })?;
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    open_talks(&phone, &mailbox.code)?;
    phone.press("#mine-another")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door:nth-of-type(2)")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.read("この時間だけは、こちらから電話します。")?;
    phone.press("#book")?;
    // Said once: the desk may know the number already.
    phone.see("#words-error")?;
    for said in [
        "「前もって伝えたいこと」に書けます。",
        "もう一度押すと、このまま予約できます。",
        "あとから手紙でも送れます。",
    ] {
        phone.read(said)?;
    }
    phone.press("#book")?;
    phone.see("#step-done")?;

    let staff = at_desk(desk, engine)?;
    let today = staff.js("return new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10)")?;
    let today = today.as_str().context("no day")?;
    let page: CalendarPage =
        desk.administrator().get(&booking(desk, &format!("calendar?from={today}&days=31")))?;
    let day = page.talks.first().context("no talk")?.start.day();
    staff.open(&format!("/staff/calendar/day/{day}"))?;
    staff.press(".talk")?;
    staff.see("#talk-promises")?;
    staff.read("相談した方が自分で入れたものです。この時間だけは、こちらから電話すると伝えてあります。")?;
    staff.read("手紙にも予約にも、電話番号は書かれていません。")?;
    staff.accessible("a call against a promise, as its writer booked it")
}

/// A day sheet may lie about: whose talk it is stands on it only where somebody chose that.
fn names_on_paper(staff: &Browser, engine: Engine) -> Result<()> {
    if engine != Engine::Chromium {
        engine.cannot("whose names are on the day sheet", "its driver shows no page as it is printed");
        return Ok(());
    }
    staff.gone(".dialog[open]")?;
    let seen = |media: &str, css: &str| -> Result<bool> {
        staff.cdp("Emulation.setEmulatedMedia", json!({ "media": media }))?;
        let seen = "return !!document.querySelector(arguments[0])?.checkVisibility()";
        Ok(staff.js_with(seen, css)? == true)
    };
    let chosen = |chosen: bool| -> Result<()> {
        ensure!(seen("", "#cal-names")?, "names are chosen on the screen");
        staff.press("#cal-names")?;
        let marked = format!("!!document.querySelector('.cal-bar[data-names]') === {chosen}");
        staff.until("what was chosen", &marked)
    };
    ensure!(seen("print", ".talk time")? && !seen("print", ".talk-who")?, "a name that nobody chose");
    chosen(true)?;
    ensure!(seen("print", ".talk-who")? && !seen("print", "#cal-names")?, "no name, though it was chosen");
    chosen(false)?;
    ensure!(!seen("print", ".talk-who")?, "a name that is chosen no more");
    ensure!(seen("", ".talk-who")?, "on the screen it stands as ever");
    Ok(())
}

/// Somebody calls who has no consultation: booked with what they are called and how to reach them, which the team reads where it has
/// to tell them something, and the server cannot.
pub fn somebody_on_the_phone(_: &Desk, engine: Engine) -> Result<()> {
    let desk = &Desk::start()?;
    let (_, mut credentials) = desk.colleague()?;
    let day = in_days(7).day();
    {
        let administrator = desk.administrator();
        let me = administrator.session.id;
        let by_phone = Kind { means: Means::Phone, ..kind(&[me], &[]) };
        let written = Kind { means: Means::Chat, name: "文字の相談".to_owned(), ..kind(&[me], &[]) };
        let kinds = vec![by_phone, written];
        offer(&administrator, desk.team, Plan { kinds, rooms: vec![], people: vec![tireless(me)] })?;
    }
    let staff = at_desk(desk, engine)?;
    let calendar = format!("/staff/calendar/day/{day}");
    staff.open(&calendar)?;
    staff.press("#cal-book")?;
    staff.see("#book-form")?;
    staff.write("#book-time", "10:00")?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-stop")?;
    staff.read("変わったときに伝える方法がありません。")?;
    staff.write("#book-someone", "青い傘のひと")?;
    staff.read("受付のない方の名前として残します。")?;
    staff.gone("#book-stop")?;
    // What is wrong is said beside its field, and stays there.
    staff.write("#book-contact", &"0".repeat(81))?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-contact-error")?;
    staff.accessible("somebody on the phone")?;
    staff.clear("#book-contact")?;
    staff.write("#book-contact", "000-0000-0001")?;
    // Without a mailbox there is nowhere to talk in writing.
    let choose = |at: u32| {
        staff.js_with(
            "const [at] = arguments;
             const list = document.querySelector('#book-kind');
             list.selectedIndex = at;
             list.dispatchEvent(new Event('change', { bubbles: true }))",
            at,
        )
    };
    choose(1)?;
    staff.press("#book-form button[type=submit]")?;
    staff.see("#book-kind-error")?;
    choose(0)?;
    staff.gone("#book-kind-error")?;
    staff.press("#book-form button[type=submit]")?;
    staff.read("青い傘のひとの予約を入れました")?;
    let named = "document.querySelector('.talk .talk-who')?.textContent === '青い傘のひと'";
    staff.until("the name on the card", named)?;
    staff.press(".talk")?;
    staff.see("#talk-heading")?;
    staff.read("000-0000-0001")?;
    staff.press("#note-change")?;
    staff.until("what stands there", "document.querySelector('#note-contact')?.value === '000-0000-0001'")?;
    staff.accessible("correcting a note")?;
    staff.clear("#note-contact")?;
    staff.write("#note-contact", "000-0000-0002")?;
    staff.press("#note-form button[type=submit]")?;
    staff.gone("#note-form")?;
    staff.read("000-0000-0002")?;
    staff.press("#talk-close")?;
    names_on_paper(&staff, engine)?;

    let path = booking(desk, &format!("calendar?from={day}&days=1"));
    let answer: serde_json::Value = desk.administrator().get(&path)?;
    let page: CalendarPage = serde_json::from_value(answer.clone())?;
    let talk = page.talks.first().context("no talk")?;
    ensure!(talk.case.is_none() && talk.note.is_some());
    let answer = answer.to_string();
    ensure!(!answer.contains("青い傘") && !answer.contains("0000-5678"), "{answer}");

    let colleague = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&colleague, &mut credentials)?;
    colleague.open(&calendar)?;
    colleague.until("the name for a colleague", named)?;
    colleague.press(".talk")?;
    colleague.read("000-0000-0002")?;

    // Whoever holds a talk has it in their day, also where it belongs to no case.
    let by_phone = plan(desk)?.plan.kinds.first().context("no kind")?.id;
    let new = new_talk(by_phone, in_days(0));
    desk.administrator().call::<_, StaffTalk>("POST", &booking(desk, "reservations"), Some(&new))?;
    let in_the_day =
        "document.querySelector('#talks a')?.getAttribute('href').startsWith('/staff/calendar/day/')";
    staff.open("/staff/today")?;
    staff.press_words("自分の担当")?;
    staff.until("a talk that I hold", in_the_day)?;
    staff.accessible("a talk of today without a case")?;
    colleague.open("/staff/today")?;
    colleague.until("what the team holds", in_the_day)?;
    colleague.press_words("自分の担当")?;
    colleague.gone("#talks")?;

    // Where nobody is there any more, the list says whom to tell, and how.
    let mut changed = plan(desk)?;
    changed.plan.people.first_mut().context("nobody")?.away =
        vec![Away { first: day, last: day, frame: None }];
    desk.administrator().call::<_, VersionedPlan>("PUT", &booking(desk, "plan"), Some(&changed))?;
    staff.open("/staff/calendar/plan")?;
    staff.until(
        "whom to tell, and how",
        "['青い傘のひと', '連絡先：000-0000-0002'].every((words) => document.querySelector('#misfits')?.textContent.includes(words))",
    )?;

    // Where the day that was asked for has nothing, the next time that is free is one press away.
    staff.open(&calendar)?;
    staff.press("#cal-book")?;
    staff.read("次に空いているのは、この時間です。")?;
    staff.accessible("the next free time")?;
    staff.press("#book-free button")?;
    staff.until(
        "a day after, and a time",
        &format!("document.querySelector('#book-day').value > '{day}' && document.querySelector('#book-time').value !== ''"),
    )
}

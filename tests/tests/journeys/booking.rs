//! A talk is booked, moved, cancelled and missed: one question at a time, without an account, a call or a reason.
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_domain::booking::tick::Tick;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::CalendarPage;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{book_a_talk, choose_a_time, code, held, open_mailbox, open_talks};
use madobe_tests::talks::{calendar, furnish};

pub const NICKNAME: &str = "みどり";
pub const WORDS: &str = "子どもには、まだ話していません。";
/// 11月22日（日）20:00〜20:50
const WHEN: &str = r"^\d{1,2}月\d{1,2}日（[月火水木金土日]）\d{1,2}:\d{2}〜\d{1,2}:\d{2}$";
/// Within so many days of the present moment the tests look.
const DAYS: u16 = 62;

pub fn opened() -> Result<Desk> {
    let desk = Desk::start()?;
    furnish(&desk)?;
    Ok(desk)
}

pub fn start(desk: &Desk) -> Result<Browser> {
    start_in(desk, Engine::Chromium)
}

fn start_in(desk: &Desk, engine: Engine) -> Result<Browser> {
    Browser::start(engine, desk.server.base(), Look::PHONE)
}

pub fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now =
        madobe_domain::clock::Timestamp::from_millis(i64::try_from(now.as_millis()).unwrap_or_default());
    now.date_in_japan().to_string()
}

pub fn page(desk: &Desk) -> Result<CalendarPage> {
    calendar(&desk.administrator(), desk.team, &today(), DAYS)
}

/// The times of everything that is booked.
pub fn booked(desk: &Desk) -> Result<Vec<Tick>> {
    let page = page(desk)?;
    Ok(page.talks.iter().filter(|talk| talk.state == State::Booked).map(|talk| talk.start).collect())
}

/// Every one of these elements says the day, the hour, the end, and to programs the same.
pub fn says_when(phone: &Browser, css: &str) -> Result<()> {
    let faults = phone.js_with(
        "const [css, when] = arguments[0]; const all = [...document.querySelectorAll(css)];
         if (!all.length) return 'nothing at ' + css;
         const wrong = all.find((e) => !new RegExp(when).test(e.textContent.trim())
             || !(e.matches('b') || /^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}\\+09:00$/.test(e.dateTime)));
         return wrong ? wrong.outerHTML : ''",
        serde_json::json!([css, WHEN]),
    )?;
    ensure!(faults == "", "{faults}");
    Ok(())
}

/// What a person does between two looks at the page, counted.
pub struct Presses<'a> {
    pub phone: &'a Browser,
    pub count: usize,
}

impl Presses<'_> {
    pub fn press(&mut self, css: &str) -> Result<()> {
        self.count += 1;
        self.phone.press(css)
    }

    pub fn words(&mut self, words: &str) -> Result<()> {
        self.count += 1;
        self.phone.press_words(words)
    }
}

/// From the landing page to the booked talk in seven presses, and nothing has to be typed.
pub fn seven_presses(_: &Desk, engine: Engine) -> Result<()> {
    let desk = Desk::start()?;
    let phone = start_in(&desk, engine)?;
    phone.open("/")?;
    ensure!(phone.js("return !document.querySelector('[href$=\"/book\"]')")? == true, "a door to nothing");
    furnish(&desk)?;
    let began = Instant::now();
    phone.open("/")?;
    let mut hand = Presses { phone: &phone, count: 0 };
    hand.press(".door[href$='/book']")?;
    phone.ready()?;
    let wall = phone.js(
        "const wall = [...document.querySelectorAll('#entry-step p')].find((p) => p.textContent.includes('知らせることはありません'));
         return [document.querySelectorAll('select, [required], [type=date], [type=email], [type=tel]').length, !!wall?.checkVisibility()]",
    )?;
    ensure!(wall[0] == 0 && wall[1] == true, "asked for before it is said who is told: {wall}");
    hand.press("#who-family")?;
    phone.see("#kinds .door")?;
    ensure!(phone.js("return document.querySelectorAll('#kinds .door').length")? == 2, "one needs a code");
    hand.press("#kinds .door:nth-of-type(2)")?;
    phone.see("#days .door")?;
    ensure!(phone.js("return document.querySelectorAll('#days .door').length")? == 5, "five days at once");
    phone.press("#days-more")?;
    phone.until("five days more", "document.querySelectorAll('#days .door').length === 10")?;
    phone.until(
        "the first of them",
        "document.activeElement === document.querySelectorAll('#days .door')[5]",
    )?;
    phone.read("日本の時間")?;
    hand.press("#days .door:nth-of-type(2)")?;
    let times = phone.js(
        "const list = document.querySelector('#times fieldset');
         return [list.querySelector('legend time').textContent + list.querySelector('.choice time').textContent,
             [...list.querySelectorAll('input')].every((e) => e.type === 'radio' && !e.checked)]",
    )?;
    let matches = phone.js_with(
        "return new RegExp(arguments[0][0]).test(arguments[0][1])",
        serde_json::json!([WHEN, times[0]]),
    )?;
    ensure!(matches == true && times[1] == true, "{times}");
    // Nothing is chosen ahead: that is said, beside the list and above it.
    phone.press("#time-next")?;
    phone.see("#times-error")?;
    hand.press("#times .choice")?;
    hand.press("#time-next")?;
    phone.see("#step-check")?;
    ensure!(phone.text("#check-h")? == "まだ予約はできていません");
    says_when(&phone, "#chosen time")?;
    phone.read("市役所の裏口からも入れます。")?;
    hand.press("#book")?;
    phone.see("#step-done")?;
    ensure!(phone.text("#done-h")? == "予約できました");
    says_when(&phone, "#done-when")?;
    let took = began.elapsed();
    ensure!(hand.count == 7, "{} presses", hand.count);
    ensure!(took < Duration::from_secs(120), "{took:?}");
    phone.read("市役所の裏口からも入れます。")?;
    let digits = code(&phone)?;
    phone.reload()?;
    ensure!(code(&phone)? == digits && phone.text("#done-h")? == "予約できました", "after a reload");
    ensure!(booked(&desk)?.len() == 1);
    // Put away, the code is shown no more; what is booked is one press away.
    phone.press("#put-away")?;
    phone.see("#receipt-mine")?;
    phone.reload()?;
    phone.see("#done-mine")?;
    phone.gone("#receipt")?;
    phone.press("#done-mine")?;
    phone.see("#my-talks time")?;
    phone.clean()?;
    // In the mailbox of that code it stands with everything else, and the desk reads it.
    open_mailbox(&phone, &digits)?;
    phone.read("予約：")?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    let mut staff = desk.administrator();
    staff.sync()?;
    let view = staff.view(case)?;
    ensure!(view.talks.len() == 1 && view.faults == 0 && view.call_me.is_none());
    phone.clean().map(drop)
}

/// What is told beforehand is sealed; a file for one's own calendar says nothing either.
pub fn sealed(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    phone.write("#call-me", NICKNAME)?;
    phone.write("#words", WORDS)?;
    held(&phone)?;
    phone.js("document.querySelector('#extend').scrollIntoView({ block: 'center' })")?;
    phone.press("#extend")?;
    phone.press("#book")?;
    let digits = code(&phone)?;
    // With the desk, it is neither in the tab nor in a field any more; the last step stands all the same.
    let gone = |words: &str| -> Result<()> {
        let keeps = "return JSON.stringify({ ...sessionStorage }).includes(arguments[0])
            || [...document.querySelectorAll('input, textarea')].some((field) => field.value.includes(arguments[0]))";
        ensure!(phone.js_with(keeps, words)? == false, "the tab keeps {words}");
        Ok(())
    };
    gone(NICKNAME)?;
    gone(WORDS)?;
    let requests = phone.clean()?;
    for part in ["/extend", "/confirm", "/api/mailboxes"] {
        ensure!(requests.iter().any(|request| request.url.ends_with(part)), "nothing went to {part}");
    }
    for request in &requests {
        let body = request.body.as_deref().unwrap_or_default();
        for word in [NICKNAME, WORDS, "文字での相談", &digits, &digits[..4]] {
            ensure!(!body.contains(word) && !request.url.contains(word), "{word} in {}", request.url);
        }
        ensure!(!body.contains("family"), "{body}");
    }
    phone.js(
        "const make = URL.createObjectURL.bind(URL);
         URL.createObjectURL = (blob) => { blob.text().then((text) => (window.saved = text)); return make(blob); }",
    )?;
    phone.press("#calendar-file")?;
    phone.until("a file", "window.saved")?;
    let file = phone.js("return window.saved")?;
    let file = file.as_str().context("no text")?;
    ensure!(file.contains("SUMMARY:予定\r\n"), "{file}");
    for word in ["相談", "窓", "madobe", "http", NICKNAME] {
        ensure!(!file.contains(word), "{word} in {file}");
    }
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    let mut staff = desk.administrator();
    staff.sync()?;
    ensure!(staff.view(case)?.call_me.as_deref() == Some(NICKNAME));
    Ok(())
}

/// With the code, in three presses at most, on another device, as often as one likes.
pub fn moved_and_cancelled(_: &Desk, engine: Engine) -> Result<()> {
    let desk = opened()?;
    let first = start_in(&desk, engine)?;
    let digits = book_a_talk(&first)?;
    let before = booked(&desk)?;
    let phone = start_in(&desk, engine)?;
    phone.open("/book")?;
    phone.ready()?;
    phone.press("#have-code")?;
    phone.write("#code-digits", &digits[..18])?;
    phone.press("#code-open")?;
    phone.see("#code-digits-error")?;
    open_talks(&phone, &digits)?;
    says_when(&phone, "#my-talks h2 time")?;
    let mut hand = Presses { phone: &phone, count: 0 };
    hand.words("時間を変える")?;
    phone.see("#near .door")?;
    ensure!(phone.js("return document.querySelectorAll('#near .door').length")? == 3);
    says_when(&phone, "#near time")?;
    hand.press("#near .door")?;
    phone.read("時間を変えました。")?;
    ensure!(hand.count <= 3, "{} presses to move", hand.count);
    let after = booked(&desk)?;
    ensure!(after.len() == 1 && after != before, "{after:?}");
    // Back leads to no choice of a time, which would be a second talk by now.
    let depth = phone.js("return history.state")?;
    phone.back()?;
    phone.until("one step back", &format!("history.state === {depth} - 1"))?;
    phone.until(
        "the talks",
        "document.querySelector('#my-talks').checkVisibility() && !document.querySelector('#days').checkVisibility()",
    )?;
    // To any other time, too.
    phone.press_words("時間を変える")?;
    phone.press("#days .door:nth-of-type(3)")?;
    phone.press("#times .choice")?;
    phone.press_words("この時間に変える")?;
    phone.read("時間を変えました。")?;
    let third = booked(&desk)?;
    ensure!(third.len() == 1 && third != after);
    // And back with one press, as from what was cancelled.
    phone.read("カレンダーに入れた予定は、そのまま残ります。")?;
    let moved = phone.js("return document.querySelector('#my-talks h2 time').dateTime")?;
    let moved = moved.as_str().context("no time")?;
    phone.press_words("元の時間にもどす")?;
    phone.until(
        "the old time",
        &format!("document.querySelector('#my-talks h2 time').dateTime !== '{moved}'"),
    )?;
    ensure!(booked(&desk)? == after);

    let mut hand = Presses { phone: &phone, count: 0 };
    hand.words("やめる")?;
    hand.words("予約をやめる")?;
    phone.read("予約をやめました。")?;
    ensure!(hand.count <= 3 && booked(&desk)?.is_empty(), "cancelled by {} presses", hand.count);
    // And booked once more under the same code, which is not made anew.
    phone.press("#mine-another")?;
    phone.see("#kinds .door:nth-of-type(3)")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door:nth-of-type(2)")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    ensure!(phone.js("return !document.querySelector('#receipt')")? == true, "whoever has a code has it");
    phone.press("#done-mine")?;
    phone.see("#my-talks h2")?;
    ensure!(booked(&desk)?.len() == 1);
    let mut staff = desk.administrator();
    staff.sync()?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    let view = staff.view(case)?;
    ensure!(view.talks.len() == 2 && view.faults == 0, "{} talks", view.talks.len());
    // Read aloud on an English page, what the desk wrote is in its own language.
    let other = start_in(&desk, engine)?;
    other.open("/en/book")?;
    other.ready()?;
    other.press("#who-family")?;
    other.see("#kinds .door [lang=ja]").map(drop)
}

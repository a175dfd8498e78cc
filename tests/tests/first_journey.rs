//! The main job in two browsers, from the one-time link to the answer that was read: a desk that nobody has set up,
//! somebody with a phone, and nothing prepared.
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use data_encoding::BASE32_NOPAD;
use libtest_mimic::{Arguments, Trial};
use madobe_client::totp::Authenticator;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::runtime;
use madobe_tests::steps::send_now;

const NAME: &str = "from_the_first_link_to_the_answer_that_was_read";
const LETTER: &str = "はじめて書きます。\n夜になると、少し息ができます。";
const REPLY: &str = "書いてくださって、ありがとうございます。ゆっくり読みました。";
const NOTE: &str = "つぎの返事では、眠りのことにふれる。";
const PASSWORD: &str = "long enough for a desk";

fn main() -> ExitCode {
    let engines = match Engine::present() {
        Ok(engines) => engines,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let trial = |engine: Engine| {
        let name = match engine {
            Engine::Chromium => NAME.to_owned(),
            other => format!("{NAME}_in_{}", other.name()),
        };
        Trial::test(name, move || journey(engine).map_err(|error| format!("{error:#}").into()))
    };
    libtest_mimic::run(&Arguments::from_args(), engines.into_iter().map(trial).collect()).exit_code()
}

fn journey(engine: Engine) -> Result<()> {
    let directory = tempfile::Builder::new().prefix("madobe-test-").tempdir()?;
    let desk = runtime::start(directory.path().join("data"), 0)?;
    let staff = Browser::start(engine, &desk.base_url, Look::DESK)?;
    let mut authenticator = set_up(&staff, &desk.secrets.setup_token).context("setting up")?;
    staff.clean()?;
    staff.see("#no-lines")?;
    staff.press_words("ログアウト")?;
    sign_in(&staff, &mut authenticator).context("signing in")?;
    staff.read("返信まちはありません。")?;

    let phone = Browser::start(engine, &desk.base_url, Look::PHONE)?;
    let code = write(&phone).context("writing")?;
    phone.clean()?;
    read_own(&phone, &code).context("reading one's own letter")?;

    answer(&staff).context("answering")?;
    staff.clean()?;

    let elsewhere = Browser::start(engine, &desk.base_url, Look::PHONE)?;
    open_mailbox(&elsewhere, &code.chars().rev().collect::<String>())
        .err()
        .context("backwards it opens nothing")?;
    open_mailbox(&elsewhere, &code)?;
    elsewhere.read(REPLY)?;
    elsewhere.read("返事が1通あります。")?;
    no_note(&elsewhere)?;

    put_aside(&staff).context("closing and reopening")?;
    staff.press_words("ログアウト")?;
    staff.see("#sign-in")?;
    ensure!(
        !staff.holds(LETTER.lines().next().unwrap_or_default())? && !staff.holds(NOTE)?,
        "words stay behind"
    );
    staff.back()?;
    staff.see("#sign-in")?;
    ensure!(!staff.holds(REPLY)?, "the way back shows words");
    desk.stop()
}

fn set_up(staff: &Browser, token: &str) -> Result<Authenticator> {
    staff.open(&format!("/staff/setup#{token}"))?;
    staff.write("#login", "first.one")?;
    staff.write("#name", "管理者")?;
    staff.write("#password", "password1234")?;
    staff.press("#account button[type=submit]")?;
    staff.see("#password-error")?;
    staff.read("つながりのない言葉を、3つか4つならべてみてください。")?;
    staff.clear("#password")?;
    staff.write("#password", PASSWORD)?;
    let address = staff.js("return location.href")?;
    ensure!(!address.to_string().contains(token), "the link stays in the address bar");
    staff.press("#account button[type=submit]")?;
    staff.write("#team", "相談の窓口")?;
    staff.press("#team-name button[type=submit]")?;
    staff.see("#recovery-key")?;
    // As they stand there: one driver reads them as a single word.
    let key = staff.js(
        "return [...document.querySelectorAll('#recovery-key .code-group')].map((group) => group.textContent).join(' ')",
    )?;
    let key = key.as_str().context("a recovery key")?;
    let groups: Vec<&str> = key.split_whitespace().collect();
    ensure!(groups.len() == 8, "{} groups", groups.len());
    staff.press("#written")?;
    staff.see("#group-1")?;
    ensure!(!staff.holds(groups[0])?, "the key is out of sight while it is asked for");
    let asked = staff.js("return document.querySelector('#recovery-check').dataset.asked")?;
    let asked = asked.as_str().context("which groups")?;
    // First a wrong one: nothing is lost, and it says which.
    staff.write("#group-1", "0000")?;
    staff.write("#group-2", "0000")?;
    staff.press("#recovery-check button[type=submit]")?;
    staff.see("#group-1-error")?;
    for (field, place) in ["#group-1", "#group-2"].into_iter().zip(asked.split(',')) {
        staff.clear(field)?;
        let place: usize = place.parse()?;
        staff.write(field, &groups[place - 1].to_lowercase())?;
    }
    staff.press("#recovery-check button[type=submit]")?;
    let secret: String = staff.text("#totp-secret")?.split_whitespace().collect();
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).ok().context("not base 32")?;
    let mut authenticator = Authenticator::new(secret.as_slice().try_into()?);
    staff.see("#authenticator")?;
    staff.write("#code", &authenticator.unused())?;
    staff.press("#authenticator button[type=submit]")?;
    staff.see(".desk-bar")?;
    Ok(authenticator)
}

fn sign_in(staff: &Browser, authenticator: &mut Authenticator) -> Result<()> {
    staff.see("#sign-in")?;
    staff.write("#login", "first.one")?;
    staff.write("#password", PASSWORD)?;
    staff.write("#code", &authenticator.unused())?;
    staff.press("#sign-in button[type=submit]")?;
    staff.see(".desk-bar").map(drop)
}

/// Three steps from the door to the code. Gives the code's digits.
fn write(phone: &Browser) -> Result<String> {
    phone.open("/")?;
    phone.press(".door.primary")?;
    ensure!(phone.path()? == "/write");
    let required = phone.js("return document.querySelectorAll('main [required]').length")?;
    ensure!(required == 1, "one required field, not {required}");
    phone.write("#letter", LETTER)?;
    phone.press("#next")?;
    phone.see("#step-choose")?;
    phone.press("#choose-next")?;
    phone.see("#step-check")?;
    phone.read("夜になると、少し息ができます。")?;
    phone.press("#send")?;
    phone.see("#receipt")?;
    let digits: String = phone.text("#receipt #code")?.chars().filter(char::is_ascii_digit).collect();
    ensure!(digits.len() == 20, "{digits}");
    ensure!(
        !phone.title()?.contains(&digits[..4])
            && !phone.js("return location.href")?.to_string().contains(&digits)
    );
    Ok(digits)
}

fn open_mailbox(phone: &Browser, digits: &str) -> Result<()> {
    phone.open("/mailbox")?;
    // As somebody writes it down.
    let spelled: Vec<&str> = (0..5).map(|group| &digits[group * 4..group * 4 + 4]).collect();
    phone.write("#code", &spelled.join("－"))?;
    phone.press("#open")?;
    phone.until(
        "an opened mailbox or a fault",
        "document.querySelector('#room') || document.querySelector('#code-error:not([hidden])')",
    )?;
    ensure!(phone.js("return !!document.querySelector('#room')")? == true, "the mailbox did not open");
    phone.see("#room").map(drop)
}

fn read_own(phone: &Browser, code: &str) -> Result<()> {
    phone.press("#put-away")?;
    phone.press("#to-mailbox")?;
    phone.see("#code")?;
    open_mailbox(phone, code)?;
    phone.read("夜になると、少し息ができます。")?;
    phone.read("相談の窓口")
}

fn answer(staff: &Browser) -> Result<()> {
    // Into a list that showed nothing it comes by itself.
    staff.press(".case-row")?;
    staff.read("夜になると、少し息ができます。")?;
    staff.press("#to-note")?;
    staff.read("相談した方には届きません。")?;
    staff.write("#note", NOTE)?;
    staff.press("#note-form button[type=submit]")?;
    staff.see("#to-reply")?;
    staff.read(NOTE)?;
    staff.press("#to-reply")?;
    staff.write("#reply", REPLY)?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#to-reply")?;
    send_now(staff)?;
    staff.read(REPLY)
}

/// Not on the page, not in anything that the page was sent, in no form at all.
fn no_note(phone: &Browser) -> Result<()> {
    let requests = phone.clean()?;
    let mut answers = 0;
    for request in requests.iter().filter(|request| request.url.contains("/api/mailbox")) {
        let Some(answer) = phone.answer(request) else { continue };
        answers += 1;
        ensure!(
            !answer.contains("\"staff\"]") && !answer.contains("\"compartment\":\"staff\""),
            "{}",
            request.url
        );
        ensure!(!answer.contains(NOTE));
    }
    ensure!(answers > 0, "nothing was looked at");
    ensure!(!phone.holds(NOTE)?, "the note is on the page");
    Ok(())
}

fn put_aside(staff: &Browser) -> Result<()> {
    staff.press("#to-close")?;
    staff.press("#closing-form button[type=submit]")?;
    staff.read("理由をえらんでください。")?;
    staff.press(".choice:has(#reason-writer_content)")?;
    staff.press("#closing-form button[type=submit]")?;
    staff.see("#to-reply")?;
    staff.press_words("再開する")?;
    staff.until("the focus where the button was", "document.activeElement.id === 'to-close'")
}

//! Staff who read English: chosen once in a browser, and from then on no word of the other language is left, nor fetched.
use anyhow::{Result, ensure};
use madobe_domain::wire::team::RenameTeam;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{send_now, sign_in};
use serde::de::IgnoredAny;

const LETTER: &str = "I have not slept well for a week.";
const REPLY: &str = "Thank you for writing to us.";
/// What is said on the screen and to whoever hears it, without names that people gave, and without what says that it is Japanese.
const SAID: &str = "
    const page = document.body.cloneNode(true);
    page.querySelectorAll('[lang=ja], script, noscript, template').forEach((one) => one.remove());
    const heard = [...page.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'));
    return [document.title, page.textContent, ...heard].join(' ').replaceAll('相談員', '').replaceAll('管理者', '');";
/// Programs of the other language that this page fetched.
const OTHERS: &str = r"return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)
    .filter((path) => /^\/assets\/staff-.*\.(js|wasm)$/.test(path) && !/^\/assets\/staff-(en|start)-/.test(path)).join(' ')";

fn english_alone(staff: &Browser, place: &str) -> Result<()> {
    let said = staff.js(SAID)?;
    let left: String =
        said.as_str().unwrap_or_default().chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).collect();
    ensure!(left.is_empty(), "{place} says {left}");
    let others = staff.js(OTHERS)?;
    ensure!(others == "", "{place} fetched {others}");
    staff.accessible(place)
}

fn in_language(staff: &Browser, name: &str) -> Result<()> {
    // The words in one language, the buttons to the others: the program is there.
    staff.until(
        &format!("the program in {name}"),
        &format!("document.documentElement.lang === '{name}' && !document.querySelector('#loading, #language-{name}')"),
    )
}

pub fn staff(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = desk.letter(LETTER)?;
    let case = mailbox.page(0)?.case;
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    staff.open("/staff")?;
    staff.see("#sign-in")?;
    in_language(&staff, "ja")?;
    staff.press("#language-en")?;
    in_language(&staff, "en")?;
    staff.read("Staff sign-in")?;
    english_alone(&staff, "signing in, in English")?;

    // What was typed is not cleared unasked.
    staff.write("#login", "somebody")?;
    staff.press("#language-ja")?;
    staff.press("#language-ja-no")?;
    ensure!(staff.value("#login")? == "somebody");
    in_language(&staff, "en")?;

    sign_in(&staff, &mut credentials)?;
    staff.read(LETTER)?;
    english_alone(&staff, "the inbox in English")?;
    for place in ["", "/about", "/note", "/close", "/reply"] {
        staff.open(&format!("/staff/cases/{case}{place}"))?;
        staff.see("#letters .letter, #side-heading, #note, #closing-form, #reply")?;
        english_alone(&staff, &format!("a case in English{place}"))?;
    }
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.see("#letters .letter")?;
    let day = staff.text("#letters .date-line")?;
    let is_english = day.split(' ').collect::<Vec<_>>();
    ensure!(
        matches!(is_english[..], [weekday, number, month, ..]
        if weekday.len() == 3 && number.parse::<u32>().is_ok() && month.is_ascii()),
        "the day is {day}"
    );
    staff.press("#to-reply")?;
    staff.see("#reply")?;
    staff.write("#reply", REPLY)?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#to-reply")?;
    send_now(&staff)?;
    ensure!(mailbox.open()?.view.newest_words() == Some(REPLY));
    for place in ["/staff/today", "/staff/calendar", "/staff/feedback", "/staff/account"] {
        staff.open(place)?;
        staff.see("main h1")?;
        english_alone(&staff, place)?;
    }
    // A day that only the law names has a name, too.
    staff.open("/staff/calendar/day/2027-03-22")?;
    staff.read("Vernal Equinox Day (substitute holiday)")?;
    staff.see(".cal-holiday:not([lang])")?;
    staff.open("/staff/account")?;
    staff.see("main h1")?;

    staff.press("#language-ja")?;
    in_language(&staff, "ja")?;
    staff.read("あなたのアカウント")?;
    staff.reload()?;
    in_language(&staff, "ja")?;
    staff.read("あなたのアカウント")?;
    let fetched = staff.js("return performance.getEntriesByType('resource').map((one) => one.name).filter((name) => /staff-en-/.test(name)).join(' ')")?;
    ensure!(fetched == "", "in Japanese: {fetched}");
    staff.clean().map(drop)
}

/// What administrators see, with what is said where something is missing.
pub fn office(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let case = desk.letter(LETTER)?.page(0)?.case;
    let (colleague, _) = desk.colleague()?;
    // A name that people gave is theirs in any language.
    let rename = RenameTeam { name: "The desk".into() };
    let team = format!("/api/staff/teams/{}", desk.team);
    desk.administrator().call::<_, Option<IgnoredAny>>("PUT", &team, Some(&rename))?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    staff.open("/staff")?;
    staff.see("#sign-in")?;
    staff.press("#language-en")?;
    in_language(&staff, "en")?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.read(LETTER)?;
    let person = format!("/staff/colleagues/{}", colleague.session.id);
    let (away, give) = (format!("{person}/away"), format!("/staff/cases/{case}/give"));
    let take = format!("/staff/cases/{case}/take");
    for (place, shows) in [
        ("/staff/desk", "#desk-form"),
        ("/staff/colleagues", "#team-form"),
        (person.as_str(), "#suspension"),
        (away.as_str(), "#theirs-none"),
        ("/staff/exports", "#take"),
        ("/staff/moving", "main .panel"),
        ("/staff/acts", "#acts"),
        ("/staff/erasing", "main .empty"),
        ("/staff/recovery", "#drill"),
        ("/staff/recovery/new", "#renew-why"),
        ("/staff/fields", "#new-field"),
        ("/staff/snippets", "#new-snippet"),
        ("/staff/calendar/plan", "main h1"),
        (give.as_str(), "main .panel"),
        (take.as_str(), "#make-paper"),
    ] {
        staff.open(place)?;
        staff.see(shows)?;
        english_alone(&staff, place)?;
    }
    for (place, begin, form) in [
        ("/staff/desk", Some("#line-add"), "#desk-form"),
        ("/staff/fields", Some("#new-field button"), "#field-form"),
        ("/staff/snippets", Some("#new-snippet button"), "#snippet-form"),
        ("/staff/recovery", None, "#drill"),
        ("/staff/recovery/new", None, "#renew-why"),
    ] {
        staff.open(place)?;
        if let Some(begin) = begin {
            staff.press(begin)?;
        }
        staff.press(&format!("{form} button[type=submit]"))?;
        staff.see("main .error, .error-summary")?;
        english_alone(&staff, &format!("{place}, with something missing"))?;
    }
    Ok(())
}

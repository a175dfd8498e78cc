//! What staff see, from signing in to the locked screen.
use anyhow::{Context, Result, bail};

use madobe_client::{Mailbox, StaffMember};
use madobe_domain::booking::question::{Answer, Answered, Question};
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::log::work::{Relation, WorkRecord};
use madobe_domain::wire::booking::Offer;
use madobe_domain::wire::calendar::{NewTalk, StaffTalk, VersionedPlan};

use super::See;
use crate::browser::{Browser, Look};
use crate::desk::{Desk, PASSWORD};
use crate::steps::sign_in;
use crate::talks::{furnish, group, in_days, new_talk, path, session};

const LETTERS: [&str; 3] = [
    "朝、起きられなくなって、もう半年になります。\n医者に行くように言われますが、外に出るのがこわいです。",
    "息子のことで書いています。三年前から部屋を出てきません。わたしが年をとっていくのが、いちばん心配です。",
    "はじめて書きます。",
];

/// Everything of the staff application. The desk is the walk's own.
pub fn staff(desk: &Desk, browser: &Browser, see: &mut See) -> Result<()> {
    let mut see = |name: &str| {
        let seen = see(browser, name);
        browser.look(Look::DESK)?;
        seen
    };
    super::furnish(desk)?;
    browser.look(Look::DESK)?;
    browser.open("/staff")?;
    browser.see("#sign-in")?;
    see("sign-in")?;
    browser.press("#sign-in button[type=submit]")?;
    browser.see(".error-summary")?;
    see("sign-in-empty")?;
    sign_in(browser, &mut desk.credentials())?;
    browser.see(".list .empty, .empty")?;
    see("inbox-empty")?;
    let mailboxes = LETTERS.iter().map(|text| desk.letter(text)).collect::<Result<Vec<_>>>()?;
    let (mut colleague, _) = desk.colleague()?;
    let answered = mailboxes.last().context("no letter")?.page(0)?.case;
    colleague.sync()?;
    colleague.reply(answered, "はじめまして。書いてくださって、ありがとうございます。")?;
    browser.open("/staff")?;
    browser.until("the cases", "document.querySelectorAll('#cases .case-line').length >= 2")?;
    see("inbox")?;
    let case = mailboxes.first().context("no letter")?.page(0)?.case;
    for (path, shows, name) in [
        ("", "#to-reply", "case"),
        ("/reply", "#reply", "reply"),
        ("/note", "#note", "note"),
        ("/close", "#closing-form", "closing"),
        ("/about", "#side-heading", "side"),
    ] {
        browser.open(&format!("/staff/cases/{case}{path}"))?;
        browser.see(shows)?;
        see(name)?;
    }
    browser.open(&format!("/staff/cases/{case}/close"))?;
    browser.press("#closing-form button[type=submit]")?;
    browser.see(".error-summary")?;
    see("closing-empty")?;
    household(browser, &mut colleague, &mailboxes, &mut see)?;
    turns(browser, &colleague, case, &mut see)?;
    for (path, heading, name) in [
        ("/staff/colleagues", "同僚", "colleagues"),
        ("/staff/desk", "窓口の設定", "settings"),
        ("/staff/fields", "相談の項目", "fields-empty"),
        ("/staff/recovery/new", "復旧キーを新しくする", "recovery-new"),
        ("/staff/calendar/plan", "予約の決まり", "plan-empty"),
        ("/staff/calendar", "予約", "calendar-empty"),
        ("/staff/none/at/all", "見つかりません", "staff-not-found"),
    ] {
        browser.open(path)?;
        browser
            .until(heading, &format!("document.querySelector('h1')?.textContent.includes('{heading}')"))?;
        see(name)?;
    }
    office(browser, &colleague, case, &mut see)?;
    talks(desk, browser, &mailboxes, &mut see)?;
    browser.open("/staff")?;
    browser.see(".case-row")?;
    browser.press_words("キー操作")?;
    browser.see(".dialog")?;
    see("keys")?;
    browser.key(thirtyfour::Key::Escape)?;
    browser.press_words("席を離れる")?;
    browser.see("#unlock")?;
    see("locked")?;
    browser.write("#unlock #password", PASSWORD)?;
    browser.press("#unlock button[type=submit]")?;
    browser.see(".case-row").map(drop)
}

/// Two of one household: beside each other, being linked, with a lost half, and a reply that would tell of the other.
fn household(
    browser: &Browser,
    colleague: &mut StaffMember,
    mailboxes: &[Mailbox],
    see: &mut impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let [son, mother, ..] = mailboxes else { bail!("no letters") };
    let (son, mother) = (son.page(0)?.case, mother.page(0)?.case);
    colleague.sync()?;
    colleague.work(son, &WorkRecord::Linked { case: mother, relation: Relation::Parent })?;
    browser.open(&format!("/staff/cases/{son}/about"))?;
    browser.see("#family .panel.warning")?;
    see("family-half")?;
    colleague.work(mother, &WorkRecord::Linked { case: son, relation: Relation::Child })?;
    browser.gone("#family .panel.warning")?;
    see("family")?;
    browser.press("#to-linking")?;
    browser.see("#combo-0")?;
    see("family-search")?;
    browser.press("#combo-0")?;
    browser.see("#linking")?;
    see("family-linking")?;
    browser.open(&format!("/staff/cases/{son}/reply"))?;
    browser.write("#reply", "三年前から部屋を出てきませんと、お聞きしました。")?;
    browser.press("#reply-form button[type=submit]")?;
    browser.see("#stopped")?;
    see("reply-leak")?;
    browser.clear("#reply")
}

/// What a day begins with, and cases that are given while somebody is away.
fn turns(
    browser: &Browser,
    colleague: &StaffMember,
    case: CaseId,
    see: &mut impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    browser.open("/staff/today")?;
    browser.see("#came")?;
    see("today")?;
    let me = colleague.session.id;
    browser.open(&format!("/staff/colleagues/{me}/away"))?;
    browser.see("#theirs-none")?;
    see("away-empty")?;
    browser.open(&format!("/staff/cases/{case}"))?;
    browser.see("#assignee .chip:not([id])")?;
    browser.press_words(&colleague.session.name)?;
    browser.open(&format!("/staff/colleagues/{me}/away"))?;
    browser.see("#theirs li")?;
    browser.press("#away-form button[type=submit]")?;
    browser.see("#away-to-error")?;
    see("away")
}

/// What is opened now and then, and has no picture of its own.
fn office(
    browser: &Browser,
    colleague: &StaffMember,
    case: CaseId,
    see: &mut impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let person = format!("/staff/colleagues/{}", colleague.session.id);
    let (give, take) = (format!("/staff/cases/{case}/give"), format!("/staff/cases/{case}/take"));
    for (path, shows, name) in [
        ("/staff/snippets", "#new-snippet", "snippets"),
        ("/staff/account", ".session-list .badge", "account"),
        (person.as_str(), "#suspension", "person"),
        ("/staff/acts", "#acts", "acts"),
        ("/staff/erasing", "main .empty", "erasing"),
        ("/staff/recovery", "#drill", "recovery"),
        ("/staff/exports", "#take", "exports"),
        (give.as_str(), "main .panel", "give"),
        (take.as_str(), "#make-paper", "take"),
    ] {
        browser.open(path)?;
        browser.see(shows)?;
        see(name)?;
    }
    Ok(())
}

/// Talks alone and in a group, in each view and dialog.
fn talks(
    desk: &Desk,
    browser: &Browser,
    mailboxes: &[Mailbox],
    see: &mut impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let [visit, ..] = furnish(desk)?;
    let when = in_days(8);
    {
        let staff = desk.administrator();
        let mut wanted = plan(desk.team, &staff)?;
        let group = group(&[staff.session.id], 8, &["はじめての参加ですか", "お茶菓子で、食べられないもの"]);
        let id = group.id;
        wanted.plan.kinds.push(group);
        staff.call::<_, VersionedPlan>("PUT", &path(desk.team, "plan"), Some(&wanted))?;
        session(&staff, desk.team, id, when)?;
        let alone = NewTalk {
            case: Some(mailboxes.first().context("no letter")?.page(0)?.case),
            ..new_talk(visit, when.plus(36))
        };
        staff.call::<_, StaffTalk>("POST", &path(desk.team, "reservations"), Some(&alone))?;
    }
    let offer: Offer = desk.server.get("/api/booking")?;
    let group = offer.kinds.iter().find(|kind| kind.group).context("no group")?;
    let said = [["2回目です。", "そばと、えび。"], ["", "なし"]];
    for (mailbox, said) in mailboxes.iter().zip(said) {
        let answered = |(question, words): (&Question, &str)| {
            Some(Answered { question: question.clone(), answer: Answer::parse(words).ok()? })
        };
        let answers = group.questions.iter().zip(said).filter_map(answered).collect();
        mailbox.book(group, when, None, answers)?;
    }
    let day = when.day();
    for (view, name) in [("week", "calendar"), ("day", "calendar-day"), ("list", "calendar-list")] {
        browser.open(&format!("/staff/calendar/{view}/{day}"))?;
        browser.until("both", "document.querySelectorAll('.talk').length === 2")?;
        see(name)?;
    }
    browser.press(".talk")?;
    browser.see(".cal-seats .answers")?;
    see("calendar-group")?;
    browser.press_words("時間を変える")?;
    browser.see("#book-form")?;
    see("calendar-group-move")?;
    browser.key(thirtyfour::Key::Escape)?;
    browser.press("li:nth-of-type(2) .talk")?;
    browser.see("#talk-heading")?;
    see("calendar-talk")?;
    browser.press("#talk-cancel")?;
    see("calendar-talk-cancel")?;
    browser.press("#talk-close")?;
    browser.press("#cal-book")?;
    browser.see("#book-free .filter")?;
    browser.press("#book-form button[type=submit]")?;
    browser.see("#book-time-error")?;
    see("calendar-book")?;
    browser.open("/staff/calendar/plan")?;
    browser.see(".part")?;
    browser.js("document.querySelectorAll('.part').forEach((part) => (part.open = true))")?;
    see("plan")?;
    browser.open("/staff/calendar/figures")?;
    browser.see(".figures")?;
    see("figures")
}

fn plan(team: TeamId, staff: &StaffMember) -> Result<VersionedPlan> {
    Ok(staff.get(&path(team, "plan"))?)
}

//! A case of a team: given to it in every way there is, found by whoever is in it, and nobody's once nobody there can read it.
use anyhow::{Context, Error, Result};
use madobe_client::StaffMember;
use madobe_client::staff::{Credentials, join};
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::log::work::{Carer, WorkRecord};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::{at_a_desk, sign_in};
use madobe_tests::wait::until;
use serde::de::IgnoredAny;
use serde_json::json;
use thirtyfour::Key;

const WARD: &str = "北の保健センター";

fn row(case: CaseId) -> String {
    format!("#cases .case-row[href$='{case}']")
}

/// What is said beside a case of whose it is.
fn belongs(staff: &Browser, words: &str) -> Result<()> {
    staff.until(words, &format!("document.querySelector('#assigned')?.textContent === {}", json!(words)))
}

fn recorded(desk: &Desk, case: CaseId, what: &str, to: Option<Carer>) -> Result<()> {
    until(what, || {
        let mut me = desk.administrator();
        me.sync()?;
        Ok((me.worked(case)?.assigned == to).then_some(()))
    })
}

/// Again where what a screen does at that moment was quicker.
fn given(desk: &Desk, all: [(CaseId, Option<Carer>); 2]) -> Result<()> {
    for (case, to) in all {
        until("it is theirs", || {
            let mut me = desk.administrator();
            me.sync()?;
            let given = me.worked(case)?.assigned == to || me.work(case, &WorkRecord::assigned(to)).is_ok();
            Ok(given.then_some(()))
        })?;
    }
    Ok(())
}

/// A further team, made at a screen, which is given this case.
fn found(desk: &Desk, office: &Browser, case: CaseId) -> Result<TeamId> {
    office.open("/staff/colleagues")?;
    office.see("#team-form")?;
    office.write("#new-team", WARD)?;
    office.press("#team-form button[type=submit]")?;
    office.read(&format!("「{WARD}」をつくりました。"))?;
    office.open(&format!("/staff/cases/{case}/give"))?;
    office.press("#give-to")?;
    office.press("#give")?;
    office.press("#give-yes")?;
    office.see("#to-reply")?;
    let mut me = desk.administrator();
    me.refresh()?;
    let mut teams = me.session.teams.iter().map(|team| team.id);
    teams.find(|team| *team != desk.team).context("no further team")
}

fn member_of(desk: &Desk, ward: TeamId) -> Result<(StaffMember, Credentials)> {
    let invitation = desk.administrator().invite(ward)?;
    let mut credentials = Credentials::make("ward", "相談員", PASSWORD);
    let member = join(&desk.from_home(), &invitation, &mut credentials)?;
    desk.administrator().give_key(ward, member.session.id)?;
    Ok((member, credentials))
}

/// Somebody is away, and the team looks after what it reads of theirs; the rest stays where it is. Before the day it is taken back.
fn away(desk: &Desk, office: &Browser, [case, other]: [CaseId; 2], ward: TeamId) -> Result<()> {
    let founder = desk.administrator().session.id;
    given(desk, [(case, Some(founder.into())), (other, Some(founder.into()))])?;
    office.open(&format!("/staff/colleagues/{founder}/away"))?;
    office.until("both are listed", "document.querySelectorAll('#theirs li').length === 2")?;
    let choice = Carer::from(ward).to_string();
    office.until("the team", &format!("document.querySelector(\"#away-to option[value='{choice}']\")"))?;
    office.js_with(
        "const put = (id, value) => {
             const field = document.querySelector(id);
             field.value = value;
             field.dispatchEvent(new Event('input', { bubbles: true }));
             field.dispatchEvent(new Event('change', { bubbles: true }));
         };
         put('#away-to', arguments[0]);
         const back = new Date(Date.now() + 5 * 86400000);
         put('#away-day', new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Tokyo' }).format(back));",
        choice,
    )?;
    office.press("#away-form button[type=submit]")?;
    office.read(&format!("1件を{WARD}の担当にしました。1件は、そのままにしました。"))?;
    until("the team's meanwhile", || {
        let mut me = desk.administrator();
        me.sync()?;
        let by = |case: CaseId| Ok::<_, Error>(me.worked(case)?.cover.map(|cover| cover.to));
        Ok((by(case)? == Some(Some(ward.into())) && by(other)?.is_none()).then_some(()))
    })?;
    office.until("one is given", "document.querySelectorAll('#given li').length === 1")?;
    office.press("#take-back")?;
    recorded(desk, case, "theirs again", Some(founder.into()))?;
    // As it was before: the team's for good, and nobody's.
    given(desk, [(case, Some(ward.into())), (other, None)])?;
    recorded(desk, case, "the team's again", Some(ward.into()))
}

pub fn ours(desk: &mut Desk) -> Result<()> {
    let case = desk.letter("チームで受けもつ手紙。")?.page(0)?.case;
    let other = desk.letter("窓口だけの手紙。")?.page(0)?.case;
    let office = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&office, &mut desk.credentials())?;
    office.see(&row(case))?;
    office.gone("[data-filter=ours]")?;
    let ward = found(desk, &office, case)?;
    office.see("[data-filter=ours]")?;

    // Beside the case, and back.
    office.press_words(WARD)?;
    belongs(&office, WARD)?;
    office.read(&format!("担当 {WARD}"))?;
    office.accessible("a case of a team")?;
    office.press(".quiet-line .undo")?;
    belongs(&office, "担当なし")?;
    // By typing, and back.
    office.chord_with(Key::Control, 'k')?;
    office.until("the focus in it", "document.activeElement?.id === 'combo'")?;
    office.keys("北の保健")?;
    office.until(
        "the act",
        &format!("document.querySelector('#combo-0')?.textContent.includes('{WARD}の担当にする')"),
    )?;
    office.key(Key::Enter)?;
    belongs(&office, WARD)?;
    recorded(desk, case, "the team's", Some(ward.into()))?;
    office.press(".quiet-line:last-child .undo")?;
    belongs(&office, "担当なし")?;
    recorded(desk, case, "nobody's again", None)?;
    // Several at once: what the team does not read stays as it is.
    for case in [case, other] {
        office.js_with("document.querySelector(arguments[0]).focus()", row(case))?;
        office.keys("x")?;
    }
    office.read("2件をえらんでいます")?;
    let choice = Carer::from(ward).to_string();
    office
        .until("the team", &format!("document.querySelector(\"#bulk-assign option[value='{choice}']\")"))?;
    office.js_with(
        "const list = document.querySelector('#bulk-assign'); list.value = arguments[0];
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        choice,
    )?;
    office.press("#bulk-assign-act button")?;
    office.read(&format!("1件を{WARD}の担当にしました。1件は、そのままにしました。"))?;
    recorded(desk, case, "the team's for good", Some(ward.into()))?;
    recorded(desk, other, "left as it was", None)?;
    office.press("#history summary")?;
    office.read(&format!("が{WARD}の担当にしました"))?;
    away(desk, &office, [case, other], ward)?;
    drop(office);

    // Whoever is in it finds it as theirs, and whoever is not does not.
    let (member, mut credentials) = member_of(desk, ward)?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.see(&row(case))?;
    staff.press("[data-filter=nobodys]")?;
    staff.gone(&row(case))?;
    staff.keys("o")?;
    staff.see("[data-filter=ours][aria-pressed=true]")?;
    staff.see(&row(case))?;
    staff.accessible("what a team looks after")?;
    staff.keys("o")?;
    staff.see("[data-filter=ours][aria-pressed=false]")?;
    drop(staff);
    let (staff, _) = at_a_desk(desk, Engine::Chromium)?;
    staff.read(&format!("担当 {WARD}"))?;
    staff.press("[data-filter=ours]")?;
    staff.gone(&row(case))?;
    staff.press("[data-filter=nobodys]")?;
    staff.see(&row(other))?;
    staff.gone(&row(case))?;
    drop(staff);

    // Nobody is there any more who could read it.
    let founder = desk.administrator().session.id;
    let place = format!("/api/staff/teams/{ward}/members/{founder}");
    desk.administrator().call::<(), Option<IgnoredAny>>("DELETE", &place, None)?;
    let suspension = format!("/api/staff/colleagues/{}/suspension", member.session.id);
    desk.administrator().call::<(), Option<IgnoredAny>>("PUT", &suspension, None)?;
    let (staff, _) = at_a_desk(desk, Engine::Chromium)?;
    staff.see(&row(case))?;
    staff.press("[data-filter=nobodys]")?;
    staff.see(&row(case))?;
    staff.read(&format!("担当 {WARD}（いまは読めません）"))?;
    staff.open(&format!("/staff/cases/{case}"))?;
    belongs(&staff, &format!("{WARD}（いまは読めません）"))?;
    staff.until(
        "that it is not offered",
        &format!(
            "document.querySelector('#assign-me') && ![...document.querySelectorAll('#assignee button')]
                .some((one) => one.textContent === {})",
            json!(WARD)
        ),
    )
}

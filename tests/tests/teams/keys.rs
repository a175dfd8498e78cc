//! A team's key made anew: halfway, twice, and under somebody's eyes.
use anyhow::{Context, Result, ensure};
use madobe_client::staff::{Credentials, join};
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::Role;
use madobe_domain::wire::team::{ChangeRole, Teams};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD, refused};
use madobe_tests::steps::sign_in;
use madobe_tests::together::together;
use madobe_tests::wait::until;
use serde::de::IgnoredAny;

fn resealing(desk: &Desk) -> Result<bool> {
    let teams: Teams = desk.administrator().get("/api/staff/teams")?;
    Ok(teams.teams.first().context("no team")?.resealing)
}

fn promote(desk: &Desk, staff: StaffId) -> Result<()> {
    let path = format!("/api/staff/colleagues/{staff}/role");
    let role = ChangeRole { role: Role::Administrator };
    desk.administrator().call::<_, Option<IgnoredAny>>("PUT", &path, Some(&role))?;
    Ok(())
}

pub fn killed(desk: &mut Desk) -> Result<()> {
    let mut letters =
        (0..4).map(|number| desk.letter(&format!("鍵の前の手紙{number}"))).collect::<Result<Vec<_>>>()?;
    let (leaver, _) = desk.colleague()?;
    let (mut stayer, _) = desk.colleague()?;
    stayer.sync()?;
    stayer.note(letters[0].page(0)?.case, "メモです。")?;
    let team = desk.team;
    let rotation = desk.administrator().next_key(team, Some(leaver.session.id))?;
    desk.administrator().rotate(team, &rotation)?;
    desk.administrator().refresh()?;
    // Two of four, and then the lights go out.
    let mut page = desk.administrator().left_to_reseal(team)?;
    ensure!(page.left == Some(4) && page.cases.len() == 4, "{:?}", page.left);
    page.cases.truncate(2);
    let grants = desk.administrator().anew(team, &page)?;
    desk.administrator().reseal(team, grants)?;
    desk.kill()?;
    desk.start_again()?;
    // The very same again, as whoever got no answer would.
    desk.administrator().rotate(team, &rotation)?;
    ensure!(desk.administrator().left_to_reseal(team)?.left == Some(2), "what was done stays");
    // Another colleague goes on with it.
    let mut stayer = stayer.through(&desk.server);
    stayer.refresh()?;
    ensure!(stayer.reseal_all(team)? == 2 && !resealing(desk)?);
    // Whoever comes now and has the new key alone reads everything, the note, too.
    let (mut late, _) = desk.colleague()?;
    late.sync()?;
    ensure!(late.cases.len() == 4);
    letters = letters.into_iter().map(|letter| letter.through(&desk.server)).collect();
    for letter in &letters {
        let view = late.view(letter.page(0)?.case)?;
        ensure!(
            view.faults == 0 && view.newest_words().is_some_and(|words| words.starts_with("鍵の前の手紙"))
        );
    }
    // Whoever left has nothing, and new letters are sealed past the key they had.
    let mut leaver = leaver.through(&desk.server);
    let before = leaver.cases.len();
    leaver.sync()?;
    ensure!(leaver.cases.len() == before);
    ensure!(desk.visitor().desk()?.team.context("no team")?.version == 2);
    let new = desk.letter("鍵のあとの手紙")?.page(0)?.case;
    late.sync()?;
    ensure!(late.view(new)?.newest_words() == Some("鍵のあとの手紙"));
    Ok(())
}

pub fn at_once(desk: &mut Desk) -> Result<()> {
    for number in 0..3 {
        desk.letter(&format!("手紙{number}"))?;
    }
    let team = desk.team;
    let ((one, _), (two, _)) = (desk.colleague()?, desk.colleague()?);
    promote(desk, one.session.id)?;
    promote(desk, two.session.id)?;
    let both = [one, two];
    let keys = both.iter().map(|by| by.next_key(team, None)).collect::<Result<Vec<_>, _>>()?;
    let pairs: Vec<_> = both.iter().zip(&keys).collect();
    let outcomes = together(pairs, |(by, key)| by.rotate(team, key))?;
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    ensure!(won == 1, "{won} of two keys were made");
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        refused(outcome, ErrorCode::StaleKey)?;
    }
    let mut both = both;
    both.iter_mut().try_for_each(|by| by.refresh())?;
    let sealed = together(both.iter().collect(), |by| by.reseal_all(team))?;
    for count in sealed {
        count?;
    }
    ensure!(!resealing(desk)?);
    let (mut late, _) = desk.colleague()?;
    late.sync()?;
    for id in late.cases.keys().copied().collect::<Vec<_>>() {
        ensure!(late.view(id)?.faults == 0);
    }
    ensure!(late.cases.len() == 3);
    Ok(())
}

pub fn taken_out(desk: &mut Desk) -> Result<()> {
    let case = desk.letter("封じなおす手紙。")?.page(0)?.case;
    let (leaver, _) = desk.colleague()?;
    let team = desk.team;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open(&format!("/staff/colleagues/{}", leaver.session.id))?;
    staff.see(&format!("#remove-{team}"))?;
    staff.accessible("a colleague's page")?;
    // Every try to store what is sealed anew gets lost: as if the tab were closed right behind the new key.
    staff.block(&["*/reseal"])?;
    staff.press(&format!("#remove-{team}"))?;
    staff.press_words("外す")?;
    staff.see("#said-done")?;
    staff.read("から外し、鍵を新しくしました。")?;
    ensure!(resealing(desk)?, "nothing was sealed anew so far");
    ensure!(
        !desk
            .administrator()
            .colleagues()?
            .staff
            .iter()
            .any(|one| { one.id == leaver.session.id && !one.teams.is_empty() })
    );
    desk.administrator().refresh()?;
    ensure!(desk.administrator().left_to_reseal(team)?.left == Some(1));
    // Opened again it goes on by itself.
    staff.block(&[])?;
    staff.open("/staff/colleagues")?;
    staff.see("#team-form")?;
    until("the rest to be sealed anew", || Ok((!resealing(desk)?).then_some(())))?;
    let (mut late, _) = desk.colleague()?;
    late.sync()?;
    ensure!(late.view(case)?.newest_words() == Some("封じなおす手紙。"));
    Ok(())
}

pub fn noticed(desk: &mut Desk) -> Result<()> {
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    desk.letter("前の鍵の手紙。")?;
    sign_in(&staff, &mut credentials)?;
    staff.read("前の鍵の手紙。")?;
    let team = desk.team;
    let next = desk.administrator().next_key(team, None)?;
    desk.administrator().rotate(team, &next)?;
    desk.letter("新しい鍵の手紙。")?;
    // The next look fetches the key and opens what came with it.
    staff.press_words("新着1件を表示")?;
    staff.read("新しい鍵の手紙。")?;
    Ok(())
}

/// A key of one more team, under the eyes of somebody who has looked through everything of their own.
pub fn further(desk: &mut Desk) -> Result<()> {
    desk.letter("前からある手紙。")?;
    let office = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&office, &mut desk.credentials())?;
    office.open("/staff/colleagues")?;
    office.write("#new-team", "北の保健センター")?;
    office.press("#team-form button[type=submit]")?;
    office.read("「北の保健センター」をつくりました。")?;
    drop(office);
    desk.administrator().refresh()?;
    let teams = desk.administrator().session.teams.iter().map(|team| team.id).collect::<Vec<_>>();
    let ward = *teams.iter().find(|team| **team != desk.team).context("no further team")?;
    let invitation = desk.administrator().invite(ward)?;
    let mut credentials = Credentials::make("ward", "相談員", PASSWORD);
    let member = join(&desk.from_home(), &invitation, &mut credentials)?;
    desk.administrator().give_key(ward, member.session.id)?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.open("/staff")?;
    staff
        .until("an empty list", "document.querySelector('#cases') && !document.querySelector('.case-row')")?;
    let place = format!("/api/staff/teams/{}/members/{}", desk.team, member.session.id);
    desk.administrator().call::<(), Option<IgnoredAny>>("PUT", &place, None)?;
    desk.administrator().give_key(desk.team, member.session.id)?;
    desk.letter("あとから来た手紙。")?;
    // The list stays still for whoever looks at it: what comes after its first row waits behind a press.
    staff.until(
        "both letters",
        "(document.querySelector('.new-items')?.click(),
          ['前からある手紙。', 'あとから来た手紙。'].every((words) => document.body.innerText.includes(words)))",
    )?;
    // In two teams now: each row says whose it is, and the list is narrowed by one of them.
    let rows = "document.querySelectorAll('#cases .case-row').length";
    staff.until(
        "the team in each row",
        &format!("document.querySelectorAll(\"#cases [data-of-team='{}']\").length === 2", desk.team),
    )?;
    staff.press("#narrow-summary")?;
    staff.see("#narrow-team")?;
    staff.accessible("a list of several teams")?;
    let narrow = |team: TeamId| {
        staff.js_with(
            "const list = document.querySelector('#narrow-team'); list.value = arguments[0];
             list.dispatchEvent(new Event('change', { bubbles: true }))",
            team.to_string(),
        )
    };
    narrow(ward)?;
    staff.until("nothing of the ward's", &format!("{rows} === 0"))?;
    narrow(desk.team)?;
    staff.until("the desk's", &format!("{rows} === 2"))
}

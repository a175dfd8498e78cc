//! What only time or another team brings about: written into the database of a desk that is not running.
use anyhow::{Result, ensure};
use madobe_domain::limits::{INVITE_SECONDS, SESSION_IDLE_SECONDS, SESSION_SECONDS};
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::desk::{Desk, refused};

pub fn session(desk: &mut Desk) -> Result<()> {
    let (idle, mut credentials) = desk.newcomer()?;
    let (old, _) = desk.newcomer()?;
    let (live, _) = desk.newcomer()?;
    desk.meddle(&format!(
        "UPDATE sessions SET last_used_at = last_used_at - {} WHERE staff = '{}';
         UPDATE sessions SET created_at = created_at - {} WHERE staff = '{}';",
        (SESSION_IDLE_SECONDS + 1) * 1000,
        idle.session.id,
        (SESSION_SECONDS + 1) * 1000,
        old.session.id,
    ))?;
    refused(idle.through(&desk.server).desk(), ErrorCode::Unauthorised)?;
    refused(old.through(&desk.server).desk(), ErrorCode::Unauthorised)?;
    live.through(&desk.server).desk()?;
    credentials.sign_in(&desk.from_home())?;
    Ok(())
}

pub fn other_team(desk: &mut Desk) -> Result<()> {
    let ours = desk.letter("この窓口の相談。")?.page(0)?.case;
    let theirs = desk.letter("ほかの窓口の相談。")?;
    let case = theirs.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let text = madobe_domain::text::LetterText::parse("返事です。").map_err(|_| anyhow::anyhow!("words"))?;
    let record = madobe_domain::log::record::Record::reply(text);
    let append = staff.seal(case, madobe_domain::log::entry::Compartment::Conversation, &record)?;
    let other = "AAAAAAAAAAAAAAAAAAAAAA";
    desk.meddle(&format!(
        "INSERT INTO teams (id, name, version, public_key, created_at)
            SELECT '{other}', 'ほかの窓口', 1, public_key, created_at FROM teams WHERE id = '{team}';
         UPDATE grants SET recipient = '{other}' WHERE case_id = '{case}' AND recipient = '{team}';
         UPDATE feed SET team = '{other}' WHERE case_id = '{case}';",
        team = desk.team,
    ))?;
    let (mut reader, _) = desk.colleague()?;
    reader.sync()?;
    ensure!(reader.cases.contains_key(&ours) && !reader.cases.contains_key(&case));
    let staff = staff.through(&desk.server);
    refused(staff.append(case, &append), ErrorCode::Forbidden)?;
    refused(staff.seen(case, 1), ErrorCode::Forbidden)?;
    let theirs = theirs.through(&desk.server).open()?;
    ensure!(theirs.teams.len() == 1 && theirs.teams[0].name == "ほかの窓口", "the writer sees who holds it");
    Ok(())
}

pub fn invitation(desk: &mut Desk) -> Result<()> {
    let invitation = desk.administrator().invite(desk.team)?;
    ensure!(desk.administrator().colleagues()?.invites.len() == 1);
    desk.meddle(&format!("UPDATE invites SET expires_at = expires_at - {};", (INVITE_SECONDS + 1) * 1000))?;
    refused(invitation.check(&desk.server), ErrorCode::InviteClosed)?;
    Ok(())
}

//! Someone writes without a name, the desk answers, the answer is read: over HTTP, sealed as in a browser.
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use madobe_client::staff::{Credentials, set_up};
use madobe_client::{ClientError, Mailbox, Words};
use madobe_domain::desk::promise::promise;
use madobe_domain::log::case::{CaseView, Status};
use madobe_domain::log::record::{About, AgeBand, CloseReason, Content, Promises, Record};
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::desk::{Desk, refused};
use madobe_tests::suite::run;

fn main() -> ExitCode {
    run(&[
        ("a_letter_is_answered_and_the_answer_is_read", answered),
        ("a_note_never_reaches_the_mailbox", note),
        ("closing_and_reopening", closing),
        ("what_must_not_happen_is_the_writers_to_change", promises),
        ("deleting_leaves_nothing_but_the_word_of_it", deleting),
        ("a_newcomer_reads_nothing_until_handed_the_key", newcomer),
        ("settings_change_what_everybody_sees", settings),
        ("a_desk_is_set_up_once", once),
        ("an_invitation_is_good_once", invitation),
        ("signing_in_and_out", signing),
    ])
}

fn words(view: &CaseView) -> Vec<String> {
    let text = |content: &Option<Content>| match content {
        Some(Content::Known(
            Record::Letter { text, .. } | Record::Reply { text, .. } | Record::Note { text },
        )) => Some(text.as_str().to_owned()),
        _ => None,
    };
    view.entries.iter().filter_map(|entry| text(&entry.content)).collect()
}

fn answered(desk: &Desk) -> Result<()> {
    let letter = Words {
        text: "はじめて書きます。".into(),
        call_me: Some("そら".into()),
        about: Some(About::Myself),
        age: Some(AgeBand::Thirties),
        promises: Promises { no_phone: true, no_visit: true, ..Promises::default() },
        ..Words::default()
    };
    let mailbox = desk.visitor().write(&letter)?;
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let view = staff.view(case)?;
    ensure!(view.status == Status::New && view.faults == 0);
    ensure!(view.call_me.as_deref() == Some("そら") && view.about == Some(About::Myself));
    ensure!(view.facts.age == Some(AgeBand::Thirties));
    ensure!(view.promises.no_phone && view.promises.no_visit && !view.promises.no_handover);
    ensure!(view.is_unread(staff.case(case)?.seen));
    let came = view.waiting_since.context("it waits for an answer")?;
    ensure!(view.promised == Some(promise(&desk.visitor().desk()?.settings, came)));

    let answer = "読みました。書いてくださって、ありがとうございます。";
    staff.reply(case, answer)?;
    staff.seen(case, view.last_letter_seq)?;

    // Another device, and the code in full-width digits.
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c);
    let typed: String = mailbox.code.chars().map(wide).collect();
    let elsewhere = Mailbox::from_code(&desk.from_home(), &format!(" {typed}　"))?;
    let open = elsewhere.open()?;
    ensure!(open.view.status == Status::WaitingForWriter && open.view.faults == 0);
    ensure!(words(&open.view) == ["はじめて書きます。", answer]);
    ensure!(open.teams.len() == 1 && open.teams[0].id == desk.team && open.teams[0].name == "相談の窓口");
    elsewhere.write("読めました。")?;

    let (mut other, _) = desk.colleague()?;
    other.sync()?;
    ensure!(other.view(case)?.status == Status::OursToAnswer);
    ensure!(words(&other.view(case)?).len() == 3);
    staff.sync()?;
    ensure!(staff.case(case)?.seen == view.last_letter_seq, "how far I have read is kept for me");
    ensure!(other.case(case)?.seen == 0, "and only for me");
    Ok(())
}

fn note(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("相談があります。")?;
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    staff.note(case, "はじめての方。急がない。")?;
    staff.sync()?;
    staff.reply(case, "ゆっくりで大丈夫です。")?;
    staff.note(case, "返事を書いた。")?;
    let page = mailbox.page(0)?;
    ensure!(page.entries.len() == 3, "a letter, its facts and a reply");
    ensure!(page.grants.iter().all(|grant| grant.compartments.len() == 2), "no key of the notes");
    ensure!(words(&mailbox.open()?.view) == ["相談があります。", "ゆっくりで大丈夫です。"]);
    // A colleague reads both notes with the key that the first one made.
    let (mut other, _) = desk.colleague()?;
    other.sync()?;
    let view = other.view(case)?;
    ensure!(view.faults == 0 && words(&view).iter().any(|text| text.contains("急がない")));
    other.note(case, "引きついだ。")?;
    staff.sync()?;
    ensure!(words(&staff.view(case)?).last().is_some_and(|last| last == "引きついだ。"));
    Ok(())
}

fn closing(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("ひとことだけ。")?;
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    staff.close(case, CloseReason::WriterContent)?;
    staff.sync()?;
    ensure!(staff.view(case)?.status == Status::Closed(CloseReason::WriterContent));
    ensure!(mailbox.open()?.view.status == Status::New, "closing is the desk's own affair");
    staff.reopen(case)?;
    staff.sync()?;
    ensure!(staff.view(case)?.status == Status::New);
    staff.close(case, CloseReason::Quiet)?;
    mailbox.write("また書きます。")?;
    staff.sync()?;
    ensure!(!staff.view(case)?.is_closed(), "a letter opens it again");
    Ok(())
}

fn promises(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("電話はしないでください。")?;
    let case = mailbox.page(0)?.case;
    mailbox.promise(Promises { no_phone: true, no_telling_family: true, ..Promises::default() })?;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    ensure!(staff.view(case)?.promises.no_phone && staff.view(case)?.promises.no_telling_family);
    mailbox.promise(Promises { no_telling_family: true, ..Promises::default() })?;
    staff.sync()?;
    ensure!(!staff.view(case)?.promises.no_phone && staff.view(case)?.promises.no_telling_family);
    Ok(())
}

fn deleting(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("やっぱり消します。")?;
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    ensure!(staff.cases.contains_key(&case));
    mailbox.delete()?;
    mailbox.delete()?;
    refused(mailbox.page(0), ErrorCode::Deleted)?;
    ensure!(staff.reply(case, "返事です。").is_err(), "nobody answers what is gone");
    staff.sync()?;
    ensure!(!staff.cases.contains_key(&case));
    let (mut later, _) = desk.colleague()?;
    later.sync()?;
    ensure!(!later.cases.contains_key(&case));
    Ok(())
}

fn newcomer(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("だれが読みますか。")?;
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.newcomer()?;
    staff.sync()?;
    ensure!(staff.cases.is_empty());
    desk.administrator().give_key(desk.team, staff.session.id)?;
    staff.refresh()?;
    staff.sync()?;
    ensure!(words(&staff.view(case)?) == ["だれが読みますか。"], "everything from before, too");
    Ok(())
}

fn settings(desk: &Desk) -> Result<()> {
    let administrator = desk.administrator();
    let before = administrator.desk()?;
    let changed = administrator.change_desk(|settings| settings.wards = vec!["やなぎ区".into()])?;
    ensure!(changed.version == before.version + 1);
    ensure!(desk.visitor().desk()?.settings.wards == ["やなぎ区"]);
    let stale: Result<serde_json::Value, ClientError> =
        administrator.call("PUT", "/api/staff/desk", Some(&before));
    refused(stale, ErrorCode::Conflict)?;
    drop(administrator);
    let (member, _) = desk.newcomer()?;
    refused(member.change_desk(|settings| settings.reply_days = 3), ErrorCode::Forbidden)
}

fn once(desk: &Desk) -> Result<()> {
    let again = |token: &str| {
        let credentials = Credentials::make("second", "だれか", "another-long-password");
        set_up(&desk.from_home(), token, "窓口", credentials)
    };
    refused(again(desk.setup_token()), ErrorCode::SetupClosed)?;
    refused(again(&"A".repeat(43)), ErrorCode::SetupClosed)?;
    ensure!(desk.recovery.len() == 8);
    Ok(())
}

fn invitation(desk: &Desk) -> Result<()> {
    let invitation = desk.administrator().invite(desk.team)?;
    ensure!(invitation.check(&desk.server)?.team_name == "相談の窓口");
    let mut one = Credentials::make("invited.one", "相談員", "a-long-password-1");
    let member = madobe_client::staff::join(&desk.from_home(), &invitation, &mut one)?;
    ensure!(member.session.teams[0].keys.is_empty());
    let mut two = Credentials::make("invited.two", "相談員", "a-long-password-2");
    refused(madobe_client::staff::join(&desk.from_home(), &invitation, &mut two), ErrorCode::InviteClosed)?;
    refused(invitation.check(&desk.server), ErrorCode::InviteClosed)?;
    let withdrawn = desk.administrator().invite(desk.team)?;
    desk.administrator().withdraw(withdrawn.id)?;
    refused(withdrawn.check(&desk.server), ErrorCode::InviteClosed)?;
    refused(member.invite(desk.team), ErrorCode::Forbidden)
}

fn signing(desk: &Desk) -> Result<()> {
    let (mut member, mut credentials) = desk.colleague()?;
    let mut signed_in = credentials.sign_in(&desk.from_home())?;
    ensure!(signed_in.session.id == member.session.id && signed_in.session.teams[0].keys.len() == 1);
    signed_in.sync()?;
    signed_in.sign_out()?;
    signed_in.sign_out()?;
    refused(signed_in.sync(), ErrorCode::Unauthorised)?;
    member.sync()?;
    Ok(())
}

//! The same request again, because no answer came.
use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;
use madobe_client::{Mailbox, Words};
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::mailbox::MailboxAppend;
use madobe_domain::wire::setup::Join;
use madobe_tests::cut::{Cut, post};
use madobe_tests::desk::{Desk, refused};

const CUTS: [Cut; 5] =
    [Cut::AfterSending, Cut::WithinAnswer, Cut::AfterSending, Cut::AfterSending, Cut::WithinAnswer];

pub fn first_letter(desk: &Desk) -> Result<()> {
    let visitor = desk.visitor();
    let prepared = visitor.prepare(&Words::new("電車の中で送ります。"))?;
    let request = prepared.request(prepared.work(visitor.challenge()?)?);
    for cut in CUTS {
        post(desk.server.base(), "/api/mailboxes", &[], &request, cut)?;
    }
    let made = visitor.post(&request)?;
    ensure!(made == visitor.post(&request)?, "and the answer stays the same");
    let mailbox = Mailbox::with_keys(&desk.server, prepared.keys, String::new());
    let open = mailbox.open()?;
    ensure!(open.page.entries.len() == 2 && open.view.letters == 1 && open.view.faults == 0);
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    ensure!(staff.case(request.case)?.entries.len() == 2);
    // The same mailbox with another letter is no retry.
    let mut other = request.clone();
    other.entries[0].id = other.entries[1].id;
    other.entries[1].id = request.entries[0].id;
    refused(visitor.post(&other), ErrorCode::Conflict)?;
    Ok(())
}

pub fn append(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("つづきを書きます。")?;
    let open = mailbox.open()?;
    let text = LetterText::parse("電波が弱いところから。").map_err(|_| anyhow::anyhow!("words"))?;
    let record = Record::letter(text);
    let entry = mailbox.seal(&open, Compartment::Conversation, &record)?;
    let bearer = mailbox.keys.dangerous_bearer();
    for cut in CUTS {
        let body = MailboxAppend { entry: entry.clone(), files: Vec::new() };
        post(desk.server.base(), "/api/mailbox/entries", &[("authorization", &bearer)], &body, cut)?;
    }
    let first = mailbox.append(&entry)?;
    // Even after the tail has moved on, the retry is answered as done.
    mailbox.write("もうひとつ。")?;
    ensure!(mailbox.append(&entry)? == first);
    let view = mailbox.open()?.view;
    ensure!(view.letters == 3 && view.faults == 0, "{} letters", view.letters);
    Ok(())
}

pub fn join(desk: &Desk) -> Result<()> {
    let invitation = desk.administrator().invite(desk.team)?;
    let mut credentials = Credentials::make("on.a.train", "相談員", "a-long-password-again");
    let mut request = madobe_client::staff::join_request(&invitation, &mut credentials)?;
    post(desk.server.base(), "/api/staff/join", &[], &request, Cut::WithinAnswer)?;
    let join = |request: &Join| desk.from_home().ask("POST", "/api/staff/join", &[], Some(request));
    // The account is there, but a one-time code works once, so the next one is asked for.
    ensure!(join(&request)?.refusal().code() == Some(ErrorCode::OneTimeCode));
    request.account.totp_code = credentials.authenticator.unused();
    let answer = join(&request)?;
    ensure!(answer.status == 200, "{}", answer.text());
    let colleagues = desk.administrator().colleagues()?;
    ensure!(colleagues.staff.iter().filter(|one| one.login == "on.a.train").count() == 1);
    Ok(())
}

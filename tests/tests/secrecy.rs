//! Nothing readable reaches the server: whatever it wrote to its disk and its log, searched byte by byte.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use madobe_client::staff::Credentials;
use madobe_client::{Form, Mailbox, Server, StaffMember, Visitor, Words, staff};
use madobe_domain::booking::note::Note;
use madobe_domain::booking::plan::Plan;
use madobe_domain::bytes::encode;
use madobe_domain::log::record::{CloseReason, Promises};
use madobe_domain::wire::calendar::StaffTalk;
use madobe_tests::desk::Desk;
use madobe_tests::suite::run;
use madobe_tests::talks::{in_days, kind, new_talk, offer, path, person};

const LETTER: &str = "だれにも言えなかったことを、ここに書きます。";
const AGAIN: &str = "もうすこしだけ、つづきを書いてもいいですか。";
const REPLY: &str = "ゆっくり読みました。いそがなくて大丈夫です。";
const NOTE: &str = "つぎの返事では、眠りのことにふれたい。";
const PLAIN: &str = "プログラムの動かない画面から、そっと書いています。";
const NAME: &str = "まどぎわのねこ";
const CALLER: &str = "あおい傘のひと";
const CONTACT: &str = "000-0000-0003（夕方に）";
const PASSWORD: &str = "correct-horse-battery-staple";
const ADDRESS: &str = "198.51.100.77";
const AGENT: &str = "AgentThatMustNotBeKept/1.0";
/// The desk's own secrets, which it is started with.
const OWN: [&str; 3] = [".dev.vars", "secrets", "setup-token"];

fn main() -> ExitCode {
    run(&[("nothing_readable_is_kept_anywhere", nothing)])
}

fn nothing(desk: &Desk) -> Result<()> {
    let server =
        desk.server.seen_from(ADDRESS).saying("user-agent", AGENT).saying("referer", "https://from.example/");
    let words = Words {
        text: LETTER.into(),
        call_me: Some(NAME.into()),
        ward: Some("かくれた区".into()),
        promises: Promises { no_phone: true, ..Promises::default() },
        ..Words::default()
    };
    let mailbox = Visitor::new(&server).write(&words)?;
    let case = mailbox.page(0)?.case;
    let invitation = desk.administrator().invite(desk.team)?;
    let mut credentials = Credentials::make("watcher", "相談員", PASSWORD);
    let joined = staff::join(&server, &invitation, &mut credentials)?;
    desk.administrator().give_key(desk.team, joined.session.id)?;
    let mut member = credentials.sign_in(&server)?;
    member.sync()?;
    member.note(case, NOTE)?;
    member.reply(case, REPLY)?;
    Mailbox::from_code(&server, &mailbox.code)?.write(AGAIN)?;
    member.sync()?;
    member.close(case, CloseReason::WriterContent)?;
    somebody_calls(desk, &member)?;
    let by_form = plain_form(&server)?;
    // Refusals are where logs like to say too much.
    server.raw("POST", "/api/mailboxes", &[("content-type", "application/json")], Some(LETTER.as_bytes()))?;
    server.raw("GET", &format!("/api/mailbox?after={NAME}").replace(NAME, "x"), &[], None)?;
    let bearer = mailbox.keys.dangerous_bearer();
    let mut forms = needles(&mailbox, &credentials, &bearer, member.session_token());
    for (what, text) in &by_form {
        forms.extend(spellings(what, text));
    }

    let files = files(desk.directory())?;
    let bytes: Vec<(PathBuf, Vec<u8>)> =
        files.into_iter().map(|file| fs::read(&file).map(|bytes| (file, bytes))).collect::<Result<_, _>>()?;
    for (what, needle) in &forms {
        for (file, bytes) in &bytes {
            ensure!(!contains(bytes, needle), "{what} stands in {}", file.display());
        }
    }
    // The search does find what is there: a search that finds nothing at all proves nothing.
    let database = |needle: &str| bytes.iter().any(|(_, bytes)| contains(bytes, needle.as_bytes()));
    ensure!(database(&case.to_string()) && database("watcher") && database("相談の窓口"));
    Ok(())
}

/// Everything that must not be there, in the spellings in which it could be.
fn needles(
    mailbox: &Mailbox,
    credentials: &Credentials,
    bearer: &str,
    session: &str,
) -> Vec<(&'static str, Vec<u8>)> {
    let digits: String = mailbox.code.chars().filter(char::is_ascii_digit).collect();
    let token = bearer.trim_start_matches("Bearer ");
    let plain = [
        ("the letter", LETTER),
        ("the second letter", AGAIN),
        ("the reply", REPLY),
        ("the note", NOTE),
        ("what they want to be called", NAME),
        ("where they live", "かくれた区"),
        ("whom a talk is for", CALLER),
        ("how to reach them", CONTACT),
        ("the code", &mailbox.code),
        ("the code's digits", &digits),
        ("a group of the code", &digits[..8]),
        ("the mailbox token", &token[22..]),
        ("the password", PASSWORD),
        ("the session token", session),
        ("the address", ADDRESS),
        ("the user agent", "AgentThatMustNotBeKept"),
        ("the referrer", "from.example"),
    ];
    let mut forms: Vec<_> = plain.into_iter().flat_map(|(what, text)| spellings(what, text)).collect();
    let secret = &credentials.totp_secret;
    forms.push(("the one-time secret", secret.to_vec()));
    forms.push(("the one-time secret", encode(secret).into_bytes()));
    forms
}

fn spellings(what: &'static str, text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = vec![
        (what, text.as_bytes().to_vec()),
        (what, text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        (what, serde_json::to_string(text).unwrap_or_default().trim_matches('"').as_bytes().to_vec()),
    ];
    // Base64 at each of the three places where it may begin, without the edges that depend on neighbours.
    for skip in 0..3 {
        let inner = &text.as_bytes()[skip..];
        let inner = &inner[..inner.len() / 3 * 3];
        if inner.len() >= 6 {
            forms.push((what, encode(inner).into_bytes()));
        }
    }
    forms
}

/// A talk for somebody without a consultation, with what they said on the phone.
fn somebody_calls(desk: &Desk, member: &StaffMember) -> Result<()> {
    let me = member.session.id;
    let kinds = vec![kind(&[me], &[])];
    let mut talk = new_talk(kinds.first().context("no kind")?.id, in_days(7));
    offer(&desk.administrator(), desk.team, Plan { kinds, rooms: vec![], people: vec![person(me)] })?;
    let note = Note::parse(CALLER, CONTACT).ok().flatten().context("no note")?;
    talk.note = Some(member.seal_note(desk.team, talk.id, &note)?);
    let booked: StaffTalk = member.call("POST", &path(desk.team, "reservations"), Some(&talk))?;
    ensure!(booked.note.is_some());
    Ok(())
}

/// Writes and reads where the Worker itself seals and opens: what it had in its hands may not stay anywhere.
fn plain_form(server: &Server) -> Result<Vec<(&'static str, String)>> {
    let page = server.raw("GET", "/plain/write", &[], None)?.text();
    let letter = Form::of(&page, "check").context("no form")?.set("letter", PLAIN).set("call_me", NAME);
    let send = Form::of(&server.submit(&letter)?.text(), "send").context("no check page")?;
    let receipt = server.submit(&send)?.text();
    let groups = receipt.split_once("id=\"plain-code\">").and_then(|(_, rest)| rest.split_once("</div>"));
    let texts = groups.context("no code")?.0.split('>').filter_map(|part| part.split('<').next());
    let digits: String = texts.collect::<String>().chars().filter(char::is_ascii_digit).collect();
    ensure!(digits.len() == 20, "{digits}");
    let page = server.raw("GET", "/plain/mailbox", &[], None)?.text();
    let door = Form::of(&page, "open").context("no door")?.set("code", &digits);
    let room = Form::of(&server.submit(&door)?.text(), "write").context("no room")?;
    server.submit(&room.set("letter", AGAIN))?;
    // And where it is refused.
    server.raw("POST", "/plain/write", &[("content-type", "text/plain")], Some(PLAIN.as_bytes()))?;
    Ok(vec![
        ("the letter of a plain form", PLAIN.to_owned()),
        ("the code of a plain form", digits),
        ("the ticket of a plain form", send.get("ticket").to_owned()),
    ])
}

fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).context("a name")?.to_owned();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.is_file() && !OWN.contains(&name.as_str()) {
            found.push(path);
        }
    }
    Ok(found)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

//! Who may see what; and that nobody learns what exists.
use anyhow::{Result, ensure};
use madobe_client::{Answer, Mailbox, StaffMember};
use madobe_domain::bytes::{Fixed, encode};
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::ids::{CaseId, StaffId, TeamId};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::passkey::PasskeyChallenge;
use madobe_domain::wire::session::{SignIn, SignInParams, SignInStart};
use madobe_tests::desk::{Desk, refused};
use serde_json::json;

fn reply(staff: &StaffMember, case: CaseId) -> Result<madobe_domain::wire::staff_case::StaffAppend> {
    let text = LetterText::parse("返事です。").map_err(|_| anyhow::anyhow!("words"))?;
    Ok(staff.seal(case, Compartment::Conversation, &Record::reply(text))?)
}

pub fn codes(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("番号をまちがえる話。")?;
    // One wrong digit is found before anything is asked.
    let digits: Vec<char> = mailbox.code.chars().filter(char::is_ascii_digit).collect();
    for place in 0..digits.len() {
        let mut wrong = digits.clone();
        wrong[place] = if wrong[place] == '9' { '0' } else { '9' };
        ensure!(Code::parse(&wrong.iter().collect::<String>()).is_err(), "digit {place}");
    }
    // A code that never was, and one of another deployment: another salt leads to another mailbox.
    let unknown = Code::make(&mut madobe_client::random::rng()).dangerous_groups().join("");
    refused(Mailbox::from_code(&desk.from_home(), &unknown)?.page(0), ErrorCode::Unauthorised)?;
    let code = Code::parse(&mailbox.code)?;
    let keys = MailboxKeys::derive(&code, &Fixed([7; 16]), desk.visitor().desk()?.stretch)?;
    let elsewhere = Mailbox::with_keys(&desk.server, keys, mailbox.code.clone());
    refused(elsewhere.page(0), ErrorCode::Unauthorised)?;
    // The right mailbox with a wrong token looks like no mailbox, to the byte.
    let bearer = |id: &[u8; 16]| format!("Bearer {}", encode(&[id.as_slice(), &[9; 32]].concat()));
    let ask = |method: &str, path: &str, bearer: &str| -> Result<Answer> {
        Ok(desk.server.raw(method, path, &[("authorization", bearer)], None)?)
    };
    let there = bearer(mailbox.keys.id.as_bytes());
    let nowhere = bearer(&[3; 16]);
    for method in ["GET", "DELETE"] {
        let (one, two) = (ask(method, "/api/mailbox", &there)?, ask(method, "/api/mailbox", &nowhere)?);
        ensure!(one.status == 401 && two.status == 401 && one.body == two.body, "{method}");
    }
    for odd in ["", "Bearer", "Bearer ", "Bearer AAAA", "Basic YTpi", "Bearer ======", &there[..40]] {
        let answer = ask("GET", "/api/mailbox", odd)?;
        ensure!(answer.refusal().code() == Some(ErrorCode::Unauthorised), "{odd:?}: {}", answer.text());
    }
    mailbox.page(0)?;
    Ok(())
}

pub fn logins(desk: &Desk) -> Result<()> {
    let (member, mut credentials) = desk.newcomer()?;
    let server = desk.from_home();
    let start = |login: &str| -> Result<SignInParams> {
        let body = SignInStart { login: login.to_owned() };
        Ok(server.call("POST", "/api/staff/sign-in/start", &[], Some(&body))?)
    };
    let (known, unknown) = (start(&credentials.login)?, start("nobody.at.all")?);
    ensure!(known.stretch == unknown.stretch && known.salt != unknown.salt);
    ensure!(start("nobody.at.all")? == unknown, "always the same made-up salt");
    ensure!(start("nobody.at.al")? != unknown);
    ensure!(start(&credentials.login.to_uppercase())? == known);
    let (right, _) = credentials.sign_in_request(&server)?;
    let try_with = |login: &str, login_key, code: &str| -> Result<Answer> {
        let body = SignIn { login: login.to_owned(), login_key, totp_code: code.to_owned() };
        Ok(desk.from_home().ask("POST", "/api/staff/sign-in", &[], Some(&body))?)
    };
    let wrong_key = Fixed([5; 32]);
    let answers = [
        try_with("nobody.at.all", right.login_key, &right.totp_code)?,
        try_with(&right.login, wrong_key, &right.totp_code)?,
        try_with(&right.login, right.login_key, "000000")?,
        try_with(&right.login, right.login_key, "not a code")?,
        try_with(&right.login, wrong_key, "")?,
        try_with("", right.login_key, &right.totp_code)?,
    ];
    for answer in &answers {
        ensure!(answer.status == 401 && answer.body == answers[0].body, "{}", answer.text());
        ensure!(answer.header("set-cookie").is_none());
    }
    ensure!(try_with(&right.login, right.login_key, &right.totp_code)?.status == 200, "all of it right");
    ensure!(member.session.login == right.login);
    Ok(())
}

pub fn cases(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("よそからは見えません。")?;
    let case = mailbox.page(0)?.case;
    let (mut reader, _) = desk.colleague()?;
    reader.sync()?;
    let append = reply(&reader, case)?;
    // A colleague without the key: for them there is no case at all.
    let (stranger, _) = desk.newcomer()?;
    let mut theirs = append.clone();
    theirs.entry.author = Author::Staff(stranger.session.id);
    let random = CaseId::make(&mut madobe_client::random::rng());
    let mut bodies = Vec::new();
    for id in [case.to_string(), random.to_string(), "x".into(), "..".into()] {
        theirs.entry.case = CaseId::parse(&id).unwrap_or(random);
        let entries = format!("/api/staff/cases/{id}/entries");
        let seen = format!("/api/staff/cases/{id}/seen");
        if id != ".." {
            bodies.push(stranger.ask("POST", &entries, Some(&theirs))?);
            bodies.push(stranger.ask("PUT", &seen, Some(&json!({ "seq": 1 })))?);
        }
    }
    for body in &bodies {
        ensure!(body.status == 403 && body.body == bodies[0].body, "{}: {}", body.status, body.text());
    }
    // And for the one with the key, a case that is not there looks just so.
    refused(reader.seen(random, 1), ErrorCode::Forbidden)?;
    let team = TeamId::make(&mut madobe_client::random::rng());
    refused(desk.administrator().invite(team), ErrorCode::Forbidden)?;
    reader.append(case, &append)?;
    Ok(())
}

pub fn names(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("だれの名前で。")?;
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let good = reply(&staff, case)?;
    let mut wrong = good.clone();
    for author in [Author::Writer, Author::Staff(StaffId::make(&mut madobe_client::random::rng()))] {
        wrong.entry.author = author;
        refused(staff.append(case, &wrong), ErrorCode::Invalid)?;
    }
    // The case in the path and the one in the entry are not the same.
    let other = desk.letter("もうひとつの相談。")?.page(0)?.case;
    staff.sync()?;
    refused(staff.append(other, &good), ErrorCode::Invalid)?;
    // Keys come with the first note and with nothing else, and for every team that holds the case.
    let text = LetterText::parse("メモです。").map_err(|_| anyhow::anyhow!("words"))?;
    let note = staff.seal(case, Compartment::Staff, &Record::Note { text })?;
    let mut keyless = note.clone();
    keyless.grants.clear();
    refused(staff.append(case, &keyless), ErrorCode::Invalid)?;
    let mut with_keys = good.clone();
    with_keys.grants = note.grants.clone();
    refused(staff.append(case, &with_keys), ErrorCode::Invalid)?;
    staff.append(case, &good)?;
    staff.append(case, &note)?;
    Ok(())
}

pub fn sessions(desk: &Desk) -> Result<()> {
    let (member, _) = desk.newcomer()?;
    let token = member.session_token();
    // One token in sixteen ends with an A by itself.
    let other = format!("{}{}", &token[..42], if token.ends_with('A') { 'E' } else { 'A' });
    let cookies =
        [String::new(), "madobe_staff=".into(), "madobe_staff=x".into(), format!("madobe_staff={other}")];
    for cookie in &cookies {
        for (method, path) in [
            ("GET", "/api/staff/session"),
            ("GET", "/api/staff/sync"),
            ("GET", "/api/staff/passkeys"),
            ("POST", "/api/staff/passkeys"),
            ("POST", "/api/staff/passkeys/start"),
            ("PUT", "/api/staff/passkeys/AAAAAAAAAAAAAAAAAAAAAA"),
            ("DELETE", "/api/staff/passkeys/AAAAAAAAAAAAAAAAAAAAAA"),
            ("GET", "/api/staff/names"),
            ("GET", "/api/staff/colleagues"),
            ("GET", "/api/staff/desk"),
            ("PUT", "/api/staff/desk"),
            ("GET", "/api/staff/desk/versions"),
            ("POST", "/api/staff/invites"),
            ("POST", "/api/staff/cases/AAAAAAAAAAAAAAAAAAAAAA/entries"),
            ("PUT", "/api/staff/cases/AAAAAAAAAAAAAAAAAAAAAA/seen"),
            ("POST", "/api/staff/teams/AAAAAAAAAAAAAAAAAAAAAA/members"),
            ("DELETE", "/api/staff/invites/AAAAAAAAAAAAAAAAAAAAAA"),
            ("POST", "/api/staff/cases/AAAAAAAAAAAAAAAAAAAAAA/exports"),
            ("POST", "/api/staff/exports"),
            ("GET", "/api/staff/exports/AAAAAAAAAAAAAAAAAAAAAA"),
            ("GET", "/api/staff/exports/AAAAAAAAAAAAAAAAAAAAAA/cases"),
            ("GET", "/api/staff/import"),
            ("POST", "/api/staff/import/lines"),
            ("POST", "/api/staff/import/teams/AAAAAAAAAAAAAAAAAAAAAA"),
        ] {
            let headers = [("cookie", cookie.as_str()), ("content-type", "application/json")];
            let answer = desk.server.raw(method, path, &headers, (method != "GET").then_some(b"{}"))?;
            let code = answer.refusal().code();
            ensure!(code == Some(ErrorCode::Unauthorised), "{method} {path}, {cookie:?}: {}", answer.text());
        }
    }
    Ok(())
}

/// A passkey that is none signs nobody in, whatever is said of it; and one of somebody else's is not there.
pub fn passkeys(desk: &Desk) -> Result<()> {
    let start = desk.from_home().raw("POST", "/api/staff/sign-in/passkey/start", &[], None)?;
    let asked: PasskeyChallenge = serde_json::from_slice(&start.body)?;
    ensure!(desk.server.base().contains(&asked.rp_id), "{}", asked.rp_id);
    let origin = desk.server.base();
    let said = |kind: &str, origin: &str| {
        let challenge = asked.challenge;
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
    };
    let mut answers = Vec::new();
    for said in
        [said("webauthn.get", origin), said("webauthn.get", "https://elsewhere.example"), "words".into()]
    {
        let body = json!({
            "credential": encode(&[7; 24]), "staff": encode(&[7; 16]), "client_data": encode(said.as_bytes()),
            "authenticator_data": encode(&[5; 37]), "signature": encode(&[0x30; 70]),
        });
        answers.push(desk.from_home().ask("POST", "/api/staff/sign-in/passkey", &[], Some(&body))?);
    }
    for answer in &answers {
        ensure!(answer.status == 401 && answer.body == answers[0].body, "{}", answer.text());
        ensure!(answer.header("set-cookie").is_none());
    }
    let (member, _) = desk.newcomer()?;
    for id in [encode(&[7; 16]), "x".to_owned()] {
        let path = format!("/api/staff/passkeys/{id}");
        let name = member.ask("PUT", &path, Some(&json!({ "name": "名前" })))?;
        ensure!(name.refusal().code() == Some(ErrorCode::NotFound), "{}", name.text());
        let gone = member.ask::<()>("DELETE", &path, None)?;
        ensure!(gone.refusal().code() == Some(ErrorCode::NotFound), "{}", gone.text());
    }
    Ok(())
}

pub fn one_time_codes(desk: &Desk) -> Result<()> {
    let (_, mut credentials) = desk.newcomer()?;
    let server = desk.from_home();
    let (request, _) = credentials.sign_in_request(&server)?;
    let sign_in = || server.ask("POST", "/api/staff/sign-in", &[], Some(&request));
    ensure!(sign_in()?.status == 200);
    ensure!(sign_in()?.refusal().code() == Some(ErrorCode::SignIn), "the same code again");
    Ok(())
}

/// Earlier settings are for administrators, printed matter for everyone who is signed in, counting for everybody.
pub fn desk_facts(desk: &Desk) -> Result<()> {
    let (member, _) = desk.newcomer()?;
    let versions = "/api/staff/desk/versions";
    refused(member.get::<serde_json::Value>(versions), ErrorCode::Forbidden)?;
    let history: madobe_domain::wire::desk::SettingsHistory = desk.administrator().get(versions)?;
    ensure!(history.versions.last().is_some_and(|first| first.version == 1));
    let sheet = "/api/staff/print/sheet?sheet=cards&language=japanese";
    for path in ["/api/staff/print", sheet] {
        let answer = desk.server.raw("GET", path, &[], None)?;
        ensure!(
            answer.status == 303 && answer.header("location") == Some("/staff"),
            "{path}: {}",
            answer.status
        );
        let answer = member.ask::<()>("GET", path, None)?;
        ensure!(
            answer.status == 200 && answer.text().contains("<!doctype html>"),
            "{path}: {}",
            answer.status
        );
    }
    for odd in ["place=zzzz", "place=%27%3B--", "sheet=book", "x=1"] {
        let answer = member.ask::<()>("GET", &format!("{sheet}&{odd}"), None)?;
        ensure!(answer.refusal().code() == Some(ErrorCode::Invalid), "{odd}: {}", answer.text());
    }
    // What is none of ours is not told from what is, but by the name that stands on the paper.
    let home = desk.from_home();
    let told: serde_json::Value =
        home.call("POST", "/api/arrivals", &[], Some(&json!({ "place": "zzzz" })))?;
    ensure!(told == json!({}));
    // What colleagues wrote about a line and its places does not go out.
    desk.administrator().change_desk(|settings| {
        settings
            .places
            .push(madobe_domain::desk::place::Place { code: "kkkk".into(), name: "見本 診療所".into() });
    })?;
    let public = desk.server.raw("GET", "/api/desk", &[], None)?.text();
    ensure!(!public.contains("kkkk") && !public.contains("診療所"), "{public}");
    Ok(())
}

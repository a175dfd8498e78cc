//! Bodies: their form, their size, and whether their parts belong together.
use anyhow::{Result, ensure};
use madobe_client::{Answer, Mailbox, Words};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{CaseId, EntryId, MailboxId, StaffId};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::NewMailbox;
use madobe_tests::desk::{Desk, refused};
use serde_json::{Value, json};

/// Every route that takes a body and can be asked without any right.
const OPEN: [&str; 7] = [
    "/api/mailboxes",
    "/api/staff/setup",
    "/api/staff/join",
    "/api/staff/join/check",
    "/api/staff/sign-in/start",
    "/api/staff/sign-in",
    "/api/staff/sign-in/passkey",
];
const JSON: (&str, &str) = ("content-type", "application/json");

fn post(desk: &Desk, path: &str, body: &[u8]) -> Result<Answer> {
    Ok(desk.from_home().raw("POST", path, &[JSON], Some(body))?)
}

/// The stable code, with the status that belongs to it.
fn is(answer: &Answer, code: ErrorCode, what: &str) -> Result<()> {
    let body: Value = serde_json::from_slice(&answer.body)?;
    let found = (answer.status, body["error"]["code"].as_str().unwrap_or_default());
    ensure!(found == (code.status(), code.code()), "{what}: {found:?}, wanted {}", code.code());
    Ok(())
}

fn field(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    body["error"]["field"].as_str().map(str::to_owned)
}

/// A first letter that would be accepted.
fn letter(desk: &Desk) -> Result<NewMailbox> {
    let visitor = desk.visitor();
    let prepared = visitor.prepare(&Words::new("ちゃんとした手紙です。"))?;
    Ok(prepared.request(prepared.work(visitor.challenge()?)?))
}

pub fn not_json(desk: &Desk) -> Result<()> {
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\"words\"",
        b"{\"a\":1}}",
        b"<?xml version=\"1.0\"?>",
        &[0xff, 0xfe, 0x00],
        "{\"login\":\"\u{0}".as_bytes(),
    ];
    for path in OPEN {
        for body in bodies {
            is(&post(desk, path, body)?, ErrorCode::Malformed, path)?;
        }
    }
    let deep = "[".repeat(4000);
    is(&post(desk, "/api/staff/sign-in/start", deep.as_bytes())?, ErrorCode::Malformed, "deep nesting")
}

pub fn content_type(desk: &Desk) -> Result<()> {
    let body: &[u8] = br#"{"login":"somebody"}"#;
    let path = "/api/staff/sign-in/start";
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"]
    {
        let answer = desk.from_home().raw("POST", path, &[("content-type", kind)], Some(body))?;
        is(&answer, ErrorCode::ContentType, kind)?;
    }
    is(&desk.from_home().raw("POST", path, &[], Some(body))?, ErrorCode::ContentType, "none at all")?;
    let kind = ("content-type", "application/json; charset=utf-8");
    ensure!(desk.from_home().raw("POST", path, &[kind], Some(body))?.status == 200);
    Ok(())
}

pub fn shape(desk: &Desk) -> Result<()> {
    let good = serde_json::to_value(letter(desk)?)?;
    let send = |value: &Value| post(desk, "/api/mailboxes", &serde_json::to_vec(value)?);
    for place in ["", "/work", "/work/challenge", "/grants/0", "/entries/1"] {
        let mut more = good.clone();
        let object = more.pointer_mut(place).and_then(Value::as_object_mut);
        object.map(|object| object.insert("surprise".into(), json!(1)));
        is(&send(&more)?, ErrorCode::Malformed, &format!("an unknown field in {place:?}"))?;
    }
    for name in ["mailbox", "token_hash", "public_key", "case", "grants", "entries", "work"] {
        let mut less = good.clone();
        less.as_object_mut().map(|object| object.remove(name));
        is(&send(&less)?, ErrorCode::Malformed, &format!("without {name}"))?;
    }
    let text = serde_json::to_string(&good)?;
    let doubled = text.replacen('{', &format!("{{\"case\":{},", good["case"]), 1);
    is(&post(desk, "/api/mailboxes", doubled.as_bytes())?, ErrorCode::Malformed, "a doubled field")
}

pub fn values(desk: &Desk) -> Result<()> {
    let good = serde_json::to_value(letter(desk)?)?;
    let long = "A".repeat(90_000);
    let changes = [
        ("/mailbox", json!("short"), "mailbox"),
        ("/mailbox", json!(7), "mailbox"),
        ("/mailbox", json!("あ".repeat(22)), "mailbox"),
        ("/token_hash", json!("="), "token_hash"),
        ("/public_key", json!("AAAA"), "public_key"),
        ("/grants/1/sealed", json!(long), "grants[1].sealed"),
        ("/entries/0/sealed", json!(long), "entries[0].sealed"),
        ("/entries/0/sealed", json!(""), "entries[0].sealed"),
        ("/entries/0/compartment", json!("diary"), "entries[0].compartment"),
        ("/work/challenge/bits", json!(-1), "work.challenge.bits"),
    ];
    for (place, value, name) in changes {
        let mut wrong = good.clone();
        if let Some(old) = wrong.pointer_mut(place) {
            *old = value;
        }
        let answer = post(desk, "/api/mailboxes", &serde_json::to_vec(&wrong)?)?;
        is(&answer, ErrorCode::Invalid, place)?;
        ensure!(field(&answer).as_deref() == Some(name), "{place}: {:?}", field(&answer));
        ensure!(!answer.text().contains("diary") && answer.body.len() < 300, "never what was in it");
    }
    for login in ["", "ab", "名前", "a b c", &"x".repeat(41), "a\u{200b}bc"] {
        let body = serde_json::to_vec(&json!({ "login": login }))?;
        is(&post(desk, "/api/staff/sign-in/start", &body)?, ErrorCode::Invalid, login)?;
    }
    for query in ["after=-1", "after=x", "after=1&after=2", "other=1", "after=99999999999999999999"] {
        let path = format!("/api/staff/sync?{query}");
        let cookie = desk.administrator().cookie();
        is(&desk.server.raw("GET", &path, &[("cookie", &cookie)], None)?, ErrorCode::Invalid, query)?;
    }
    Ok(())
}

pub fn size(desk: &Desk) -> Result<()> {
    let megabyte = vec![b'x'; 1 << 20];
    for path in OPEN {
        is(&post(desk, path, &megabyte)?, ErrorCode::TooLarge, path)?;
    }
    // Well-formed, and one field of it enormous.
    let padded = format!("{{\"login\":\"{}\"}}", "a".repeat(20_000));
    is(&post(desk, "/api/staff/sign-in/start", padded.as_bytes())?, ErrorCode::TooLarge, "a long login")?;
    let mailbox = desk.letter("大きなものを送ります。")?;
    let bearer = mailbox.keys.dangerous_bearer();
    let headers = [JSON, ("authorization", bearer.as_str())];
    let answer = desk.from_home().raw("POST", "/api/mailbox/entries", &headers, Some(&megabyte))?;
    is(&answer, ErrorCode::TooLarge, "an entry")?;
    // The longest letter that the interface lets through does arrive.
    let longest = "𠮷".repeat(madobe_domain::limits::LETTER_CHARS);
    mailbox.write(&longest)?;
    ensure!(mailbox.open()?.view.newest_words() == Some(longest.as_str()));
    Ok(())
}

pub fn parts(desk: &Desk) -> Result<()> {
    let good = letter(desk)?;
    let mut rng = madobe_client::random::rng();
    let mut wrongs: Vec<(&str, NewMailbox)> = Vec::new();
    let mut wrong = |what, change: &mut dyn FnMut(&mut NewMailbox)| {
        let mut letter = good.clone();
        change(&mut letter);
        wrongs.push((what, letter));
    };
    let other = CaseId::make(&mut rng);
    let somebody = StaffId::make(&mut rng);
    wrong("an entry of another case", &mut |letter| letter.entries[0].case = other);
    wrong("a grant for another case", &mut |letter| letter.grants[1].case = other);
    wrong("an entry twice", &mut |letter| letter.entries[1] = letter.entries[0].clone());
    wrong("one entry", &mut |letter| letter.entries.truncate(1));
    wrong("three entries", &mut |letter| letter.entries.push(letter.entries[0].clone()));
    wrong("no grant", &mut |letter| letter.grants.clear());
    wrong("the desk's grant alone", &mut |letter| drop(letter.grants.remove(0)));
    wrong("a predecessor", &mut |letter| letter.entries[0].prev = Fixed([1; 32]));
    wrong("in staff's name", &mut |letter| letter.entries[0].author = Author::Staff(somebody));
    wrong("into the staff's log", &mut |letter| letter.entries[0].compartment = Compartment::Staff);
    wrong("the staff's key", &mut |letter| letter.grants[0].compartments = vec![Compartment::Staff]);
    for (what, letter) in &wrongs {
        refused(desk.visitor().post(letter), ErrorCode::Invalid).map_err(|error| error.context(*what))?;
    }
    // The work was done for another mailbox, or not at all, or the puzzle is home-made.
    let mut stolen = good.clone();
    stolen.mailbox = MailboxId::make(&mut rng);
    stolen.grants[0].recipient = madobe_domain::wire::grant::Recipient::Mailbox { id: stolen.mailbox };
    refused(desk.visitor().post(&stolen), ErrorCode::Work)?;
    let mut lazy = good.clone();
    lazy.work.solution = madobe_domain::bytes::Opaque::new(vec![0; 64])?;
    refused(desk.visitor().post(&lazy), ErrorCode::Work)?;
    let mut easy = good.clone();
    easy.work.challenge.bits = 0;
    refused(desk.visitor().post(&easy), ErrorCode::Work)?;
    // None of that spoilt the letter itself; but its case cannot be taken by another mailbox.
    desk.visitor().post(&good)?;
    let mailbox = desk.letter("別の手紙です。")?;
    append_elsewhere(&mailbox, good.case)
}

/// An entry for a case that is not this mailbox's own.
fn append_elsewhere(mailbox: &Mailbox, other: CaseId) -> Result<()> {
    let open = mailbox.open()?;
    let text = LetterText::parse("よその相談へ。").map_err(|_| anyhow::anyhow!("words"))?;
    let record = Record::letter(text);
    let mut entry = mailbox.seal(&open, Compartment::Conversation, &record)?;
    for case in [other, CaseId::make(&mut madobe_client::random::rng())] {
        entry.case = case;
        refused(mailbox.append(&entry), ErrorCode::Forbidden)?;
    }
    entry.case = open.page.case;
    entry.compartment = Compartment::Staff;
    refused(mailbox.append(&entry), ErrorCode::Invalid)?;
    entry.compartment = Compartment::Conversation;
    mailbox.append(&entry)?;
    // The same id with other content, and the same entry again.
    let mut altered = entry.clone();
    altered.prev = open.view.tail(Compartment::Facts);
    refused(mailbox.append(&altered), ErrorCode::Conflict)?;
    mailbox.append(&entry)?;
    entry.id = EntryId::make(&mut madobe_client::random::rng());
    refused(mailbox.append(&entry), ErrorCode::TailMoved)
}

pub fn settings(desk: &Desk) -> Result<()> {
    let administrator = desk.administrator();
    let good = serde_json::to_value(administrator.desk()?)?;
    let line = json!({ "name": "見本", "kind": "phone", "contact": "000-0000-0001", "hours": "毎日", "free": true,
        "source": "https://example.jp/", "checked_on": "2026-01-05" });
    let with = |name: &str, value: Value| {
        let mut line = line.clone();
        line[name] = value;
        json!([line])
    };
    let changes = [
        ("name", json!(""), "settings.name"),
        ("name", json!("\u{200b}"), "settings.name"),
        ("reply_days", json!(31), "settings.reply_days"),
        ("retention_days", json!(1), "settings.retention_days"),
        ("week", json!([[], [], [], [], [], [], []]), "settings.week"),
        ("week", json!([[{"open": 600, "close": 540}], [], [], [], [], [], []]), "settings.week"),
        ("exit_url", json!("http://example.jp/"), "settings.exit_url"),
        ("exit_url", json!("javascript:alert(1)"), "settings.exit_url"),
        ("wards", json!(["あ".repeat(61)]), "settings.wards"),
        ("lines", with("contact", json!("tel:1")), "settings.lines.contact"),
        ("lines", with("source", json!("ftp://example.jp/")), "settings.lines.source"),
        ("lines", with("checked_on", json!("2999-01-01")), "settings.lines.checked_on"),
        ("paused", json!("あ".repeat(201)), "settings.paused"),
    ];
    for (name, value, wanted) in changes {
        let mut wrong = good.clone();
        wrong["settings"][name] = value;
        let answer = administrator.ask("PUT", "/api/staff/desk", Some(&wrong))?;
        is(&answer, ErrorCode::Invalid, name)?;
        ensure!(field(&answer).as_deref() == Some(wanted), "{name}: {:?}", field(&answer));
    }
    ensure!(serde_json::to_value(administrator.desk()?)? == good, "nothing was changed");
    Ok(())
}

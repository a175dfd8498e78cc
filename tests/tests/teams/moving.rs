//! A desk taken along: one case on paper and as a file, everything as a file, and all of it into another desk.
use anyhow::{Context, Result, ensure};
use data_encoding::BASE64;
use madobe_client::{ClientError, Mailbox, Words, seal_file};
use madobe_domain::bytes::Opaque;
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::{BytesLine, Line};
use madobe_domain::export::readable::{ReadLine, read_all, read_case_file};
use madobe_domain::log::file::FileKind;
use madobe_domain::log::record::{Content, Record};
use madobe_domain::log::work::WorkRecord;
use madobe_domain::wire::audit::AuditPage;
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, refused};
use madobe_tests::steps::sign_in;
use madobe_tests::wait;
use serde_json::json;

const NOTE: &str = "内部だけのことです。";
const NAME: &str = "ほしぞら";
const ON_HOLD: &str = "保留";
/// One that can be drawn, of a single point.
const POINT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const LEAFLET: &[u8] = b"%PDF-1.7 a leaflet";

fn acts(desk: &Desk, action: &str) -> Result<usize> {
    let page: AuditPage = desk.administrator().get(&format!("/api/staff/audit?action={action}"))?;
    Ok(page.acts.len())
}

/// Sends a chunk with one letter of one entry changed. Gives the field that the refusal names.
fn meddled(desk: &Desk, file: &[String], from: usize, to: usize) -> Result<String> {
    let mut odd = file.to_vec();
    let line =
        odd[from..to].iter().position(|line| line.contains("\"kind\":\"entry\"")).context("no entry")?;
    let text = &mut odd[from + line];
    let at = text.find("\"sealed\":\"").context("nothing sealed")? + 40;
    let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
    text.replace_range(at..=at, other);
    field(desk.administrator().import(&odd, from, to))
}

/// Begins as one does; two pieces long.
fn photo() -> Vec<u8> {
    let mut content = vec![0x5A; 70_000];
    content[..3].copy_from_slice(b"\xff\xd8\xff");
    content
}

/// The same file with one bit of what lies beside a letter changed, and the place of its line.
fn spoilt(file: &[String]) -> Result<(Vec<String>, usize)> {
    let is_bytes = |line: &String| line.contains("\"kind\":\"bytes\"");
    let at = file.iter().position(is_bytes).context("nothing lies beside a letter")?;
    let Line::Bytes(sealed) = madobe_domain::json::read(&file[at])? else { anyhow::bail!("no bytes") };
    let mut bytes = sealed.bytes.as_bytes().to_vec();
    bytes[60] ^= 1;
    let mut odd = file.to_vec();
    odd[at] = serde_json::to_string(&Line::Bytes(BytesLine { bytes: Opaque::new(bytes)? }))?;
    Ok((odd, at))
}

fn left_out(file: &[String], at: usize) -> Vec<String> {
    [&file[..at], &file[at + 1..]].concat()
}

/// What a refusal names.
fn field<T>(refused: Result<T, ClientError>) -> Result<String> {
    match refused {
        Err(ClientError::Refused { detail, .. }) => {
            ensure!(detail.code == ErrorCode::Invalid);
            detail.field.context("no field")
        }
        Err(other) => Err(other.into()),
        Ok(_) => anyhow::bail!("it was not refused"),
    }
}

pub fn elsewhere(old: &mut Desk) -> Result<()> {
    let letters = (0..3).map(|number| old.letter(&format!("手紙{number}"))).collect::<Result<Vec<_>>>()?;
    let (mut staff, _) = old.colleague()?;
    staff.sync()?;
    let cases = letters.iter().map(|letter| Ok(letter.page(0)?.case)).collect::<Result<Vec<_>>>()?;
    staff.reply(cases[0], "前の窓口からの返事")?;
    staff.note(cases[1], NOTE)?;
    let (picture, sealed) = seal_file(&photo())?;
    letters[0].send_file(&picture, &sealed)?;
    letters[0].write_with("写真です。", vec![picture.clone()])?;
    let (leaflet, sealed) = seal_file(LEAFLET)?;
    staff.sync()?;
    staff.send_file(cases[0], &leaflet, &sealed)?;
    staff.reply_with(cases[0], "前の窓口からの返事", vec![leaflet.clone()])?;
    letters[2].delete()?;
    let file = old.administrator().export_sealed()?;
    ensure!(acts(old, "desk_exported")? == 1);
    let text = file.join("\n");
    ensure!(!text.contains("手紙0") && !text.contains(NOTE), "sealed");

    let mut new = Desk::start()?;
    refused(new.administrator().import(&file, 0, file.len()), ErrorCode::Invalid)?;
    new.administrator().change_desk(|settings| settings.paused = Some("準備しています。".into()))?;
    let half = file.iter().position(|line| line.contains("\"kind\":\"entry\"")).context("no entry")? + 1;
    ensure!(new.administrator().import(&file, 0, half)?.lines == half as u64);
    // The lights go out in the middle of a case.
    new.kill()?;
    new.start_again()?;
    let taken = new.administrator().import_state()?.taken.context("it is not there")?;
    ensure!(taken.lines == half as u64 && !taken.done);
    let found = meddled(&new, &file, half, file.len())?;
    ensure!(found.ends_with(".hash"), "{found}");
    ensure!(new.administrator().import_state()?.taken.context("gone")?.lines == half as u64, "nothing of it");
    // A photo that is not the one: everything before it is there, and nothing behind it.
    let (odd, at) = spoilt(&file)?;
    let found = field(new.administrator().import(&odd, half, file.len()))?;
    ensure!(found == "file", "{found}");
    let found = field(new.administrator().import(&left_out(&file, at), half, file.len() - 1))?;
    ensure!(found == "lines.0.file", "{found}");
    ensure!(!new.administrator().import_state()?.taken.context("gone")?.done);
    new.kill()?;
    new.start_again()?;
    let done = new.administrator().import(&file, half, file.len())?;
    ensure!(done.done && (done.cases, done.gone) == (2, 1), "{done:?}");
    ensure!(new.administrator().import(&file, half, file.len())?.done, "twice is once");

    // The codes lead where they led, and what was erased is told so.
    let through = |letter: &Mailbox| Mailbox::from_code(&new.from_home(), &letter.code);
    let mailbox = through(&letters[0])?;
    let view = mailbox.open()?.view;
    ensure!(view.faults == 0 && view.newest_words() == Some("前の窓口からの返事"));
    ensure!(mailbox.fetch_file(&picture)? == photo() && mailbox.fetch_file(&leaflet)? == LEAFLET);
    refused(through(&letters[2])?.page(0), ErrorCode::Deleted)?;
    mailbox.write("新しい窓口への手紙")?;

    // Nobody reads before the printed key was there.
    new.administrator().sync()?;
    ensure!(new.administrator().cases.is_empty());
    ensure!(new.administrator().take_up(&new.recovery.join("")).is_err(), "another desk's paper");
    let count = new.administrator().take_up(&old.recovery.join(""))?;
    ensure!(count == 1 && acts(&new, "team_taken_up")? == 1);
    let mut reader = new.credentials().sign_in(&new.server)?;
    reader.sync()?;
    ensure!(reader.cases.len() == 2, "{}", reader.cases.len());
    let view = reader.view(cases[0])?;
    ensure!(view.faults == 0 && view.newest_words() == Some("新しい窓口への手紙"));
    ensure!(reader.fetch_file(cases[0], &picture)? == photo(), "the photo opens here, too");
    ensure!(reader.fetch_file(cases[0], &leaflet)? == LEAFLET);
    let note = reader.view(cases[1])?.entries.into_iter().any(
        |entry| matches!(entry.content, Some(Content::Known(Record::Note { text })) if text.as_str() == NOTE),
    );
    ensure!(note, "the note came along");
    reader.reply(cases[0], "新しい窓口からの返事")?;
    ensure!(mailbox.open()?.view.newest_words() == Some("新しい窓口からの返事"));
    Ok(())
}

fn media(staff: &Browser, kind: &str) -> Result<()> {
    staff.cdp("Emulation.setEmulatedMedia", json!({ "media": kind })).map(drop)
}

/// What the page hands to the browser as a file is read here, too.
fn listen(staff: &Browser) -> Result<()> {
    let hear = "const make = URL.createObjectURL; \
        URL.createObjectURL = (blob) => { blob.text().then((text) => { window.taken = text; }); return make.call(URL, blob); };";
    staff.js(hear).map(drop)
}

fn heard(staff: &Browser) -> Result<String> {
    staff.until("a file", "window.taken")?;
    let text = staff.js("const text = window.taken; window.taken = ''; return text")?;
    Ok(text.as_str().context("no text")?.to_owned())
}

/// Whether something can be seen on paper.
fn printed(staff: &Browser, css: &str) -> Result<bool> {
    let seen = "return !!document.querySelector(arguments[0])?.checkVisibility()";
    Ok(staff.js_with(seen, css)? == true)
}

fn made_pdf(staff: &Browser) -> Result<Vec<u8>> {
    let how = json!({ "preferCSSPageSize": true, "printBackground": false });
    let made = wait::until("the print", || Ok(staff.cdp("Page.printToPDF", how.clone()).ok()))?;
    Ok(BASE64.decode(made["data"].as_str().context("no document")?.as_bytes())?)
}

/// The number of the page stands below each sheet: without that rule something is missing in the document.
fn numbered(staff: &Browser, bytes: usize) -> Result<()> {
    staff.js("const sheet = [...document.styleSheets].at(-1);
         sheet.insertRule('@page case { @bottom-center { content: none; } }', sheet.cssRules.length)")?;
    let without = made_pdf(staff)?.len();
    ensure!(without < bytes, "{bytes} bytes with the number of the page, {without} without");
    staff
        .js("const sheet = [...document.styleSheets].at(-1); sheet.deleteRule(sheet.cssRules.length - 1)")
        .map(drop)
}

pub fn on_paper(desk: &mut Desk) -> Result<()> {
    let words = Words { call_me: Some(NAME.into()), ..Words::new("紙にする手紙です。") };
    let letter = desk.visitor().write(&words)?;
    let case = letter.page(0)?.case;
    let (mut colleague, mut credentials) = desk.colleague()?;
    let point = BASE64.decode(POINT.as_bytes())?;
    let (picture, sealed) = seal_file(&point)?;
    letter.send_file(&picture, &sealed)?;
    letter.write_with("写真も送ります。", vec![picture])?;
    colleague.sync()?;
    let (leaflet, sealed) = seal_file(LEAFLET)?;
    colleague.send_file(case, &leaflet, &sealed)?;
    colleague.reply_with(case, "紙にする返事です。", vec![leaflet])?;
    colleague.note(case, NOTE)?;
    let until = chrono::NaiveDate::from_ymd_opt(2099, 1, 1).context("no day")?;
    colleague.sync()?;
    colleague.work(case, &WorkRecord::Held { until })?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.read(NAME)?;
    // Printed from here, no letter and no name is on the paper, but where papers are made.
    media(&staff, "print")?;
    ensure!(!printed(&staff, ".panes")? && printed(&staff, ".print-note")?);
    media(&staff, "")?;
    ensure!(printed(&staff, ".panes")? && !printed(&staff, ".print-note")?);
    staff.press("#to-taking")?;
    staff.see("#taking-what")?;
    staff.accessible("choosing what goes on paper")?;
    staff.press("#make-paper")?;
    staff.see("#paper")?;
    let paper = staff.text("#paper")?;
    ensure!(paper.contains("紙にする手紙です。") && paper.contains("紙にする返事です。"), "{paper}");
    ensure!(!paper.contains(NOTE) && !paper.contains("内部メモ"), "nothing of the staff's own");
    ensure!(!paper.contains(ON_HOLD) && !paper.contains(NAME), "a hold or a name: {paper}");
    // The photo is on it; what cannot be printed is said.
    staff.until("the photo", "document.querySelector('#paper .photos img')?.naturalWidth === 1")?;
    staff.read("PDFなど1つは、紙には入りません。")?;
    ensure!(!staff.title()?.contains("手紙") && acts(desk, "case_printed")? == 1);
    staff.accessible("a case on paper")?;
    staff.fits("a case on paper")?;
    // The number at the head of each sheet of A4, and nothing that stands around.
    media(&staff, "print")?;
    let head = staff.js("return getComputedStyle(document.querySelector('.paper-number')).display")?;
    ensure!(head == "table-header-group", "{head}");
    ensure!(
        !printed(&staff, ".desk-bar")?
            && !printed(&staff, "#make-paper")?
            && !printed(&staff, ".print-note")?
    );
    media(&staff, "")?;
    let made = made_pdf(&staff)?;
    let pdf = String::from_utf8_lossy(&made);
    let sheets: Vec<&str> = pdf.lines().filter(|line| line.starts_with("/MediaBox")).collect();
    ensure!(
        (1..=3).contains(&sheets.len())
            && sheets.iter().all(|sheet| sheet.starts_with("/MediaBox [0 0 594.")),
        "not a few sheets of A4: {sheets:?}"
    );
    numbered(&staff, made.len())?;
    staff.press("#with-name")?;
    staff.gone("#paper")?;
    staff.press("#make-paper")?;
    staff.see("#paper")?;
    ensure!(staff.text("#paper")?.contains(NAME), "the name, where it was chosen");
    staff.press("#with-name")?;
    staff.press("#internal")?;
    staff.gone("#paper")?;
    staff.press("#make-paper")?;
    staff.see("#paper")?;
    let paper = staff.text("#paper")?;
    ensure!(paper.contains(NOTE) && paper.contains(ON_HOLD) && !paper.contains(NAME), "{paper}");
    listen(&staff)?;
    staff.press("#make-file")?;
    staff.read("ファイルをつくりました。")?;
    let (about, read, files) = read_case_file(&heard(&staff)?)?;
    ensure!(about.internal && read.case == case && files.len() == 2);
    ensure!(files[0].kind == FileKind::Png && files[0].content.as_ref() == Some(&point));
    ensure!(files[1].kind == FileKind::Pdf && files[1].content.as_deref() == Some(LEAFLET));
    ensure!(acts(desk, "case_exported")? == 1 && acts(desk, "case_printed")? == 3);
    // Without the network nothing is taken out unnoted, and what was chosen stays.
    staff.offline(true)?;
    staff.press("#make-file")?;
    staff.read("書き出せませんでした。")?;
    staff.offline(false)?;
    staff.press("#make-file")?;
    staff.read("ファイルをつくりました。")?;
    ensure!(acts(desk, "case_exported")? == 2);
    Ok(())
}

pub fn screens(desk: &mut Desk) -> Result<()> {
    let letter = desk.letter("まるごと書き出す手紙。")?;
    let (picture, sealed) = seal_file(&photo())?;
    letter.send_file(&picture, &sealed)?;
    letter.write_with("まるごと書き出す手紙。", vec![picture.clone()])?;
    let file = desk.administrator().export_sealed()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open("/staff/exports")?;
    staff.see("#sealed")?;
    staff.accessible("taking everything out")?;
    listen(&staff)?;
    for form in ["#sealed", "#readable", "#readable-internal"] {
        staff.press(form)?;
        staff.press("#take")?;
        staff.see("#everything-said")?;
        staff.read("相談1件、記録3件を、ファイルにしました。")?;
        let text = heard(&staff)?;
        if form == "#sealed" {
            let mut checking = Checking::default();
            text.lines().try_for_each(|line| checking.take(line).map(drop))?;
            ensure!(checking.is_done() && text.contains("\"kind\":\"bytes\""), "the photo is not in it");
            continue;
        }
        let mut found = Vec::new();
        let each = |line: ReadLine| match line {
            ReadLine::File(file) => found.push(file.content),
            ReadLine::Case(_) => {}
        };
        let (_, end) = read_all(text.lines(), each)?;
        ensure!((end.files, end.missing) == (1, 0) && found == [Some(photo())]);
    }
    ensure!(acts(desk, "desk_exported")? == 4);
    staff.open("/staff/moving")?;
    staff.see("#not-empty")?;

    let new = Desk::start()?;
    let there = Browser::start(Engine::Chromium, new.server.base(), Look::PHONE)?;
    sign_in(&there, &mut new.credentials())?;
    there.open("/staff/moving")?;
    there.see("#not-paused")?;
    new.administrator().change_desk(|settings| settings.paused = Some("準備しています。".into()))?;
    there.reload()?;
    there.see("#moving-file")?;
    there.accessible("taking a desk in")?;
    let choose = |text: &str| {
        there.js_with(
            "const files = new DataTransfer(); files.items.add(new File([arguments[0]], 'desk.ndjson')); \
             document.getElementById('moving-file').files = files.files; return true;",
            text,
        )
    };
    let is_entry = |line: &String| line.contains("\"kind\":\"entry\"");
    let entry = file.iter().rposition(is_entry).context("no entry")?;
    choose(&left_out(&file, entry).join("\n"))?;
    there.press("#move")?;
    there.read("行めで止めました。")?;
    let (odd, at) = spoilt(&file)?;
    choose(&odd.join("\n"))?;
    there.press("#move")?;
    there.read(&format!("ファイルの{}行めで止めました。手紙に付けた写真・PDFが抜けているか", at + 1))?;
    ensure!(new.administrator().import_state()?.taken.is_none(), "nothing of it was sent");
    choose(&(file.join("\n") + "\n"))?;
    there.press("#move")?;
    there.see("#moved")?;
    there.accessible("a desk was taken in")?;
    let through = Mailbox::from_code(&new.from_home(), &letter.code)?;
    ensure!(through.fetch_file(&picture)? == photo(), "the photo came along");
    there.write("#former", &new.recovery.join("-"))?;
    there.press("#take-up button[type=submit]")?;
    there.read("前の窓口の復旧キーではないようです。")?;
    there.clear("#former")?;
    there.write("#former", &desk.recovery.join("-"))?;
    there.press("#take-up button[type=submit]")?;
    there.read("まるごと書き出す手紙。")?;
    Ok(())
}

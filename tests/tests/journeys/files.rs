//! Photos and documents beside letters, both ways: what a camera wrote beside a photo never leaves the phone, what cannot be sent is
//! said beside the field, and nothing arrives twice.
use anyhow::{Context, Result, ensure};
use madobe_client::{Mailbox, StaffMember};
use madobe_domain::ids::CaseId;
use madobe_domain::log::file::{FileKind, FileRef, Files};
use madobe_domain::log::record::{Content, Record};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::photos::choose;
use madobe_tests::steps::{open_mailbox, send_now, sign_in};
use madobe_tests::wait;

fn count(page: &Browser, what: &str, css: &str, wanted: usize) -> Result<()> {
    page.until(what, &format!("document.querySelectorAll('{css}').length === {wanted}"))
}

/// Every picture of these is drawn, upright.
fn drawn(page: &Browser, css: &str) -> Result<()> {
    let all = format!("[...document.querySelectorAll('{css}')]");
    page.until(
        "a picture, upright",
        &format!("{all}.length && {all}.every((i) => i.naturalWidth === 20 && i.naturalHeight === 40)"),
    )
}

fn files_kept(staff: &Browser) -> Result<()> {
    staff.until(
        "files that are kept",
        "document.querySelector('#attach-status').textContent.includes('残ります')",
    )
}

struct Phone {
    phone: Browser,
    mailbox: Mailbox,
    case: CaseId,
}

fn phone(desk: &Desk, engine: Engine) -> Result<Phone> {
    let mailbox = desk.letter("あとで、写真も送ります。")?;
    let case = mailbox.page(0)?.case;
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    open_mailbox(&phone, &mailbox.code)?;
    phone.press("#write-more")?;
    phone.see("#photos-add")?;
    Ok(Phone { phone, mailbox, case })
}

/// What the newest letter or reply has beside it, as whoever reads it finds it.
fn newest(staff: &mut StaffMember, case: CaseId) -> Result<(String, Files)> {
    staff.sync()?;
    let view = staff.view(case)?;
    ensure!(view.faults == 0);
    let newest = view.entries.iter().rev().find_map(|entry| match &entry.content {
        Some(Content::Known(Record::Letter { text, files, .. } | Record::Reply { text, files })) => {
            Some((text.as_str().to_owned(), files.clone()))
        }
        _ => None,
    });
    newest.context("no letter")
}

fn holds(content: &[u8], words: &[u8]) -> bool {
    content.windows(words.len()).any(|window| window == words)
}

pub fn both_ways(desk: &Desk, engine: Engine) -> Result<()> {
    let Phone { phone, mailbox, case } = phone(desk, engine)?;
    let (mut me, mut credentials) = desk.colleague()?;
    choose(&phone, "#photos", "photo")?;
    drawn(&phone, "#photos-list img")?;
    phone.accessible("a photo about to be sent")?;
    ensure!(!phone.holds("IMG_1234")?, "its own name is nowhere");
    // Taken off again, and put on once more: the same file, from the same place.
    phone.press("#photos-list button")?;
    count(&phone, "nothing chosen", "#photos-list li", 0)?;
    phone.focuses("photos-add")?;
    choose(&phone, "#photos", "photo")?;
    drawn(&phone, "#photos-list img")?;
    // Not a word beside it: that is a letter, too.
    phone.press("#more-send")?;
    phone.see("#write-more")?;
    phone.read("届きました。")?;
    let (text, files) = newest(&mut me, case)?;
    ensure!(files.are_alone(&text) && files.len() == 1);
    let file: &FileRef = files.iter().next().context("a file")?;
    ensure!(file.kind == FileKind::Jpeg && file.name.is_none());
    let content = me.fetch_file(case, file)?;
    for told in [b"Exif".as_slice(), b"SECRETCA", b"GPS", b"\xff\xe1"] {
        ensure!(!holds(&content, told), "what the camera wrote went along");
    }
    // Its writer looks at it again.
    phone
        .press("#letters .letter.mine:last-of-type .photos button, #letters li:last-child .photos button")?;
    drawn(&phone, "#letters .photos img")?;
    phone.accessible("a photo in a letter")?;

    // The desk sees it, and sends a picture and a document back.
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    staff.clock_to_turn()?;
    sign_in(&staff, &mut credentials)?;
    staff.open(&format!("/staff/cases/{case}"))?;
    drawn(&staff, "#letters .photos img")?;
    staff.press("#letters .photos .picture")?;
    staff.see("#letters .picture.large")?;
    staff.accessible("a photo that came")?;
    let saved = staff.js("return document.querySelector('#letters .photos a').download")?;
    ensure!(saved == "file-1.jpg", "{saved}");
    staff.press("#to-reply")?;
    staff.write("#reply", "案内をお送りします。")?;
    // One that is taken off again is gone from the server at once.
    choose(&staff, "#attach-file", "photo")?;
    files_kept(&staff)?;
    let put = staff.js_with(
        "return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)
            .filter((path) => path.includes('/files/') && !path.endsWith(arguments[0])).at(-1)",
        file.id.to_string(),
    )?;
    let put = put.as_str().context("no file went there")?.to_owned();
    ensure!(me.ask::<()>("GET", &put, None)?.status == 200);
    staff.press("#attach-list > li > button")?;
    count(&staff, "nothing chosen", "#attach-list > li", 0)?;
    staff.focuses("attach")?;
    wait::until("its room", || Ok((me.ask::<()>("GET", &put, None)?.status == 403).then_some(())))?;
    choose(&staff, "#attach-file", "both")?;
    count(&staff, "both chosen", "#attach-list li", 2)?;
    staff.accessible("a reply with files")?;
    // A reload loses neither words nor files.
    staff.until("words that are kept", "document.querySelector('#draft-status').textContent")?;
    files_kept(&staff)?;
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    count(&staff, "both after a reload", "#attach-list > li", 2)?;
    drawn(&staff, "#attach-list img")?;
    staff.until("the words", "document.querySelector('#reply').value === '案内をお送りします。'")?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#pending-files")?;
    // Recalled, they are still there; and sent again they go.
    staff.press(".quiet-line .recall")?;
    count(&staff, "both are back", "#attach-list > li", 2)?;
    staff.press("#reply-form button[type=submit]")?;
    staff.see("#pending-files")?;
    send_now(&staff)?;
    let (text, files) = newest(&mut me, case)?;
    ensure!(text == "案内をお送りします。" && files.len() == 2);
    let kinds: Vec<FileKind> = files.iter().map(|file| file.kind).collect();
    ensure!(kinds == [FileKind::Jpeg, FileKind::Pdf]);
    let open = mailbox.open()?;
    ensure!(open.view.faults == 0 && open.view.replies == 1);
    ensure!(mailbox.fetch_file(files.iter().next_back().context("a document")?)? == b"%PDF-1.7 a leaflet");
    count(&staff, "the document is for saving", "#letters .reply .photos li", 2)?;

    open_mailbox(&phone, &mailbox.code)?;
    phone.press("#letters .reply .photos li:first-child button")?;
    drawn(&phone, "#letters .reply .photos img")?;
    phone.press("#letters .reply .photos li:last-child button")?;
    phone.see("#letters .reply .photos li:last-child a[download='file-2.pdf']")?;
    count(&phone, "a document is never drawn", "#letters .reply .photos img", 1)?;
    phone.clean()?;
    staff.clean()?;
    Ok(())
}

pub fn faults(desk: &Desk, engine: Engine) -> Result<()> {
    let Phone { phone, case, .. } = phone(desk, engine)?;
    let (mut me, _) = desk.colleague()?;
    phone.write("#more", "写真といっしょに。")?;
    for (make, words, chosen) in [
        ("large", "大きすぎて、付けられませんでした。", 0),
        ("words", "写真として開けませんでした。", 0),
        ("four", "一度に付けられるのは、3枚までです。", 3),
    ] {
        choose(&phone, "#photos", make)?;
        phone.until(
            words,
            &format!("document.querySelector('#photos-error').innerText.includes('{words}')"),
        )?;
        count(&phone, "what could be taken", "#photos-list li", chosen)?;
        ensure!(phone.value("#more")? == "写真といっしょに。");
    }
    phone.accessible("a fault beside the photos")?;
    phone.gone("#photos-add")?;
    ensure!(newest(&mut me, case)?.1.is_empty(), "nothing left before the press");
    phone.press("#more-send")?;
    phone.see("#write-more")?;
    let (text, files) = newest(&mut me, case)?;
    ensure!(text == "写真といっしょに。" && files.len() == 3);
    Ok(())
}

pub fn offline(desk: &Desk, engine: Engine) -> Result<()> {
    let Phone { phone, mailbox, case } = phone(desk, engine)?;
    let (mut me, _) = desk.colleague()?;
    phone.write("#more", "トンネルの中です。")?;
    choose(&phone, "#photos", "photo")?;
    drawn(&phone, "#photos-list img")?;
    phone.offline(true)?;
    phone.press("#more-send")?;
    phone.read("つながったら、送ります。")?;
    ensure!(phone.value("#more")? == "トンネルの中です。");
    drawn(&phone, "#photos-list img")?;
    phone.offline(false)?;
    wait::until("the letter", || Ok((newest(&mut me, case)?.1.len() == 1).then_some(())))?;
    phone.see("#write-more")?;
    let view = mailbox.open()?.view;
    ensure!(view.letters == 2 && view.faults == 0);
    let (_, files) = newest(&mut me, case)?;
    ensure!(!holds(&me.fetch_file(case, files.iter().next().context("a file")?)?, b"Exif"));
    Ok(())
}

//! Files: whatever was acknowledged is there after the lights went out, in either store, and goes with its consultation.
use anyhow::{Context, Result, ensure};
use madobe_client::{StaffMember, seal_file};
use madobe_domain::ids::CaseId;
use madobe_domain::limits::FILE_BYTES;
use madobe_domain::log::file::{FileRef, Files};
use madobe_domain::log::record::{Content, Record};
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::desk::{Desk, refused};

/// As long as one may be, and no two pieces of it alike.
fn photo() -> Vec<u8> {
    let mut content: Vec<u8> =
        (0..FILE_BYTES as u32).map(|place| (place.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    content[..3].copy_from_slice(b"\xff\xd8\xff");
    content
}

/// As the desk finds it in the letter.
fn found(staff: &mut StaffMember, case: CaseId) -> Result<FileRef> {
    staff.sync()?;
    let view = staff.view(case)?;
    let named = view.entries.iter().find_map(|entry| match &entry.content {
        Some(Content::Known(Record::Letter { files, .. })) => files.iter().next().cloned(),
        _ => None,
    });
    named.context("no letter names a file")
}

fn both_ways(desk: &mut Desk) -> Result<()> {
    let (mailbox, content) = (desk.letter("写真をつけます。")?, photo());
    let case = mailbox.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    let (file, sealed) = seal_file(&content)?;
    mailbox.send_file(&file, &sealed)?;
    desk.kill()?;
    desk.start_again()?;
    let mailbox = mailbox.through(&desk.server);
    staff.move_to(&desk.server);
    // Sent again, as after a lost answer; and then the letter.
    mailbox.send_file(&file, &sealed)?;
    refused(mailbox.send_file(&file, b"something else"), ErrorCode::Conflict)?;
    mailbox.write_with(Files::ALONE, vec![file])?;
    desk.kill()?;
    desk.start_again()?;
    let mailbox = mailbox.through(&desk.server);
    staff.move_to(&desk.server);
    let file = found(&mut staff, case)?;
    ensure!(staff.fetch_file(case, &file)? == content, "as it was sent, for the desk");
    ensure!(mailbox.fetch_file(&file)? == content, "and for its writer");
    let (leaflet, sealed) = seal_file(b"%PDF-1.7 a leaflet")?;
    staff.send_file(case, &leaflet, &sealed)?;
    ensure!(mailbox.fetch_file(&leaflet)? == b"%PDF-1.7 a leaflet");
    // Another consultation has no way to it, and nothing of it is left with this one.
    let other = desk.letter("べつの相談です。")?;
    refused(other.fetch_file(&file), ErrorCode::Forbidden)?;
    mailbox.delete()?;
    refused(mailbox.fetch_file(&file), ErrorCode::Deleted)?;
    refused(staff.fetch_file(case, &file), ErrorCode::Forbidden)?;
    ensure!(!desk.log().contains("rror"), "the log says {}", desk.log());
    Ok(())
}

pub fn kept(desk: &mut Desk) -> Result<()> {
    both_ways(desk)
}

/// Where the operator has no store for large things.
pub fn smaller_store(_: &mut Desk) -> Result<()> {
    both_ways(&mut Desk::start_with(|options| options.variable("FILE_STORE", "kv"))?)
}

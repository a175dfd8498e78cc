//! Taking out, and taking in elsewhere: whole, once, gone on with after anything, and for nobody else.

mod files;
mod out;
mod taken;

use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::{BytesLine, Line, Writing};
use madobe_domain::ids::{CaseId, ExportId, FileId};
use madobe_domain::wire::export::{DeskForm, ExportHead, ExportPage, NewExport};
use madobe_domain::wire::import::TakeLines;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::team::VersionedSettings;

fn begin(world: &World, by: &Colleague, form: DeskForm) -> ExportId {
    let id = ExportId::from_bytes(world.bytes());
    by.call(world, "POST", "/api/staff/exports").json(&NewExport { id, form }).send().done();
    id
}

/// The lines of the whole desk.
fn sealed(world: &World, by: &Colleague) -> Vec<String> {
    let id = begin(world, by, DeskForm::Sealed);
    gather(world, by, id)
}

fn gather(world: &World, by: &Colleague, id: ExportId) -> Vec<String> {
    let head: ExportHead = by.call(world, "GET", &format!("/api/staff/exports/{id}")).send().ok();
    let mut writing = Writing::default();
    let mut lines: Vec<String> = head.lines.iter().map(|line| writing.line(line)).collect();
    let mut path = format!("/api/staff/exports/{id}/cases");
    loop {
        let page: ExportPage = by.call(world, "GET", &path).send().ok();
        for line in &page.lines {
            lines.push(writing.line(line));
            if let Line::File(file) = line {
                let answer = take_file(world, by, id, file.case, file.id);
                assert_eq!(answer.status, 200, "{}", answer.text());
                let bytes = Opaque::new(answer.body).unwrap();
                lines.push(writing.line(&Line::Bytes(BytesLine { bytes })));
            }
        }
        match page.next {
            Some(next) => path = format!("/api/staff/exports/{id}/cases?after={next}"),
            None => break,
        }
    }
    lines.push(writing.end());
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The sealed bytes of what lies beside a letter.
fn take_file(world: &World, by: &Colleague, id: ExportId, case: CaseId, file: FileId) -> Answer {
    by.call(world, "GET", &format!("/api/staff/exports/{id}/files/{case}/{file}")).send()
}

/// A desk with two consultations, a note, a reply and one that is gone.
fn full() -> (World, Colleague, [Writer; 2]) {
    let (world, administrator) = World::open();
    let (mut one, two, gone) = (world.writer(), world.writer(), world.writer());
    administrator.reply(&world, one.case, one.conversation).ok::<Appended>();
    crate::case::note(&world, &administrator, &two);
    gone.delete(&world).done();
    let next = two.next(&world);
    two.post(&world, &next).ok::<Appended>();
    one.conversation = next.hash();
    (world, administrator, [one, two])
}

fn pause(world: &World, by: &Colleague, notice: Option<&str>) {
    let mut settings: VersionedSettings = by.call(world, "GET", "/api/staff/desk").send().ok();
    settings.settings.paused = notice.map(str::to_owned);
    by.call(world, "PUT", "/api/staff/desk").json(&settings).send().ok::<VersionedSettings>();
}

/// Another world, whose handles and keys are its own.
fn fresh() -> (World, Colleague) {
    let world = World::bare();
    for _ in 0..500 {
        world.bytes::<8>();
    }
    let administrator = Colleague::set_up(&world);
    pause(&world, &administrator, Some("準備しています。"));
    (world, administrator)
}

fn send(world: &World, by: &Colleague, from: usize, lines: &[String]) -> Answer {
    send_after(world, by, from, Fixed([0; 32]), lines)
}

fn send_after(world: &World, by: &Colleague, from: usize, before: Fixed<32>, lines: &[String]) -> Answer {
    let body = TakeLines { from: from as u64, before, lines: lines.to_vec() };
    by.call(world, "POST", "/api/staff/import/lines").json(&body).send()
}

fn digest_of(lines: &[String]) -> Fixed<32> {
    let mut checking = Checking::default();
    lines.iter().for_each(|line| drop(checking.take(line).unwrap()));
    checking.digest
}

fn stored(world: &World) -> Vec<String> {
    let rows = world.database.query(
        "SELECT seq, case_id, id, compartment, author, created_at, promised, prev, hash, sealed FROM entries ORDER BY seq",
    );
    rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect()
}

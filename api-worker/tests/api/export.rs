//! Taking out, and taking in elsewhere: whole, once, gone on with after anything, and for nobody else.

use crate::file;
use crate::support::sqlite::Break;
use crate::support::staff::recovery_key;
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::{BytesLine, FileLine, Line, Writing};
use madobe_domain::ids::{CaseId, ExportId, FileId, TeamId};
use madobe_domain::log::entry::{Compartment, StoredEntry};
use madobe_domain::wire::audit::AuditPage;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::export::{CaseForm, DeskForm, ExportCase, ExportHead, ExportPage, NewExport};
use madobe_domain::wire::grant::SealedKey;
use madobe_domain::wire::import::{ImportState, TakeLines, TakeTeam, Taken, TakenKey};
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxPage;
use madobe_domain::wire::rotation::RecoverySeal;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::team::{Names, TeamKind, VersionedSettings};

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

/// A desk with a consultation that has two files beside its letter, and two that have none.
fn with_files() -> (World, Colleague, Writer, [FileId; 2]) {
    let (world, administrator) = World::open();
    let (_, writer, _) = (world.writer(), world.writer(), world.writer());
    let files = [file::new(&world), file::new(&world)];
    file::sends(&world, &writer, files[0], b"sealed photo").done();
    file::gives(&world, &administrator, writer.case, files[1], b"sealed leaflet").done();
    file::name(&world, &writer, &files).ok::<Appended>();
    (world, administrator, writer, files)
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

fn take_in(world: &World, by: &Colleague, file: &[String], at_once: usize) -> Taken {
    let mut from = 0;
    let mut last = None;
    while from < file.len() {
        let to = (from + at_once).min(file.len());
        let answer = send_after(world, by, from, digest_of(&file[..from]), &file[from..to]);
        last = Some(answer.ok::<Taken>());
        from = to;
    }
    last.unwrap()
}

fn bring(world: &World, by: &Colleague, file: &FileLine, sealed: &[u8]) -> Answer {
    let path = format!("/api/staff/import/files/{}/{}", file.case, file.id);
    file::put(by.call(world, "PUT", &path), sealed)
}

/// A file with what lies beside letters: all lines up to one that names something, then its bytes, and so on.
fn move_in(world: &World, by: &Colleague, file: &[String]) -> Taken {
    let mut checking = Checking::default();
    let (mut from, mut before, mut lines) = (0, checking.digest, Vec::new());
    let mut last = None;
    for line in file {
        let awaited = checking.awaits().cloned();
        let taken = checking.take(line).unwrap();
        if let Line::Bytes(sealed) = taken {
            bring(world, by, &awaited.unwrap(), sealed.bytes.as_bytes()).done();
            continue;
        }
        lines.push(line.clone());
        if matches!(taken, Line::File(_) | Line::End(_)) {
            last = Some(send_after(world, by, from, before, &lines).ok::<Taken>());
            (from, before) = (checking.lines as usize, checking.digest);
            lines.clear();
        }
    }
    last.unwrap()
}

fn state(world: &World, by: &Colleague) -> ImportState {
    by.call(world, "GET", "/api/staff/import").send().ok()
}

fn stored(world: &World) -> Vec<String> {
    let rows = world.database.query(
        "SELECT seq, case_id, id, compartment, author, created_at, promised, prev, hash, sealed FROM entries ORDER BY seq",
    );
    rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect()
}

fn take_up(world: &World, by: &Colleague, team: TeamId, versions: &[u32]) -> Answer {
    let sealed = || SealedKey::new(world.bytes::<1100>().to_vec()).unwrap();
    let key = |version: &u32| TakenKey {
        version: *version,
        sealed: sealed(),
        voucher: Fixed(world.bytes()),
        recovery: Some(RecoverySeal {
            to: Some(recovery_key(world)),
            sealed: sealed(),
            voucher: Fixed(world.bytes()),
        }),
    };
    let body = TakeTeam { keys: versions.iter().map(key).collect() };
    by.call(world, "POST", &format!("/api/staff/import/teams/{team}")).json(&body).send()
}

#[test]
fn that_a_case_is_taken_out_is_noted_for_those_alone_who_read_it() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let member = administrator.bring(&world, "second");
    let stranger = administrator.invite(&world, "third");
    let path = format!("/api/staff/cases/{}/exports", writer.case);
    let post = |by: &Colleague, form, internal| {
        by.call(&world, "POST", &path).json(&ExportCase { form, internal }).send()
    };
    post(&member, CaseForm::Paper, false).done();
    post(&member, CaseForm::File, true).done();
    post(&stranger, CaseForm::File, true).refused(ErrorCode::Forbidden);
    world.post(&path).text("{}").send().refused(ErrorCode::Unauthorised);
    member.call(&world, "POST", &path).text("{}").send().refused(ErrorCode::Malformed);
    let counting = administrator.found(&world, "統計", TeamKind::Facts);
    administrator.put_into(&world, counting.id, stranger.id, true);
    post(&stranger, CaseForm::File, false).refused(ErrorCode::Forbidden);
    let acts: AuditPage = administrator.call(&world, "GET", "/api/staff/audit").send().ok();
    let told = |action: &str| {
        let act = acts.acts.iter().find(|act| act.action == action).unwrap();
        (act.staff, act.case, act.detail.clone())
    };
    let (staff, case) = (Some(member.id), Some(writer.case));
    assert_eq!(told("case_printed"), (staff, case, Some("outer".into())));
    assert_eq!(told("case_exported"), (staff, case, Some("internal".into())));
}

#[test]
fn what_is_sealed_goes_to_the_administrator_who_began_it() {
    let (world, administrator, [one, _]) = full();
    let member = administrator.bring(&world, "second");
    let new = NewExport { id: ExportId::from_bytes(world.bytes()), form: DeskForm::Sealed };
    member.call(&world, "POST", "/api/staff/exports").json(&new).send().refused(ErrorCode::Forbidden);
    let id = begin(&world, &administrator, DeskForm::Sealed);
    let readable = begin(&world, &administrator, DeskForm::ReadableInternal);
    let again = NewExport { id, form: DeskForm::Sealed };
    administrator.call(&world, "POST", "/api/staff/exports").json(&again).send().done();
    let other = NewExport { id, form: DeskForm::Readable };
    administrator.call(&world, "POST", "/api/staff/exports").json(&other).send().refused(ErrorCode::Conflict);
    assert_eq!(world.database.count("audit WHERE action = 'desk_exported'"), 2);
    world.clock.forward(3600);
    for path in [format!("/api/staff/exports/{id}"), format!("/api/staff/exports/{id}/cases")] {
        member.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
        world.get(&path).send().refused(ErrorCode::Unauthorised);
        let role =
            madobe_domain::wire::team::ChangeRole { role: madobe_domain::wire::session::Role::Administrator };
        let promote = format!("/api/staff/colleagues/{}/role", member.id);
        administrator.call(&world, "PUT", &promote).json(&role).send().done();
        member.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
        let role = madobe_domain::wire::team::ChangeRole { role: madobe_domain::wire::session::Role::Member };
        administrator.call(&world, "PUT", &promote).json(&role).send().done();
        let other = path.replace(&id.to_string(), &readable.to_string());
        administrator.call(&world, "GET", &other).send().refused(ErrorCode::Forbidden);
        administrator
            .call(&world, "GET", &path.replace(&id.to_string(), "x"))
            .send()
            .refused(ErrorCode::Forbidden);
    }
    // What comes meanwhile is not of it.
    let before = gather(&world, &administrator, id);
    world.writer();
    let tail =
        world.database.query(&format!("SELECT tail_conversation AS t FROM cases WHERE id = '{}'", one.case));
    administrator
        .reply(&world, one.case, Fixed::parse(tail[0]["t"].as_str().unwrap()).unwrap())
        .ok::<Appended>();
    assert_eq!(gather(&world, &administrator, id), before);
    let mut checking = Checking::default();
    let lines: Vec<Line> = before.iter().map(|line| checking.take(line).unwrap()).collect();
    assert!(checking.is_done());
    assert_eq!((checking.cases, checking.gone, checking.entries), (2, 1, 7));
    // Accounts stay where they are: nothing of what opens or signs in goes along.
    let text = before.join("\n");
    for column in ["login_key_hash", "wrapped_seed", "totp_sealed"] {
        for row in world.database.query(&format!("SELECT {column} AS v FROM staff")) {
            assert!(!text.contains(row["v"].as_str().unwrap()), "{column}");
        }
    }
    assert!(lines.len() > 12);
    world.clock.forward(24 * 3600);
}

#[test]
fn many_cases_come_in_pages_that_end_between_two() {
    let (world, administrator) = World::open();
    for _ in 0..12 {
        world.writer();
    }
    // As heavy as if each were long: a page holds four of them.
    world.database.execute("UPDATE entries SET size = 250000");
    let id = begin(&world, &administrator, DeskForm::Sealed);
    world.database.round_trips();
    let lines = gather(&world, &administrator, id);
    assert!(world.database.round_trips() > 8);
    let mut checking = Checking::default();
    lines.iter().for_each(|line| drop(checking.take(line).unwrap()));
    assert_eq!((checking.cases, checking.is_done()), (12, true));
}

#[test]
fn a_desk_moves_with_its_numbers_its_chains_and_its_codes() {
    let (old, administrator, [one, two]) = full();
    let file = sealed(&old, &administrator);
    for at_once in [1, 3, 400] {
        let (new, mover) = fresh();
        assert!(state(&new, &mover).empty);
        let done = take_in(&new, &mover, &file, at_once);
        assert!(done.done);
        assert_eq!((done.cases, done.gone, done.entries, done.lines), (2, 1, 7, file.len() as u64));
        assert_eq!(stored(&new), stored(&old), "every entry, with its number");
        let tails = |world: &World| {
            let kept = "SELECT id, created_at, closed_at, tail_conversation, tail_staff, tail_facts FROM cases WHERE erased_at IS NULL";
            let gone = "SELECT id, created_at, erased_at FROM cases WHERE erased_at IS NOT NULL";
            [kept, gone].map(|sql| world.database.query(&[sql, " ORDER BY id"].concat()))
        };
        assert_eq!(tails(&new), tails(&old));
        assert_eq!(new.desk().salt, old.desk().salt, "codes lead where they led");
        // The mailbox opens with the old token, and goes on where it was.
        let page: MailboxPage = two.read(&new, 0).ok();
        assert_eq!(page, two.read(&old, 0).ok());
        let mut next = two.next(&new);
        next.prev = one.conversation;
        let appended: Appended = two.post(&new, &next).ok();
        assert_eq!(appended.seq, new.database.query("SELECT max(seq) AS m FROM entries")[0]["m"]);
        // Nobody reads before the team was taken up.
        let page = mover.sync(&new, 0);
        assert!(page.grants.is_empty() && page.entries.is_empty());
        let known = state(&new, &mover);
        assert_eq!((known.empty, known.teams.len()), (false, 1));
        let team = &known.teams[0];
        assert_eq!((team.id, team.seeds.len()), (administrator.team(), 1));
        assert!(known.former_recovery.is_some() && known.former_recovery != known.recovery);
        let member = mover.bring(&new, "second");
        take_up(&new, &member, team.id, &[1]).refused(ErrorCode::Forbidden);
        take_up(&new, &mover, team.id, &[2]).refused(ErrorCode::Forbidden);
        take_up(&new, &mover, mover.team(), &[1]).done();
        take_up(&new, &mover, team.id, &[1]).done();
        take_up(&new, &mover, team.id, &[1]).done();
        assert_eq!(new.database.count("audit WHERE action = 'team_taken_up'"), 1);
        assert!(state(&new, &mover).teams.is_empty());
        let session: Session = mover.call(&new, "GET", "/api/staff/session").send().ok();
        assert!(session.teams.iter().any(|held| held.id == team.id && held.keys.len() == 1));
        let page = mover.sync(&new, 0);
        let (mut came, mut were): (Vec<StoredEntry>, Vec<StoredEntry>) =
            (page.entries, administrator.sync(&old, 0).entries);
        came.retain(|entry| entry.seq != appended.seq);
        came.sort_by_key(|entry| entry.seq);
        were.sort_by_key(|entry| entry.seq);
        assert_eq!(came, were);
        assert!(page.grants.iter().any(|grant| grant.compartments == [Compartment::Staff]));
        let names: Names = mover.call(&new, "GET", "/api/staff/names").send().ok();
        assert!(names.staff.iter().any(|one| one.id == administrator.id));
        // A second one, a member, is taken up by nobody any more.
        let second = mover.bring(&new, "third");
        take_up(&new, &second, team.id, &[1]).refused(ErrorCode::Forbidden);
    }
}

#[test]
fn twice_is_once_and_a_lost_answer_does_no_harm() {
    let (old, administrator, _) = full();
    let file = sealed(&old, &administrator);
    let (new, mover) = fresh();
    for (from, chunk) in file.chunks(2).enumerate() {
        let from = from * 2;
        let before = digest_of(&file[..from]);
        // The session, the desk, how far it is, and then the batch: lost on its way nothing is there, and the same goes again.
        new.database.break_later(3, Break::Before);
        send_after(&new, &mover, from, before, chunk).refused(ErrorCode::Internal);
        assert_eq!(new.database.count(&format!("imports WHERE lines > {from}")), 0);
        // Its answer is lost: it is there, and the same again is done already.
        new.database.break_later(3, Break::After);
        send_after(&new, &mover, from, before, chunk).refused(ErrorCode::Internal);
        assert_eq!(new.database.count(&format!("imports WHERE lines > {from}")), 1);
        let first: Taken = send_after(&new, &mover, from, before, chunk).ok();
        let again: Taken = send_after(&new, &mover, from, before, chunk).ok();
        assert_eq!((first.lines, again.lines), ((from + chunk.len()) as u64, (from + chunk.len()) as u64));
    }
    assert_eq!(stored(&new), stored(&old));
    assert_eq!(new.database.count("audit WHERE action = 'import_done'"), 1);
    assert_eq!(new.database.count("audit WHERE action = 'import_begun'"), 1);
    let all: Taken = send_after(&new, &mover, 0, Fixed([0; 32]), &file[..3]).ok();
    assert!(all.done && state(&new, &mover).taken.unwrap().done);
}

#[test]
fn what_was_meddled_with_is_refused_with_its_place_and_nothing_of_that_call_is_stored() {
    let (old, administrator, _) = full();
    let file = sealed(&old, &administrator);
    let entry = file.iter().position(|line| line.contains("\"kind\":\"entry\"")).unwrap();
    let (new, mover) = fresh();
    let begun: Taken = send_after(&new, &mover, 0, Fixed([0; 32]), &file[..entry]).ok();
    let before = digest_of(&file[..entry]);
    let mut odd = file[entry..entry + 3].to_vec();
    let at = odd[1].find("\"sealed\":\"").unwrap() + 20;
    let other = if odd[1].as_bytes()[at] == b'A' { "B" } else { "A" };
    odd[1].replace_range(at..=at, other);
    send_after(&new, &mover, entry, before, &odd).invalid("lines.1.hash");
    odd[1] = "{}".into();
    send_after(&new, &mover, entry, before, &odd).invalid("lines.1.unread");
    send_after(&new, &mover, entry, before, &file[entry + 1..entry + 4]).detail();
    assert_eq!(new.database.count("entries"), 0);
    assert_eq!(state(&new, &mover).taken.unwrap().lines, begun.lines);
    // Lines of another file, and such as do not come next.
    send_after(&new, &mover, entry, Fixed([1; 32]), &file[entry..]).refused(ErrorCode::Conflict);
    send_after(&new, &mover, entry + 1, before, &file[entry + 1..]).refused(ErrorCode::Conflict);
    // The right ones still go on.
    assert!(send_after(&new, &mover, entry, before, &file[entry..]).ok::<Taken>().done);
    assert_eq!(stored(&new), stored(&old));
}

#[test]
fn only_an_empty_and_stopped_desk_takes_one_in() {
    let (old, administrator, _) = full();
    let file = sealed(&old, &administrator);
    // Into itself: it is not empty.
    pause(&old, &administrator, Some("休み"));
    send(&old, &administrator, 0, &file).refused(ErrorCode::Conflict);
    let (new, mover) = fresh();
    pause(&new, &mover, None);
    send(&new, &mover, 0, &file).invalid("paused");
    pause(&new, &mover, Some("準備しています。"));
    let member = mover.bring(&new, "second");
    send(&new, &member, 0, &file).refused(ErrorCode::Forbidden);
    member.call(&new, "GET", "/api/staff/import").send().refused(ErrorCode::Forbidden);
    new.get("/api/staff/import").send().refused(ErrorCode::Unauthorised);
    send(&new, &mover, 0, &file[1..]).invalid("lines.0.order");
    send(&new, &mover, 0, &[]).invalid("lines");
    send(&new, &mover, 0, &vec![file[0].clone(); 401]).invalid("lines");
    assert_eq!(new.database.count("imports"), 0);
    assert!(take_in(&new, &mover, &file, 5).done);
    assert_eq!(new.database.count("entries"), old.database.count("entries"));
    // What was taken in can be taken out again, with its seeds once somebody took its team up.
    take_up(&new, &mover, administrator.team(), &[1]).done();
    let again = sealed(&new, &mover);
    let of = |file: &[String], kind: &str| -> Vec<String> {
        file.iter().filter(|line| line.contains(&format!("\"kind\":\"{kind}\""))).cloned().collect()
    };
    for kind in ["case", "entry", "held", "gone"] {
        assert_eq!(of(&again, kind), of(&file, kind), "{kind}");
    }
    assert_eq!(of(&again, "team").iter().filter(|line| line.contains("\"seed\"")).count(), 2);
}

/// What is known of the files that letters name.
fn named(world: &World) -> Vec<String> {
    let rows = world
        .database
        .query("SELECT case_id, id, author, made_at, size, hash FROM files WHERE named = 1 ORDER BY id");
    rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect()
}

#[test]
fn what_lies_beside_letters_moves_with_its_bytes() {
    let (old, administrator, writer, files) = with_files();
    let before = old.drawer.files.borrow().clone();
    // What no letter names stays where it is.
    file::sends(&old, &writer, file::new(&old), b"chosen, and not sent").done();
    let exported = sealed(&old, &administrator);
    let (new, mover) = fresh();
    let done = move_in(&new, &mover, &exported);
    assert!(done.done);
    assert_eq!((done.cases, done.lines), (3, exported.len() as u64 - 2));
    assert_eq!(stored(&new), stored(&old));
    assert_eq!((named(&new), named(&new).len()), (named(&old), 2));
    assert_eq!(*new.drawer.files.borrow(), before);
    assert_eq!(file::mine(&new, &writer, "GET", files[0]).send().body, b"sealed photo");
    assert_eq!(file::mine(&new, &writer, "GET", files[1]).send().body, b"sealed leaflet");
    // No night takes them, they are not taken in again, and they can be taken along once more.
    new.clock.forward(3 * 24 * 3600);
    pollster::block_on(madobe_api::service::file::erase_old(&new.app)).unwrap();
    assert_eq!(*new.drawer.files.borrow(), before);
    let mut checking = Checking::default();
    let lines: Vec<Line> = exported.iter().map(|line| checking.take(line).unwrap()).collect();
    let file = lines.iter().find_map(|line| match line {
        Line::File(file) => Some(file),
        _ => None,
    });
    bring(&new, &mover, file.unwrap(), b"sealed photo").refused(ErrorCode::Unauthorised);
    let mover = mover.in_again(&new);
    bring(&new, &mover, file.unwrap(), b"sealed photo").refused(ErrorCode::Forbidden);
    let again = sealed(&new, &mover);
    let beside = |file: &[String]| -> Vec<String> {
        let kinds = ["\"kind\":\"file\"", "\"kind\":\"bytes\""];
        file.iter().filter(|line| kinds.iter().any(|kind| line.contains(kind))).cloned().collect()
    };
    assert_eq!((beside(&again), beside(&again).len()), (beside(&exported), 4));
}

#[test]
fn nothing_is_taken_in_behind_a_file_whose_bytes_are_not_there() {
    let (old, administrator, ..) = with_files();
    let exported = sealed(&old, &administrator);
    let at = exported.iter().position(|line| line.contains("\"kind\":\"file\"")).unwrap();
    let mut checking = Checking::default();
    exported[..=at].iter().for_each(|line| drop(checking.take(line).unwrap()));
    let announced = checking.awaits().cloned().unwrap();
    let bytes = |line: &str| match madobe_domain::json::read(line) {
        Ok(Line::Bytes(sealed)) => sealed.bytes.as_bytes().to_vec(),
        other => panic!("{other:?}"),
    };
    let sealed = bytes(&exported[at + 1]);
    let next = &exported[at + 2..at + 3];
    let (new, mover) = fresh();
    let all = [&exported[..=at], next].concat();
    send(&new, &mover, 0, &all).invalid(&format!("lines.{}.file", at + 1));
    assert_eq!(new.database.count("imports"), 0, "nothing of that call");
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Forbidden);
    send(&new, &mover, 0, &exported[..=at]).ok::<Taken>();
    let goes_on = |lines: &[String]| send_after(&new, &mover, at + 1, checking.digest, lines);
    goes_on(next).invalid("lines.0.file");
    // Bytes among the lines would be looked at and lost.
    goes_on(&exported[at + 1..at + 3]).invalid("lines.0.order");
    // Altered, cut short, of another file, from somebody else.
    let mut odd = sealed.clone();
    odd[3] ^= 1;
    bring(&new, &mover, &announced, &odd).invalid("file");
    bring(&new, &mover, &announced, &sealed[1..]).invalid("file");
    bring(&new, &mover, &announced, &[&sealed[..], b"x"].concat()).refused(ErrorCode::TooLarge);
    let other = FileLine { id: FileId::from_bytes([1; 16]), ..announced.clone() };
    bring(&new, &mover, &other, &sealed).refused(ErrorCode::Forbidden);
    let other = FileLine { case: CaseId::from_bytes([1; 16]), ..announced.clone() };
    bring(&new, &mover, &other, &sealed).refused(ErrorCode::Forbidden);
    let member = mover.bring(&new, "second");
    bring(&new, &member, &announced, &sealed).refused(ErrorCode::Forbidden);
    assert!(new.drawer.files.borrow().is_empty());
    // The store does not answer; then the database, before or after it was done.
    new.drawer.broken.set(true);
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Internal);
    new.drawer.broken.set(false);
    new.database.break_later(2, Break::Before);
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Internal);
    goes_on(next).invalid("lines.0.file");
    new.database.break_later(2, Break::After);
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Internal);
    bring(&new, &mover, &announced, &sealed).done();
    bring(&new, &mover, &announced, &odd).invalid("file");
    // From here the whole file goes on, from its beginning as well.
    goes_on(next).ok::<Taken>();
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Forbidden);
    let last = match checking.take(&exported[at + 1]).and_then(|_| checking.take(&exported[at + 2])) {
        Ok(Line::File(file)) => file,
        other => panic!("{other:?}"),
    };
    bring(&new, &mover, &last, &bytes(&exported[at + 3])).done();
    let rest = &exported[at + 4..];
    assert!(send_after(&new, &mover, at + 2, checking.digest, rest).ok::<Taken>().done);
    assert_eq!(named(&new), named(&old));
}

#[test]
fn bytes_go_with_the_export_that_names_them() {
    let (world, administrator, writer, files) = with_files();
    let unnamed = file::new(&world);
    file::sends(&world, &writer, unnamed, b"chosen").done();
    let id = begin(&world, &administrator, DeskForm::Sealed);
    let readable = begin(&world, &administrator, DeskForm::Readable);
    world.clock.forward(60);
    let (other, later) = (world.writer(), file::new(&world));
    file::sends(&world, &other, later, b"later").done();
    file::name(&world, &other, &[later]).ok::<Appended>();
    assert_eq!(take_file(&world, &administrator, id, writer.case, files[0]).body, b"sealed photo");
    let member = administrator.bring(&world, "second");
    take_file(&world, &member, id, writer.case, files[0]).refused(ErrorCode::Forbidden);
    let take = |id, case, file| take_file(&world, &administrator, id, case, file);
    take(readable, writer.case, files[0]).refused(ErrorCode::Forbidden);
    take(id, writer.case, unnamed).refused(ErrorCode::Forbidden);
    take(id, other.case, files[0]).refused(ErrorCode::Forbidden);
    take(id, other.case, later).refused(ErrorCode::Forbidden);
    assert_eq!(
        gather(&world, &administrator, id).iter().filter(|line| line.contains("\"bytes\"")).count(),
        2
    );
    // The store has lost one: that is told apart from what nobody may have.
    world.drawer.files.borrow_mut().retain(|name, _| !name.ends_with(&files[0].to_string()));
    take(id, writer.case, files[0]).refused(ErrorCode::FileGone);
    world.drawer.broken.set(true);
    take(id, writer.case, files[1]).refused(ErrorCode::Internal);
    world.drawer.broken.set(false);
    // Its writer deletes the case while it is taken along: the rest goes on.
    writer.delete(&world).done();
    take(id, writer.case, files[1]).refused(ErrorCode::FileGone);
    take(readable, writer.case, files[1]).refused(ErrorCode::Forbidden);
    take_file(&world, &member, id, writer.case, files[1]).refused(ErrorCode::Forbidden);
}

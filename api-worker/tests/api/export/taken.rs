//! Taking in elsewhere: once, and gone on with after anything.

use super::{digest_of, fresh, full, pause, sealed, send, send_after, stored};
use crate::support::sqlite::Break;
use crate::support::staff::recovery_key;
use crate::support::{Answer, Colleague, World};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::TeamId;
use madobe_domain::log::entry::{Compartment, StoredEntry};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::SealedKey;
use madobe_domain::wire::import::{ImportState, TakeTeam, Taken, TakenKey};
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxPage;
use madobe_domain::wire::rotation::RecoverySeal;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::team::Names;

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

fn state(world: &World, by: &Colleague) -> ImportState {
    by.call(world, "GET", "/api/staff/import").send().ok()
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

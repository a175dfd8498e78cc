use crate::support::World;
use crate::support::staff::second_team;
use madobe_domain::limits::SYNC_ROWS;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::Recipient;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::sync::SyncPage;
use std::collections::BTreeSet;

#[test]
fn a_case_comes_whole_with_its_key_first_and_then_only_what_is_new() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    world.database.round_trips();
    let page = administrator.sync(&world, 0);
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(page.grants, vec![writer.letter.grants[1].clone()]);
    assert_eq!(page.entries.len(), 2);
    assert!(page.holders.is_empty());
    assert!(!page.more);

    let empty = administrator.sync(&world, page.cursor);
    assert_eq!(empty.cursor, page.cursor);
    assert!(empty.entries.is_empty() && empty.grants.is_empty());

    writer.post(&world, &writer.next(&world)).ok::<Appended>();
    let next = administrator.sync(&world, page.cursor);
    assert_eq!((next.entries.len(), next.grants.len()), (1, 0));
}

/// For a browser whose own clock may be wrong.
#[test]
fn a_page_tells_what_time_it_is() {
    let (world, administrator) = World::open();
    for path in ["/api/staff/sync", "/api/staff/sync?before=0"] {
        let answer = administrator.call(&world, "GET", path).send();
        assert_eq!(answer.header("date"), Some("Tue, 24 Nov 2026 01:00:00 GMT"), "{path}");
    }
}

#[test]
fn a_newly_granted_case_reaches_an_old_cursor_whole() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    world.writer();
    let colleague = administrator.bring(&world, "ward");
    let ward = second_team(&world, "区の窓口", Some(colleague.id));
    world
        .database
        .execute(&format!("DELETE FROM memberships WHERE staff = '{}' AND team <> '{ward}'", colleague.id));
    let before = colleague.sync(&world, 0);
    assert!(before.entries.is_empty());
    // As a handover will write it: the grant, then every entry it opens.
    world.database.execute(&format!(
        "INSERT INTO grants VALUES ('{0}', '{ward}', 1, 5, 'AAAA');
         INSERT INTO feed (team, case_id, kind, ref) SELECT '{ward}', '{0}', 1, 5
             UNION ALL SELECT '{ward}', '{0}', 2, seq FROM entries WHERE case_id = '{0}'",
        writer.case
    ));
    let page = colleague.sync(&world, before.cursor);
    assert_eq!(page.entries.len(), 2);
    assert_eq!(page.grants[0].recipient, Recipient::Team { id: ward, version: 1 });
    assert_eq!(page.holders.len(), 1);
    assert_eq!(page.holders[0].teams.len(), 2);
    let both = administrator.sync(&world, 0);
    assert_eq!(both.holders.len(), 1);
    assert_eq!(both.entries.len(), 4);
}

#[test]
fn a_case_held_by_two_of_my_teams_comes_once() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let ward = second_team(&world, "区の窓口", Some(administrator.id));
    world.database.execute(&format!(
        "INSERT INTO grants VALUES ('{0}', '{ward}', 1, 5, 'AAAA');
         INSERT INTO feed (team, case_id, kind, ref) SELECT '{ward}', '{0}', 1, 5
             UNION ALL SELECT '{ward}', '{0}', 2, seq FROM entries WHERE case_id = '{0}'",
        writer.case
    ));
    let page = administrator.sync(&world, 0);
    assert_eq!((page.grants.len(), page.entries.len()), (2, 2));
}

#[test]
fn whoever_has_no_key_sees_no_case_until_it_is_sealed_to_them() {
    let (world, administrator) = World::open();
    world.writer();
    let colleague = administrator.invite(&world, "new");
    assert!(colleague.sync(&world, 0).entries.is_empty());
    administrator.seal(&world, colleague.id).done();
    assert_eq!(colleague.sync(&world, 0).entries.len(), 2);
}

#[test]
fn pages_join_without_a_gap_or_a_repeat() {
    let (world, administrator) = World::open();
    let cases = 400;
    for _ in 0..cases {
        world.writer();
    }
    let (mut cursor, mut pages, mut entries) = (0, 0, BTreeSet::new());
    loop {
        let page = administrator.sync(&world, cursor);
        assert!(page.cursor > cursor);
        cursor = page.cursor;
        pages += 1;
        for stored in &page.entries {
            assert!(entries.insert(stored.seq));
        }
        if !page.more {
            break;
        }
        assert!(page.entries.len() + page.grants.len() <= SYNC_ROWS as usize);
    }
    assert_eq!(entries.len(), cases * 2);
    assert_eq!(pages, 2);
}

#[test]
fn a_page_is_never_larger_than_a_worker_can_hold() {
    let (world, administrator) = World::open();
    for _ in 0..10 {
        world.writer();
    }
    world.database.execute("UPDATE entries SET size = 1500000");
    let (mut cursor, mut entries) = (0, 0);
    loop {
        let page = administrator.sync(&world, cursor);
        assert!(page.entries.len() <= 2);
        entries += page.entries.len();
        cursor = page.cursor;
        if !page.more {
            break;
        }
    }
    assert_eq!(entries, 20);
}

#[test]
fn a_cursor_that_is_none_is_refused_kindly() {
    let (world, administrator) = World::open();
    for query in ["after=-1", "after=x", "since=1"] {
        let call = administrator.call(&world, "GET", &format!("/api/staff/sync?{query}"));
        call.send().invalid("after");
    }
    world.get("/api/staff/sync").send().refused(ErrorCode::Unauthorised);
}

/// Everything, from the newest case back, with the cursor to go on from.
fn whole(
    world: &World,
    reader: &crate::support::Colleague,
    mut between: impl FnMut(),
) -> (Vec<SyncPage>, i64) {
    let (mut pages, mut before, mut until) = (Vec::new(), 0, 0);
    loop {
        let path = format!("/api/staff/sync?before={before}&after={until}");
        let page: SyncPage = reader.call(world, "GET", &path).send().ok();
        until = page.newest.unwrap();
        assert!(before == 0 || page.cursor < before);
        before = page.cursor;
        pages.push(page);
        if !pages.last().unwrap().more {
            return (pages, until);
        }
        between();
    }
}

#[test]
fn whole_cases_come_with_the_one_in_which_something_came_last_first() {
    let (world, administrator) = World::open();
    let (old, new) = (world.writer(), world.writer());
    old.post(&world, &old.next(&world)).ok::<Appended>();
    let (pages, until) = whole(&world, &administrator, || ());
    let page = &pages[0];
    assert_eq!(page.grants.iter().map(|grant| grant.case).collect::<Vec<_>>(), [old.case, new.case]);
    let of = |case| page.entries.iter().filter(|stored| stored.entry.case == case).count();
    assert_eq!((of(old.case), of(new.case), page.more), (3, 2, false));
    assert!(
        page.entries.windows(2).all(|two| two[0].entry.case != two[1].entry.case || two[0].seq < two[1].seq)
    );
    assert_eq!(until, administrator.sync(&world, 0).cursor);
    assert!(administrator.sync(&world, until).entries.is_empty());
    old.delete(&world).done();
    let (pages, _) = whole(&world, &administrator, || ());
    assert_eq!((pages[0].grants.len(), pages[0].erased.as_slice()), (1, [old.case].as_slice()));
}

#[test]
fn what_comes_while_whole_cases_are_fetched_is_not_lost_and_not_torn() {
    let (world, administrator) = World::open();
    let writers: Vec<_> = (0..400).map(|_| world.writer()).collect();
    let first = &writers[0];
    let (pages, until) = whole(&world, &administrator, || drop(first.post(&world, &first.next(&world))));
    assert_eq!(pages.len(), 2);
    let mut seqs = BTreeSet::new();
    let entries: Vec<_> = pages.iter().flat_map(|page| &page.entries).collect();
    assert!(entries.iter().all(|stored| seqs.insert(stored.seq)), "each once");
    let of_first = entries.iter().filter(|stored| stored.entry.case == first.case).count();
    assert!(of_first >= 2, "its beginning is there, though something came meanwhile");
    let later = administrator.sync(&world, until);
    assert!(later.entries.iter().any(|stored| stored.entry.case == first.case));
    let granted: BTreeSet<_> = pages.iter().flat_map(|page| &page.grants).map(|grant| grant.case).collect();
    assert_eq!(granted.len(), 400);
}

#[test]
fn a_page_of_whole_cases_is_never_larger_than_a_worker_can_hold() {
    let (world, administrator) = World::open();
    for _ in 0..10 {
        world.writer();
    }
    world.database.execute("UPDATE entries SET size = 1500000");
    let (pages, _) = whole(&world, &administrator, || ());
    assert_eq!(pages.len(), 10, "one case each");
    assert!(pages.iter().all(|page| page.entries.len() == 2));
}

#[test]
fn whole_cases_are_for_those_who_hold_them() {
    let (world, administrator) = World::open();
    world.writer();
    let newcomer = administrator.invite(&world, "new");
    let (pages, until) = whole(&world, &newcomer, || ());
    assert!(pages[0].entries.is_empty() && pages[0].grants.is_empty() && until == 0);
    let other = administrator.bring(&world, "other");
    let ward = second_team(&world, "区の窓口", Some(other.id));
    world
        .database
        .execute(&format!("DELETE FROM memberships WHERE staff = '{}' AND team <> '{ward}'", other.id));
    assert!(whole(&world, &other, || ()).0[0].entries.is_empty());
    world.get("/api/staff/sync?before=0").send().refused(ErrorCode::Unauthorised);
}

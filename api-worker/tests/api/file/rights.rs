//! Whose files they are.

use super::{fetches, gives, lie, mine, my_path, new, path, put, sends, takes_out};
use crate::support::staff::second_team;
use crate::support::{World, Writer};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::staff_case::StaffAppend;

#[test]
fn nobody_reaches_a_file_of_a_case_that_is_not_theirs() {
    let (world, one) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    let file = new(&world);
    sends(&world, &writer, file, b"sealed").done();
    // Another mailbox, with a name that it knows.
    mine(&world, &other, "GET", file).send().refused(ErrorCode::Forbidden);
    let forged = Writer { token: [1; 32], ..writer_of(&writer) };
    mine(&world, &forged, "GET", file).send().refused(ErrorCode::Unauthorised);
    sends(&world, &forged, new(&world), b"x").refused(ErrorCode::Unauthorised);
    world.get(&my_path(file)).send().refused(ErrorCode::Unauthorised);
    put(world.call("PUT", &my_path(file)), b"x").refused(ErrorCode::Unauthorised);
    // The wrong case, no case, no file.
    fetches(&world, &one, other.case, file).refused(ErrorCode::Forbidden);
    fetches(&world, &one, writer.case, new(&world)).refused(ErrorCode::Forbidden);
    for path in
        [format!("/api/staff/cases/x/files/{file}"), format!("/api/staff/cases/{}/files/x", writer.case)]
    {
        one.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
        put(one.call(&world, "PUT", &path), b"x").refused(ErrorCode::Forbidden);
        one.call(&world, "DELETE", &path).send().refused(ErrorCode::Forbidden);
    }
    world.get(&path(writer.case, file)).send().refused(ErrorCode::Unauthorised);
    put(world.call("PUT", &path(writer.case, file)), b"x").refused(ErrorCode::Unauthorised);
    // Who only counts, who has no key yet, and another team.
    let newcomer = one.invite(&world, "newcomer");
    fetches(&world, &newcomer, writer.case, file).refused(ErrorCode::Forbidden);
    gives(&world, &newcomer, writer.case, new(&world), b"x").refused(ErrorCode::Forbidden);
    let grants = format!("grants SET {{}} WHERE version > 0 AND case_id = '{}'", writer.case);
    world.database.execute(&format!("UPDATE {}", grants.replace("{}", "mask = 4")));
    fetches(&world, &one, writer.case, file).refused(ErrorCode::Forbidden);
    gives(&world, &one, writer.case, new(&world), b"x").refused(ErrorCode::Forbidden);
    let ward = second_team(&world, "区の窓口", None);
    world
        .database
        .execute(&format!("UPDATE {}", grants.replace("{}", &format!("mask = 7, recipient = '{ward}'"))));
    fetches(&world, &one, writer.case, file).refused(ErrorCode::Forbidden);
    gives(&world, &one, writer.case, new(&world), b"x").refused(ErrorCode::Forbidden);
    assert_eq!((world.database.count("files"), lie(&world)), (1, 1));
    // From another site.
    let call = mine(&world, &writer, "PUT", new(&world)).header("sec-fetch-site", "cross-site");
    put(call, b"x").refused(ErrorCode::CrossSite);
}

fn writer_of(writer: &Writer) -> Writer {
    Writer {
        mailbox: writer.mailbox,
        token: writer.token,
        case: writer.case,
        letter: writer.letter.clone(),
        conversation: writer.conversation,
        facts: writer.facts,
    }
}

#[test]
fn nobody_takes_out_what_is_named_or_not_theirs() {
    let (world, one) = World::open();
    let second = one.bring(&world, "second");
    let (writer, other) = (world.writer(), world.writer());
    let (photo, leaflet, draft) = (new(&world), new(&world), new(&world));
    sends(&world, &writer, photo, b"photo").done();
    gives(&world, &one, writer.case, leaflet, b"leaflet").done();
    gives(&world, &one, writer.case, draft, b"draft").done();
    let reply = one.entry(&world, writer.case, Compartment::Conversation, writer.conversation);
    let append = StaffAppend { entry: reply, grants: Vec::new(), closed: None, files: vec![leaflet] };
    one.append(&world, &append).ok::<Appended>();
    // All of it looks as if it had never been there.
    takes_out(&world, &one, writer.case, photo).done();
    takes_out(&world, &one, writer.case, leaflet).done();
    takes_out(&world, &one, other.case, draft).done();
    takes_out(&world, &second, writer.case, draft).done();
    world.call("DELETE", &path(writer.case, draft)).send().refused(ErrorCode::Unauthorised);
    let newcomer = one.invite(&world, "newcomer");
    takes_out(&world, &newcomer, writer.case, draft).refused(ErrorCode::Forbidden);
    let from_elsewhere = one.call(&world, "DELETE", &path(writer.case, draft));
    from_elsewhere.header("sec-fetch-site", "cross-site").send().refused(ErrorCode::CrossSite);
    for file in [photo, leaflet, draft] {
        assert_eq!(fetches(&world, &one, writer.case, file).status, 200);
    }
    // Whoever only counts, and another team.
    let grants = format!("grants SET {{}} WHERE version > 0 AND case_id = '{}'", writer.case);
    world.database.execute(&format!("UPDATE {}", grants.replace("{}", "mask = 4")));
    takes_out(&world, &one, writer.case, draft).refused(ErrorCode::Forbidden);
    let ward = second_team(&world, "区の窓口", None);
    let given = format!("mask = 7, recipient = '{ward}'");
    world.database.execute(&format!("UPDATE {}", grants.replace("{}", &given)));
    takes_out(&world, &one, writer.case, draft).refused(ErrorCode::Forbidden);
    assert_eq!((world.database.count("files"), lie(&world)), (3, 3));
}

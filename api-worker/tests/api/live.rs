use crate::support::World;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use madobe_api::http::live::{Listen, News, is_news};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;

#[test]
fn whoever_is_signed_in_may_listen_and_no_other_page_in_their_name() {
    let (world, administrator) = World::open();
    let path = "/api/staff/live";
    let asked = || administrator.call(&world, "GET", path).header("upgrade", "websocket");
    assert_eq!(asked().header("origin", "https://desk.example").send().status, 204);
    administrator.call(&world, "GET", path).send().invalid("upgrade");
    for (name, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        asked().header(name, value).send().refused(ErrorCode::CrossSite);
    }
    world.get(path).header("upgrade", "websocket").send().refused(ErrorCode::Unauthorised);
    administrator.call(&world, "DELETE", "/api/staff/session").send().done();
    asked().send().refused(ErrorCode::Unauthorised);
}

#[test]
fn a_socket_is_given_only_where_the_handler_says_so() {
    let (world, administrator) = World::open();
    let ask = |upgrade: &str| {
        let request = Request::builder()
            .uri("https://desk.example/api/staff/live")
            .header("cookie", &administrator.cookie)
            .header("upgrade", upgrade);
        let answer = pollster::block_on(world.serve(request.body(Body::empty()).unwrap()));
        (answer.extensions().get::<Listen>().is_some(), answer.extensions().get::<News>().is_some())
    };
    assert_eq!(ask("WebSocket"), (true, false));
    assert_eq!(ask("h2c"), (false, false));
}

#[test]
fn letters_and_replies_are_news_and_what_fails_is_none() {
    let done = |method: Method, path| is_news(&method, path, StatusCode::OK);
    for path in ["/api/mailboxes", "/api/mailbox/entries", "/api/staff/cases/x/entries", "/plain/write"] {
        assert!(done(Method::POST, path), "{path}");
        assert!(!is_news(&Method::POST, path, StatusCode::CONFLICT), "{path}");
    }
    assert!(is_news(&Method::DELETE, "/api/mailbox", StatusCode::NO_CONTENT));
    assert!(!done(Method::GET, "/api/mailbox"));
    for path in ["/api/staff/cases/x/seen", "/api/intake/challenge", "/api/staff/sign-in", "/api/arrivals"] {
        assert!(!done(Method::PUT, path), "{path}");
    }
    assert!(!done(Method::POST, "/api/intake/challenge"));
    assert!(!done(Method::DELETE, "/api/staff/cases/x/files/y"));
}

#[test]
fn what_i_have_seen_reaches_my_other_screens_and_nobody_else() {
    let (world, administrator) = World::open();
    let colleague = administrator.bring(&world, "second");
    let writer = world.writer();
    let cursor = administrator.sync(&world, 0).cursor;
    let see = |seq: i64| {
        let path = format!("/api/staff/cases/{}/seen", writer.case);
        administrator.call(&world, "PUT", &path).json(&serde_json::json!({ "seq": seq })).send().done();
    };
    let mine = |after| {
        let page = administrator.sync(&world, after);
        assert!(page.entries.is_empty() && page.grants.is_empty());
        (page.cursor, page.seen.iter().map(|seen| seen.seq).collect::<Vec<_>>())
    };
    let rows = world.database.count("feed");
    see(2);
    let (after, seen) = mine(cursor);
    assert_eq!(seen, [2]);
    see(2);
    assert_eq!(mine(after), (after, vec![]), "nothing new was seen");
    writer.post(&world, &writer.next(&world)).ok::<Appended>();
    let after = administrator.sync(&world, after).cursor;
    see(3);
    see(0);
    let (_, seen) = mine(after);
    assert_eq!(seen, [0], "as it is now");
    assert_eq!(world.database.count("feed"), rows + 2, "one row for each case and person");
    assert!(colleague.sync(&world, 0).seen.is_empty());
    writer.delete(&world).done();
    let left = administrator.sync(&world, 0);
    assert!(left.seen.is_empty() && left.erased == [writer.case]);
}

use crate::support::{Call, World, Writer};
use axum::body::Body;
use madobe_api::http::headers::FIXED;
use madobe_api::http::router::{Document, ROUTES};
use madobe_domain::limits::{BODY_BYTES, BOOK_BODY_BYTES, SMALL_BODY_BYTES};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::SignInStart;
use std::collections::BTreeSet;
use utoipa::OpenApi;

/// A path with something in its places.
fn filled(path: &str) -> String {
    path.replace("{case}", "x")
        .replace("{team}", "x")
        .replace("{invite}", "x")
        .replace("{kind}", "x")
        .replace("{draft}", "x")
        .replace("{book}", "x")
        .replace("{staff}", "x")
        .replace("{session}", "x")
        .replace("{passkey}", "x")
        .replace("{reservation}", "x")
}

#[test]
fn every_route_is_documented_and_everything_documented_is_a_route() {
    let document = serde_json::to_value(Document::openapi()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            documented.insert((method.clone(), path.clone()));
        }
    }
    let routes: BTreeSet<_> =
        ROUTES.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(documented, routes);

    let world = World::bare();
    for (method, path) in ROUTES {
        let answer = world.call(&method.to_uppercase(), &filled(path)).send();
        assert!(![404, 405].contains(&answer.status.as_u16()), "{method} {path}: {}", answer.status);
    }
    let served: serde_json::Value = world.get("/api/openapi.json").send().ok();
    assert_eq!(served, document);
}

#[test]
fn every_schema_that_is_named_is_there() {
    let text = Document::openapi().to_json().unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

#[test]
fn every_answer_carries_the_security_headers() {
    let (world, _) = World::open();
    for path in ["/api/health", "/api/desk", "/api/nothing", "/", "/nothing", "/leave", "/api/staff/session"]
    {
        let answer = world.get(path).send();
        for (name, value) in FIXED {
            assert_eq!(answer.header(name.as_str()), Some(value), "{path}");
        }
        assert!(answer.header("strict-transport-security").is_some());
        assert!(answer.header("cache-control").is_some() || answer.status == 404, "{path}");
    }
    assert_eq!(world.get("/api/health").send().header("cache-control"), Some("no-store"));
    assert_eq!(world.get("/api/staff/session").send().header("cache-control"), Some("no-store"));
}

#[test]
fn health_says_so() {
    let health: serde_json::Value = World::bare().get("/api/health").send().ok();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn what_is_no_route_says_so_in_json() {
    let world = World::bare();
    for path in ["/api", "/api/", "/api/nothing", "/api/staff", "/api/desk/", "/api/staff/cases/x"] {
        world.get(path).send().refused(ErrorCode::NotFound);
    }
    for (method, path) in
        [("DELETE", "/api/desk"), ("GET", "/api/mailboxes"), ("PATCH", "/api/staff/session"), ("POST", "/")]
    {
        let answer = world.call(method, path).send();
        answer.refused(ErrorCode::Method);
    }
    assert_eq!(world.call("HEAD", "/api/desk").send().status, 200);
}

#[test]
fn a_change_that_another_site_asks_for_is_refused() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let own = "https://desk.example";
    let refused: [(&str, &str); 7] = [
        ("origin", "https://elsewhere.example"),
        ("origin", "https://desk.example:8443"),
        ("origin", "https://desk.example.elsewhere.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "?"),
    ];
    for (name, value) in refused {
        for (method, path) in ROUTES.iter().filter(|(method, _)| *method != "get") {
            let call = administrator.call(&world, &method.to_uppercase(), &filled(path));
            call.header(name, value).send().refused(ErrorCode::CrossSite);
        }
        let delete = world.call("DELETE", "/api/mailbox").header("authorization", &writer.bearer());
        delete.header(name, value).send().refused(ErrorCode::CrossSite);
        world.get("/api/desk").header(name, value).send().ok::<serde_json::Value>();
    }
    for (name, value) in [("origin", own), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none")] {
        world.post("/api/intake/challenge").header(name, value).send().ok::<serde_json::Value>();
    }
    assert_eq!(writer.page(&world).entries.len(), 2);
}

/// Every route that takes a body, with someone who may send one.
fn bodies<'a>(world: &'a World, cookie: &str, bearer: &str) -> Vec<(Call<'a>, usize)> {
    let call =
        |method: &str, path: &str| world.call(method, path).cookie(cookie).header("authorization", bearer);
    vec![
        (call("POST", "/api/mailboxes"), BODY_BYTES),
        (call("POST", "/api/mailbox/entries"), BODY_BYTES),
        (call("POST", "/api/staff/setup"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/join/check"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/join"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/sign-in/start"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/sign-in"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/sign-in/passkey"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/passkeys"), SMALL_BODY_BYTES),
        (call("POST", "/api/staff/invites"), SMALL_BODY_BYTES),
        (call("PUT", "/api/staff/desk"), BODY_BYTES),
        (call("PUT", "/api/staff/books/views"), BOOK_BODY_BYTES),
        (call("PUT", "/api/staff/presence"), SMALL_BODY_BYTES),
    ]
}

#[test]
fn a_body_is_json_of_its_size_and_its_fields() {
    let (world, administrator) = World::open();
    let bearer = world.writer().bearer();
    let all = || bodies(&world, &administrator.cookie, &bearer);
    for (call, _) in all() {
        call.send().refused(ErrorCode::ContentType);
    }
    for (call, _) in all() {
        call.header("content-type", "text/plain").raw("{}").send().refused(ErrorCode::ContentType);
    }
    for broken in ["", "{", "[1,2", "null", "{}", "{\"unknown\":1}", "\"text\"", "{} {}", "\u{feff}{}"] {
        for (call, _) in all() {
            call.text(broken).send().refused(ErrorCode::Malformed);
        }
    }
    for (call, most) in all() {
        call.text(" ".repeat(most + 1)).send().refused(ErrorCode::TooLarge);
    }
    for (call, most) in all() {
        let declared = call.header("content-length", &(most + 1).to_string());
        declared.text("{}").send().refused(ErrorCode::TooLarge);
    }
    for (call, most) in all() {
        call.text(" ".repeat(most)).send().refused(ErrorCode::Malformed);
    }
    assert!(world.log.0.borrow().is_empty());
}

#[test]
fn a_body_is_not_read_before_its_sender_is_known() {
    let world = World::bare();
    for path in ["/api/staff/invites", "/api/mailbox/entries"] {
        let call = world.post(path).header("content-type", "application/json");
        call.raw(Body::from(" ".repeat(10 * BODY_BYTES))).send().refused(ErrorCode::Unauthorised);
    }
}

#[test]
fn a_field_that_may_not_be_is_named_and_never_quoted() {
    let (world, _) = World::open();
    let writer = Writer::new(&world);
    let letter = serde_json::to_value(&writer.letter).unwrap();
    let cases = [
        ("/mailbox", "mailbox", serde_json::json!("secret words")),
        ("/token_hash", "token_hash", serde_json::json!(5)),
        ("/entries/1/sealed", "entries[1].sealed", serde_json::json!("?")),
        ("/entries/0/sealed", "entries[0].sealed", serde_json::json!("A".repeat(90_000))),
        ("/entries/0/author", "entries[0].author", serde_json::json!("somebody")),
        ("/work/challenge/bits", "work.challenge.bits", serde_json::json!(1000)),
    ];
    for (pointer, field, value) in cases {
        let mut body = letter.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = world.post("/api/mailboxes").json(&body).send();
        assert_eq!(answer.refused(ErrorCode::Invalid).field.as_deref(), Some(field));
        assert!(!answer.text().contains("secret"));
    }
    for pointer in ["", "/entries/0", "/grants/0", "/work", "/work/challenge"] {
        let mut body = letter.clone();
        body.pointer_mut(pointer).unwrap()["unknown"] = serde_json::json!(1);
        world.post("/api/mailboxes").json(&body).send().refused(ErrorCode::Malformed);
    }
}

#[test]
fn nothing_of_who_asked_is_kept() {
    let (world, administrator) = World::open();
    let mut writer = Writer::new(&world);
    world.counters.minute_over();
    let call = world.post("/api/mailboxes").from("203.0.113.77").header("user-agent", "Browser/99");
    call.header("referer", "https://before.example/").json(&writer.letter).send().ok::<serde_json::Value>();
    writer.token = [0; 32];
    administrator.call(&world, "GET", "/api/staff/session").from("203.0.113.77").send();
    world.post("/api/staff/sign-in/start").json(&SignInStart { login: "first".into() }).send();
    let tables = world.database.query("SELECT name FROM sqlite_schema WHERE type = 'table'");
    for table in tables {
        let rows = world.database.query(&format!("SELECT * FROM {}", table["name"].as_str().unwrap()));
        let dump = serde_json::to_string(&rows).unwrap();
        for trace in ["203.0.113", "Browser/99", "before.example"] {
            assert!(!dump.contains(trace), "{table:?}");
        }
    }
}

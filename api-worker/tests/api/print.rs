//! Printed matter and the counts of its addresses.

use crate::support::{Colleague, World};
use madobe_domain::desk::place::Place;
use madobe_domain::wire::desk::Arrived;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;
use serde_json::json;

fn opened() -> (World, Colleague) {
    let (world, administrator) = World::open();
    {
        let mut pages = world.pages.0.borrow_mut();
        let sheet = "<!--madobe:size-->|<!--madobe:address-->|<!--madobe:desk-name-->|<!--madobe:reply-->|\
            <!--madobe:if-place-->P<!--madobe:end-->|<!--madobe:if-read-en-->Back|<!--madobe:end--><!--madobe:qr-->";
        for name in
            ["/print-leaflet.html", "/print-cards.html", "/easy/print-poster.html", "/en/print-leaflet.html"]
        {
            pages.insert(name, sheet.to_owned());
        }
        pages.insert(
            "/print.html",
            "<!--madobe:places-->|<!--madobe:months-->|<!--madobe:if-rows--><!--madobe:rows--><!--madobe:end-->\
                <!--madobe:if-none-->none<!--madobe:end-->"
                .to_owned(),
        );
        pages.insert("/en/print.html", "What to print".to_owned());
        pages.insert("/index.html", "home<!--madobe:if-printed--> printed<!--madobe:end-->".to_owned());
        pages.insert("/not-found.html", "not here".to_owned());
    }
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    change.settings.name = "<窓>".to_owned();
    change.settings.places = vec![
        Place { code: "bcd2".to_owned(), name: "図書<館>".to_owned() },
        Place { code: "bcd3".to_owned(), name: "学校".to_owned() },
    ];
    administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
    (world, administrator)
}

fn sheet(world: &World, by: &Colleague, query: &str) -> String {
    let answer = by.call(world, "GET", &format!("/api/staff/print/sheet?{query}")).send();
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.text()
}

#[test]
fn a_sheet_holds_the_address_of_its_place() {
    let (world, administrator) = opened();
    let member = administrator.bring(&world, "second");
    let leaflet = sheet(&world, &member, "place=bcd2&sheet=leaflet&language=japanese");
    let (head, picture) = leaflet.split_once("|<svg").unwrap();
    assert_eq!(
        head,
        "leaflet|desk.example<wbr><span>/p/bcd2</span>|&lt;窓&gt;|返事は、窓口が開いている日で数えて、2日のうちに届きます。|P"
    );
    assert!(picture.contains("shape-rendering"));
    let poster = sheet(&world, &member, "place=bcd3&sheet=poster_a3&language=easy");
    assert!(poster.starts_with("poster-a3|desk.example<wbr><span>/easy/p/bcd3</span>|"), "{poster}");
    let plain = sheet(&world, &member, "place=&sheet=leaflet&language=english");
    assert!(
        plain.starts_with("leaflet|desk.example<wbr><span>/en/</span>|") && plain.contains("||<svg"),
        "{plain}"
    );
}

#[test]
fn whoever_is_not_signed_in_is_led_to_where_one_can() {
    let (world, administrator) = opened();
    for path in ["/api/staff/print", "/api/staff/print/sheet?sheet=cards&language=japanese"] {
        let answer = world.get(path).send();
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/staff")), "{path}");
        assert!(answer.body.is_empty());
    }
    for odd in ["", "sheet=book&language=japanese", "sheet=cards&language=japanese&colour=red", "sheet=cards"]
    {
        let path = format!("/api/staff/print/sheet?{odd}");
        administrator.call(&world, "GET", &path).send().invalid("sheet");
    }
    for place in ["abcd", "bcd9", "%3Cb%3E"] {
        let path = format!("/api/staff/print/sheet?sheet=cards&language=japanese&place={place}");
        administrator.call(&world, "GET", &path).send().invalid("place");
    }
}

#[test]
fn whoever_prints_is_asked_in_their_language() {
    let (world, administrator) = opened();
    let asked = |query: &str| administrator.call(&world, "GET", &format!("/api/staff/print{query}")).send();
    assert_eq!(asked("?language=english").text(), "What to print");
    for first in ["", "?language=japanese", "?language=easy"] {
        assert!(asked(first).text().contains("bcd2"), "{first}");
    }
    let back = sheet(&world, &administrator, "sheet=cards&language=japanese&read=english");
    assert!(back.contains("|Back|"), "{back}");
    asked("?language=greek").invalid("language");
    asked("?colour=red").invalid("language");
}

fn arrive(world: &World, code: &str) -> Arrived {
    world.post("/api/arrivals").json(&json!({ "place": code })).send().ok()
}

#[test]
fn arrivals_are_counted_by_place_and_month_and_hold_nothing_else() {
    let (world, mut administrator) = opened();
    assert_eq!(arrive(&world, "bcd2").place.as_deref(), Some("図書<館>"));
    arrive(&world, "bcd2");
    arrive(&world, "bcd3");
    world.clock.forward(31 * 24 * 3600);
    arrive(&world, "bcd2");
    for odd in ["", "abcd", "bcd9", "'; DROP TABLE arrivals; --", &"b".repeat(5000)] {
        assert_eq!(arrive(&world, odd), Arrived { place: None }, "{odd}");
    }
    let rows = world.database.query("SELECT * FROM arrivals ORDER BY month, place");
    let rows: Vec<serde_json::Value> = rows.into_iter().map(serde_json::Value::from).collect();
    assert_eq!(
        rows,
        [
            json!({ "count": 2, "month": "2026-11", "place": "bcd2" }),
            json!({ "count": 1, "month": "2026-11", "place": "bcd3" }),
            json!({ "count": 1, "month": "2026-12", "place": "bcd2" })
        ]
    );
    // A month later one has to sign in again.
    let sign_in = administrator.sign_in(&world);
    administrator.cookie = world.post("/api/staff/sign-in").json(&sign_in).send().cookie();
    // A place that was taken off the list stands there under its code.
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    change.settings.places.pop();
    administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
    let index = administrator.call(&world, "GET", "/api/staff/print").send().text();
    assert!(index.contains("<th scope=\"col\">2026/12</th><th scope=\"col\">2026/11</th>"), "{index}");
    assert!(
        index.contains("図書&lt;館&gt; <small>bcd2</small></th><td>1</td><td>2</td><td>0</td>"),
        "{index}"
    );
    assert!(index.contains("<th scope=\"row\"> <small>bcd3</small></th><td>0</td><td>1</td>"), "{index}");
    assert!(!index.contains("none") && !index.contains("value=\"bcd3\""));
}

#[test]
fn a_flood_changes_a_number_and_is_slowed() {
    let (world, _) = opened();
    for _ in 0..120 {
        arrive(&world, "bcd2");
    }
    world.post("/api/arrivals").json(&json!({ "place": "bcd2" })).send().refused(ErrorCode::Wait);
    assert_eq!(world.database.query("SELECT count FROM arrivals")[0]["count"], 120);
    world.counters.minute_over();
    arrive(&world, "bcd2");
    for odd in [json!({}), json!({ "place": 3 }), json!({ "place": "bcd2", "who": "me" }), json!(["bcd2"])] {
        let answer = world.post("/api/arrivals").json(&odd).send();
        assert!((400..500).contains(&answer.status.as_u16()), "{odd}");
    }
}

#[test]
fn looking_at_a_printed_address_counts_nothing() {
    let (world, _) = opened();
    for path in ["/p/bcd2", "/p/bcd9", "/p/", "/p/%3Cscript%3E"] {
        let answer = world.get(path).send();
        assert_eq!((answer.status.as_u16(), answer.text()), (200, "home printed".to_owned()), "{path}");
    }
    assert_eq!(world.get("/").send().text(), "home");
    assert_eq!(world.get("/p/bcd2/more").send().status, 404);
    assert_eq!(world.get("/api/arrivals").send().status, 405);
    assert_eq!(world.database.count("arrivals"), 0);
}

#[test]
fn a_desk_without_places_says_so() {
    let (world, administrator) = World::open();
    let page = "<!--madobe:if-rows-->rows<!--madobe:end--><!--madobe:if-none-->none<!--madobe:end-->";
    world.pages.0.borrow_mut().insert("/print.html", page.to_owned());
    assert_eq!(administrator.call(&world, "GET", "/api/staff/print").send().text(), "none");
}

/// What a camera reads in the picture, each module four dots wide.
fn decoded(sheet: &str) -> String {
    const DOTS: usize = 4;
    let side: usize =
        sheet.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let path = sheet.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut dark = vec![false; side * side];
    for square in path.split('M').skip(1) {
        let (x, rest) = square.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), rest.split('h').next().unwrap().parse().unwrap());
        dark[y * side + x] = true;
    }
    let shade = |x: usize, y: usize| if dark[y / DOTS * side + x / DOTS] { 0 } else { 255 };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * DOTS, side * DOTS, shade);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn a_camera_reads_the_address_of_the_place() {
    let (world, administrator) = opened();
    let read = |query: &str| decoded(&sheet(&world, &administrator, query));
    assert_eq!(read("place=bcd2&sheet=cards&language=japanese"), "https://desk.example/p/bcd2");
    assert_eq!(read("place=bcd3&sheet=poster_a4&language=easy"), "https://desk.example/easy/p/bcd3");
    assert_eq!(read("sheet=leaflet&language=english"), "https://desk.example/en/");
}

use crate::support::sqlite::Break;
use crate::support::{Colleague, World};
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::line_times::LineTimes;
use madobe_domain::desk::settings::{CrisisLine, LineKind};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

fn world() -> World {
    opened().0
}

fn opened() -> (World, Colleague) {
    let (world, administrator) = World::open();
    {
        let mut pages = world.pages.0.borrow_mut();
        pages.insert("/index.html", "<b><!--madobe:promise--></b><!--madobe:night-->".to_owned());
        pages.insert(
            "/about.html",
            "<b><!--madobe:desk-name--></b> <!--madobe:retention--> <!--madobe:new-->".to_owned(),
        );
        pages.insert("/crisis.html", "<main><!--madobe:lines--></main>".to_owned());
        for name in ["/easy/index.html", "/en/index.html"] {
            pages.insert(name, "<i><!--madobe:promise--></i><!--madobe:night-->".to_owned());
        }
        pages.insert("/en/crisis.html", "<main><!--madobe:lines--></main>".to_owned());
        pages.insert("/en/not-found.html", "not here, in English".to_owned());
        pages.insert("/staff.html", "<div id=\"app\"></div>".to_owned());
        pages.insert("/not-found.html", "not here".to_owned());
    }
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    change.settings.name = "<b>窓辺</b> & \"友\"".to_owned();
    change.settings.exit_url = "https://weather.example/".to_owned();
    let line = |name: &str, kind, contact: &str, checked: &str| CrisisLine {
        name: name.to_owned(),
        kind,
        contact: contact.to_owned(),
        hours: "毎日 <いつでも>".to_owned(),
        free: true,
        source: "https://source.example/".to_owned(),
        checked_on: checked.parse().unwrap(),
        ..CrisisLine::default()
    };
    change.settings.lines = vec![
        line("電話の<窓>", LineKind::Phone, "000-0000-0001", "2026-11-01"),
        line("文字の窓", LineKind::Text, "https://chat.example/?a=1&b=2", "2026-01-01"),
    ];
    administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
    (world, administrator)
}

#[test]
fn the_promise_is_a_date_and_the_night_has_its_voice() {
    let world = world();
    let day = world.get("/").send();
    assert_eq!(day.text(), "<b>11月26日（木）</b>");
    assert_eq!(day.header("content-type"), Some("text/html; charset=utf-8"));
    world.clock.forward(13 * 3600);
    assert!(world.get("/").send().text().contains("<p class=\"night\">こんばんは。"));
}

#[test]
fn a_desk_that_takes_no_letters_says_so_and_promises_no_day() {
    let (world, administrator) = opened();
    {
        let page =
            "<!--madobe:paused--><!--madobe:if-promise--><li><!--madobe:promise--></li><!--madobe:end-->.";
        world.pages.0.borrow_mut().insert("/write.html", page.to_owned());
    }
    assert_eq!(world.get("/write").send().text(), "<li>11月26日（木）</li>.");
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    change.settings.paused = Some("<年末>".to_owned());
    administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
    let page = world.get("/write").send().text();
    assert!(
        page.contains("いまは、新しい相談を") && page.contains("&lt;年末&gt;") && !page.contains("<li>"),
        "{page}"
    );
    world.clock.forward(3600);
    world.edge.broken.set(true);
    world.database.break_next(Break::Before);
    assert_eq!(world.get("/write").send().text(), ".");
}

#[test]
fn an_address_names_its_language() {
    let world = world();
    for path in ["/en", "/en/"] {
        assert_eq!(world.get(path).send().text(), "<i>Thu 26 Nov</i>", "{path}");
    }
    assert_eq!(world.get("/easy").send().text(), "<i>11月26日（木）</i>");
    let crisis = world.get("/en/crisis").send().text();
    assert!(crisis.contains("電話の&lt;窓&gt;") && !crisis.contains("時間は変わる"), "{crisis}");
    for (path, words) in [
        ("/en/nothing", "not here, in English"),
        ("/english", "not here"),
        ("/en/staff", "not here, in English"),
    ] {
        let answer = world.get(path).send();
        assert_eq!((answer.status.as_u16(), answer.text()), (404, words.to_owned()), "{path}");
    }
    world.clock.forward(13 * 3600);
    assert!(world.get("/en").send().text().contains("<p class=\"night\">"));
}

#[test]
fn what_the_operator_wrote_is_text_and_never_markup() {
    let world = world();
    let about = world.get("/about").send().text();
    assert_eq!(about, "<b>&lt;b&gt;窓辺&lt;/b&gt; &amp; &quot;友&quot;</b> 180日 ");
    let crisis = world.get("/crisis").send().text();
    assert!(crisis.contains("電話の&lt;窓&gt;") && crisis.contains("毎日 &lt;いつでも&gt;"));
    assert!(crisis.contains("href=\"tel:00000000001\""), "{crisis}");
    assert!(crisis.contains("href=\"https://chat.example/?a=1&amp;b=2\""));
    assert!(crisis.find("文字の窓").unwrap() < crisis.find("電話の").unwrap());
    assert_eq!(crisis.matches("時間は変わることがあります").count(), 1);
}

#[test]
fn without_the_database_and_the_edge_a_page_is_served_without_its_facts() {
    let world = world();
    world.clock.forward(3600);
    world.edge.broken.set(true);
    world.database.break_next(Break::Before);
    let answer = world.get("/").send();
    assert_eq!((answer.status.as_u16(), answer.text()), (200, "<b></b>".to_owned()));
    assert_eq!(world.log.0.take(), vec!["kv", "broken before"]);
}

#[test]
fn lines_are_shown_on_their_days_with_what_the_clock_says() {
    let (world, administrator) = opened();
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    let night = LineTimes {
        week: std::array::from_fn(|_| vec![Frame { open: 22 * 60, close: 29 * 60 }]),
        ..LineTimes::default()
    };
    change.settings.lines[0].times = Some(night);
    change.settings.lines[1].valid_to = Some("2026-11-25".parse().unwrap());
    administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok::<VersionedSettings>();
    let crisis = || world.get("/crisis").send().text();
    assert!(
        crisis().contains("<p class=\"promise\">つぎに話せるのは、きょう 22:00からです。</p>"),
        "{}",
        crisis()
    );
    assert!(crisis().contains("11月25日（水）までの窓口です。"));
    world.clock.forward(13 * 3600);
    assert!(crisis().contains("<p class=\"promise\">いま受付中（あした 5:00まで）</p>"), "{}", crisis());
    world.clock.forward(24 * 3600);
    assert!(crisis().contains("文字の窓"));
    world.clock.forward(3600);
    assert!(!crisis().contains("文字の窓") && !crisis().contains("文字で話せるところ"), "it is over");
    assert!(world.get("/en/crisis").send().text().contains("Open now, until 5:00 today"));
}

#[test]
fn a_line_says_that_times_may_change_from_the_ninetieth_day_on() {
    let (world, administrator) = opened();
    let mut change: VersionedSettings = administrator.call(&world, "GET", "/api/staff/desk").send().ok();
    let today = world.clock.0.get().date_in_japan();
    for (days, notes) in [(89, 0), (90, 1)] {
        for line in &mut change.settings.lines {
            line.checked_on = today;
        }
        change.settings.lines[0].checked_on = today - chrono::Days::new(days);
        change = administrator.call(&world, "PUT", "/api/staff/desk").json(&change).send().ok();
        let crisis = world.get("/crisis").send().text();
        assert_eq!(crisis.matches("時間は変わることがあります").count(), notes, "{days}");
    }
}

#[test]
fn a_page_that_a_browser_holds_is_not_sent_again() {
    let world = world();
    let first = world.get("/").send();
    let again = world.get("/").header("if-none-match", first.header("etag").unwrap()).send();
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(first.header("cache-control"), Some("no-cache"));
}

#[test]
fn every_staff_address_is_the_staff_page_and_any_other_is_not_found() {
    let world = world();
    for path in ["/staff", "/staff/", "/staff/cases/anything"] {
        assert_eq!(world.get(path).send().text(), "<div id=\"app\"></div>");
    }
    for path in ["/nothing", "/index.html", "/writes", "/staffs", "/..%2f"] {
        let answer = world.get(path).send();
        assert_eq!((answer.status.as_u16(), answer.text()), (404, "not here".to_owned()), "{path}");
    }
    world.post("/write").send().refused(ErrorCode::Method);
    assert!(world.call("HEAD", "/").send().body.is_empty());
}

#[test]
fn leaving_forgets_and_leads_somewhere_harmless() {
    let world = world();
    let answer = world.get("/leave").send();
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), Some("https://weather.example/"));
    assert_eq!(answer.header("clear-site-data"), Some(r#""cache", "cookies", "storage""#));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let bare = World::bare();
    bare.database.break_next(Break::Before);
    assert_eq!(bare.get("/leave").send().header("location"), Some("https://www.jma.go.jp/"));
}

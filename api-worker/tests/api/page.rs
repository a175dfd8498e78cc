use crate::support::sqlite::Break;
use crate::support::{Colleague, World, Writer};
use chrono::NaiveDateTime;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::line_times::LineTimes;
use madobe_domain::desk::settings::{Change, CrisisLine, DeskSettings, LineKind};
use madobe_domain::wire::desk::Desk;
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
    assert!(world.get("/").send().text().contains("<aside class=\"night\" id=\"night\"><p>こんばんは。"));
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
        assert_eq!(world.get(path).send().text(), "<i>Thu 26 November</i>", "{path}");
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
    assert!(world.get("/en").send().text().contains("<aside class=\"night\""));
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

fn at(world: &World, time: &str) {
    let local = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M").unwrap();
    world.clock.0.set(Timestamp::from_japan(local));
}

/// Changes the settings by hand, as a person at the desk would.
fn set(world: &World, administrator: &Colleague, change: impl FnOnce(&mut DeskSettings)) {
    let mut now: VersionedSettings = administrator.call(world, "GET", "/api/staff/desk").send().ok();
    change(&mut now.settings);
    administrator.call(world, "PUT", "/api/staff/desk").json(&now).send().ok::<VersionedSettings>();
}

#[test]
fn the_night_voice_speaks_from_ten_to_five_and_names_who_answers_tonight() {
    let (world, administrator) = opened();
    let frame = |open: u16, close: u16| Frame { open: open * 60, close: close * 60 };
    let every =
        |frame: Frame| Some(LineTimes { week: std::array::from_fn(|_| vec![frame]), ..LineTimes::default() });
    set(&world, &administrator, |settings| {
        let (mut late, mut early) = (settings.lines[1].clone(), settings.lines[1].clone());
        (late.name, late.contact) = ("夜の<窓>".to_owned(), "https://night.example/?a=1&b=2".to_owned());
        late.times = every(frame(22, 24));
        (early.name, early.times) = ("朝の窓".to_owned(), every(frame(0, 5)));
        // A voice is no answer in written words, and a line without hours is not said to be open.
        settings.lines[0].times = every(frame(0, 24));
        settings.lines.extend([late, early]);
    });
    for (time, speaks, names, silent) in [
        ("2026-11-24 21:59", false, "", "夜の&lt;"),
        ("2026-11-24 22:00", true, "夜の&lt;窓&gt;", "朝の窓"),
        ("2026-11-24 23:30", true, "https://night.example/?a=1&amp;b=2", "朝の窓"),
        ("2026-11-25 04:59", true, "朝の窓", "夜の&lt;"),
        ("2026-11-25 05:00", false, "", "朝の窓"),
    ] {
        at(&world, time);
        let page = world.get("/").send().text();
        assert_eq!(page.contains("id=\"night\""), speaks, "{time}: {page}");
        assert_eq!(page.contains("書いて大丈夫です"), speaks, "{time}");
        assert_eq!(page.contains("11月25日（水）の9:00から、順番に読みます"), speaks, "{time}: {page}");
        assert!(page.contains(names) && !page.contains(silent), "{time}: {page}");
        assert!(!page.contains("文字の窓") && !page.contains("電話の"), "{time}: {page}");
        for never in ["受付時間外", "営業時間", "休み", "すぐ"] {
            assert!(!page.contains(never), "{time}: {never}");
        }
        assert_eq!(world.get("/en").send().text().contains("Wed 25 November at 9:00"), speaks, "{time}");
    }
    // The hours of whoever answers are in the page's language; the name is the desk's own, and says so.
    at(&world, "2026-11-24 23:30");
    let english = world.get("/en").send().text();
    assert!(english.contains(" lang=\"ja\">夜の&lt;窓&gt;</a> Every day 22:00–24:00</li>"), "{english}");
    let easy = world.get("/easy").send().text();
    assert!(easy.contains("\">夜の&lt;窓&gt;</a> 毎日 22:00〜24:00</li>"), "{easy}");
}

#[test]
fn at_night_before_a_holiday_the_next_open_day_is_named() {
    let (world, mut administrator) = opened();
    at(&world, "2026-12-31 23:30");
    assert!(world.get("/").send().text().contains("2027年1月4日（月）の9:00から"));
    assert!(world.get("/en").send().text().contains("Mon 4 January 2027 at 9:00"));
    // Weeks later one has to sign in again.
    let sign_in = administrator.sign_in(&world);
    administrator.cookie = world.post("/api/staff/sign-in").json(&sign_in).send().cookie();
    set(&world, &administrator, |settings| settings.paused = Some("年末".to_owned()));
    let paused = world.get("/").send().text();
    assert!(paused.contains("こんばんは。") && !paused.contains("書いて大丈夫"), "{paused}");
    let world = World::bare();
    world.pages.0.borrow_mut().insert("/index.html", "<!--madobe:night-->".to_owned());
    at(&world, "2026-12-31 23:30");
    world.database.break_next(Break::Before);
    let bare = world.get("/").send().text();
    assert!(bare.contains("書いて大丈夫です") && !bare.contains("順番に"), "{bare}");
}

#[test]
fn the_reply_date_is_one_and_the_same_wherever_it_stands() {
    let (world, _) = opened();
    for (time, day, words) in [
        ("2026-11-20 16:59", "2026-11-25", "11月25日（水）"), // Friday; Monday the 23rd is a holiday
        ("2026-11-21 12:00", "2026-11-26", "11月26日（木）"), // Saturday
        ("2026-12-31 18:00", "2027-01-06", "1月6日（水）"),   // the last evening of the year
    ] {
        at(&world, time);
        let before: Desk = world.get("/api/desk").send().ok();
        assert_eq!(before.promise.to_string(), day, "before sending, {time}");
        assert!(world.get("/").send().text().contains(&format!("<b>{words}</b>")), "landing, {time}");
        let mut writer = Writer::new(&world);
        let made = writer.send_first(&world);
        assert_eq!(made.entries[0].promised, Some(before.promise), "receipt, {time}");
        assert_eq!(writer.page(&world).entries[0].promised, Some(before.promise), "mailbox, {time}");
    }
}

#[test]
fn who_can_read_shows_the_figures_of_the_desk_and_who_hears_a_complaint() {
    let (world, administrator) = opened();
    let page = "<b><!--madobe:retention--></b><!--madobe:complaints--><!--madobe:changes-->";
    world.pages.0.borrow_mut().insert("/about.html", page.to_owned());
    world.pages.0.borrow_mut().insert("/en/feedback.html", page.to_owned());
    assert_eq!(world.get("/about").send().text(), "<b>180日</b>");
    set(&world, &administrator, |settings| {
        settings.retention_days = 90;
        settings.complaints = Some("市の<相談>課 000-0000-0003".to_owned());
        let change = |on: &str, words: &str| Change { on: on.parse().unwrap(), words: words.to_owned() };
        settings.changes =
            vec![change("2026-11-20", "Larger <letters>."), change("2025-02-01", "More time.")];
    });
    let about = world.get("/about").send().text();
    assert!(about.starts_with("<b>90日</b>") && about.contains("市の&lt;相談&gt;課"), "{about}");
    let feedback = world.get("/en/feedback").send().text();
    assert!(feedback.contains("<li>Fri 20 November Larger &lt;letters&gt;.</li>"), "{feedback}");
    assert!(feedback.contains("<li>Sat 1 February 2025 More time.</li>"), "{feedback}");
}

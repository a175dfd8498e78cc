//! Writing: the form, the check page, the code.

use super::form::{Form, unescape};
use super::{Desk, bodies, code, shells};
use crate::support::World;
use crate::support::sqlite::Break;
use chrono::NaiveDateTime;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::line_times::LineTimes;
use madobe_domain::desk::settings::{CrisisLine, LineKind};
use madobe_domain::limits::PLAIN_FORM_BYTES;
use madobe_domain::log::record::{About, AgeBand, AnswerWish};

#[test]
fn a_letter_arrives_sealed_like_any_other() {
    let desk = Desk::open();
    desk.change(|change| change.settings.wards = vec!["やなぎ区".to_owned()]);
    let form =
        desk.letter("", "はじめて書きます。\n\n<b>ふつか</b> & \"みっか\"").set("wish", "think_together");
    let form =
        form.set("call_me", " そら ").set("about", "myself").set("age", "thirties").set("ward", "やなぎ区");
    let answer = desk.send(&form.tick("promise", "no_phone").tick("promise", "no_visit"));
    assert_eq!(answer.status, 200);
    let check = answer.text();
    assert_eq!(bodies(&check), ["はじめて書きます。\n\n<b>ふつか</b> & \"みっか\""]);
    assert!(!check.contains("<b>ふつか"), "what was typed is never markup");
    for words in
        ["一緒に考えてほしい", "そら", "30代", "やなぎ区", "電話をかけない", "11月26日（木）までに届きます"]
    {
        assert!(check.contains(words), "{words} in {check}");
    }
    let answer = desk.send(&Form::of(&check, "send").unwrap());
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("11月26日（木）までに届きます"), "{}", answer.text());
    assert!(!answer.text().contains("はじめて書きます"), "the receipt shows no letter");
    let code = code(&answer).unwrap();

    let view = desk.only_case();
    assert_eq!((view.letters, view.faults), (1, 0));
    assert_eq!(view.newest_words(), Some("はじめて書きます。\n\n<b>ふつか</b> & \"みっか\""));
    assert_eq!(view.call_me.as_deref(), Some("そら"));
    assert_eq!((view.about, view.answer), (Some(About::Myself), Some(AnswerWish::ThinkTogether)));
    assert_eq!((view.facts.age, view.facts.ward.as_deref()), (Some(AgeBand::Thirties), Some("やなぎ区")));
    assert!(view.promises.no_phone && view.promises.no_visit && !view.promises.no_handover);

    // Nothing readable went to the database or the log.
    for statement in desk.world.database.statements() {
        let values = format!("{:?}", statement.values);
        assert!(
            !values.contains("はじめて") && !values.contains(&code) && !values.contains("そら"),
            "{values}"
        );
    }
    assert!(desk.world.log.0.take().is_empty());
}

#[test]
fn one_field_is_enough_and_skipping_says_nothing() {
    let desk = Desk::open();
    desk.written("ひとこと");
    let view = desk.only_case();
    assert_eq!((view.call_me, view.about, view.answer), (None, None, None));
    assert!(!view.promises.any() && view.facts.age.is_none() && view.facts.ward.is_none());
}

#[test]
fn a_reload_or_a_second_press_is_the_same_letter_with_the_same_code() {
    let desk = Desk::open();
    let form = desk.checked("二回押しました。");
    let first = desk.send(&form);
    // Even where nothing more may be stretched: what is stored is answered without.
    let more = (0..25).map(|_| desk.send(&form)).collect::<Vec<_>>();
    for again in &more {
        assert_eq!((again.status, again.text()), (first.status, again.text()));
        assert_eq!(code(again), code(&first));
    }
    assert_eq!(desk.world.counters.keys().iter().filter(|key| *key == "plain").count(), 1);
    for (table, rows) in [("mailboxes", 1), ("cases", 1), ("grants", 2), ("entries", 2), ("feed", 3)] {
        assert_eq!(desk.world.database.count(table), rows, "{table}");
    }
}

#[test]
fn other_words_under_the_same_form_are_offered_as_the_next_letter() {
    let desk = Desk::open();
    let form = desk.checked("さいしょの言葉。");
    let first = code(&desk.send(&form)).unwrap();
    let answer = desk.send(&form.clone().set("letter", "書きなおした言葉。"));
    assert_eq!(code(&answer).unwrap(), first, "one form, one code");
    assert_eq!(bodies(&answer.text()), ["書きなおした言葉。"], "nothing is lost");
    assert_eq!(desk.only_case().letters, 1, "and nothing is sent unasked");
    let room = desk.send(&Form::of(&answer.text(), "write").unwrap());
    assert_eq!(bodies(&room.text()), ["さいしょの言葉。", "書きなおした言葉。"]);
    assert_eq!((desk.only_case().letters, desk.only_case().faults), (2, 0));
    assert_eq!(desk.world.database.count("mailboxes"), 1);
}

#[test]
fn after_half_an_hour_the_code_is_not_shown_again() {
    let desk = Desk::open();
    let form = desk.checked("あとで、だれかが「戻る」を押します。");
    let first = code(&desk.send(&form)).unwrap();
    desk.world.clock.forward(29 * 60);
    assert_eq!(code(&desk.send(&form)), Some(first.clone()));
    desk.world.clock.forward(2 * 60);
    for form in [form.clone(), form.set("letter", "ほかの言葉。")] {
        let answer = desk.send(&form);
        assert!(answer.status == 200 && answer.text().contains("届きました"));
        assert!(code(&answer).is_none() && !answer.text().contains(&first), "{}", answer.text());
        desk.world.counters.minute_over();
    }
    assert_eq!(desk.world.database.count("cases"), 1);
}

#[test]
fn a_form_that_was_open_for_too_long_keeps_the_words_and_asks_once_more() {
    let desk = Desk::open();
    let form = desk.checked("ゆっくり書きました。").tick("promise", "no_handover");
    desk.world.clock.forward(25 * 3600);
    let answer = desk.send(&form);
    assert_eq!(answer.status, 409);
    assert!(code(&answer).is_none() && desk.world.database.count("cases") == 0);
    let again = Form::of(&answer.text(), "send").unwrap();
    assert_ne!(again.get("ticket"), form.get("ticket"));
    let code = code(&desk.send(&again)).unwrap();
    assert!(desk.room(&code).contains("ほかのところに引きつがない</li>"));
}

#[test]
fn a_ticket_of_somebody_elses_making_is_none() {
    let desk = Desk::open();
    let form = desk.checked("言葉。");
    let mut forged = form.get("ticket").to_owned();
    let last = if forged.pop() == Some('A') { 'E' } else { 'A' };
    forged.push(last);
    for ticket in ["", "x", &forged, &"A".repeat(54)] {
        let answer = desk.send(&form.clone().set("ticket", ticket));
        assert!(code(&answer).is_none(), "{ticket}");
        assert_eq!(Form::of(&answer.text(), "send").unwrap().get("letter"), "言葉。", "the words stay");
    }
    assert_eq!(desk.world.database.count("cases"), 0);
}

#[test]
fn what_is_wrong_is_said_beside_the_field_and_everything_typed_stays() {
    let desk = Desk::open();
    let long = "あ".repeat(10_001);
    let cases = [
        ("", "まだ何も書かれていないようです"),
        (" \u{3000}\n\u{200b}", "まだ何も書かれていないようです"),
        (&*long, "1文字多いようです"),
    ];
    for (letter, words) in cases {
        for button in ["check", "send"] {
            let form = desk.letter("", letter).set("call_me", "だれか").set("do", button);
            let answer = desk.send(&form.tick("promise", "no_visit"));
            let html = answer.text();
            assert_eq!(answer.status, 422);
            assert!(html.contains("<title>エラー：書く"), "{html}");
            assert!(
                html.contains(&format!("<a href=\"#words\">{}", words.split('。').next().unwrap()))
                    || html.contains(words)
            );
            assert!(html.contains("id=\"words-error\"") && html.contains("aria-invalid=\"true\""));
            let form = Form::of(&html, "check").unwrap();
            assert_eq!(
                (form.get("letter"), form.get("call_me"), form.get("promise")),
                (letter, "だれか", "no_visit")
            );
        }
    }
    let answer = desk.send(&desk.letter("", "言葉。").set("call_me", &"あ".repeat(41)));
    assert!(answer.status == 422 && answer.text().contains("id=\"call-me-error\""));
    assert_eq!(desk.world.database.count("cases"), 0);
}

#[test]
fn choices_that_the_page_does_not_offer_say_nothing() {
    let desk = Desk::open();
    let form = desk.letter("", "言葉。").set("wish", "none").set("about", "<i>").set("age", "everything");
    let form = form.set("ward", "どこにもない区").tick("promise", "no_sleep").set("admin", "1");
    let check = desk.send(&form);
    assert!(
        check.status == 200 && !check.text().contains("<i>") && !check.text().contains("どこにもない区</dd>")
    );
    desk.send(&Form::of(&check.text(), "send").unwrap());
    let view = desk.only_case();
    assert!(
        view.about.is_none() && view.answer.is_none() && view.facts.ward.is_none() && !view.promises.any()
    );
}

#[test]
fn what_was_typed_on_the_ordinary_page_comes_along() {
    let desk = Desk::open();
    let answer = desk.send_body("/plain/write", "letter=%E3%81%82+%26");
    assert_eq!(answer.status, 200);
    let form = Form::of(&answer.text(), "check").unwrap();
    assert_eq!(form.get("letter"), "あ &");
    assert!(Form::of(&desk.send(&form).text(), "send").is_some());
    assert_eq!(desk.world.database.count("cases"), 0);
}

#[test]
fn bodies_that_are_no_form() {
    let desk = Desk::open();
    let json = desk.world.post("/plain/write").json(&serde_json::json!({ "letter": "x" })).send();
    assert!(json.status == 400 && json.text().contains("id=\"trouble\""), "{}", json.text());
    let large = format!("do=check&letter={}", "a".repeat(PLAIN_FORM_BYTES));
    let call = desk.world.post("/plain/write").header("content-type", "application/x-www-form-urlencoded");
    let answer = call.header("content-length", &large.len().to_string()).raw(large.clone()).send();
    assert_eq!(answer.status, 413, "by its declared length");
    assert_eq!(desk.send_body("/plain/write", large).status, 413, "and without one");
    // Shift_JIS, as a very old browser may send it.
    let answer = desk.send_body("/plain/write", "do=check&letter=%82%A0%82%A2");
    assert!(answer.status == 422 && answer.text().contains("読めない文字"), "{}", answer.text());
    let answer = desk.send_body("/plain/write", vec![b'd', b'o', b'=', 0xff, 0xfe]);
    assert_eq!(answer.status, 200, "an empty form");
}

#[test]
fn what_a_page_cannot_carry_is_left_out_as_in_every_letter() {
    let desk = Desk::open();
    let answer = desk.send(&desk.letter("", "声が\0出ません。").set("call_me", "そ\0ら"));
    assert_eq!(answer.status, 200);
    assert!(!answer.text().contains('\0'));
    let form = Form::of(&answer.text(), "send").unwrap();
    assert_eq!((form.get("letter"), form.get("call_me")), ("声が出ません。", "そら"));
    assert_eq!(desk.send(&form).status, 200);
    assert_eq!(desk.only_case().newest_words(), Some("声が出ません。"));
}

#[test]
fn other_sites_are_refused_in_words_and_browsers_that_say_little_are_not() {
    let desk = Desk::open();
    let form = desk.letter("", "言葉。");
    let send = |headers: &[(&str, &str)]| {
        let call = desk.world.post(&form.action).header("content-type", "application/x-www-form-urlencoded");
        headers.iter().fold(call, |call, (name, value)| call.header(name, value)).raw(form.body()).send()
    };
    for headers in [
        &[("origin", "https://elsewhere.example")][..],
        &[("origin", "null")],
        &[("origin", "https://desk.example"), ("sec-fetch-site", "cross-site")],
    ] {
        let answer = send(headers);
        assert!(answer.status == 403 && answer.text().contains("id=\"trouble\""), "{headers:?}");
        assert!(!answer.text().contains("言葉"), "nothing of it was read");
    }
    for headers in [
        &[][..],
        &[("origin", "https://desk.example")],
        &[("origin", "https://desk.example"), ("sec-fetch-site", "same-origin")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        assert_eq!(send(headers).status, 200, "{headers:?}");
    }
}

#[test]
fn every_language_has_every_page() {
    let desk = Desk::open();
    for (base, write, different) in [
        ("", "書く - 窓辺", "このページの、ちがうところ"),
        ("/easy", "書く - 窓辺", "サーバーが、かぎをかけます"),
        ("/en", "Write - Madobe", "What is different on this page"),
    ] {
        let empty = desk.world.get(&format!("{base}/plain/write")).send().text();
        assert!(empty.contains(&format!("<title>{write}</title>")) && empty.contains(different), "{empty}");
        let check = desk.send(
            &desk.letter(base, "words & words").set("wish", "no_answer_needed").tick("promise", "no_visit"),
        );
        assert_eq!(check.status, 200);
        let receipt = desk.send(&Form::of(&check.text(), "send").unwrap());
        let code = code(&receipt).unwrap();
        let door = desk.world.get(&format!("{base}/plain/mailbox")).send().text();
        let room = desk.send(&Form::of(&door, "open").unwrap().set("code", &code));
        assert!(room.status == 200 && bodies(&room.text()) == ["words & words"], "{}", room.text());
        let changed = desk.send(&Form::of(&room.text(), "promises").unwrap().tick("promise", "no_phone"));
        assert!(changed.text().contains("id=\"done\""), "{}", changed.text());
        let gone = desk.send(&Form::of(&changed.text(), "delete").unwrap());
        assert!(gone.status == 200 && gone.text().contains("id=\"deleted\""));
        let again = desk.send(&Form::of(&door, "open").unwrap().set("code", &code));
        assert!(again.status == 410 && again.text().contains("id=\"deleted\""));
        for html in [empty, check.text(), receipt.text(), door, room.text(), changed.text(), gone.text()] {
            assert!(
                !html.contains("madobe:") && !html.contains('{') && html.matches("<h1").count() == 1,
                "{html}"
            );
        }
        desk.world.counters.minute_over();
    }
}

#[test]
fn the_plain_form_speaks_at_night_too() {
    let desk = Desk::open();
    desk.change(|change| {
        let night = Frame { open: 22 * 60, close: 29 * 60 };
        let line = |name: &str, kind, contact: &str| CrisisLine {
            name: name.to_owned(),
            kind,
            contact: contact.to_owned(),
            hours: "毎日".to_owned(),
            free: true,
            source: "https://source.example/".to_owned(),
            checked_on: "2026-11-01".parse().unwrap(),
            times: Some(LineTimes { week: std::array::from_fn(|_| vec![night]), ..LineTimes::default() }),
            ..CrisisLine::default()
        };
        change.settings.lines = vec![
            line("夜の<窓>", LineKind::Text, "https://night.example/?a=1&b=2"),
            line("夜の声", LineKind::Phone, "000-0000-0001"),
        ];
    });
    let at = |time: &str| {
        let local = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M").unwrap();
        desk.world.clock.0.set(Timestamp::from_japan(local));
    };
    for (time, speaks) in [
        ("2026-11-24 21:59", false),
        ("2026-11-24 22:00", true),
        ("2026-11-25 04:59", true),
        ("2026-11-25 05:00", false),
    ] {
        at(time);
        let page = desk.world.get("/plain/write").send().text();
        assert_eq!(page.contains("id=\"night\""), speaks, "{time}: {page}");
        assert_eq!(page.contains("11月25日（水）の9:00から、順番に読みます"), speaks, "{time}: {page}");
        assert_eq!(unescape(&page).contains("href=\"https://night.example/?a=1&b=2\""), speaks, "{page}");
        assert!(!page.contains("<窓>") && !page.contains("夜の声"), "{time}: {page}");
        let english = desk.world.get("/en/plain/write").send().text();
        assert_eq!(english.contains("Wed 25 November at 9:00"), speaks, "{time}: {english}");
        let hours =
            unescape(&english).contains(" lang=\"ja\">夜の<窓></a> Every day 22:00–5:00 the next day");
        assert_eq!(hours, speaks, "{time}: {english}");
    }
    at("2026-11-25 23:30");
    desk.world.database.break_next(Break::Before);
    let bare = desk.world.get("/plain/write").send().text();
    assert!(bare.contains("書いて大丈夫です") && !bare.contains("順番に読みます"), "{bare}");
}

#[test]
fn switched_off_there_is_no_such_page() {
    let world = World::bare_with(false);
    shells(&world);
    world.pages.0.borrow_mut().insert(
        "/write.html",
        "<!--madobe:if-plain-->yes<!--madobe:end--><!--madobe:if-no-plain-->no<!--madobe:end-->.".to_owned(),
    );
    for path in ["/plain/write", "/plain/mailbox"] {
        let answer = world.get(path).send();
        assert_eq!((answer.status.as_u16(), answer.text()), (404, "not here".to_owned()));
        let call = world.post(path).header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(call.raw("do=check&letter=x").send().status, 404);
    }
    assert_eq!(world.get("/write").send().text(), "no.");
    let desk = Desk::open();
    desk.world
        .pages
        .0
        .borrow_mut()
        .insert("/write.html", "<!--madobe:if-plain-->yes<!--madobe:end-->".to_owned());
    assert_eq!(desk.world.get("/write").send().text(), "yes");
}

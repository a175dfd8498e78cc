//! The mailbox: its door, its room, and everything that can be done in it.

use super::{Desk, bodies, form::Form};
use chrono::NaiveDate;
use madobe_domain::booking::plan::Means;
use madobe_domain::booking::question::{Answer, Answered, Question};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::ReservationId;
use madobe_domain::log::record::Record;
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::text::LetterText;

#[test]
fn letters_stand_in_order_with_their_days() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    desk.reply("お返事です。<script>");
    desk.world
        .database
        .execute("UPDATE entries SET created_at = created_at + 86400000 WHERE author IS NOT NULL");
    let room = desk.room(&code);
    assert_eq!(bodies(&room), ["ひとつめ。", "お返事です。<script>"]);
    assert!(!room.contains("<script>"));
    for words in [
        "11月24日（火）",
        "11月25日（水）",
        "10:00",
        "返事が1通あります。",
        "相談員",
        "相談窓口",
        "何もえらばれていません",
    ] {
        assert!(room.contains(words), "{words} in {room}");
    }
    // Another device, in full-width digits with anything between them.
    let wide: String = code.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    assert_eq!(bodies(&desk.room(&format!(" {}―{}", &wide[..12], &wide[12..]))).len(), 2);
}

/// Files are sealed where no browser is that could open them: what there is, is said.
#[test]
fn that_there_are_files_is_said() {
    let desk = Desk::open();
    let code = desk.written("はじめまして。");
    let file = concat!(
        r#"{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"image/jpeg","bytes":12,"#,
        r#""hash":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","key":"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"}"#
    );
    let record = |kind, text, files: &str| -> Record {
        serde_json::from_str(&format!(r#"{{"kind":"{kind}","text":"{text}","files":[{files}]}}"#)).unwrap()
    };
    desk.writes(&code, &record("letter", "📎", file));
    desk.says(&record("reply", "案内です。", &[file, file].join(",")));
    let room = desk.room(&code);
    assert_eq!(bodies(&room), ["はじめまして。", "案内です。"]);
    for words in ["写真や書類が1つ付いています", "写真や書類が2つ付いています"] {
        assert!(room.contains(words), "{words} in {room}");
    }
    assert!(!room.contains("AwMDAw"), "what opens them goes nowhere");
}

#[test]
fn a_code_that_opens_nothing_is_said_kindly() {
    let desk = Desk::open();
    let code = desk.written("言葉。");
    let mut wrong = code.clone().into_bytes();
    wrong[3] = if wrong[3] == b'9' { b'0' } else { wrong[3] + 1 };
    let wrong = String::from_utf8(wrong).unwrap();
    desk.world.counters.minute_over();
    for (typed, status, words) in [
        ("", 422, "番号が、まだ入っていないようです"),
        (&code[..18], 422, "あと2けた足りない"),
        (&*wrong, 422, "どこか違うようです"),
        ("0000 0000 0000 0000 0000", 401, "番号が合いませんでした"),
    ] {
        let answer = desk.send(&desk.door(typed));
        assert_eq!(answer.status.as_u16(), status, "{typed}");
        let html = answer.text();
        assert!(
            html.contains(words) && html.contains("id=\"digits-error\"") && html.contains("エラー："),
            "{html}"
        );
        assert_eq!(Form::of(&html, "open").unwrap().get("code"), typed, "one digit can be mended");
    }
    assert_eq!(
        desk.world.counters.keys().iter().filter(|key| *key == "plain").count(),
        1,
        "only one was stretched"
    );
}

#[test]
fn going_on_writing_is_one_letter_however_often_it_is_pressed() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "write").unwrap().set("letter", "ふたつめ。");
    let first = desk.send(&form);
    assert!(
        first.status == 200 && first.text().contains("届きました。返事は、11月26日（木）"),
        "{}",
        first.text()
    );
    // A reload; and again after the desk has answered, when the tail has moved on.
    assert_eq!(bodies(&desk.send(&form).text()), ["ひとつめ。", "ふたつめ。"]);
    desk.reply("お返事です。");
    assert_eq!(bodies(&desk.send(&form).text()), ["ひとつめ。", "ふたつめ。", "お返事です。"]);
    // Back, other words, the same form: that is another letter.
    let answer = desk.send(&form.set("letter", "みっつめ。"));
    assert_eq!(bodies(&answer.text()).len(), 4);
    assert_eq!((desk.only_case().letters, desk.only_case().faults), (3, 0));
}

#[test]
fn a_letter_written_while_the_desk_answered_is_sealed_again() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "write").unwrap().set("letter", "ふたつめ。");
    desk.reply("お返事です。");
    assert_eq!(bodies(&desk.send(&form).text()), ["ひとつめ。", "お返事です。", "ふたつめ。"]);
    assert_eq!(desk.only_case().faults, 0);
}

#[test]
fn talks_stand_among_the_letters() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let talk = Talk {
        reservation: ReservationId::from_bytes([7; 16]),
        name: "家族の相談".into(),
        means: Means::Visit,
        start: Timestamp::from_japan(NaiveDate::default().and_hms_opt(20, 0, 0).unwrap()),
        minutes: 50,
    };
    let text = Some(LetterText::parse("<b>夜がいいです。").unwrap());
    desk.says(&TalkRecord::TalkMoved { talk: talk.clone() });
    desk.says(&TalkRecord::TalkCancelled { talk: talk.clone() });
    desk.writes(&code, &TalkRecord::TalkCancelled { talk: talk.clone() });
    let asked =
        |text, answers| TalkRecord::TalkAsked { talk: talk.clone(), text, introduction: None, answers };
    desk.writes(&code, &asked(text, vec![]));
    desk.writes(&code, &asked(None, vec![]));
    let (question, answer) = (Question::parse("食べられないもの"), Answer::parse("<i>そば"));
    desk.writes(&code, &asked(None, vec![Answered { question: question.unwrap(), answer: answer.unwrap() }]));
    let room = desk.room(&code);
    let when = "1月1日（木）20:00〜20:50";
    // Nobody reads of an act of the desk as of their own.
    for words in
        ["窓口が、予約の時間を変えました：", "窓口が、予約をとりやめました：", "予約をやめました：", "予約："]
    {
        assert!(room.contains(&format!("{words}{when}")), "{words} in {room}");
    }
    assert_eq!(
        bodies(&room),
        [
            "ひとつめ。".to_owned(),
            format!("予約：{when}\n\n<b>夜がいいです。"),
            format!("予約：{when}\n\n食べられないもの\n<i>そば")
        ]
    );
    assert_eq!(desk.only_case().talks.len(), 1);
}

#[test]
fn a_letter_that_is_none_stays_in_the_field() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "write").unwrap();
    for (letter, words) in [("", "まだ何も"), (&*"あ".repeat(10_002), "2文字多い")] {
        let answer = desk.send(&form.clone().set("letter", letter));
        let html = answer.text();
        assert!(answer.status == 422 && html.contains(words) && html.contains("id=\"more-error\""), "{html}");
        assert_eq!(Form::of(&html, "write").unwrap().get("letter"), letter);
    }
    assert_eq!(desk.only_case().letters, 1);
}

#[test]
fn promises_change_and_what_another_screen_changed_is_shown_first() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "promises").unwrap().tick("promise", "no_visit");
    let answer = desk.send(&form);
    assert!(answer.text().contains("「しないこと」を変えました。"), "{}", answer.text());
    assert!(answer.text().contains("「しないこと」を変えました：訪問しない"), "{}", answer.text());
    assert!(desk.only_case().promises.no_visit);
    // A reload changes nothing, and says the same.
    let entries = desk.world.database.count("entries");
    assert!(desk.send(&form).text().contains("「しないこと」を変えました。"));
    assert_eq!(desk.world.database.count("entries"), entries);
    // A form from before it.
    let stale = form.set("promise", "no_phone");
    let answer = desk.send(&stale);
    assert!(answer.text().contains("ほかの画面で変わっていました"), "{}", answer.text());
    assert!(desk.only_case().promises.no_visit && !desk.only_case().promises.no_phone);
}

#[test]
fn what_was_set_aside_is_read_and_put_back() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "promises").unwrap();
    desk.send(&form.tick("promise", "no_phone").tick("promise", "no_visit"));
    let record = |name: &str| {
        let json = format!(
            r#"{{"kind":"set_aside","promises":{{"{name}":true}},"text":"<b>命が心配です。","ask":"AAAAAAAAAAAAAAAAAAAAAA","by":"BwcHBwcHBwcHBwcHBwcHBw"}}"#
        );
        serde_json::from_str::<Record>(&json).unwrap()
    };
    desk.says(&record("no_phone"));
    let room = desk.room(&code);
    assert_eq!(
        bodies(&room).last().unwrap(),
        "命にかかわると考えて、つぎの「しないこと」をはずしました：電話をかけない\n理由：<b>命が心配です。\n\
         相談員ふたりで決めました。下の「しないこと」でもう一度えらぶと、また守ります。"
    );
    assert!(room.contains("相談員がはずしたものがあります"), "{room}");
    let form = Form::of(&room, "promises").unwrap();
    assert!(form.get("promise") == "no_visit" && form.get("seen") == "no_visit");
    // Another thing is set aside while the form is open.
    desk.says(&record("no_visit"));
    let form = form.tick("promise", "no_phone");
    assert!(desk.send(&form).text().contains("ほかの画面で変わっていました"));
    let form = Form::of(&desk.room(&code), "promises").unwrap().tick("promise", "no_phone");
    let room = desk.send(&form).text();
    assert!(room.contains("「しないこと」を変えました：電話をかけない"), "{room}");
    let view = desk.only_case();
    assert!(view.promises.no_phone && !view.promises.no_visit && view.aside.no_visit);
    desk.says(&Record::Upheld);
    let room = desk.room(&code);
    assert!(room.contains("はずしていた「しないこと」を、また守ります"), "{room}");
    assert!(desk.only_case().promises.no_visit && !room.contains("相談員がはずしたものがあります"));
}

#[test]
fn enough_is_said_once() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "enough").unwrap();
    let answer = desk.send(&form);
    assert!(answer.text().contains("返事はいらない、と受けとっています"), "{}", answer.text());
    assert!(Form::of(&answer.text(), "enough").is_none(), "nobody needs to say it twice");
    desk.send(&form);
    assert_eq!((desk.only_case().letters, desk.only_case().waiting_since), (2, None));
}

#[test]
fn deleting_leaves_the_word_of_it() {
    let desk = Desk::open();
    let code = desk.written("消します。");
    let form = Form::of(&desk.room(&code), "delete").unwrap();
    for _ in 0..2 {
        let answer = desk.send(&form);
        assert!(
            answer.status == 200 && answer.text().contains("手紙と返事を、この窓口から消しました"),
            "{}",
            answer.text()
        );
    }
    assert_eq!(desk.world.database.count("entries"), 0);
    let answer = desk.send(&desk.door(&code));
    assert!(answer.status == 410 && answer.text().contains("前に消されています"), "{}", answer.text());
}

#[test]
fn a_page_brought_back_later_shows_nothing_and_keeps_the_words() {
    let desk = Desk::open();
    let code = desk.written("ひみつの手紙。");
    let door = desk.door(&code);
    let write = Form::of(&desk.room(&code), "write").unwrap().set("letter", "書きかけ。");
    desk.world.clock.forward(31 * 60);
    for form in [door, write.clone()] {
        let answer = desk.send(&form);
        assert_eq!(answer.status, 409);
        assert!(!answer.text().contains("ひみつ") && !answer.text().contains(&code), "{}", answer.text());
    }
    assert_eq!(desk.only_case().letters, 1);
    // With the code, the words go through the door and wait in the field.
    let door = Form::of(&desk.send(&write).text(), "open").unwrap().set("code", &code);
    let room = Form::of(&desk.send(&door).text(), "write").unwrap();
    assert_eq!(room.get("letter"), "書きかけ。");
    assert_eq!(bodies(&desk.send(&room).text()), ["ひみつの手紙。", "書きかけ。"]);
}

#[test]
fn what_is_spoilt_is_shown_as_such() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let write = Form::of(&desk.room(&code), "write").unwrap();
    desk.send(&write.clone().set("letter", "ふたつめ。"));
    desk.send(&write.set("letter", "みっつめ。"));
    let database = &desk.world.database;
    let conversation = "compartment = 1 AND case_id = (SELECT id FROM cases)";
    database.execute(&format!(
        "UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE compartment = 4) WHERE {conversation} \
         AND seq = (SELECT min(seq) FROM entries WHERE {conversation})"
    ));
    let room = desk.room(&code);
    assert!(room.contains("途中で変わったか、こわれています"), "{room}");
    assert_eq!(bodies(&room).last().map(String::as_str), Some("みっつめ。"));
    database.execute(&format!(
        "DELETE FROM entries WHERE seq = (SELECT min(seq) FROM entries WHERE {conversation})"
    ));
    let room = desk.room(&code);
    assert!(room.contains("この手紙の前に、届いていない手紙があるようです"), "{room}");
}

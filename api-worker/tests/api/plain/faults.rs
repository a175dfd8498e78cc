//! What goes wrong meanwhile: a database that fails, too many at once, a desk that takes nothing.

use super::{Desk, bodies, code, form::Form};
use crate::support::World;
use crate::support::sqlite::Break;

/// `send`: the desk for the page, what is stored, the desk for its key, the letter.
#[test]
fn a_failing_database_loses_nothing_and_doubles_nothing() {
    for good in 0..4 {
        for how in [Break::Before, Break::After] {
            let desk = Desk::open();
            let form = desk.checked("届くまで何度でも。").tick("promise", "no_phone");
            desk.world.database.break_later(good, how);
            let answer = desk.send(&form);
            assert_eq!(desk.world.log.0.take().len(), 1, "{good}");
            if good == 0 {
                // The page does without the desk's facts.
                assert!(code(&answer).is_some(), "{}", answer.text());
                continue;
            }
            assert_eq!(answer.status, 500);
            assert!(answer.text().contains("文章は残っています") && !answer.text().contains("broken"));
            let again = Form::of(&answer.text(), "send").unwrap();
            assert_eq!(again.get("ticket"), form.get("ticket"), "so that it is known again");
            let code = code(&desk.send(&again)).unwrap();
            assert_eq!(bodies(&desk.room(&code)), ["届くまで何度でも。"]);
            assert_eq!((desk.only_case().letters, desk.world.database.count("mailboxes")), (1, 1));
            assert!(desk.only_case().promises.no_phone);
        }
    }
}

/// `write`: the mailbox, the letter, the mailbox again.
#[test]
fn going_on_writing_loses_and_doubles_nothing_either() {
    for good in 0..3 {
        for how in [Break::Before, Break::After] {
            let desk = Desk::open();
            let code = desk.written("ひとつめ。");
            let form = Form::of(&desk.room(&code), "write").unwrap().set("letter", "ふたつめ。");
            desk.world.database.break_later(good, how);
            let answer = desk.send(&form);
            assert_eq!((answer.status.as_u16(), desk.world.log.0.take().len()), (500, 1), "{good}");
            let html = answer.text();
            // At the door or in the room: the words are there, and go on from there.
            let write = Form::of(&html, "write").unwrap_or_else(|| {
                let door = Form::of(&html, "open").unwrap();
                Form::of(&desk.send(&door).text(), "write").unwrap()
            });
            assert_eq!(write.get("letter"), "ふたつめ。");
            assert_eq!(bodies(&desk.send(&write).text()), ["ひとつめ。", "ふたつめ。"], "{good}");
            assert_eq!((desk.only_case().letters, desk.only_case().faults), (2, 0));
        }
    }
}

#[test]
fn deleting_can_be_tried_again() {
    for how in [Break::Before, Break::After] {
        let desk = Desk::open();
        let code = desk.written("消します。");
        let form = Form::of(&desk.room(&code), "delete").unwrap();
        desk.world.database.break_next(how);
        assert_eq!(desk.send(&form).status, 500);
        assert!(desk.send(&form).text().contains("この窓口から消しました"));
    }
}

#[test]
fn too_many_at_once_wait_until_a_time_with_their_words() {
    let desk = Desk::open();
    let code = desk.written("ひとつめ。");
    let form = Form::of(&desk.room(&code), "write").unwrap().set("letter", "待ちます。");
    let mut answer = desk.send(&desk.door(&code));
    for _ in 0..20 {
        answer = desk.send(&desk.door(&code));
    }
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, Some("60")));
    assert!(
        answer.text().contains("10:01から、また試せます") || answer.text().contains("10:02から"),
        "{}",
        answer.text()
    );
    let answer = desk.send(&form);
    assert_eq!(answer.status, 429);
    assert_eq!(Form::of(&answer.text(), "open").unwrap().get("letter"), "待ちます。");
    let letter = desk.send(&desk.checked("これも待ちます。"));
    assert_eq!(letter.status, 429);
    let again = Form::of(&letter.text(), "send").unwrap();
    assert_eq!(again.get("letter"), "これも待ちます。");
    desk.world.counters.minute_over();
    assert!(super::code(&desk.send(&again)).is_some());
}

#[test]
fn first_letters_without_work_are_fewer() {
    let desk = Desk::open();
    for number in 0..10 {
        desk.written(&format!("手紙{number}"));
    }
    assert_eq!(desk.send(&desk.checked("もう一通")).status, 429);
    assert_eq!(desk.world.database.count("mailboxes"), 10);
}

#[test]
fn a_paused_desk_says_so_and_the_words_stay() {
    let desk = Desk::open();
    let form = desk.checked("年末に。");
    let code = desk.written("その前に。");
    desk.change(|change| change.settings.paused = Some("年末は<お休み>です。".to_owned()));
    let page = desk.world.get("/plain/write").send().text();
    assert!(page.contains("id=\"paused\"") && page.contains("年末は&lt;お休み&gt;です。"), "{page}");
    let answer = desk.send(&form);
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("いまは、新しい相談をお受けしていません"), "{}", answer.text());
    assert!(!answer.text().contains("11月26日"), "no day is promised");
    assert_eq!(Form::of(&answer.text(), "send").unwrap().get("letter"), "年末に。");
    assert_eq!(bodies(&desk.room(&code)).len(), 1, "mailboxes that exist go on");
}

#[test]
fn a_desk_that_is_not_set_up_says_so() {
    let world = World::bare();
    super::shells(&world);
    let page = world.get("/plain/write").send();
    let form = Form::of(&page.text(), "check").unwrap().set("letter", "だれかいますか。");
    let post = |form: &Form| {
        let call = world.post(&form.action).header("content-type", "application/x-www-form-urlencoded");
        call.raw(form.body()).send()
    };
    let answer = post(&Form::of(&post(&form).text(), "send").unwrap());
    assert!(answer.status == 503 && answer.text().contains("いま準備中です"), "{}", answer.text());
}

#[test]
fn a_team_with_a_new_key_gets_the_letter_under_it() {
    let desk = Desk::open();
    let form = desk.checked("鍵が変わる前に。");
    desk.world.database.execute(
        "UPDATE teams SET version = 2; INSERT INTO team_keys SELECT id, 2, public_key, 0 FROM teams",
    );
    assert!(code(&desk.send(&form)).is_some());
    let versions = desk.world.database.query("SELECT version FROM grants WHERE version > 0");
    assert_eq!(versions[0]["version"], 2);
}

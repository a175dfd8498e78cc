//! Step 3: the letter as it will be read, what happens next, and the one button that sends.

use super::choose;
use super::sender::{Stage, Trouble};
use crate::page::{focus, focus_soon};
use crate::public::{dom, promise_list};
use crate::thread::ThreadError;
use crate::words::public::{check as words, sending};
use crate::{errors, time};
use madobe_domain::crypto::work::ROUNDS;
use madobe_domain::log::record::AnswerWish;
use madobe_domain::wire::desk::Desk;

/// Shows everything as it stands now.
pub fn fill(letter: &str, desk: Option<&Desk>) {
    dom::text("own-letter", letter);
    let said = choose::said();
    let promises = promise_list::names(&promise_list::read());
    dom::show("chosen-none", said.is_empty() && promises.is_empty());
    dom::show("chosen", !said.is_empty());
    dom::clear("chosen");
    if let Some(list) = dom::at("chosen") {
        for (question, answer) in said {
            let Some(row) = dom::make("div", "", "") else { continue };
            dom::append(&row, dom::make("dt", "", &question));
            dom::append(&row, dom::make("dd", "", &answer));
            dom::append(&list, Some(row));
        }
    }
    dom::show("chosen-promises", !promises.is_empty());
    dom::list("chosen-promises-list", promises);
    after(desk);
}

/// Three lines on what happens next, as exact as is known by now.
pub fn after(desk: Option<&Desk>) {
    let no_answer = choose::read().answer() == Some(AnswerWish::NoAnswerNeeded);
    if let Some(desk) = desk {
        dom::text("after-reader", &words::after_reader(&desk.settings.name));
    }
    match desk {
        _ if no_answer => dom::text("after-reply", words::AFTER_NO_ANSWER),
        Some(desk) => dom::text("after-reply", &words::after_promise(&time::day(desk.promise))),
        None => dom::text("after-reply", words::AFTER_PROMISE_PLAIN),
    }
}

/// `pressed`: getting ready is quiet until somebody waits for it.
pub fn show_stage(stage: &Stage, pressed: bool) {
    let failed = matches!(stage, Stage::Failed(_));
    dom::show("send-failed", failed);
    dom::show("send-progress", pressed && !failed);
    dom::busy("send", pressed && !failed);
    if let Stage::Failed(trouble) = stage {
        dom::text("send-why", &why(trouble));
        dom::text("send", &dom::data("send", "retry"));
        return focus_soon("send-failed");
    }
    if pressed {
        let (words, done) = doing(stage);
        dom::text("send-doing", &words);
        dom::attribute("send-bar", "value", done.map(|done| done.to_string()).as_deref());
    }
}

/// What is being done now, counted in rounds that are really done.
fn doing(stage: &Stage) -> (String, Option<u32>) {
    let of = ROUNDS.to_string();
    match stage {
        Stage::Idle | Stage::Code => (sending::CODE.to_owned(), None),
        Stage::Work { done, more: false } => (sending::work(&of, &done.to_string()), Some(*done)),
        Stage::Work { done, more: true } => (sending::more_work(&of, &done.to_string()), Some(*done)),
        Stage::Again => (sending::AGAIN.to_owned(), Some(ROUNDS as u32)),
        _ => (sending::SENDING.to_owned(), Some(ROUNDS as u32)),
    }
}

fn why(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Api(error) => errors::words(error, time::now()),
        Trouble::Thread => errors::thread_words(ThreadError::Lost).to_owned(),
        Trouble::Browser => sending::OLD_BROWSER.to_owned(),
        Trouble::Paused(notice) => [sending::PAUSED, notice].concat(),
    }
}

/// 「いまは送らない」: nothing is lost, and nothing has to stay.
pub fn attach_not_now() {
    let open = |open: bool| {
        dom::show("not-now-panel", open);
        dom::attribute("not-now", "aria-expanded", Some(if open { "true" } else { "false" }));
        focus(if open { "not-now-panel" } else { "not-now" });
    };
    dom::on("not-now", "click", move |_| open(true));
    dom::on("not-now-back", "click", move |_| open(false));
    dom::on("not-now-leave", "click", |_| dom::leave());
}

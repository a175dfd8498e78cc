//! Step 3: the letter as it will be read, what happens next, and the one button that sends.

use super::choose;
use super::sender::Stage;
use super::trouble::Trouble;
use crate::page::{focus, focus_soon};
use crate::public::desk_facts::Desk;
use crate::public::{dom, promise_list};
use crate::thread::ThreadError;
use crate::words::public::{check as words, sending};
use crate::{errors, time};
use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::crypto::work::ROUNDS;
use madobe_domain::log::record::AnswerWish;

/// The letter and its answers, as this step shows them.
#[derive(Clone, Default)]
struct Chosen {
    letter: String,
    /// Question and answer.
    said: Vec<(String, String)>,
    promises: Vec<String>,
    no_answer: bool,
}

#[derive(Clone, Copy)]
pub struct Check {
    chosen: RwSignal<Chosen>,
    /// The desk's name and the day it promises, once they are known.
    desk: RwSignal<Option<(String, Option<NaiveDate>)>>,
}

impl Check {
    pub fn mount() -> Self {
        let this = Self { chosen: RwSignal::default(), desk: RwSignal::new(None) };
        let Self { chosen, desk } = this;
        dom::words("own-letter", move || chosen.with(|chosen| chosen.letter.clone()));
        dom::island(
            "chosen",
            (move || chosen.with(|chosen| chosen.said.iter().map(row).collect::<Vec<_>>())).into_any(),
        );
        dom::items("chosen-promises-list", move || chosen.with(|chosen| chosen.promises.clone()));
        let (said, promised) = (
            move || chosen.with(|chosen| !chosen.said.is_empty()),
            move || chosen.with(|chosen| !chosen.promises.is_empty()),
        );
        dom::shown("chosen", said);
        dom::shown("chosen-promises", promised);
        dom::shown("chosen-none", move || !said() && !promised());
        dom::words("after-reader", move || match desk.get() {
            Some((name, _)) => words::after_reader(&name),
            None => words::AFTER_READER_PLAIN.to_owned(),
        });
        dom::words("after-reply", move || match desk.get() {
            _ if chosen.with(|chosen| chosen.no_answer) => words::AFTER_NO_ANSWER.to_owned(),
            Some((_, Some(promise))) => words::after_promise(&time::day(promise)),
            _ => words::AFTER_PROMISE_PLAIN.to_owned(),
        });
        attach_not_now();
        this
    }

    /// Shows everything as it stands now.
    pub fn fill(self, letter: &str) {
        let choices = choose::read();
        self.chosen.set(Chosen {
            letter: choose::mark_words(letter).unwrap_or_else(|| letter.to_owned()),
            said: choose::said(),
            promises: promise_list::names(&choices.promises).into_iter().map(str::to_owned).collect(),
            no_answer: choices.answer() == Some(AnswerWish::NoAnswerNeeded),
        });
    }

    pub fn know(self, desk: &Desk) {
        // A desk that takes no letters just now promises no day.
        if desk.settings.paused.is_none() {
            self.desk.set(Some((desk.settings.name.clone(), desk.promise)));
        }
    }

    pub fn clear(self) {
        self.chosen.set(Chosen::default());
    }
}

fn row((question, answer): &(String, String)) -> AnyView {
    view! { <div><dt>{question.clone()}</dt><dd>{answer.clone()}</dd></div> }.into_any()
}

/// `waited_for`: getting ready is quiet until somebody waits for it.
pub fn show_stage(stage: RwSignal<Stage>, waited_for: RwSignal<bool>) {
    let failed = move || stage.with(|stage| matches!(stage, Stage::Failed(_)));
    let waiting = move || stage.with(|stage| matches!(stage, Stage::Waiting { .. }));
    let busy = move || waited_for.get() && !failed() && !waiting();
    dom::shown("send-failed", failed);
    dom::shown("send-progress", busy);
    dom::busy("send", busy);
    dom::shown("send-row", move || !waiting());
    dom::shown("send-waiting", waiting);
    dom::shown("send-choices", move || {
        stage.with(|stage| matches!(stage, Stage::Failed(why) if why.passes()))
    });
    let unsure = move || {
        stage.with(|stage| {
            matches!(stage, Stage::Failed(Trouble::Unsure(_)) | Stage::Waiting { unsure: true })
        })
    };
    dom::shown("send-waiting-not", move || !unsure());
    dom::shown("send-waiting-unsure", unsure);
    dom::words("send-failed-h", move || if unsure() { sending::UNSURE } else { sending::FAILED }.to_owned());
    dom::shown("send-unsure", unsure);
    dom::shown("not-now-unsure", unsure);
    dom::words("send-why", move || stage.with(why));
    dom::words("send-doing", move || stage.with(doing).0);
    dom::decided("send-bar", "value", move || stage.with(doing).1.map(|done| done.to_string()));
    dom::follow(Box::new(move || {
        if failed() {
            dom::text("send", &dom::data("send", "retry"));
            focus_soon("send-failed");
        } else if waiting() {
            focus_soon("send-waiting");
        }
    }));
}

/// What is being done now, counted in rounds that are really done; nothing is, where the desk cannot be reached.
fn doing(stage: &Stage) -> (String, Option<u32>) {
    let of = ROUNDS.to_string();
    match stage {
        Stage::Idle | Stage::Code => (sending::CODE.to_owned(), None),
        Stage::Work { done, more: false } => (sending::work(&of, &done.to_string()), Some(*done)),
        Stage::Work { done, more: true } => (sending::more_work(&of, &done.to_string()), Some(*done)),
        Stage::Looking => (sending::LOOKING.to_owned(), None),
        Stage::Again => (sending::AGAIN.to_owned(), None),
        _ => (sending::SENDING.to_owned(), Some(ROUNDS as u32)),
    }
}

fn why(stage: &Stage) -> String {
    let Stage::Failed(trouble) = stage else { return String::new() };
    match trouble {
        Trouble::Api(error) | Trouble::Unsure(error) => errors::words(error, time::now()),
        Trouble::Thread => errors::thread_words(ThreadError::Lost).to_owned(),
        Trouble::Browser => sending::OLD_BROWSER.to_owned(),
        Trouble::Paused(notice) => [sending::PAUSED, notice].concat(),
    }
}

/// 「いまは送らない」: nothing is lost, and nothing has to stay.
fn attach_not_now() {
    let open = RwSignal::new(false);
    dom::shown("not-now-panel", move || open.get());
    dom::decided("not-now", "aria-expanded", move || Some(open.get().to_string()));
    dom::on("not-now", "click", move |_| {
        open.set(true);
        focus_soon("not-now-panel");
    });
    dom::on("not-now-back", "click", move |_| {
        open.set(false);
        focus("not-now");
    });
    dom::on("not-now-leave", "click", |_| dom::leave());
}

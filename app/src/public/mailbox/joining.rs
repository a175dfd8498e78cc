//! 「べつの番号とつなぐ」: whoever got two codes makes one conversation of both. The case that is open goes on; each of the
//! two says so, and nothing that was asked for or promised in the other is lost by it.

use super::action::Action;
use super::jobs;
use super::session::{Refusal, Session};
use crate::page::{element, focus_soon};
use crate::public::code_fault::code_fault;
use crate::public::desk_facts::DeskFacts;
use crate::public::error_summary::ErrorSummary;
use crate::public::{dom, stop_on_leave};
use crate::thread::Thread;
use crate::words::public::{entry as door, mailbox as words};
use crate::{errors, time};
use leptos::prelude::*;
use madobe_domain::crypto::code::Code;
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::{Join, Record};
use madobe_domain::wire::error::ErrorCode;
use std::cell::OnceCell;
use std::rc::Rc;
use web_sys::HtmlInputElement;

const FIELD: &str = "join-code";
const DOOR: &str = "join";

fn field() -> Option<HtmlInputElement> {
    element(FIELD)
}

#[derive(Clone, Copy)]
struct Form {
    open: RwSignal<bool>,
    summary: ErrorSummary,
}

impl Form {
    fn go(self, on: bool) {
        self.open.set(on);
        self.summary.clear();
        if let Some(field) = field() {
            field.set_value("");
        }
        focus_soon(if on { FIELD } else { DOOR });
    }
}

pub fn attach(session: Rc<Session>) {
    let inside = session.inside;
    dom::shown("mailbox-elsewhere", move || inside.with(|inside| inside.elsewhere));
    let form = Form { open: RwSignal::new(false), summary: session.summary };
    dom::shown("join-form", move || form.open.get());
    dom::shown("join-door", move || !form.open.get());
    dom::on(DOOR, "click", move |_| form.go(true));
    dom::on(FIELD, "input", move |_| form.summary.clear());
    let action = Action::new(session, "join-send", "join-status", FIELD, words::JOIN_FAILED);
    let beside = Rc::new(OnceCell::new());
    let working = action.clone();
    // What is being written cannot be called back.
    dom::on("join-cancel", "click", move |_| {
        if !working.is_busy() {
            form.go(false);
        }
    });
    dom::on_submit("join-form", move || {
        let typed = field().map(|field| field.value()).unwrap_or_default();
        match Code::parse(&typed) {
            // Of what is being written, its outcome is told.
            _ if action.is_busy() => {}
            Err(fault) => action.refuse(code_fault(fault)),
            Ok(_) => join(&action, &beside, form, typed),
        }
    });
}

/// `beside`: a thread of its own, so that the keys of the one that is open stay where they are. Begun with the first try; each
/// leaves it ended.
fn join(action: &Rc<Action>, beside: &Rc<OnceCell<Thread>>, form: Form, typed: String) {
    let (this, beside) = (action.clone(), beside.clone());
    action.run(words::JOINING, async move {
        let thread = beside.get_or_init(|| {
            let thread = Thread::start(jobs::handler);
            stop_on_leave(&thread);
            thread
        });
        let line = RwSignal::new("");
        let opened = Session::open(thread.clone(), &DeskFacts::default(), typed, line, form.summary).await;
        let other = match opened {
            Ok(other) => other,
            Err(refusal) => {
                thread.stop();
                this.say(String::new(), false);
                this.refuse(why(&refusal));
                return Ok(());
            }
        };
        let came = both(&this.session, &other).await;
        other.close();
        let refused = match came? {
            Came::Joined => {
                form.go(false);
                this.say(words::JOIN_DONE.to_owned(), false);
                return Ok(());
            }
            Came::Same => words::JOIN_SAME.to_owned(),
            Came::NotThere(refusal) => [words::JOIN_FAILED, &why(&refusal)].concat(),
        };
        this.say(String::new(), false);
        this.refuse(refused);
        Ok(())
    });
}

enum Came {
    Joined,
    /// It is one and the same mailbox.
    Same,
    /// The other could not be brought to say its half.
    NotThere(Refusal),
}

/// As often as something may come in between before a person looks again.
const TRIES: u32 = 3;

async fn both(here: &Session, there: &Session) -> Result<Came, Refusal> {
    for _ in 0..TRIES {
        match once(here, there).await {
            Err(Refusal::Moved) | Ok(Came::NotThere(Refusal::Moved)) => {}
            came => return came,
        }
    }
    Ok(Came::NotThere(Refusal::Moved))
}

/// What is owed is written here before it is let go of over there; pressed again after a fault, what is written already and
/// still stands is not written twice.
async fn once(here: &Session, there: &Session) -> Result<Came, Refusal> {
    let own = CaseId::parse(&here.case).map_err(|_| Refusal::Unread)?;
    let Ok(case) = CaseId::parse(&there.case) else { return Ok(Came::NotThere(Refusal::Unread)) };
    if own == case {
        return Ok(Came::Same);
    }
    here.refresh().await?;
    if let Err(refusal) = there.refresh().await {
        return Ok(Came::NotThere(refusal));
    }
    // What the desk had closed waits for nobody.
    let (waits, promised) =
        there.inside.with_untracked(|inside| (inside.waiting && !inside.closed, inside.promised));
    // What nobody there could read is not owed there.
    let shared =
        here.inside.with_untracked(|own| there.inside.with_untracked(|other| own.shares_readers(other)));
    let moves = waits && shared;
    let said = |session: &Session, case, here| {
        session
            .inside
            .with_untracked(|inside| inside.joins.iter().any(|join| join.case == case && join.here == here))
    };
    // What was not to happen there is not to happen here: that it was set aside there was for there alone.
    let theirs = there.inside.with_untracked(|inside| inside.promises.with(inside.aside));
    let promises = here.promises().with(theirs);
    if promises != here.promises() {
        here.append(Record::PromisesChanged { promises }).await?;
    }
    let join = Join { case, here: true, waiting: moves, promised: promised.filter(|_| moves) };
    // Cut off in between, only the half over there is missing; but what was answered meanwhile is owed anew.
    let half = !said(there, own, false)
        && here.inside.with_untracked(|inside| inside.joins.contains(&join) && (!moves || inside.waiting));
    if !half && (moves || !said(here, case, true)) {
        here.append(Record::Joined { join }).await?;
    }
    if moves || !said(there, own, false) {
        let join = Join { case: own, here: false, waiting: waits && !moves, promised: None };
        if let Err(refusal) = there.append(Record::Joined { join }).await {
            return Ok(Came::NotThere(refusal));
        }
    }
    Ok(Came::Joined)
}

fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Api(error) => match error.code() {
            Some(ErrorCode::Deleted) => words::DELETED_BEFORE.to_owned(),
            Some(ErrorCode::Unauthorised) => door::UNKNOWN.to_owned(),
            _ => errors::words(error, time::now()),
        },
        Refusal::Thread(error) => errors::thread_words(*error).to_owned(),
        Refusal::Unread => door::UNREAD.to_owned(),
        Refusal::Moved => words::JOIN_MOVED.to_owned(),
    }
}

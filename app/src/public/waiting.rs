//! A letter that this device keeps until there is a network (`kept_letter`): sent from whatever public page is open, with what
//! is true of it shown there. The words stand in the page /waiting, from where they are fetched: this program has none, so it
//! is the same in every language, and it comes only where a letter waits.

mod age;
pub mod jobs;
mod lock;
mod next;
mod note;

use super::desk_facts::DeskFacts;
use super::kept_letter::KeptLetter;
use crate::api::Anonymous;
use crate::page::{document, is_hidden, is_online, listen, sleep, spawn, window};
use crate::public::dom;
use crate::thread::{Thread, ThreadError};
use age::Age;
use jobs::Job;
use lock::Lock;
use madobe_domain::crypto::code::Code;
use next::{Next, pause};
use note::State;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use web_sys::Event;

struct Waiting {
    desk: DeskFacts,
    /// Only a puzzle or a new key needs one.
    thread: OnceCell<Thread>,
    state: Cell<State>,
    busy: Cell<bool>,
    /// In vain, one after the other.
    tried: Cell<u32>,
    /// An old letter may go.
    agreed: Cell<bool>,
}

pub fn attach() {
    let waiting = Rc::new(Waiting {
        desk: DeskFacts::default(),
        thread: OnceCell::new(),
        state: Cell::new(State::Sending),
        busy: Cell::new(false),
        tried: Cell::new(0),
        agreed: Cell::new(false),
    });
    spawn(async move {
        note::bring().await;
        waiting.listen();
        waiting.go();
    });
}

impl Waiting {
    fn listen(self: &Rc<Self>) {
        let act = |what: fn(&Rc<Self>)| {
            let this = self.clone();
            move |_: Event| what(&this)
        };
        listen(&window(), "online", act(Self::go_by_itself));
        // Another tab sent it, took it back or keeps another.
        listen(&window(), "storage", act(Self::go_by_itself));
        listen(
            &document(),
            "visibilitychange",
            act(|this| {
                if !is_hidden() {
                    this.go_by_itself();
                }
            }),
        );
        listen(
            &document(),
            "madobe:wait",
            act(|this| {
                note::place();
                this.go();
            }),
        );
        listen(
            &document(),
            "madobe:leave",
            act(|this| {
                this.busy.set(true);
                if let Some(thread) = this.thread.get() {
                    thread.stop();
                }
            }),
        );
        dom::on(
            "waiting-send",
            "click",
            act(|this| {
                this.agreed.set(true);
                this.go();
            }),
        );
        dom::on(
            "waiting-erase",
            "click",
            act(|this| {
                KeptLetter::forget();
                this.show(State::Erased);
                note::ended();
            }),
        );
        let this = self.clone();
        dom::on_submit("waiting-unlock", move || this.unlock());
    }

    /// Where a person was asked, only a person goes on; what is over stays so until another letter waits.
    fn go_by_itself(self: &Rc<Self>) {
        let (state, there) = (self.state.get(), KeptLetter::is_there());
        if if state.is_end() { there } else { state.goes_on() || !there } {
            self.go();
        }
    }

    fn go(self: &Rc<Self>) {
        if self.busy.replace(true) {
            return;
        }
        let this = self.clone();
        spawn(async move {
            let alone = Lock::wait("madobe.waiting").await;
            let state = this.deliver().await;
            drop(alone);
            this.busy.set(false);
            this.show(state);
            if state.is_end() {
                note::ended();
            }
        });
    }

    fn show(&self, state: State) {
        self.state.set(state);
        note::show(state);
    }

    async fn deliver(self: &Rc<Self>) -> State {
        let Some(mut kept) = KeptLetter::find() else { return State::Gone };
        match Age::of(kept.age()) {
            Age::Over => {
                KeptLetter::forget();
                return State::Over;
            }
            Age::Old if !self.agreed.get() => return State::Old,
            Age::Old | Age::Fresh => {}
        }
        let mut solved = 0;
        loop {
            // Taken back meanwhile, here or in another tab.
            if !KeptLetter::is_there() {
                return State::Gone;
            }
            if !is_online() {
                return State::Offline;
            }
            self.show(State::Sending);
            match Next::of(Anonymous.make_mailbox(kept.mailbox.clone()).await, solved) {
                Next::Solve(challenge) => {
                    solved += 1;
                    let job = Job::Solve { mailbox: kept.mailbox.clone(), challenge };
                    let Ok(Some(mailbox)) = self.ask(&job).await else { return self.later(0) };
                    kept = kept.with(mailbox);
                    // Without room for the solved puzzle, it is solved again another time.
                    let _ = KeptLetter::is_there() && kept.keep();
                }
                Next::Later(seconds) => return self.later(seconds),
                Next::Paused => {
                    let asked = self.desk.fresh().await.ok();
                    note::say(asked.and_then(|asked| asked.desk.settings.paused.clone()));
                    return State::Paused;
                }
                Next::Locked => return State::Locked,
                Next::Refused => return State::Refused,
                next @ (Next::Arrived | Next::Superseded) => {
                    KeptLetter::forget();
                    return if next == Next::Arrived { State::Arrived } else { State::Superseded };
                }
            }
        }
    }

    async fn ask(&self, job: &Job) -> Result<Option<String>, ThreadError> {
        let thread = self.thread.get_or_init(|| Thread::start(jobs::handler));
        thread.ask(job, |_| ()).await
    }

    fn later(self: &Rc<Self>, seconds: u32) -> State {
        let tried = self.tried.get();
        let next = tried.saturating_add(1);
        self.tried.set(next);
        let this = self.clone();
        spawn(async move {
            sleep(pause(tried).max(seconds).saturating_mul(1000)).await;
            // Of those that wait the last one alone goes on: however often somebody came back meanwhile.
            if this.tried.get() == next {
                this.go_by_itself();
            }
        });
        State::Unsure
    }

    /// The desk has a new key: the letter is given to it by the code, which stays in the thread.
    fn unlock(self: &Rc<Self>) {
        note::fault(None);
        let code = note::typed();
        if Code::parse(&code).is_err() {
            return note::fault(Some("waiting-code-digits"));
        }
        if self.busy.replace(true) {
            return;
        }
        let this = self.clone();
        spawn(async move {
            let fault = this.grant_anew(code).await.err();
            this.busy.set(false);
            note::fault(fault);
            if fault.is_none() {
                this.go();
            }
        });
    }

    /// The id of the words for what stood against it.
    async fn grant_anew(&self, code: String) -> Result<(), &'static str> {
        let desk = self.desk.fresh().await.map_err(|_| "waiting-code-offline")?.text.clone();
        let Some(kept) = KeptLetter::find() else { return Ok(()) };
        let job = Job::GrantAnew { mailbox: kept.mailbox.clone(), desk, code };
        // A device that gave up on the way has not said that the code is wrong.
        let mailbox = self.ask(&job).await.map_err(|_| "waiting-code-lost")?.ok_or("waiting-code-wrong")?;
        // Where there is no room for it, the next try asks again.
        let _ = kept.with(mailbox).keep();
        note::clear();
        Ok(())
    }
}

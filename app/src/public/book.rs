//! /book: one question at a time, a time held while it is looked at, and the code as after a letter.

mod booker;
mod calendar_file;
mod flow;
mod form;
pub mod jobs;
mod lists;
mod mine;
mod questions;
mod saying;
mod steps;
mod stuck;
mod talk_row;
mod trouble;
mod waits;

use super::desk_facts::DeskFacts;
use super::dom;
use super::error_summary::{ErrorSummary, FieldFault};
use crate::api::Anonymous;
use crate::page::{element, focus_soon, spawn, turn};
use crate::thread::Thread;
use crate::time;
use crate::words::public::{book as words, sending};
use booker::Booker;
use flow::{Failed, Hold};
use form::Form;
use leptos::prelude::*;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::log::record::About;
use madobe_domain::wire::booking::{OfferedKind, Reservation};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use steps::{Step, Way};
use stuck::Again;
use web_sys::HtmlElement;

struct Book {
    form: RwSignal<Form>,
    way: Way,
    summary: ErrorSummary,
    desk: DeskFacts,
    booker: OnceCell<Rc<Booker>>,
    kinds: RwSignal<Option<Vec<OfferedKind>>>,
    /// The free times of the kind that was chosen, as far as they are known.
    starts: RwSignal<Vec<Tick>>,
    /// More of them, or the kinds, are still being asked for.
    loading: RwSignal<bool>,
    /// Five days more with each press.
    days_shown: RwSignal<usize>,
    /// The three nearest, after a time was lost.
    near: RwSignal<Vec<Tick>>,
    hold: RwSignal<Hold>,
    /// A press of the button that books is under way.
    booking: RwSignal<bool>,
    failed: RwSignal<Option<Failed>>,
    /// Why what should stand on this step is not there.
    stuck: RwSignal<Option<String>>,
    /// What did not go through, for whoever tries again; where nothing stands here, what the step shows is fetched anew.
    once_more: RefCell<Option<Again>>,
    /// A talk that is being moved.
    moving: RwSignal<Option<Reservation>>,
    talks: RwSignal<Option<mine::Talks>>,
    asked: talk_row::Asked,
    /// Something with a code is under way.
    busy: RwSignal<bool>,
    /// That there is no number to call was said.
    number_asked: Cell<bool>,
    /// Whoever waits for a time is told on the open page, too.
    watching: Cell<bool>,
}

/// For what is drawn: views hold it, and it never leaves the page.
type Handle = StoredValue<Rc<Book>, LocalStorage>;

fn handle(book: &Rc<Book>) -> Handle {
    StoredValue::new_local(book.clone())
}

/// Who is coming, by the door that was pressed.
const DOORS: [(&str, About); 3] =
    [("who-family", About::Family), ("who-myself", About::Myself), ("who-agency", About::Agency)];

pub fn attach() {
    spawn(async {
        turn().await;
        attach_in_turns().await;
    });
}

async fn attach_in_turns() {
    let summary = ErrorSummary::mount();
    turn().await;
    let book = Rc::new(Book {
        form: RwSignal::new(Form::find()),
        way: Way::begin(),
        summary,
        desk: DeskFacts::default(),
        booker: OnceCell::new(),
        kinds: RwSignal::new(None),
        starts: RwSignal::new(Vec::new()),
        loading: RwSignal::new(false),
        days_shown: RwSignal::new(lists::DAYS_AT_ONCE),
        near: RwSignal::new(Vec::new()),
        hold: RwSignal::new(Hold::None),
        booking: RwSignal::new(false),
        failed: RwSignal::new(None),
        stuck: RwSignal::new(None),
        once_more: RefCell::default(),
        moving: RwSignal::new(None),
        talks: RwSignal::new(None),
        asked: RwSignal::new(None),
        busy: RwSignal::new(false),
        number_asked: Cell::new(false),
        watching: Cell::new(false),
    });
    turn().await;
    book.show().await;
    book.listen();
    turn().await;
    let looking = mine::arrive(&book);
    super::ready();
    // A door that was pressed before all this was here, and before it was known that a time is held.
    let pressed = element::<HtmlElement>("next").and_then(|doors| doors.get_attribute("data-pressed"));
    dom::attribute("next", "data-pressed", None);
    if let Some(door) = pressed.filter(|_| !looking) {
        dom::text("next-status", "");
        if let Some(door) = element::<HtmlElement>(&door) {
            door.click();
        }
    }
}

impl Book {
    async fn show(self: &Rc<Self>) {
        let parts: [fn(&Rc<Self>); 6] = [
            |this| this.way.show(),
            lists::mount,
            lists::mount_chosen,
            flow::show,
            questions::mount,
            mine::mount,
        ];
        for part in parts {
            part(self);
            turn().await;
        }
        let (loading, stuck, moving, busy) = (self.loading, self.stuck, self.moving, self.busy);
        dom::shown("stuck", move || stuck.with(Option::is_some));
        dom::words("stuck-why", move || stuck.get().unwrap_or_default());
        for status in ["how-status", "day-status"] {
            dom::words(status, move || if loading.get() { words::SEARCHING } else { "" }.to_owned());
        }
        // A move, a cancellation or a wait that is on its way, wherever it was pressed for.
        for status in ["mine-status", "wait-status", "time-status"] {
            dom::words(status, move || if busy.get() { sending::SENDING } else { "" }.to_owned());
        }
        for button in ["wait", "time-next"] {
            dom::busy(button, move || busy.get());
        }
        dom::shown("moving", move || moving.with(Option::is_some));
        dom::words("moving-when", move || {
            moving.with(|one| {
                one.as_ref().map(|one| time::span(one.start.time(), one.minutes)).unwrap_or_default()
            })
        });
        let form = self.form;
        dom::follow(Box::new(move || form.with(Form::keep)));
    }

    fn listen(self: &Rc<Self>) {
        let click = |id: &str, act: fn(&Rc<Self>)| {
            let this = self.clone();
            dom::on(id, "click", move |_| act(&this));
        };
        for (door, about) in DOORS {
            let this = self.clone();
            dom::on(door, "click", move |_| this.who(about));
        }
        click("have-code", |this| this.go(Step::Code));
        for back in ["code-back", "how-back", "day-back", "time-back", "ask-back"] {
            click(back, |_| steps::back());
        }
        click("stuck-again", Self::try_again);
        click("days-more", |this| {
            let before = this.days_shown.get_untracked();
            this.days_shown.set(before + lists::DAYS_AT_ONCE);
            lists::focus_day(before);
        });
        click("check-back", |this| this.way.back_to(&[Step::Time, Step::Day]));
        click("ask-again", |this| this.go(Step::Ask));
        click("extend", Self::extend);
        click("ask-extend", Self::extend);
        click("book", Self::book);
        click("calendar-file", |this| {
            if let Some(talk) = this.form.with_untracked(Form::talk) {
                let _ = calendar_file::save(&talk);
            }
        });
        click("mine-another", Self::how);
        click("done-mine", mine::open);
        click("wait", waits::wait);
        for leave in ["mine-leave", "done-leave"] {
            click(leave, |_| dom::leave());
        }
        let this = self.clone();
        dom::on_submit("code-form", move || mine::enter(&this));
        let this = self.clone();
        dom::on_submit("time-form", move || this.time());
        let this = self.clone();
        dom::on_submit("ask-form", move || this.asked());
        for field in ["call-me", "words"] {
            let this = self.clone();
            dom::on(field, "input", move |_| this.read_fields());
        }
        let this = self.clone();
        steps::watch(move || this.moved());
    }

    fn booker(self: &Rc<Self>) -> &Rc<Booker> {
        self.booker.get_or_init(|| {
            let thread = Thread::start(jobs::handler);
            super::stop_on_leave(&thread);
            Booker::new(thread, self.desk.clone())
        })
    }

    fn is_existing(&self) -> bool {
        self.booker.get().is_some_and(|booker| booker.is_existing())
    }

    /// Whether what is free is known: it was asked for, and it came.
    fn knows_free(&self) -> impl Fn() -> bool + Copy + use<> {
        let (loading, stuck) = (self.loading, self.stuck);
        move || !loading.get() && stuck.with(Option::is_none)
    }

    /// One step on.
    fn go(&self, step: Step) {
        self.clear_faults();
        self.way.go(step);
        focus_soon(step.heading());
    }

    /// Something was done: see [`steps::Way::settle`].
    fn settle(&self, step: Step) {
        self.clear_faults();
        self.way.settle(step);
        focus_soon(step.heading());
    }

    /// What was wrong on one step is nothing on the next.
    fn clear_faults(&self) {
        self.summary.clear();
        self.stuck.set(None);
        self.once_more.take();
    }

    /// Back or Forward was pressed. What is booked stays on the screen.
    fn moved(self: &Rc<Self>) {
        // What the receipt said is among what is booked; by now something else may have been chosen here.
        let step = match self.way.moved() {
            Step::Done if self.talks.with_untracked(Option::is_some) => Step::Mine,
            step => step,
        };
        if self.way.now() == Step::Done {
            return;
        }
        self.clear_faults();
        self.failed.set(None);
        // A time that was lost is no news any more.
        dom::show("lost", false);
        self.near.set(Vec::new());
        // A press that still waited for its time is not kept for another one.
        if self.hold.get_untracked() == Hold::Asking {
            self.booking.set(false);
        }
        if matches!(step, Step::Who | Step::Code | Step::Mine | Step::How) {
            self.let_go();
        }
        self.way.step.set(step);
        self.fill(step);
        focus_soon(step.heading());
    }

    fn who(self: &Rc<Self>, about: About) {
        self.form.update(|form| form.about = Some(about));
        self.how();
    }

    /// Something new is booked; what was to be moved stays where it is.
    fn how(self: &Rc<Self>) {
        self.moving.set(None);
        self.go(Step::How);
        self.fetch_kinds();
        // While somebody is still choosing.
        let booker = self.booker().clone();
        spawn(async move {
            let _ = booker.prepare().await;
        });
    }

    fn fetch_kinds(self: &Rc<Self>) {
        self.stuck.set(None);
        self.loading.set(true);
        let this = self.clone();
        spawn(async move {
            let offer = Anonymous.offer().await;
            let desk = this.desk.get().await;
            this.loading.set(false);
            let notice = desk.ok().and_then(|asked| asked.desk.settings.paused.clone());
            match (offer, notice.filter(|_| !this.is_existing())) {
                // A desk that takes no new consultations has nothing to choose from for who has none.
                (Ok(_), Some(notice)) => {
                    dom::show("stuck-again", true);
                    this.stuck.set(Some([words::PAUSED, &notice].concat()));
                }
                (Ok(offer), None) => this.kinds.set(Some(offer.kinds)),
                (Err(error), _) => this.stuck(&error.into()),
            }
        });
    }

    fn kind(self: &Rc<Self>, kind: OfferedKind) {
        self.form.update(|form| {
            form.kind = Some(kind);
            form.passed = false;
        });
        self.days();
    }

    /// Which days have a free time.
    fn days(self: &Rc<Self>) {
        self.near.set(Vec::new());
        self.starts.set(Vec::new());
        self.days_shown.set(lists::DAYS_AT_ONCE);
        dom::show("lost", false);
        self.go(Step::Day);
        self.fetch_free();
    }

    fn fetch_free(self: &Rc<Self>) {
        let Some(kind) = self.form.with_untracked(|form| form.kind.clone()) else { return };
        self.stuck.set(None);
        self.loading.set(true);
        let this = self.clone();
        spawn(async move {
            let is_wanted =
                || this.form.with_untracked(|form| form.kind.as_ref().is_some_and(|now| now.id == kind.id));
            let mut from = time::now().date_in_japan();
            let mut starts = Vec::new();
            // As far as anything is offered, a month at a time.
            for _ in 0..MONTHS {
                let free = Anonymous.free(&kind.id, &time::iso_day(from)).await;
                if !is_wanted() {
                    return;
                }
                match free {
                    Ok(free) => {
                        let Some(found) = free.kinds.into_iter().next() else { break };
                        starts.extend(found.starts);
                        this.starts.set(starts.clone());
                        from = Tick::of_day(from).plus(31 * DAY_TICKS).day();
                        if from > found.last_day {
                            break;
                        }
                    }
                    Err(error) => {
                        this.loading.set(false);
                        return this.stuck(&error.into());
                    }
                }
            }
            this.loading.set(false);
        });
    }

    fn day(self: &Rc<Self>, day: Tick) {
        self.form.update(|form| form.day = Some(day));
        self.go(Step::Time);
    }

    fn time(self: &Rc<Self>) {
        match dom::chosen("times").parse() {
            Ok(start) => {
                self.summary.clear();
                self.choose(Tick(start));
            }
            Err(_) => {
                self.summary.show(FieldFault { field: "times", words: words::TIME_NONE.to_owned() });
            }
        }
    }
}

/// Nothing is offered further ahead than a year.
const MONTHS: u32 = 12;

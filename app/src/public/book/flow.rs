//! From a time that was chosen to the talk that is booked: held, held longer, booked, or lost to somebody else.

use super::form::Form;
use super::steps::Step;
use super::trouble::Trouble;
use super::{Book, mine};
use crate::page::{element, focus_soon, sleep, spawn};
use crate::public::error_summary::FieldFault;
use crate::public::kept_code::KeptCode;
use crate::public::{dom, receipt};
use crate::time;
use crate::words::public::{book as words, choose};
use leptos::prelude::*;
use madobe_domain::booking::plan::Means;
use madobe_domain::booking::tick::Tick;
use madobe_domain::clock::Timestamp;
use madobe_domain::limits::HOLD_SECONDS;
use madobe_domain::text::{LetterText, TextFault, parse_name};
use madobe_domain::wire::booking::State;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

/// The fewest that a number to call has.
const NUMBER_DIGITS: usize = 9;
/// Said this long before a held time runs out.
const SOON_MILLIS: u32 = 120_000;

/// What this page knows of the time that was chosen.
#[derive(Clone, Copy, PartialEq)]
pub enum Hold {
    None,
    Asking,
    Until(Timestamp),
    Soon(Timestamp),
    Last(Timestamp),
    /// It ran out. Until somebody else comes it can still be had.
    Over,
}

/// Why it is not booked, as far as is known.
#[derive(Clone, PartialEq)]
pub struct Failed {
    pub unsure: bool,
    pub why: String,
}

pub fn show(book: &Rc<Book>) {
    let (hold, failed, booking) = (book.hold, book.failed, book.booking);
    for said in ["held", "ask-held"] {
        dom::words(said, move || match hold.get() {
            Hold::Until(until) => words::held(&time::clock(until)),
            Hold::Soon(until) => words::held_soon(&time::clock(until)),
            Hold::Last(until) => words::held_last(&time::clock(until)),
            Hold::Asking => words::HOLDING.to_owned(),
            Hold::Over => words::HELD_OVER.to_owned(),
            Hold::None => words::NOT_HELD.to_owned(),
        });
    }
    dom::shown("extend", move || !matches!(hold.get(), Hold::None | Hold::Asking));
    // Whoever answers questions is told only when there is something to do.
    dom::shown("ask-hold", move || matches!(hold.get(), Hold::Soon(_) | Hold::Last(_) | Hold::Over));
    dom::shown("book-failed", move || failed.with(Option::is_some));
    dom::words("book-failed-h", move || {
        let unsure = failed.with(|failed| failed.as_ref().is_some_and(|failed| failed.unsure));
        if unsure { words::UNSURE } else { words::FAILED }.to_owned()
    });
    dom::words("book-why", move || failed.get().map(|failed| failed.why).unwrap_or_default());
    dom::busy("book", move || booking.get());
    dom::words("book-status", move || if booking.get() { words::BOOKING } else { "" }.to_owned());
}

impl Book {
    /// A time was chosen: it is held, or the talk that is being moved goes there.
    pub fn choose(self: &Rc<Self>, start: Tick) {
        if let Some(moving) = self.moving.get_untracked() {
            return mine::shift(self, moving, start);
        }
        self.form.update(|form| form.reserve(start));
        self.failed.set(None);
        if self.way.now() != Step::Check {
            self.go(if self.asks() { Step::Ask } else { Step::Check });
        }
        self.hold();
    }

    fn hold(self: &Rc<Self>) {
        self.hold.set(Hold::Asking);
        let this = self.clone();
        spawn(async move {
            let form = this.form.get_untracked();
            let held = this.booker().hold(&form).await;
            let (other, booked) =
                this.form.with_untracked(|now| (now.reservation != form.reservation, now.booked));
            // Another time was chosen meanwhile; or the one before it is booked by now, and this is nobody's.
            if other {
                if booked && let Some(id) = form.reservation {
                    this.booker().let_go(&id).await;
                }
                return;
            }
            match held {
                // The answer to the press that booked it was lost.
                Ok(held) if held.state == State::Booked => {
                    this.keep_code();
                    this.finish().await;
                    this.booking.set(false);
                }
                Ok(held) => {
                    // From here on it is this code's, also after a reload.
                    this.keep_code();
                    this.held(held.expires_at);
                    if this.booking.get_untracked() {
                        this.book_now();
                    }
                }
                Err(trouble) => {
                    this.booking.set(false);
                    this.troubled(&trouble);
                }
            }
        });
    }

    fn keep_code(self: &Rc<Self>) {
        let code = self.booker().fresh_code();
        self.form.update(|form| form.code = code);
    }

    pub fn held(self: &Rc<Self>, until: Option<Timestamp>) {
        let Some(until) = until else { return };
        // No longer than it was: that is the most, and what runs already tells when it is over.
        if [Hold::Until(until), Hold::Soon(until), Hold::Last(until)].contains(&self.hold.get_untracked()) {
            return self.hold.set(Hold::Last(until));
        }
        let held = Hold::Until(until);
        self.hold.set(held);
        let this = self.clone();
        spawn(async move {
            // A clock that is wrong by hours neither hurries nor waits for ever.
            let left = (until.millis() - time::now().millis()).clamp(0, HOLD_SECONDS * 1000) as u32;
            sleep(left.saturating_sub(SOON_MILLIS)).await;
            if this.hold.get_untracked() == held {
                this.hold.set(Hold::Soon(until));
            }
            sleep(left.min(SOON_MILLIS)).await;
            if [Hold::Soon(until), Hold::Last(until)].contains(&this.hold.get_untracked()) {
                this.hold.set(Hold::Over);
            }
        });
    }

    pub fn extend(self: &Rc<Self>) {
        let this = self.clone();
        spawn(async move {
            let Some(id) = this.form.with_untracked(|form| form.reservation) else { return };
            let held = this.booker().extend(&id).await;
            // It was let go meanwhile, or booked.
            if this.form.with_untracked(|form| form.booked || form.reservation != Some(id)) {
                return;
            }
            match held {
                Ok(held) => this.held(held.expires_at),
                Err(trouble) => this.troubled(&trouble),
            }
        });
    }

    /// Back to before the days: the time is for others from then on, unless it was booked or the desk was told of it.
    pub fn let_go(self: &Rc<Self>) {
        let held = self.form.with_untracked(|form| form.reservation.filter(|_| !form.booked));
        let told = self.booker.get().and_then(|booker| booker.told());
        let kept = self.booking.get_untracked() || self.hold.get_untracked() == Hold::None;
        let Some(id) = held.filter(|id| !kept && told != Some(*id)) else { return };
        self.hold.set(Hold::None);
        self.form.update(|form| form.reservation = None);
        let booker = self.booker().clone();
        spawn(async move { booker.let_go(&id).await });
    }

    /// A call needs a number. Said once: the desk may know it already.
    fn lacks_number(&self) -> bool {
        let digits = |text: &str| text.chars().filter(|c| matches!(c, '0'..='9' | '０'..='９')).count();
        let lacks = self.form.with_untracked(|form| {
            let calls = form.kind.as_ref().is_some_and(|kind| kind.means == Means::Phone);
            calls && digits(&form.text).max(digits(&form.call_me)) < NUMBER_DIGITS
        });
        let first = lacks && !self.number_asked.replace(true);
        if first {
            self.summary.show(FieldFault { field: "words", words: words::PHONE_MISSING.to_owned() });
        }
        first
    }

    pub fn read_fields(&self) {
        let name = element::<HtmlInputElement>("call-me").map(|input| input.value()).unwrap_or_default();
        let text = element::<HtmlTextAreaElement>("words").map(|area| area.value()).unwrap_or_default();
        self.form.update(|form| {
            form.call_me = name;
            form.text = text;
        });
    }

    /// Both may be left empty; what stands in them has to be readable.
    fn fields_are_sound(&self) -> bool {
        let faults = self.form.with_untracked(|form| {
            let name = match parse_name(&form.call_me) {
                Err(TextFault::TooLong { over }) => Some(choose::call_me_long(&over.to_string())),
                Err(TextFault::Character) => Some(choose::CALL_ME_CHARACTER.to_owned()),
                Err(TextFault::Empty) | Ok(_) => None,
            };
            let text = match LetterText::parse(&form.text) {
                Err(TextFault::TooLong { over }) => Some(words::words_long(&over.to_string())),
                Err(TextFault::Character) => Some(words::WORDS_CHARACTER.to_owned()),
                Err(TextFault::Empty) | Ok(_) => None,
            };
            let name = name.map(|words| FieldFault { field: "call-me", words });
            let text = text.map(|words| FieldFault { field: "words", words });
            name.into_iter().chain(text).collect::<Vec<_>>()
        });
        let sound = faults.is_empty();
        if !sound {
            self.summary.show_all(faults);
        }
        sound
    }

    /// The button. While the time is still being asked for, the press is kept.
    pub fn book(self: &Rc<Self>) {
        self.read_fields();
        self.summary.clear();
        if self.booking.get_untracked() || !self.fields_are_sound() || !self.answers_are_sound() {
            return;
        }
        if self.lacks_number() {
            return;
        }
        self.booking.set(true);
        self.failed.set(None);
        match self.hold.get_untracked() {
            Hold::Asking => {}
            // It could not be held before, or was let go: perhaps now.
            Hold::None => {
                self.form.update(|form| {
                    if let Some(start) = form.start {
                        form.reserve(start);
                    }
                });
                self.hold();
            }
            Hold::Until(_) | Hold::Soon(_) | Hold::Last(_) | Hold::Over => self.book_now(),
        }
    }

    fn book_now(self: &Rc<Self>) {
        let this = self.clone();
        spawn(async move {
            let booker = this.booker().clone();
            let form = this.form.get_untracked();
            match booker.book(&form).await {
                Ok(()) => {
                    // What was pressed for is booked, whatever was looked at after it.
                    this.form.update(|now| {
                        now.kind.clone_from(&form.kind);
                        (now.day, now.start, now.reservation) = (form.day, form.start, form.reservation);
                    });
                    this.finish().await;
                }
                Err(trouble) => {
                    let told = booker.told();
                    this.form.update(|form| form.told = told);
                    // Of a time that was chosen meanwhile this says nothing.
                    if this.form.with_untracked(|now| now.reservation == form.reservation) {
                        this.troubled(&trouble);
                    }
                }
            }
            this.booking.set(false);
        });
    }

    /// It is booked: the code, where it was made here.
    pub async fn finish(self: &Rc<Self>) {
        self.booker().settled();
        // It was asked long ago.
        let desk = self.desk.get().await.map(|asked| asked.desk.settings.name.clone()).unwrap_or_default();
        let code = self.form.with_untracked(|form| form.code.clone());
        let with_code = code.is_some();
        if let Some(groups) = code {
            KeptCode::new(groups, None, false, desk).keep();
            self.booker().shown();
        }
        self.form.update(|form| {
            form.code = None;
            form.told = None;
            form.booked = true;
            form.with_code = with_code;
            form.forget_words();
        });
        self.fill_fields();
        self.booked(with_code);
    }

    /// `with_code`: it was made here a moment ago.
    pub fn booked(self: &Rc<Self>, with_code: bool) {
        let talk = self.form.with_untracked(Form::talk);
        let when = talk.as_ref().map(|talk| time::span(talk.start, talk.minutes)).unwrap_or_default();
        dom::text("done-when", &when);
        dom::text("done-how", talk.as_ref().map_or("", |talk| &talk.name));
        self.way.instead(Step::Done);
        let kept = KeptCode::find().filter(|_| with_code);
        dom::show("done-existing", kept.is_none());
        if let Some(kept) = kept {
            receipt::show(&kept, true);
            let this = self.clone();
            dom::on("receipt-mine", "click", move |_| mine::enter_with(&this, kept.groups.concat()));
            // Put away, it is not shown again: from then on this page leads to what is booked.
            let this = self.clone();
            dom::on("put-away", "click", move |_| {
                dom::show("receipt-reload", false);
                this.form.update(|form| form.with_code = false);
            });
        }
        focus_soon(Step::Done.heading());
    }

    /// What stands in the way, in words; a time that was lost, with those nearest to it.
    fn troubled(self: &Rc<Self>, trouble: &Trouble) {
        // Without an answer, a time that was held is held for as long as was said.
        if !trouble.is_passing() || self.hold.get_untracked() == Hold::Asking {
            self.hold.set(Hold::None);
        }
        if let Some(refusal) = trouble.taken() {
            self.form.update(|form| form.reservation = None);
            self.lost(refusal.nearest.clone());
            return;
        }
        let unsure = matches!(trouble, Trouble::Unsure(_));
        if unsure {
            // It may be booked: the next press asks about this very one.
            self.hold.set(Hold::Over);
        }
        self.failed.set(Some(Failed { unsure, why: trouble.words() }));
        focus_soon("book-failed");
    }

    /// Back to the days, with every answer, and the times that are left near the one that is gone.
    pub fn lost(self: &Rc<Self>, near: Vec<Tick>) {
        dom::text("lost", if near.is_empty() { words::LOST_NONE } else { words::LOST });
        dom::show("lost", true);
        self.near.set(near);
        self.way.instead(Step::Day);
        self.fetch_free();
        focus_soon("lost");
    }

    /// A reload in the middle of booking: was it booked? Nothing is sent that nobody has pressed for. Says whether
    /// that is being looked for.
    pub fn resume(self: &Rc<Self>) -> bool {
        let form = self.form.get_untracked();
        if form.booked {
            self.booked(form.with_code);
            return false;
        }
        self.fill_fields();
        let step = self.way.restore(form.about.is_some());
        if form.code.is_none() {
            self.fill(step);
            return false;
        }
        self.way.instead(Step::Who);
        // Another beginning would let go of what is held.
        dom::show("next", false);
        dom::text("next-status", words::LOOKING);
        let this = self.clone();
        spawn(async move {
            let found = this.booker().look_for(&form).await;
            dom::text("next-status", "");
            dom::show("next", true);
            // Somebody has gone on meanwhile.
            if this.way.now() != Step::Who {
                return;
            }
            match found {
                Ok(Some(found)) if found.state == State::Booked => this.finish().await,
                Ok(Some(held)) => {
                    this.go(Step::Check);
                    this.held(held.expires_at);
                }
                Ok(None) => this.form.update(|form| form.reservation = None),
                // Not known: the code stays, and so does what was held under it.
                Err(_) => {}
            }
        });
        true
    }
}

//! What the holder of a code has booked, and what they wait for.

use super::booker::Booker;
use super::flow::Hold;
use super::form::talk_of;
use super::steps::{self, Step};
use super::trouble::Trouble;
use super::waits::{look_for_free, waiting, watch};
use super::{Book, Handle, handle, talk_row};
use crate::api::Anonymous;
use crate::page::{element, spawn};
use crate::public::code_fault::code_fault;
use crate::public::dom;
use crate::public::error_summary::FieldFault;
use crate::public::handed;
use crate::public::kept_code::KeptCode;
use crate::random::rng;
use crate::words::public::book as words;
use leptos::prelude::*;
use madobe_domain::booking::tick::Tick;
use madobe_domain::crypto::code::Code;
use madobe_domain::ids::{ChangeId, KindId};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::booking::{MoveTo, MyTalks, OfferedKind, Reservation, State};
use std::rc::Rc;
use web_sys::HtmlInputElement;

const FIELD: &str = "code-digits";

#[derive(Clone, PartialEq)]
pub struct Talks {
    pub mine: MyTalks,
    /// Those that are offered; those of a talk of one's own may be others.
    pub kinds: Vec<OfferedKind>,
    /// What was just done, and a time that can be taken again.
    pub said: Option<&'static str>,
    pub back: Option<Back>,
}

/// The time that a talk had a moment ago.
#[derive(Clone, PartialEq)]
pub struct Back {
    kind: OfferedKind,
    start: Tick,
    /// As it stands since it was moved. None: it was cancelled.
    moved: Option<Reservation>,
}

impl Talks {
    /// None: it is gone.
    pub fn kind(&self, id: &KindId) -> Option<OfferedKind> {
        self.kinds.iter().chain(&self.mine.kinds).find(|kind| kind.id == *id).cloned()
    }

    pub fn offers(&self, id: &KindId) -> bool {
        self.kinds.iter().any(|kind| kind.id == *id)
    }
}

pub fn mount(book: &Rc<Book>) {
    let (this, talks, busy, starts) = (handle(book), book.talks, book.busy, book.starts);
    let list = move || talks.with(|talks| talks.as_ref().map(|talks| rows(this, talks)));
    dom::island("my-talks", list.into_any());
    dom::busy("code-open", move || busy.get());
    dom::words("code-status", move || if busy.get() { words::OPENING } else { "" }.to_owned());
    let left = book.clone();
    steps::begin_anew(move || {
        left.talks.set(None);
        left.is_existing()
    });
    // A code that was shown in this tab a moment ago need not be typed.
    if let (Some(kept), Some(input)) = (KeptCode::find(), element::<HtmlInputElement>(FIELD)) {
        input.set_value(&kept.groups.join(" "));
    }
    let (moving, knows_free) = (book.moving, book.knows_free());
    let form = book.form;
    let may_wait = move || {
        // A date of a group that is full is not among those to choose from: one may wait for it all the same.
        let group = form.with(|form| form.kind.as_ref().is_some_and(|kind| kind.group));
        knows_free() && (starts.with(Vec::is_empty) || group) && moving.with(Option::is_none)
    };
    dom::shown("wait", may_wait);
    // Who has no mailbox yet has nowhere to be told.
    dom::shown("wait-how", move || may_wait() && !this.get_value().is_existing());
}

/// As the page begins. Whoever comes from an opened mailbox brings its code, and it is as if they had typed it. Says whether
/// something is being looked for.
pub fn arrive(book: &Rc<Book>) -> bool {
    let Some(code) = handed::take() else { return book.resume() };
    if let Some(input) = element::<HtmlInputElement>(FIELD) {
        input.set_value(&code);
    }
    // A talk that the desk was told of, under a code that nobody has seen yet, is looked for first.
    if book.form.with_untracked(|form| form.code.is_some() && form.told.is_some()) {
        return book.resume();
    }
    book.form.update(|form| (form.code, form.booked) = (None, false));
    book.resume();
    dom::text("next-status", "");
    if book.way.now() != Step::Code {
        book.go(Step::Code);
    }
    enter_with(book, code);
    true
}

/// A code was typed.
pub fn enter(book: &Rc<Book>) {
    let typed = element::<HtmlInputElement>(FIELD).map(|input| input.value()).unwrap_or_default();
    book.summary.clear();
    match Code::parse(&typed) {
        Ok(_) => enter_with(book, typed),
        Err(fault) => book.summary.show(FieldFault { field: FIELD, words: code_fault(fault) }),
    }
}

/// One thing with a code at a time: while it is under way, another press does nothing.
pub fn act(book: &Rc<Book>, act: impl AsyncFnOnce(&Rc<Book>, &Rc<Booker>) + 'static) {
    if book.busy.get_untracked() {
        return;
    }
    book.busy.set(true);
    let book = book.clone();
    spawn(async move {
        let booker = book.booker().clone();
        act(&book, &booker).await;
        book.busy.set(false);
    });
}

/// With this code, unless its mailbox is open already.
pub fn enter_with(book: &Rc<Book>, code: String) {
    act(book, async move |book: &Rc<Book>, booker: &Rc<Booker>| {
        let is_open =
            booker.is_existing() && booker.groups().map(|groups| groups.concat()) == Some(code.clone());
        let opened = if is_open { Ok(()) } else { booker.open(code.clone()).await };
        let loaded = match opened {
            Ok(()) => begin(book, booker).await,
            Err(trouble) => Err(trouble),
        };
        if loaded.is_err() {
            booker.forget();
        }
        // What was held under a code of this page is let go by itself.
        book.form.update(|form| {
            form.code = None;
            form.told = None;
            form.reservation = None;
        });
        match loaded {
            Ok(()) => {
                if let Some(input) = element::<HtmlInputElement>(FIELD) {
                    input.set_value("");
                }
                // Who they are was said with the code: loaded again, the page asks for it, and makes no other.
                book.form.update(|form| (form.booked, form.about) = (false, None));
                book.go(Step::Mine);
            }
            Err(trouble) if book.way.now() == Step::Code => {
                book.summary.show(FieldFault { field: FIELD, words: trouble.words() });
            }
            Err(trouble) => book.stuck_then(&trouble, move |book| enter_with(book, code)),
        }
    });
}

/// Whoever was asked for the code because they want to wait does so from now on.
async fn begin(book: &Rc<Book>, booker: &Rc<Booker>) -> Result<(), Trouble> {
    let kind = book.form.with_untracked(|form| form.kind.as_ref().map(|kind| kind.id));
    let said = match (booker.mailbox(), kind) {
        (Some(mailbox), Some(kind)) if book.way.wants_to_wait() => {
            mailbox.wait(&kind, true).await?;
            Some(words::WAIT_BEGUN)
        }
        _ => None,
    };
    load(book, booker, said, None).await
}

/// After a booking with a code, or with one that was shown in this tab a moment ago.
pub fn open(book: &Rc<Book>) {
    match book.booker().groups().or_else(|| KeptCode::find().map(|kept| kept.groups)) {
        Some(groups) => enter_with(book, groups.concat()),
        None => book.go(Step::Code),
    }
}

async fn load(
    book: &Rc<Book>,
    booker: &Rc<Booker>,
    said: Option<&'static str>,
    back: Option<Back>,
) -> Result<(), Trouble> {
    let mailbox = booker.mailbox().ok_or(Trouble::Thread)?;
    let mut mine = mailbox.talks().await?;
    let kinds = Anonymous.offer().await?.kinds;
    look_for_free(&mut mine, &kinds, &[]).await;
    // What is not offered cannot be booked again here.
    let back = back.filter(|back| kinds.iter().any(|open| open.id == back.kind.id));
    // Whatever was booked is in it.
    booker.settled();
    // What was asked of the list before is no question of this one.
    book.asked.set(None);
    book.talks.set(Some(Talks { mine, kinds, said, back }));
    watch(book);
    Ok(())
}

/// What was done is said, and the list is as it stands now.
pub async fn again(book: &Rc<Book>, booker: &Rc<Booker>, said: &'static str, back: Option<Back>) {
    book.moving.set(None);
    match load(book, booker, Some(said), back.clone()).await {
        Ok(()) => book.settle(Step::Mine),
        Err(trouble) => book.stuck_then(&trouble, move |book| once_more(book, said, back)),
    }
}

/// It was done; only the list did not come.
fn once_more(book: &Rc<Book>, said: &'static str, back: Option<Back>) {
    act(book, async move |book: &Rc<Book>, booker: &Rc<Booker>| again(book, booker, said, back).await);
}

fn rows(book: Handle, talks: &Talks) -> Vec<AnyView> {
    let mut rows = Vec::new();
    if let Some(said) = talks.said {
        let back = talks.back.clone().map(|back| {
            let words = if back.moved.is_some() { words::MOVE_BACK } else { words::TAKE_BACK };
            let press = move |_| take(&book.get_value(), &back.kind, back.start, back.moved.clone());
            view! { <p><button class="button" type="button" id="take-back" on:click=press>{words}</button></p> }
        });
        rows.push(view! { <div class="panel done"><p role="status">{said}</p>{back}</div> }.into_any());
    }
    rows.extend(talks.mine.waiting.iter().filter_map(|one| waiting(book, talks, one)));
    let before = rows.len();
    // The next one first.
    let shown = talks.mine.reservations.iter().rev();
    rows.extend(
        shown.filter_map(|one| talk_row::row(book, one, talks.kind(&one.kind), talks.offers(&one.kind))),
    );
    if rows.len() == before {
        rows.push(view! { <p>{words::MINE_NONE}</p> }.into_any());
    }
    rows
}

/// A time that is known to have been free a moment ago: for this talk, or for a new one.
pub fn take(book: &Rc<Book>, kind: &OfferedKind, start: Tick, moving: Option<Reservation>) {
    // Also after somebody thought of moving another talk and went back.
    book.moving.set(moving);
    book.form.update(|form| {
        form.kind = Some(kind.clone());
        form.passed = false;
    });
    book.hold.set(Hold::None);
    book.choose(start);
}

/// Another tab, or the desk, may have moved or cancelled it since this was drawn: what is changed is what was looked at. `done`:
/// how it stands where this very act was done before and only its answer was lost.
async fn news_of(booker: &Rc<Booker>, one: &Reservation, done: (State, Tick)) -> Option<&'static str> {
    let all = booker.mailbox()?.talks().await.ok()?;
    let known = all.reservations.into_iter().find(|known| known.id == one.id)?;
    match known.state {
        _ if (known.state, known.start) == done => None,
        State::Booked => (known.start != one.start).then_some(words::MOVED_MEANWHILE),
        State::Cancelled => Some(words::GONE_MEANWHILE),
        State::Held | State::Lapsed => None,
    }
}

/// `said`: what is said where it went well.
pub fn cancel(book: &Rc<Book>, one: &Reservation, kind: Option<OfferedKind>, said: &'static str) {
    let before = (State::Booked, one.start);
    cancel_from(book, one.clone(), kind, said, before);
}

/// `expected`: how it is likely to stand, see [`news_of`].
fn cancel_from(
    book: &Rc<Book>,
    one: Reservation,
    kind: Option<OfferedKind>,
    said: &'static str,
    expected: (State, Tick),
) {
    act(book, async move |book: &Rc<Book>, booker: &Rc<Booker>| {
        if let Some(said) = news_of(booker, &one, expected).await {
            return again(book, booker, said, None).await;
        }
        let record = TalkRecord::TalkCancelled { talk: talk_row::told(&one, kind.as_ref()) };
        match booker.cancel(&one.id, &record).await {
            Ok(()) => {
                let back = kind.map(|kind| Back { kind, start: one.start, moved: None });
                again(book, booker, said, back).await;
            }
            Err(trouble) => book.stuck_then(&trouble, move |book| {
                let done = (State::Cancelled, one.start);
                cancel_from(book, one, kind, said, done);
            }),
        }
    });
}

pub fn begin_move(book: &Rc<Book>, one: &Reservation, kind: OfferedKind) {
    book.moving.set(Some(one.clone()));
    book.kind(kind);
}

/// The old time stays until the new one is taken.
pub fn shift(book: &Rc<Book>, one: Reservation, start: Tick) {
    shift_to(book, one, MoveTo { change: ChangeId::make(&mut rng()), start });
}

/// Tried again, it is the same change.
fn shift_to(book: &Rc<Book>, one: Reservation, to: MoveTo) {
    let Some(kind) = book.form.with_untracked(|form| form.kind.clone()) else { return };
    act(book, async move |book: &Rc<Book>, booker: &Rc<Booker>| {
        if let Some(said) = news_of(booker, &one, (State::Booked, to.start)).await {
            return again(book, booker, said, None).await;
        }
        let record = TalkRecord::TalkMoved { talk: talk_of(&kind, one.id, to.start) };
        match booker.shift(&one.id, &to, &record).await {
            Ok(()) => {
                let start = one.start;
                let back = Back { kind, start, moved: Some(Reservation { start: to.start, ..one }) };
                again(book, booker, words::MOVED, Some(back)).await;
            }
            Err(trouble) => match trouble.taken() {
                Some(refusal) => {
                    // From the list, where it was to go back: the list stays one step behind.
                    if book.way.now() == Step::Mine {
                        book.go(Step::Day);
                    }
                    book.lost(refusal.nearest.clone());
                }
                None => book.stuck_then(&trouble, move |book| shift_to(book, one, to)),
            },
        }
    });
}

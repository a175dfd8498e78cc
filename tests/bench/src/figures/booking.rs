//! Booking: a month of free times for a city, people racing for times, and ten thousand attempts without one double booking.
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail, ensure};
use madobe_domain::booking::plan::{Kind, OneDay, Person, Plan};
use madobe_domain::booking::taking::Taking;
use madobe_domain::booking::tick::Tick;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::{Frame, Week};
use madobe_domain::ids::{KindId, StaffId};
use madobe_domain::wire::booking::{Free, NewHold, State};
use madobe_domain::wire::calendar::CalendarPage;
use madobe_tests::desk::Desk;
use madobe_tests::talks::{
    Asked, Holder, booked_twice, calendar, free, holders, in_days, kind, new_hold, nobody_is_booked_twice,
    offer, people, person, rooms,
};
use madobe_tests::together::together;

use crate::Wish;
use crate::report::{Report, Target};
use crate::stats::percentile;

const NAME: &str = "booking";
const WARDS: usize = 14;
const STAFF: usize = 60;
const ROOMS: usize = 30;
const MONTHS_ASKED: usize = 40;
const RACERS: usize = 50;
/// One mailbox is let try twenty times a minute: so many of them try ten thousand times.
const HOLDERS: usize = 600;
const SLOTS: usize = 20;
/// So many of those times are what everybody wants at first.
const WANTED: usize = 5;
const ATTEMPTS: usize = 10_000;
const HANDS: usize = 16;
/// As often somebody looks for doubles while it goes on.
const LOOKS: usize = 10;
/// As often the same is asked again where no answer came.
const REPAIRS: usize = 5;

fn today() -> String {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_millis());
    Timestamp::from_millis(i64::try_from(millis).unwrap_or_default()).date_in_japan().to_string()
}

fn booked(desk: &Desk) -> Result<CalendarPage> {
    calendar(&desk.administrator(), desk.team, &today(), 62)
}

/// Somebody who is there on two days, ten hours each: twenty times of an hour.
fn scarce(staff: StaffId) -> (Kind, Person) {
    let days = [10, 11].map(|days| OneDay {
        day: in_days(days).day(),
        frames: vec![Frame { open: 9 * 60, close: 19 * 60 }],
    });
    let person = Person { week: Week(Default::default()), days: days.into(), ..person(staff) };
    (Kind { step: 60, ..kind(&[staff], &[]) }, person)
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let mut desk = Desk::start()?;
    let staff = people(&mut desk, STAFF)?;
    let alone = people(&mut desk, 1)?;
    // At once: whatever is written behind the desk's back starts it anew, at another address.
    let everybody = holders(&mut desk, RACERS + HOLDERS)?;
    let (racers, many) = everybody.split_at(RACERS);
    let rooms = rooms(ROOMS);
    let mut kinds: Vec<_> = (0..WARDS)
        .map(|ward| {
            let of = |count: usize| move |place: &usize| place % WARDS == ward && *place < count;
            let people: Vec<_> = (0..STAFF).filter(of(STAFF)).map(|place| staff[place]).collect();
            let rooms: Vec<_> = (0..ROOMS).filter(of(ROOMS)).map(|place| rooms[place].id).collect();
            kind(&people, &rooms)
        })
        .collect();
    let all: Vec<KindId> = kinds.iter().map(|kind| kind.id).collect();
    let mut people: Vec<_> = staff.iter().copied().map(person).collect();
    let (few, one) = scarce(alone[0]);
    let wanted = few.id;
    kinds.push(few);
    people.push(one);
    offer(&desk.administrator(), desk.team, Plan { kinds, rooms, people })?;

    race(&desk, racers, wanted, report)?;
    attempts(&desk, many, &all, report)?;
    month(&desk, report)
}

/// A line that was cut says nothing of what came of it: the same is asked again, as browsers do.
fn persist<T>(cut: &AtomicUsize, ask: impl Fn() -> Result<T>) -> Result<T> {
    let mut answer = ask();
    for _ in 0..REPAIRS {
        if !answer.as_ref().is_err_and(|error| error.to_string().starts_with("no answer")) {
            break;
        }
        count(cut);
        answer = ask();
    }
    answer
}

fn count(what: &AtomicUsize) {
    what.fetch_add(1, Ordering::Relaxed);
}

/// The time that somebody has in the end, none where none was left, and how often they asked.
fn until_booked(
    holder: &Holder,
    kind: KindId,
    wished: Tick,
    turn: usize,
    cut: &AtomicUsize,
) -> Result<(Option<Tick>, usize)> {
    let mut start = wished;
    for asked in 1..=SLOTS {
        let new = new_hold(kind, start);
        match persist(cut, || holder.hold(&new))? {
            Asked::Got(_) => {
                let Asked::Got(kept) = persist(cut, || holder.confirm(new.id))? else {
                    bail!("what was held was not booked")
                };
                return Ok((Some(kept.start), asked));
            }
            Asked::Taken(near) if near.is_empty() => return Ok((None, asked)),
            Asked::Taken(near) => start = near[turn % near.len()],
        }
    }
    bail!("{SLOTS} times were gone, one after the other")
}

/// Fifty people, twenty times: all want the same few, take the nearest that is left, and book it.
fn race(desk: &Desk, racers: &[Holder], kind: KindId, report: &mut Report) -> Result<()> {
    let starts = free(&desk.from_home(), kind, &today())?;
    ensure!(starts.len() == SLOTS, "{} times are free, not {SLOTS}", starts.len());
    let cut = AtomicUsize::new(0);
    let outcomes = together((0..RACERS).collect(), |number: usize| -> Result<_> {
        let begun = Instant::now();
        let (got, asked) = until_booked(&racers[number], kind, starts[number % WANTED], number, &cut)?;
        Ok((got, asked, begun.elapsed().as_secs_f64() * 1000.0))
    })?;
    let outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    let mut got: Vec<Tick> = outcomes.iter().filter_map(|(got, ..)| *got).collect();
    got.sort_unstable();
    ensure!(got == starts, "each of the {SLOTS} times once: {got:?} of {starts:?}");
    let page = booked(desk)?;
    nobody_is_booked_twice(&page)?;
    let stand = page.talks.iter().filter(|talk| talk.kind == kind && talk.state == State::Booked).count();
    ensure!(stand == SLOTS, "{stand} of {SLOTS} stand in the calendar");
    let millis: Vec<f64> = outcomes.iter().map(|(.., millis)| *millis).collect();
    let most = outcomes.iter().map(|(_, asked, _)| *asked).max().unwrap_or_default();
    report
        .add(
            NAME,
            "50 people racing for 20 times: until booked or none is left, p50",
            percentile(&millis, 0.5),
            "ms",
            Target::None,
        )
        .beside(format!(
            "p99 {:.0} ms, all at once through the local runtime; {stand} booked once each; nobody asked for more than {most} \
             times; {} were asked again, as the line was cut",
            percentile(&millis, 0.99),
            cut.into_inner()
        ));
    Ok(())
}

/// What came of the attempts.
#[derive(Default)]
struct Tally {
    next: AtomicUsize,
    got: AtomicUsize,
    booked: AtomicUsize,
    cancelled: AtomicUsize,
    cut: AtomicUsize,
    /// Whatever was seen to be taken twice, at any look.
    twice: Mutex<BTreeSet<[Taking; 2]>>,
    failures: Mutex<Vec<String>>,
}

impl Tally {
    /// Every fifth that gets a time books it and cancels it, every twenty-fifth books and keeps it; the others hold it until
    /// they look at another. Neither is a part of twelve: each of the times is kept, cancelled and let go.
    fn attempt(&self, holder: &Holder, new: &NewHold, round: usize) -> Result<()> {
        let Asked::Got(_) = persist(&self.cut, || holder.hold(new))? else { return Ok(()) };
        count(&self.got);
        let (keeps, cancels) = (round.is_multiple_of(25), round % 5 == 1);
        if keeps || cancels {
            let booked = persist(&self.cut, || holder.confirm(new.id))?;
            ensure!(matches!(booked, Asked::Got(_)), "what was held was not booked: {booked:?}");
            count(&self.booked);
        }
        if cancels {
            persist(&self.cut, || holder.cancel(new.id))?;
            count(&self.cancelled);
        }
        Ok(())
    }

    fn look(&self, desk: &Desk) -> Result<()> {
        let page = persist(&self.cut, || booked(desk))?;
        if let Ok(mut twice) = self.twice.lock() {
            twice.extend(booked_twice(&page));
        }
        Ok(())
    }

    fn failed(&self, outcome: Result<()>) {
        if let (Err(error), Ok(mut failures)) = (outcome, self.failures.lock()) {
            failures.push(error.to_string());
        }
    }
}

/// Ten thousand times somebody wants one of few times, books it, or lets it go.
fn attempts(desk: &Desk, holders: &[Holder], kinds: &[KindId], report: &mut Report) -> Result<()> {
    let server = desk.from_home();
    let wanted: Vec<Vec<Tick>> = kinds
        .iter()
        .map(|kind| Ok(free(&server, *kind, &today())?.into_iter().take(12).collect()))
        .collect::<Result<_>>()?;
    let tally = Tally::default();
    std::thread::scope(|scope| {
        for _ in 0..HANDS {
            scope.spawn(|| {
                loop {
                    let number = tally.next.fetch_add(1, Ordering::Relaxed);
                    if number >= ATTEMPTS {
                        return;
                    }
                    let (place, round) = (number % kinds.len(), number / kinds.len());
                    let times = &wanted[place];
                    let new = new_hold(kinds[place], times[round % times.len()]);
                    tally.failed(tally.attempt(&holders[number % HOLDERS], &new, round));
                    if (number + 1).is_multiple_of(ATTEMPTS / LOOKS) {
                        tally.failed(tally.look(desk));
                    }
                }
            });
        }
    });
    tally.look(desk)?;
    let Tally { got, booked, cancelled, cut, twice, failures, .. } = tally;
    let failures = failures.into_inner().unwrap_or_default();
    ensure!(failures.is_empty(), "{} failed: {}", failures.len(), failures[0]);
    let doubles = twice.into_inner().unwrap_or_default().len();
    report
        .add(NAME, "double bookings in 10,000 attempts", doubles as f64, "", Target::AtMost(0.0))
        .beside(format!(
            "{} got a time, {} booked it, {} of them cancelled; looked for {LOOKS} times meanwhile and at the end; {} were asked \
             again, as the local runtime had cut the line",
            got.into_inner(),
            booked.into_inner(),
            cancelled.into_inner(),
            cut.into_inner()
        ))
        .elsewhere("Easy!Appointments #845: about 40 a week");
    Ok(())
}

/// Everything that is free in the whole city for a month.
fn month(desk: &Desk, report: &mut Report) -> Result<()> {
    let server = desk.from_home();
    let path = format!("/api/booking/free?days=31&from={}", today());
    let mut millis = Vec::new();
    let mut starts = 0;
    for _ in 0..MONTHS_ASKED {
        let begun = Instant::now();
        let free: Free = server.get(&path).context("free times")?;
        millis.push(begun.elapsed().as_secs_f64() * 1000.0);
        starts = free.kinds.iter().map(|kind| kind.starts.len()).sum();
    }
    report
        .add(
            NAME,
            "free times of a month, 14 wards, 60 staff, 30 rooms, p50",
            percentile(&millis, 0.5),
            "ms",
            Target::AtMost(50.0),
        )
        .beside(format!("p99 {:.0} ms, {starts} times, one round trip", percentile(&millis, 0.99)));
    Ok(())
}

//! Booking: a month of free times for a city, people racing for times, and ten thousand attempts without one double booking.
use std::sync::Mutex;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::Tick;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::KindId;
use madobe_domain::wire::booking::Free;
use madobe_tests::desk::Desk;
use madobe_tests::talks::{
    Asked, calendar, free, holders, kind, new_hold, nobody_is_booked_twice, offer, people, person, rooms,
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
const ATTEMPTS: usize = 10_000;
const HANDS: usize = 16;
/// As often the same is asked again where no answer came.
const REPAIRS: usize = 5;

fn today() -> String {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_millis());
    Timestamp::from_millis(i64::try_from(millis).unwrap_or_default()).date_in_japan().to_string()
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let mut desk = Desk::start()?;
    let staff = people(&mut desk, STAFF)?;
    let racers = holders(&mut desk, HOLDERS)?;
    let rooms = rooms(ROOMS);
    let kinds: Vec<_> = (0..WARDS)
        .map(|ward| {
            let of = |count: usize| move |place: &usize| place % WARDS == ward && *place < count;
            let people: Vec<_> = (0..STAFF).filter(of(STAFF)).map(|place| staff[place]).collect();
            let rooms: Vec<_> = (0..ROOMS).filter(of(ROOMS)).map(|place| rooms[place].id).collect();
            kind(&people, &rooms)
        })
        .collect();
    let all: Vec<KindId> = kinds.iter().map(|kind| kind.id).collect();
    let plan = Plan { kinds, rooms, people: staff.iter().copied().map(person).collect() };
    offer(&desk.administrator(), desk.team, plan)?;

    race(&desk, &racers, all[0], report)?;
    attempts(&desk, &racers, &all, report)?;
    month(&desk, report)
}

/// Fifty people, twenty times: each wants the first that is there, and takes the nearest that is left.
fn race(
    desk: &Desk,
    racers: &[madobe_tests::talks::Holder],
    kind: KindId,
    report: &mut Report,
) -> Result<()> {
    let starts = free(&desk.from_home(), kind, &today())?;
    let starts: Vec<Tick> = starts.into_iter().step_by(3).take(SLOTS).collect();
    ensure!(starts.len() == SLOTS, "too few times are free");
    let outcomes = together((0..RACERS).collect(), |number: usize| -> Result<f64> {
        let begun = Instant::now();
        racers[number].hold(&new_hold(kind, starts[number % SLOTS]))?;
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    })?;
    let millis = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    let (p50, p99) = (percentile(&millis, 0.5), percentile(&millis, 0.99));
    report
        .add(NAME, "50 people racing for 20 times: an answer, p50", p50, "ms", Target::None)
        .beside(format!("p99 {p99:.0} ms, all at once through the local runtime"));
    Ok(())
}

/// Ten thousand times somebody wants one of few times, books it, or lets it go.
fn attempts(
    desk: &Desk,
    racers: &[madobe_tests::talks::Holder],
    kinds: &[KindId],
    report: &mut Report,
) -> Result<()> {
    let server = desk.from_home();
    let wanted: Vec<Vec<Tick>> = kinds
        .iter()
        .map(|kind| Ok(free(&server, *kind, &today())?.into_iter().take(12).collect()))
        .collect::<Result<_>>()?;
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let got = std::sync::atomic::AtomicUsize::new(0);
    let cut = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..HANDS {
            let (next, failures, got, cut, wanted) = (&next, &failures, &got, &cut, &wanted);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if number >= ATTEMPTS {
                        return;
                    }
                    let place = number % kinds.len();
                    let times = &wanted[place];
                    let new = new_hold(kinds[place], times[number / kinds.len() % times.len()]);
                    // A line that was cut says nothing of what came of it: the same is asked again, as browsers do.
                    let mut answer = racers[number % HOLDERS].hold(&new);
                    for _ in 0..REPAIRS {
                        if !answer.as_ref().is_err_and(|error| error.to_string().starts_with("no answer")) {
                            break;
                        }
                        cut.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        answer = racers[number % HOLDERS].hold(&new);
                    }
                    match answer {
                        Ok(Asked::Got(_)) => {
                            got.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        }
                        Ok(Asked::Taken(_)) => {}
                        Err(error) => {
                            if let Ok(mut failures) = failures.lock() {
                                failures.push(error.to_string());
                            }
                        }
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap_or_default();
    ensure!(failures.is_empty(), "{} failed: {}", failures.len(), failures[0]);
    let page = calendar(&desk.administrator(), desk.team, &today(), 62)?;
    let double = f64::from(u8::from(nobody_is_booked_twice(&page).is_err()));
    report
        .add(NAME, "double bookings in 10,000 attempts", double, "", Target::AtMost(0.0))
        .beside(format!(
            "{} got a time; {} were asked again, as the local runtime had cut the line",
            got.into_inner(),
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

//! Talks on the real runtime: two hundred at once, and the power failing in the middle.
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Trial};
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::KindId;
use madobe_domain::wire::calendar::{NewTalk, StaffTalk};
use madobe_tests::desk::Desk;
use madobe_tests::talks::{
    Asked, Holder, calendar, free, holders, kind, new_hold, nobody_is_booked_twice, offer, person, rooms,
};
use madobe_tests::together::together;

type Test = (&'static str, fn(&mut Desk) -> Result<()>);

const CROWD: usize = 200;

fn main() -> ExitCode {
    let tests: [Test; 2] = [
        ("of_two_hundred_at_once_one_gets_the_time_and_a_group_its_seats", crowd),
        ("killed_in_the_middle_of_booking", killed),
    ];
    let trial = |(name, test): &Test| {
        let test = *test;
        Trial::test(*name, move || {
            let outcome = Desk::start().and_then(|mut desk| test(&mut desk));
            outcome.map_err(|error| format!("{error:#}").into())
        })
    };
    libtest_mimic::run(&Arguments::from_args(), tests.iter().map(trial).collect()).exit_code()
}

/// Today in Japan, as far as this machine knows.
fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now =
        madobe_domain::clock::Timestamp::from_millis(i64::try_from(now.as_millis()).unwrap_or_default());
    now.date_in_japan().to_string()
}

/// One kind with the administrator alone, and a group of twenty.
fn open(desk: &Desk) -> Result<[KindId; 2]> {
    let staff = desk.administrator();
    let me = staff.session.id;
    let rooms = rooms(1);
    let alone = kind(&[me], &[rooms[0].id]);
    let mut group = kind(&[me], &[]);
    group.seats = 20;
    let ids = [alone.id, group.id];
    offer(&staff, desk.team, Plan { kinds: vec![alone, group], rooms, people: vec![person(me)] })?;
    Ok(ids)
}

/// Everybody asks for the same time at the same moment. Gives those who got it.
fn race(
    people: &[Holder],
    kind: KindId,
    start: Tick,
) -> Result<Vec<(Holder, madobe_domain::ids::ReservationId)>> {
    let outcomes = together(people.to_vec(), |holder: Holder| {
        let new = new_hold(kind, start);
        let mut outcome = holder.hold(&new);
        // No answer is no refusal: the same is asked again.
        for _ in 0..5 {
            if outcome.is_ok() {
                break;
            }
            outcome = holder.hold(&new);
        }
        outcome.map(|outcome| (holder, new.id, outcome))
    })?;
    let mut got = Vec::new();
    for outcome in outcomes {
        match outcome? {
            (holder, id, Asked::Got(_)) => got.push((holder, id)),
            (_, _, Asked::Taken(nearest)) => {
                ensure!(!nearest.contains(&start), "the one that is gone is not offered");
                ensure!(nearest.len() == 3 || kind_is_group(&nearest), "{nearest:?}");
            }
        }
    }
    Ok(got)
}

/// A group that meets once has no other time.
fn kind_is_group(nearest: &[Tick]) -> bool {
    nearest.is_empty()
}

fn crowd(desk: &mut Desk) -> Result<()> {
    let people = holders(desk, CROWD)?;
    let [alone, group] = open(desk)?;
    let server = desk.from_home();
    let start = *free(&server, alone, &today())?.get(5).context("no time is free")?;
    let got = race(&people, alone, start)?;
    ensure!(got.len() == 1, "{} of {CROWD} hold the same time", got.len());
    // Booked, all of them at once and twice over: still one.
    let booked = together(vec![&got[0]; 8], |(holder, id)| holder.confirm(*id))?;
    for outcome in booked {
        ensure!(matches!(outcome?, Asked::Got(_)));
    }
    // A group of twenty, of two hundred.
    let later = *free(&server, alone, &today())?.last().context("no time is free")?;
    let session = NewTalk {
        id: new_hold(group, later).id,
        kind: group,
        start: later,
        people: vec![],
        room: None,
        case: None,
        session: true,
    };
    let path = format!("/api/staff/teams/{}/booking/reservations", desk.team);
    desk.administrator().call::<_, StaffTalk>("POST", &path, Some(&session))?;
    let seated = race(&people, group, later)?;
    ensure!(seated.len() == 20, "{} seats of 20", seated.len());
    nobody_is_booked_twice(&calendar(&desk.administrator(), desk.team, &today(), 62)?)?;
    Ok(())
}

/// Books as many as it can until the lights go out; what was acknowledged is there afterwards, and nothing is double.
fn killed(desk: &mut Desk) -> Result<()> {
    let people = holders(desk, 24)?;
    let [alone, _] = open(desk)?;
    let starts = free(&desk.from_home(), alone, &today())?;
    ensure!(starts.len() > 60);
    let done = AtomicUsize::new(0);
    let booked = Mutex::new(Vec::new());
    std::thread::scope(|scope| -> Result<()> {
        for (number, holder) in people.iter().enumerate() {
            let (done, booked, starts) = (&done, &booked, &starts);
            scope.spawn(move || {
                for round in 0..4 {
                    // Neighbours want the same time.
                    let Some(start) = starts.get((number / 2) * 4 + round) else { return };
                    let new = new_hold(alone, *start);
                    if !matches!(holder.hold(&new), Ok(Asked::Got(_))) {
                        continue;
                    }
                    if let Ok(Asked::Got(kept)) = holder.confirm(new.id) {
                        if let Ok(mut booked) = booked.lock() {
                            booked.push((number, kept));
                        }
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
        madobe_tests::wait::until(
            "some are booked",
            || Ok((done.load(Ordering::SeqCst) >= 8).then_some(())),
        )?;
        desk.kill()
    })?;
    desk.start_again()?;
    let page = calendar(&desk.administrator(), desk.team, &today(), 62)?;
    nobody_is_booked_twice(&page)?;
    let booked = booked.into_inner().map_err(|_| anyhow::anyhow!("a thread failed"))?;
    ensure!(booked.len() >= 8);
    for (number, kept) in booked {
        let found =
            page.talks.iter().find(|talk| talk.id == kept.id).context("an acknowledged booking is lost")?;
        ensure!(found.start == kept.start);
        // And it is still its holder's.
        let holder = people[number].through(&desk.server);
        ensure!(matches!(holder.confirm(kept.id)?, Asked::Got(_)));
    }
    // Life goes on: what was only held is free again or still held, and a new time can be had.
    let left = free(&desk.server, alone, &today())?;
    let last = *left.last().context("nothing is left")?;
    ensure!(matches!(people[0].through(&desk.server).hold(&new_hold(alone, last))?, Asked::Got(_)));
    Ok(())
}

//! Talks on the real runtime: two hundred at once, and the power failing in the middle.
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::Tick;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::feed_secret_hash;
use madobe_domain::ids::KindId;
use madobe_domain::wire::calendar::{FeedState, NewFeed, NewTalk, StaffTalk};
use madobe_tests::desk::Desk;
use madobe_tests::suite::run_alone;
use madobe_tests::talks::{
    Asked, Holder, calendar, free, holders, kind, new_hold, new_talk, nobody_is_booked_twice, offer, path,
    person, rooms, session,
};
use madobe_tests::together::together;

const CROWD: usize = 200;

fn main() -> ExitCode {
    run_alone(&[
        ("a_calendar_program_is_told_when_by_whoever_has_the_address", feed),
        ("of_two_hundred_at_once_one_gets_the_time_and_a_group_its_seats", crowd),
        ("killed_in_the_middle_of_booking", killed),
    ])
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

/// Everybody asks for the same time at the same moment; who is too late is offered so many others. Gives those who got it.
fn race(
    people: &[Holder],
    kind: KindId,
    start: Tick,
    others: usize,
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
                ensure!(nearest.len() == others, "{others} others, not {nearest:?}");
            }
        }
    }
    Ok(got)
}

fn crowd(desk: &mut Desk) -> Result<()> {
    let people = holders(desk, CROWD)?;
    let [alone, group] = open(desk)?;
    let server = desk.from_home();
    let start = *free(&server, alone, &today())?.get(5).context("no time is free")?;
    let got = race(&people, alone, start, 3)?;
    ensure!(got.len() == 1, "{} of {CROWD} hold the same time", got.len());
    // Booked, all of them at once and twice over: still one.
    let booked = together(vec![&got[0]; 8], |(holder, id)| holder.confirm(*id))?;
    for outcome in booked {
        ensure!(matches!(outcome?, Asked::Got(_)));
    }
    // A group of twenty, of two hundred.
    let later = *free(&server, alone, &today())?.last().context("no time is free")?;
    session(&desk.administrator(), desk.team, group, later)?;
    // It meets once: there is no other time.
    let seated = race(&people, group, later, 0)?;
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

/// An address that only its owner has: it says when, and nothing else; a new one ends the one before.
fn feed(desk: &mut Desk) -> Result<()> {
    let [alone, _] = open(desk)?;
    let start = *free(&desk.from_home(), alone, &today())?.first().context("no time is free")?;
    let case = desk.letter("話してみたいです。")?.page(0)?.case;
    let staff = desk.administrator();
    let new = NewTalk { case: Some(case), ..new_talk(alone, start) };
    let talk: StaffTalk = staff.call("POST", &path(desk.team, "reservations"), Some(&new))?;
    let make = |secret: [u8; 32]| -> Result<String> {
        let new = NewFeed { secret_hash: feed_secret_hash(&secret) };
        staff.call::<_, FeedState>("PUT", &path(desk.team, "feed"), Some(&new))?;
        Ok(format!("/api/booking/feed/{}.ics", Fixed(secret)))
    };
    // A calendar program sends nothing with it.
    let stranger = desk.from_home();
    let fetch = |address: &str| stranger.ask::<()>("GET", address, &[], None);
    let first = make([5; 32])?;
    let answer = fetch(&first)?;
    ensure!(answer.status == 200, "{}", answer.status);
    let text = String::from_utf8(answer.body)?;
    ensure!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
    ensure!(text.matches("BEGIN:VEVENT").count() == 1 && text.contains(&talk.id.to_string()), "{text}");
    let when = start.time().in_japan().format("DTSTART;TZID=Asia/Tokyo:%Y%m%dT%H%M%S\r\n").to_string();
    ensure!(text.contains(&when), "{when} in {text}");
    for word in ["家族", "相談", "窓口", "管理者", &case.to_string(), &staff.session.id.to_string()]
    {
        ensure!(!text.contains(word), "{word} in {text}");
    }
    // Nobody guesses it, and none of these says which part was right.
    let mut refusals = Vec::new();
    for wrong in [[6; 32], [0; 32]].map(|secret| format!("/api/booking/feed/{}.ics", Fixed(secret))) {
        refusals.push(fetch(&wrong)?);
    }
    refusals.push(fetch("/api/booking/feed/x.ics")?);
    let second = make([7; 32])?;
    refusals.push(fetch(&first)?);
    ensure!(fetch(&second)?.status == 200, "the new address");
    let ended = staff.ask::<()>("DELETE", &path(desk.team, "feed"), None)?;
    ensure!(ended.status == 204, "{}", ended.refusal());
    refusals.push(fetch(&second)?);
    for refusal in &refusals {
        ensure!(refusal.status == 403 && refusal.body == refusals[0].body, "{}", refusal.refusal());
    }
    Ok(())
}

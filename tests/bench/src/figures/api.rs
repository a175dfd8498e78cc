//! The API on the real runtime, beside the least that a Worker of the same make can do there.
use anyhow::{Context, Result, ensure};
use madobe_client::Server;
use madobe_runtime::Runtime;
use madobe_tests::desk::Desk;
use madobe_tests::runtime::options;

use crate::Wish;
use crate::fill::{self, Ready};
use crate::load::{CONNECTIONS, Sample, Shot, fire};
use crate::report::{Report, Target};
use crate::stats::median;

const NAME: &str = "api";
/// Floor and product take turns, so that what else the machine does meets both.
const ROUNDS: usize = 8;
const SHOTS: usize = 200;
/// Rounds whose numbers nobody takes.
const WARMING: usize = 1;
/// What the bare insert stores.
const BARE_BYTES: usize = 1500;
/// People at work.
const STAFF: usize = 4;

struct Pair {
    floor: Sample,
    ours: Sample,
    ratios: Vec<f64>,
}

pub fn measure(wish: &Wish, report: &mut Report) -> Result<()> {
    let directory = tempfile::Builder::new().prefix("madobe-floor-").tempdir()?;
    let floor = Runtime::start(&options(directory.path()).main(&wish.floor))?;
    ensure!(Shot::get("/make").fire(&Server::new(&floor.base_url)).is_ok(), "the floor has no table");
    let desk = Desk::start()?;
    let insert = Shot::post("/insert", vec![b'a'; BARE_BYTES]);
    let read = Shot::get("/read");

    let count = (ROUNDS + WARMING) * SHOTS;
    let letters = fill::letters(&desk.server, count)?;
    let shots = letters.iter().map(Ready::shot).collect::<Result<Vec<_>>>()?;
    let first = take_turns((&floor.base_url, &insert), (desk.server.base(), &shots))?;
    let what = format!("first message, {CONNECTIONS} at once");
    show(report, &what, &first, "bare insert", Target::AtLeast(0.7));

    let polls = polls(&desk, &letters)?;
    let poll = take_turns((&floor.base_url, &read), (desk.server.base(), &polls))?;
    let what = format!("mailbox poll, {CONNECTIONS} at once");
    show(report, &what, &poll, "bare read", Target::None);

    let syncs = syncs(&desk, count)?;
    let sync = take_turns((&floor.base_url, &read), (desk.server.base(), &syncs))?;
    let what = format!("staff sync, {CONNECTIONS} at once");
    show(report, &what, &sync, "bare read", Target::None);
    report.note(
        "api: the floor is a Worker of the same make (Rust, the same build) on the same kind of runtime that inserts \
         one row of 1.5 kB or reads it; short rounds of both take turns, and the ratio is the median of the rounds'",
    );
    report.note(
        "api: elsewhere, GlobaLeaks loses 64–69 % of first messages at 16 at once; Hush Line takes 111–223/s",
    );
    floor.stop()
}

fn show(report: &mut Report, what: &str, pair: &Pair, floor: &'static str, ratio: Target) {
    let Pair { floor: bare, ours, ratios } = pair;
    report
        .add(NAME, what, ours.per_second(), "/s", Target::None)
        .beside(format!("p50 {:.0} ms, p99 {:.0} ms", ours.p50(), ours.p99()))
        .elsewhere(if floor == "bare insert" { "Hush Line 111–223/s" } else { "" });
    report.add(NAME, format!("  {floor}"), bare.per_second(), "/s", Target::None).beside(format!(
        "p50 {:.0} ms, p99 {:.0} ms",
        bare.p50(),
        bare.p99()
    ));
    let least = ratios.iter().copied().fold(f64::MAX, f64::min);
    report.add(NAME, format!("  of the {floor}"), median(ratios), "ratio", ratio).beside(format!(
        "{} rounds: {least:.2}–{:.2}",
        ratios.len(),
        crate::stats::largest(ratios)
    ));
    let (why, kind) = (ours.failures.first().cloned().unwrap_or_default(), Target::AtMost(0.0));
    report
        .add(NAME, "  failures", ours.failures.len() as f64, "", kind)
        .beside(format!("of {}{}{why}", ours.millis.len(), if why.is_empty() { "" } else { ": " }))
        .elsewhere(if floor == "bare insert" { "GlobaLeaks loses 64–69 %" } else { "" });
}

fn take_turns(floor: (&str, &Shot), ours: (&str, &[Shot])) -> Result<Pair> {
    let bare = vec![floor.1.clone(); SHOTS];
    let mut pair = Pair { floor: Sample::default(), ours: Sample::default(), ratios: Vec::new() };
    for (round, shots) in ours.1.chunks(SHOTS).enumerate() {
        let below = fire(floor.0, CONNECTIONS, &bare)?;
        let above = fire(ours.0, CONNECTIONS, shots)?;
        ensure!(below.failures.is_empty(), "the floor failed: {}", below.failures.join(", "));
        if round < WARMING {
            pair.ours.failures.extend(above.failures);
            continue;
        }
        pair.ratios.push(above.per_second() / below.per_second());
        pair.floor.add(below);
        pair.ours.add(above);
    }
    Ok(pair)
}

/// Each mailbox asks whether something came since.
fn polls(desk: &Desk, letters: &[Ready]) -> Result<Vec<Shot>> {
    let server = &desk.server;
    let last = |letter: &Ready| -> Result<i64> {
        let bearer = [("authorization", letter.bearer.as_str())];
        let page: madobe_domain::wire::mailbox::MailboxPage =
            server.call::<(), _>("GET", "/api/mailbox?after=0", &bearer, None)?;
        Ok(page.entries.last().context("an empty mailbox")?.seq)
    };
    fill::in_parallel(letters.len(), |number| {
        let letter = &letters[number];
        Ok(Shot::get(format!("/api/mailbox?after={}", last(letter)?))
            .with("authorization", letter.bearer.clone()))
    })
}

/// Colleagues who have everything ask whether something came since.
fn syncs(desk: &Desk, count: usize) -> Result<Vec<Shot>> {
    let mut shots = Vec::new();
    for _ in 0..STAFF {
        let (staff, _) = desk.colleague()?;
        let mut cursor = 0;
        loop {
            let page: madobe_domain::wire::sync::SyncPage =
                staff.get(&format!("/api/staff/sync?after={cursor}"))?;
            cursor = page.cursor;
            if !page.more {
                break;
            }
        }
        shots.push(Shot::get(format!("/api/staff/sync?after={cursor}")).with("cookie", staff.cookie()));
    }
    Ok((0..count).map(|number| shots[number % STAFF].clone()).collect())
}

//! Forty honest people behind one address; and one flood, with somebody else beside it.
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use madobe_client::{ClientError, Server, Visitor, Words};
use madobe_domain::crypto::work::USUAL_BITS;
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::desk::Desk;
use madobe_tests::wait;

use crate::Wish;
use crate::fill::{self, Ready, address};
use crate::report::{Report, Target};
use crate::stats::percentile;

const NAME: &str = "crowd";
const PEOPLE: usize = 40;
/// Requests a second: a machine that is only flooded has nothing left for anybody, which would say nothing about us.
const FLOOD: u32 = 100;
/// Letters by somebody else, before and during the flood.
const OTHERS: usize = 200;

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    classroom(&desk, report)?;
    flood(&desk, report)
}

fn classroom(desk: &Desk, report: &mut Report) -> Result<()> {
    let school = desk.server.seen_from(address());
    let harder = AtomicUsize::new(0);
    let started = Instant::now();
    let through = fill::in_parallel(PEOPLE, |_| write(&school, &harder))?;
    let seconds = started.elapsed().as_secs_f64();
    report
        .add(
            NAME,
            "behind one address, all at once: got through",
            through.len() as f64,
            "",
            Target::AtLeast(PEOPLE as f64),
        )
        .beside(format!("of {PEOPLE} in {seconds:.1} s; harder work for {}", harder.into_inner()))
        .elsewhere("GlobaLeaks locks the address out after 5");
    Ok(())
}

/// As a browser does it: solves what it is asked to solve, and sends again.
fn write(server: &Server, harder: &AtomicUsize) -> Result<()> {
    let visitor = Visitor::new(server);
    let prepared = visitor.prepare(&Words::new("教室から書いています。"))?;
    let mut challenge = visitor.challenge()?;
    let mut more = challenge.bits > USUAL_BITS;
    let outcome = loop {
        match visitor.post(&prepared.request(prepared.work(challenge)?)) {
            Ok(_) => break Ok(()),
            Err(error) if error.code() == Some(ErrorCode::MoreWork) => {
                more = true;
                challenge = error
                    .detail()
                    .and_then(|detail| detail.challenge.clone())
                    .ok_or_else(|| anyhow!("no challenge"))?;
            }
            Err(error) => break Err(error.into()),
        }
    };
    harder.fetch_add(usize::from(more), Ordering::Relaxed);
    outcome
}

#[derive(Default)]
struct Met {
    usual: usize,
    harder: usize,
    wait: usize,
}

fn flood(desk: &Desk, report: &mut Report) -> Result<()> {
    let letters = fill::letters(&desk.server, 2 * OTHERS)?;
    let (before, during) = letters.split_at(OTHERS);
    let quiet = others(&desk.server, before)?;
    let (refused, over) = (AtomicBool::new(false), AtomicBool::new(false));
    let flooder = desk.server.seen_from(address());
    let (met, busy) = std::thread::scope(|scope| {
        let flooding = scope.spawn(|| pour(&flooder, &refused, &over));
        let asked = wait::until("the flood to be asked to wait", || {
            Ok(refused.load(Ordering::Relaxed).then_some(()))
        });
        let busy = asked.and_then(|()| others(&desk.server, during));
        over.store(true, Ordering::Relaxed);
        let met = flooding.join().map_err(|_| anyhow!("the flood failed"))??;
        Ok::<_, anyhow::Error>((met, busy?))
    })?;
    let all = met.usual + met.harder + met.wait;
    report
        .add(NAME, "flood from one address: asked to wait", met.wait as f64, "requests", Target::AtLeast(1.0))
        .beside(format!("of {all} at {FLOOD}/s; {} usual work, then {} harder", met.usual, met.harder));
    let through = busy.len() as f64;
    report.add(NAME, "meanwhile, others: got through", through, "", Target::AtLeast(OTHERS as f64)).beside(
        format!(
            "p50 {:.0} ms, p99 {:.0} ms; before the flood p50 {:.0} ms, p99 {:.0} ms",
            percentile(&busy, 0.5),
            percentile(&busy, 0.99),
            percentile(&quiet, 0.5),
            percentile(&quiet, 0.99)
        ),
    );
    Ok(())
}

/// One letter after the other, each from elsewhere: milliseconds for asking for work and sending.
fn others(server: &Server, letters: &[Ready]) -> Result<Vec<f64>> {
    let mut took = Vec::new();
    for letter in letters {
        let home = address();
        let began = Instant::now();
        let challenge = Visitor::new(&server.seen_from(&home)).challenge()?;
        letter.shot()?.fire(server).map_err(|why| anyhow!("somebody else was refused: {why}"))?;
        took.push(began.elapsed().as_secs_f64() * 1e3);
        if challenge.bits != USUAL_BITS {
            bail!("somebody else was asked for harder work");
        }
    }
    Ok(took)
}

/// Asks for work at a steady rate until it is over; tells when it is asked to wait.
fn pour(server: &Server, refused: &AtomicBool, over: &AtomicBool) -> Result<Met> {
    let visitor = Visitor::new(server);
    let pace = Duration::from_secs(1) / FLOOD;
    let began = Instant::now();
    let mut met = Met::default();
    for number in 0_u32.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        match visitor.challenge() {
            Ok(challenge) if challenge.bits == USUAL_BITS => met.usual += 1,
            Ok(_) => met.harder += 1,
            Err(error) if error.code() == Some(ErrorCode::Wait) => {
                met.wait += 1;
                refused.store(true, Ordering::Relaxed);
            }
            Err(error) => return Err(ClientError::into(error)),
        }
        // The next one is due at its time, however long this one took.
        std::thread::sleep((began + pace * (number + 1)).saturating_duration_since(Instant::now()));
    }
    Ok(met)
}

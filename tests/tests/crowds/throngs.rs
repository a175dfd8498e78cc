//! Honest crowds, and one who is not.
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, anyhow, bail, ensure};
use madobe_client::{Visitor, Words};
use madobe_domain::crypto::work::{HARDER_BITS, USUAL_BITS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::SignIn;
use madobe_tests::desk::{Desk, refused};

const PEOPLE: usize = 40;
/// Pairs of hands: the puzzles of forty people are solved on this one machine.
const HANDS: usize = 4;

pub fn classroom(desk: &Desk) -> Result<()> {
    let school = desk.server.seen_from("192.0.2.40");
    let next = AtomicUsize::new(0);
    let through = AtomicUsize::new(0);
    let write = || -> Result<()> {
        while next.fetch_add(1, Ordering::Relaxed) < PEOPLE {
            let mailbox = Visitor::new(&school).write(&Words::new("教室から書いています。"))?;
            ensure!(mailbox.open()?.page.entries.len() == 2);
            through.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(write)).collect();
        hands.into_iter().try_for_each(|hand| hand.join().map_err(|_| anyhow!("a writer failed"))?)
    })?;
    ensure!(through.into_inner() == PEOPLE);
    Ok(())
}

pub fn flood(desk: &Desk) -> Result<()> {
    let flooder = Visitor::new(&desk.server.seen_from("192.0.2.66"));
    let (mut usual, mut harder) = (0, 0);
    // The platform counts by the minute: even where one ends in between, this is too much.
    let wait = loop {
        match flooder.challenge() {
            Ok(challenge) if challenge.bits == USUAL_BITS => usual += 1,
            Ok(challenge) if challenge.bits == HARDER_BITS => harder += 1,
            Ok(challenge) => bail!("{} bits", challenge.bits),
            Err(error) if error.code() == Some(ErrorCode::Wait) => break error,
            Err(error) => bail!("{error}"),
        }
        ensure!(usual + harder < 400, "nobody asked the flood to wait");
    };
    ensure!((1..=20).contains(&usual) && harder >= 100, "{usual} usual, {harder} harder");
    let seconds = wait.detail().and_then(|detail| detail.retry_after).unwrap_or_default();
    ensure!((1..=120).contains(&seconds), "a kind wait says how long: {seconds}");
    // Letters: what was solved before the flood is asked to solve more; then it counts.
    let letters = Visitor::new(&desk.server.seen_from("192.0.2.67"));
    let mut asked = false;
    // The platform counts by the minute: of so many at once, more than are usual fall into one, also where one ends in between.
    let solved = (0..22).map(|_| {
        let prepared = letters.prepare(&Words::new("くりかえし。"))?;
        let work = prepared.work(desk.visitor().challenge()?)?;
        Ok((prepared, work))
    });
    for (prepared, work) in solved.collect::<Result<Vec<_>>>()? {
        match letters.post(&prepared.request(work)) {
            Ok(_) => ensure!(!asked, "asked for more and let through with less"),
            Err(error) if error.code() == Some(ErrorCode::MoreWork) => {
                asked = true;
                let detail = error.detail().and_then(|detail| detail.challenge.clone());
                let challenge = detail.ok_or_else(|| anyhow!("no challenge came"))?;
                ensure!(challenge.bits == HARDER_BITS);
                letters.post(&prepared.request(prepared.work(challenge)?))?;
                break;
            }
            Err(error) => bail!("{error}"),
        }
    }
    ensure!(asked, "nobody asked for more work");
    // Somebody else, meanwhile.
    let else_where = desk.visitor();
    ensure!(else_where.challenge()?.bits == USUAL_BITS);
    let prepared = else_where.prepare(&Words::new("ふつうに書けました。"))?;
    else_where.post(&prepared.request(prepared.work(else_where.challenge()?)?))?;
    Ok(())
}

pub fn guessing(desk: &Desk) -> Result<()> {
    let (_, mut credentials) = desk.newcomer()?;
    let guesser = desk.server.seen_from("192.0.2.99");
    let (right, _) = credentials.sign_in_request(&guesser)?;
    let wrong = SignIn { login_key: madobe_domain::bytes::Fixed([1; 32]), ..right };
    let mut tries = 0;
    loop {
        let answer = guesser.ask("POST", "/api/staff/sign-in", &[], Some(&wrong))?;
        match answer.refusal().code() {
            Some(ErrorCode::SignIn) => tries += 1,
            Some(ErrorCode::Wait) => break,
            other => bail!("{other:?}"),
        }
        ensure!(tries <= 40, "guessing went on");
    }
    // Its owner signs in from elsewhere, undisturbed.
    credentials.sign_in(&desk.from_home())?;
    Ok(())
}

pub fn one_mailbox(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("たくさん書きます。")?;
    let mut written = 0;
    let outcome = loop {
        match mailbox.write(&format!("その{written}")) {
            Ok(_) => written += 1,
            Err(error) => break Err::<(), _>(error),
        }
        ensure!(written <= 60, "nobody asked to wait");
    };
    refused(outcome, ErrorCode::Wait)?;
    ensure!(written >= 10, "asked too early: after {written}");
    ensure!(mailbox.open()?.view.letters == written + 1, "reading goes on, and nothing is lost");
    Ok(())
}

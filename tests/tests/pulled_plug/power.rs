//! SIGKILL.
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Result, anyhow, ensure};
use madobe_client::{Prepared, Server, StaffMember, Visitor, Words};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::{MailboxMade, NewMailbox};
use madobe_tests::desk::Desk;

/// Sealed and solved before the lights go out, so that many are on their way when they do.
struct Ready {
    prepared: Prepared,
    request: NewMailbox,
    acknowledged: Option<MailboxMade>,
}

fn ready(desk: &Desk, count: usize) -> Result<Vec<Ready>> {
    (0..count)
        .map(|number| {
            let visitor = desk.visitor();
            let prepared = visitor.prepare(&Words::new(format!("停電の前の手紙{number}")))?;
            let request = prepared.request(prepared.work(visitor.challenge()?)?);
            Ok(Ready { prepared, request, acknowledged: None })
        })
        .collect()
}

pub fn between(desk: &mut Desk) -> Result<()> {
    let mailbox = desk.letter("停電の前に。")?;
    let case = mailbox.page(0)?.case;
    let mut staff = colleague(desk)?;
    staff.sync()?;
    let seq = staff.note(case, "停電の前のメモ。")?.seq;
    let before = mailbox.page(0)?;
    desk.kill()?;
    desk.start_again()?;
    let mailbox = mailbox.through(&desk.server);
    ensure!(mailbox.page(0)? == before);
    let mut staff = staff.through(&desk.server);
    staff.sync()?;
    let view = staff.view(case)?;
    ensure!(view.faults == 0 && view.entries.last().is_some_and(|entry| entry.seq == seq));
    staff.reply(case, "停電のあとの返事。")?;
    ensure!(mailbox.open()?.view.replies == 1, "and life goes on");
    Ok(())
}

fn colleague(desk: &Desk) -> Result<StaffMember> {
    Ok(desk.colleague()?.0)
}

pub fn during(desk: &mut Desk) -> Result<()> {
    let talk = desk.letter("ながい話をします。")?;
    let case = talk.page(0)?.case;
    let mut staff = colleague(desk)?;
    let mut replies = Vec::new();
    for round in 0..3 {
        let mut letters = ready(desk, 12)?;
        staff.sync()?;
        // The lights go out at a moment that differs from round to round.
        let acknowledged = write_while_killing(desk, &mut letters, &mut staff, case, 3 + round * 3)?;
        replies.extend(acknowledged);
        desk.start_again()?;
        staff = staff.through(&desk.server);
        check(desk, &letters, &mut staff)?;
        staff.sync()?;
        let view = staff.view(case)?;
        ensure!(view.faults == 0, "a chain was torn");
        for seq in &replies {
            ensure!(view.entries.iter().filter(|entry| entry.seq == *seq).count() == 1, "reply {seq}");
        }
    }
    let read = talk.through(&desk.server).open()?.view;
    ensure!(read.faults == 0 && read.replies >= replies.len());
    Ok(())
}

/// Six writers and one who answers; after so many acknowledgements, a reply's among them, the power fails. Gives the replies' numbers.
fn write_while_killing(
    desk: &mut Desk,
    letters: &mut [Ready],
    staff: &mut StaffMember,
    case: madobe_domain::ids::CaseId,
    after: usize,
) -> Result<Vec<i64>> {
    let server = Server::new(desk.server.base());
    let (done, replied) = (AtomicUsize::new(0), AtomicBool::new(false));
    let enough = std::sync::Condvar::new();
    let dark = Mutex::new(false);
    let replies = Mutex::new(Vec::new());
    let count = || {
        if done.fetch_add(1, Ordering::SeqCst) + 1 >= after {
            let _guard = dark.lock();
            enough.notify_all();
        }
    };
    let is_dark = || dark.lock().map_or(true, |dark| *dark);
    std::thread::scope(|scope| {
        for share in letters.chunks_mut(2) {
            let (server, count) = (&server, &count);
            scope.spawn(move || {
                for letter in share {
                    if let Ok(made) = Visitor::new(server).post(&letter.request) {
                        letter.acknowledged = Some(made);
                        count();
                    }
                }
            });
        }
        let (replies, replied, count, is_dark) = (&replies, &replied, &count, &is_dark);
        scope.spawn(move || {
            let mut number = 0;
            while !is_dark() && number < 200 {
                let written = staff.reply(case, &format!("返事{number}"));
                if let (Ok(reply), Ok(mut replies)) = (written, replies.lock()) {
                    replies.push(reply.seq);
                    replied.store(true, Ordering::SeqCst);
                    count();
                }
                let _ = staff.sync();
                number += 1;
            }
        });
        let guard = dark.lock().map_err(|_| anyhow!("a writer failed"))?;
        let waiting = |_: &mut bool| done.load(Ordering::SeqCst) < after || !replied.load(Ordering::SeqCst);
        let (mut guard, late) = enough
            .wait_timeout_while(guard, madobe_tests::wait::PATIENCE, waiting)
            .map_err(|_| anyhow!("a writer failed"))?;
        *guard = true;
        drop(guard);
        ensure!(!late.timed_out(), "too little was written in time");
        desk.kill()
    })?;
    replies.into_inner().map_err(|_| anyhow!("a writer failed"))
}

/// What was acknowledged is as it was; what was not, is there whole or not at all, and can be sent again.
fn check(desk: &Desk, letters: &[Ready], staff: &mut StaffMember) -> Result<()> {
    for letter in letters {
        let visitor = desk.visitor();
        let keys = &letter.prepared.keys;
        let bearer = keys.dangerous_bearer();
        let page = || desk.server.raw("GET", "/api/mailbox", &[("authorization", &bearer)], None);
        if let Some(acknowledged) = &letter.acknowledged {
            ensure!(page()?.status == 200, "an acknowledged letter is gone");
            ensure!(visitor.post(&letter.request)? == *acknowledged);
        } else {
            let there = page()?;
            ensure!(there.status == 200 || there.refusal().code() == Some(ErrorCode::Unauthorised));
            visitor.post(&letter.request)?;
        }
        let made: madobe_domain::wire::mailbox::MailboxPage = page()?.read()?;
        ensure!(made.entries.len() == 2 && made.grants.len() == 1, "whole, and once");
    }
    staff.sync()?;
    for letter in letters {
        let held = staff.case(letter.request.case)?;
        ensure!(held.entries.len() == 2 && held.view(letter.request.case).faults == 0);
    }
    Ok(())
}

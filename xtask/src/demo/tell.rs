//! Telling the stories: each sealed by the same code as in a browser, by its own person at its own address.
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow};
use madobe_client::{Mailbox, Server, StaffMember, Visitor};
use madobe_domain::ids::CaseId;

use super::story::{Step, Story};

/// Two: each holds 64 MiB while it stretches, and people's machines have at least as many cores.
const HANDS: usize = 2;

pub struct Told {
    pub story: Story,
    pub mailbox: Mailbox,
    pub case: CaseId,
}

/// The first letters, several at a time.
pub fn first_letters(server: &Server, stories: Vec<Story>, wards: &[String]) -> Result<Vec<Told>> {
    let next = AtomicUsize::new(0);
    let told = Mutex::new(Vec::with_capacity(stories.len()));
    let write = || -> Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(story) = stories.get(index) else { return Ok(()) };
            // Everybody writes from home: one address for all would be asked for harder work.
            let home = format!("10.{}.{}.1", index / 200, index % 200);
            let mailbox = Visitor::new(&server.seen_from(home)).write(&story.words(wards)?)?;
            let case = mailbox.page(0)?.case;
            told.lock().map_err(|_| anyhow!("a writer failed"))?.push((index, mailbox, case));
        }
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(write)).collect();
        hands.into_iter().try_for_each(|hand| hand.join().map_err(|_| anyhow!("a writer failed"))?)
    })?;
    let mut told = told.into_inner().map_err(|_| anyhow!("a writer failed"))?;
    told.sort_by_key(|(index, ..)| *index);
    let rest = stories.into_iter().zip(told);
    Ok(rest.map(|(story, (_, mailbox, case))| Told { story, mailbox, case }).collect())
}

/// What came after, round by round; the colleagues take turns.
pub fn the_rest(told: &[Told], staff: &mut [StaffMember]) -> Result<()> {
    let rounds = told.iter().map(|one| one.story.rounds()).max().unwrap_or_default();
    for round in 1..=rounds {
        for member in staff.iter_mut() {
            member.sync()?;
        }
        for (index, one) in told.iter().enumerate() {
            let member = staff.get(index % staff.len().max(1)).context("nobody works here")?;
            match one.story.step(round)? {
                Some(Step::Letter(text)) => {
                    one.mailbox.write(&text)?;
                }
                Some(Step::Reply(text)) => {
                    member.reply(one.case, &text)?;
                }
                Some(Step::Note(text)) => {
                    member.note(one.case, &text)?;
                }
                Some(Step::Close(reason)) => {
                    member.close(one.case, reason)?;
                }
                None => {}
            }
        }
    }
    for member in staff.iter_mut() {
        member.sync()?;
        for one in told.iter().filter(|one| one.story.answered()) {
            let last = member.case(one.case)?.entries.iter().map(|stored| stored.seq).max();
            member.seen(one.case, last.unwrap_or_default())?;
        }
    }
    Ok(())
}

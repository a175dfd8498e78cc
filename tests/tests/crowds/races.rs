//! At the same moment, on the same thing.
use std::sync::Mutex;

use anyhow::{Result, anyhow, ensure};
use madobe_client::{ClientError, Mailbox, StaffMember, Words};
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::record::{Content, Record};
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::desk::Desk;
use madobe_tests::together::together;

fn words(view: &CaseView) -> Vec<String> {
    let mut words: Vec<String> = view
        .entries
        .iter()
        .filter_map(|entry| match &entry.content {
            Some(Content::Known(
                Record::Letter { text, .. } | Record::Reply { text, .. } | Record::Note { text },
            )) => Some(text.as_str().to_owned()),
            _ => None,
        })
        .collect();
    words.sort();
    words
}

pub fn two_tabs(desk: &Desk) -> Result<()> {
    let home = desk.visitor();
    let letters = ["ひとつめのタブ。", "ふたつめのタブ。"];
    let mailboxes: Vec<Mailbox> = together(letters.to_vec(), |text| home.write(&Words::new(text)))?
        .into_iter()
        .collect::<Result<_, _>>()?;
    ensure!(mailboxes[0].code != mailboxes[1].code);
    for (mailbox, text) in mailboxes.iter().zip(letters) {
        let open = mailbox.open()?;
        ensure!(open.view.newest_words() == Some(text) && open.page.entries.len() == 2);
    }
    Ok(())
}

pub fn double_send(desk: &Desk) -> Result<()> {
    let visitor = desk.visitor();
    let prepared = visitor.prepare(&Words::new("二度押しました。"))?;
    let request = prepared.request(prepared.work(visitor.challenge()?)?);
    let answers = together(vec![(); 8], |()| visitor.post(&request))?;
    let answers: Vec<_> = answers.into_iter().collect::<Result<_, _>>()?;
    ensure!(answers.iter().all(|answer| *answer == answers[0]), "all are told the same");
    let mailbox = Mailbox::with_keys(&desk.server, prepared.keys, String::new());
    ensure!(mailbox.page(0)?.entries.len() == 2);
    Ok(())
}

/// One try on what this browser knows now.
fn try_once(
    staff: &mut StaffMember,
    case: CaseId,
    act: impl Fn(&StaffMember, CaseId) -> Result<(), ClientError>,
) -> Result<bool> {
    match act(staff, case) {
        Ok(()) => Ok(true),
        Err(error) if error.code() == Some(ErrorCode::TailMoved) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Sixteen browsers write on the same tail; those who lost read, seal anew and try again.
fn sixteen(
    desk: &Desk,
    case: CaseId,
    act: impl Fn(&StaffMember, CaseId, usize) -> Result<(), ClientError> + Sync,
) -> Result<StaffMember> {
    let mut browsers = Vec::new();
    for number in 0..16 {
        let (mut staff, _) = desk.colleague()?;
        staff.sync()?;
        browsers.push((number, staff));
    }
    let mut reader = None;
    while !browsers.is_empty() {
        let waiting = browsers.len();
        let outcomes = together(browsers, |(number, mut staff)| {
            let won = try_once(&mut staff, case, |staff, case| act(staff, case, number))?;
            Ok::<_, anyhow::Error>((won, number, staff))
        })?;
        browsers = Vec::new();
        let mut winners = 0;
        for outcome in outcomes {
            let (won, number, mut staff) = outcome?;
            if won {
                winners += 1;
                reader = Some(staff);
            } else {
                staff.sync()?;
                browsers.push((number, staff));
            }
        }
        ensure!(winners == 1, "{winners} of {waiting} won on one tail");
    }
    let mut reader = reader.ok_or_else(|| anyhow!("nobody won"))?;
    reader.sync()?;
    Ok(reader)
}

pub fn replies(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("だれか答えてください。")?;
    let case = mailbox.page(0)?.case;
    let reader =
        sixteen(desk, case, |staff, case, number| staff.reply(case, &format!("返事{number:02}")).map(drop))?;
    let mut wanted: Vec<String> = (0..16).map(|number| format!("返事{number:02}")).collect();
    wanted.push("だれか答えてください。".into());
    wanted.sort();
    for view in [reader.view(case)?, mailbox.open()?.view] {
        ensure!(view.faults == 0 && words(&view) == wanted, "{:?}", words(&view));
    }
    Ok(())
}

pub fn first_notes(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("メモが重なるとき。")?;
    let case = mailbox.page(0)?.case;
    let reader =
        sixteen(desk, case, |staff, case, number| staff.note(case, &format!("メモ{number:02}")).map(drop))?;
    let view = reader.view(case)?;
    ensure!(view.faults == 0 && words(&view).len() == 17);
    // A browser that was not there opens them all: only the winner's key was kept.
    let (mut other, _) = desk.colleague()?;
    other.sync()?;
    ensure!(words(&other.view(case)?) == words(&view));
    Ok(())
}

pub fn both_sides(desk: &Desk) -> Result<()> {
    let mailbox = desk.letter("同時に書きます。")?;
    let case = mailbox.page(0)?.case;
    let (staff, _) = desk.colleague()?;
    let staff = Mutex::new(staff);
    let until_done = |mut write: Box<dyn FnMut() -> Result<(), ClientError> + '_>| -> Result<()> {
        loop {
            match write() {
                Ok(()) => return Ok(()),
                Err(error) if error.code() == Some(ErrorCode::TailMoved) => {}
                Err(error) => return Err(error.into()),
            }
        }
    };
    let acts = together(vec![true, false], |writer| {
        for number in 0..4 {
            if writer {
                until_done(Box::new(|| mailbox.write(&format!("手紙{number}")).map(drop)))?;
            } else {
                until_done(Box::new(|| {
                    let Ok(mut staff) = staff.lock() else { return Err(ClientError::Words("a lock failed")) };
                    staff.sync()?;
                    staff.reply(case, &format!("返事{number}")).map(drop)
                }))?;
            }
        }
        Ok::<_, anyhow::Error>(())
    })?;
    acts.into_iter().collect::<Result<Vec<()>>>()?;
    let view = mailbox.open()?.view;
    ensure!(view.letters == 5 && view.replies == 4 && view.faults == 0);
    Ok(())
}

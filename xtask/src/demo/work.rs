//! How the demonstration desk works its cases: most have somebody, a few are put aside, some are to be looked at again.
use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use madobe_client::StaffMember;
use madobe_domain::log::record::About;
use madobe_domain::log::work::{Reason, Tag, WorkRecord};

use super::story::Story;
use super::tell::Told;

const TAGS_OF_ALL: [&str; 6] = ["夜に書く", "学校", "しごと", "居場所さがし", "お金のこと", "病院"];
const REASONS: [&str; 3] = [
    "食べられていない様子。次の手紙で確かめる",
    "親が高齢で、急に変わることがある",
    "眠れない夜が続いている",
];

/// What is recorded about one case, given its place among all.
fn records(index: usize, story: &Story, today: NaiveDate, staff: &[StaffMember]) -> Vec<WorkRecord> {
    let ahead = |days: usize| today.checked_add_days(Days::new(days as u64)).unwrap_or(today);
    let mut records = Vec::new();
    // First letters often wait for somebody to take them.
    let taken = if story.rounds() == 1 { index.is_multiple_of(2) } else { index % 6 != 5 };
    if let (true, Some(member)) = (taken, staff.get(index % staff.len().max(1))) {
        records.push(WorkRecord::Assigned { to: Some(member.session.id) });
    }
    let mut tag = |text: &str| records.extend(Tag::parse(text).ok().map(|tag| WorkRecord::Tagged { tag }));
    match story.about() {
        About::Family => tag("家族から"),
        About::Agency => tag("連携"),
        About::Myself | About::Neighbour => {}
    }
    if index % 5 < 2 {
        tag(TAGS_OF_ALL.get(index % TAGS_OF_ALL.len()).copied().unwrap_or_default());
    }
    if !story.is_open() {
        return records;
    }
    if story.answered() && index % 5 == 3 {
        records.push(WorkRecord::Held { until: ahead(3 + index % 12) });
    } else if story.answered() && index % 4 == 1 {
        // A few of them are due.
        let on = if index.is_multiple_of(3) { today } else { ahead(1 + index % 9) };
        records.push(WorkRecord::FollowUp { on: Some(on) });
    }
    if index % 17 == 6 {
        let reason = REASONS.get(index / 17 % REASONS.len()).and_then(|text| Reason::parse(text).ok());
        records.extend(reason.map(|reason| WorkRecord::RiskRaised { reason }));
    }
    records
}

pub fn work(told: &[Told], staff: &mut [StaffMember], today: NaiveDate) -> Result<()> {
    let planned: Vec<_> =
        told.iter().enumerate().map(|(index, one)| records(index, &one.story, today, staff)).collect();
    let most = planned.iter().map(Vec::len).max().unwrap_or_default();
    let people = staff.len().max(1);
    for round in 0..=most {
        // Each follows what colleagues wrote.
        for member in staff.iter_mut() {
            member.sync()?;
        }
        for (index, (one, records)) in told.iter().zip(&planned).enumerate() {
            if let Some(record) = records.get(round) {
                let member = staff.get((index + round) % people).context("nobody works here")?;
                member.work(one.case, record)?;
            }
        }
    }
    Ok(())
}

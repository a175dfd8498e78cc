//! A desk that has been open for weeks: moves the times of what was just written back, in the local database alone.
//! Times and promised days are the server's word and not under any seal, so every chain stays whole.
use std::fmt::Write;

use anyhow::Result;
use chrono::{Datelike, Timelike, Weekday};
use madobe_client::StaffMember;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::promise::promise;
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::log::entry::{Author, Compartment};

use super::tell::Told;

const HOUR: i64 = 3600;

/// Statements that give every entry the time at which its story says it came.
pub fn statements(
    told: &[Told],
    member: &StaffMember,
    settings: &DeskSettings,
    now: Timestamp,
) -> Result<String> {
    let mut sql = String::new();
    for (index, one) in told.iter().enumerate() {
        let mut entries: Vec<_> = member.case(one.case)?.entries.iter().collect();
        entries.sort_by_key(|stored| stored.seq);
        let case = one.case;
        let turns = i64::try_from(one.story.rounds())?;
        // Not all on the hour.
        let odd = i64::try_from(index * 37 % 59)? * 60 + i64::try_from(index * 11 % 53)?;
        let start = now.plus_seconds(-one.story.hours * HOUR - odd);
        let mut at = start;
        let mut turn = 0;
        for stored in entries {
            let entry = &stored.entry;
            // The facts came with the first letter.
            if entry.compartment != Compartment::Facts {
                // How the case is worked comes after what was written, one thing soon after the other.
                let wanted =
                    if turn < turns { start.plus_seconds(one.story.hours * HOUR * turn / turns) } else { at };
                let wanted = if entry.author == Author::Writer { wanted } else { office(wanted) };
                let earliest = if turn == 0 { start } else { at.plus_seconds(7 * 60) };
                at = wanted.max(earliest).min(now.plus_seconds(-60));
                turn += 1;
            }
            let promised = stored.promised.map(|_| format!("'{}'", promise(settings, at)));
            let promised = promised.as_deref().unwrap_or("NULL");
            writeln!(
                sql,
                "UPDATE entries SET created_at = {}, promised = {promised} WHERE case_id = '{case}' AND id = '{}';",
                at.millis(),
                entry.id
            )?;
        }
        writeln!(sql, "UPDATE cases SET created_at = {} WHERE id = '{case}';", start.millis())?;
        writeln!(
            sql,
            "UPDATE cases SET closed_at = {} WHERE id = '{case}' AND closed_at IS NOT NULL;",
            at.millis()
        )?;
    }
    Ok(sql)
}

/// The next moment at which somebody is at the desk.
fn office(wanted: Timestamp) -> Timestamp {
    let mut at = wanted;
    for _ in 0..24 * 4 {
        let here = at.in_japan();
        let weekend = matches!(here.weekday(), Weekday::Sat | Weekday::Sun);
        if !weekend && (9..17).contains(&here.hour()) {
            return at;
        }
        at = at.plus_seconds(HOUR);
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::office;
    use madobe_domain::clock::Timestamp;

    #[test]
    fn replies_come_in_opening_hours() {
        // 2026-01-10 is a Saturday; 2026-01-12 a Monday.
        let saturday = chrono::NaiveDate::from_ymd_opt(2026, 1, 10).unwrap().and_hms_opt(3, 20, 0).unwrap();
        let monday = chrono::NaiveDate::from_ymd_opt(2026, 1, 12).unwrap().and_hms_opt(9, 20, 0).unwrap();
        assert_eq!(office(Timestamp::from_japan(saturday)), Timestamp::from_japan(monday));
        assert_eq!(office(Timestamp::from_japan(monday)), Timestamp::from_japan(monday));
    }
}

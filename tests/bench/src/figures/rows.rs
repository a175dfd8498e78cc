//! What each operation asks of the database, by the platform's own count, and that it does not grow with what
//! others stored.
use anyhow::{Context, Result};
use madobe_client::staff::StaffMember;
use madobe_client::{Mailbox, Words};
use madobe_domain::ids::CaseId;

use crate::Wish;
use crate::counted::{Counted, Counts};
use crate::fill;
use crate::report::{Report, Target};

const NAME: &str = "rows";
const FEW: usize = 100;
const MANY: usize = 10_000;

/// An operation, the trips to the database that it may take, and what it took.
struct Cost {
    what: &'static str,
    trips: f64,
    counts: Counts,
}

/// A page of whole cases is as full as it may be with many, and not with few: its rows have a bound of their own.
const PAGE_ROWS: f64 = 12_000.0;

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let mut counted = Counted::start()?;
    fill::fill(&counted.desk.server, FEW)?;
    let mailbox = counted.desk.letter("ひとつだけ、ほんとうの手紙です。")?;
    let case = mailbox.page(0)?.case;
    let few = costs(&counted, &mailbox)?;
    counted.desk.meddle(&copies(case, MANY - FEW))?;
    let many = costs(&counted, &mailbox.through(&counted.desk.server))?;
    for (few, many) in few.iter().zip(&many) {
        let grown = many.counts.rows_read as f64 - few.counts.rows_read as f64;
        report
            .add(
                NAME,
                format!("{}: round trips", many.what),
                many.counts.trips as f64,
                "",
                Target::AtMost(many.trips),
            )
            .beside(format!(
                "{} statements, {} rows written",
                many.counts.statements, many.counts.rows_written
            ));
        report
            .add(
                NAME,
                format!("  rows read more at {MANY} than at {FEW}"),
                grown,
                "rows",
                if many.what.contains("whole cases") {
                    Target::AtMost(PAGE_ROWS)
                } else {
                    Target::AtMost(0.0)
                },
            )
            .beside(format!("{} at {FEW}, {} at {MANY}", few.counts.rows_read, many.counts.rows_read));
    }
    report.note("rows: D1's own `meta` of every result, taken by a wrapper around the Worker that is built and served");
    Ok(())
}

/// Each twice, and the second one counts: by then the Worker remembers the desk, as it does all day.
fn costs(counted: &Counted, mailbox: &Mailbox) -> Result<Vec<Cost>> {
    let desk = &counted.desk;
    let twice = |what, trips, act: &mut dyn FnMut() -> Result<()>| -> Result<Cost> {
        counted.count(&mut *act)?;
        Ok(Cost { what, trips, counts: counted.count(act)?.0 })
    };
    let mut staff = desk.administrator();
    staff.sync()?;
    let seq = mailbox.page(0)?.entries.last().context("an empty mailbox")?.seq;
    let mut ready = fill::letters(&desk.server, 4)?.into_iter();
    let mut send = || -> Result<()> {
        let letter = ready.next().context("no letter is left")?;
        let home = desk.from_home();
        home.ask("POST", "/api/mailboxes", &[], Some(&letter.request))?.read::<serde_json::Value>()?;
        Ok(())
    };
    let cursor = cursor(&staff)?;
    let mut costs = vec![
        twice("first message", 1.0, &mut send)?,
        twice("mailbox poll", 2.0, &mut || Ok(mailbox.page(seq).map(drop)?))?,
        twice("mailbox, whole", 2.0, &mut || Ok(mailbox.page(0).map(drop)?))?,
        twice("staff sync, two new letters", 2.0, &mut || at(&staff, cursor))?,
    ];
    staff.sync()?;
    let cursor = self::cursor(&staff)?;
    costs.push(twice("staff sync, nothing new", 2.0, &mut || at(&staff, cursor))?);
    costs.push(twice("staff sync, first page of whole cases", 2.0, &mut || {
        staff.get::<serde_json::Value>("/api/staff/sync?before=0").map(drop).map_err(Into::into)
    })?);
    // Elsewhere, so that the case that is read stays as it is.
    let other = desk.letter("この手紙には続きがあります。")?;
    costs.push(append(counted, &other)?);
    staff.sync()?;
    costs.push(reply(counted, &mut staff, other.page(0)?.case)?);
    Ok(costs)
}

fn at(staff: &StaffMember, cursor: i64) -> Result<()> {
    staff.get::<serde_json::Value>(&format!("/api/staff/sync?after={cursor}"))?;
    Ok(())
}

fn cursor(staff: &StaffMember) -> Result<i64> {
    let mut cursor = 0;
    loop {
        let page: madobe_domain::wire::sync::SyncPage =
            staff.get(&format!("/api/staff/sync?after={cursor}"))?;
        cursor = page.cursor;
        if !page.more {
            return Ok(cursor);
        }
    }
}

/// Sealed before, so that only the append itself is counted.
fn append(counted: &Counted, mailbox: &Mailbox) -> Result<Cost> {
    let record = Words::new("もうひとつ。").letter().map_err(|_| anyhow::anyhow!("not a letter"))?;
    let open = mailbox.open()?;
    let entry = mailbox.seal(&open, madobe_domain::log::entry::Compartment::Conversation, &record)?;
    let (counts, _) = counted.count(|| Ok(mailbox.append(&entry)?))?;
    Ok(Cost { what: "one more letter", trips: 1.0, counts })
}

fn reply(counted: &Counted, staff: &mut StaffMember, case: CaseId) -> Result<Cost> {
    let (counts, _) = counted.count(|| Ok(staff.reply(case, "読みました。")?))?;
    Ok(Cost { what: "reply", trips: 2.0, counts })
}

/// So many more cases of the same team, each with all the rows of this one and handles of its own. What is sealed is
/// copied and opens nowhere, so it stands in the feed before everything that staff here read.
fn copies(case: CaseId, count: usize) -> String {
    let handle = "substr(hex(randomblob(11)), 1, 21) || 'A'";
    format!(
        "CREATE TABLE copied AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
             SELECT i, {handle} AS case_id, {handle} AS mailbox FROM n;\n\
         INSERT INTO cases SELECT k.case_id, c.created_at, c.closed_at, c.erased_at, c.tail_conversation, c.tail_staff, \
             c.tail_facts FROM copied k, cases c WHERE c.id = '{case}';\n\
         INSERT INTO mailboxes SELECT k.mailbox, m.token_hash, m.public_key, k.case_id, m.deleted_at \
             FROM copied k, mailboxes m WHERE m.case_id = '{case}';\n\
         INSERT INTO grants SELECT k.case_id, CASE g.version WHEN 0 THEN k.mailbox ELSE g.recipient END, g.version, \
             g.mask, g.sealed FROM copied k, grants g WHERE g.case_id = '{case}';\n\
         INSERT INTO entries (case_id, id, compartment, author, created_at, promised, prev, hash, size, sealed) \
             SELECT k.case_id, e.id, e.compartment, e.author, e.created_at, e.promised, e.prev, e.hash, e.size, e.sealed \
             FROM copied k, entries e WHERE e.case_id = '{case}' ORDER BY k.i, e.seq;\n\
         INSERT INTO feed (n, team, case_id, kind, ref) SELECT (SELECT min(n) FROM feed) - row_number() OVER (), \
             g.recipient, g.case_id, 1, g.mask FROM copied k JOIN grants g ON g.case_id = k.case_id AND g.version > 0;\n\
         INSERT INTO feed (n, team, case_id, kind, ref) SELECT (SELECT min(n) FROM feed) - row_number() OVER (), \
             g.recipient, e.case_id, 2, e.seq FROM copied k JOIN entries e ON e.case_id = k.case_id \
             JOIN grants g ON g.case_id = k.case_id AND g.version > 0;\n\
         DROP TABLE copied;\n"
    )
}

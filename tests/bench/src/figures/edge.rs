//! What a public page costs, now that the desk's settings are copied to the edge: trips to the database, and time beside
//! an answer that does ask it.
use anyhow::{Result, ensure};

use crate::Wish;
use crate::counted::Counted;
use crate::load::{Shot, fire};
use crate::report::{Report, Target};

const NAME: &str = "edge";
const VIEWS: usize = 200;
/// Readers at once: a few, so that the answer's own time is seen and not the queue.
const READERS: usize = 2;

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let counted = Counted::start()?;
    let desk = &counted.desk;
    desk.administrator().change_desk(|settings| settings.name.push_str("・見本"))?;
    let views = |path: &str| -> Result<(u64, f64)> {
        let shots = vec![Shot::get(path); VIEWS];
        fire(desk.server.base(), READERS, &shots)?;
        let mut p50 = 0.0;
        let trips = counted.trips(|| {
            let sample = fire(desk.server.base(), READERS, &shots)?;
            ensure!(sample.failures.is_empty(), "{path}: {}", sample.failures.join(", "));
            p50 = sample.p50();
            Ok(())
        })?;
        Ok((trips, p50))
    };
    let (asked, asking) = views("/api/desk")?;
    for path in ["/", "/crisis"] {
        let (trips, p50) = views(path)?;
        report
            .add(
                NAME,
                format!("{path}: trips to the database in {VIEWS} views"),
                trips as f64,
                "",
                Target::AtMost(1.0),
            )
            .beside(format!("/api/desk, which asks each time: {asked}"));
        report
            .add(NAME, "  p50", p50, "ms", Target::None)
            .beside(format!("/api/desk: {asking:.1} ms, {READERS} readers at once"));
    }
    report.note(
        "edge: before the copy every view of a page was one trip to the database, as /api/desk still is",
    );
    Ok(())
}

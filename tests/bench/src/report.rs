//! One table, and the same as JSON.
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::stats::{largest, median};

#[derive(Clone, Copy)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
    /// Shown for what it is.
    None,
}

/// One line of the table.
pub struct Row {
    figure: &'static str,
    what: String,
    measured: f64,
    unit: &'static str,
    target: Target,
    beside: String,
    elsewhere: &'static str,
}

#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
    notes: Vec<String>,
    failures: Vec<(&'static str, String)>,
}

impl Target {
    fn met(self, measured: f64) -> Option<bool> {
        match self {
            Self::AtMost(most) => Some(measured <= most),
            Self::AtLeast(least) => Some(measured >= least),
            Self::None => None,
        }
    }

    fn words(self, unit: &str) -> String {
        match self {
            Self::AtMost(most) => format!("<= {}", number(most, unit)),
            Self::AtLeast(least) => format!(">= {}", number(least, unit)),
            Self::None => String::new(),
        }
    }
}

impl Row {
    /// What came with the number: its spread, or what it was made of.
    pub fn beside(&mut self, beside: impl Into<String>) -> &mut Self {
        self.beside = beside.into();
        self
    }

    /// The best that others were measured at.
    pub fn elsewhere(&mut self, elsewhere: &'static str) -> &mut Self {
        self.elsewhere = elsewhere;
        self
    }

    fn verdict(&self) -> &'static str {
        match self.target.met(self.measured) {
            Some(true) => "met",
            Some(false) => "NOT MET",
            None => "",
        }
    }
}

impl Report {
    pub fn add(
        &mut self,
        figure: &'static str,
        what: impl Into<String>,
        measured: f64,
        unit: &'static str,
        target: Target,
    ) -> &mut Row {
        let (beside, elsewhere) = (String::new(), "");
        let at = self.rows.len();
        self.rows.push(Row { figure, what: what.into(), measured, unit, target, beside, elsewhere });
        &mut self.rows[at]
    }

    /// The median of several runs, with the least and the largest of them.
    pub fn median(
        &mut self,
        figure: &'static str,
        what: impl Into<String>,
        runs: &[f64],
        unit: &'static str,
        target: Target,
    ) -> &mut Row {
        let least = runs.iter().copied().fold(f64::MAX, f64::min);
        let spread = format!("{} runs: {}–{}", runs.len(), number(least, unit), number(largest(runs), unit));
        self.add(figure, what, median(runs), unit, target).beside(spread)
    }

    /// A line below the table: how something was measured.
    pub fn note(&mut self, words: impl Into<String>) {
        self.notes.push(words.into());
    }

    /// The figure could not be measured: said, and the others go on.
    pub fn failed(&mut self, figure: &'static str, error: &anyhow::Error) {
        self.failures.push((figure, format!("{error:#}")));
    }

    pub fn print(&self) {
        let heads = ["figure", "", "measured", "target", "", "beside it", "best elsewhere"];
        let mut lines = vec![heads.map(str::to_owned)];
        for row in &self.rows {
            lines.push([
                row.figure.to_owned(),
                row.what.clone(),
                number(row.measured, row.unit),
                row.target.words(row.unit),
                row.verdict().to_owned(),
                row.beside.clone(),
                row.elsewhere.to_owned(),
            ]);
        }
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..heads.len()).map(width).collect();
        println!();
        for line in &lines {
            let cells: Vec<_> =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            println!("{}", cells.join("  ").trim_end());
        }
        println!();
        for note in &self.notes {
            println!("- {note}");
        }
        for (figure, why) in &self.failures {
            println!("NOT MEASURED: {figure}: {why}");
        }
        let missed = self.rows.iter().filter(|row| row.target.met(row.measured) == Some(false)).count();
        let asked = self.rows.iter().filter(|row| row.target.met(row.measured).is_some()).count();
        println!("\n{} of {asked} targets met, {missed} missed", asked - missed);
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        let rows: Vec<Value> = self.rows.iter().map(as_json).collect();
        let failures: Vec<Value> =
            self.failures.iter().map(|(figure, why)| json!({ "figure": figure, "why": why })).collect();
        let all = json!({ "rows": rows, "notes": self.notes, "not_measured": failures });
        Ok(fs::write(path, serde_json::to_vec_pretty(&all)?)?)
    }
}

fn as_json(row: &Row) -> Value {
    let (most, least) = match row.target {
        Target::AtMost(most) => (Some(most), None),
        Target::AtLeast(least) => (None, Some(least)),
        Target::None => (None, None),
    };
    json!({
        "figure": row.figure,
        "what": row.what,
        "measured": row.measured,
        "unit": row.unit,
        "at_most": most,
        "at_least": least,
        "met": row.target.met(row.measured),
        "beside": row.beside,
        "elsewhere": row.elsewhere,
    })
}

/// Three significant digits where that is enough, and all of them where it is a count.
fn number(value: f64, unit: &str) -> String {
    let digits = match unit {
        "" | "rows" | "requests" | "bytes" | "violations" => 0,
        "ratio" | "shift" => 3,
        "s" | "kB" => 2,
        _ => 1,
    };
    let unit = match unit {
        "ratio" | "shift" | "" => String::new(),
        unit => format!(" {unit}"),
    };
    format!("{value:.digits$}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_is_marked() {
        let mut report = Report::default();
        report.add("one", "a", 2.0, "s", Target::AtMost(1.0));
        report.add("one", "b", 0.8, "ratio", Target::AtLeast(0.7));
        report.median("one", "c", &[1.0, 3.0, 2.0], "s", Target::None);
        let verdicts: Vec<_> = report.rows.iter().map(Row::verdict).collect();
        assert_eq!(verdicts, ["NOT MET", "met", ""]);
        assert_eq!(report.rows[2].measured, 2.0);
        assert_eq!(as_json(&report.rows[0])["met"], json!(false));
        assert_eq!(number(0.7, "ratio"), "0.700");
        assert_eq!(number(2.0, "s"), "2.00 s");
    }
}

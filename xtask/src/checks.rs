//! `docs/checks.md` names, for each requirement of the public side, of booking, of talks at the desk, of danger to life, of teams, of households and of the screens of
//! staff, the tests and lints that prove it. A name that no test has any more is a fault.
use std::collections::BTreeSet;
use std::fs;

use anyhow::{Result, bail};

use crate::check::LINTS;
use crate::files::walk;
use crate::tree::Tree;

/// Rows of each table.
const COUNTS: [usize; 11] = [30, 10, 17, 3, 9, 6, 3, 7, 20, 30, 8];
/// Said in place of a test: there is none so far, or nothing to test.
const NO_TEST: [&str; 2] = ["not yet", "left out"];
const CRATES: [&str; 5] = ["api-worker", "app", "domain", "tests", "xtask"];

pub fn lint(tree: &Tree) -> Result<()> {
    let table = fs::read_to_string(tree.join("docs/checks.md"))?;
    let mut names = BTreeSet::new();
    for (directory, path) in CRATES.iter().flat_map(|directory| {
        walk(&tree.join(directory)).unwrap_or_default().into_iter().map(move |path| (directory, path))
    }) {
        if path.extension().is_some_and(|kind| kind == "rs") {
            let live = *directory == "tests" && path.parent() == Some(&tree.join("tests/tests"));
            names.extend(tests(&fs::read_to_string(path)?, live));
        }
    }
    let faults = faults(&table, &names);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("docs/checks.md:\n{}", faults.join("\n"))
}

/// The names of the tests of a file. `live`: its tests stand in a list, under the names they are printed with.
fn tests(text: &str, live: bool) -> Vec<String> {
    let is_name = |word: &&str| {
        word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if live {
        return text.split('"').skip(1).step_by(2).filter(is_name).map(str::to_owned).collect();
    }
    let after = text.split("#[test]").skip(1).filter_map(|rest| rest.split_once("fn ")?.1.split_once('('));
    after.map(|(name, _)| name.to_owned()).collect()
}

/// `| 1 | requirement | `a_test`, `lint words` |`
fn faults(table: &str, names: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut next = 1;
    let mut counts = Vec::new();
    for row in table.lines().filter_map(|line| line.strip_prefix("| ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [number, _, proofs, ..] = cells.as_slice() else { continue };
        let Ok(number) = number.parse::<usize>() else { continue };
        if number == 1 && next > 1 {
            counts.push(next - 1);
            next = 1;
        }
        if number != next {
            faults.push(format!("{number} stands where {next} should"));
        }
        next = number + 1;
        let proofs: Vec<&str> = proofs.split('`').skip(1).step_by(2).collect();
        if proofs.is_empty() && !NO_TEST.iter().any(|word| cells.contains(word)) {
            faults.push(format!("{number} names no test"));
        }
        for proof in proofs {
            let known = match proof.strip_prefix("lint ") {
                Some(lint) => LINTS.iter().any(|(name, _)| *name == lint),
                None => names.contains(proof),
            };
            if !known {
                faults.push(format!("{number}: there is no {proof}"));
            }
        }
    }
    counts.push(next - 1);
    if counts != COUNTS {
        faults.push(format!("its tables have {counts:?} rows, not {COUNTS:?}"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{COUNTS, faults, tests};

    #[test]
    fn tests_are_found_by_the_names_they_are_printed_with() {
        let live = "run(&[(\"a_letter_is_sent\", letters::sent), (\"two\\\n\", x)])";
        assert_eq!(tests(live, true), ["a_letter_is_sent"]);
        let native = "#[test]\n    #[ignore]\n    fn one_thing() {}\n fn helper() {}";
        assert_eq!(tests(native, false), ["one_thing"]);
    }

    #[test]
    fn a_row_without_a_living_test_is_found() {
        let names: BTreeSet<String> = ["a_test".to_owned()].into();
        let row = |number: usize, proof: &str| format!("| {number} | something | {proof} |\n");
        let tables = |counts: [usize; 11], proof: &str| -> String {
            counts.iter().flat_map(|count| (1..=*count).map(|number| row(number, proof))).collect()
        };
        let good = tables(COUNTS, "`a_test`, `lint words`");
        assert!(faults(&good, &names).is_empty());
        assert_eq!(
            faults(&good.replacen("| 17 | something | `a_test`", "| 17 | something | `gone`", 1), &names)
                .len(),
            1
        );
        assert_eq!(
            faults(&good.replace("`a_test`, `lint words`", ""), &names).len(),
            COUNTS.iter().sum::<usize>()
        );
        for place in 0..COUNTS.len() {
            let mut fewer = COUNTS;
            fewer[place] -= 1;
            assert_eq!(faults(&tables(fewer, "`a_test`"), &names).len(), 1);
        }
    }
}

//! Runs the tests of one file against one desk, which ends with them. The ordinary harness exits without dropping
//! anything, and would leave the runtime behind.
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use libtest_mimic::{Arguments, Trial};

use crate::desk::Desk;

pub type Test = (&'static str, fn(&Desk) -> Result<()>);

/// Starts a desk that is set up, and runs all tests on it, several at a time.
pub fn run(tests: &[Test]) -> ExitCode {
    let arguments = Arguments::from_args();
    if arguments.list {
        let none = |_: &Test| Ok(());
        return libtest_mimic::run(&arguments, trials(tests, none)).exit_code();
    }
    let desk = match Desk::start() {
        Ok(desk) => Arc::new(desk),
        Err(error) => {
            eprintln!("the desk did not start: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let shared = Arc::clone(&desk);
    let conclusion = libtest_mimic::run(&arguments, trials(tests, move |(_, test)| test(&shared)));
    if conclusion.has_failed() {
        eprintln!("the runtime's log:\n{}", desk.log());
    }
    conclusion.exit_code()
}

fn trials(tests: &[Test], run: impl Fn(&Test) -> Result<()> + Send + Clone + 'static) -> Vec<Trial> {
    let trial = |test: &Test| {
        let (test, run) = (*test, run.clone());
        Trial::test(test.0, move || run(&test).map_err(|error| format!("{error:#}").into()))
    };
    tests.iter().map(trial).collect()
}

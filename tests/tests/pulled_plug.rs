//! The machine loses power, between and during writes: everything acknowledged is there, once, and every chain is whole.
//! And what a stopped desk can be made to believe: sessions that ran out, a case of another team, meddled entries.
mod pulled_plug {
    pub mod later;
    pub mod meddled;
    pub mod power;
}

use libtest_mimic::{Arguments, Trial};
use madobe_tests::desk::Desk;
use pulled_plug::{later, meddled, power};
use std::process::ExitCode;

type Test = (&'static str, fn(&mut Desk) -> anyhow::Result<()>);

/// Each starts and stops a desk of its own.
fn main() -> ExitCode {
    let tests: [Test; 6] = [
        ("killed_between_writes", power::between),
        ("killed_during_writes", power::during),
        ("a_session_that_ran_out", later::session),
        ("a_case_of_another_team", later::other_team),
        ("an_invitation_that_ran_out", later::invitation),
        ("meddling_is_seen_by_every_reader", meddled::seen),
    ];
    let trial = |(name, test): &Test| {
        let test = *test;
        Trial::test(*name, move || {
            let outcome = Desk::start().and_then(|mut desk| test(&mut desk));
            outcome.map_err(|error| format!("{error:#}").into())
        })
    };
    libtest_mimic::run(&Arguments::from_args(), tests.iter().map(trial).collect()).exit_code()
}

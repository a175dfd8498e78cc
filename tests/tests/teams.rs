//! Teams, their keys and lost things, on desks of their own: a key that is made anew changes it for everybody.
mod teams {
    pub mod keys;
    pub mod office;
}

use libtest_mimic::{Arguments, Trial};
use madobe_tests::desk::Desk;
use std::process::ExitCode;
use teams::{keys, office};

type Test = (&'static str, fn(&mut Desk) -> anyhow::Result<()>);

/// Each starts and stops a desk of its own.
fn main() -> ExitCode {
    let tests: [Test; 7] = [
        ("sealing_anew_goes_on_after_a_killed_server", keys::killed),
        ("two_make_a_key_at_once", keys::at_once),
        ("somebody_is_taken_out_and_the_tab_is_closed_halfway", keys::taken_out),
        ("a_key_made_elsewhere_reaches_an_open_screen", keys::noticed),
        ("somebody_is_kept_out_while_typing", office::kept_out),
        ("lost_things_come_back_by_a_link", office::lost),
        ("the_office_in_a_browser", office::screens),
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

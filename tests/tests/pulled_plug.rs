//! The machine loses power, between and during writes: everything acknowledged is there, once, and every chain is whole.
//! And what a stopped desk can be made to believe: sessions that ran out, a case of another team, meddled entries.
mod pulled_plug {
    pub mod files;
    pub mod later;
    pub mod meddled;
    pub mod power;
}

use madobe_tests::suite::run_alone;
use pulled_plug::{files, later, meddled, power};
use std::process::ExitCode;

fn main() -> ExitCode {
    run_alone(&[
        ("killed_between_writes", power::between),
        ("killed_during_writes", power::during),
        ("a_file_that_was_acknowledged_is_there", files::kept),
        ("a_file_without_the_larger_store", files::smaller_store),
        ("a_session_that_ran_out", later::session),
        ("a_case_of_another_team", later::other_team),
        ("an_invitation_that_ran_out", later::invitation),
        ("meddling_is_seen_by_every_reader", meddled::seen),
    ])
}

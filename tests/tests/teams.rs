//! Teams, their keys and lost things, on desks of their own: a key that is made anew changes it for everybody.
mod teams {
    pub mod keys;
    pub mod office;
}

use madobe_tests::suite::run_alone;
use std::process::ExitCode;
use teams::{keys, office};

fn main() -> ExitCode {
    run_alone(&[
        ("sealing_anew_goes_on_after_a_killed_server", keys::killed),
        ("two_make_a_key_at_once", keys::at_once),
        ("somebody_is_taken_out_and_the_tab_is_closed_halfway", keys::taken_out),
        ("a_key_made_elsewhere_reaches_an_open_screen", keys::noticed),
        ("somebody_is_kept_out_while_typing", office::kept_out),
        ("lost_things_come_back_by_a_link", office::lost),
        ("the_office_in_a_browser", office::screens),
    ])
}

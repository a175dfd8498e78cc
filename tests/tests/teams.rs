//! Teams, their keys and lost things, on desks of their own: a key that is made anew changes it for everybody.
mod teams {
    pub mod belonging;
    pub mod keys;
    pub mod leaving;
    pub mod moving;
    pub mod office;
    pub mod writing;
}

use madobe_tests::suite::run_alone;
use std::process::ExitCode;
use teams::{belonging, keys, leaving, moving, office, writing};

fn main() -> ExitCode {
    run_alone(&[
        ("sealing_anew_goes_on_after_a_killed_server", keys::killed),
        ("two_make_a_key_at_once", keys::at_once),
        ("somebody_is_taken_out_and_the_tab_is_closed_halfway", keys::taken_out),
        ("a_key_made_elsewhere_reaches_an_open_screen", keys::noticed),
        ("a_further_team_brings_its_older_cases", keys::further),
        ("what_somebody_who_left_looked_after_is_nobodys", leaving::nobodys),
        ("a_case_is_a_teams_and_nobodys_once_nobody_there_reads_it", belonging::ours),
        ("somebody_is_kept_out_while_typing", office::kept_out),
        ("somebody_is_taken_out_while_writing_a_reply", writing::taken_out),
        ("a_reply_is_undisturbed_by_what_becomes_of_the_case", writing::undisturbed),
        ("lost_things_come_back_by_a_link", office::lost),
        ("the_office_in_a_browser", office::screens),
        ("a_new_recovery_key_takes_the_place_of_the_old_one", office::renewed),
        ("a_desk_is_taken_along_to_another", moving::elsewhere),
        ("a_case_is_taken_out_on_paper_and_as_a_file", moving::on_paper),
        ("everything_is_taken_out_and_in_by_screens", moving::screens),
    ])
}

//! Writing and reading by plain forms, over HTTP on the real runtime: what a browser does that runs no program.
mod plain_forms {
    pub mod faults;
    pub mod talk;
}

use madobe_tests::suite::run;
use plain_forms::{faults, talk};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(&[
        ("a_letter_by_a_plain_form_is_answered_like_any_other", talk::answered),
        ("a_mark_alone_is_a_letter_by_a_plain_form", talk::a_mark_alone),
        ("one_mailbox_for_both_kinds_of_pages", talk::both),
        ("pressed_by_many_hands_at_once_it_is_one_letter", faults::parallel),
        ("a_cut_line_loses_nothing", faults::cut),
        ("a_killed_runtime_loses_nothing", faults::killed),
        ("other_sites_are_refused", faults::foreign),
        ("what_is_no_form", faults::bodies),
        ("switched_off_there_is_nothing_of_it", faults::off),
    ])
}

//! Many at once: nobody is lost, nothing is doubled, nobody answers past another, and a flood troubles nobody else.
mod crowds {
    pub mod bells;
    pub mod races;
    pub mod retries;
    pub mod throngs;
}

use crowds::{bells, races, retries, throngs};
use madobe_tests::suite::run;
use std::process::ExitCode;

fn main() -> ExitCode {
    run(&[
        ("the_same_send_after_cut_answers_makes_one_case", retries::first_letter),
        ("the_same_entry_after_cut_answers_is_there_once", retries::append),
        ("a_retried_set_up_of_an_account_is_done_once", retries::join),
        ("two_tabs_sending_at_once_make_two_cases", races::two_tabs),
        ("one_tab_sending_twice_at_once_makes_one_case", races::double_send),
        ("sixteen_replies_on_one_tail_one_wins_each_time", races::replies),
        ("letters_and_replies_at_once_lose_nothing", races::both_sides),
        ("sixteen_first_notes_make_one_key", races::first_notes),
        ("forty_people_behind_one_address_all_get_through", throngs::classroom),
        ("a_flood_meets_harder_work_then_a_wait_and_nobody_else_notices", throngs::flood),
        ("guessing_a_password_meets_a_wait", throngs::guessing),
        ("one_mailbox_is_asked_to_wait", throngs::one_mailbox),
        ("thirty_tabs_of_one_person_hear_the_bell", bells::tabs),
    ])
}

//! What people do with the pages, and what may go wrong meanwhile: in a real browser, on one desk.
mod journeys {
    pub mod code;
    pub mod drafts;
    pub mod exit;
    pub mod keyboard;
    pub mod languages;
    pub mod looks;
    pub mod office;
    pub mod plain;
    pub mod staff;
    pub mod typing;
    pub mod unplugged;
}

use journeys::{code, drafts, exit, keyboard, languages, looks, office, plain, staff, typing, unplugged};
use madobe_tests::suite::run;
use std::process::ExitCode;

fn main() -> ExitCode {
    run(&[
        ("every_public_page_looks_right", looks::public),
        ("every_staff_screen_looks_right", looks::staff),
        ("a_draft_survives_a_reload_and_surprises_nobody", drafts::reload),
        ("a_failed_send_keeps_the_words", drafts::failed_send),
        ("what_was_not_sent_is_never_sent_by_itself", drafts::not_now),
        ("an_answer_that_was_lost_is_looked_for", drafts::unsure),
        ("words_typed_before_the_application_came_are_kept", drafts::early),
        ("without_the_application_the_words_stay", drafts::never),
        ("after_a_long_absence_a_cover_comes_first", drafts::cover),
        ("an_input_method_is_left_in_peace", typing::composition),
        ("too_much_too_little_and_nothing_to_read", typing::amounts),
        ("a_mailbox_code_is_read_with_patience", typing::codes),
        ("leaving_leaves_nothing", exit::leave),
        ("three_shifts_leave", exit::shifts),
        ("the_code_survives_reloads_and_stays_in_its_tab", code::survives),
        ("another_consultation_has_another_code", code::another),
        ("pressing_twice_sends_once", code::double_press),
        ("every_page_in_other_languages", languages::pages),
        ("a_letter_in_english", languages::english),
        ("the_crisis_page_needs_no_script", unplugged::no_script),
        ("the_crisis_page_needs_no_network", unplugged::no_network),
        ("everything_without_any_script", plain::whole),
        ("everything_with_scripts_and_no_webassembly", plain::no_wasm),
        ("spoilt_entries_are_shown_as_such", unplugged::spoilt),
        ("a_session_that_ended_keeps_the_words", staff::expired),
        ("an_idle_desk_locks_and_keeps_the_words", staff::idle),
        ("a_letter_that_came_in_between_is_read_first", staff::collision),
        ("colleagues_are_invited_and_given_the_key", office::colleagues),
        ("settings_are_not_lost_and_not_saved_unasked", office::settings),
        ("writing_without_a_mouse", keyboard::write),
        ("answering_without_a_mouse", keyboard::answer),
    ])
}

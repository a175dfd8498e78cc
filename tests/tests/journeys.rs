//! What people do with the pages, and what may go wrong meanwhile: in a real browser, on one desk.
mod journeys {
    pub mod absence;
    pub mod apart;
    pub mod asked;
    pub mod attendance;
    pub mod booking;
    pub mod booking_faults;
    pub mod booking_lost;
    pub mod calendar;
    pub mod casework;
    pub mod code;
    pub mod composing;
    pub mod danger;
    pub mod desk_facts;
    pub mod device;
    pub mod drafts;
    pub mod dragging;
    pub mod english;
    pub mod exit;
    pub mod few_words;
    pub mod fields;
    pub mod files;
    pub mod finding;
    pub mod groups;
    pub mod household;
    pub mod joining;
    pub mod keep;
    pub mod kept;
    pub mod keyboard;
    pub mod languages;
    pub mod live;
    pub mod looks;
    pub mod not_offered;
    pub mod office;
    pub mod outgoing;
    pub mod passkeys;
    pub mod plain;
    pub mod reflow;
    pub mod rows;
    pub mod shift;
    pub mod staff;
    pub mod states;
    pub mod tablet;
    pub mod talks_back;
    pub mod traces;
    pub mod turns;
    pub mod typing;
    pub mod unplugged;
    pub mod views;
    pub mod waiting;
    pub mod writing;
}

use journeys::{
    absence, apart, asked, attendance, booking, booking_faults, booking_lost, calendar, casework, code,
    composing, danger, desk_facts, device, drafts, dragging, english, exit, few_words, fields, files,
    finding, groups, household, joining, keep, kept, keyboard, languages, live, looks, not_offered, office,
    outgoing, passkeys, plain, reflow, rows, shift, staff, states, tablet, talks_back, traces, turns, typing,
    unplugged, views, waiting, writing,
};
use madobe_tests::suite::{Journey, run_in_engines};
use std::process::ExitCode;

/// What nobody may find broken in any browser, taken in every engine that there is, whoever runs the tests: beside
/// `first_journey.rs`, which is a letter, its code, the desk's reply and the mailbox in which it is read. Each costs the better part of a
/// minute for each engine, so there are few; the further journeys are for whoever asks for them.
const ESSENTIAL: &[Journey] = &[
    ("a_letter_is_written_and_its_reply_read_by_plain_forms", plain::answered),
    ("a_letter_waits_for_the_network_in_its_tab", waiting::for_network),
    ("a_mailbox_code_is_read_with_patience", typing::codes),
    ("the_code_survives_reloads_and_stays_in_its_tab", code::survives),
    ("leaving_leaves_nothing", exit::leave),
    ("the_crisis_page_needs_no_network", unplugged::no_network),
    ("a_talk_is_booked_in_seven_presses_and_nothing_typed", booking::seven_presses),
];

fn main() -> ExitCode {
    run_in_engines(
        &[
            ("everything_without_any_script", plain::whole),
            ("everything_with_scripts_and_no_webassembly", plain::no_wasm),
            ("a_help_line_is_public_at_once_and_comes_back", desk_facts::lines),
            ("a_printed_address_tells_the_place", desk_facts::print),
            ("every_printed_sheet_fits_its_page", desk_facts::sheets),
            ("what_was_read_needs_no_network", unplugged::read_before),
            ("a_first_visit_is_enough_to_write_without_a_network", unplugged::first_visit),
            ("without_network_and_program_the_words_stay", unplugged::no_program),
            ("a_full_device_stops_nothing", unplugged::no_room),
            ("a_screen_that_did_not_come_is_asked_for_again", staff::unfetched),
            ("what_others_do_is_seen_within_seconds", live::within_seconds),
            ("a_tab_that_is_put_aside_asks_for_nothing", live::put_aside),
            ("a_passkey_is_made_used_and_taken_away", passkeys::whole),
            ("a_device_without_a_place_for_a_key_is_told_so", passkeys::no_place),
            ("two_tabs_ask_once", live::two_tabs),
            ("a_session_that_ended_meanwhile_is_asked_about", live::expired),
            ("staff_read_english_and_nothing_else_when_they_choose_it", english::staff),
            ("dark_or_light_is_theirs_to_choose", device::theme),
            ("a_clock_that_is_a_day_off_is_told_of", device::clock),
            ("the_office_reads_english_and_nothing_else", english::office),
            ("what_is_opened_is_read_and_not_answered", rows::unread),
            ("what_is_read_without_a_network_is_told_later", rows::read_unplugged),
            ("a_choice_with_the_mouse_leaves_the_keys_free", rows::after_a_choice),
            ("the_focus_stays_where_it_is_when_a_letter_comes", rows::focus_stays),
            ("the_focus_goes_along_with_its_row", rows::focus_found),
            ("whoever_asks_for_what_is_new_is_somewhere_afterwards", rows::asked_for),
            ("a_compact_list_shows_many_and_stays_so", rows::density),
            ("a_reply_is_recalled_for_as_long_as_the_operator_says", outgoing::longer),
            ("a_letter_that_came_in_between_is_not_closed_with_others", rows::closed_together),
            ("what_is_said_aloud_is_said_rarely", rows::spoken),
            ("a_desk_on_a_tablet", tablet::both),
            ("a_list_is_there_before_the_network", kept::before_the_network),
            ("a_desk_without_a_network_is_read_and_searched", kept::unplugged),
            ("what_was_forged_on_the_device_is_fetched_anew", kept::forged),
            ("what_another_version_kept_is_thrown_away", kept::another_version),
            ("a_browser_that_keeps_nothing_works_as_before", kept::refused),
            ("nobody_is_shown_what_another_kept", kept::somebody_else),
            ("it_can_be_put_on_a_home_screen_and_never_asks_to_be", unplugged::installable),
            ("a_letter_waits_in_its_tab_and_arrives_once", waiting::here),
            ("waiting_ends_when_somebody_says_so_or_leaves", waiting::stopped),
            ("a_letter_left_on_the_device_arrives_once", waiting::on_device),
            ("a_letter_left_on_the_device_arrives_in_its_tab", waiting::arrives_in_its_tab),
            ("a_letter_left_on_the_device_is_taken_back", waiting::taken_back),
            ("a_letter_left_on_the_device_is_asked_about", waiting::asked_about),
            ("a_letter_left_on_the_device_grows_old", waiting::old),
            ("what_cannot_be_read_on_the_device_is_no_letter", waiting::unreadable),
            ("every_part_looks_right", states::parts),
            ("text_may_be_spread_out", reflow::spacing),
            ("text_may_be_twice_as_large", reflow::large_text),
            ("the_focus_is_never_out_of_sight", reflow::focus),
            ("a_shared_phone_tells_nobody_what_was_read", traces::visited),
            ("titles_and_requests_tell_nothing", traces::titles),
            ("nothing_moves_by_itself", traces::motion),
            ("readings_over_hard_words_when_asked_for", few_words::furigana),
            ("what_is_told_with_a_booking_is_sealed", booking::sealed),
            ("two_want_the_same_time_and_lose_no_answer", booking_faults::race),
            ("a_booking_survives_what_goes_wrong", booking_faults::faults),
            ("what_did_not_go_through_is_done_by_trying_again", booking_faults::tried_again),
            ("not_coming_is_one_press_and_no_fault", booking_faults::not_today),
            ("a_talk_that_the_desk_changed_is_seen_as_it_stands", booking_faults::meanwhile),
            ("a_time_that_nobody_goes_on_with_is_given_back", booking_faults::given_back),
            ("a_press_books_the_time_it_was_made_for_and_no_other", booking_lost::pressed_early),
            ("what_is_said_to_be_booked_is_what_is_booked", booking_lost::looked_elsewhere),
            ("a_booking_whose_answer_was_lost_keeps_its_code", booking_lost::not_answered),
            ("a_time_chosen_after_a_lost_answer_is_booked_instead", booking_lost::chosen_anew),
            ("what_was_done_and_not_answered_is_done_once", booking_lost::done_already),
            ("what_is_on_its_way_with_a_code_is_said", booking_lost::under_way),
            ("whoever_went_back_from_moving_moves_nothing", booking_lost::moved_no_other),
            ("leaving_leaves_no_step_of_a_booking", booking_faults::leaving),
            ("a_door_pressed_early_opens_when_the_program_is_there", booking_faults::early),
            ("a_group_asks_a_little_and_everything_may_be_left_open", groups::asked),
            ("everybody_in_a_group_is_told_when_it_moves_or_does_not_meet", groups::moved_and_cancelled),
            ("one_of_a_group_goes_to_another_date", groups::one_moved),
            ("whoever_was_told_three_times_may_wait_anew", groups::told_enough),
            ("a_talk_that_is_not_offered_is_known_to_whoever_has_it", not_offered::known),
            ("whoever_is_at_the_door_is_there_and_nobody_is_blamed", attendance::door),
            ("an_address_for_a_calendar_is_shown_once", attendance::address),
            ("whoever_is_away_says_so_and_nothing_is_cancelled", attendance::away),
            ("a_series_leaves_out_days_that_are_shut_and_names_them", attendance::series),
            ("a_talk_is_carried_to_another_day_and_asked_about", dragging::carried),
        ],
        ESSENTIAL,
        &[
            ("two_codes_of_one_person_become_one", joining::whole),
            ("who_has_one_code_is_not_believed_of_another", joining::one_half),
            ("a_join_that_was_cut_off_is_finished", joining::cut_off),
            ("every_public_page_looks_right", looks::public),
            ("every_staff_screen_looks_right", looks::staff),
            ("a_draft_survives_a_reload_and_surprises_nobody", drafts::reload),
            ("a_failed_send_keeps_the_words", drafts::failed_send),
            ("what_was_not_sent_is_never_sent_by_itself", drafts::not_now),
            ("an_answer_that_was_lost_is_looked_for", drafts::unsure),
            ("words_typed_before_the_application_came_are_kept", drafts::early),
            ("without_the_application_the_words_stay", drafts::never),
            ("after_a_long_absence_a_cover_comes_first", drafts::cover),
            ("a_draft_is_kept_within_two_seconds_and_when_put_aside", absence::draft),
            ("a_page_put_aside_for_long_is_covered", absence::away),
            ("a_code_and_its_letters_are_covered_after_long", absence::code_and_letters),
            ("a_letter_takes_three_steps_and_one_field", asked::three_steps),
            ("no_question_has_to_be_answered", asked::optional),
            ("worrying_words_are_met_and_nobody_is_told", asked::worry),
            ("the_promised_day_is_the_same_everywhere", asked::promise),
            ("who_can_read_is_one_press_away", asked::readers),
            ("titles_and_file_names_say_nothing", asked::titles),
            ("not_sending_and_deleting_are_two_presses", asked::deleting),
            ("the_code_is_kept_in_four_ways", keep::four_ways),
            ("an_input_method_is_left_in_peace", typing::composition),
            ("too_much_too_little_and_nothing_to_read", typing::amounts),
            ("a_fault_in_an_opened_mailbox_is_told_like_any_other", typing::opened),
            ("a_small_screen_shows_the_line_and_the_way_on", typing::little_room),
            ("the_way_out_is_always_in_sight", exit::everywhere),
            ("leaving_leaves_no_step_in_the_history", exit::history),
            ("what_leaving_does_is_said_first", exit::note),
            ("ending_leaves_nothing_either", exit::finish),
            ("a_page_that_was_kept_alive_leaves_as_it_comes_back", exit::kept_alive),
            ("a_page_that_was_kept_alive_for_long_comes_back_covered", exit::kept_for_long),
            ("an_opened_mailbox_that_was_left_holds_no_letter", exit::mailbox),
            ("three_shifts_leave", exit::shifts),
            ("another_consultation_has_another_code", code::another),
            ("pressing_twice_sends_once", code::double_press),
            ("every_page_in_other_languages", languages::pages),
            ("a_letter_in_english", languages::english),
            ("the_crisis_page_needs_no_script", unplugged::no_script),
            ("spoilt_entries_are_shown_as_such", unplugged::spoilt),
            ("a_session_that_ended_keeps_the_words", staff::expired),
            ("an_idle_desk_locks_and_keeps_the_words", staff::idle),
            ("a_letter_that_came_in_between_is_read_first", staff::collision),
            ("two_take_a_case_and_the_last_one_holds", casework::assigned),
            ("a_case_is_put_aside_and_comes_back", casework::held),
            ("tags_and_a_flag_are_seen_by_colleagues_alone", casework::tagged),
            ("what_was_done_is_taken_back", casework::undone),
            ("danger_to_life_takes_two_and_the_writer_reads_it", danger::by_two),
            ("a_reply_is_recalled_and_leaves_by_itself", outgoing::recalled),
            ("a_reply_leaves_a_locked_desk", outgoing::locked),
            ("a_reply_waits_for_its_writer_to_sign_in_again", outgoing::expired),
            ("a_reply_outlives_its_tab_and_arrives_once", outgoing::closed_tab),
            ("a_reply_on_its_way_is_at_the_next_desk", outgoing::next_desk),
            ("a_reply_to_a_deleted_case_says_so", outgoing::erased),
            ("a_reply_goes_before_its_writer_does", outgoing::leaving),
            ("a_reply_without_a_network_waits_and_says_so", outgoing::offline),
            ("a_reply_that_waited_for_a_network_passes_nobody", outgoing::overtaken),
            ("a_reply_that_a_server_could_not_take_goes_a_little_later", outgoing::stumbled),
            ("a_ready_made_text_is_put_in_and_a_blank_stops_once", writing::snippets),
            ("hints_are_calm_and_can_be_switched_off", writing::hints),
            ("a_draft_is_at_the_next_desk_and_nobody_else_reads_it", writing::drafts),
            ("a_draft_that_is_kept_nowhere_says_so", writing::kept_nowhere),
            ("two_at_one_case_see_each_other_within_seconds", writing::together),
            ("a_colleague_reads_a_draft_before_it_goes", writing::second_reader),
            ("a_photo_goes_to_the_desk_without_its_place", files::both_ways),
            ("what_cannot_be_a_photo_is_said_beside_the_field", files::faults),
            ("a_photo_waits_for_the_network_and_arrives_once", files::offline),
            ("several_cases_at_once_have_one_way_back", finding::bulk),
            ("the_list_is_narrowed_by_what_is_rarely_asked", finding::rarer),
            ("what_was_done_is_recorded_by_whoever_leaves", finding::bulk_left),
            ("a_choice_of_the_list_is_kept_for_oneself_and_the_team", views::kept),
            ("the_desks_own_fields_are_defined_filled_and_found", fields::own),
            ("a_case_and_an_act_are_found_by_typing", finding::palette),
            ("a_household_is_linked_and_neither_hears_of_the_other", household::walled),
            ("a_link_to_what_was_deleted_says_so", household::gone),
            ("whoever_is_away_gives_their_cases_and_has_them_again", turns::away),
            ("a_day_begins_with_what_there_is_to_do", turns::today),
            ("a_mark_alone_is_a_letter", few_words::mark_alone),
            ("a_talk_is_moved_and_cancelled_with_the_code", booking::moved_and_cancelled),
            ("feedback_is_offered_after_closing_and_tied_to_nobody", few_words::feedback),
            ("colleagues_are_invited_and_given_the_key", office::colleagues),
            ("settings_are_not_lost_and_not_saved_unasked", office::settings),
            ("a_plan_is_made_and_two_do_not_undo_each_other", calendar::planning),
            ("what_was_done_to_a_talk_is_taken_back", talks_back::taken_back),
            ("a_talk_is_booked_moved_held_and_stands_in_the_record", calendar::talks),
            ("somebody_on_the_phone", calendar::somebody_on_the_phone),
            ("a_call_booked_against_an_own_promise_is_the_one_exception", calendar::own_call),
            ("writing_without_a_mouse", keyboard::write),
            ("answering_without_a_mouse", keyboard::answer),
            ("a_whole_shift_by_keys_alone", shift::whole),
            ("single_keys_can_be_switched_off", shift::switched_off),
            ("a_reply_is_converted_in_peace", composing::reply),
            ("everything_by_typing_waits_for_a_conversion", composing::palette),
            ("two_replies_are_kept_apart", apart::begun),
        ],
        &[],
    )
}

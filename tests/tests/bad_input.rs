//! What nobody should send, and everybody does: each gets a stable code, never a fault of ours, never a hint.
mod bad_input {
    pub mod bodies;
    pub mod headers;
    pub mod rights;
    pub mod routes;
}

use bad_input::{bodies, headers, rights, routes};
use madobe_tests::suite::run;
use std::process::ExitCode;

fn main() -> ExitCode {
    run(&[
        ("bodies_that_are_not_json", bodies::not_json),
        ("a_wrong_content_type", bodies::content_type),
        ("fields_that_are_unknown_missing_or_doubled", bodies::shape),
        ("fields_that_hold_what_they_may_not", bodies::values),
        ("bodies_that_are_too_large", bodies::size),
        ("parts_that_do_not_belong_together", bodies::parts),
        ("settings_that_make_no_sense", bodies::settings),
        ("every_route_is_documented_and_knows_its_methods", routes::documented),
        ("what_is_not_there", routes::missing),
        ("every_answer_carries_the_security_headers", headers::everywhere),
        ("what_is_public_travels_packed", headers::packed),
        ("changes_from_other_sites_are_refused", headers::cross_site),
        ("the_session_cookie_is_out_of_reach", headers::cookie),
        ("leaving_clears_and_leads_away", headers::leaving),
        ("codes_that_open_nothing", rights::codes),
        ("logins_that_do_not_exist_look_like_those_that_do", rights::logins),
        ("passkeys_that_are_none_look_like_those_of_others", rights::passkeys),
        ("other_cases_and_no_cases_look_the_same", rights::cases),
        ("nobody_writes_in_another_name", rights::names),
        ("who_is_not_signed_in_sees_nothing", rights::sessions),
        ("what_the_desk_says_of_itself_is_its_administrators", rights::desk_facts),
        ("one_time_codes_work_once", rights::one_time_codes),
    ])
}

//! `/staff/acts`: who did what and when, without any content; narrowed by kind, person and month.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::wire::audit::{AuditPage, AuditRow};

use super::moment;
use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::number::short_number;
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Choice, Field};
use crate::ui::place::{focus_soon, title};
use crate::words::staff::{acts, person};

/// What the server calls it, and how it is said. A kind of a newer version stands there by its code.
const KINDS: [(&str, &str); 51] = [
    ("signed_in", acts::SIGNED_IN),
    ("passkey_signed_in", acts::PASSKEY_SIGNED_IN),
    ("passkey_added", acts::PASSKEY_ADDED),
    ("passkey_removed", acts::PASSKEY_REMOVED),
    ("passkey_refused", acts::PASSKEY_REFUSED),
    ("accounts_listed", acts::ACCOUNTS_LISTED),
    ("audit_read", acts::AUDIT_READ),
    ("invited", acts::INVITED),
    ("invite_withdrawn", acts::INVITE_WITHDRAWN),
    ("joined", acts::JOINED),
    ("key_sealed", acts::KEY_SEALED),
    ("key_rotated", acts::KEY_ROTATED),
    ("keys_resealed", acts::KEYS_RESEALED),
    ("staff_key_made", acts::STAFF_KEY_MADE),
    ("team_made", acts::TEAM_MADE),
    ("team_renamed", acts::TEAM_RENAMED),
    ("member_added", acts::MEMBER_ADDED),
    ("member_removed", acts::MEMBER_REMOVED),
    ("role_changed", acts::ROLE_CHANGED),
    ("suspended", acts::SUSPENDED),
    ("restored", acts::RESTORED),
    ("reset_made", acts::RESET_MADE),
    ("one_time_code_reset", acts::ONE_TIME_CODE_RESET),
    ("account_reset", acts::ACCOUNT_RESET),
    ("sessions_ended", acts::SESSIONS_ENDED),
    ("recovery_drilled", acts::RECOVERY_DRILLED),
    ("recovery_renewed", acts::RECOVERY_RENEWED),
    ("case_given", acts::CASE_GIVEN),
    ("facts_given", acts::FACTS_GIVEN),
    ("case_closed", acts::CASE_CLOSED),
    ("case_reopened", acts::CASE_REOPENED),
    ("erasure_asked", acts::ERASURE_ASKED),
    ("erasure_withdrawn", acts::ERASURE_WITHDRAWN),
    ("erased_by_two", acts::ERASED_BY_TWO),
    ("erased_by_retention", acts::ERASED_BY_RETENTION),
    ("erased_by_writer", acts::ERASED_BY_WRITER),
    ("settings_changed", acts::SETTINGS_CHANGED),
    ("plan_changed", acts::PLAN_CHANGED),
    ("talk_booked", acts::TALK_BOOKED),
    ("talk_moved", acts::TALK_MOVED),
    ("talk_cancelled", acts::TALK_CANCELLED),
    ("talk_returned", acts::TALK_RETURNED),
    ("feed_made", acts::FEED_MADE),
    ("feed_ended", acts::FEED_ENDED),
    ("set_up", acts::SET_UP),
    ("case_printed", acts::CASE_PRINTED),
    ("case_exported", acts::CASE_EXPORTED),
    ("desk_exported", acts::DESK_EXPORTED),
    ("import_begun", acts::IMPORT_BEGUN),
    ("import_done", acts::IMPORT_DONE),
    ("team_taken_up", acts::TEAM_TAKEN_UP),
];

pub fn act_words(code: &str) -> String {
    KINDS.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| words).to_owned()
}

/// How something was taken out.
fn form_words(detail: &str) -> Option<String> {
    let words = match detail {
        "outer" => acts::OUTER,
        "internal" => acts::INTERNAL,
        "sealed" => acts::SEALED,
        _ => return None,
    };
    Some(words.to_owned())
}

/// `2026-11`, in any width. Nothing typed: every month.
fn month(typed: &str) -> Option<String> {
    let fold = |c: char| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let text: String = typed.trim().chars().map(fold).collect();
    let (year, month) = text.split_once(['-', '/', '.'])?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    let sound = (2000..2200).contains(&year) && (1..=12).contains(&month);
    sound.then(|| {
        [
            year.to_string(),
            "-".to_owned(),
            if month < 10 { "0".to_owned() } else { String::new() },
            month.to_string(),
        ]
        .concat()
    })
}

#[component]
pub fn Acts() -> impl IntoView {
    title(acts::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let administrator = app.is_administrator();
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{acts::HEADING}</h1>
            {if administrator {
                view! { <List /> }.into_any()
            } else {
                view! { <p class="panel info">{person::ADMINISTRATORS}</p> }.into_any()
            }}
        </main>
    }
}

#[component]
fn List() -> impl IntoView {
    let app = App::of_context();
    let [kind, who, when] = [(); 3].map(|()| RwSignal::new(String::new()));
    let (rows, more) = (RwSignal::new(None::<Vec<AuditRow>>), RwSignal::new(false));
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    // What the list on screen was asked by: going on asks by the same.
    let asked = StoredValue::new(String::new());
    let fetch = move |before: Option<i64>| {
        busy.set(true);
        let mut path = ["/api/staff/audit?", &asked.get_value()].concat();
        if let Some(before) = before {
            path.push_str(&["&before=", &before.to_string()].concat());
        }
        spawn(async move {
            let page = app.watch(Staff.ask::<AuditPage>(&path)).await;
            busy.try_set(false);
            match page {
                Ok(page) => {
                    more.try_set(page.more);
                    rows.try_update(|rows| match rows {
                        Some(rows) if before.is_some() => rows.extend(page.acts),
                        _ => *rows = Some(page.acts),
                    });
                }
                Err(error) => {
                    if let Some(words) = Trouble::from(error).said() {
                        faults.show_one("", list::sentences(acts::FAILED, &words));
                    }
                }
            }
        });
    };
    fetch(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (kind, who, when) = (kind.get_untracked(), who.get_untracked(), when.get_untracked());
        let month = month(&when);
        if month.is_none() && !when.trim().is_empty() {
            return faults.show_one("month", acts::MONTH_FAULT);
        }
        faults.clear();
        let named = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { [name, "=", value, "&"].concat() }
        };
        let query =
            [named("action", &kind), named("staff", &who), named("month", &month.unwrap_or_default())];
        asked.set_value(query.concat().trim_end_matches('&').to_owned());
        fetch(None);
    };
    let every = || (String::new(), acts::EVERY.to_owned());
    let kinds = KINDS.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned()));
    let kinds: Vec<_> = std::iter::once(every()).chain(kinds).collect();
    let people = Signal::derive(move || {
        let names = app.names.get();
        let named = names.into_iter().map(|(id, name)| (id.to_string(), name));
        std::iter::once(every()).chain(named).collect::<Vec<_>>()
    });
    let older = move |_| {
        let last = rows.with_untracked(|rows| rows.as_ref()?.last().map(|row| row.n));
        if !busy.get_untracked() {
            fetch(last);
        }
    };
    view! {
        <p>{acts::LEAD}</p>
        <Summary faults />
        <form class="stack" id="narrow-acts" novalidate on:submit=submit>
            <div class="row">
                <Choice id="kind" label=acts::KIND value=kind options=Signal::stored(kinds) />
                <Choice id="who" label=acts::PERSON value=who options=people />
                <Field id="month" label=acts::MONTH hint=acts::MONTH_HINT value=when faults inputmode="numeric" />
            </div>
            <div class="row actions"><Act words=acts::NARROW working=acts::NARROW busy /></div>
        </form>
        {move || rows.get().map(|rows| if rows.is_empty() {
            view! { <p class="empty">{acts::NONE}</p> }.into_any()
        } else {
            view! { <Table rows /> }.into_any()
        })}
        {move || more.get().then(|| view! {
            <div class="row actions"><button class="button" id="older" type="button" on:click=older>{acts::OLDER}</button></div>
        })}
    }
}

#[component]
fn Table(rows: Vec<AuditRow>) -> impl IntoView {
    let line = |row: AuditRow| {
        view! {
            <tr>
                <td>{moment(row.at)}</td>
                <th scope="row">{row.name.unwrap_or_else(|| acts::BY_ITSELF.to_owned())}</th>
                <td>{act_words(&row.action)}</td>
                <td>{row.about.or_else(|| row.detail.as_deref().and_then(form_words))}</td>
                <td data-label=row.case.map(|_| acts::CASE)>{row.case.map(short_number)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=acts::TABLE>
            <table class="table blocks" id="acts">
                <thead><tr>
                    <th scope="col">{acts::WHEN}</th>
                    <th scope="col">{acts::WHO}</th>
                    <th scope="col">{acts::WHAT}</th>
                    <th scope="col">{acts::ABOUT}</th>
                    <th scope="col">{acts::CASE}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_people_write_it() {
        for typed in ["2026-11", " ２０２６－１１ ", "2026/11", "2026.11"] {
            assert_eq!(month(typed).as_deref(), Some("2026-11"), "{typed}");
        }
        assert_eq!(month("2026-3").as_deref(), Some("2026-03"));
        for typed in ["", "2026", "2026-13", "11-2026", "x-1"] {
            assert_eq!(month(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_a_newer_version_does_stands_there_by_its_code() {
        assert_eq!(act_words("signed_in"), acts::SIGNED_IN);
        assert_eq!(act_words("something_new"), "something_new");
    }
}

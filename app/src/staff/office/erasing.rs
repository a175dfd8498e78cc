//! `/staff/erasing`: what will be erased and when; and erasing before that day, which one administrator asks for and another confirms.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::retention::{Retention, ToErase};

use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::number::short_number;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::place::{focus_soon, title};
use crate::ui::twice::Twice;
use crate::words::staff::erasing;

type Changed = Callback<(Result<(), ApiError>, &'static str)>;

#[component]
pub fn Erasing() -> impl IntoView {
    title(erasing::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let found =
        LocalResource::new(
            move || async move { app.watch(Staff.ask::<Retention>("/api/staff/retention")).await },
        );
    let said = RwSignal::new(None::<String>);
    let changed: Changed = Callback::new(move |(done, words): (Result<(), ApiError>, &'static str)| {
        let words = match done {
            Ok(()) => Some(words.to_owned()),
            Err(error) if error.code() == Some(ErrorCode::Conflict) => Some(erasing::CHANGED.to_owned()),
            Err(error) => Trouble::from(error).said().map(|why| list::sentences(erasing::FAILED, &why)),
        };
        said.set(words);
        focus_soon("said-done");
        found.refetch();
    });
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{erasing::HEADING}</h1>
            <div role="status">{move || said.get().map(|words| view! { <p class="panel info" id="said-done" tabindex="-1">{words}</p> })}</div>
            {super::for_administrators(app, found, move |found| view! { <Shown found changed /> }.into_any())}
        </main>
    }
}

#[component]
fn Shown(found: Retention, changed: Changed) -> impl IntoView {
    let none = found.next.is_empty();
    let shown = found.next.len();
    // The server names so many and no more.
    let first = (found.closed as usize > shown).then(|| erasing::first(&shown.to_string()));
    view! {
        <p>{erasing::lead(&found.days.to_string())}</p>
        <p>{erasing::counts(&found.closed.to_string(), &found.erased.to_string())}</p>
        {if none {
            view! { <p class="empty">{erasing::NONE}</p> }.into_any()
        } else {
            view! {
                {first.map(|words| view! { <p class="hint" id="first">{words}</p> })}
                <div class="table-wrap" tabindex="0" role="region" aria-label=erasing::TABLE>
                    <table class="table blocks" id="erasing">
                        <thead><tr>
                            <th scope="col">{erasing::CASE}</th>
                            <th scope="col">{erasing::CLOSED}</th>
                            <th scope="col">{erasing::DUE}</th>
                            <th scope="col">{erasing::EARLY}</th>
                        </tr></thead>
                        <tbody>{found.next.into_iter().map(|one| view! { <Line one changed /> }).collect_view()}</tbody>
                    </table>
                </div>
            }.into_any()
        }}
    }
}

#[component]
fn Line(one: ToErase, changed: Changed) -> impl IntoView {
    let app = App::of_context();
    let number = short_number(one.case);
    let day = |at: madobe_domain::clock::Timestamp| time::day(at.date_in_japan());
    view! {
        <tr>
            <th scope="row">{match app.list.row(one.case) {
                // Whoever may read it looks at what would be erased.
                Some(_) => view! { <a href=["/staff/cases/", &one.case.to_string()].concat()>{number}</a> }.into_any(),
                None => number.into_any(),
            }}</th>
            <td>{day(one.closed_at)}</td>
            <td>{day(one.due_at)}</td>
            <td>{match one.asked_by {
                None => view! { <Ask case=one.case changed /> }.into_any(),
                Some(by) => {
                    let mine = app.me() == Some(by);
                    let words = if mine {
                        erasing::ASKED_BY_ME.to_owned()
                    } else {
                        erasing::asked_by(&app.name_of(by).unwrap_or_default())
                    };
                    view! { <Asked case=one.case words mine changed /> }.into_any()
                }
            }}</td>
        </tr>
    }
}

fn path(case: CaseId, rest: &str) -> String {
    ["/api/staff/retention/", &case.to_string(), rest].concat()
}

#[component]
fn Ask(case: CaseId, changed: Changed) -> impl IntoView {
    let app = App::of_context();
    let label = erasing::ask_label(&short_number(case));
    let ask = move |_| {
        spawn(async move {
            let done = app.watch(Staff.press("PUT", &path(case, ""))).await;
            changed.run((done, erasing::ASKED));
        });
    };
    view! { <button class="button small" type="button" aria-label=label on:click=ask>{erasing::ASK}</button> }
}

#[component]
fn Asked(case: CaseId, words: String, mine: bool, changed: Changed) -> impl IntoView {
    let app = App::of_context();
    let take_back = move |_| {
        spawn(async move {
            let done = app.watch(Staff.press("DELETE", &path(case, ""))).await;
            changed.run((done, erasing::TAKEN_BACK));
        });
    };
    let confirm = Callback::new(move |()| {
        spawn(async move {
            let done = app.watch(Staff.press("POST", &path(case, "/erasure"))).await;
            changed.run((done, erasing::ERASED));
        });
    });
    let id = ["erase-", &case.to_string()].concat();
    view! {
        <div class="stack">
            <p>{words}</p>
            <div class="row">
                {(!mine).then(|| view! {
                    <Twice id words=erasing::CONFIRM ask=erasing::CONFIRM_ASK yes=erasing::CONFIRM_YES no=erasing::NO on_yes=confirm />
                })}
                <button class="button small" type="button" on:click=take_back>{erasing::TAKE_BACK}</button>
            </div>
        </div>
    }
}

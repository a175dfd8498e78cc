//! What administrators may change for one colleague: role, teams, being kept out, and what was lost.
use crate::page::spawn;
use crate::ui::told::then;
use crate::words::common::list;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madobe_domain::ids::StaffId;
use madobe_domain::wire::session::Role;
use madobe_domain::wire::team::{ChangeRole, Colleague, Membership, Team};

use super::away::now_of;
use super::keywork::{Far, Progress, make_next, seal_cases};
use super::known;
use super::lost::LostThings;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Small;
use crate::ui::place::{focus_soon, title};
use crate::ui::twice::Twice;
use crate::words::staff::{self, colleagues, person};

#[component]
pub fn Person() -> impl IntoView {
    title(person::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| StaffId::parse(&params.get("id")?).ok()));
    let all = LocalResource::new(move || known(app));
    let said = RwSignal::new(None::<Result<String, String>>);
    let changed = Callback::new(move |words: Result<String, String>| {
        said.set(Some(words));
        focus_soon("said-done");
        all.refetch();
    });
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <p><a class="button small" href="/staff/colleagues">{person::BACK}</a></p>
            <div role="status">{move || said.get().map(|words| {
                let class = if words.is_ok() { "panel done" } else { "panel warning" };
                view! { <p class=class id="said-done" tabindex="-1">{words.unwrap_or_else(|words| words)}</p> }
            })}</div>
            {move || {
                if !app.is_administrator() {
                    return view! { <p class="panel info">{person::ADMINISTRATORS}</p> }.into_any();
                }
                match all.get() {
                    None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                    Some(Err(error)) => view! {
                        <p class="panel warning" role="alert">{list::sentences(colleagues::FAILED, &Trouble::from(error).words())}</p>
                    }.into_any(),
                    Some(Ok(known)) => {
                        let found = known.all.staff.into_iter().find(|one| Some(one.id) == id.get_untracked());
                        match found {
                            Some(one) => view! { <Shown one teams=known.teams changed /> }.into_any(),
                            None => view! { <p class="panel info">{person::GONE}</p> }.into_any(),
                        }
                    }
                }
            }}
        </main>
    }
}

type Changed = Callback<Result<String, String>>;

/// Tells how it came out, in words of its own where it was done.
fn tell(changed: Changed, done: Result<(), ApiError>, words: &str) {
    match done {
        Ok(()) => changed.run(Ok(words.to_owned())),
        Err(error) => {
            if let Some(why) = Trouble::from(error).said() {
                changed.run(Err(list::sentences(person::FAILED, &why)));
            }
        }
    }
}

#[component]
fn Shown(one: Colleague, teams: Vec<Team>, changed: Changed) -> impl IntoView {
    let app = App::of_context();
    let id = one.id;
    let path = move |rest: &str| ["/api/staff/colleagues/", &id.to_string(), rest].concat();
    let is_administrator = one.role == Role::Administrator;
    let role = Callback::new(move |()| {
        let role = if is_administrator { Role::Member } else { Role::Administrator };
        spawn(async move {
            let done = app.watch(Staff.tell("PUT", &path("/role"), &ChangeRole { role })).await;
            tell(changed, done, person::ROLE_DONE);
        });
    });
    let suspend = Callback::new(move |()| {
        spawn(async move {
            let done = app.watch(Staff.press("PUT", &path("/suspension"))).await;
            tell(changed, done, person::SUSPEND_DONE);
        });
    });
    let restore = move || {
        spawn(async move {
            let done = app.watch(Staff.press("DELETE", &path("/suspension"))).await;
            tell(changed, done, person::RESTORE_DONE);
        });
    };
    let mine = app.me() == Some(id);
    let open = Memo::new(move |_| now_of(app.list, id, false).len());
    let open_cases = move || {
        let count = open.get();
        (count > 0).then(|| view! { <span id="open-cases">{person::open_cases(&count.to_string())}</span> })
    };
    let line = move |team: Team| {
        let held = one.teams.iter().find(|held| held.team == team.id).copied();
        view! { <TeamLine staff=id team held changed /> }
    };
    view! {
        <h1 id="heading" tabindex="-1">{one.name.clone()}{mine.then_some(colleagues::YOU)}</h1>
        <p>{list::of(staff::field::LOGIN, &one.login)}</p>
        <p class="row">
            {open_cases}
            <a class="button small" id="to-away" href=["/staff/colleagues/", &id.to_string(), "/away"].concat()>{colleagues::GIVE_CASES}</a>
        </p>
        <section class="stack" aria-labelledby="role">
            <h2 id="role">{person::ROLE}</h2>
            <p>{if is_administrator { colleagues::ADMINISTRATOR } else { colleagues::MEMBER }}</p>
            <p class="hint">{person::ROLE_LEAD}</p>
            <div class="row" id="change-role">
                <Twice
                    id="role-act"
                    words=if is_administrator { person::TO_MEMBER } else { person::TO_ADMINISTRATOR }
                    ask=if is_administrator { person::TO_MEMBER_ASK } else { person::TO_ADMINISTRATOR_ASK }
                    yes=person::ROLE_YES
                    no=person::NO
                    on_yes=role
                />
            </div>
        </section>
        <section class="stack" aria-labelledby="person-teams">
            <h2 id="person-teams">{person::TEAMS}</h2>
            <p class="hint">{person::TEAMS_LEAD}</p>
            <ul class="stack team-list">{teams.into_iter().map(line).collect_view()}</ul>
        </section>
        <section class="stack" aria-labelledby="suspension">
            <h2 id="suspension">{person::SUSPEND_HEADING}</h2>
            {if one.suspended {
                view! {
                    <p class="panel warning">{person::SUSPENDED}</p>
                    <div class="row" id="restore"><Small words=person::RESTORE on_press=restore /></div>
                }.into_any()
            } else if mine {
                ().into_any()
            } else {
                view! {
                    <p>{person::SUSPEND_LEAD}</p>
                    <div class="row">
                        <Twice id="suspend" words=person::SUSPEND ask=person::SUSPEND_ASK yes=person::SUSPEND_YES no=person::NO on_yes=suspend />
                    </div>
                }.into_any()
            }}
        </section>
        {(!one.suspended).then(|| view! { <LostThings staff=id /> })}
    }
}

#[component]
fn TeamLine(staff: StaffId, team: Team, held: Option<Membership>, changed: Changed) -> impl IntoView {
    let app = App::of_context();
    let id = team.id;
    let name = StoredValue::new(team.name.clone());
    let busy = RwSignal::new(false);
    let far: Far = RwSignal::new(None);
    let path = move || ["/api/staff/teams/", &id.to_string(), "/members/", &staff.to_string()].concat();
    let add = move || {
        spawn(async move {
            let done = app.watch(Staff.press("PUT", &path())).await;
            tell(changed, done, &person::added(&name.get_value()));
        });
    };
    let has_key = held.is_some_and(|held| held.has_key);
    let remove = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn(async move {
            // With its key in hand the membership and the key end together; otherwise the key is for its members to make.
            let done = if has_key && app.holds(id) && app.me() != Some(staff) {
                with_key(app, id, staff, far, &name.get_value()).await
            } else {
                let words = if has_key { person::removed_stale } else { person::removed };
                let done = app.watch(Staff.press("DELETE", &path())).await;
                if app.me() == Some(staff) {
                    app.renew_keys().await;
                }
                done.map(|()| words(&name.get_value())).map_err(Trouble::from)
            };
            busy.try_set(false);
            match done {
                Ok(words) => changed.run(Ok(words)),
                Err(trouble) => {
                    if let Some(why) = trouble.said() {
                        changed.run(Err(list::sentences(person::FAILED, &why)));
                    }
                }
            }
        });
    });
    let state = match held {
        Some(held) if held.has_key => person::HAS_KEY,
        Some(_) => person::NO_KEY,
        None => person::OUTSIDE,
    };
    let label = person::add_label(&team.name);
    let remove_id = ["remove-", &id.to_string()].concat();
    view! {
        <li class="stack" data-team=id.to_string()>
            <div class="row">
                <span><b>{team.name}</b></span>
                <span class="hint">{state}</span>
                {if held.is_some() {
                    view! {
                        <Twice id=remove_id words=person::REMOVE ask=person::REMOVE_ASK yes=person::REMOVE_YES no=person::NO on_yes=remove />
                    }.into_any()
                } else {
                    view! { <Small words=person::ADD label on_press=add /> }.into_any()
                }}
            </div>
            <Progress far />
        </li>
    }
}

async fn with_key(
    app: App,
    team: madobe_domain::ids::TeamId,
    staff: StaffId,
    far: Far,
    name: &str,
) -> Result<String, Trouble> {
    let left_out = make_next(app, team, Some(staff)).await?.words();
    // The key is made and the membership ended: what is sealed anew from here on can go on at any time.
    let sealed = match seal_cases(app, team, far).await {
        Ok(words) => words,
        Err(trouble) => trouble.said().unwrap_or_default(),
    };
    Ok(then(&then(&person::removed_key(name), &sealed), &left_out))
}

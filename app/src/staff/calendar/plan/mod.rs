//! `/staff/calendar/plan`: who can hold talks when, rooms, and kinds of talk. Administrators change all of it, everybody
//! says when they are away. Where two change it at once, what they did is put together, and nothing typed is lost.
use leptos::prelude::*;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::calendar::VersionedPlan;
use madobe_domain::wire::error::ErrorCode;

mod fields;
mod form;
mod hours;
mod mine;
mod misfits;
mod read;
mod spec;
mod unsaved;

use crate::api::ApiError;
use crate::api::calendar::Talks;
use crate::api::staff::Staff;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::calendar::feed::Feed;
use crate::staff::trouble::Trouble;
use crate::ui::act::{Act, Small};
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::focus_soon;
use crate::ui::twice::Twice;
use crate::words::common::list;
use crate::words::staff::{self, plan as words};
use fields::Parts;
use form::{Form, Part, merge};
use mine::Mine;
use misfits::Misfits;
use spec::Sort;

/// The plan as every part of this screen sees it.
#[derive(Clone, Copy)]
struct Editing {
    app: App,
    talks: Talks,
    form: RwSignal<Form>,
    /// What is saved, as far as is known here.
    kept: RwSignal<Form>,
    version: RwSignal<u32>,
    faults: Faults,
    /// What somebody else saved of parts that were changed here too.
    clashes: RwSignal<Form>,
    notice: RwSignal<Option<String>>,
    saved: RwSignal<u32>,
    /// Everybody of the team who is not in the plan, too.
    staff: StoredValue<Vec<StaffId>>,
}

pub fn screen(team: TeamId) -> AnyView {
    view! { <PlanScreen team /> }.into_any()
}

#[component]
fn PlanScreen(team: TeamId) -> impl IntoView {
    let app = App::of_context();
    let talks = Talks(team);
    let found = LocalResource::new(move || async move {
        let plan = app.watch(talks.plan()).await?;
        let staff = app.watch(Staff.colleagues()).await?.staff;
        app.names.update(|names| names.extend(staff.iter().map(|one| (one.id, one.name.clone()))));
        let of_team = staff.iter().filter(|one| one.teams.iter().any(|of| of.team == team));
        let staff: Vec<StaffId> = of_team.map(|one| one.id).collect();
        Ok::<_, ApiError>((plan, staff, unsaved::recall(app).await))
    });
    // Signing in again is no reason to draw the form anew.
    let administrator = Memo::new(move |_| app.is_administrator());
    let plan = move || match found.get() {
        None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
        Some(Err(error)) => view! {
            <div class="panel warning" role="alert">
                <p>{list::sentences(words::FAILED, &Trouble::from(error).words())}</p>
                <Small words=staff::AGAIN on_press=move || found.refetch() />
            </div>
        }
        .into_any(),
        Some(Ok((plan, staff, typed))) if administrator.get() => {
            view! { <Edit plan typed staff talks /> }.into_any()
        }
        Some(Ok((plan, ..))) => view! { <Mine plan talks /> }.into_any(),
    };
    view! {
        <div class="stack wide cal-narrow">{plan}<Feed talks /></div>
    }
}

#[component]
fn Edit(plan: VersionedPlan, typed: Option<(u32, Form)>, staff: Vec<StaffId>, talks: Talks) -> impl IntoView {
    let app = App::of_context();
    let saved_form = form::of(&plan.plan);
    let typed = typed.filter(|(_, typed)| *typed != saved_form);
    let restored = typed.is_some();
    // What lay here started from an older plan: there is nothing to tell what was changed where, so it is said.
    let behind = typed.as_ref().is_some_and(|(version, _)| *version != plan.version);
    let start = typed.map_or_else(|| saved_form.clone(), |(_, form)| form);
    let editing = Editing {
        app,
        talks,
        form: RwSignal::new(start),
        kept: RwSignal::new(saved_form),
        version: RwSignal::new(plan.version),
        faults: Faults::none(),
        clashes: RwSignal::default(),
        notice: RwSignal::new(behind.then(|| words::BEHIND.to_owned())),
        saved: RwSignal::new(0),
        staff: StoredValue::new(staff),
    };
    provide_context(editing);
    unsaved::keep(editing);
    let unsaved = Memo::new(move |_| editing.form.with(|form| editing.kept.with(|kept| form != kept)));
    // Said until they are saved or let go, and of later changes no more.
    let brought_back =
        Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(restored) && unsaved.get());
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            save(editing, busy);
        }
    };
    let drop = Callback::new(move |()| {
        editing.form.set(editing.kept.get_untracked());
        editing.faults.clear();
        editing.clashes.set(Form::new());
        editing.notice.set(None);
        focus_soon("heading");
    });
    // Of what is saved: while a kind is new, its place may still be typed.
    let placeless = Memo::new(move |_| {
        let saved = |part: &&Part| {
            editing.kept.with(|kept| kept.iter().any(|was| was.id == part.id && was.names_no_place()))
        };
        editing.form.with(|form| {
            let kinds = form.iter().filter(|part| part.names_no_place()).filter(saved);
            kinds.map(|part| editing.name_of(part)).collect::<Vec<_>>().join(list::JOINT)
        })
    });
    let state = move || match (unsaved.get(), editing.saved.get()) {
        (true, _) => words::UNSAVED,
        (false, 0) => "",
        // The last try to save was refused.
        (false, _) if editing.notice.with(Option::is_some) => "",
        (false, _) => words::SAVED,
    };
    view! {
        <p>{words::INTRO}</p>
        <Misfits talks saved=editing.saved />
        {move || brought_back.get().then(|| view! { <p class="panel info" id="plan-restored">{words::RESTORED}</p> })}
        <Summary faults=editing.faults />
        {move || editing.notice.get().map(|words| view! {
            <p class="panel warning" id="plan-notice" role="alert" tabindex="-1">{words}</p>
        })}
        <Clashes />
        <form class="stack wide" id="plan-form" novalidate on:submit=submit>
            <Parts sort=Sort::Person />
            <Parts sort=Sort::Room />
            <Parts sort=Sort::Kind />
            {move || placeless.with(|kinds| (!kinds.is_empty()).then(|| view! {
                <p class="panel warning" id="plan-placeless">{words::placeless(kinds)}</p>
            }))}
            <div class="row actions">
                <Act words=words::SAVE.to_owned() working=words::SAVING busy />
                <span class="status" role="status" id="plan-saved">{state}</span>
                {move || unsaved.get().then(|| view! {
                    <Twice id="plan-drop" words=words::DROP ask=words::DROP_ASK yes=words::DROP_YES no=words::DROP_NO on_yes=drop />
                })}
            </div>
        </form>
    }
}

/// What somebody else left of the parts that were changed here: beside one's own, to choose from.
#[component]
fn Clashes() -> impl IntoView {
    let editing: Editing = expect_context();
    let take = move |_| {
        let theirs = editing.clashes.get_untracked();
        editing.form.update(|form| {
            for part in theirs {
                match form.iter_mut().find(|own| own.sort == part.sort && own.id == part.id) {
                    Some(own) => *own = part,
                    None => form.push(part),
                }
            }
        });
        editing.clashes.set(Form::new());
        focus_soon("heading");
    };
    let line = move |part: &Part| {
        let name = editing.name_of(part);
        let own = editing.form.with_untracked(|form| {
            form.iter().find(|own| own.sort == part.sort && own.id == part.id).cloned()
        });
        let fields = part.sort.specs().iter().zip(&part.texts).enumerate();
        let differing = fields
            .filter(|(place, (_, text))| own.as_ref().is_none_or(|own| own.texts.get(*place) != Some(*text)));
        let texts: Vec<String> = differing.map(|(_, (spec, text))| list::of(spec.label, text)).collect();
        view! { <div><dt>{name}</dt><dd class="lines-kept">{texts.join("\n")}</dd></div> }
    };
    move || {
        let clashes = editing.clashes.get();
        (!clashes.is_empty()).then(|| {
            view! {
                <section class="panel info" id="plan-clashes">
                    <h2>{words::CLASHES}</h2>
                    <dl class="facts">{clashes.iter().map(line).collect_view()}</dl>
                    <button class="button small" type="button" on:click=take>{words::CLASHES_TAKE}</button>
                </section>
            }
        })
    }
}

fn save(editing: Editing, busy: RwSignal<bool>) {
    editing.notice.set(None);
    let typed = editing.form.get_untracked();
    let plan = match read::read(&typed, |part| editing.name_of(part)) {
        Ok(plan) => plan,
        Err(found) => {
            editing.faults.show_all(found);
            return;
        }
    };
    editing.faults.clear();
    busy.set(true);
    let change = VersionedPlan { version: editing.version.get_untracked(), plan };
    spawn(async move {
        let done = editing.app.watch(editing.talks.save_plan(&change)).await;
        busy.try_set(false);
        match done {
            Ok(now) => {
                editing.version.try_set(now.version);
                editing.clashes.try_set(Form::new());
                let now = form::of(&now.plan);
                // What was typed while it was on its way stays.
                editing.form.try_update(|form| {
                    if *form == typed {
                        form.clone_from(&now);
                    }
                });
                editing.kept.try_set(now);
                editing.saved.try_update(|saved| *saved += 1);
            }
            Err(error) if error.code() == Some(ErrorCode::Conflict) => put_together(editing).await,
            Err(error) => {
                let words = Trouble::from(error).said();
                editing.notice.try_set(words.map(|words| list::sentences(words::NOT_YET, &words)));
                focus_soon("plan-notice");
            }
        }
    });
}

/// Somebody else saved first.
async fn put_together(editing: Editing) {
    let theirs = match editing.app.watch(editing.talks.plan()).await {
        Ok(theirs) => theirs,
        Err(error) => {
            editing.notice.try_set(Trouble::from(error).said());
            return;
        }
    };
    let other = form::of(&theirs.plan);
    let (Some(base), Some(mine)) = (editing.kept.try_get_untracked(), editing.form.try_get_untracked())
    else {
        return;
    };
    let (merged, clashes) = merge(&base, &mine, &other);
    let words = if clashes.is_empty() { words::MERGED } else { words::CLASHED };
    editing.form.try_set(merged);
    editing.kept.try_set(other);
    editing.version.try_set(theirs.version);
    editing.clashes.try_set(clashes);
    editing.notice.try_set(Some(words.to_owned()));
    focus_soon("plan-notice");
}

impl Editing {
    fn name_of(self, part: &Part) -> String {
        match part.sort {
            Sort::Person => StaffId::parse(&part.id).ok().and_then(|staff| self.app.name_of(staff)),
            _ => Some(part.text("name").trim().to_owned()).filter(|name| !name.is_empty()),
        }
        .unwrap_or_else(|| words::NEW.to_owned())
    }
}

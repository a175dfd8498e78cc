//! `/staff/desk`: what the operator says about the desk. Saved with its version; where somebody else was
//! quicker, nothing that was typed is lost.
use std::sync::Arc;

use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

mod conflict;
mod fields;
mod form;
mod lines;
mod week;

use super::app::App;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::words::staff::{self, desk};
use conflict::Conflict;
use fields::{Area, Check, Line};
use form::Form;
use lines::CrisisLines;
use week::WeekFields;

/// The form as every part of this screen sees it.
#[derive(Clone, Copy)]
struct Editing {
    form: RwSignal<Form>,
    version: RwSignal<u32>,
    faults: Faults,
    /// What somebody else saved in the meantime.
    theirs: RwSignal<Option<Arc<VersionedSettings>>>,
}

#[component]
pub fn Desk() -> impl IntoView {
    title(desk::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let kept = LocalResource::new(move || async move { app.watch(Staff.desk()).await });
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{desk::HEADING}</h1>
            {move || {
                if !app.is_administrator() {
                    return view! { <p class="panel info">{desk::ADMINISTRATORS}</p> }.into_any();
                }
                match kept.get() {
                    None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                    Some(Err(error)) => view! {
                        <div class="panel warning" role="alert">
                            <p>{desk::FAILED}{Trouble::from(error).words()}</p>
                            <button class="button small" type="button" on:click=move |_| kept.refetch()>{staff::AGAIN}</button>
                        </div>
                    }.into_any(),
                    Some(Ok(kept)) => view! { <Edit kept /> }.into_any(),
                }
            }}
        </main>
    }
}

#[component]
fn Edit(kept: VersionedSettings) -> impl IntoView {
    let app = App::of_context();
    let editing = Editing {
        form: RwSignal::new(Form::of(&kept.settings)),
        version: RwSignal::new(kept.version),
        faults: Faults::none(),
        theirs: RwSignal::new(None),
    };
    provide_context(editing);
    let (busy, trouble, saved) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        saved.set(false);
        trouble.set(None);
        let settings = match editing.form.with_untracked(Form::read) {
            Ok(settings) => settings,
            Err(found) => {
                editing
                    .faults
                    .show_all(found.into_iter().map(|(field, words)| (field, words.to_owned())).collect());
                return;
            }
        };
        editing.faults.clear();
        busy.set(true);
        let change = VersionedSettings { version: editing.version.get_untracked(), settings };
        spawn(async move {
            let done = app.watch(Staff.save_desk(&change)).await;
            busy.try_set(false);
            match done {
                Ok(now) => {
                    editing.version.try_set(now.version);
                    editing.theirs.try_set(None);
                    saved.try_set(true);
                }
                Err(error) => refused(app, editing, trouble, error).await,
            }
        });
    };
    view! {
        <p>{desk::LEAD}</p>
        <Summary faults=editing.faults />
        {move || editing.theirs.get().map(|theirs| view! { <Conflict theirs /> })}
        <form class="stack wide" id="desk-form" novalidate on:submit=submit>
            <Line id="name" label=desk::NAME get=|form| form.name.clone() set=|form, typed| form.name = typed />
            <WeekFields />
            <Area id="closed_days" label=desk::CLOSED_DAYS hint=desk::CLOSED_DAYS_HINT
                get=|form| form.closed_days.clone() set=|form, typed| form.closed_days = typed />
            <Line id="reply_days" label=desk::REPLY_DAYS hint=desk::REPLY_DAYS_HINT inputmode="numeric"
                get=|form| form.reply_days.clone() set=|form, typed| form.reply_days = typed />
            <Line id="retention_days" label=desk::RETENTION_DAYS hint=desk::RETENTION_DAYS_HINT inputmode="numeric"
                get=|form| form.retention_days.clone() set=|form, typed| form.retention_days = typed />
            <Area id="wards" label=desk::WARDS hint=desk::WARDS_HINT
                get=|form| form.wards.clone() set=|form, typed| form.wards = typed />
            <CrisisLines />
            <Line id="exit_url" label=desk::EXIT_URL hint=desk::EXIT_URL_HINT inputmode="url"
                get=|form| form.exit_url.clone() set=|form, typed| form.exit_url = typed />
            <Check id="pause" label=desk::PAUSE hint=desk::PAUSE_HINT get=|form| form.paused set=|form, on| form.paused = on />
            {move || editing.form.with(|form| form.paused).then(|| view! {
                <Line id="paused" label=desk::PAUSE_NOTICE get=|form| form.notice.clone() set=|form, typed| form.notice = typed />
            })}
            {move || trouble.get().map(|words| view! {
                <p class="panel warning" role="alert">{desk::SAVE_FAILED}" "{words}</p>
            })}
            <div class="row actions">
                <Act words=desk::SAVE working=desk::SAVING busy />
                <span class="status" role="status" id="saved">{move || if saved.get() { desk::SAVED } else { "" }}</span>
            </div>
        </form>
    }
}

async fn refused(app: App, editing: Editing, trouble: RwSignal<Option<String>>, error: ApiError) {
    if error.code() == Some(ErrorCode::Conflict)
        && let Ok(theirs) = app.watch(Staff.desk()).await
    {
        editing.theirs.try_set(Some(Arc::new(theirs)));
        return focus_soon("conflict");
    }
    if let ApiError::Code(detail) = &error
        && let Some(field) = detail.field.as_deref().and_then(|field| field.strip_prefix("settings."))
    {
        editing.faults.show_all(vec![(field.to_owned(), form::words_of(field).to_owned())]);
        return;
    }
    trouble.try_set(Some(Trouble::from(error).words()));
}

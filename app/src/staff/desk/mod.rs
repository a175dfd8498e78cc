//! `/staff/desk`: what the operator says about the desk. Saved with its version; where somebody else was
//! quicker, nothing that was typed is lost.
use std::sync::Arc;

use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

mod changes;
mod conflict;
mod day;
mod fields;
mod form;
mod history;
mod kept;
mod line;
mod lines;
mod place;
pub mod times;
mod unsaved;
mod week;

use super::app::App;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::page;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::words::staff::{self, desk};
use conflict::Conflict;
use fields::{Area, Check, Line};
use form::Form;
use history::History;
use lines::CrisisLines;
use place::Places;
use unsaved::{Restored, Unsaved};
use week::WeekFields;

/// The form as every part of this screen sees it.
#[derive(Clone, Copy)]
struct Editing {
    form: RwSignal<Form>,
    /// What is saved, as far as is known here.
    kept: RwSignal<Form>,
    unsaved: Memo<bool>,
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
    let kept = LocalResource::new(move || async move {
        let kept = app.watch(Staff.desk()).await?;
        Ok::<_, ApiError>((kept, unsaved::recall(app).await))
    });
    // Signing in again is no reason to draw the form anew.
    let administrator = Memo::new(move |_| app.is_administrator());
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{desk::HEADING}</h1>
            {move || administrator.get().then(|| view! { <p><a class="button small" id="to-fields" href="/staff/fields">{desk::FIELDS}</a></p> })}
            {move || {
                if !administrator.get() {
                    return view! { <p class="panel info">{desk::ADMINISTRATORS}</p> }.into_any();
                }
                match kept.get() {
                    None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                    Some(Err(error)) => view! {
                        <div class="panel warning" role="alert">
                            <p>{list::sentences(desk::FAILED, &Trouble::from(error).words())}</p>
                            <button class="button small" type="button" on:click=move |_| kept.refetch()>{staff::AGAIN}</button>
                        </div>
                    }.into_any(),
                    Some(Ok((kept, typed))) => view! { <Edit kept typed /> }.into_any(),
                }
            }}
        </main>
    }
}

#[component]
fn Edit(kept: VersionedSettings, typed: Option<Unsaved>) -> impl IntoView {
    let app = App::of_context();
    let saved_form = Form::of(&kept.settings);
    let typed = typed.filter(|typed| typed.form != saved_form);
    let restored = typed.is_some();
    let behind = typed.as_ref().is_some_and(|typed| typed.version != kept.version);
    let start = typed.unwrap_or_else(|| Unsaved { version: kept.version, form: saved_form.clone() });
    app.no_lines.set(kept.settings.lines.is_empty());
    let (form, saved_form) = (RwSignal::new(start.form), RwSignal::new(saved_form));
    let editing = Editing {
        form,
        kept: saved_form,
        unsaved: Memo::new(move |_| form.with(|form| saved_form.with(|saved| form != saved))),
        version: RwSignal::new(start.version),
        faults: Faults::none(),
        // Somebody else saved while these words lay here.
        theirs: RwSignal::new(behind.then(|| Arc::new(kept))),
    };
    provide_context(editing);
    unsaved::keep(app, editing);
    // Without a line there is one question before it is saved.
    let (asking, asked) = (RwSignal::new(false), StoredValue::new(false));
    let ask = Memo::new(move |_| asking.get() && form.with(|form| form.lines.is_empty()));
    let (busy, trouble, saved) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        saved.set(false);
        trouble.set(None);
        let today = app.list.now.get_untracked().date_in_japan();
        let host = page::window().location().host().unwrap_or_default();
        let typed = editing.form.get_untracked();
        let settings = match typed.read(today, &host) {
            Ok(settings) => settings,
            Err(found) => {
                editing.faults.show_all(found.into_iter().map(line::told).collect());
                return;
            }
        };
        editing.faults.clear();
        if settings.lines.is_empty() && !asked.get_value() {
            asked.set_value(true);
            asking.set(true);
            return focus_soon("no-lines-ask");
        }
        asking.set(false);
        busy.set(true);
        let change = VersionedSettings { version: editing.version.get_untracked(), settings };
        spawn(async move {
            let done = app.watch(Staff.save_desk(&change)).await;
            busy.try_set(false);
            match done {
                Ok(now) => {
                    editing.version.try_set(now.version);
                    editing.theirs.try_set(None);
                    editing.kept.try_set(typed);
                    app.no_lines.set(now.settings.lines.is_empty());
                    saved.try_set(true);
                }
                Err(error) => refused(app, editing, trouble, error).await,
            }
        });
    };
    let words = Signal::derive(move || if ask.get() { desk::NO_LINES_SAVE } else { desk::SAVE }.to_owned());
    let state = move || match (editing.unsaved.get(), saved.get()) {
        (true, _) => desk::UNSAVED,
        (false, true) => desk::SAVED,
        (false, false) => "",
    };
    view! {
        <p>{desk::LEAD}</p>
        {restored.then(|| view! { <Restored /> })}
        <Summary faults=editing.faults />
        {move || editing.theirs.get().map(|theirs| view! { <Conflict theirs /> })}
        <form class="stack wide" id="desk-form" tabindex="-1" novalidate on:submit=submit>
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
            <Places />
            <Line id="exit_url" label=desk::EXIT_URL hint=desk::EXIT_URL_HINT inputmode="url"
                get=|form| form.exit_url.clone() set=|form, typed| form.exit_url = typed />
            <Line id="complaints" label=desk::COMPLAINTS hint=desk::COMPLAINTS_HINT
                get=|form| form.complaints.clone() set=|form, typed| form.complaints = typed />
            <Area id="changes" label=desk::CHANGES hint=desk::CHANGES_HINT
                get=|form| form.changes.clone() set=|form, typed| form.changes = typed />
            <Check id="pause" label=desk::PAUSE hint=desk::PAUSE_HINT get=|form| form.paused set=|form, on| form.paused = on />
            {move || editing.form.with(|form| form.paused).then(|| view! {
                <Line id="paused" label=desk::PAUSE_NOTICE get=|form| form.notice.clone() set=|form, typed| form.notice = typed />
            })}
            {move || trouble.get().map(|words| view! {
                <p class="panel warning" role="alert">{desk::SAVE_FAILED}" "{words}</p>
            })}
            {move || ask.get().then(|| view! {
                <p class="panel warning" id="no-lines-ask" role="alert" tabindex="-1">{desk::NO_LINES_ASK}</p>
            })}
            <div class="row actions">
                <Act words working=desk::SAVING busy />
                <span class="status" role="status" id="saved">{state}</span>
            </div>
        </form>
        <History />
    }
}

async fn refused(app: App, editing: Editing, trouble: RwSignal<Option<String>>, error: ApiError) {
    if error.code() == Some(ErrorCode::Conflict)
        && let Ok(theirs) = app.watch(Staff.desk()).await
    {
        editing.kept.try_set(Form::of(&theirs.settings));
        editing.theirs.try_set(Some(Arc::new(theirs)));
        return focus_soon("conflict");
    }
    if let ApiError::Code(detail) = &error
        && let Some(field) = detail.field.as_deref().and_then(|field| field.strip_prefix("settings."))
    {
        // The server names no line: its heading stands for all of them.
        let place = if field.starts_with("lines") { "lines" } else { field };
        editing.faults.show_all(vec![(place.to_owned(), form::words_of(field).to_owned())]);
        return;
    }
    trouble.try_set(Trouble::from(error).said());
}

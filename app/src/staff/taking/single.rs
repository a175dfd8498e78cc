//! `/staff/cases/{id}/take`: one case on paper, or as a file. What of it goes along is chosen first; that it was taken out is noted
//! before anything can be seen of it.
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madobe_domain::export::readable::{About, CASE_FORMAT, CaseWriting, TakenFile};
use madobe_domain::ids::CaseId;
use madobe_domain::wire::export::{CaseForm, ExportCase};

use super::beside::{Pictures, opened, with_missing};
use super::file::File;
use super::paper::{Extent, Paper};
use super::{file_name, people};
use crate::api::staff::Staff;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::sheet::Sheet;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::vault::Taking;
use crate::words::common::list;
use crate::words::staff::{inbox, taking};

/// What was made ready for the printer.
type Ready = Option<(Arc<Sheet>, Arc<Pictures>, Extent)>;

#[component]
pub fn Single() -> impl IntoView {
    title(taking::TITLE);
    focus_soon("taking-heading");
    let app = App::of_context();
    let case = use_params_map().with_untracked(|params| CaseId::parse(&params.get("id")?).ok());
    let Some(case) = case else {
        return view! { <main class="sheet stack" id="main" tabindex="-1"><p class="panel info">{inbox::UNKNOWN_CASE}</p></main> }.into_any();
    };
    let back = ["/staff/cases/", &case.to_string()].concat();
    let (internal, name) = (RwSignal::new(false), RwSignal::new(false));
    let (busy, said, ready) =
        (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::<Ready>::new(None));
    let faults = Faults::none();
    let run = move |form: CaseForm| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        faults.clear();
        said.set(String::new());
        let (internal, name) = (internal.get_untracked(), name.get_untracked());
        spawn(async move {
            let done = async {
                let asked = ExportCase { form, internal };
                let path = ["/api/staff/cases/", &case.to_string(), "/exports"].concat();
                app.watch(Staff.tell("POST", &path, &asked)).await?;
                app.sync().await?;
                match form {
                    CaseForm::Paper => {
                        let (mut words, mut made) = (String::new(), None);
                        if let Some(sheet) = app.vault().sheet(case).await? {
                            let pictures = Pictures::of(app, case, &sheet).await?;
                            words = pictures.words();
                            made = Some((Arc::new(sheet), Arc::new(pictures), Extent { internal, name }));
                        }
                        ready.try_set(made);
                        Ok::<_, Trouble>(Some(words))
                    }
                    CaseForm::File => save(app, case, internal).await,
                }
            };
            let done = done.await;
            busy.try_set(false);
            match done {
                Ok(Some(words)) => {
                    said.try_set(words);
                    if form == CaseForm::Paper {
                        focus_soon("print");
                    }
                }
                Ok(None) => faults.show_one("", taking::NOT_SAVED),
                Err(trouble) => {
                    if let Some(words) = trouble.said() {
                        faults.show_one("", list::sentences(taking::FAILED, &words));
                    }
                }
            }
        });
    };
    view! {
        <main class="sheet stack taking" id="main" tabindex="-1">
            <div class="stack no-print">
                <p><a class="button small" href=back>{taking::BACK}</a></p>
                <h1 id="taking-heading" tabindex="-1">{taking::HEADING}</h1>
                <p>{taking::LEAD}</p>
                <p class="panel warning">{taking::CARE}</p>
                <Summary faults />
                <fieldset class="choices" id="taking-what">
                    <legend class="label">{taking::WHAT}</legend>
                    <label class="choice">
                        <input type="radio" name="internal" id="outer" checked=true on:change=move |_| { internal.set(false); ready.set(None); } />
                        <span>{taking::OUTER}</span>
                    </label>
                    <label class="choice">
                        <input type="radio" name="internal" id="internal" on:change=move |_| { internal.set(true); ready.set(None); } />
                        <span>{taking::INTERNAL}</span>
                    </label>
                </fieldset>
                <label class="choice">
                    <input type="checkbox" id="with-name" on:change:target=move |event| { name.set(event.target().checked()); ready.set(None); } />
                    <span>{taking::WITH_NAME}</span>
                </label>
                <p class="status" role="status" id="taking-said">{move || if busy.get() { taking::WORKING.to_owned() } else { said.get() }}</p>
                <div class="row actions">
                    <button class="button primary" type="button" id="make-paper" on:click=move |_| run(CaseForm::Paper)>{taking::PAPER}</button>
                    <button class="button" type="button" id="make-file" on:click=move |_| run(CaseForm::File)>{taking::FILE}</button>
                </div>
            </div>
            {move || ready.get().map(|(sheet, pictures, extent)| view! { <Paper case sheet pictures extent /> })}
        </main>
    }
    .into_any()
}

/// What to say of it, or nothing where it could not be made.
async fn save(app: App, case: CaseId, internal: bool) -> Result<Option<String>, Trouble> {
    let page = app.vault().take_out(Taking { only: Some(case), after: None, internal }).await?;
    let Some(taken) = page.cases.first() else { return Ok(None) };
    let about = About::new(CASE_FORMAT, time::now(), internal, people(app));
    let file = File::new();
    let (mut writing, first) = CaseWriting::begin(&about, taken);
    let (mut roomy, mut missing) = (file.add(&first), 0);
    for beside in &taken.files {
        let content = opened(app, case, beside).await?;
        missing += u64::from(content.is_none());
        let content = content.as_deref().map(Vec::as_slice);
        roomy &= file.add(&writing.file(TakenFile::new(case, beside, content)));
    }
    roomy &= file.add(writing.end());
    let saved = roomy && file.save(&file_name("record", "json")).is_some();
    Ok(saved.then(|| with_missing(taking::SAVED, missing)))
}

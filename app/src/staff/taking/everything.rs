//! `/staff/exports`: everything as one file, readable or sealed. It can be stopped at any moment; what was made by then is let go.
use leptos::prelude::*;
use madobe_domain::bytes::Opaque;
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::{BytesLine, Line, Writing};
use madobe_domain::export::readable::{self, About, READABLE_FORMAT, TakenFile};
use madobe_domain::wire::export::{DeskForm, ExportHead, ExportPage, NewExport};

use super::beside::{fetched, opened, with_missing};
use super::file::File;
use super::{file_name, new_export, people};
use crate::api::staff::Staff;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::vault::Taking;
use crate::words::common::list;
use crate::words::staff::{everything, person};

/// How far it is.
#[derive(Clone, Copy, Default, PartialEq)]
struct Going {
    done: u64,
    all: u64,
}

#[derive(Clone, Copy)]
struct Progress {
    going: RwSignal<Option<Going>>,
    stop: RwSignal<bool>,
}

impl Progress {
    /// False where somebody stopped it, or went elsewhere.
    fn at(self, done: u64, all: u64) -> bool {
        let there = self.going.try_set(Some(Going { done, all })).is_none();
        there && self.stop.try_get_untracked() == Some(false)
    }
}

enum Came {
    Saved(String),
    Stopped,
    NotSaved,
}

#[component]
pub fn Everything() -> impl IntoView {
    title(everything::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let administrator = app.is_administrator();
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{everything::HEADING}</h1>
            {if administrator {
                view! { <Choose /> }.into_any()
            } else {
                view! { <p class="panel info">{person::ADMINISTRATORS}</p> }.into_any()
            }}
        </main>
    }
}

#[component]
fn Choose() -> impl IntoView {
    let app = App::of_context();
    let form = RwSignal::new(DeskForm::Sealed);
    let progress = Progress { going: RwSignal::new(None), stop: RwSignal::new(false) };
    let said = RwSignal::new(None::<String>);
    let faults = Faults::none();
    let run = move || {
        if progress.going.get_untracked().is_some() {
            return;
        }
        progress.going.set(Some(Going::default()));
        progress.stop.set(false);
        said.set(None);
        faults.clear();
        focus_soon("stop");
        spawn(async move {
            let came = take_all(app, form.get_untracked(), progress).await;
            progress.going.try_set(None);
            match came {
                Ok(Came::Saved(words)) => {
                    said.try_set(Some(words));
                    focus_soon("everything-said");
                }
                Ok(Came::Stopped) => {
                    said.try_set(Some(everything::STOPPED.to_owned()));
                    focus_soon("everything-said");
                }
                Ok(Came::NotSaved) => faults.show_one("", everything::NOT_SAVED),
                Err(trouble) => {
                    if let Some(words) = trouble.said() {
                        faults.show_one("", list::sentences(everything::FAILED, &words));
                    }
                }
            }
        });
    };
    let choice = move |id: &'static str, value: DeskForm, words: &'static str, hint: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="form" id=id checked=move || form.get() == value on:change=move |_| form.set(value) />
                <span>{words}<br /><span class="hint">{hint}</span></span>
            </label>
        }
    };
    view! {
        <p>{everything::LEAD}</p>
        <Summary faults />
        <fieldset class="choices">
            <legend class="label">{everything::FORM}</legend>
            {choice("sealed", DeskForm::Sealed, everything::SEALED, everything::SEALED_HINT)}
            {choice("readable", DeskForm::Readable, everything::READABLE, everything::READABLE_HINT)}
            {choice("readable-internal", DeskForm::ReadableInternal, everything::WITH_INTERNAL, everything::WITH_INTERNAL_HINT)}
        </fieldset>
        <p class="panel warning">{everything::CARE}</p>
        <div role="status">{move || said.get().map(|words| view! { <p class="panel done" id="everything-said" tabindex="-1">{words}</p> })}</div>
        {move || match progress.going.get() {
            None => view! {
                <div class="row actions"><button class="button primary" type="button" id="take" on:click=move |_| run()>{everything::ACT}</button></div>
            }.into_any(),
            Some(Going { done, all }) => view! {
                <div class="stack">
                    <p>{everything::going(&done.to_string(), &all.to_string())}</p>
                    <progress max=all.to_string() value=done.to_string() aria-label=everything::PROGRESS></progress>
                    <div class="row actions"><button class="button" type="button" id="stop" on:click=move |_| progress.stop.set(true)>{everything::STOP}</button></div>
                </div>
            }.into_any(),
        }}
    }
}

async fn take_all(app: App, form: DeskForm, progress: Progress) -> Result<Came, Trouble> {
    let id = new_export();
    app.watch(Staff.tell("POST", "/api/staff/exports", &NewExport { id, form })).await?;
    match form {
        DeskForm::Sealed => sealed(app, &id.to_string(), progress).await,
        DeskForm::Readable => read(app, false, progress).await,
        DeskForm::ReadableInternal => read(app, true, progress).await,
    }
}

/// What is here, as far as it opens. All of it has to be here first.
async fn read(app: App, internal: bool, progress: Progress) -> Result<Came, Trouble> {
    app.sync().await?;
    let file = File::new();
    let about = About::new(READABLE_FORMAT, time::now(), internal, people(app));
    let (mut writing, first) = readable::Writing::begin(&about);
    let mut roomy = file.add(&first);
    let mut after = None;
    loop {
        let page = app.vault().take_out(Taking { only: None, after, internal }).await?;
        let all = page.all as u64;
        let mut text = String::new();
        for mut taken in page.cases {
            let (case, files) = (taken.case, std::mem::take(&mut taken.files));
            text.push_str(&writing.case(taken));
            for beside in &files {
                let content = opened(app, case, beside).await?;
                let content = content.as_deref().map(Vec::as_slice);
                text.push_str(&writing.file(TakenFile::new(case, beside, content)));
                roomy &= file.add(&text);
                text.clear();
                if !progress.at(writing.cases, all) {
                    return Ok(Came::Stopped);
                }
            }
        }
        roomy &= file.add(&text);
        if !progress.at(writing.cases, all) {
            return Ok(Came::Stopped);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let (cases, entries) = (writing.cases.to_string(), writing.entries.to_string());
    let (unopened, missing) = (writing.unopened, writing.missing);
    roomy &= file.add(&writing.end());
    if !roomy || file.save(&file_name("desk-readable", "ndjson")).is_none() {
        return Ok(Came::NotSaved);
    }
    let mut words = everything::saved(&cases, &entries);
    if unopened > 0 {
        words = list::sentences(&words, &everything::unopened(&unopened.to_string()));
    }
    Ok(Came::Saved(with_missing(&words, missing)))
}

/// Everything as the server has it, line by line. What would be refused elsewhere is told here.
async fn sealed(app: App, id: &str, progress: Progress) -> Result<Came, Trouble> {
    let path = ["/api/staff/exports/", id].concat();
    let head = app.watch(Staff.ask::<ExportHead>(&path)).await?;
    let file = File::new();
    let mut writing = Writing::default();
    let mut checking = Some(Checking::default());
    let mut add = |lines: &[Line], writing: &mut Writing| {
        let mut text = String::new();
        for line in lines {
            let written = writing.line(line);
            checking = checking
                .take()
                .and_then(|mut checking| checking.take(written.trim_end()).is_ok().then_some(checking));
            text.push_str(&written);
        }
        (file.add(&text), checking.is_some())
    };
    let (mut roomy, mut whole) = add(&head.lines, &mut writing);
    let (mut after, mut missing) = (String::new(), 0);
    loop {
        let page = app.watch(Staff.ask::<ExportPage>(&[&path, "/cases", &after].concat())).await?;
        let mut lines = Vec::new();
        for line in page.lines {
            let Line::File(beside) = &line else {
                lines.push(line);
                continue;
            };
            let (case, id) = (beside.case.to_string(), beside.id.to_string());
            let sealed = fetched(app, &[&path, "/files/", &case, "/", &id].concat()).await?;
            // Other bytes than were put in would be refused elsewhere, and with them everything.
            let sealed = sealed.filter(|sealed| beside.is_of(sealed));
            let Some(bytes) = sealed.and_then(|sealed| Opaque::new(sealed).ok()) else {
                missing += 1;
                continue;
            };
            lines.push(line);
            lines.push(Line::Bytes(BytesLine { bytes }));
            let (room, sound) = add(&lines, &mut writing);
            (roomy, whole) = (roomy && room, whole && sound);
            lines.clear();
            if !progress.at(writing.cases + writing.gone, head.cases) {
                return Ok(Came::Stopped);
            }
        }
        let (room, sound) = add(&lines, &mut writing);
        (roomy, whole) = (roomy && room, whole && sound);
        if !progress.at(writing.cases + writing.gone, head.cases) {
            return Ok(Came::Stopped);
        }
        match page.next {
            Some(next) => after = ["?after=", &next.to_string()].concat(),
            None => break,
        }
    }
    let (cases, entries) = (writing.cases.to_string(), writing.entries.to_string());
    roomy &= file.add(&writing.end());
    if !roomy || file.save(&file_name("desk-sealed", "ndjson")).is_none() {
        return Ok(Came::NotSaved);
    }
    let mut words = with_missing(&everything::saved(&cases, &entries), missing);
    if !whole {
        words = list::sentences(&words, everything::BROKEN);
    }
    Ok(Came::Saved(words))
}

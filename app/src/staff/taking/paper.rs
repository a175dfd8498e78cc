//! One case as it is printed. Its head, and that of each sheet, says nothing that a name over a shoulder would: the number, the day, and
//! what it is.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::entry::Author;
use madobe_domain::log::file::{FileRef, Files};

use super::beside::Pictures;
use crate::page::window;
use crate::staff::app::App;
use crate::staff::case::{facts, history_words, who};
use crate::staff::field::all_told;
use crate::staff::number::short_number;
use crate::staff::sheet::{Item, Sheet, What};
use crate::time;
use crate::ui::promises;
use crate::words::common::list;
use crate::words::staff::{attached, history, side, taking, thread};

/// What of a case goes on paper.
#[derive(Clone, Copy)]
pub struct Extent {
    /// With what staff alone wrote.
    pub internal: bool,
    /// With what its writer is called.
    pub name: bool,
}

impl Extent {
    /// The state tells of holds, and that a case is closed: staff alone know of either.
    fn takes(self, fact: &str) -> bool {
        (self.internal || fact != side::STATE) && (self.name || fact != side::NAME)
    }
}

#[component]
pub fn Paper(case: CaseId, sheet: Arc<Sheet>, pictures: Arc<Pictures>, extent: Extent) -> impl IntoView {
    let internal = extent.internal;
    let app = App::of_context();
    let now = time::now();
    let day = time::day(now.date_in_japan());
    let kept = |item: &&Item| internal || !item.internal;
    let items: Vec<Item> = sheet.items.iter().filter(kept).cloned().collect();
    let texts = items.iter().filter_map(|item| text(app, item, &pictures)).collect_view();
    let lines = items.iter().map(|item| line(app, item)).collect_view();
    let promises = promises::words(sheet.row.promises).join(list::BESIDE);
    let about = facts(&sheet, now).into_iter().filter(|(name, _)| extent.takes(name));
    let fields = app.fields.with_untracked(|fields| all_told(fields, &sheet.row.work.fields));
    let fields = fields
        .into_iter()
        .filter(|_| internal)
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let fields = fields.collect_view();
    let number = short_number(case);
    let what = if internal { taking::WITH_INTERNAL } else { taking::WITHOUT_INTERNAL };
    view! {
        <div class="row actions no-print">
            <button class="button primary" type="button" id="print" on:click=move |_| drop(window().print())>{taking::PRINT}</button>
            <p class="hint">{taking::PRINT_HINT}</p>
        </div>
        <article class="paper" id="paper" aria-label=taking::PAPER_TITLE>
            // At the head of each sheet.
            <p class="paper-number" aria-hidden="true">{taking::number(&number)}</p>
            <div class="stack">
                <header class="stack">
                    <h2>{taking::PAPER_TITLE}</h2>
                    <p>{taking::made(&number, &day)}"　"{what}</p>
                </header>
                <section class="stack">
                    <h3>{taking::ABOUT}</h3>
                    <dl class="facts">
                        {about.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
                        {fields}
                        {(!promises.is_empty()).then(|| view! { <div><dt>{taking::PROMISES}</dt><dd>{promises}</dd></div> })}
                    </dl>
                </section>
                <section class="stack">
                    <h3>{taking::TEXTS}</h3>
                    <ol class="thread">{texts}</ol>
                </section>
                <section class="stack">
                    <h3>{taking::HISTORY}</h3>
                    <ol class="history">{lines}</ol>
                </section>
            </div>
        </article>
    }
}

/// How many lie beside it is said, since not all of them can be printed.
fn with_files(text: &str, files: &Files) -> String {
    match files.len() {
        0 => text.to_owned(),
        count => [text, "\n", &attached::beside(&count.to_string())].concat(),
    }
}

fn moment(item: &Item) -> String {
    [time::day(item.at.date_in_japan()), time::clock(item.at)].join(" ")
}

/// What of it can be printed, in its order, where there is any.
fn drawn(files: &Files, pictures: &Pictures) -> Option<AnyView> {
    let one = |(place, file): (usize, &FileRef)| {
        let number = (place + 1).to_string();
        let address = pictures.address(file)?.to_owned();
        Some(view! { <li><img src=address alt=attached::picture(&number) /></li> }.into_any())
    };
    let all: Vec<AnyView> = files.iter().enumerate().filter_map(one).collect();
    (!all.is_empty()).then(|| view! { <ul class="photos">{all}</ul> }.into_any())
}

/// What was written, with who wrote it. What was taken back is in the history alone.
fn text(app: App, item: &Item, pictures: &Pictures) -> Option<impl IntoView + use<>> {
    let name = match item.author {
        Author::Writer => history::WRITER.to_owned(),
        Author::Staff(id) => who(app, id),
    };
    let (class, from, words) = match &item.what {
        _ if item.undone => return None,
        What::Letter { text, files, .. } => {
            ("letter mine", thread::LETTER_FROM_NOBODY.to_owned(), with_files(text, files))
        }
        What::Reply { text, files } => ("letter reply", thread::reply_from(&name), with_files(text, files)),
        What::Note(text) => ("letter note", thread::note_from(&name), text.clone()),
        What::Talk(record) => ("letter mine", history::talk_asked(&name), record.told()?.to_string()),
        _ => return None,
    };
    let beside = match &item.what {
        What::Letter { files, .. } | What::Reply { files, .. } => drawn(files, pictures),
        _ => None,
    };
    let inside = item.internal.then(|| view! { <b class="badge">{taking::INSIDE}</b> });
    let flaw = item.flaw.map(|_| view! { <p class="error">{taking::FLAW}</p> });
    Some(view! {
        <li>
            <article class=class>
                <header class="letter-head"><h4 class="letter-from">{from}</h4>{inside}<time>{moment(item)}</time></header>
                {flaw}
                <div class="letter-body">{words}</div>
                {beside}
            </article>
        </li>
    })
}

fn line(app: App, item: &Item) -> impl IntoView + use<> {
    let inside = item.internal.then(|| view! { <b class="badge">{taking::INSIDE}</b> });
    let undone = item.undone.then(|| view! { <span class="hint">{history::TAKEN_BACK}</span> });
    let flaw = item.flaw.map(|_| view! { <span class="error">{taking::FLAW}</span> });
    view! {
        <li><span>{history_words(app, item)}</span>{inside}{undone}{flaw}<time class="hint">{moment(item)}</time></li>
    }
}

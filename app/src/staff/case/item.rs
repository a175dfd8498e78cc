//! One entry of a case on screen. What does not open, or does not belong, is shown as that, in its place.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::EntryId;
use madobe_domain::log::entry::Author;
use madobe_domain::log::file::Files;
use madobe_domain::log::talk::TalkRecord;

use super::about::reason_words;
use super::attached::shown_files;
use super::history::words;
use crate::staff::app::App;
use crate::staff::mark::Mark;
use crate::staff::sheet::{Flaw, Item, Sheet, What};
use crate::time;
use crate::ui::promises;
use crate::words::common::list;
use crate::words::common::talk as talk_words;
use crate::words::staff::{promises as promise_words, thread};

/// The id of the element that shows an entry.
pub fn element_id(id: EntryId) -> String {
    ["entry-", id.to_string().as_str()].concat()
}

#[component]
pub fn ItemView(item: Item, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    // Colleagues' names may arrive after the letters.
    move || shown(&item, sheet, app)
}

fn shown(item: &Item, sheet: Memo<Arc<Sheet>>, app: App) -> AnyView {
    let who = match item.author {
        Author::Writer => String::new(),
        Author::Staff(id) => app.name_of(id).unwrap_or_else(|| thread::STAFF.to_owned()),
    };
    match item.what.clone() {
        What::Note(_) if item.undone => event(item, thread::note_undone(&who)),
        What::Closed(_) if item.undone => event(item, thread::closing_undone(&who)),
        What::Reopened if item.undone => event(item, thread::reopening_undone(&who)),
        What::Letter { text, weather, promises: asked, files } => {
            let name = sheet.with_untracked(|sheet| sheet.row.name.clone());
            let from =
                name.map_or_else(|| thread::LETTER_FROM_NOBODY.to_owned(), |name| thread::letter_from(&name));
            let promised = item.promised.map(|day| thread::promised(&time::day(day)));
            let alone = weather.is_some_and(|weather| weather.is_alone(&text));
            let mark = weather.map(|weather| view! { <p><Mark weather /></p> });
            let text = if alone || files.are_alone(&text) { String::new() } else { text };
            // Where the history of what must not happen begins.
            let asked = asked.any().then(|| promise_words::asked(&promises::words(asked).join(list::BESIDE)));
            let promised = [asked, promised].into_iter().flatten().collect::<Vec<_>>().join("\n");
            let promised = Some(promised).filter(|words| !words.is_empty());
            letter(
                item,
                "letter mine",
                from,
                view! { {mark}{text} }.into_any(),
                attached(app, sheet, &files),
                promised,
            )
        }
        What::Reply { text, files } => {
            let files = attached(app, sheet, &files);
            letter(item, "letter reply", thread::reply_from(&who), text.into_any(), files, None)
        }
        What::Note(text) => letter(
            item,
            "letter note",
            thread::note_from(&who),
            text.into_any(),
            None,
            Some(thread::NOTE_HIDDEN.to_owned()),
        ),
        What::Nothing | What::Garbled => broken(item),
        What::Newer => event(item, thread::NEWER.to_owned()),
        What::Facts => event(item, thread::FACTS_CHANGED.to_owned()),
        // Shown here only with what is wrong with it.
        What::Work(_) => event(item, thread::WORK.to_owned()),
        What::Talk(record) => talk(item, &record),
        What::Closed(reason) => event(item, thread::closed(&who, reason_words(reason))),
        What::Reopened => event(item, thread::reopened(&who)),
        What::Joined => event(item, thread::JOINED.to_owned()),
        // One and the same words as in the history.
        What::Aside { .. } | What::Upheld => event(item, words(app, item)),
        What::Promises(all) if all.any() => {
            event(item, promise_words::changed(&promises::words(all).join(list::BESIDE)))
        }
        What::Promises(_) => event(item, promise_words::CHANGED_NONE.to_owned()),
    }
}

/// Words that came with it read as a letter; the rest is an event.
fn talk(item: &Item, record: &TalkRecord) -> AnyView {
    let about = record.talk();
    let when = [
        &about.name,
        list::BESIDE,
        &time::span_seen_from(about.start, about.minutes, time::now().date_in_japan()),
    ]
    .concat();
    match record {
        TalkRecord::TalkAsked { text, .. } => match record.told() {
            Some(told) => letter(
                item,
                "letter mine",
                talk_words::asked(&when),
                told.into_any(),
                None,
                // Answers to what a group asks wait for no reply.
                text.as_ref().and(item.promised).map(|day| thread::promised(&time::day(day))),
            ),
            None => event(item, talk_words::asked(&when)),
        },
        TalkRecord::TalkMoved { .. } => event(item, talk_words::moved(&when)),
        TalkRecord::TalkCancelled { .. } => event(item, talk_words::cancelled(&when)),
        TalkRecord::TalkHeld { .. } => event(item, talk_words::held(&when)),
        TalkRecord::TalkUnheld { .. } => event(item, thread::talk_unheld(&when)),
    }
}

fn flaw_words(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Altered => thread::ALTERED,
        Flaw::Foreign => thread::FOREIGN,
        Flaw::Broken => thread::BROKEN,
    }
}

fn flaw_line(item: &Item) -> Option<impl IntoView + use<>> {
    item.flaw.map(|flaw| view! { <p class="error">{flaw_words(flaw)}</p> })
}

fn when(item: &Item) -> impl IntoView + use<> {
    view! { <time datetime=time::iso(item.at)>{time::clock(item.at)}</time> }
}

fn attached(app: App, sheet: Memo<Arc<Sheet>>, files: &Files) -> Option<AnyView> {
    let case = sheet.with_untracked(|sheet| sheet.row.id);
    (!files.is_empty()).then(|| shown_files(app, case, files))
}

fn letter(
    item: &Item,
    class: &'static str,
    from: String,
    text: AnyView,
    files: Option<AnyView>,
    foot: Option<String>,
) -> AnyView {
    let id = element_id(item.id);
    let from_id = [id.as_str(), "-from"].concat();
    let labelled = from_id.clone();
    let class = if item.flaw.is_some() { [class, " broken"].concat() } else { class.to_owned() };
    view! {
        <li>
            <article class=class id=id tabindex="-1" aria-labelledby=labelled>
                <header class="letter-head"><h2 class="letter-from" id=from_id>{from}</h2>{when(item)}</header>
                {flaw_line(item)}
                <div class="letter-body">{text}</div>
                {files}
                {foot.map(|foot| view! { <footer class="letter-foot">{foot}</footer> })}
            </article>
        </li>
    }
    .into_any()
}

fn broken(item: &Item) -> AnyView {
    let words = item.flaw.map_or(thread::GARBLED, flaw_words);
    view! {
        <li>
            <article class="letter broken" id=element_id(item.id) tabindex="-1">
                <header class="letter-head">{when(item)}</header>
                <p class="error">{words}</p>
            </article>
        </li>
    }
    .into_any()
}

fn event(item: &Item, words: String) -> AnyView {
    view! { <li class="event" id=element_id(item.id)>{flaw_line(item)}{words}{list::BESIDE}{when(item)}</li> }
        .into_any()
}

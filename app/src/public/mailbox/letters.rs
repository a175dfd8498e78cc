//! The letters, oldest first, under the days on which they came. What cannot be read keeps its place.

use super::inside::{Inside, Item, What};
use super::photos::received;
use super::session::Session;
use crate::public::{dom, promise_list};
use crate::time;
use crate::words::common::list;
use crate::words::common::talk as talk_words;
use crate::words::public::{mailbox as words, weather as marks};
use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::log::weather::Weather;
use std::rc::Rc;

pub fn article_id(item: &Item) -> String {
    ["letter-", &item.id].concat()
}

pub fn attach(session: Rc<Session>) {
    let (inside, session) = (session.inside, StoredValue::new_local(session));
    dom::island("letters", (move || inside.with(|inside| rows(inside, session))).into_any());
}

fn rows(inside: &Inside, session: StoredValue<Rc<Session>, LocalStorage>) -> Vec<AnyView> {
    let today = time::now().date_in_japan();
    let mut rows = Vec::new();
    let mut last_day = None;
    for item in &inside.items {
        let day = item.at.date_in_japan();
        if last_day.replace(day) != Some(day) {
            rows.push(date_line(day, today));
        }
        rows.push(row(item, session));
    }
    rows
}

fn date_line(day: NaiveDate, today: NaiveDate) -> AnyView {
    let words = time::day_seen_from(day, today);
    view! { <li class="date-line"><time datetime=time::iso_day(day)>{words}</time></li> }.into_any()
}

fn row(item: &Item, session: StoredValue<Rc<Session>, LocalStorage>) -> AnyView {
    match &item.what {
        What::Words(text) => {
            let text = if item.files.are_alone(text) { String::new() } else { text.clone() };
            let files = (!item.files.is_empty()).then(|| received(&item.files, session));
            letter(item, if item.mine { "letter mine" } else { "letter reply" }, text, files)
        }
        What::Unreadable => letter(item, "letter broken", words::ALTERED.to_owned(), None),
        What::Newer => letter(item, "letter", words::NEWER.to_owned(), None),
        What::Promises(promises) => {
            let names = promise_list::names(promises);
            let list =
                if names.is_empty() { words::PROMISES_NONE.to_owned() } else { names.join(list::JOINT) };
            event(item, words::promises_now(&list))
        }
        // Read like a letter: it has to be understood, and it has somebody else's words in it.
        What::Aside(promises, why) => {
            let list = promise_list::names(promises).join(list::JOINT);
            let told = [&words::aside(&list), "\n", &words::aside_why(why), "\n", words::ASIDE_BACK].concat();
            letter(item, "letter reply", told, None)
        }
        What::Upheld => event(item, words::UPHELD_EVENT.to_owned()),
        What::Joined(_) => event(item, words::JOINED_EVENT.to_owned()),
        What::Talk(record) => talk(item, record),
        What::Closed => event(item, words::CLOSED_EVENT.to_owned()),
        What::Reopened => event(item, words::REOPENED_EVENT.to_owned()),
    }
}

/// What came with it reads as a letter; the rest is an event.
fn talk(item: &Item, record: &TalkRecord) -> AnyView {
    let talk = record.talk();
    let when = time::span(talk.start, talk.minutes);
    match record {
        // Nobody reads of an act of the desk as of their own.
        TalkRecord::TalkMoved { .. } if item.mine => event(item, talk_words::moved(&when)),
        TalkRecord::TalkMoved { .. } => event(item, talk_words::moved_by_desk(&when)),
        TalkRecord::TalkCancelled { .. } if item.mine => event(item, talk_words::cancelled(&when)),
        TalkRecord::TalkCancelled { .. } => event(item, talk_words::cancelled_by_desk(&when)),
        _ => match record.told() {
            Some(told) => {
                letter(item, "letter mine", [&talk_words::asked(&when), "\n\n", &told].concat(), None)
            }
            None => event(item, talk_words::asked(&when)),
        },
    }
}

fn letter(item: &Item, class: &'static str, text: String, files: Option<AnyView>) -> AnyView {
    let id = article_id(item);
    let heading = [&id, "-h"].concat();
    let labelled = heading.clone();
    let gap = item.gap.then(|| view! { <footer class="letter-foot">{words::BROKEN}</footer> });
    let asked = item.asked.any().then(|| {
        let list = promise_list::names(&item.asked).join(list::JOINT);
        view! { <footer class="letter-foot">{words::promises_asked(&list)}</footer> }
    });
    let mark = item.weather.map(mark);
    let alone = item.weather.is_some_and(|weather| weather.is_alone(&text));
    let body = (!alone && !text.is_empty()).then(|| view! { <div class="letter-body">{text}</div> });
    let class = if item.gap { "letter broken" } else { class };
    view! {
        <li><article class=class id=id tabindex="-1" aria-labelledby=labelled>
            <header class="letter-head">
                <h3 class="letter-from" id=heading>{if item.mine { words::YOU } else { words::DESK }}</h3>
                {clock(item.at)}
            </header>
            {mark}
            {body}
            {files}
            {asked}
            {gap}
        </article></li>
    }
    .into_any()
}

/// Drawn and in words.
fn mark(weather: Weather) -> AnyView {
    let sign = ["<svg class=\"sign\" aria-hidden=\"true\"><use href=\"#w-", weather.name(), "\"/></svg>"];
    let words = match weather {
        Weather::Clear => marks::CLEAR,
        Weather::Cloudy => marks::CLOUDY,
        Weather::Rain => marks::RAIN,
        Weather::Thunder => marks::THUNDER,
        Weather::Fog => marks::FOG,
        Weather::Snow => marks::SNOW,
    };
    view! { <p class="weather-mark"><span inner_html=sign.concat()></span>{words}</p> }.into_any()
}

fn event(item: &Item, text: String) -> AnyView {
    let gap = item.gap.then(|| view! { <p>{words::BROKEN}</p> });
    view! { <li class="event">{text}<br/>{clock(item.at)}{gap}</li> }.into_any()
}

fn clock(at: Timestamp) -> AnyView {
    view! { <time datetime=time::iso(at)>{time::clock(at)}</time> }.into_any()
}

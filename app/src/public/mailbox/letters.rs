//! The letters, oldest first, under the days on which they came. What cannot be read keeps its place.

use super::inside::{Inside, Item, What};
use crate::public::{dom, promise_list};
use crate::time;
use crate::words::public::mailbox as words;
use madobe_domain::clock::Timestamp;
use web_sys::Element;

const LIST: &str = "letters";

pub fn article_id(item: &Item) -> String {
    ["letter-", &item.id].concat()
}

pub fn show(inside: &Inside) {
    let Some(list) = dom::at(LIST) else { return };
    list.set_text_content(None);
    let today = time::now().date_in_japan();
    let mut last_day = None;
    for item in &inside.items {
        let day = item.at.date_in_japan();
        if last_day.replace(day) != Some(day) {
            let line = dom::make("li", "date-line", "");
            if let Some(line) = &line {
                dom::append(line, stamped(&time::iso_day(day), &time::day_seen_from(day, today)));
            }
            dom::append(&list, line);
        }
        dom::append(&list, row(item));
    }
}

fn stamped(machine: &str, words: &str) -> Option<Element> {
    let time = dom::make("time", "", words)?;
    time.set_attribute("datetime", machine).ok()?;
    Some(time)
}

fn clock(at: Timestamp) -> Option<Element> {
    stamped(&time::iso(at), &time::clock(at))
}

fn row(item: &Item) -> Option<Element> {
    match &item.what {
        What::Words(text) => letter(item, if item.mine { "letter mine" } else { "letter reply" }, text),
        What::Unreadable => letter(item, "letter broken", words::ALTERED),
        What::Newer => letter(item, "letter", words::NEWER),
        What::Promises(promises) => {
            let names = promise_list::names(promises);
            let list = if names.is_empty() { words::PROMISES_NONE.to_owned() } else { names.join("、") };
            event(item, &words::promises_now(&list))
        }
        What::Closed => event(item, words::CLOSED_EVENT),
        What::Reopened => event(item, words::REOPENED_EVENT),
    }
}

fn letter(item: &Item, class: &str, text: &str) -> Option<Element> {
    let id = article_id(item);
    let from_id = [&id, "-h"].concat();
    let article = dom::make("article", class, "")?;
    for (name, value) in [("id", &*id), ("tabindex", "-1"), ("aria-labelledby", &from_id)] {
        article.set_attribute(name, value).ok()?;
    }
    let head = dom::make("header", "letter-head", "")?;
    let from = dom::make("h3", "letter-from", if item.mine { words::YOU } else { words::DESK })?;
    from.set_id(&from_id);
    dom::append(&head, Some(from));
    dom::append(&head, clock(item.at));
    dom::append(&article, Some(head));
    dom::append(&article, dom::make("div", "letter-body", text));
    if item.gap {
        article.set_class_name("letter broken");
        dom::append(&article, dom::make("footer", "letter-foot", words::BROKEN));
    }
    let row = dom::make("li", "", "")?;
    dom::append(&row, Some(article));
    Some(row)
}

fn event(item: &Item, text: &str) -> Option<Element> {
    let row = dom::make("li", "event", &[text, " "].concat())?;
    dom::append(&row, clock(item.at));
    if item.gap {
        dom::append(&row, dom::make("p", "", words::BROKEN));
    }
    Some(row)
}

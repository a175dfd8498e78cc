//! Everything by typing: a case by its number or what it is called, an act on the case that is open, to whom it is given, a choice
//! of the list, another screen. Ctrl or ⌘ with K.
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::Carer;

use super::after::After;
use super::app::App;
use super::inbox::{case_of, name, standing_words};
use super::list::in_order;
use super::number::short_number;
use super::readers::Readers;
use super::row::Row;
use super::search;
use crate::ui::combo::{Choice, Combo};
use crate::words::staff::{bar, fields, inbox, keys, palette, snippet};

/// As many as one looks through.
const LINES: usize = 40;

/// Screens.
const PLACES: [(&str, &str); 8] = [
    ("/staff", bar::INBOX),
    ("/staff/today", bar::TODAY),
    ("/staff/calendar", bar::CALENDAR),
    ("/staff/colleagues", bar::COLLEAGUES),
    ("/staff/feedback", bar::FEEDBACK),
    ("/staff/snippets", snippet::TITLE),
    ("/staff/desk", bar::DESK),
    ("/staff/fields", fields::TITLE),
];

/// What keys do to the case that is open.
const CASE_ACTS: [(&str, &str); 10] = [
    ("r", keys::REPLY),
    ("n", keys::NOTE),
    ("e", keys::CLOSE),
    ("i", keys::MINE),
    ("a", keys::ASSIGN),
    ("h", keys::HOLD),
    ("f", keys::FOLLOW_UP),
    ("t", keys::TAG),
    ("u", keys::UNREAD),
    ("c", palette::ABOUT),
];

/// And wherever one is.
const ACTS: [(&str, &str); 8] = [
    ("m", keys::ONLY_MINE),
    ("o", keys::ONLY_OURS),
    ("z", keys::UNDO),
    ("/", keys::SEARCH),
    ("?", keys::HELP),
    ("lock", bar::LOCK),
    ("compact", inbox::COMPACT),
    ("comfortable", inbox::COMFORTABLE),
];

pub fn palette() -> AnyView {
    view! { <Palette /> }.into_any()
}

/// Every word of what is typed stands in it, in any kana.
fn takes(words: &[String], text: &str) -> bool {
    let text = search::spelling(text);
    words.iter().all(|word| text.contains(word))
}

/// Cases by their number or what they are called, what is ours to do first.
pub fn cases(app: App, words: &[String], may: impl Fn(CaseId) -> bool) -> Vec<Choice> {
    app.list.rows.with_untracked(|rows| {
        let today = app.list.now.get_untracked().date_in_japan();
        let meant = rows.values().filter(|row| may(row.id)).filter(|row| {
            let of = [row.name.as_deref().unwrap_or_default(), " ", &short_number(row.id)].concat();
            takes(words, &of)
        });
        let cases = in_order(meant, today).into_iter().filter_map(|case| rows.get(&case));
        let line = |row: &Arc<Row>| Choice {
            key: ["case:", &row.id.to_string()].concat(),
            words: name(row),
            hint: hint(row, standing_words(row.standing(today))),
        };
        cases.take(LINES).map(line).collect()
    })
}

/// The number once: whoever has no name is called by it.
fn hint(row: &Row, standing: &str) -> String {
    match row.name {
        Some(_) => palette::case(&short_number(row.id), standing),
        None => standing.to_owned(),
    }
}

#[component]
fn Palette() -> impl IntoView {
    let app = App::of_context();
    let path = use_location().pathname;
    let current = path.with_untracked(|path| case_of(path));
    let in_inbox = app.run_key.with_value(Option::is_some);
    let options = Callback::new(move |typed: String| {
        let words = search::words(&typed);
        let mut found = Vec::new();
        let mut add = |key: String, words_of: &str, hint: String| {
            if takes(&words, words_of) {
                found.push(Choice { key, words: words_of.to_owned(), hint });
            }
        };
        if current.is_some() {
            for (key, words) in CASE_ACTS {
                add(["key:", key].concat(), words, palette::THIS_CASE.to_owned());
            }
        }
        // By a name or a word of it: to list all of them would hide the rest.
        let row = current.filter(|_| !words.is_empty()).and_then(|case| app.list.row_now(case));
        if let Some(row) = row {
            let me = app.me().map(Carer::Person);
            let others = untrack(|| app.can_be_given(Some(&row)));
            for (name, to) in others.into_iter().filter(|(_, to)| Some(*to) != me) {
                add(["to:", &to.to_string()].concat(), &palette::give(&name), palette::THIS_CASE.to_owned());
            }
        }
        app.views.with_untracked(|all| {
            for (_, view) in all.each() {
                add(["view:", &view.id.to_string()].concat(), &view.name, palette::VIEW.to_owned());
            }
        });
        let office = |at: &str| ["/staff/desk", "/staff/fields"].contains(&at);
        for (at, words) in PLACES.into_iter().filter(|(at, _)| !office(at) || app.is_administrator()) {
            add(["go:", at].concat(), words, palette::SCREEN.to_owned());
        }
        // With one team there is nothing to tell apart.
        let several = app.list.readers.with_untracked(Readers::several);
        let may = |key: &str| (in_inbox || key.len() > 1 || key == "?") && (several || key != "o");
        for (key, words) in ACTS.into_iter().filter(|(key, _)| may(key)) {
            add(["key:", key].concat(), words, palette::ACT.to_owned());
        }
        // Without a word, the cases are in the list already.
        if !words.is_empty() {
            drop(found.splice(0..0, cases(app, &words, |_| true)));
        }
        found.truncate(LINES);
        found
    });
    let go = use_navigate();
    let choose = Callback::new(move |key: String| {
        let Some((kind, what)) = key.split_once(':') else { return };
        match kind {
            "go" => go(what, Default::default()),
            "case" if CaseId::parse(what).is_ok() => {
                go(&["/staff/cases/", what].concat(), Default::default());
            }
            "to" => {
                if let (Some(case), Ok(to)) = (current, Carer::parse(what)) {
                    app.after_soon(After::Assign(case, to));
                }
            }
            "view" => {
                let found = Fixed::parse(what).ok().and_then(|id| {
                    app.views.with_untracked(|all| {
                        all.each().find(|(_, view)| view.id == id).map(|(_, view)| view.clone())
                    })
                });
                if let Some(view) = found {
                    app.show_view(&view);
                    go("/staff", Default::default());
                }
            }
            _ => app.command(what),
        }
    });
    let close = Callback::new(move |()| app.palette.set(false));
    view! { <Combo label=palette::LABEL options choose close none=palette::NONE count=palette::count /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_kana_and_width() {
        let takes = |typed: &str, text: &str| takes(&search::words(typed), text);
        assert!(takes("みけ", "ミケ 1234"));
        assert!(takes("１２３４ ﾐｹ", "ミケ 1234"));
        assert!(!takes("みけ しろ", "ミケ 1234"));
        assert!(takes("", "なにか"));
    }
}

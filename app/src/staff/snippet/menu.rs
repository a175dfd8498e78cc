//! The menu of ready-made texts: found by name or words, put in with what is known of the case.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::writing::{Filling, Snippet, fill};

use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::search;
use crate::time;
use crate::ui::combo::{Choice, Combo};
use crate::words::staff::snippet;

/// How much of a text stands beside its name.
const LINE_CHARS: usize = 40;

pub fn menu() -> AnyView {
    view! { <Menu /> }.into_any()
}

fn found(all: &[Snippet], typed: &str) -> Vec<Choice> {
    let words = search::words(typed);
    let holds = |snippet: &&Snippet| {
        let text = search::spelling(&[&snippet.name, "\n", &snippet.text].concat());
        words.iter().all(|word| text.contains(word))
    };
    let choice = |snippet: &Snippet| Choice {
        key: snippet.id.to_string(),
        words: snippet.name.clone(),
        hint: snippet
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(LINE_CHARS)
            .collect(),
    };
    all.iter().filter(holds).map(choice).collect()
}

#[component]
fn Menu() -> impl IntoView {
    let app = App::of_context();
    let failed = RwSignal::new(None::<String>);
    spawn(async move {
        if let Err(trouble) = app.load_snippets().await {
            failed.try_set(trouble.said());
        }
    });
    let options = Callback::new(move |typed: String| {
        app.snippets.with(|all| all.as_ref().map(|all| found(&all.snippets, &typed)).unwrap_or_default())
    });
    let choose = Callback::new(move |key: String| {
        let chosen = app.snippets.with_untracked(|all| all.as_ref()?.get(&Fixed::parse(&key).ok()?).cloned());
        if let (Some(snippet), Some(text)) = (chosen, app.snippet_menu.get_untracked()) {
            text.insert(app, &filled(app, text.place.case, &snippet.text));
        }
    });
    let close = Callback::new(move |()| app.snippet_menu.set(None));
    view! {
        <Combo label=snippet::MENU options choose close none=snippet::NONE count=snippet::count>
            {move || failed.get().map(|words| view! { <p class="panel warning" role="alert">{words}</p> })}
            {move || app.snippets.with(|all| all.as_ref().is_some_and(|all| all.snippets.is_empty())).then(|| view! {
                <p class="hint">{snippet::NONE_YET}</p>
            })}
            <p><a class="button small" href="/staff/snippets">{snippet::TIDY}</a></p>
        </Combo>
    }
}

/// With what this case and this desk are called.
fn filled(app: App, case: madobe_domain::ids::CaseId, text: &str) -> String {
    let row = app.list.row_now(case);
    let name = row.as_ref().and_then(|row| row.name.clone());
    let day = row.as_ref().and_then(|row| row.promised).map(time::day_for_writers);
    let (me, desk) = app.session.with_untracked(|session| {
        let session = session.as_ref();
        let desk = session.and_then(|session| session.teams.first()).map(|team| team.name.clone());
        (session.map(|session| session.name.clone()), desk)
    });
    let known =
        Filling { name: name.as_deref(), day: day.as_deref(), desk: desk.as_deref(), me: me.as_deref() };
    fill(text, &known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_by_its_name_or_its_words_in_any_kana() {
        let snippet = |number, name, text| Snippet::parse(Fixed([number; 16]), name, text).unwrap();
        let all = [
            snippet(1, "はじめの返事", "こんにちは。\n書いてくれて"),
            snippet(2, "ねむれない夜に", "夜は長いです。"),
        ];
        let names =
            |typed: &str| found(&all, typed).into_iter().map(|choice| choice.words).collect::<Vec<_>>();
        assert_eq!(names(""), ["はじめの返事", "ねむれない夜に"]);
        assert_eq!(names("ネムレナイ"), ["ねむれない夜に"]);
        assert_eq!(names("返事 こんにちは"), ["はじめの返事"]);
        assert!(names("ない言葉").is_empty());
        assert_eq!(found(&all, "はじめ")[0].hint, "こんにちは。 書いてくれて");
    }
}

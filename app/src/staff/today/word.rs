//! What became of the promised days: kept ones and broken ones, for whoever answers and whoever sets the days.
use leptos::prelude::*;
use madobe_domain::log::word::Word;

use crate::page::{self, spawn};
use crate::staff::app::App;
use crate::words::staff::today as words;

/// Long enough to be steady, short enough to be about the desk as it is.
const DAYS: i64 = 90;
/// Between two looks while cases are still being opened.
const AGAIN_MILLIS: u32 = 2_000;

#[component]
pub fn KeptWord() -> impl IntoView {
    let app = App::of_context();
    let found = RwSignal::new(None::<Word>);
    spawn(async move {
        let since = app.list.now.get_untracked().plus_seconds(-DAYS * 24 * 3600);
        loop {
            match app.vault().word(since).await {
                Ok(Some(word)) => {
                    found.try_set(Some(word));
                    return;
                }
                Ok(None) if found.try_get_untracked().is_some() => page::sleep(AGAIN_MILLIS).await,
                _ => return,
            }
        }
    });
    move || {
        found.get().map(|word| {
            view! {
                <section class="stack" id="word" aria-labelledby="word-heading">
                    <h2 id="word-heading">{words::word(&DAYS.to_string())}</h2>
                    {said(&word).into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                </section>
            }
        })
    }
}

fn said(word: &Word) -> Vec<String> {
    let (Some(half), Some(most)) = (word.half, word.most) else { return vec![words::WORD_NONE.to_owned()] };
    let days = |days: u32| match days {
        0 => words::WORD_SAME_DAY.to_owned(),
        days => words::word_within(&days.to_string()),
    };
    let counted = words::word_counted(&word.in_time.to_string(), &word.late.to_string());
    vec![counted, words::word_days(&days(half), &days(most))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_of_no_reply() {
        assert_eq!(said(&Word::default()), [words::WORD_NONE]);
        let word = Word { in_time: 9, late: 1, half: Some(0), most: Some(3) };
        let lines = said(&word);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().any(|line| line.contains(words::WORD_SAME_DAY)));
    }
}

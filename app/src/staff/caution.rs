//! A gentle look at a reply, said in words. The rules stand in the domain; it never stops anything, and can be switched off.
use leptos::prelude::*;
use madobe_domain::log::record::AnswerWish;
use madobe_domain::writing::{Hint, Wanted, hints};

use super::choice;
use super::row::Wish;
use super::sheet::Sheet;
use crate::ui::act::Small;
use crate::words::staff::reply;

fn words(hint: Hint) -> String {
    match hint {
        Hint::Phone => reply::HINT_PHONE.to_owned(),
        Hint::Visit => reply::HINT_VISIT.to_owned(),
        Hint::Family => reply::HINT_FAMILY.to_owned(),
        Hint::Handover => reply::HINT_HANDOVER.to_owned(),
        Hint::StepUp => reply::HINT_STEP_UP.to_owned(),
        Hint::Why => reply::HINT_WHY.to_owned(),
        Hint::Questions(count) => reply::hint_questions(&count.to_string()),
        Hint::Long(chars) => reply::hint_long(&chars.to_string()),
    }
}

/// What the writer of this case asked for.
pub fn wanted(sheet: &Sheet) -> Wanted {
    let short = matches!(sheet.row.wish, Wish::Short | Wish::Answer(AnswerWish::NoAnswerNeeded));
    Wanted { promises: sheet.row.promises, short }
}

/// Beneath the text, in the place of a single line where there is nothing to say.
#[component]
pub fn Hints(#[prop(into)] text: Signal<String>, #[prop(into)] wanted: Signal<Wanted>) -> impl IntoView {
    let on = RwSignal::new(choice::hints_on());
    let found =
        Memo::new(move |_| if on.get() { text.with(|text| hints(text, &wanted.get())) } else { Vec::new() });
    let turn = move || {
        on.update(|on| *on = !*on);
        choice::keep_hints(on.get_untracked());
    };
    view! {
        <div class="hints" id="hints">
            <div role="status"><ul>
                {move || found.get().into_iter().map(|hint| view! { <li class="panel info">{words(hint)}</li> }).collect_view()}
            </ul></div>
            {move || {
                let words = if on.get() { reply::HINTS_OFF } else { reply::HINTS_ON };
                (!on.get() || !found.with(Vec::is_empty)).then(|| view! { <Small words on_press=turn /> })
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hint_is_said_without_blame() {
        let all = [
            Hint::Phone,
            Hint::Visit,
            Hint::Family,
            Hint::Handover,
            Hint::StepUp,
            Hint::Why,
            Hint::Questions(3),
            Hint::Long(480),
        ];
        let said: std::collections::BTreeSet<String> = all.map(words).into_iter().collect();
        assert_eq!(said.len(), all.len());
        assert!(
            said.iter().all(|words| words.contains("このまま")),
            "each says that it may be sent as it is"
        );
        assert!(words(Hint::Questions(3)).contains('3') && words(Hint::Long(480)).contains("480"));
    }
}

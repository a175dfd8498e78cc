//! 「しないこと」, as they stand.
use leptos::prelude::*;
use madobe_domain::log::record::Promises;

use crate::words::common::list;
use crate::words::staff::promises;

/// Whether each holds, and its words, in their order.
pub fn rows(all: Promises) -> [(bool, &'static str); 4] {
    [
        (all.no_phone, promises::NO_PHONE),
        (all.no_visit, promises::NO_VISIT),
        (all.no_telling_family, promises::NO_TELLING_FAMILY),
        (all.no_handover, promises::NO_HANDOVER),
    ]
}

/// The words of those that hold.
pub fn words(all: Promises) -> Vec<&'static str> {
    rows(all).into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words).collect()
}

/// What was set aside when a life was in danger; nothing where there is nothing.
pub fn aside_words(aside: Promises) -> Option<String> {
    aside.any().then(|| promises::aside(&words(aside).join(list::BESIDE)))
}

/// At the top of a case and in its composer: those that hold, and those that are set aside. Nothing where there are none.
#[component]
pub fn PromiseList(id: &'static str, #[prop(into)] all: Signal<(Promises, Promises)>) -> impl IntoView {
    move || {
        let (all, aside) = all.get();
        let (all, aside) = (words(all), aside_words(aside));
        (!all.is_empty() || aside.is_some()).then(|| {
            view! {
                // No landmark: it stands at the top of a case and in its composer.
                <div class="promises" role="group" aria-labelledby=id>
                    <h2 id=id>{promises::HEADING}</h2>
                    <ul>{all.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                    {aside.map(|words| view! { <p>{words}</p> })}
                </div>
            }
        })
    }
}

//! 「しないこと」, as they stand.
use leptos::prelude::*;
use madobe_domain::log::record::Promises;

use crate::words::staff::promises;

/// Their words, in their order.
pub fn words(all: Promises) -> Vec<&'static str> {
    let list = [
        (all.no_phone, promises::NO_PHONE),
        (all.no_visit, promises::NO_VISIT),
        (all.no_telling_family, promises::NO_TELLING_FAMILY),
        (all.no_handover, promises::NO_HANDOVER),
    ];
    list.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words).collect()
}

/// At the top of a case and in its composer. Nothing where there are none.
#[component]
pub fn PromiseList(id: &'static str, #[prop(into)] all: Signal<Promises>) -> impl IntoView {
    move || {
        let all = words(all.get());
        (!all.is_empty()).then(|| {
            view! {
                // No landmark: it stands at the top of a case and in its composer.
                <div class="promises" role="group" aria-labelledby=id>
                    <h2 id=id>{promises::HEADING}</h2>
                    <ul>{all.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                </div>
            }
        })
    }
}

//! A reply that can still be recalled, in the thread where it will stand.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use crate::page::spawn;
use crate::staff::app::App;
use crate::ui::place::focus_soon;
use crate::words::staff::{attached, outgoing};

/// A reply that was on its way when its tab ended, or that was stopped: it is there, and it has not gone.
#[component]
pub fn Unsent(case: CaseId) -> impl IntoView {
    let app = App::of_context();
    let left = Memo::new(move |_| app.list.unsent.with(|all| all.contains(&case)));
    let at = ["/staff/cases/", case.to_string().as_str(), "/reply"].concat();
    move || {
        left.get().then(|| {
            view! {
                <div class="panel warning" id="unsent" role="status">
                    <p>{outgoing::LEFT}</p>
                    <p><a class="button" href=at.clone()>{outgoing::LEFT_OPEN}</a></p>
                </div>
            }
        })
    }
}

#[component]
pub fn Pending(case: CaseId, focus: bool) -> impl IntoView {
    let app = App::of_context();
    let outgoing = Memo::new(move |_| app.is_outgoing(case));
    let words = RwSignal::new((String::new(), 0));
    if focus && outgoing.get_untracked() {
        focus_soon("pending");
    }
    Effect::new(move |_| {
        if outgoing.get() {
            spawn(async move {
                words.try_set(app.outgoing_words(case).await.unwrap_or_default());
            });
        }
    });
    move || {
        outgoing.get().then(|| {
            view! {
                <article class="letter reply pending" id="pending" tabindex="-1" aria-labelledby="pending-from">
                    <header class="letter-head"><h2 class="letter-from" id="pending-from">{outgoing::HEADING}</h2></header>
                    <div class="letter-body">{move || words.with(|(words, _)| words.clone())}</div>
                    {move || words.with(|(_, files)| *files > 0).then(|| {
                        let count = words.with(|(_, files)| files.to_string());
                        view! { <footer class="letter-foot" id="pending-files">{attached::beside(&count)}</footer> }
                    })}
                    <footer class="letter-foot">{outgoing::NOT_YET}</footer>
                </article>
            }
        })
    }
}

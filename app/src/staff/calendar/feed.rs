//! One's own talks in another calendar: an address with a secret, shown once, and ended by its owner.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::feed_secret_hash;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::wire::calendar::NewFeed;

use crate::api::calendar::Talks;
use crate::page::{self, spawn};
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Small;
use crate::ui::copy::Copy;
use crate::ui::place::focus_soon;
use crate::ui::twice::Twice;
use crate::words::staff::feed;

#[component]
pub fn Feed(talks: Talks) -> impl IntoView {
    let app = App::of_context();
    let made = RwSignal::new(None::<Timestamp>);
    // It cannot be shown a second time.
    let address = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<String>);
    spawn(async move {
        if let Ok(state) = app.watch(talks.feed()).await {
            made.try_set(state.made_at);
        }
    });
    let make = move || {
        trouble.set(None);
        spawn(async move {
            let secret = Secret::<32>::make(&mut rng());
            let new = NewFeed { secret_hash: feed_secret_hash(secret.dangerous_bytes()) };
            match app.watch(talks.make_feed(&new)).await {
                Ok(state) => {
                    let origin = page::window().location().origin().unwrap_or_default();
                    let secret = Fixed(*secret.dangerous_bytes()).to_string();
                    made.try_set(state.made_at);
                    address.try_set(Some([&origin, "/api/booking/feed/", &secret, ".ics"].concat()));
                    focus_soon("feed-address");
                }
                Err(error) => {
                    trouble.try_set(Trouble::from(error).said());
                }
            }
        });
    };
    let end = Callback::new(move |()| {
        trouble.set(None);
        spawn(async move {
            match app.watch(talks.end_feed()).await {
                Ok(()) => {
                    made.try_set(None);
                    address.try_set(None);
                    focus_soon("feed");
                }
                Err(error) => {
                    trouble.try_set(Trouble::from(error).said());
                }
            }
        });
    });
    let is_made = Memo::new(move |_| made.get().is_some());
    let since = move || {
        made.get().map_or_else(|| feed::NONE.to_owned(), |at| feed::since(&time::day(at.date_in_japan())))
    };
    view! {
        <section class="stack" aria-labelledby="feed">
            <h2 id="feed" tabindex="-1">{feed::HEADING}</h2>
            <p class="hint">{feed::HINT}</p>
            <p role="status">{since}</p>
            {move || trouble.get().map(|words| view! { <p class="panel warning" role="alert">{words}</p> })}
            {move || address.get().map(|shown| view! {
                <div class="field">
                    <label class="label" for="feed-address">{feed::ADDRESS}</label>
                    <p class="hint">{feed::ADDRESS_HINT}</p>
                    <input class="input" id="feed-address" type="text" readonly prop:value=shown.clone() />
                    <Copy text=Signal::stored(shown) />
                </div>
            })}
            <div class="row">
                {move || if is_made.get() {
                    view! { <Small words=feed::AGAIN on_press=make /> }
                } else {
                    view! { <Small words=feed::MAKE on_press=make /> }
                }}
                {move || is_made.get().then(|| view! {
                    <Twice id="feed-end" words=feed::END ask=feed::END_ASK yes=feed::END_YES no=feed::END_NO on_yes=end />
                })}
            </div>
        </section>
    }
}

//! Searching in everything that was opened, where the keys are. The words go nowhere else.
use crate::page::{self, spawn};
use leptos::prelude::*;

use crate::staff::after::After;
use crate::staff::app::App;
use crate::staff::list::Hits;
use crate::words::staff::{self, inbox};

/// One question at a time: what is typed meanwhile is asked for next, and what was typed before that never.
pub async fn look(app: App) {
    let list = app.list;
    loop {
        let typed = list.query.get_untracked();
        let found = match typed.trim() {
            "" => None,
            _ => match app.vault().search(typed.clone()).await {
                Ok(found) => {
                    let cases = found.hits.into_iter().map(|hit| (hit.case, hit)).collect();
                    Some(Hits { cases, count: found.count, length: typed.chars().count() })
                }
                Err(_) => return,
            },
        };
        if list.query.get_untracked() == typed {
            if list.found.with_untracked(|before| *before != found) {
                list.typing.update(|typing| *typing += 1);
                list.found.set(found);
                list.arrange();
                spawn(async move {
                    page::sleep(page::REST_MILLIS).await;
                    list.typing.update(|typing| *typing -= 1);
                });
            }
            return;
        }
    }
}

#[component]
pub fn Search() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let busy = StoredValue::new(false);
    let ask = move || {
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        spawn(async move {
            if !app.after(After::Search).await {
                list.trouble.set(Some(staff::NOT_FETCHED.to_owned()));
            }
            busy.try_set_value(false);
        });
    };
    // What is opened meanwhile, and what comes, may hold the words, too.
    Effect::new(move |before: Option<()>| {
        list.touched.track();
        list.shut.track();
        if before.is_some() && list.query.with_untracked(|query| !query.trim().is_empty()) {
            ask();
        }
    });
    view! {
        <form class="search" role="search" on:submit=|event| event.prevent_default()>
            <label for="search">{inbox::SEARCH}</label>
            <input
                class="input"
                id="search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || list.query.get()
                on:input:target=move |event| {
                    list.query.set(event.target().value());
                    ask();
                }
            />
            {move || list.found.with(|found| {
                let found = found.as_ref()?;
                let shown = found.cases.len();
                Some(view! {
                    <p class="hint" role="status" data-length=found.length data-shut=(list.shut.get() > 0).then_some("")>
                        {if shown < found.count {
                            inbox::found_some(&found.count.to_string(), &shown.to_string())
                        } else {
                            inbox::found(&found.count.to_string())
                        }}
                        {(list.shut.get() > 0).then(|| inbox::found_so_far(&list.shut.get().to_string()))}
                    </p>
                })
            })}
        </form>
    }
}

//! Searching in everything that was opened, where the keys are. The words go nowhere else.
use crate::page::spawn;
use leptos::prelude::*;

use crate::page;
use crate::staff::app::App;
use crate::words::staff::inbox;

const PAUSE_MILLIS: u32 = 200;

#[component]
pub fn Search() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let turn = StoredValue::new(0u32);
    let look = move || {
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        let typed = list.query.get_untracked();
        spawn(async move {
            page::sleep(PAUSE_MILLIS).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let found = match typed.trim() {
                "" => None,
                _ => match app.vault().search(typed).await {
                    Ok(found) => Some(found.into_iter().collect()),
                    Err(_) => return,
                },
            };
            if turn.try_get_value() == Some(mine) {
                list.found.set(found);
                list.arrange();
            }
        });
    };
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
                    look();
                }
            />
        </form>
    }
}

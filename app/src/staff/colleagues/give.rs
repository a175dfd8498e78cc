//! Passing the team's key on to someone who joined, after the two have compared a number aloud.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::crypto::hash::spoken_check;
use madobe_domain::ids::TeamId;
use madobe_domain::wire::team::Colleague;

use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::words::staff::colleagues;

#[component]
pub fn Give(one: Colleague, team: TeamId, changed: Callback<String>) -> impl IntoView {
    let app = App::of_context();
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let check = spoken_check(one.public_key.as_bytes());
    let label = list::of(&colleagues::check_label(&one.name), &check);
    let heading = colleagues::check_heading(&one.name);
    let (id, key, name) = (one.id, one.public_key, StoredValue::new(one.name));
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn(async move {
            let given = async {
                for seal in app.vault().give(team, id, key).await?? {
                    app.watch(Staff.give_key(team, &seal)).await?;
                }
                Ok::<_, Trouble>(())
            };
            let given = given.await;
            busy.try_set(false);
            match given {
                Ok(()) => changed.run(colleagues::given(&name.get_value())),
                Err(found) => {
                    trouble.try_set(found.said());
                }
            }
        });
    };
    let groups = check
        .split(' ')
        .map(|group| view! { <span class="code-group" aria-hidden="true">{group.to_owned()}</span> });
    view! {
        <section class="panel info">
            <h2>{heading}</h2>
            <p>{colleagues::CHECK_LEAD}</p>
            <div class="code secret" role="group" aria-label=label>{groups.collect_view()}</div>
            <p>{colleagues::CHECK_DIFFERS}</p>
            {move || trouble.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            <button class="button" type="button" aria-busy=move || busy.get().then_some("true") on:click=press>
                {move || if busy.get() { colleagues::GIVING } else { colleagues::GIVE }}
            </button>
        </section>
    }
}

//! `/staff/account`: what I chose for this browser; my passkeys; where I am signed in, by times alone, and ending it there.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::ids::SessionId;
use madobe_domain::wire::session::{MySession, MySessions};

use super::moment;
use super::theme::Theme;
use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::later::{PASSKEYS, part};
use crate::staff::tongue::Tongues;
use crate::staff::trouble::Trouble;
use crate::ui::place::{focus_soon, title};
use crate::ui::twice::Twice;
use crate::words::staff::{self, language, me};

#[component]
pub fn Mine() -> impl IntoView {
    title(me::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let all =
        LocalResource::new(
            move || async move { app.watch(Staff.ask::<MySessions>("/api/staff/sessions")).await },
        );
    let (said, trouble) = (RwSignal::new(""), RwSignal::new(None::<String>));
    let end = Callback::new(move |id: SessionId| {
        trouble.set(None);
        spawn(async move {
            match app.watch(Staff.press("DELETE", &["/api/staff/sessions/", &id.to_string()].concat())).await
            {
                Ok(()) => {
                    said.try_set(me::ENDED);
                    focus_soon("sessions");
                    all.refetch();
                }
                Err(error) => {
                    trouble.try_set(Trouble::from(error).said());
                }
            }
        });
    });
    let end_all = Callback::new(move |()| {
        trouble.set(None);
        spawn(async move {
            let ended = async {
                // What was sent a moment ago leaves first, as before signing out.
                if !app.flush(None).await {
                    return Err(Trouble::Unsent);
                }
                if !app.all_recorded().await {
                    return Err(Trouble::Unkept);
                }
                app.watch(Staff.press("DELETE", "/api/staff/sessions")).await?;
                app.erase_kept().await;
                app.sign_out().await
            };
            if let Err(found) = ended.await {
                trouble.try_set(found.said());
            }
        });
    });
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{me::HEADING}</h1>
            <p>{move || app.session.get().map(|session| list::bracket(&session.name, &session.login))}</p>
            {move || app.me().map(|me| view! {
                <p><a class="button" id="to-away" href=["/staff/colleagues/", &me.to_string(), "/away"].concat()>{me::AWAY}</a></p>
            })}
            <section class="stack" aria-labelledby="own-language">
                <h2 id="own-language">{language::LABEL}</h2>
                <Tongues />
            </section>
            <Theme />
            {part(PASSKEYS)}
            <section class="stack" aria-labelledby="sessions">
                <h2 id="sessions" tabindex="-1">{me::SESSIONS}</h2>
                <p>{me::SESSIONS_LEAD}</p>
                <p class="status" role="status" id="ended">{move || said.get()}</p>
                {move || trouble.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
                {move || match all.get() {
                    None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                    Some(Err(error)) => view! {
                        <p class="panel warning" role="alert">{list::sentences(me::FAILED, &Trouble::from(error).words())}</p>
                    }.into_any(),
                    Some(Ok(all)) => view! {
                        <ul class="stack session-list">{all.sessions.into_iter().map(|one| view! { <Line one end /> }).collect_view()}</ul>
                    }.into_any(),
                }}
                <div class="row actions">
                    <Twice id="end-all" words=me::END_ALL ask=me::END_ALL_ASK yes=me::END_ALL_YES no=me::NO on_yes=end_all />
                </div>
            </section>
        </main>
    }
}

#[component]
fn Line(one: MySession, end: Callback<SessionId>) -> impl IntoView {
    let began = moment(one.created_at);
    let label = me::end_label(&began);
    view! {
        <li class="row">
            <span>{me::began(&began)}{list::BESIDE}{me::used(&moment(one.last_used_at))}</span>
            {if one.here {
                view! { <span class="badge">{me::HERE}</span> }.into_any()
            } else {
                view! {
                    <button class="button small" type="button" aria-label=label on:click=move |_| end.run(one.id)>{me::END}</button>
                }.into_any()
            }}
        </li>
    }
}

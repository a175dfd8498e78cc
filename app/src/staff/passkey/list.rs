//! One's own passkeys, a section of `/staff/account`: what is there, and one more.
use leptos::prelude::*;
use madobe_domain::ids::PasskeyId;
use madobe_domain::limits::PASSKEYS;
use madobe_domain::text::parse_name;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::passkey::{MyPasskey, MyPasskeys, NewPasskey, PasskeyOffer, PasskeyStart};

use super::browser::{self, BrowserFault};
use super::enter::said;
use super::is_there;
use super::one::One;
use crate::api::staff::{Staff, to_json};
use crate::page::spawn;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Field, Password};
use crate::ui::place::focus_soon;
use crate::words::staff::{self, field, passkey as words};

#[component]
pub fn Passkeys() -> impl IntoView {
    let app = App::of_context();
    let rows = RwSignal::new(None::<Vec<MyPasskey>>);
    let (now, trouble) = (RwSignal::new(""), RwSignal::new(None::<String>));
    let editing = RwSignal::new(None::<PasskeyId>);
    let fetch = move || {
        spawn(async move {
            match app.watch(Staff.ask::<MyPasskeys>("/api/staff/passkeys")).await {
                Ok(mine) => drop(rows.try_set(Some(mine.passkeys))),
                Err(error) => {
                    let said = Trouble::from(error).said();
                    trouble.try_set(said.map(|why| [words::UNREAD, &why].concat()));
                }
            }
        });
    };
    fetch();
    let done = Callback::new(move |words: &'static str| {
        trouble.set(None);
        now.set(words);
        focus_soon("passkeys");
        fetch();
    });
    let failed = Callback::new(move |found: Trouble| {
        if found.code() == Some(ErrorCode::NotFound) {
            // Removed at another screen meanwhile.
            fetch();
        }
        trouble.set(found.said());
    });
    let count = Memo::new(move |_| rows.with(|rows| rows.as_ref().map(Vec::len)));
    let key = |one: &MyPasskey| (one.id, one.name.clone(), one.used_on);
    view! {
        <section class="stack" aria-labelledby="passkeys">
            <h2 id="passkeys" tabindex="-1">{words::HEADING}</h2>
            <p>{words::LEAD}</p>
            <p class="status" role="status" id="passkey-said">{move || now.get()}</p>
            {move || trouble.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            {move || match count.get() {
                None => Some(view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any()),
                Some(0) => Some(view! { <p class="empty" id="no-passkeys">{words::NONE}</p> }.into_any()),
                Some(_) => None,
            }}
            <ul class="stack session-list" id="passkey-list">
                <For each=move || rows.get().unwrap_or_default() key=key let:one>
                    <One one editing done failed />
                </For>
            </ul>
            {move || match count.get() {
                Some(PASSKEYS..) => view! { <p class="hint">{words::ENOUGH}</p> }.into_any(),
                Some(_) if !is_there() => view! { <p class="panel info">{words::UNSUPPORTED}</p> }.into_any(),
                // Drawn once, however many there are by then.
                _ => ().into_any(),
            }}
            <Room count><Add done /></Room>
        </section>
    }
}

/// What it holds, while there is room for one more.
#[component]
fn Room(count: Memo<Option<usize>>, children: ChildrenFn) -> impl IntoView {
    let room = Memo::new(move |_| is_there() && count.get().is_some_and(|count| count < PASSKEYS));
    move || room.get().then(|| children())
}

/// Why one was not added.
enum Why {
    Password(&'static str),
    Browser(BrowserFault),
    Trouble(Trouble),
}

impl<T: Into<Trouble>> From<T> for Why {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

#[component]
fn Add(done: Callback<&'static str>) -> impl IntoView {
    let app = App::of_context();
    let [name, password] = [(); 2].map(|()| RwSignal::new(String::new()));
    let (asks, busy, faults) = (RwSignal::new(false), RwSignal::new(false), Faults::none());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (called, typed) = (parse_name(&name.get_untracked()), password.get_untracked());
        let mut found = Vec::new();
        if called.is_err() {
            found.push(("passkey-name", words::NAME_FAULT.to_owned()));
        }
        if asks.get_untracked() && typed.is_empty() {
            found.push(("passkey-password", field::PASSWORD_EMPTY.to_owned()));
        }
        let (true, Ok(called)) = (faults.show(found), called) else { return };
        busy.set(true);
        spawn(async move {
            let added = add(app, called, Some(typed).filter(|typed| !typed.is_empty())).await;
            busy.try_set(false);
            match added {
                Ok(()) => {
                    asks.try_set(false);
                    name.try_set(String::new());
                    password.try_set(String::new());
                    done.run(words::DONE);
                }
                Err(Why::Password(why)) => {
                    asks.try_set(true);
                    faults.show_one("passkey-password", why);
                }
                Err(Why::Browser(fault)) => faults.show_one("", said(fault)),
                Err(Why::Trouble(trouble)) => {
                    if let Some(why) = trouble.said() {
                        faults.show_one("", why);
                    }
                }
            }
        });
    };
    view! {
        <form class="stack" id="add-passkey" novalidate on:submit=submit>
            <Summary faults />
            <Field id="passkey-name" label=words::NAME hint=words::NAME_HINT value=name faults />
            {move || asks.get().then(|| view! {
                <Password id="passkey-password" value=password faults autocomplete="current-password" />
            })}
            <div class="row actions"><Act words=words::ADD working=words::ADDING busy /></div>
        </form>
    }
}

async fn add(app: App, name: String, password: Option<String>) -> Result<(), Why> {
    let Some(session) = app.session.get_untracked() else { return Ok(()) };
    let login_key = match password {
        Some(typed) => app.vault().stretch(typed, session.salt, session.stretch).await?,
        None => None,
    };
    let start = PasskeyStart { login_key };
    let offer: PasskeyOffer = match app.watch(to_json("/api/staff/passkeys/start", &start)).await {
        Err(error) if error.code() == Some(ErrorCode::PasswordNeeded) => {
            return Err(Why::Password(words::PASSWORD_NEEDED));
        }
        Err(error) if error.code() == Some(ErrorCode::SignIn) => {
            return Err(Why::Password(words::PASSWORD_FAILED));
        }
        answer => answer?,
    };
    let made = browser::create(&offer, &session).await.map_err(Why::Browser)?;
    let credential = made.credential.clone();
    let kept = async {
        let sealed = app.vault().seal_to_passkey(made.credential, made.computed).await??;
        let id = PasskeyId::make(&mut rng());
        let (client_data, authenticator_data) = (made.client_data, made.authenticator_data);
        let new = NewPasskey { id, name, client_data, authenticator_data, sealed };
        let send = || app.watch(Staff.tell("POST", "/api/staff/passkeys", &new));
        // Once more with the same bytes, where only the answer may have been lost.
        match send().await {
            Err(error) if error.is_passing() => send().await?,
            answer => answer?,
        }
        Ok::<_, Trouble>(())
    };
    let kept = kept.await;
    if matches!(&kept, Err(trouble) if trouble.code().is_some()) {
        browser::forget(&offer.rp_id, &credential);
    }
    Ok(kept?)
}

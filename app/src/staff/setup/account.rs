//! Login, name and password of a new account, at set-up and when joining.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::StaffId;
use madobe_domain::text::{parse_login, parse_name};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::setup::InviteCheck;

use crate::api::Anonymous;
use crate::staff::app::App;
use crate::staff::replacing;
use crate::staff::trouble::Trouble;
use crate::staff::typed::account_faults;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Field, Password};
use crate::ui::place::focus_soon;
use crate::vault::Account;
use crate::words::staff::{field, setup};

/// An account in the making.
#[derive(Clone, Copy)]
pub struct Making {
    pub login: RwSignal<String>,
    pub name: RwSignal<String>,
    pub password: RwSignal<String>,
    /// What the authenticator is given; there once the keys are made.
    pub totp: RwSignal<Option<Fixed<20>>>,
    pub faults: Faults,
    pub busy: RwSignal<bool>,
}

impl Making {
    pub fn nothing() -> Self {
        Self {
            login: RwSignal::default(),
            name: RwSignal::default(),
            password: RwSignal::default(),
            totp: RwSignal::default(),
            faults: Faults::none(),
            busy: RwSignal::default(),
        }
    }

    pub fn typed(self, totp_code: String) -> Account {
        let (login, name) = (self.login.get_untracked(), self.name.get_untracked());
        Account {
            login: parse_login(&login).unwrap_or(login),
            name: parse_name(&name).unwrap_or(name),
            totp_code,
        }
    }

    /// What the server did not take, beside the field that it is about.
    pub fn refused(self, trouble: &Trouble) {
        let field = match trouble.code() {
            Some(ErrorCode::OneTimeCode) => "code",
            Some(ErrorCode::LoginTaken) => "login",
            _ => "",
        };
        self.faults.show_one(field, trouble.words());
    }

    /// With the code of the authenticator: `make` does all of it, and the inbox comes. What is told by `code` is a matter of
    /// the first step, where `say` says it.
    pub fn finish<F>(
        self,
        step: RwSignal<usize>,
        code: ErrorCode,
        say: fn(Self, &Trouble),
        make: impl Fn(String) -> F + Send + Sync + 'static,
    ) -> Callback<String>
    where
        F: Future<Output = Result<(), Trouble>> + 'static,
    {
        let go = use_navigate();
        Callback::new(move |typed: String| {
            let (go, made) = (go.clone(), make(typed));
            self.busy.set(true);
            spawn(async move {
                let done = made.await;
                self.busy.try_set(false);
                match done {
                    Ok(()) => {
                        self.password.set(String::new());
                        go("/staff", replacing());
                    }
                    Err(trouble) if trouble.code() == Some(code) => {
                        step.set(0);
                        say(self, &trouble);
                    }
                    Err(trouble) => self.refused(&trouble),
                }
            });
        })
    }
}

#[component]
pub fn AccountStep(
    making: Making,
    heading: impl Into<String>,
    lead: &'static str,
    /// Who joins asks first whether the name is free: an authenticator keeps the name it was given.
    #[prop(optional)]
    invitation: Option<Fixed<32>>,
    /// An account that is there: its login stays.
    #[prop(optional)]
    known: Option<StaffId>,
    on_done: Callback<()>,
) -> impl IntoView {
    let app = App::of_context();
    focus_soon(if known.is_some() { "password" } else { "login" });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let password = making.password.get_untracked();
        let found = making.login.with_untracked(|login| {
            making.name.with_untracked(|name| account_faults(login, name, &password))
        });
        if making.busy.get_untracked() || !making.faults.show(found) {
            return;
        }
        making.busy.set(true);
        spawn(async move {
            let made = make(app, making, invitation, known, password).await;
            making.busy.try_set(false);
            match made {
                Ok(secret) => {
                    making.totp.set(Some(secret));
                    on_done.run(());
                }
                Err(trouble) => making.refused(&trouble),
            }
        });
    };
    view! {
        <h1 id="heading" tabindex="-1">{heading.into()}</h1>
        <p>{lead}</p>
        <Summary faults=making.faults />
        <form class="stack" id="account" novalidate on:submit=submit>
            {if known.is_some() {
                view! {
                    <p><b>{field::LOGIN}</b>{list::of("", &making.login.get_untracked())}</p>
                    <input hidden type="text" name="login" autocomplete="username" readonly prop:value=making.login.get_untracked() />
                }.into_any()
            } else {
                view! {
                    <Field id="login" label=field::LOGIN hint=field::LOGIN_HINT value=making.login faults=making.faults autocomplete="username" />
                }.into_any()
            }}
            <Field id="name" label=field::NAME hint=field::NAME_HINT value=making.name faults=making.faults autocomplete="name" />
            <Password
                id="password"
                value=making.password
                faults=making.faults
                hint=field::NEW_PASSWORD_HINT
                autocomplete="new-password"
            />
            <div class="row actions"><Act words=setup::NEXT working=setup::MAKING busy=making.busy /></div>
        </form>
    }
}

/// The keys, once the name may be had. Gives the secret of the one-time codes.
async fn make(
    app: App,
    making: Making,
    invitation: Option<Fixed<32>>,
    known: Option<StaffId>,
    password: String,
) -> Result<Fixed<20>, Trouble> {
    if let Some(token) = invitation {
        let login = making.typed(String::new()).login;
        Anonymous.check_invite(&InviteCheck { token, login: Some(login) }).await?;
    }
    Ok(app.vault().make_account(password, known).await??)
}

//! Passkeys: coming in by one, and one's own. All but the button comes in a part of its own, when somebody first asks for it.
mod browser;
mod enter;
mod list;
mod one;

use std::rc::Rc;

use js_sys::Reflect;
use leptos::prelude::*;

use super::app::App;
use super::later;
use crate::page::{self, spawn};
use crate::ui::fault::Faults;
use crate::words::staff::passkey as words;

pub use enter::{Entering, enter};
pub use list::Passkeys;

/// Whether this browser knows of passkeys at all.
pub fn is_there() -> bool {
    Reflect::has(&page::window(), &"PublicKeyCredential".into()).unwrap_or_default()
}

/// Beside the form that asks for the password. `busy` is the form's.
#[component]
pub fn ByPasskey(
    faults: Faults,
    busy: RwSignal<bool>,
    /// Once in. It owns what it needs: the form is gone by then.
    #[prop(default = Rc::new(|| ()))]
    on_done: Rc<dyn Fn()>,
) -> impl IntoView {
    let app = App::of_context();
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        let on_done = on_done.clone();
        faults.clear();
        busy.set(true);
        spawn(async move {
            let entered = later::enter_by_passkey(app).await;
            busy.try_set(false);
            match entered {
                Ok(()) => on_done(),
                Err(why) => faults.show_one("", why),
            }
        });
    };
    is_there().then(|| {
        view! { <button class="button" type="button" id="by-passkey" on:click=press>{words::ENTER}</button> }
    })
}

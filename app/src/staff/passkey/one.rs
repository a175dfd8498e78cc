//! One passkey: what it is called and when it was used, another name, and taking it away.
use leptos::prelude::*;
use madobe_domain::ids::PasskeyId;
use madobe_domain::text::parse_name;
use madobe_domain::wire::passkey::{MyPasskey, RenamePasskey};

use super::browser;
use crate::api::staff::Staff;
use crate::page::{spawn, window};
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Act;
use crate::ui::fault::Faults;
use crate::ui::field::Field;
use crate::ui::place::focus_soon;
use crate::ui::twice::Twice;
use crate::words::staff::passkey as words;

fn path(id: PasskeyId) -> String {
    ["/api/staff/passkeys/", &id.to_string()].concat()
}

#[component]
pub fn One(
    one: MyPasskey,
    /// At most one has its name changed at a time.
    editing: RwSignal<Option<PasskeyId>>,
    done: Callback<&'static str>,
    failed: Callback<Trouble>,
) -> impl IntoView {
    let app = App::of_context();
    let id = one.id;
    let today = time::now().date_in_japan();
    let day = |day| time::day_seen_from(day, today);
    let used = one.used_on.map_or_else(|| words::NEVER.to_owned(), |used| words::used(&day(used)));
    let days = [words::added(&day(one.added_on)).as_str(), "・", &used].concat();
    let credential = StoredValue::new(one.credential);
    let remove = Callback::new(move |()| {
        spawn(async move {
            match app.watch(Staff.press("DELETE", &path(id))).await {
                Ok(()) => {
                    if let Ok(host) = window().location().hostname() {
                        credential.with_value(|credential| browser::forget(&host, credential));
                    }
                    done.run(words::REMOVED);
                }
                Err(error) => failed.run(error.into()),
            }
        });
    });
    let label = words::rename_label(&one.name);
    let name = StoredValue::new(one.name);
    let edit = move |_| {
        editing.set(Some(id));
        focus_soon("passkey-rename");
    };
    let edited = Memo::new(move |_| editing.get() == Some(id));
    view! {
        <li class="stack">
            <p><b>{name.get_value()}</b>" "{days}</p>
            {move || if edited.get() {
                view! { <Rename id name=name.get_value() editing done failed /> }.into_any()
            } else {
                view! {
                    <div class="row">
                        <button class="button small rename" type="button" aria-label=label.clone() on:click=edit>{words::RENAME}</button>
                        <Twice id=["remove-", &id.to_string()].concat() words=words::REMOVE ask=words::REMOVE_ASK
                            yes=words::REMOVE_YES no=words::NO on_yes=remove />
                    </div>
                }.into_any()
            }}
        </li>
    }
}

#[component]
fn Rename(
    id: PasskeyId,
    name: String,
    editing: RwSignal<Option<PasskeyId>>,
    done: Callback<&'static str>,
    failed: Callback<Trouble>,
) -> impl IntoView {
    let app = App::of_context();
    let (name, busy, faults) = (RwSignal::new(name), RwSignal::new(false), Faults::none());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Ok(name) = parse_name(&name.get_untracked()) else {
            faults.show_one("passkey-rename", words::NAME_FAULT);
            return focus_soon("passkey-rename");
        };
        busy.set(true);
        spawn(async move {
            let renamed = app.watch(Staff.tell("PUT", &path(id), &RenamePasskey { name })).await;
            busy.try_set(false);
            match renamed {
                Ok(()) => {
                    editing.try_set(None);
                    done.run(words::RENAMED);
                }
                Err(error) => failed.run(error.into()),
            }
        });
    };
    let leave = move |_| {
        editing.set(None);
        focus_soon("passkeys");
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Field id="passkey-rename" label=words::NAME value=name faults />
            <div class="row actions">
                <Act words=words::SAVE working=words::SAVING busy />
                <button class="button quiet" type="button" on:click=leave>{words::NO}</button>
            </div>
        </form>
    }
}

//! The recovery key: shown to be printed, then hidden, and two of its groups asked back from the paper.
use leptos::prelude::*;

use crate::page;
use crate::staff::app::App;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Field;
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::setup;

#[component]
pub fn RecoveryStep(on_done: Callback<()>) -> impl IntoView {
    let app = App::of_context();
    let groups =
        LocalResource::new(move || async move { app.vault().make_recovery().await.unwrap_or_default() });
    let written = RwSignal::new(false);
    let turn = move |to: bool| {
        written.set(to);
        focus_soon("heading");
    };
    view! {
        <h1 id="heading" tabindex="-1">{setup::RECOVERY_HEADING}</h1>
        {move || match groups.get() {
            None => view! { <p class="status" role="status">{setup::MAKING}</p> }.into_any(),
            Some(groups) if written.get() => view! {
                <Asked groups on_done />
                <div class="row"><button class="button quiet" type="button" on:click=move |_| turn(false)>{setup::RECOVERY_SHOW}</button></div>
            }.into_any(),
            Some(groups) => view! { <Shown groups on_written=Callback::new(move |()| turn(true)) /> }.into_any(),
        }}
    }
}

#[component]
fn Shown(groups: Vec<String>, on_written: Callback<()>) -> impl IntoView {
    let spoken = setup::recovery_label(&groups.join(list::JOINT));
    let print = |_| {
        let _ = page::window().print();
    };
    view! {
        <p>{setup::RECOVERY_LEAD}</p>
        <p>{setup::RECOVERY_WHERE}</p>
        <p class="panel warning">{setup::RECOVERY_ONCE}</p>
        <div class="recovery">
            <p>{setup::RECOVERY_PAPER}</p>
            <div class="code" id="recovery-key" role="group" aria-label=spoken>
                {groups.into_iter().map(|group| view! { <span class="code-group">{group}</span> }).collect_view()}
            </div>
        </div>
        <div class="row actions">
            <button class="button primary" type="button" id="written" on:click=move |_| on_written.run(())>{setup::RECOVERY_WRITTEN}</button>
            <button class="button" type="button" id="print" on:click=print>{setup::RECOVERY_PRINT}</button>
        </div>
    }
}

#[component]
fn Asked(groups: Vec<String>, on_done: Callback<()>) -> impl IntoView {
    // One of each half, so that a sheet cut in two is noticed.
    let half = groups.len() / 2;
    let draw = |from: usize| from + (js_sys::Math::random() * half as f64) as usize % half.max(1);
    let places = [draw(0), draw(half)];
    let typed = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let faults = Faults::none();
    let words = places.map(|place| setup::recovery_group(&(place + 1).to_string()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wrong = |(field, place, typed): (&'static str, usize, String)| {
            let right = groups.get(place).is_some_and(|group| plain(&typed) == plain(group));
            (!right).then(|| (field, setup::recovery_fault(&(place + 1).to_string())))
        };
        let fields = [
            ("group-1", places[0], typed[0].get_untracked()),
            ("group-2", places[1], typed[1].get_untracked()),
        ];
        if faults.show(fields.into_iter().filter_map(wrong).collect()) {
            on_done.run(());
        }
    };
    let [first, second] = words;
    view! {
        <p>{setup::RECOVERY_CHECK}</p>
        <Summary faults />
        <form class="stack" id="recovery-check" novalidate on:submit=submit data-asked=[places[0] + 1, places[1] + 1].map(|place| place.to_string()).join(",")>
            <p class="hint">{setup::RECOVERY_GROUP_HINT}</p>
            <Group id="group-1" label=first value=typed[0] faults />
            <Group id="group-2" label=second value=typed[1] faults />
            <div class="row actions"><Act words=setup::NEXT working=setup::MAKING busy=Signal::from(false) /></div>
        </form>
    }
}

#[component]
fn Group(id: &'static str, label: String, value: RwSignal<String>, faults: Faults) -> impl IntoView {
    view! { <Field id label value faults class="input digits" /> }
}

/// Any case, any width, and the letters that are taken for digits.
fn plain(typed: &str) -> String {
    let fold = |c: char| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let letters = typed.chars().map(fold).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    letters
        .map(|c| {
            if c == 'O' {
                '0'
            } else if matches!(c, 'I' | 'L') {
                '1'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_group_is_read_in_any_spelling() {
        assert_eq!(plain(" ａ1b0 "), plain("ALBO"));
        assert_ne!(plain("A1B0"), plain("A1B2"));
    }
}

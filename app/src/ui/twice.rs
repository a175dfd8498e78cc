//! An act that throws something away: it asks once, and the focus stays with the question.
use leptos::prelude::*;

use super::place::focus_soon;

#[component]
pub fn Twice(
    #[prop(into)] id: String,
    words: &'static str,
    ask: &'static str,
    yes: &'static str,
    no: &'static str,
    /// Where there is nothing to lose, nothing is asked.
    #[prop(default = Callback::new(|()| true))]
    needed: Callback<(), bool>,
    /// Where the words are in another language than the page.
    #[prop(optional)]
    lang: Option<&'static str>,
    on_yes: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let no_id = [id.as_str(), "-no"].concat();
    move || {
        let id = id.clone();
        if asked.get() {
            let back = move |_| {
                asked.set(false);
                focus_soon(id.clone());
            };
            view! {
                <span role="group" class="row">
                    <span>{ask}</span>
                    <button class="button small" type="button" on:click=move |_| on_yes.run(())>{yes}</button>
                    <button class="button small" type="button" id=no_id.clone() on:click=back>{no}</button>
                </span>
            }
            .into_any()
        } else {
            let no_id = no_id.clone();
            let press = move |_| {
                if needed.run(()) {
                    asked.set(true);
                    focus_soon(no_id.clone());
                } else {
                    on_yes.run(());
                }
            };
            view! { <button class="button quiet" type="button" id=id lang=lang on:click=press>{words}</button> }
                .into_any()
        }
    }
}

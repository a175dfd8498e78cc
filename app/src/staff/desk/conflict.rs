//! Somebody else saved first: what differs, and which of the two is to be kept.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::wire::team::VersionedSettings;

use super::Editing;
use super::changes::changes;
use super::form::Form;
use crate::words::staff::desk;

#[component]
pub fn Conflict(theirs: Arc<VersionedSettings>) -> impl IntoView {
    let editing: Editing = expect_context();
    let (version, other) = (theirs.version, Form::of(&theirs.settings));
    let differing = editing.form.with_untracked(|mine| changes(mine, &other));
    let keep = move |_| {
        editing.version.set(version);
        editing.theirs.set(None);
    };
    let take = move |_| {
        editing.form.set(other.clone());
        editing.kept.set(other.clone());
        editing.version.set(version);
        editing.theirs.set(None);
    };
    view! {
        <section class="panel warning" id="conflict" role="alert" tabindex="-1">
            <p>{desk::CONFLICT}</p>
            <h2>{desk::CONFLICT_THEIRS}</h2>
            <dl class="facts">
                {differing.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
            <div class="row">
                <button class="button" type="button" on:click=keep>{desk::CONFLICT_KEEP}</button>
                <button class="button" type="button" on:click=take>{desk::CONFLICT_TAKE}</button>
            </div>
        </section>
    }
}

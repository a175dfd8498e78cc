//! Somebody else saved first: what differs, and which of the two is to be kept.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::wire::team::VersionedSettings;

use super::Editing;
use super::form::Form;
use crate::words::staff::desk;

#[component]
pub fn Conflict(theirs: Arc<VersionedSettings>) -> impl IntoView {
    let editing: Editing = expect_context();
    let (version, other) = (theirs.version, Form::of(&theirs.settings));
    let differing = editing.form.with_untracked(|mine| differing(mine, &other));
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

/// The fields that are not the same, with what the other side holds where it can be said in a line.
fn differing(mine: &Form, theirs: &Form) -> Vec<(&'static str, String)> {
    let count = |all: usize| all.to_string();
    let all = [
        (mine.name != theirs.name, desk::NAME, theirs.name.clone()),
        (mine.week != theirs.week || mine.holidays != theirs.holidays, desk::HOURS, String::new()),
        (mine.closed_days != theirs.closed_days, desk::CLOSED_DAYS, theirs.closed_days.replace('\n', "、")),
        (mine.reply_days != theirs.reply_days, desk::REPLY_DAYS, theirs.reply_days.clone()),
        (mine.retention_days != theirs.retention_days, desk::RETENTION_DAYS, theirs.retention_days.clone()),
        (mine.wards != theirs.wards, desk::WARDS, theirs.wards.replace('\n', "、")),
        (mine.lines != theirs.lines, desk::LINES, count(theirs.lines.len())),
        (mine.exit_url != theirs.exit_url, desk::EXIT_URL, theirs.exit_url.clone()),
        (mine.paused != theirs.paused || mine.notice != theirs.notice, desk::PAUSE, theirs.notice.clone()),
    ];
    all.into_iter().filter(|(differs, ..)| *differs).map(|(_, name, value)| (name, value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::desk::settings::DeskSettings;

    #[test]
    fn only_what_differs_is_shown() {
        let mine = Form::of(&DeskSettings::default());
        assert!(differing(&mine, &mine).is_empty());
        let theirs = Form { reply_days: "5".to_owned(), ..mine.clone() };
        assert_eq!(differing(&mine, &theirs), [(desk::REPLY_DAYS, "5".to_owned())]);
    }
}

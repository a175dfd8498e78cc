//! One line of the list: a link, told in words first, then in weight and colour.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use crate::staff::app::App;
use crate::staff::case::about;
use crate::staff::due::{Due, ago_words, since_words};
use crate::staff::mark::Mark;
use crate::staff::number::short_number;
use crate::staff::row::{Row, Standing};
use crate::time;
use crate::words::staff::{inbox, row};

#[component]
pub fn CaseRow(case: CaseId, current: Memo<Option<CaseId>>) -> impl IntoView {
    let app = App::of_context();
    let shown = Memo::new(move |_| app.list.row(case));
    let is_current = Memo::new(move |_| current.get() == Some(case));
    let href = ["/staff/cases/", case.to_string().as_str()].concat();
    let unread = move || shown.with(|row| row.as_ref().is_some_and(|row| row.unread)).then_some("");
    view! {
        <li>
            <a class="case-row" href=href aria-current=move || is_current.get().then_some("true") data-unread=unread>
                {move || shown.get().map(|row| view! { <Words row /> })}
            </a>
        </li>
    }
}

/// What a case is called where there is room for one word.
pub fn name(row: &Row) -> String {
    row.name.clone().unwrap_or_else(|| row::number(&short_number(row.id)))
}

pub fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::New => row::NEW,
        Standing::Ours => row::OURS,
        Standing::Theirs => row::THEIRS,
        Standing::Closed => row::CLOSED,
    }
}

#[component]
fn Words(row: Arc<Row>) -> impl IntoView {
    let app = App::of_context();
    let (promised, standing) = (row.promised, row.standing);
    let since = row.waiting_since;
    let last = row.last_at;
    let case = row.id;
    let due = move || {
        let due = Due::of(promised?, app.list.now.get().date_in_japan());
        let class = match due {
            Due::Over(_) => "badge overdue",
            Due::Today => "badge due",
            Due::Left(_) => "badge",
        };
        Some(
            view! { <time class="case-when" datetime=promised.map(time::iso_day)><span class=class>{due.words()}</span></time> },
        )
    };
    let waited = move || {
        let now = app.list.now.get();
        match since {
            Some(since) => since_words(since, now),
            None => last.map(|last| row::newest(&ago_words(last, now))).unwrap_or_default(),
        }
    };
    let drafted = move || app.list.drafted.with(|drafted| drafted.contains(&case));
    view! {
        <span class="case-top">
            // One word for where it stands: unread says more than new or waiting.
            {if row.unread {
                view! { <span class="badge unread">{inbox::UNREAD}</span> }
            } else {
                view! { <span class=if standing == Standing::Theirs { "badge done" } else { "badge" }>{standing_words(standing)}</span> }
            }}
            <b class="case-name">{name(&row)}</b>
            {due}
        </span>
        <span class="case-line">{match (&row.line, row.weather) {
            (Some(line), _) => line.clone(),
            (None, Some(_)) => row::MARK_ALONE.to_owned(),
            (None, None) => row::NO_WORDS.to_owned(),
        }}</span>
        <span class="case-meta">
            {row.weather.map(|weather| view! { <Mark weather /> })}
            {about::wish_words(row.wish).map(|wish| view! { <span class="tag">{wish}</span> })}
            {row.about.map(|about| view! { <span class="tag">{about::words(about)}</span> })}
            {(row.faults > 0).then(|| view! { <span class="badge risk">{row::FAULTS}</span> })}
            <span class="case-who">{waited}</span>
            {move || drafted().then(|| view! { <span class="mark">{row::DRAFT}</span> })}
        </span>
    }
}

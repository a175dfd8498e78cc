//! One line of the list: a link, told in words first, then in weight and colour.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::presence::Doing;

use super::choosing::Pick;
use crate::staff::app::App;
use crate::staff::case::{about, cared_for, carer};
use crate::staff::due::{Due, ago_words, since_words};
use crate::staff::mark::Mark;
use crate::staff::number::short_number;
use crate::staff::row::{Row, Standing};
use crate::staff::search::{Snippet, Where};
use crate::time;
use crate::vault::Hit;
use crate::words::common::list;
use crate::words::staff::{danger as danger_words, hit, inbox, row, work};

#[component]
pub fn CaseRow(case: CaseId, current: Memo<Option<CaseId>>) -> impl IntoView {
    let app = App::of_context();
    let shown = Memo::new(move |_| app.list.row(case));
    let is_current = Memo::new(move |_| current.get() == Some(case));
    let href = ["/staff/cases/", case.to_string().as_str()].concat();
    let unread = move || shown.with(|row| row.as_ref().is_some_and(|row| row.unread)).then_some("");
    view! {
        <li class="case-item" data-chosen=move || app.list.chosen.with(|chosen| chosen.contains(&case)).then_some("")>
            <Pick case />
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

/// The same in a sentence about whom something goes to.
pub fn addressed(row: &Row) -> String {
    row.name.as_deref().map_or_else(|| name(row), row::person)
}

pub fn standing_class(standing: Standing) -> &'static str {
    if standing == Standing::Theirs { "badge done" } else { "badge" }
}

pub fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::New => row::NEW,
        Standing::Ours => row::OURS,
        Standing::Theirs => row::THEIRS,
        Standing::Held => row::HELD,
        Standing::Closed => row::CLOSED,
    }
}

/// In what the words of a search stand.
fn hit_words(at: Where) -> &'static str {
    match at {
        Where::Number => hit::NUMBER,
        Where::Name => hit::NAME,
        Where::Tag => hit::TAG,
        Where::Field => hit::FIELD,
        Where::Flag => hit::FLAG,
        Where::Letter => hit::LETTER,
        Where::Reply => hit::REPLY,
        Where::Note => hit::NOTE,
        Where::Talk => hit::TALK,
    }
}

#[component]
fn Words(row: Arc<Row>) -> impl IntoView {
    let app = App::of_context();
    let promised = row.promised;
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
    let mark = move || {
        let list = app.list;
        if let Some(words) = app.others_at(case).filter(|(doing, _)| *doing == Doing::Writing) {
            return Some(words.1);
        }
        let own = if app.is_outgoing(case) && !list.unsent.with(|unsent| unsent.contains(&case)) {
            Some(row::SENDING)
        } else if list.unsent.with(|unsent| unsent.contains(&case)) {
            Some(row::UNSENT)
        } else {
            app.is_drafting(case).then_some(row::DRAFT)
        };
        own.map(str::to_owned).or_else(|| app.others_drafting(case))
    };
    let second = row.work.second;
    let second = move || {
        let me = app.me()?;
        let second = second?;
        let words = match second.read {
            None if second.waits_for(me) => row::TO_READ,
            Some(_) if second.by == me => row::WAS_READ,
            _ => return None,
        };
        Some(view! { <span class="badge due">{words}</span> })
    };
    let days_of = row.work.clone();
    let days = move || {
        let today = app.list.now.get().date_in_japan();
        [
            days_of.danger.map(|danger| match danger.read {
                Some(_) => ("badge danger", danger_words::ROW_ASIDE.to_owned()),
                None => ("badge risk", danger_words::ROW_ASKED.to_owned()),
            }),
            days_of.hold(today).map(|day| ("tag", row::held_until(&time::day_seen_from(day, today)))),
            days_of.back_since(today).map(|_| ("badge due", row::BACK.to_owned())),
            days_of.follow_up_due(today).map(|_| ("badge due", row::FOLLOW_UP.to_owned())),
        ]
        .into_iter()
        .flatten()
        .map(|(class, words)| view! { <span class=class>{words}</span> })
        .collect_view()
    };
    let elsewhere = row.elsewhere.then(|| view! { <span class="tag">{row::ELSEWHERE}</span> });
    let line = match (&row.line, row.weather) {
        // Nobody meets heavy words in passing: whoever opens it, or searches for them, asked for them.
        (Some(_), _) if row.is_flagged() => row::COVERED.to_owned(),
        (Some(line), _) => line.clone(),
        (None, Some(_)) => row::MARK_ALONE.to_owned(),
        (None, None) => row::NO_WORDS.to_owned(),
    };
    let line = if row.line_is_reply && !row.is_flagged() { [row::FROM_US, &line].concat() } else { line };
    let cared = Arc::clone(&row);
    let assigned = move || {
        let today = app.list.now.get().date_in_japan();
        let by = cared.work.looked_after(today);
        let by = by.map(|of| work::looks_after(&carer(app, &cared, of)));
        // By whom, and for whom.
        let words: Vec<String> = by.into_iter().chain(cared_for(app, &cared.work, today)).collect();
        (!words.is_empty())
            .then(|| view! { <span class="case-who assigned">{words.join(list::BESIDE)}</span> })
    };
    let tags = row
        .work
        .tags
        .iter()
        .map(|tag| view! { <span class="tag own-tag">{tag.as_str().to_owned()}</span> })
        .collect_view();
    let held = row.teams.clone();
    let teams = move || {
        let mine = app.several_teams().into_iter().filter(|(id, _)| held.contains(id));
        mine.map(|(id, name)| view! { <span class="tag" data-of-team=id.to_string()>{name}</span> })
            .collect_view()
    };
    let (now_row, unread) = (Arc::clone(&row), row.unread);
    let standing = move || now_row.standing(app.list.now.get().date_in_japan());
    view! {
        <span class="case-top">
            {row.unread.then(|| view! { <span class="badge unread">{inbox::UNREAD}</span> })}
            // Where a letter waits, unread says all of it. One that others have answered or put aside is not new.
            {move || {
                let standing = standing();
                let said = unread && matches!(standing, Standing::New | Standing::Ours);
                (!said).then(|| view! { <span class=standing_class(standing)>{standing_words(standing)}</span> })
            }}
            {row.work.risk.is_some().then(|| view! { <span class="badge risk">{work::RISK_WORD}</span> })}
            <b class="case-name">{name(&row)}</b>
            {due}
        </span>
        <span class="case-line">{move || match app.list.hit(case) {
            Some(Hit { at, snippet: Some(Snippet { before, hit: word, after }), .. }) => view! {
                <span class="hit-where">{hit_words(at)}</span>{before}<mark class="hit">{word}</mark>{after}
            }
            .into_any(),
            _ => line.clone().into_any(),
        }}</span>
        <span class="case-meta">
            {teams}
            {second}
            {elsewhere}
            {days}
            {row.weather.map(|weather| view! { <Mark weather /> })}
            {about::wish_words(row.wish).map(|wish| view! { <span class="tag">{wish}</span> })}
            {row.about.map(|about| view! { <span class="tag">{about::words(about)}</span> })}
            {(row.faults > 0).then(|| view! { <span class="badge risk">{row::FAULTS}</span> })}
            {tags}
            <span class="case-who">{waited}</span>
            {assigned}
            {move || mark().map(|words| view! { <span class="mark">{words}</span> })}
        </span>
    }
}

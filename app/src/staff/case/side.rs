//! What is known about a case, beside it.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use super::about::{age_words, wish_words, words};
use super::assignee::Assignee;
use super::days::{FollowUpDay, HoldDay};
use super::fields::OwnFields;
use super::history::History;
use super::risk::RiskFlag;
use super::tags::Tags;
use crate::staff::app::App;
use crate::staff::danger::DangerWay;
use crate::staff::due::{Due, waited_words};
use crate::staff::household::Household;
use crate::staff::inbox::standing_words;
use crate::staff::number::short_number;
use crate::staff::sheet::Sheet;
use crate::time;
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::{self, side};

#[component]
pub fn Side(case: CaseId, sheet: Memo<Arc<Sheet>>, focus: bool) -> impl IntoView {
    let app = App::of_context();
    if focus {
        focus_soon("side-heading");
    }
    let back = ["/staff/cases/", case.to_string().as_str()].concat();
    let book = ["/staff/calendar/for/", case.to_string().as_str()].concat();
    let give = [&back, "/give"].concat();
    let take = [&back, "/take"].concat();
    let facts = move || {
        let now = app.list.now.get();
        sheet
            .with(|sheet| facts(sheet, now))
            .into_iter()
            .map(|(name, value)| {
                view! {
                    <div><dt>{name}</dt><dd>{value}</dd></div>
                }
            })
            .collect_view()
    };
    view! {
        // On a short screen it scrolls on its own: then the arrow keys must find it.
        <aside class="pane-side stack" tabindex="0" aria-label=side::HEADING>
            <section class="stack">
                {focus.then(|| view! { <p><a class="button small" href=back>{staff::BACK}</a></p> })}
                {if focus {
                    // On a phone this is the whole screen.
                    view! { <h1 id="side-heading" tabindex="-1">{side::HEADING}</h1> }.into_any()
                } else {
                    view! { <h2>{side::HEADING}</h2> }.into_any()
                }}
                <Assignee case sheet />
                <HoldDay case sheet />
                <FollowUpDay case sheet />
                <RiskFlag case sheet />
                <DangerWay case sheet />
                <Tags case sheet />
                <OwnFields case sheet />
                <Household case />
                <dl class="facts">{facts}</dl>
                <History sheet />
                <div class="row">
                    <a class="button small" id="to-booking" href=book>{side::BOOK}</a>
                    <a class="button small" id="to-giving" href=give>{side::GIVE}</a>
                    <a class="button small" id="to-taking" href=take>{side::TAKE}</a>
                </div>
            </section>
        </aside>
    }
}

pub fn facts(sheet: &Sheet, now: madobe_domain::clock::Timestamp) -> Vec<(&'static str, String)> {
    let today = now.date_in_japan();
    let unsaid = || side::UNANSWERED.to_owned();
    let row = &sheet.row;
    let promised =
        row.promised.map(|day| [&time::day(day), list::BESIDE, &Due::of(day, today).words()].concat());
    let about = sheet.facts.about.or(row.about);
    let counts = side::count(&sheet.letters.to_string(), &sheet.replies.to_string());
    vec![
        (side::STATE, standing_words(row.standing(today)).to_owned()),
        (side::PROMISED, promised.unwrap_or_else(|| side::NONE.to_owned())),
        (
            side::WAITING,
            row.waiting_since.map_or_else(|| side::NONE.to_owned(), |since| waited_words(since, now)),
        ),
        (side::NAME, row.name.clone().unwrap_or_else(|| side::NAME_NONE.to_owned())),
        (side::WISH, wish_words(row.wish).map_or_else(unsaid, str::to_owned)),
        (side::ABOUT, about.map_or_else(unsaid, |about| words(about).to_owned())),
        (side::AGE, sheet.facts.age.map_or_else(unsaid, |age| age_words(age).to_owned())),
        (side::WARD, sheet.facts.ward.clone().unwrap_or_else(unsaid)),
        (side::SOURCE, sheet.facts.source.clone().unwrap_or_else(unsaid)),
        (side::NUMBER, short_number(row.id)),
        (side::BEGAN, sheet.began.map_or_else(unsaid, |at| time::day_seen_from(at.date_in_japan(), today))),
        (side::COUNTS, counts),
    ]
}

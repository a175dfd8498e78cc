//! A call or a visit at home that its writer asked for: what they meant for this one time, whatever else they ruled out, and
//! that there is no number to call.
use leptos::prelude::*;
use madobe_domain::booking::plan::Means;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use crate::words::staff::calendar;

/// Beside 「しないこと」, in the words that whoever booked it read.
#[component]
pub fn AskedFor(talk: Memo<Option<StaffTalk>>) -> impl IntoView {
    let here = Calendar::of_context();
    let lines = move || {
        let talk = talk.get().filter(|talk| talk.state == State::Booked)?;
        let row = here.app.list.row(talk.case?)?;
        let means = here.plan.with(|plan| plan.kind(&talk.kind).map(|kind| kind.means))?;
        let (_, despite, numbered) = *row.asked.iter().find(|(of, ..)| *of == talk.id)?;
        let meant = row.ruled_out().0.shared(despite);
        let told = match means {
            Means::Phone if meant.no_phone => Some(calendar::DESPITE_PHONE),
            Means::HomeVisit if meant.no_visit => Some(calendar::DESPITE_VISIT),
            _ => None,
        };
        let no_number = (means == Means::Phone && !numbered).then_some(calendar::NO_NUMBER);
        Some([told, no_number])
    };
    move || {
        let lines = lines().into_iter().flatten().flatten();
        lines.map(|words| view! { <p class="panel info">{words}</p> }).collect_view()
    }
}

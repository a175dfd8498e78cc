//! What happened to a talk, written into the record of its case. Where that fails, the time stands as it was decided,
//! and the writing can be tried again.
use leptos::prelude::*;
use madobe_domain::booking::plan::Plan;
use madobe_domain::ids::{CaseId, ReservationId};
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use super::names::told;
use super::shown::seats;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::case::send_staff;
use crate::staff::trouble::Trouble;
use crate::ui::act::Small;
use crate::ui::place::focus_soon;
use crate::vault::{Refusal, Writing};
use crate::words::staff::{self, calendar};

async fn write(app: App, case: CaseId, record: &TalkRecord) -> Result<(), Trouble> {
    match send_staff(app, case, || Writing::Talk(record.clone()), &mut None).await {
        Err(Trouble::Refused(Refusal::Known)) => Ok(()),
        done => done.map(drop),
    }
}

impl Calendar {
    /// For a talk of a case.
    pub(super) async fn record(self, case: Option<CaseId>, record: TalkRecord) {
        let Some(case) = case else { return };
        if write(self.app, case, &record).await.is_err() {
            self.open.try_set(None);
            match self.unrecorded.try_update(|all| all.push((case, record))) {
                Some(()) => focus_soon("unrecorded"),
                // The screen was left.
                None => self.app.tell_line(calendar::UNRECORDED.to_owned()),
            }
        }
    }

    /// Who has a seat in a session, as far as is known here.
    pub(super) fn inside(self, session: ReservationId) -> Vec<StaffTalk> {
        let shown = self.shown.try_get_untracked().flatten();
        shown.map(|(_, talks)| seats(session, &talks).0).unwrap_or_default()
    }

    /// After a talk came to stand in this state. With a group's session, in the case of everybody who is in it by then;
    /// `before`: as it was known, so that nobody is told who had left already.
    pub(super) async fn record_all(
        self,
        plan: &Plan,
        talk: &StaffTalk,
        before: Vec<StaffTalk>,
        state: State,
        record: fn(Talk) -> TalkRecord,
    ) {
        if talk.seats.is_none() {
            return self.record(talk.case, record(told(self.app, plan, talk))).await;
        }
        let gone =
            |id: ReservationId| before.iter().any(|seat| seat.id == id && seat.state == State::Cancelled);
        let concerned: Vec<StaffTalk> = match self.app.watch(self.talks.days(talk.start.day(), 1)).await {
            Ok(page) => {
                let now = seats(talk.id, &page.talks).0.into_iter();
                now.filter(|seat| seat.state == state && !gone(seat.id)).collect()
            }
            Err(_) => before.iter().filter(|seat| seat.state == State::Booked).cloned().collect(),
        };
        for seat in concerned {
            let seat = StaffTalk { start: talk.start, minutes: talk.minutes, ..seat };
            self.record(seat.case, record(told(self.app, plan, &seat))).await;
        }
    }
}

#[component]
pub fn Unrecorded() -> impl IntoView {
    let here = Calendar::of_context();
    let again = move || {
        let all = here.unrecorded.get_untracked();
        here.unrecorded.set(Vec::new());
        spawn(async move {
            for (case, record) in all {
                here.record(Some(case), record).await;
            }
        });
        focus_soon("calendar-said");
    };
    move || {
        here.unrecorded.with(|all| !all.is_empty()).then(|| {
            view! {
                <div class="panel warning" id="unrecorded" role="alert" tabindex="-1">
                    <p>{calendar::UNRECORDED}</p>
                    <Small words=staff::AGAIN on_press=again />
                </div>
            }
        })
    }
}

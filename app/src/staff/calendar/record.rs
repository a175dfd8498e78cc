//! What happened to a talk, written into the record of its case. Where that fails, the time stands as it was decided,
//! and the writing can be tried again.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::talk::TalkRecord;

use super::Calendar;
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
            self.unrecorded.try_set(Some((case, record)));
            focus_soon("unrecorded");
        }
    }
}

#[component]
pub fn Unrecorded() -> impl IntoView {
    let here = Calendar::of_context();
    let again = move || {
        if let Some((case, record)) = here.unrecorded.get_untracked() {
            spawn(async move {
                here.unrecorded.try_set(None);
                here.record(Some(case), record).await;
            });
            focus_soon("calendar-said");
        }
    };
    move || {
        here.unrecorded.with(Option::is_some).then(|| {
            view! {
                <div class="panel warning" id="unrecorded" role="alert" tabindex="-1">
                    <p>{calendar::UNRECORDED}</p>
                    <Small words=staff::AGAIN on_press=again />
                </div>
            }
        })
    }
}

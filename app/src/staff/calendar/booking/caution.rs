//! What is asked about once before a talk is booked and may be meant all the same; and what is not booked, because its writer has it
//! that it must not happen.
use leptos::prelude::*;
use madobe_domain::booking::plan::Means;
use madobe_domain::ids::{CaseId, KindId};
use madobe_domain::log::record::Promises;

use super::super::Calendar;
use super::super::asking::{Asked, What};
use super::someone::found;
use crate::time;
use crate::words::staff::calendar;

/// Why a talk of these means is not offered. Whoever asks for it lifts the promise in the mailbox first.
pub fn against(means: Means, promises: Promises) -> Option<&'static str> {
    match means {
        Means::Phone if promises.no_phone => Some(calendar::AGAINST_PHONE),
        Means::HomeVisit if promises.no_visit => Some(calendar::AGAINST_VISIT),
        _ => None,
    }
}

/// The same for whom it is asked. What is said in writing is said in a mailbox.
pub fn why_not(means: Means, case: Option<CaseId>, promises: Promises) -> Option<&'static str> {
    let nowhere = means == Means::Chat && case.is_none();
    nowhere.then_some(calendar::NO_CHAT).or_else(|| against(means, promises))
}

pub fn cautions(here: Calendar, what: &What, asked: Asked) -> Vec<&'static str> {
    asked.day.track();
    asked.time.track();
    let now = time::now();
    let over = asked.starts(now.date_in_japan()).is_ok_and(|all| all.iter().any(|start| start.time() < now));
    // Whoever stands at the door came a moment ago.
    let over = (over && !matches!(what, What::WalkIn)).then_some(calendar::OVER_ALREADY);
    if matches!(what, What::Move { .. } | What::Back { .. }) || asked.session.get() {
        return over.into_iter().collect();
    }
    let nobody = match asked.case.get() {
        Some(_) => None,
        None if !found(here.app, asked.name).is_empty() => Some(calendar::SOMEONE_FOUND),
        // Whoever stands at the door is told there.
        None if *what == What::WalkIn => None,
        None => {
            let empty = |typed: RwSignal<String>| typed.with(|typed| typed.trim().is_empty());
            (empty(asked.name) && empty(asked.contact)).then_some(calendar::NOBODY_ASK)
        }
    };
    [over, nobody].into_iter().flatten().collect()
}

/// Why this kind is not booked for whom it is asked. What its writer booked is moved as it stands.
pub fn forbidden(here: Calendar, what: &What, asked: Asked) -> Option<&'static str> {
    if matches!(what, What::Move { .. } | What::Back { .. }) || asked.session.get_untracked() {
        return None;
    }
    let kind = KindId::parse(&asked.kind.get_untracked()).ok()?;
    let means = here.plan.with_untracked(|plan| plan.kind(&kind).map(|kind| kind.means))?;
    let case = asked.case.get_untracked();
    why_not(means, case, ruled_out(here, case).0)
}

/// What must not happen, and what of it is set aside.
pub fn ruled_out(here: Calendar, case: Option<CaseId>) -> (Promises, Promises) {
    case.and_then(|case| here.app.list.row(case)).map(|row| row.ruled_out()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_is_held_against_what_must_not_happen() {
        let none = Promises::default();
        let (phone, visit) = (
            Promises { no_phone: true, ..none },
            Promises { no_visit: true, no_telling_family: true, ..none },
        );
        for means in [Means::Chat, Means::Video, Means::Phone, Means::Visit, Means::HomeVisit] {
            assert_eq!(against(means, none), None);
            let by_phone = (means == Means::Phone).then_some(calendar::AGAINST_PHONE);
            let at_home = (means == Means::HomeVisit).then_some(calendar::AGAINST_VISIT);
            assert_eq!((against(means, phone), against(means, visit)), (by_phone, at_home));
            let nowhere = (means == Means::Chat).then_some(calendar::NO_CHAT);
            assert_eq!(why_not(means, None, none), nowhere, "nobody has a mailbox");
            assert_eq!(why_not(means, Some(CaseId::from_bytes([1; 16])), none), None);
        }
    }
}

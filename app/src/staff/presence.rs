//! Who else is at a case just now: told and asked in one small call every few seconds, while somebody looks at a case. It goes
//! by itself when nobody says it again. Whatever else brings news may bring this along: see [`App::take_presence`].
use std::cell::Cell;

use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{CaseId, EntryId, StaffId};
use madobe_domain::wire::presence::{At, Doing, Presence, Where};

use super::app::{App, Phase};
use super::case::who;
use crate::api::staff::Staff;
use crate::page::{self, spawn};
use crate::random::rng;
use crate::time;
use crate::words::staff::presence;

/// At a case, what a colleague does is on screen within five seconds.
const AT_CASE_MILLIS: u32 = 4_000;
/// In the list alone, every so many turns.
const LIST_TURNS: u32 = 4;
/// Whoever has not moved for so long is not there any more, as far as others are concerned.
const AWAY_MILLIS: i64 = 5 * 60 * 1000;

#[derive(Default)]
pub(super) struct Place {
    tab: Cell<Option<Fixed<16>>>,
    at: Cell<Option<At>>,
    /// Counts the screens that said where I am.
    turn: Cell<u32>,
    asking: Cell<bool>,
    again: Cell<bool>,
}

impl Place {
    fn tab(&self) -> Fixed<16> {
        self.tab.get().unwrap_or_else(|| {
            let drawn = EntryId::make(&mut rng()).0;
            self.tab.set(Some(drawn));
            drawn
        })
    }
}

impl App {
    /// From here on I am at this case. Said at once, and on the way out that I am no longer.
    pub fn be_at(self, case: CaseId) {
        let inner = self.inner();
        let mine = inner.place.turn.get().wrapping_add(1);
        inner.place.turn.set(mine);
        inner.place.at.set(Some(At { case, doing: Doing::Viewing }));
        self.tell();
        on_cleanup(move || {
            let inner = self.inner();
            if inner.place.turn.get() == mine {
                inner.place.at.set(None);
                self.tell();
            }
        });
    }

    /// Something was typed there, or what was typed is all gone: a form that is only open stops nobody.
    pub fn be_writing(self, case: CaseId, writing: bool) {
        let doing = if writing { Doing::Writing } else { Doing::Viewing };
        let inner = self.inner();
        let here = inner.place.at.get().is_some_and(|at| at.case == case && at.doing != doing);
        if here {
            inner.place.at.set(Some(At { case, doing }));
            self.tell();
        }
    }

    /// One call at a time; what changed meanwhile is said by one more.
    pub fn tell(self) {
        let inner = self.inner();
        if inner.place.asking.replace(true) {
            return inner.place.again.set(true);
        }
        spawn(async move {
            loop {
                // A screen that gives way to the next says both: only the last counts.
                page::sleep(0).await;
                inner.place.again.set(false);
                let open = matches!(self.phase.get_untracked(), Phase::Ready | Phase::Locked);
                if !open || self.expired.get_untracked() {
                    break;
                }
                let at = inner.place.at.get().filter(|_| self.phase.get_untracked() == Phase::Ready);
                let mine = Where { tab: inner.place.tab(), at };
                // Nobody is told that it could not be told: it goes by itself.
                if let Ok(presence) = self.watch(Staff.presence(&mine)).await {
                    self.take_presence(presence);
                }
                if !inner.place.again.get() {
                    break;
                }
            }
            inner.place.asking.set(false);
        });
    }

    /// Draws anew only what changed.
    pub fn take_presence(self, presence: Presence) {
        let presence =
            if self.phase.get_untracked() == Phase::Ready { presence } else { Presence::default() };
        if self.presence.with_untracked(|known| *known != presence) {
            self.presence.set(presence);
        }
    }

    /// For as long as the application runs.
    pub async fn watch_presence(self) {
        let mut turn = 0;
        loop {
            page::sleep(AT_CASE_MILLIS).await;
            turn += 1;
            let inner = self.inner();
            let still = time::now().millis() - inner.last_active.get() < AWAY_MILLIS;
            let ready = self.phase.get_untracked() == Phase::Ready && self.list.loaded.get_untracked();
            let often = inner.place.at.get().is_some() || turn % LIST_TURNS == 0;
            if ready && still && often && !page::is_hidden() {
                self.tell();
            }
        }
    }

    /// What others do at a case, the stronger word alone for each.
    pub fn others_at(self, case: CaseId) -> Option<(Doing, String)> {
        let here = self.presence.with(|presence| {
            let here = presence.here.iter().filter(|here| here.case == case);
            here.map(|here| (here.doing, here.staff)).collect::<Vec<_>>()
        });
        let doing = here.iter().map(|(doing, _)| *doing).max()?;
        let names = names(self, here.iter().filter(|(their, _)| *their == doing).map(|(_, staff)| *staff));
        Some((
            doing,
            match doing {
                Doing::Viewing => presence::viewing(&names),
                Doing::Writing => presence::writing(&names),
            },
        ))
    }

    /// Colleagues who have something unfinished in this case.
    pub fn others_drafting(self, case: CaseId) -> Option<String> {
        let me = self.me();
        let theirs = self.presence.with(|presence| {
            let theirs = presence.drafts.iter().filter(|one| one.case == case && Some(one.staff) != me);
            theirs.map(|one| one.staff).collect::<Vec<_>>()
        });
        (!theirs.is_empty()).then(|| presence::drafting(&names(self, theirs.into_iter())))
    }

    /// I have something unfinished there, in this tab or kept elsewhere.
    pub fn is_drafting(self, case: CaseId) -> bool {
        let me = self.me();
        self.list.drafted.with(|drafted| drafted.contains(&case))
            || self
                .presence
                .with(|presence| presence.drafts.iter().any(|one| one.case == case && Some(one.staff) == me))
    }
}

fn names(app: App, staff: impl Iterator<Item = StaffId>) -> String {
    staff.map(|staff| presence::name(&who(app, staff))).collect::<Vec<_>>().join(presence::AND)
}

/// What others do at this case. Quiet where they read, strong where they write.
#[component]
pub fn Others(case: CaseId, id: &'static str) -> impl IntoView {
    let app = App::of_context();
    let others = Memo::new(move |_| app.others_at(case));
    let drafting = Memo::new(move |_| app.others_drafting(case));
    // Said once when it begins, to whoever does not see it.
    Effect::new(move |before: Option<bool>| {
        let writing = others.with(|others| {
            others.as_ref().filter(|(doing, _)| *doing == Doing::Writing).map(|(_, words)| words.clone())
        });
        if let Some(words) = writing.as_ref().filter(|_| before != Some(true)) {
            app.say.soon(words.clone());
        }
        writing.is_some()
    });
    move || {
        let others = others.get();
        let writing = matches!(others, Some((Doing::Writing, _)));
        let class = if writing { "panel warning others" } else { "hint others" };
        let quiet = drafting.get().filter(|_| !writing);
        let words: Vec<String> = others.map(|(_, words)| words).into_iter().chain(quiet).collect();
        (!words.is_empty())
            .then(|| view! { <p class=class id=id data-writing=writing.then_some("")>{words.join("　")}</p> })
    }
}

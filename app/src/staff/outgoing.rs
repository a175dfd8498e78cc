//! A reply is held back for half a minute before it leaves, or for as long as the operator says. Until then it can be recalled; what leaves was sealed at the
//! press, so that neither a lock nor a new session changes it, and it follows nothing that was not on screen then.
use futures_util::future::join;
use leptos::prelude::*;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::json;
use madobe_domain::limits::RECALL_SECONDS;
use madobe_domain::log::entry::Author;
use madobe_domain::log::file::Files;
use madobe_domain::text::LetterText;
use madobe_domain::wire::draft::DraftKind;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::staff_case::StaffAppend;
use serde::{Deserialize, Serialize};

use super::app::{App, Phase};
use super::drafts::Drafts;
use super::sheet::{Item, Sheet, What};
use super::tab;
use super::trouble::Trouble;
use super::unsent;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::page::{self, spawn};
use crate::time;
use crate::vault::Refusal;
use crate::words::staff::{attached, outgoing, reply};

/// Before a reply goes once more that the server could not take. Then it stops, for its writer to look at.
const AGAIN_MILLIS: [i64; 3] = [2_000, 8_000, 30_000];

#[derive(Clone)]
pub struct Outgoing {
    pub case: CaseId,
    /// Whom it is for, as the list calls them.
    pub to: String,
    pub state: State,
    /// When it leaves, in milliseconds.
    pub until: i64,
    by: StaffId,
    /// The words and what was made of them, under the sender's own key: a locked desk holds nothing readable.
    sealed: String,
    append: StaffAppend,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Waiting,
    Going,
    /// The session had ended: it goes when its writer has signed in again.
    Asked,
    /// There was no network: it goes after the next look that finds nothing in between.
    Unplugged,
    /// The server could not take it, so many times in a row; when it is asked next, in milliseconds.
    Stumbled {
        times: usize,
        next: i64,
    },
    /// It did not go, and says why.
    Stopped(String),
}

/// A reply that has not gone. Sent again unchanged it is the very same entry, so that it cannot arrive twice.
#[derive(Serialize, Deserialize)]
pub struct Unsent {
    pub text: String,
    pub append: StaffAppend,
    /// What goes with it, and is on the server by now.
    #[serde(default)]
    pub files: Files,
    /// How many replies there were at the press.
    #[serde(default)]
    pub after: Option<usize>,
}

impl Unsent {
    /// It is in the record: itself, where only its answer was lost; or, where its draft was sent at another desk, as a reply of
    /// mine with these very words and files behind all that were there at the press.
    fn has_arrived(&self, sheet: &Sheet, me: StaffId) -> bool {
        let words = LetterText::parse(&self.text).ok();
        let says = |item: &Item| match &item.what {
            What::Reply { text, files } => {
                item.author == Author::Staff(me)
                    && *files == self.files
                    && words.as_ref().is_some_and(|words| words.as_str() == text)
            }
            _ => false,
        };
        sheet.items.iter().any(|item| item.id == self.append.entry.id)
            || self.after.is_some_and(|after| sheet.answers().skip(after).any(says))
    }
}

fn place(case: CaseId) -> String {
    [case.to_string().as_str(), "/unsent"].concat()
}

impl App {
    pub fn me(self) -> Option<StaffId> {
        self.session.with_untracked(|session| session.as_ref().map(|session| session.id))
    }

    /// How long a reply can be recalled.
    pub fn recall_seconds(self) -> u32 {
        self.session.with_untracked(|session| {
            session.as_ref().map_or(*RECALL_SECONDS.start(), |session| session.recall_seconds)
        })
    }

    pub fn is_outgoing(self, case: CaseId) -> bool {
        self.outgoing.with(|all| all.iter().any(|one| one.case == case))
    }

    pub fn outgoing_now(self, case: CaseId) -> bool {
        self.outgoing_of(case).is_some()
    }

    fn outgoing_of(self, case: CaseId) -> Option<Outgoing> {
        self.outgoing.with_untracked(|all| all.iter().find(|one| one.case == case).cloned())
    }

    /// From here on it leaves by itself.
    pub async fn hold_back(self, case: CaseId, to: String, kept: Unsent) -> Result<(), Trouble> {
        let inner = self.inner();
        let json = serde_json::to_string(&kept).map_err(|_| Refusal::Words)?;
        // A lock waits for this, as for a draft.
        inner.sealing.set(inner.sealing.get() + 1);
        let sealed = self.vault().seal_draft(place(case), json).await;
        inner.sealing.set(inner.sealing.get().saturating_sub(1));
        let (sealed, me) = (sealed?.ok_or(Refusal::NoKey)?, self.me().ok_or(Refusal::NoKey)?);
        unsent::keep(me, case, &sealed);
        let until = time::now().millis() + i64::from(self.recall_seconds()) * 1_000;
        let one = Outgoing { case, to, state: State::Waiting, until, by: me, sealed, append: kept.append };
        self.outgoing.update(|all| all.push(one));
        self.beat();
        // Better to hear now than when it is to leave that something came in between.
        spawn(async move {
            let _ = self.sync().await;
        });
        Ok(())
    }

    /// The words, and how many files go with them, for whoever may read them here.
    pub async fn outgoing_words(self, case: CaseId) -> Option<(String, usize)> {
        let one = self.outgoing_of(case)?;
        self.open_unsent(case, one.sealed).await.map(|unsent| (unsent.text, unsent.files.len()))
    }

    async fn open_unsent(self, case: CaseId, sealed: String) -> Option<Unsent> {
        let json = self.vault().open_draft(place(case), sealed).await.ok()??;
        json::read(&json).ok()
    }

    /// Back to the writing: true where it had not left.
    pub fn call_back(self, case: CaseId) -> bool {
        let Some(one) = self.outgoing_of(case).filter(|one| one.state != State::Going) else { return false };
        if let Some(me) = self.me() {
            // Another tab may have taken it.
            unsent::keep(me, case, &one.sealed);
        }
        self.mark_unsent(case, true);
        self.outgoing.update(|all| all.retain(|one| one.case != case));
        true
    }

    /// A reply that did not go and is not on its way, for the field where it was written. One that arrived all the same is let
    /// go of.
    pub async fn take_unsent(self, drafts: Drafts, sheet: &Sheet) -> Option<Unsent> {
        let case = drafts.case;
        let me = self.me()?;
        let found = self.open_unsent(case, unsent::kept(me, case)?).await?;
        if found.has_arrived(sheet, me) {
            self.forget_unsent(case);
            return None;
        }
        let place = drafts.place(DraftKind::Reply);
        let (here, known) = (tab::draft(&place.key()), tab::draft_version(&place.key()));
        let drafted = drafts.recall(place.kind).await.ok().flatten();
        // What this tab itself kept last on the server is an older saving of these words, and not more of them.
        let own = here.is_none() && known.is_some() && known == tab::draft_version(&place.key());
        let text = match drafted {
            Some(more) if !own && !found.text.starts_with(&more) => [&found.text, "\n\n", &more].concat(),
            _ => found.text,
        };
        Some(Unsent { text, ..found })
    }

    pub fn forget_unsent(self, case: CaseId) {
        if let Some(me) = self.me() {
            unsent::forget(me, case);
        }
        self.mark_unsent(case, false);
    }

    fn mark_unsent(self, case: CaseId, is: bool) {
        self.list.unsent.update(|all| {
            if is {
                all.insert(case);
            } else {
                all.remove(&case);
            }
        });
    }

    /// Whoever came in: their own go on, another's stay sealed where they are.
    pub fn resume_outgoing(self) {
        let me = self.me();
        self.outgoing.update(|all| {
            all.retain(|one| Some(one.by) == me);
            all.iter_mut().filter(|one| one.state == State::Asked).for_each(|one| one.state = State::Waiting);
        });
        let kept = me.map(unsent::cases).unwrap_or_default();
        let waits = |case: &CaseId| self.outgoing_of(*case).is_some_and(|one| !one.is_stopped());
        self.list.unsent.set(kept.into_iter().filter(|case| !waits(case)).collect());
    }

    /// Their writer deleted these. Of what is going just now its answer tells.
    pub fn erase_outgoing(self, cases: &[CaseId]) {
        for case in cases {
            self.forget_unsent(*case);
            if let Some(one) = self.outgoing_of(*case) {
                self.outgoing.update(|all| all.retain(|one| one.case != *case));
                if one.state != State::Going {
                    self.tell_line(outgoing::erased(&one.to));
                }
            }
        }
    }

    /// What came past a reply that waits stops it at once. One that waited for a network goes where nothing came.
    pub(super) async fn check_outgoing(self) {
        let waiting = |one: &&Outgoing| one.waits();
        let all: Vec<Outgoing> =
            self.outgoing.with_untracked(|all| all.iter().filter(waiting).cloned().collect());
        for one in all {
            let Ok(Some(sheet)) = self.vault().sheet(one.case).await else { continue };
            let Some(now) = self.outgoing_of(one.case).filter(Outgoing::waits) else { continue };
            if sheet.items.iter().any(|item| item.id == one.append.entry.id) {
                // It had arrived; only the answer was lost.
                self.arrived(one.case);
            } else if sheet.tail != one.append.entry.prev {
                self.stop(&one, outgoing::MOVED.to_owned());
            } else if now.state == State::Unplugged {
                self.set_state(one.case, State::Waiting);
                self.beat();
            }
        }
    }

    fn arrived(self, case: CaseId) {
        self.forget_unsent(case);
        spawn(self.forget_sent(case));
        self.outgoing.update(|all| all.retain(|one| one.case != case));
        self.list.settle(case);
        self.say.soon(reply::SENT);
    }

    fn stop(self, one: &Outgoing, why: String) {
        self.say.soon(outgoing::stopped(&one.to, &why));
        self.mark_unsent(one.case, true);
        self.set_state(one.case, State::Stopped(why));
    }

    pub(super) fn send_due(self, now: i64) {
        let may = matches!(self.phase.get_untracked(), Phase::Ready | Phase::Locked)
            && !self.expired.get_untracked();
        let due = |one: &&Outgoing| one.leaves().is_some_and(|at| at <= now);
        let cases: Vec<CaseId> =
            self.outgoing.with_untracked(|all| all.iter().filter(due).map(|one| one.case).collect());
        for case in cases.into_iter().filter(|_| may) {
            spawn(self.send_now(case));
        }
    }

    /// Without waiting any longer. Once: what is going is not sent beside itself.
    pub async fn send_now(self, case: CaseId) {
        let Some(one) = self.outgoing_of(case).filter(|one| one.state != State::Going) else { return };
        let times = if let State::Stumbled { times, .. } = one.state { times } else { 0 };
        self.set_state(case, State::Going);
        let sent = self.watch(Staff.append(case, &one.append)).await;
        // A locked desk has no keys to open with what comes.
        let ready = self.phase.get_untracked() == Phase::Ready;
        match sent {
            Ok(_) => {
                self.forget_unsent(case);
                let look = async {
                    if ready {
                        // It is safe over there; where fetching it fails, the next poll brings it.
                        let _ = self.sync().await;
                        self.list.settle(case);
                    }
                };
                join(look, self.forget_sent(case)).await;
                self.outgoing.update(|all| all.retain(|one| one.case != case));
                self.say.soon(reply::SENT);
            }
            // Its writer deleted the case meanwhile, or somebody signed out.
            Err(_) if !self.outgoing_now(case) => {
                if self.phase.get_untracked() == Phase::Ready && self.me() == Some(one.by) {
                    self.tell_line(outgoing::erased(&one.to));
                }
            }
            Err(error) if error.code() == Some(ErrorCode::Unauthorised) => {
                self.set_state(case, State::Asked);
            }
            Err(ApiError::Offline) => {
                self.say.soon(outgoing::stopped(&one.to, outgoing::UNPLUGGED_WAITS));
                self.set_state(case, State::Unplugged);
                self.inner().live.went_wrong();
            }
            Err(error) => {
                if let Some(pause) = AGAIN_MILLIS.get(times).filter(|_| error.is_passing()) {
                    if times == 0 {
                        self.say.soon(outgoing::stopped(&one.to, outgoing::STUMBLED));
                    }
                    let next = time::now().millis() + pause;
                    self.set_state(case, State::Stumbled { times: times + 1, next });
                    return self.beat();
                }
                let moved = error.code() == Some(ErrorCode::TailMoved);
                if moved && ready {
                    let _ = self.sync().await;
                }
                let why = match error.code() {
                    _ if moved => outgoing::MOVED.to_owned(),
                    Some(ErrorCode::FileGone) => attached::GONE_SEND.to_owned(),
                    _ => Trouble::from(error).words(),
                };
                self.stop(&one, why);
            }
        }
    }

    fn set_state(self, case: CaseId, state: State) {
        self.outgoing.update(|all| {
            all.iter_mut().filter(|one| one.case == case).for_each(|one| one.state = state.clone());
        });
    }

    /// Something has been decided here that the server does not have yet.
    pub fn something_waits(self) -> bool {
        let reply = |one: &Outgoing| !one.is_stopped() && one.state != State::Unplugged;
        self.outgoing.with_untracked(|all| all.iter().any(reply)) || !self.inner().queue.borrow().is_empty()
    }

    /// Everything that waits goes now, or what waits for one case. True where nothing was stopped on the way.
    pub async fn flush(self, only: Option<CaseId>) -> bool {
        let waits = |one: &&Outgoing| !one.is_stopped() && only.is_none_or(|case| case == one.case);
        let cases: Vec<CaseId> =
            self.outgoing.with_untracked(|all| all.iter().filter(waits).map(|one| one.case).collect());
        for case in &cases {
            self.send_now(*case).await;
            let going = || self.outgoing_of(*case).is_some_and(|one| one.state == State::Going);
            page::until(page::EVER, &|| !going()).await;
            // Nobody will be here when the network is, or the server.
            if let Some(one) = self.outgoing_of(*case) {
                match one.state {
                    State::Unplugged => self.stop(&one, outgoing::UNPLUGGED.to_owned()),
                    State::Stumbled { .. } => self.stop(&one, Trouble::from(ApiError::Server).words()),
                    _ => {}
                }
            }
        }
        cases.iter().all(|case| self.outgoing_of(*case).is_none())
    }
}

impl Outgoing {
    fn waits(&self) -> bool {
        matches!(self.state, State::Waiting | State::Unplugged | State::Stumbled { .. })
    }

    /// By itself, in milliseconds; nothing where something else has to happen first.
    pub fn leaves(&self) -> Option<i64> {
        match self.state {
            State::Waiting => Some(self.until),
            State::Stumbled { next, .. } => Some(next),
            _ => None,
        }
    }

    fn is_stopped(&self) -> bool {
        matches!(self.state, State::Stopped(_))
    }

    /// In steps of five seconds: nothing that runs before one's eyes.
    pub fn seconds_left(&self, now: i64) -> i64 {
        let left = (self.until - now).clamp(1, i64::from(*RECALL_SECONDS.end()) * 1_000);
        (left + 4_999) / 5_000 * 5
    }
}

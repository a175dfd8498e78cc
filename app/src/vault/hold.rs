//! What the thread holds between jobs, and which job goes where.
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use madobe_domain::crypto::account::PasswordKeys;
use madobe_domain::crypto::cache::CacheKey;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::tab::{open_draft, seal_draft};
use madobe_domain::ids::{CaseId, StaffId, TeamId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::StoredEntry;
use madobe_domain::log::open::OpenedEntry;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes};
use serde_json::to_string;

use super::account::Pending;
use super::find::Index;
use super::job::{Draft, Job};
use super::kept::Sum;
use crate::random::rng;
use crate::thread::{Handler, Step};

#[derive(Default)]
pub(super) struct Hold {
    /// A password's keys, until the server has said whether they are right.
    pub stretched: Option<PasswordKeys>,
    /// An account in the making.
    pub pending: Option<Pending>,
    pub recovery: Option<RecoveryKey>,
    pub me: Option<Me>,
    /// The public half of the recovery key, as it was read off the paper here.
    pub printed: Option<PublicKeyBytes>,
    pub cases: BTreeMap<CaseId, HeldCase>,
    /// Cases with something new that has not been opened yet.
    pub unopened: BTreeSet<CaseId>,
    /// Cases that this device kept, until they have been opened.
    pub recalled: BTreeSet<CaseId>,
    /// What the kept list says must be there, and how far each case went.
    pub promised: Vec<(CaseId, i64)>,
    pub index: Index,
    pub circles: Circles,
}

/// Which teams hold a case: nearly always the same few, and a team's key is a kilobyte. Each is here once.
#[derive(Default)]
pub(super) struct Circles(Vec<Rc<[TeamKey]>>);

impl Circles {
    pub fn share(&mut self, teams: Vec<TeamKey>) -> Rc<[TeamKey]> {
        if let Some(known) = self.0.iter().find(|known| ***known == *teams) {
            return Rc::clone(known);
        }
        let new = Rc::from(teams);
        self.0.push(Rc::clone(&new));
        new
    }
}

pub(super) struct Me {
    pub id: StaffId,
    pub pair: KeyPair,
    pub cache: CacheKey,
    pub teams: Vec<MyTeamKeys>,
}

pub(super) struct MyTeamKeys {
    pub team: TeamKey,
    pub pairs: BTreeMap<u32, KeyPair>,
}

#[derive(Default)]
pub(super) struct HeldCase {
    pub keys: CaseKeys,
    /// Not opened so far.
    pub grants: Vec<Grant>,
    pub holders: Rc<[TeamKey]>,
    /// Teams of mine that were given the conversation.
    pub given: BTreeSet<TeamId>,
    /// Teams that have the facts alone.
    pub counting: Vec<TeamId>,
    pub stored: Vec<StoredEntry>,
    pub seen: i64,
    pub view: Option<CaseView>,
    /// Records of my own on their way, as if they stood at the end.
    pub expected: Vec<OpenedEntry>,
    /// Everything that can be searched, in one spelling.
    pub words: String,
    /// What it must come to when it is opened, where this device kept it.
    pub sum: Option<Sum>,
}

/// The handler for [`crate::thread::Thread`].
pub fn handler() -> Handler {
    let mut hold = Hold::default();
    Handler::stepping(move |job, _| hold.act(job))
}

impl Hold {
    fn act(&mut self, job: Job) -> Step {
        Step::Answer(match job {
            Job::Later(job) => return self.later(job.as_deref()),
            Job::Stretch { password, salt, stretch } => to_string(&self.stretch(password, salt, stretch)),
            Job::Unlock(session) => to_string(&self.unlock(&session)),
            Job::Reopen(session, tab) => to_string(&self.reopen(&session, &tab)),
            Job::Refresh(session) => to_string(&self.refresh(&session)),
            Job::Keep(cases) => to_string(&self.keep(&cases)),
            Job::Recall(kept) => to_string(&self.recall(&kept)),
            Job::KeepRows { after } => to_string(&self.keep_rows(after)),
            Job::RecallRows(part) => to_string(&self.recall_rows(&part)),
            Job::IsWhole => to_string(&self.is_whole()),
            Job::LetGo => to_string(&self.let_go()),
            Job::Absorb(page) => to_string(&self.absorb(page.get())),
            Job::Open { most } => to_string(&self.open(most)),
            Job::OpenKept { most } => to_string(&self.open_kept(most)),
            Job::Search(words) => to_string(&self.search(&words)),
            Job::Seen(case, seq) => to_string(&self.see(case, seq)),
            Job::SealDraft(draft) => to_string(&self.seal(&draft)),
            Job::OpenDraft(draft) => to_string(&self.unseal(&draft)),
            Job::SealOwn(draft) => to_string(&self.seal_own(&draft)),
            Job::OpenOwn(draft) => to_string(&self.open_own(&draft)),
        })
    }

    pub(super) fn seal(&self, draft: &Draft) -> Option<String> {
        let me = self.me.as_ref()?;
        Some(seal_draft(&mut rng(), me.pair.dangerous_seed(), &draft.place, &draft.text))
    }

    pub(super) fn unseal(&self, draft: &Draft) -> Option<String> {
        open_draft(self.me.as_ref()?.pair.dangerous_seed(), &draft.place, &draft.text).ok()
    }
}

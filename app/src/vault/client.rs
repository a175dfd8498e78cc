//! The page's side: one method a job, with the type of its answer.
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{CaseId, EntryId, StaffId, TeamId};
use madobe_domain::log::word::Word;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes, WrappedSeed};
use madobe_domain::wire::import::TakeTeam;
use madobe_domain::wire::passkey::{CredentialId, PasskeySession};
use madobe_domain::wire::recovery::{Drill, NewRecoveryKey, Recovery};
use madobe_domain::wire::reset::ResetAccount;
use madobe_domain::wire::rotation::{ResealPage, Rotation};
use madobe_domain::wire::session::Session;
use madobe_domain::wire::setup::{Join, NewTeam, Setup};
use madobe_domain::wire::staff_case::StaffAppend;
use madobe_domain::wire::team::{SealToMember, TeamKind};
use madobe_domain::writing::Leak;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use super::book::{SealedPages, Shelf};
use super::feedback::Gathered;
use super::hold::handler;
use super::job::{Absorbed, Account, Draft, Found, Job, Next, Opened, OpenedKept, Refusal, TabSeal, Writing};
use super::later::Later;
use super::passkey::Computed;
use super::taking::{TakenPage, Taking, TakingUp};
use crate::staff::row::Row;
use crate::staff::sheet::Sheet;
use crate::thread::{Thread, ThreadError};

type Asked<T> = Result<T, ThreadError>;

#[derive(Clone)]
pub struct Vault(Thread);

impl Vault {
    pub fn start() -> Self {
        Self(Thread::start(handler))
    }

    /// Ends the thread and with it every key.
    pub fn forget(&self) {
        self.0.stop();
    }

    async fn ask<T: DeserializeOwned>(&self, job: Job) -> Asked<T> {
        self.0.ask(&job, |_| ()).await
    }

    async fn later<T: DeserializeOwned>(&self, job: Later) -> Asked<T> {
        let job = to_raw_value(&job).map_err(|_| ThreadError::Garbled)?;
        self.ask(Job::Later(Some(job))).await
    }

    /// Fetches what the later jobs need, so that they need no network.
    pub async fn prepare(&self) -> Asked<()> {
        self.ask(Job::Later(None)).await
    }

    pub async fn stretch(
        &self,
        password: String,
        salt: Fixed<16>,
        stretch: StretchParams,
    ) -> Asked<Option<Fixed<32>>> {
        self.ask(Job::Stretch { password, salt, stretch }).await
    }

    pub async fn unlock(&self, session: &Session) -> Asked<Result<TabSeal, Refusal>> {
        self.ask(Job::Unlock(Box::new(session.clone()))).await
    }

    pub async fn reopen(&self, session: &Session, tab: TabSeal) -> Asked<Result<TabSeal, Refusal>> {
        self.ask(Job::Reopen(Box::new(session.clone()), tab)).await
    }

    pub async fn adopt(&self, session: &Session) -> Asked<Result<TabSeal, Refusal>> {
        self.later(Later::Adopt(Box::new(session.clone()))).await
    }

    pub async fn refresh(&self, session: &Session) -> Asked<bool> {
        self.ask(Job::Refresh(Box::new(session.clone()))).await
    }

    /// `known`: for an account that is there and lost its key.
    pub async fn make_account(
        &self,
        password: String,
        known: Option<StaffId>,
    ) -> Asked<Result<Fixed<20>, Refusal>> {
        self.later(Later::MakeAccount { password, known }).await
    }

    pub async fn make_recovery(&self) -> Asked<Vec<String>> {
        self.later(Later::MakeRecovery).await
    }

    pub async fn setup(
        &self,
        token: Fixed<32>,
        account: Account,
        team: String,
    ) -> Asked<Result<Setup, Refusal>> {
        self.later(Later::Setup { token, account, team }).await
    }

    pub async fn join(&self, token: Fixed<32>, account: Account) -> Asked<Result<Join, Refusal>> {
        self.later(Later::Join { token, account }).await
    }

    pub async fn give(
        &self,
        team: TeamId,
        staff: StaffId,
        public_key: PublicKeyBytes,
    ) -> Asked<Result<Vec<SealToMember>, Refusal>> {
        self.later(Later::Give { team, staff, public_key: Box::new(public_key) }).await
    }

    pub async fn reset(&self, token: Fixed<32>, account: Account) -> Asked<Result<ResetAccount, Refusal>> {
        self.later(Later::Reset { token, account }).await
    }

    pub async fn found(
        &self,
        name: String,
        kind: TeamKind,
        recovery: Recovery,
    ) -> Asked<Result<NewTeam, Refusal>> {
        self.later(Later::Found { name, kind, recovery: Box::new(recovery) }).await
    }

    pub async fn rotate(&self, next: Next) -> Asked<Result<Rotation, Refusal>> {
        self.later(Later::Rotate(Box::new(next))).await
    }

    pub async fn reseal(&self, team: TeamId, page: ResealPage) -> Asked<Result<Vec<Grant>, Refusal>> {
        self.later(Later::Reseal(team, Box::new(page))).await
    }

    pub async fn unshared(&self, teams: Vec<TeamKey>, most: usize) -> Asked<Vec<Grant>> {
        self.later(Later::Unshared { teams, most }).await
    }

    pub async fn grant(&self, case: CaseId, team: TeamKey, kind: TeamKind) -> Asked<Result<Grant, Refusal>> {
        self.later(Later::Grant { case, team: Box::new(team), kind }).await
    }

    pub async fn held_by(&self, case: CaseId, teams: Vec<TeamKey>) -> Asked<Option<Row>> {
        self.later(Later::HeldBy(case, teams)).await
    }

    pub async fn renew_recovery(
        &self,
        former: PublicKeyBytes,
        seen: bool,
    ) -> Asked<Result<NewRecoveryKey, Refusal>> {
        self.later(Later::RenewRecovery { former: Box::new(former), seen }).await
    }

    pub async fn drop_recovery(&self) -> Asked<()> {
        self.later(Later::DropRecovery).await
    }

    pub async fn seal_to_passkey(
        &self,
        credential: CredentialId,
        computed: Computed,
    ) -> Asked<Result<WrappedSeed, Refusal>> {
        self.later(Later::SealToPasskey { credential, computed }).await
    }

    pub async fn unlock_by_passkey(
        &self,
        entered: PasskeySession,
        credential: CredentialId,
        computed: Computed,
    ) -> Asked<Result<TabSeal, Refusal>> {
        self.later(Later::UnlockByPasskey { entered: Box::new(entered), credential, computed }).await
    }

    pub async fn drill(&self, typed: String, recovery: Recovery) -> Asked<Result<Drill, Refusal>> {
        self.later(Later::Drill { typed, recovery: Box::new(recovery) }).await
    }

    pub async fn absorb(&self, page: String) -> Asked<Result<Absorbed, Refusal>> {
        match RawValue::from_string(page) {
            Ok(page) => self.ask(Job::Absorb(page)).await,
            Err(_) => Ok(Err(Refusal::Shut)),
        }
    }

    pub async fn open(&self, most: usize) -> Asked<Opened> {
        self.ask(Job::Open { most }).await
    }

    pub async fn open_kept(&self, most: usize) -> Asked<OpenedKept> {
        self.ask(Job::OpenKept { most }).await
    }

    pub async fn keep(&self, cases: Vec<CaseId>) -> Asked<Vec<(CaseId, Option<String>)>> {
        self.ask(Job::Keep(cases)).await
    }

    pub async fn recall(&self, kept: Vec<String>) -> Asked<Result<usize, Refusal>> {
        self.ask(Job::Recall(kept)).await
    }

    pub async fn keep_rows(&self, after: Option<CaseId>) -> Asked<Option<(String, CaseId)>> {
        self.ask(Job::KeepRows { after }).await
    }

    pub async fn recall_rows(&self, part: String) -> Asked<Option<Vec<Row>>> {
        self.ask(Job::RecallRows(part)).await
    }

    pub async fn is_whole(&self) -> Asked<bool> {
        self.ask(Job::IsWhole).await
    }

    pub async fn let_go(&self) -> Asked<()> {
        self.ask(Job::LetGo).await
    }

    pub async fn sheet(&self, case: CaseId) -> Asked<Option<Sheet>> {
        self.later(Later::Sheet(case)).await
    }

    pub async fn leaks(&self, case: CaseId, others: Vec<CaseId>, text: String) -> Asked<Vec<Leak>> {
        self.later(Later::Leaks { case, others, text }).await
    }

    pub async fn word(&self, since: Timestamp) -> Asked<Option<Word>> {
        self.later(Later::Word { since }).await
    }

    pub async fn search(&self, typed: String) -> Asked<Found> {
        self.ask(Job::Search(typed)).await
    }

    pub async fn seen(&self, case: CaseId, seq: i64) -> Asked<Option<Row>> {
        self.ask(Job::Seen(case, seq)).await
    }

    pub async fn write(
        &self,
        case: CaseId,
        id: EntryId,
        writing: Writing,
    ) -> Asked<Result<StaffAppend, Refusal>> {
        self.later(Later::Write { case, id, writing }).await
    }

    pub async fn expect(
        &self,
        case: CaseId,
        id: EntryId,
        at: Timestamp,
        writing: Writing,
    ) -> Asked<Option<Row>> {
        self.later(Later::Expect { case, id, at, writing }).await
    }

    pub async fn forgo(&self, case: CaseId, id: EntryId) -> Asked<Option<Row>> {
        self.later(Later::Forgo { case, id }).await
    }

    pub async fn take_out(&self, what: Taking) -> Asked<TakenPage> {
        self.later(Later::TakeOut(what)).await
    }

    pub async fn take_up(&self, asked: TakingUp) -> Asked<Result<TakeTeam, Refusal>> {
        self.later(Later::TakeUp(Box::new(asked))).await
    }

    pub async fn gather(&self, page: String) -> Asked<Result<Gathered, Refusal>> {
        match RawValue::from_string(page) {
            Ok(page) => self.later(Later::Gather(page)).await,
            Err(_) => Ok(Err(Refusal::Shut)),
        }
    }

    pub async fn seal_draft(&self, place: String, text: String) -> Asked<Option<String>> {
        self.ask(Job::SealDraft(Draft { place, text })).await
    }

    pub async fn open_draft(&self, place: String, text: String) -> Asked<Option<String>> {
        self.ask(Job::OpenDraft(Draft { place, text })).await
    }

    pub async fn seal_own(&self, place: String, text: String) -> Asked<Option<String>> {
        self.ask(Job::SealOwn(Draft { place, text })).await
    }

    pub async fn open_own(&self, place: String, text: String) -> Asked<Option<String>> {
        self.ask(Job::OpenOwn(Draft { place, text })).await
    }

    pub async fn seal_pages(&self, shelf: Shelf, json: String) -> Asked<Result<SealedPages, Refusal>> {
        self.later(Later::SealPages { shelf, json }).await
    }

    pub async fn open_pages(&self, shelf: Shelf, pages: SealedPages) -> Asked<Result<String, Refusal>> {
        self.later(Later::OpenPages { shelf, pages }).await
    }
}

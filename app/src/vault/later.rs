//! Jobs that the list does without: what carries them out is fetched once the list is there, or when the first of them comes.
use std::cell::Cell;

use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, EntryId, StaffId, TeamId};
use madobe_domain::json;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::passkey::{CredentialId, PasskeySession};
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::rotation::ResealPage;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::team::TeamKind;
use serde::de::Error;
use serde::{Deserialize, Serialize};
use serde_json::to_string;
use serde_json::value::RawValue;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::book::{SealedPages, Shelf};
use super::hold::Hold;
use super::job::{Account, Next, Writing};
use super::passkey::Computed;
use super::taking::{Taking, TakingUp};
use crate::thread::{Answer, Step};

#[derive(Serialize, Deserialize)]
pub enum Later {
    /// Keys that were made here a moment ago become mine.
    Adopt(Box<Session>),
    /// Makes keys for an account. Answer: `Result<Fixed<20>, Refusal>`, the secret of the one-time codes.
    /// `known`: for an account that is there and lost its key.
    MakeAccount {
        password: String,
        known: Option<StaffId>,
    },
    /// Answer: the groups of the recovery key, the same ones when asked again.
    MakeRecovery,
    /// Answer: `Result<Setup, Refusal>`.
    Setup {
        token: Fixed<32>,
        account: Account,
        team: String,
    },
    /// Answer: `Result<Join, Refusal>`.
    Join {
        token: Fixed<32>,
        account: Account,
    },
    /// Seals a team's seeds to a colleague. Answer: `Result<Vec<SealToMember>, Refusal>`.
    Give {
        team: TeamId,
        staff: StaffId,
        public_key: Box<PublicKeyBytes>,
    },
    /// Answer: `Result<ResetAccount, Refusal>`.
    Reset {
        token: Fixed<32>,
        account: Account,
    },
    /// Answer: `Result<NewTeam, Refusal>`.
    Found {
        name: String,
        kind: TeamKind,
        recovery: Box<Recovery>,
    },
    /// The next key of a team. Answer: `Result<Rotation, Refusal>`.
    Rotate(Box<Next>),
    /// Answer: `Result<Vec<Grant>, Refusal>`, to the team's present key.
    Reseal(TeamId, Box<ResealPage>),
    /// Answer: grants of facts that these teams lack.
    Unshared {
        teams: Vec<TeamKey>,
        most: usize,
    },
    /// Answer: `Result<Grant, Refusal>`.
    Grant {
        case: CaseId,
        team: Box<TeamKey>,
        kind: TeamKind,
    },
    /// Who holds a case by now. Answer: the row as it is with that.
    HeldBy(CaseId, Vec<TeamKey>),
    /// Answer: `Result<Drill, Refusal>`: no key at all (`Words`), another key (`Shut`), one that does not open something (`Gone`).
    Drill {
        typed: String,
        recovery: Box<Recovery>,
    },
    /// In place of the key `former`. Answer: the request, or why not.
    RenewRecovery {
        former: Box<PublicKeyBytes>,
        seen: bool,
    },
    DropRecovery,
    /// My seed, for a passkey that was just made. Answer: `Result<WrappedSeed, Refusal>`.
    SealToPasskey {
        credential: CredentialId,
        computed: Computed,
    },
    /// With what a passkey computed: opens my seed and the teams' keys. Answer: `Result<TabSeal, Refusal>`.
    UnlockByPasskey {
        entered: Box<PasskeySession>,
        credential: CredentialId,
        computed: Computed,
    },
    /// Answer: `Option<Sheet>`.
    Sheet(CaseId),
    /// What a reply to `case` may give away of `others`. Answer: `Vec<Leak>`.
    Leaks {
        case: CaseId,
        others: Vec<CaseId>,
        text: String,
    },
    /// Seals it under this id. Answer: `Result<StaffAppend, Refusal>`.
    Write {
        case: CaseId,
        id: EntryId,
        writing: Writing,
    },
    /// Shows what is about to be written as if it stood there already. Answer: the row as it is now.
    Expect {
        case: CaseId,
        id: EntryId,
        at: Timestamp,
        writing: Writing,
    },
    /// It will not come after all. Answer: the row as it is now.
    Forgo {
        case: CaseId,
        id: EntryId,
    },
    /// Cases as plain JSON. Answer: [`super::TakenPage`].
    TakeOut(Taking),
    /// How the desk kept its word in replies since then. Answer: `Option<Word>`, nothing while cases are still shut.
    Word {
        since: Timestamp,
    },
    /// Answer: `Result<TakeTeam, Refusal>`: no key at all (`Words`), another key (`Shut`), one that does not open something (`Gone`).
    TakeUp(Box<TakingUp>),
    /// What people thought of the desk, as it came. Answer: `Result<Gathered, Refusal>`.
    Gather(Box<RawValue>),
    /// Answer: `Result<SealedPages, Refusal>`.
    SealPages {
        shelf: Shelf,
        json: String,
    },
    /// Answer: `Result<String, Refusal>`.
    OpenPages {
        shelf: Shelf,
        pages: SealedPages,
    },
}

type Act = fn(&mut Hold, &str) -> Answer;

thread_local! {
    /// Nothing until it has been fetched.
    static ACT: Cell<Option<Act>> = const { Cell::new(None) };
}

// Nothing else may call what it names, or it stays in the first file.
#[wasm_split(vault, fallible)]
fn fetched() -> Result<Act, SplitLoaderError> {
    Ok(Hold::act_later)
}

async fn fetch() {
    if let Ok(act) = fetched().await {
        ACT.set(Some(act));
    }
}

impl Hold {
    /// Without a job: only so that it is here.
    pub(super) fn later(&mut self, job: Option<&RawValue>) -> Step {
        match (ACT.get(), job) {
            (None, _) => Step::After(Box::pin(fetch())),
            (Some(act), Some(job)) => Step::Answer(act(self, job.get())),
            (Some(_), None) => Step::Answer(to_string(&())),
        }
    }

    fn act_later(&mut self, job: &str) -> Answer {
        let job = json::read(job).map_err(Error::custom)?;
        if let Later::Write { case, .. } | Later::Expect { case, .. } = &job {
            self.ready(*case);
        }
        match job {
            Later::Adopt(session) => to_string(&self.adopt(&session)),
            Later::MakeAccount { password, known } => to_string(&self.make_account(password, known)),
            Later::MakeRecovery => to_string(&self.make_recovery()),
            Later::Setup { token, account, team } => to_string(&self.setup(token, account, team)),
            Later::Join { token, account } => to_string(&self.join(token, account)),
            Later::Give { team, staff, public_key } => to_string(&self.give(team, staff, &public_key)),
            Later::Reset { token, account } => to_string(&self.reset(token, account)),
            Later::Found { name, kind, recovery } => to_string(&self.found(name, kind, &recovery)),
            Later::Rotate(next) => to_string(&self.rotate(&next)),
            Later::Reseal(team, page) => to_string(&self.reseal(team, &page)),
            Later::Unshared { teams, most } => to_string(&self.unshared(&teams, most)),
            Later::Grant { case, team, kind } => to_string(&self.grant(case, &team, kind)),
            Later::HeldBy(case, teams) => to_string(&self.held_by(case, teams)),
            Later::RenewRecovery { former, seen } => to_string(&self.renew_recovery(*former, seen)),
            Later::DropRecovery => to_string(&self.drop_recovery()),
            Later::SealToPasskey { credential, computed } => {
                to_string(&self.seal_to_passkey(&credential, &computed))
            }
            Later::UnlockByPasskey { entered, credential, computed } => {
                to_string(&self.unlock_by_passkey(&entered, &credential, &computed))
            }
            Later::Drill { typed, recovery } => to_string(&self.drill(&typed, &recovery)),
            Later::Sheet(case) => to_string(&self.sheet(case)),
            Later::Leaks { case, others, text } => to_string(&self.leaks(case, &others, &text)),
            Later::Write { case, id, writing } => to_string(&self.write(case, id, writing)),
            Later::Expect { case, id, at, writing } => to_string(&self.expect(case, id, at, writing)),
            Later::Forgo { case, id } => to_string(&self.forgo(case, id)),
            Later::TakeOut(what) => to_string(&self.take_out(&what)),
            Later::Word { since } => to_string(&self.word(since)),
            Later::TakeUp(asked) => to_string(&self.take_up(&asked)),
            Later::Gather(page) => to_string(&self.gather(page.get())),
            Later::SealPages { shelf, json } => to_string(&self.seal_pages(&shelf, json)),
            Later::OpenPages { shelf, pages } => to_string(&self.open_pages(&shelf, &pages)),
        }
    }
}

//! What staff do in a case that one of their teams holds.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::append::{Appending, CameOut, Guard, TeamShare, check_files};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::{self, SessionToken, Signed};
use madobe_domain::ids::CaseId;
use madobe_domain::log::entry::{Author, Compartment, GENESIS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::Recipient;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::staff_case::{Seen, StaffAppend};
use serde::Deserialize;

/// Someone whose team holds this case, and who has that team's key. Made by [`right_to`] alone.
pub struct CaseHolder {
    pub signed: Signed,
    pub case: CaseId,
    mask: u8,
}

/// The grants of a case to teams whose key the owner of this session has.
const RIGHT: &str = "SELECT g.mask FROM sessions s JOIN memberships m ON m.staff = s.staff \
    JOIN grants g ON g.case_id = ?2 AND g.recipient = m.team AND g.version > 0 \
    WHERE s.token_hash = ?1 \
      AND EXISTS (SELECT 1 FROM member_keys k WHERE k.team = m.team AND k.recipient = s.staff)";

#[derive(Deserialize)]
struct MaskRow {
    mask: u8,
}

/// The right to a case, found out together with the session. Another team's case and one that does not exist look
/// the same.
pub async fn right_to(
    deps: &Deps,
    token: &SessionToken,
    case: Option<CaseId>,
) -> Result<CaseHolder, Refusal> {
    let right = Statement::new(RIGHT).bind(&token.hash()).bind(case.as_ref());
    let (signed, mut outcomes) = session::live_with(deps, token, vec![right]).await?;
    let mask = outcomes.take()?.rows::<MaskRow>()?.iter().fold(0, |all, row| all | row.mask);
    match case {
        Some(case) if mask != 0 => Ok(CaseHolder { signed, case, mask }),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}

impl CaseHolder {
    /// Writing is for those who can read the conversation: whoever only counts writes nothing.
    pub(super) fn reads(&self) -> bool {
        self.mask & Compartment::Conversation.byte() != 0
    }
}

/// The shares of a new staff key: given exactly with the first entry of that compartment, one for each team.
fn shares(append: &StaffAppend) -> Result<Option<Vec<TeamShare>>, Refusal> {
    let first = append.entry.compartment == Compartment::Staff && append.entry.prev == GENESIS;
    if append.grants.is_empty() == first {
        return Err(Refusal::invalid("grants"));
    }
    if !first {
        return Ok(None);
    }
    let mut shares: Vec<TeamShare> = Vec::with_capacity(append.grants.len());
    for grant in &append.grants {
        let Recipient::Team { id: team, version } = grant.recipient else {
            return Err(Refusal::invalid("grants"));
        };
        let sound = grant.case == append.entry.case && grant.compartments == [Compartment::Staff];
        if !sound || shares.iter().any(|share| share.team == team) {
            return Err(Refusal::invalid("grants"));
        }
        shares.push(TeamShare { team, version, sealed: grant.sealed.to_string() });
    }
    Ok(Some(shares))
}

/// Appends a reply, a note or a change of facts.
pub async fn append(deps: &Deps, holder: &CaseHolder, append: &StaffAppend) -> Result<Appended, Refusal> {
    let StaffAppend { entry, closed, files, .. } = append;
    if entry.author != Author::Staff(holder.signed.staff) {
        return Err(Refusal::invalid("entry.author"));
    }
    if entry.case != holder.case {
        return Err(Refusal::invalid("entry.case"));
    }
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    check_files(entry, files)?;
    let shares = shares(append)?;
    let now = deps.now();
    let appending = Appending {
        entry,
        now,
        promised: None,
        closed: *closed,
        files,
        guard: Guard::Staff { shares: shares.as_deref() },
    };
    let acts = [
        closed.map(|closed| if closed { Act::CaseClosed } else { Act::CaseReopened }),
        shares.is_some().then_some(Act::StaffKeyMade),
    ];
    let acts = acts.into_iter().flatten();
    let audit =
        acts.map(|act| record_if_changed(now, &holder.signed.staff, act, &entry.case, NONE)).collect();
    let mut statements = holder.signed.touch();
    statements.append(&mut appending.statements(audit)?);
    let look = Appending::look(deps.batch(statements).await?)?;
    match look.come_out(entry)? {
        CameOut::Done(appended) => Ok(appended),
        // Only the shares could stand against it: a team was added, or has a newer key.
        CameOut::Held => Err(ErrorCode::StaleKey.into()),
    }
}

const SEEN: &str = "INSERT INTO seen (case_id, staff, seq) VALUES (?1, ?2, ?3) \
    ON CONFLICT (case_id, staff) DO UPDATE SET seq = CASE ?3 WHEN 0 THEN 0 ELSE max(seq, ?3) END";

/// Remembers how far this person has seen the case. A late answer from another screen never takes it back; 0 does.
pub async fn seen(deps: &Deps, holder: &CaseHolder, seen: Seen) -> Result<(), Refusal> {
    if seen.seq < 0 {
        return Err(Refusal::invalid("seq"));
    }
    let mut statements = holder.signed.touch();
    statements.push(Statement::new(SEEN).bind(&holder.case).bind(&holder.signed.staff).bind(seen.seq));
    deps.batch(statements).await?;
    Ok(())
}

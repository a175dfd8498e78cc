//! What a team offers, as it stands in the database, and changing it.

use crate::deps::Deps;
use crate::ports::{Fault, Outcome, Outcomes, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::facts;
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use madobe_domain::booking::plan::Plan;
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::{ReservationId, StaffId, TeamId};
use madobe_domain::wire::calendar::{MyAbsences, VersionedPlan};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::Role;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What times are counted by: a team's plan, and the days on which the desk is shut.
pub struct Terms {
    pub team: TeamId,
    pub version: u32,
    pub plan: Plan,
    pub settings: DeskSettings,
}

/// With those who are in the team and may sign in.
macro_rules! terms {
    ($which:literal) => {
        concat!(
            "SELECT p.team, p.version, p.json, s.json AS settings, \
                (SELECT json_group_array(m.staff) FROM memberships m JOIN staff st ON st.id = m.staff \
                    WHERE m.team = p.team AND st.suspended_at IS NULL) AS members ",
            $which
        )
    };
}
const INTAKE: &str =
    terms!("FROM teams t JOIN plans p ON p.team = t.id JOIN settings s ON s.only = 1 WHERE t.intake = 1");
const OF_TEAM: &str = terms!("FROM plans p JOIN settings s ON s.only = 1 WHERE p.team = ?1");
const OF_RESERVATION: &str = terms!(
    "FROM reservations r JOIN plans p ON p.team = r.team JOIN settings s ON s.only = 1 WHERE r.id = ?1"
);

#[derive(Deserialize)]
struct Row {
    team: TeamId,
    version: u32,
    json: String,
    settings: String,
    members: String,
}

/// Reads the plan of the team that takes new letters, for [`Terms::take`].
pub fn intake() -> Statement {
    Statement::new(INTAKE)
}

pub fn of_team(team: &TeamId) -> Statement {
    Statement::new(OF_TEAM).bind(team)
}

/// The same of the team with which this talk is booked.
pub fn of_reservation(id: &ReservationId) -> Statement {
    Statement::new(OF_RESERVATION).bind(id)
}

impl Terms {
    /// As times are counted: whoever left the team or was suspended holds no talk any more. Nothing: the team has no plan.
    pub fn take(outcomes: &mut Outcomes) -> Result<Option<Self>, Fault> {
        let Some(row) = outcomes.take()?.first::<Row>()? else { return Ok(None) };
        let members: BTreeSet<StaffId> =
            serde_json::from_str(&row.members).map_err(|_| Fault::new("members"))?;
        let mut terms = Self::written(row)?;
        terms.plan.people.retain(|person| members.contains(&person.staff));
        for kind in &mut terms.plan.kinds {
            kind.people.retain(|staff| members.contains(staff));
        }
        Ok(Some(terms))
    }

    /// As the plan was written.
    fn of(outcome: &Outcome) -> Result<Option<Self>, Fault> {
        outcome.first::<Row>()?.map(Self::written).transpose()
    }

    fn written(row: Row) -> Result<Self, Fault> {
        Ok(Self {
            team: row.team,
            version: row.version,
            plan: serde_json::from_str(&row.json).map_err(|_| Fault::new("plan"))?,
            settings: serde_json::from_str(&row.settings).map_err(|_| Fault::new("settings"))?,
        })
    }
}

/// The plan as it stands; before the first, an empty one of version 0.
pub async fn read(deps: &Deps, holder: &KeyHolder) -> Result<VersionedPlan, Refusal> {
    let mut statements = holder.signed.touch();
    statements.push(of_team(&holder.team));
    let found = Terms::of(&deps.batch(statements).await?.last()?)?;
    Ok(found.map_or(VersionedPlan { version: 0, plan: Plan::default() }, |terms| VersionedPlan {
        version: terms.version,
        plan: terms.plan,
    }))
}

/// People who come into a plan are members of its team. Whoever left since stands in nobody's way: their hours do not count.
const CHANGE: &str = "INSERT INTO plans (team, version, offers, json) SELECT ?1, ?2 + 1, ?3, ?4 \
    WHERE coalesce((SELECT version FROM plans WHERE team = ?1), 0) = ?2 \
      AND NOT EXISTS (SELECT 1 FROM json_each(?4, '$.people') p \
          LEFT JOIN memberships m ON m.staff = json_extract(p.value, '$.staff') AND m.team = ?1 \
          WHERE m.staff IS NULL AND NOT EXISTS (SELECT 1 FROM plans before, json_each(before.json, '$.people') was \
              WHERE before.team = ?1 AND json_extract(was.value, '$.staff') = json_extract(p.value, '$.staff'))) \
    ON CONFLICT (team) DO UPDATE SET version = excluded.version, offers = excluded.offers, json = excluded.json";

async fn store(deps: &Deps, holder: &KeyHolder, change: &VersionedPlan) -> Result<VersionedPlan, Refusal> {
    change.plan.check().map_err(|fault| Refusal::Invalid(format!("plan.{}", fault.0).into()))?;
    let mut statements = holder.signed.touch();
    statements.extend([
        Statement::new(CHANGE)
            .bind(&holder.team)
            .bind(change.version)
            .bind(u8::from(change.plan.offers()))
            .bind(serde_json::to_string(&change.plan).map_err(|_| Fault::new("json"))?),
        record_if_changed(deps.now(), &holder.signed.staff, Act::PlanChanged, NONE, holder.team.to_string()),
        of_team(&holder.team),
    ]);
    let stored = Terms::of(&deps.batch(statements).await?.last()?)?;
    // The landing page leads to what can be booked, or no longer.
    facts::renew(deps).await;
    match stored {
        // The same change sent again is done already.
        Some(terms) if terms.plan == change.plan && Some(terms.version) == change.version.checked_add(1) => {
            Ok(VersionedPlan { version: terms.version, plan: terms.plan })
        }
        terms if terms.as_ref().map_or(0, |terms| terms.version) == change.version => {
            Err(Refusal::invalid("plan.people.staff"))
        }
        _ => Err(ErrorCode::Conflict.into()),
    }
}

/// Changes the plan, if nobody else has since. Administrators only.
pub async fn change(
    deps: &Deps,
    holder: &KeyHolder,
    change: &VersionedPlan,
) -> Result<VersionedPlan, Refusal> {
    if holder.signed.role != Role::Administrator {
        return Err(ErrorCode::Forbidden.into());
    }
    store(deps, holder, change).await
}

/// When I myself am not there: every member says that of themselves, and of nobody else.
pub async fn absences(deps: &Deps, holder: &KeyHolder, mine: &MyAbsences) -> Result<VersionedPlan, Refusal> {
    let found = Terms::of(&deps.batch(vec![of_team(&holder.team)]).await?.take()?)?;
    let Some(Terms { mut plan, version, .. }) = found else { return Err(ErrorCode::Forbidden.into()) };
    // What was kept twice before that was refused stands in nobody's way.
    for person in &mut plan.people {
        for one in std::mem::take(&mut person.away) {
            if !person.away.contains(&one) {
                person.away.push(one);
            }
        }
    }
    let me = plan.people.iter_mut().find(|person| person.staff == holder.signed.staff);
    let me = me.ok_or(ErrorCode::Forbidden)?;
    if version == mine.version.saturating_add(1) && me.away == mine.away {
        return Ok(VersionedPlan { version, plan });
    }
    me.away.clone_from(&mine.away);
    store(deps, holder, &VersionedPlan { version: mine.version, plan }).await
}

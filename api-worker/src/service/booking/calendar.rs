//! The calendar of a team: reading it, booking for someone, moving, cancelling, and whether somebody came.

use super::change::{Whose, cancelled};
use super::free::{Named, taken_for_staff as taken};
use super::group::{Group, Session, roomiest};
use super::plan::{self, Terms};
use super::taking::{free, lapse, occupy, pick, picking};
use super::telling::{Freed, freed, tell};
use super::{LOOK, Row, group, note};
use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use chrono::NaiveDate;
use madobe_domain::booking::conflict::conflict;
use madobe_domain::booking::hours::Shut;
use madobe_domain::booking::need::{Need, Presence, Rules, Taking};
use madobe_domain::booking::plan::{Kind, Who};
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick, ticks};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::promise::holiday_name;
use madobe_domain::ids::{CaseId, ReservationId, RoomId, StaffId};
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{
    CalendarPage, CalendarQuery, Came, Holiday, MoveTalk, NewTalk, NoteBytes, SealedNote, StaffTalk,
};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

/// What the team may know of a talk: the consultation only where it holds it.
macro_rules! talks {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.team, r.kind, r.state, r.start, r.minutes, r.taken, r.act, r.mailbox, r.token_hash, \
                r.session, r.seats, r.expires_at, r.came, r.note, r.note_key, \
                (SELECT g.case_id FROM mailboxes m JOIN grants g ON g.case_id = m.case_id \
                    WHERE m.id = r.mailbox AND g.recipient = r.team AND g.version > 0 LIMIT 1) AS case_id, r.gone_by, r.gone_at \
             FROM reservations r WHERE ",
            $which
        )
    };
}
const RANGE: &str = talks!(
    "r.start >= ?2 AND r.start < ?3 AND r.team = ?1 \
        AND (r.state IN (2, 3) OR (r.state = 1 AND r.expires_at > ?4)) ORDER BY r.start, r.id"
);
pub(super) const ONE: &str = talks!("r.id = ?2 AND r.team = ?1");

#[derive(Deserialize)]
pub(super) struct TalkRow {
    #[serde(flatten)]
    pub row: Row,
    gone_by: Option<StaffId>,
    gone_at: Option<Timestamp>,
    came: Option<u8>,
    case_id: Option<CaseId>,
    note: Option<NoteBytes>,
    note_key: Option<u32>,
}

impl TalkRow {
    pub(super) fn shown(self) -> Result<StaffTalk, Fault> {
        Ok(StaffTalk {
            id: self.row.id,
            kind: self.row.kind,
            state: self.row.state()?,
            cancelled_by: self.gone_by,
            cancelled_at: self.gone_at,
            start: self.row.start,
            minutes: self.row.minutes,
            taken: self.row.takings()?,
            case: self.case_id,
            seats: self.row.seats,
            came: self.came.map(|came| came == 1),
            conflict: None,
            note: self.note.zip(self.note_key).map(|(sealed, key)| SealedNote { key, sealed }),
        })
    }
}

const MOST_DAYS: u16 = 62;

/// The talks of some days, each with what no longer fits the plan. One round trip.
pub async fn read(deps: &Deps, holder: &KeyHolder, query: &CalendarQuery) -> Result<CalendarPage, Refusal> {
    if !(1..=MOST_DAYS).contains(&query.days) {
        return Err(Refusal::invalid("days"));
    }
    let from = Tick::of_day(query.from);
    let days = Span { from, to: from.plus(i64::from(query.days) * DAY_TICKS) };
    let mut statements = holder.signed.touch();
    let skip = statements.len();
    statements.extend([
        plan::of_team(&holder.team),
        Statement::new(RANGE).bind(&holder.team).bind(days.from.0).bind(days.to.0).bind(deps.now()),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    let terms = Terms::take(&mut outcomes)?;
    let rows: Vec<TalkRow> = outcomes.take()?.rows()?;
    let mut talks = rows.into_iter().map(TalkRow::shown).collect::<Result<Vec<_>, _>>()?;
    if let Some(terms) = &terms {
        fit(terms, days, &mut talks);
    }
    let shut = terms.as_ref().map(|terms| Shut::new(&terms.settings));
    Ok(CalendarPage { talks, holidays: holidays(query, shut.as_ref()) })
}

/// Whoever plans a week sees why a day stays empty.
fn holidays(query: &CalendarQuery, shut: Option<&Shut>) -> Vec<Holiday> {
    let of = |day: NaiveDate| {
        let (name, shut) = (holiday_name(day), shut.is_some_and(|shut| shut.is(day)));
        (name.is_some() || shut).then_some(Holiday { day, name, shut })
    };
    query.from.iter_days().take(usize::from(query.days)).filter_map(of).collect()
}

/// Says of each that is booked what does not fit the plan.
fn fit(terms: &Terms, days: Span, talks: &mut [StaffTalk]) {
    let presence = Presence::new(&terms.plan, &terms.settings, days);
    for talk in talks.iter_mut().filter(|talk| talk.state == State::Booked) {
        let ticks = Span { from: talk.start, to: talk.start.plus(ticks(talk.minutes)) };
        talk.conflict = conflict(&terms.plan, &presence, &talk.kind, ticks, &talk.taken);
    }
}

/// What was just booked or moved: staff may put it where nobody is there by plan, and are told that they did.
pub(super) fn done(terms: &Terms, row: TalkRow) -> Result<StaffTalk, Refusal> {
    let mut talk = row.shown()?;
    fit(terms, day_of(talk.start), std::slice::from_mut(&mut talk));
    Ok(talk)
}

pub(super) fn day_of(start: Tick) -> Span {
    let midnight = Tick::of_day(start.day());
    Span { from: midnight, to: midnight.plus(DAY_TICKS) }
}

/// What is over is not planned any more. This very day still may be: somebody stood at the door an hour ago.
pub(super) fn not_past(deps: &Deps, start: Tick) -> Result<(), Refusal> {
    if start < Tick::of_day(deps.now().date_in_japan()) { Err(Refusal::invalid("start")) } else { Ok(()) }
}

/// The desk is shut that day, and of those who would hold the talk too few are there all the same.
fn is_shut(terms: &Terms, kind: &Kind, new: &NewTalk) -> bool {
    if !Shut::new(&terms.settings).is(new.start.day()) {
        return false;
    }
    let (people, wanted) = if new.people.is_empty() {
        (&kind.people, usize::from(kind.staff))
    } else {
        (&new.people, new.people.len())
    };
    let presence = Presence::new(&terms.plan, &terms.settings, day_of(new.start));
    people.iter().filter(|staff| presence.is_there(staff, kind.talk(new.start))).count() < wanted
}

/// Who and where, as far as it is named.
pub(super) fn needs(
    terms: &Terms,
    kind: &Kind,
    start: Tick,
    deps: &Deps,
    people: &[StaffId],
    room: Option<&RoomId>,
) -> Result<Option<Vec<Need>>, Refusal> {
    if people.iter().any(|staff| terms.plan.person(staff).is_none()) {
        return Err(Refusal::invalid("people"));
    }
    let room = match room {
        None => None,
        Some(room) => Some(terms.plan.room(room).ok_or(Refusal::invalid("room"))?),
    };
    let presence = Presence::new(&terms.plan, &terms.settings, day_of(start));
    let turn = usize::from(u16::from_le_bytes(deps.random_bytes()));
    let Some(mut needs) = presence.needs(kind, start, deps.now(), Rules::Staff, turn) else {
        return Ok(None);
    };
    if let Some(first) = needs.first_mut()
        && !people.is_empty()
    {
        let whole = kind.whole(start);
        first.0 = u8::try_from(people.len()).map_err(|_| Refusal::invalid("people"))?;
        first.1 = people.iter().map(|staff| Taking(staff.to_string(), whole.from, whole.to)).collect();
    }
    if let Some(room) = room {
        let whole = room.whole(kind.talk(start));
        needs.truncate(1);
        needs.push(Need(1, vec![Taking(room.id.to_string(), whole.from, whole.to)]));
    }
    Ok(Some(needs))
}

/// For a consultation that the team holds, or for nobody who has one.
const BOOK: &str = concat!(
    pick!(),
    "INSERT INTO reservations (id, team, kind, state, start, minutes, taken, act, mailbox, token_hash, session, seats, \
        made_by, made_at, note, note_key) \
    SELECT ?3, ?5, ?6, 2, ?7, ?8, picked.taken, ?3, m.id, m.token_hash, ?9, ?10, ?11, ?12, ?15, ?16 \
    FROM picked LEFT JOIN mailboxes m ON m.case_id = ?13 AND m.deleted_at IS NULL \
    WHERE EXISTS (SELECT 1 FROM plans WHERE team = ?5 AND version = ?14) \
      AND NOT EXISTS (SELECT 1 FROM reservations WHERE id = ?3) \
      AND (?9 IS NULL OR EXISTS (SELECT 1 FROM reservations WHERE id = ?9 AND state = 2 AND start = ?7)) \
      AND (?13 IS NULL OR (m.id IS NOT NULL AND EXISTS (SELECT 1 FROM grants \
          WHERE case_id = ?13 AND recipient = ?5 AND version > 0)))"
);
const HELD_CASE: &str = "SELECT EXISTS (SELECT 1 FROM grants g JOIN mailboxes m ON m.case_id = g.case_id \
    WHERE g.case_id = ?1 AND g.recipient = ?2 AND g.version > 0 AND m.deleted_at IS NULL) AS yes";

#[derive(Deserialize)]
struct Yes {
    yes: u8,
}

/// Books for someone: on the phone, at the door, or for a consultation that the team holds.
pub async fn book(deps: &Deps, holder: &KeyHolder, new: &NewTalk) -> Result<StaffTalk, Refusal> {
    let team = &holder.team;
    if new.note.is_some() && (new.case.is_some() || new.session) {
        return Err(Refusal::invalid("note"));
    }
    note::to_present_key(holder, new.note.as_ref())?;
    let mut statements = holder.signed.touch();
    let skip = statements.len();
    statements.extend([
        plan::of_team(team),
        roomiest(Group::Team(team, &new.kind), new.start, deps.now()),
        Statement::new(HELD_CASE).bind(new.case.as_ref()).bind(team),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    let terms = Terms::take(&mut outcomes)?.ok_or(ErrorCode::Forbidden)?;
    let session: Option<Session> = outcomes.take()?.first()?;
    let held: Yes = outcomes.take()?.first()?.ok_or(Fault::new("held"))?;
    if new.case.is_some() && held.yes != 1 {
        return Err(ErrorCode::Forbidden.into());
    }
    let kind = terms.plan.kind(&new.kind).ok_or(Refusal::invalid("kind"))?;
    if new.session && !kind.is_group() {
        return Err(Refusal::invalid("session"));
    }
    not_past(deps, new.start)?;
    let seat = kind.is_group() && !new.session;
    // Where a group meets, it meets.
    if new.only_open && !seat && is_shut(&terms, kind, new) {
        return Err(Refusal::invalid("shut"));
    }
    let now = deps.now();
    let named = Named { people: &new.people, room: new.room.as_ref() };
    let needs = if seat {
        session.as_ref().map(|session| session.needs(new.start))
    } else {
        needs(&terms, kind, new.start, deps, &new.people, new.room.as_ref())?
    };
    let Some(needs) = needs else { return Err(taken(deps, team, &kind.id, new.start, &named).await?) };
    let mut statements = lapse(now);
    statements.extend([
        picking(BOOK, &needs, &new.id, NONE)?
            .bind(team)
            .bind(&kind.id)
            .bind(new.start.0)
            .bind(u32::from(kind.minutes))
            .bind(session.filter(|_| seat).map(|session| session.id.to_string()))
            .bind(new.session.then_some(u32::from(kind.seats)))
            .bind(&holder.signed.staff)
            .bind(now)
            .bind(new.case.as_ref())
            .bind(terms.version)
            .bind(new.note.as_ref().map(|note| &note.sealed))
            .bind(new.note.as_ref().map(|note| note.key)),
        record_if_changed(now, &holder.signed.staff, Act::TalkBooked, NONE, new.id.to_string()),
    ]);
    statements.extend((kind.who != Who::Staff).then(|| group::offering(&new.id, kind.window(now))));
    statements.extend([occupy(&new.id, &new.id), Statement::new(ONE).bind(team).bind(&new.id)]);
    match deps.batch(statements).await?.last()?.first::<TalkRow>()? {
        Some(row) if row.row.kind == new.kind && row.row.start == new.start => done(&terms, row),
        Some(_) => Err(ErrorCode::Conflict.into()),
        None => Err(taken(deps, team, &kind.id, new.start, &named).await?),
    }
}

/// The old time stays until the new one is taken.
const MOVE: &str = concat!(
    pick!(),
    "UPDATE reservations SET was = start, start = ?5, minutes = ?6, taken = picked.taken, act = ?7, came = NULL, \
        session = ?10, moves = moves + 1 FROM picked \
    WHERE id = ?3 AND act <> ?7 AND state = 2 AND (session IS NULL) = (?10 IS NULL) AND team = ?8 \
      AND EXISTS (SELECT 1 FROM plans WHERE team = ?8 AND version = ?9) \
      AND (?10 IS NULL OR EXISTS (SELECT 1 FROM reservations s WHERE s.id = ?10 AND s.state = 2 AND s.start = ?5))"
);

/// Moves a talk, a group's session with everybody in it, or a single seat to another session of the same group. Sent again under
/// the same id, it is done.
pub async fn shift(
    deps: &Deps,
    holder: &KeyHolder,
    id: &ReservationId,
    to: &MoveTalk,
) -> Result<StaffTalk, Refusal> {
    let team = &holder.team;
    let mut statements = holder.signed.touch();
    let skip = statements.len();
    let now = deps.now();
    statements.extend([
        plan::of_team(team),
        Statement::new(LOOK).bind(id),
        roomiest(Group::Of(id), to.start, now),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    let terms = Terms::take(&mut outcomes)?.ok_or(ErrorCode::Forbidden)?;
    let row = outcomes.take()?.first::<Row>()?.filter(|row| row.team == *team);
    let row = row.ok_or(ErrorCode::Forbidden)?;
    let change = to.change.to_string();
    let again = row.act == change;
    if !again && row.state()? != State::Booked {
        return Err(ErrorCode::Conflict.into());
    }
    // What was done once is answered as done, even after midnight.
    if !again {
        not_past(deps, to.start)?;
    }
    let named = Named { people: &to.people, room: to.room.as_ref() };
    let kind = terms.plan.kind(&row.kind).ok_or(ErrorCode::Conflict)?;
    let seat = row.session.is_some();
    // In the session where it is already, there is nothing to move.
    let elsewhere = |one: &Session| seat && (again || Some(one.id) != row.session);
    let session = outcomes.take()?.first::<Session>()?.filter(elsewhere);
    let needs = if seat {
        session.as_ref().map(|session| session.needs(to.start))
    } else {
        needs(&terms, kind, to.start, deps, &to.people, to.room.as_ref())?
    };
    let Some(needs) = needs else { return Err(taken(deps, team, &kind.id, to.start, &named).await?) };
    let mut statements = lapse(now);
    statements.extend([
        picking(MOVE, &needs, id, NONE)?
            .bind(to.start.0)
            .bind(u32::from(kind.minutes))
            .bind(&change)
            .bind(team)
            .bind(terms.version)
            .bind(session.map(|session| session.id.to_string())),
        record_if_changed(now, &holder.signed.staff, Act::TalkMoved, NONE, id.to_string()),
        freed(id),
        free(id, &change),
        occupy(id, &change),
    ]);
    statements.extend(group::moving(id, &to.change));
    statements.push(Statement::new(ONE).bind(team).bind(id));
    let mut outcomes = deps.batch(statements).await?;
    let given_back: Vec<Freed> = outcomes.skip(4).take()?.rows()?;
    let row = outcomes.last()?.first::<TalkRow>()?;
    tell(deps, &given_back).await;
    match row {
        Some(row) if row.row.act == change && row.row.start == to.start => done(&terms, row),
        Some(row) if row.row.act == change => Err(ErrorCode::Conflict.into()),
        _ => Err(taken(deps, team, &kind.id, to.start, &named).await?),
    }
}

/// Cancels a talk of the team. Done twice, it is done.
pub async fn cancel(deps: &Deps, holder: &KeyHolder, id: &ReservationId) -> Result<(), Refusal> {
    let whose = Whose::Team(&holder.team, &holder.signed.staff);
    let row = cancelled(deps, holder.signed.touch(), &whose, id).await?;
    row.filter(|row| row.team == holder.team).map(|_| ()).ok_or(ErrorCode::Forbidden.into())
}

const CAME: &str =
    "UPDATE reservations SET came = ?3 WHERE id = ?1 AND team = ?2 AND state = 2 AND start < ?4";

/// Notes whether somebody came. It is counted, and never held against anybody. Whoever came early is there: a talk of today may not
/// have begun. Of a later day nobody knows it yet: `Conflict`.
pub async fn came(deps: &Deps, holder: &KeyHolder, id: &ReservationId, came: Came) -> Result<(), Refusal> {
    let tomorrow = day_of(Tick::at(deps.now())).to;
    let mut statements = holder.signed.touch();
    statements.extend([
        Statement::new(CAME).bind(id).bind(&holder.team).bind(came.came.map(u8::from)).bind(tomorrow.0),
        Statement::new(LOOK).bind(id),
    ]);
    let row = deps.batch(statements).await?.last()?.first::<Row>()?;
    let row = row.filter(|row| row.team == holder.team).ok_or(ErrorCode::Forbidden)?;
    let may_be_known = row.state()? == State::Booked && row.start < tomorrow;
    if may_be_known { Ok(()) } else { Err(ErrorCode::Conflict.into()) }
}

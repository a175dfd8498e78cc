//! Talks, for staff: only those of a team whose key they hold.

use super::app::App;
use super::body::Body;
use super::booking::reservation;
use super::query;
use super::refusals::{Input, Rights};
use crate::service::booking::{back, calendar, figures, free, note, plan};
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use chrono::NaiveDate;
use madobe_domain::ids::{KindId, ReservationId, StaffId, TeamId};
use madobe_domain::wire::booking::{BookingRefused, Free, FreeQuery};
use madobe_domain::wire::calendar::{
    CalendarPage, CalendarQuery, Came, MonthFigures, MonthQuery, MoveTalk, MyAbsences, NewTalk, StaffTalk,
    TalkNote, VersionedPlan,
};
use madobe_domain::wire::error::ErrorBody;
use serde::Deserialize;
use utoipa::IntoParams;

/// What the team offers.
#[utoipa::path(get, path = "/api/staff/teams/{team}/booking/plan", tag = "booking", params(("team" = TeamId, Path)),
    responses(
    (status = 200, body = VersionedPlan),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn plan(State(app): State<App>, holder: KeyHolder) -> Result<Json<VersionedPlan>, Refusal> {
    plan::read(&app, &holder).await.map(Json)
}

/// Changes what the team offers. Administrators only.
#[utoipa::path(put, path = "/api/staff/teams/{team}/booking/plan", tag = "booking", params(("team" = TeamId, Path)),
    request_body = VersionedPlan, responses(
    (status = 200, body = VersionedPlan),
    Rights,
    (status = 409, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn change_plan(
    State(app): State<App>,
    holder: KeyHolder,
    Body(change): Body<VersionedPlan>,
) -> Result<Json<VersionedPlan>, Refusal> {
    plan::change(&app, &holder, &change).await.map(Json)
}

/// When I am not there.
#[utoipa::path(put, path = "/api/staff/teams/{team}/booking/absences", tag = "booking",
    params(("team" = TeamId, Path)), request_body = MyAbsences, responses(
    (status = 200, body = VersionedPlan),
    Rights,
    (status = 409, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn absences(
    State(app): State<App>,
    holder: KeyHolder,
    Body(mine): Body<MyAbsences>,
) -> Result<Json<VersionedPlan>, Refusal> {
    plan::absences(&app, &holder, &mine).await.map(Json)
}

/// The talks of some days.
#[utoipa::path(get, path = "/api/staff/teams/{team}/booking/calendar", tag = "booking",
    params(("team" = TeamId, Path), CalendarQuery), responses(
    (status = 200, body = CalendarPage),
    Rights,
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn show(
    State(app): State<App>,
    holder: KeyHolder,
    uri: Uri,
) -> Result<Json<CalendarPage>, Refusal> {
    let query: CalendarQuery = query::of(&uri, "query")?;
    calendar::read(&app, &holder, &query).await.map(Json)
}

/// `?from=2026-12-01&days=1`, and of one kind or one person only.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TimesQuery {
    #[serde(default, with = "madobe_domain::clock::day::option")]
    #[param(value_type = Option<String>)]
    from: Option<NaiveDate>,
    /// 1 to 31.
    days: u16,
    #[serde(default)]
    kind: Option<KindId>,
    /// When they are free who is to hold it.
    #[serde(default)]
    person: Option<StaffId>,
}

/// When a talk of the team's kinds can begin, without their lead times.
#[utoipa::path(get, path = "/api/staff/teams/{team}/booking/free", tag = "booking",
    params(("team" = TeamId, Path), TimesQuery), responses(
    (status = 200, body = Free),
    Rights,
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn times(State(app): State<App>, holder: KeyHolder, uri: Uri) -> Result<Json<Free>, Refusal> {
    let query: TimesQuery = query::of(&uri, "query")?;
    let TimesQuery { from, days, kind, person } = query;
    free::free_for_staff(&app, &holder, &FreeQuery { from, days, kind }, person).await.map(Json)
}

/// Books for someone, or sets the time of a group.
#[utoipa::path(post, path = "/api/staff/teams/{team}/booking/reservations", tag = "booking",
    params(("team" = TeamId, Path)), request_body = NewTalk, responses(
    (status = 200, body = StaffTalk),
    Rights,
    (status = 409, body = BookingRefused),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn book(
    State(app): State<App>,
    holder: KeyHolder,
    Body(new): Body<NewTalk>,
) -> Result<Json<StaffTalk>, Refusal> {
    calendar::book(&app, &holder, &new).await.map(Json)
}

/// Moves a talk of the team; with a group's session, every seat in it.
#[utoipa::path(put, path = "/api/staff/teams/{team}/booking/reservations/{reservation}", tag = "booking",
    params(("team" = TeamId, Path), ("reservation" = ReservationId, Path)), request_body = MoveTalk, responses(
    (status = 200, body = StaffTalk),
    Rights,
    (status = 409, body = BookingRefused),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn shift(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, id)): Path<(String, String)>,
    Body(to): Body<MoveTalk>,
) -> Result<Json<StaffTalk>, Refusal> {
    calendar::shift(&app, &holder, &reservation(&id)?, &to).await.map(Json)
}

/// Cancels a talk of the team; with a group's session, every seat in it.
#[utoipa::path(delete, path = "/api/staff/teams/{team}/booking/reservations/{reservation}", tag = "booking",
    params(("team" = TeamId, Path), ("reservation" = ReservationId, Path)), responses(
    (status = 204, description = "Cancelled, now or before"),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn cancel(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    calendar::cancel(&app, &holder, &reservation(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Books again what this person cancelled a moment ago: at its time with the same people and room, or at another one.
#[utoipa::path(post, path = "/api/staff/teams/{team}/booking/reservations/{reservation}/return", tag = "booking",
    params(("team" = TeamId, Path), ("reservation" = ReservationId, Path)), request_body = MoveTalk, responses(
    (status = 200, body = StaffTalk),
    Rights,
    (status = 409, body = BookingRefused),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn returned(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, id)): Path<(String, String)>,
    Body(to): Body<MoveTalk>,
) -> Result<Json<StaffTalk>, Refusal> {
    back::returned(&app, &holder, &reservation(&id)?, &to).await.map(Json)
}

/// Whether the visitor came.
#[utoipa::path(put, path = "/api/staff/teams/{team}/booking/reservations/{reservation}/came", tag = "booking",
    params(("team" = TeamId, Path), ("reservation" = ReservationId, Path)), request_body = Came, responses(
    (status = 204, description = "Noted"),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn came(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, id)): Path<(String, String)>,
    Body(came): Body<Came>,
) -> Result<StatusCode, Refusal> {
    calendar::came(&app, &holder, &reservation(&id)?, came).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// For whom a talk without a consultation is: sealed, for the team alone.
#[utoipa::path(put, path = "/api/staff/teams/{team}/booking/reservations/{reservation}/note", tag = "booking",
    params(("team" = TeamId, Path), ("reservation" = ReservationId, Path)), request_body = TalkNote, responses(
    (status = 204, description = "Kept, or removed"),
    Rights,
    (status = 409, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn change_note(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, id)): Path<(String, String)>,
    Body(to): Body<TalkNote>,
) -> Result<StatusCode, Refusal> {
    note::change(&app, &holder, &reservation(&id)?, &to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The talks of a month, counted.
#[utoipa::path(get, path = "/api/staff/teams/{team}/booking/months", tag = "booking",
    params(("team" = TeamId, Path), MonthQuery), responses(
    (status = 200, body = MonthFigures),
    Rights,
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn month(
    State(app): State<App>,
    holder: KeyHolder,
    uri: Uri,
) -> Result<Json<MonthFigures>, Refusal> {
    let query: MonthQuery = query::of(&uri, "query")?;
    figures::read(&app, &holder, query.month).await.map(Json)
}

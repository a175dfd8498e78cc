//! Talks, for visitors.

use super::app::App;
use super::body::Body;
use super::query;
use crate::service::address::AddressKey;
use crate::service::booking::{change, free, hold, mine};
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use madobe_domain::ids::{KindId, ReservationId};
use madobe_domain::wire::booking::{
    BookingRefused, Free, FreeQuery, MoveTo, MyTalks, NewHold, Offer, Reservation,
};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

/// A handle in the path. One that is none, and one that is nobody's, look the same.
pub fn reservation(name: &str) -> Result<ReservationId, Refusal> {
    ReservationId::parse(name).map_err(|_| ErrorCode::Forbidden.into())
}

fn kind(name: &str) -> Result<KindId, Refusal> {
    KindId::parse(name).map_err(|_| ErrorCode::Forbidden.into())
}

/// What the desk offers.
#[utoipa::path(get, path = "/api/booking", tag = "booking", responses((status = 200, body = Offer)))]
#[worker::send]
pub async fn offer(State(app): State<App>) -> Result<Json<Offer>, Refusal> {
    free::offer(&app).await.map(Json)
}

/// When talks can begin.
#[utoipa::path(get, path = "/api/booking/free", tag = "booking", params(FreeQuery), responses(
    (status = 200, body = Free),
    (status = 422, body = ErrorBody),
))]
#[worker::send]
pub async fn free(State(app): State<App>, uri: Uri) -> Result<Json<Free>, Refusal> {
    let query: FreeQuery = query::of(&uri, "query")?;
    free::free(&app, &query).await.map(Json)
}

/// Holds a time. With the token of a mailbox, also of one that is still to be made.
#[utoipa::path(post, path = "/api/booking/holds", tag = "booking", request_body = NewHold, responses(
    (status = 200, body = Reservation),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = BookingRefused),
    (status = 410, body = ErrorBody),
    (status = 428, body = ErrorBody),
    (status = 429, body = ErrorBody),
    (status = 503, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn hold(
    State(app): State<App>,
    from: AddressKey,
    claim: MailboxClaim,
    Body(new): Body<NewHold>,
) -> Result<Json<Reservation>, Refusal> {
    hold::hold(&app, &from, &claim, &new).await.map(Json)
}

/// The talks of a mailbox.
#[utoipa::path(get, path = "/api/booking/reservations", tag = "booking", responses(
    (status = 200, body = MyTalks),
    (status = 401, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn mine(State(app): State<App>, claim: MailboxClaim) -> Result<Json<MyTalks>, Refusal> {
    mine::read(&app, &claim).await.map(Json)
}

/// Moves a talk.
#[utoipa::path(put, path = "/api/booking/reservations/{reservation}", tag = "booking",
    params(("reservation" = ReservationId, Path)), request_body = MoveTo, responses(
    (status = 200, body = Reservation),
    (status = 403, body = ErrorBody),
    (status = 409, body = BookingRefused),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn shift(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(id): Path<String>,
    Body(to): Body<MoveTo>,
) -> Result<Json<Reservation>, Refusal> {
    change::shift(&app, &claim, &reservation(&id)?, &to).await.map(Json)
}

/// Cancels a talk, or lets go of a time that is held.
#[utoipa::path(delete, path = "/api/booking/reservations/{reservation}", tag = "booking",
    params(("reservation" = ReservationId, Path)), responses(
    (status = 204, description = "Cancelled, now or before"),
    (status = 403, body = ErrorBody),
    (status = 409, body = BookingRefused),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn cancel(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    change::cancel(&app, &claim, &reservation(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Holds a time for ten more minutes.
#[utoipa::path(post, path = "/api/booking/reservations/{reservation}/extend", tag = "booking",
    params(("reservation" = ReservationId, Path)), responses(
    (status = 200, body = Reservation),
    (status = 403, body = ErrorBody),
    (status = 409, body = BookingRefused),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn extend(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(id): Path<String>,
) -> Result<Json<Reservation>, Refusal> {
    hold::extend(&app, &claim, &reservation(&id)?).await.map(Json)
}

/// Books a time that is held.
#[utoipa::path(post, path = "/api/booking/reservations/{reservation}/confirm", tag = "booking",
    params(("reservation" = ReservationId, Path)), responses(
    (status = 200, body = Reservation),
    (status = 401, body = ErrorBody, description = "There is no such mailbox yet"),
    (status = 403, body = ErrorBody),
    (status = 409, body = BookingRefused),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn confirm(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(id): Path<String>,
) -> Result<Json<Reservation>, Refusal> {
    hold::confirm(&app, &claim, &reservation(&id)?).await.map(Json)
}

/// Waits for a time of a kind.
#[utoipa::path(put, path = "/api/booking/waiting/{kind}", tag = "booking", params(("kind" = KindId, Path)),
    responses(
    (status = 204, description = "Waiting, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn wait(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    mine::wait(&app, &claim, &kind(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Waits no longer.
#[utoipa::path(delete, path = "/api/booking/waiting/{kind}", tag = "booking", params(("kind" = KindId, Path)),
    responses(
    (status = 204, description = "Not waiting"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn leave(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    mine::leave(&app, &claim, &kind(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

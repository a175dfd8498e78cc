//! What staff do in a case.

use super::app::App;
use super::body::Body;
use crate::service::case::{self, CaseHolder};
use crate::service::gift;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::rotation::Reseal;
use madobe_domain::wire::staff_case::{GiveCase, Holders, Seen, StaffAppend};

/// A reply, a note or a change of facts.
#[utoipa::path(post, path = "/api/staff/cases/{case}/entries", tag = "staff", params(("case" = CaseId, Path)),
    request_body = StaffAppend, responses(
    (status = 200, body = Appended),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`tail_moved`, `conflict`, `stale_key`, `file_gone`"),
    (status = 413, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn append(
    State(app): State<App>,
    holder: CaseHolder,
    Body(append): Body<StaffAppend>,
) -> Result<Json<Appended>, Refusal> {
    case::append(&app, &holder, &append).await.map(Json)
}

/// How far I have seen a case.
#[utoipa::path(put, path = "/api/staff/cases/{case}/seen", tag = "staff", params(("case" = CaseId, Path)),
    request_body = Seen, responses(
    (status = 204, description = "Noted"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn seen(
    State(app): State<App>,
    holder: CaseHolder,
    Body(seen): Body<Seen>,
) -> Result<StatusCode, Refusal> {
    case::seen(&app, &holder, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who holds a case, with the keys of now.
#[utoipa::path(get, path = "/api/staff/cases/{case}/holders", tag = "staff", params(("case" = CaseId, Path)), responses(
    (status = 200, body = Holders),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn holders(State(app): State<App>, holder: CaseHolder) -> Result<Json<Holders>, Refusal> {
    gift::holders(&app, &holder).await.map(Json)
}

/// Gives a case to one more team.
#[utoipa::path(post, path = "/api/staff/cases/{case}/grants", tag = "staff", params(("case" = CaseId, Path)),
    request_body = GiveCase, responses(
    (status = 204, description = "Given, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`stale_key`"),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn give(
    State(app): State<App>,
    holder: CaseHolder,
    Body(request): Body<GiveCase>,
) -> Result<StatusCode, Refusal> {
    gift::give(&app, &holder, &request.grant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the facts of several cases to teams that count.
#[utoipa::path(post, path = "/api/staff/facts", tag = "staff", request_body = Reseal, responses(
    (status = 204, description = "Given, as far as it may be"),
    (status = 401, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn facts(
    State(app): State<App>,
    signed: Signed,
    Body(request): Body<Reseal>,
) -> Result<StatusCode, Refusal> {
    gift::facts(&app, &signed, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}

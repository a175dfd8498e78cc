//! Files beside letters, as sealed bytes. Who asks is found out, and room is made, before a byte of a body is read.

use super::app::App;
use super::body::{declared_length, is_kind};
use super::refusals::Rights;
use crate::service::case::CaseHolder;
use crate::service::file::{self, Coming};
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Path, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::limits::SEALED_FILE_BYTES;
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

const KIND: &str = "application/octet-stream";

/// The case and the file that a path names. What is no handle looks like one that is not there.
pub struct FileOfCase(pub CaseId, pub FileId);

impl FromRequestParts<App> for FileOfCase {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let names = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| ErrorCode::Forbidden)?;
        let of = |wanted| names.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let case = of("case").and_then(|value| CaseId::parse(value).ok());
        let file = of("file").and_then(|value| FileId::parse(value).ok());
        case.zip(file).map(|(case, file)| Self(case, file)).ok_or(ErrorCode::Forbidden.into())
    }
}

/// How long it says it is. Where it does not say, it may be the longest.
pub(super) fn length(request: &Request) -> Result<usize, Refusal> {
    if !is_kind(request.headers(), KIND) {
        return Err(ErrorCode::ContentType.into());
    }
    match declared_length(request.headers()) {
        Some(length) if length > SEALED_FILE_BYTES => Err(ErrorCode::TooLarge.into()),
        Some(0) => Err(Refusal::invalid("")),
        length => Ok(length.unwrap_or(SEALED_FILE_BYTES)),
    }
}

pub(super) async fn take(
    app: &App,
    coming: &Coming,
    length: usize,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let sealed = to_bytes(body, length).await.map_err(|_| ErrorCode::TooLarge)?;
    if sealed.is_empty() {
        return Err(Refusal::invalid(""));
    }
    file::arrive(app, coming, sealed.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Never shown by itself, whatever somebody finds in it.
pub(super) fn give(sealed: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(KIND)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    (headers, sealed).into_response()
}

/// The writer puts a sealed file in. It stays once an entry names it.
#[utoipa::path(put, path = "/api/mailbox/files/{file}", tag = "writer", params(("file" = FileId, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 204, description = "There, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`conflict`: other bytes under this name"),
    (status = 410, body = ErrorBody),
    (status = 413, body = ErrorBody),
    (status = 415, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody, description = "Enough for a day, or too much at once"),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn put_mine(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(name): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let length = length(&request)?;
    let id = FileId::parse(&name).map_err(|_| ErrorCode::Forbidden)?;
    let coming = file::begin_mine(&app, &claim, id, length).await?;
    take(&app, &coming, length, request.into_body()).await
}

/// The writer fetches a sealed file of their consultation.
#[utoipa::path(get, path = "/api/mailbox/files/{file}", tag = "writer", params(("file" = FileId, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`file_gone`: the store has lost it"),
    (status = 410, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn mine(
    State(app): State<App>,
    claim: MailboxClaim,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let id = FileId::parse(&name).map_err(|_| ErrorCode::Forbidden)?;
    file::mine(&app, &claim, &id).await.map(give)
}

/// Staff put a sealed file in. It stays once an entry names it.
#[utoipa::path(put, path = "/api/staff/cases/{case}/files/{file}", tag = "staff",
    params(("case" = CaseId, Path), ("file" = FileId, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 204, description = "There, now or before"),
    Rights,
    (status = 409, body = ErrorBody, description = "`conflict`: other bytes under this name"),
    (status = 410, body = ErrorBody),
    (status = 413, body = ErrorBody),
    (status = 415, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody, description = "Enough for a day"),
), security(("session" = [])))]
#[worker::send]
pub async fn put(
    State(app): State<App>,
    holder: CaseHolder,
    FileOfCase(_, id): FileOfCase,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let length = length(&request)?;
    let coming = file::begin(&app, &holder, id, length).await?;
    take(&app, &coming, length, request.into_body()).await
}

/// Staff take out what they put in and no entry names: there is room for another at once.
#[utoipa::path(delete, path = "/api/staff/cases/{case}/files/{file}", tag = "staff",
    params(("case" = CaseId, Path), ("file" = FileId, Path)), responses(
    (status = 204, description = "Mine is gone, now or before, unless an entry names it"),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    holder: CaseHolder,
    FileOfCase(_, id): FileOfCase,
) -> Result<StatusCode, Refusal> {
    file::remove(&app, &holder, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Staff fetch a sealed file of a case whose conversation they read.
#[utoipa::path(get, path = "/api/staff/cases/{case}/files/{file}", tag = "staff",
    params(("case" = CaseId, Path), ("file" = FileId, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    Rights,
    (status = 409, body = ErrorBody, description = "`file_gone`: the store has lost it"),
), security(("session" = [])))]
#[worker::send]
pub async fn show(
    State(app): State<App>,
    holder: CaseHolder,
    FileOfCase(_, id): FileOfCase,
) -> Result<Response, Refusal> {
    file::fetch(&app, &holder, &id).await.map(give)
}

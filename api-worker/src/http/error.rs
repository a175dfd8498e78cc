//! Refusals as answers: the status that belongs to the code, and the code in the body.

use crate::ports::Fault;
use crate::service::refusal::Refusal;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::wire::booking::{BookingRefusal, BookingRefused};

/// Rides on an answer so that the fault behind it is logged once, at the end.
#[derive(Clone)]
pub struct Logged(pub Fault);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Booking { code, nearest } = self {
            let body = BookingRefused { error: BookingRefusal { code, nearest } };
            return (StatusCode::CONFLICT, Json(body)).into_response();
        }
        let body = self.body();
        let status =
            StatusCode::from_u16(body.error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = body.error.retry_after;
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Self::Ours(fault) = self {
            response.extensions_mut().insert(Logged(fault));
        }
        response
    }
}

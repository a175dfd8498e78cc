//! The route table: the one list from which the router and the document are both made.

use super::app::App;
use super::error::Logged;
use super::openapi::Security;
use super::{
    arrival, audit, book, booking, calendar, case, colleague, cross_site, desk, draft, export, feed,
    feedback, file, headers, health, import, intake, live, mailbox, openapi, page, passkey, presence, print,
    recovery, reset, rest, retention, rotation, session, setup, sync, team,
};
use crate::service::refusal::Refusal;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use axum::response::IntoResponse;
use axum::routing::{delete, get, post, put};
use madobe_domain::wire::error::ErrorCode;
use tower_service::Service;
use utoipa::OpenApi;

macro_rules! routes {
    ($($method:ident $path:literal => $module:ident::$handler:ident,)+) => {
        /// Method and path of every route under /api.
        pub const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path),)+];

        fn api() -> Router<App> {
            Router::new()$(.route($path, $method($module::$handler)))+
        }

        /// The document of the API.
        #[derive(OpenApi)]
        #[openapi(
            info(title = "Madobe", description = "Sealed entries in order. See docs/protocol.md."),
            paths($($module::$handler),+),
            modifiers(&Security),
        )]
        pub struct Document;
    };
}

routes! {
    get "/api/health" => health::show,
    get "/api/openapi.json" => openapi::show,
    get "/api/desk" => desk::show,
    post "/api/arrivals" => arrival::count,
    post "/api/intake/challenge" => intake::challenge,
    post "/api/mailboxes" => intake::make,
    post "/api/feedback" => feedback::take,
    get "/api/mailbox" => mailbox::read,
    delete "/api/mailbox" => mailbox::delete,
    post "/api/mailbox/entries" => mailbox::append,
    put "/api/mailbox/files/{file}" => file::put_mine,
    get "/api/mailbox/files/{file}" => file::mine,
    get "/api/staff/setup" => setup::state,
    post "/api/staff/setup" => setup::set_up,
    post "/api/staff/join/check" => setup::check_invite,
    post "/api/staff/join" => setup::join,
    post "/api/staff/sign-in/start" => session::start,
    post "/api/staff/sign-in" => session::sign_in,
    post "/api/staff/sign-in/passkey/start" => passkey::offer,
    post "/api/staff/sign-in/passkey" => passkey::sign_in,
    get "/api/staff/session" => session::show,
    delete "/api/staff/session" => session::end,
    get "/api/staff/sessions" => session::mine,
    delete "/api/staff/sessions" => session::end_all,
    delete "/api/staff/sessions/{session}" => session::end_one,
    get "/api/staff/passkeys" => passkey::list,
    post "/api/staff/passkeys" => passkey::add,
    post "/api/staff/passkeys/start" => passkey::begin,
    put "/api/staff/passkeys/{passkey}" => passkey::rename,
    delete "/api/staff/passkeys/{passkey}" => passkey::remove,
    get "/api/staff/sync" => sync::read,
    get "/api/staff/live" => live::listen,
    post "/api/staff/cases/{case}/entries" => case::append,
    put "/api/staff/cases/{case}/files/{file}" => file::put,
    get "/api/staff/cases/{case}/files/{file}" => file::show,
    delete "/api/staff/cases/{case}/files/{file}" => file::remove,
    put "/api/staff/cases/{case}/seen" => case::seen,
    get "/api/staff/cases/{case}/drafts" => draft::read,
    put "/api/staff/cases/{case}/drafts/{draft}" => draft::save,
    delete "/api/staff/cases/{case}/drafts/{draft}" => draft::forget,
    put "/api/staff/presence" => presence::tell,
    get "/api/staff/books/{book}" => book::mine,
    put "/api/staff/books/{book}" => book::save_mine,
    get "/api/staff/teams/{team}/books/{book}" => book::team,
    put "/api/staff/teams/{team}/books/{book}" => book::save_team,
    get "/api/staff/cases/{case}/holders" => case::holders,
    post "/api/staff/cases/{case}/grants" => case::give,
    post "/api/staff/cases/{case}/exports" => export::case,
    post "/api/staff/exports" => export::begin,
    get "/api/staff/exports/{export}" => export::head,
    get "/api/staff/exports/{export}/cases" => export::cases,
    get "/api/staff/exports/{export}/files/{case}/{file}" => export::file,
    get "/api/staff/import" => import::state,
    post "/api/staff/import/lines" => import::take,
    put "/api/staff/import/files/{case}/{file}" => import::bytes,
    post "/api/staff/import/teams/{team}" => import::take_up,
    post "/api/staff/facts" => case::facts,
    get "/api/staff/feedback" => feedback::read,
    get "/api/staff/names" => colleague::names,
    get "/api/staff/colleagues" => colleague::list,
    put "/api/staff/colleagues/{staff}/role" => colleague::change_role,
    put "/api/staff/colleagues/{staff}/suspension" => colleague::suspend,
    delete "/api/staff/colleagues/{staff}/suspension" => colleague::restore,
    post "/api/staff/colleagues/{staff}/resets" => reset::make,
    post "/api/staff/reset/check" => reset::check,
    post "/api/staff/reset/one-time-code" => reset::one_time_code,
    post "/api/staff/reset/account" => reset::account,
    post "/api/staff/invites" => team::invite,
    delete "/api/staff/invites/{invite}" => team::withdraw,
    get "/api/staff/teams" => team::list,
    post "/api/staff/teams" => team::make,
    put "/api/staff/teams/{team}" => team::rename,
    post "/api/staff/teams/{team}/members" => team::seal,
    put "/api/staff/teams/{team}/members/{staff}" => team::add,
    delete "/api/staff/teams/{team}/members/{staff}" => team::remove,
    post "/api/staff/teams/{team}/keys" => rotation::rotate,
    get "/api/staff/teams/{team}/reseal" => rotation::page,
    post "/api/staff/teams/{team}/reseal" => rotation::reseal,
    get "/api/staff/recovery" => recovery::read,
    post "/api/staff/recovery/drills" => recovery::drill,
    post "/api/staff/recovery/keys" => recovery::renew,
    get "/api/staff/audit" => audit::read,
    get "/api/staff/retention" => retention::preview,
    put "/api/staff/retention/{case}" => retention::ask,
    delete "/api/staff/retention/{case}" => retention::take_back,
    post "/api/staff/retention/{case}/erasure" => retention::confirm,
    get "/api/staff/desk" => desk::settings,
    put "/api/staff/desk" => desk::change_settings,
    get "/api/staff/desk/versions" => desk::history,
    get "/api/staff/print" => print::index,
    get "/api/staff/print/sheet" => print::sheet,
    get "/api/booking" => booking::offer,
    get "/api/booking/free" => booking::free,
    post "/api/booking/holds" => booking::hold,
    get "/api/booking/reservations" => booking::mine,
    put "/api/booking/reservations/{reservation}" => booking::shift,
    delete "/api/booking/reservations/{reservation}" => booking::cancel,
    post "/api/booking/reservations/{reservation}/extend" => booking::extend,
    post "/api/booking/reservations/{reservation}/confirm" => booking::confirm,
    put "/api/booking/waiting/{kind}" => booking::wait,
    delete "/api/booking/waiting/{kind}" => booking::leave,
    get "/api/staff/teams/{team}/booking/plan" => calendar::plan,
    put "/api/staff/teams/{team}/booking/plan" => calendar::change_plan,
    put "/api/staff/teams/{team}/booking/absences" => calendar::absences,
    get "/api/staff/teams/{team}/booking/calendar" => calendar::show,
    get "/api/staff/teams/{team}/booking/free" => calendar::times,
    post "/api/staff/teams/{team}/booking/reservations" => calendar::book,
    put "/api/staff/teams/{team}/booking/reservations/{reservation}" => calendar::shift,
    delete "/api/staff/teams/{team}/booking/reservations/{reservation}" => calendar::cancel,
    post "/api/staff/teams/{team}/booking/reservations/{reservation}/return" => calendar::returned,
    put "/api/staff/teams/{team}/booking/reservations/{reservation}/came" => calendar::came,
    put "/api/staff/teams/{team}/booking/reservations/{reservation}/note" => calendar::change_note,
    get "/api/staff/teams/{team}/booking/months" => calendar::month,
    get "/api/staff/teams/{team}/booking/feed" => feed::state,
    put "/api/staff/teams/{team}/booking/feed" => feed::make,
    delete "/api/staff/teams/{team}/booking/feed" => feed::end,
    get "/api/booking/feed/{secret}" => feed::show,
}

/// Every route, API and pages. Built once for each instance of the Worker.
pub fn router(app: App) -> Router {
    with_plain_forms(api())
        .route("/leave", get(page::leave))
        .fallback(page::any)
        .method_not_allowed_fallback(async || Refusal::from(ErrorCode::Method))
        .with_state(app)
}

/// Refused as coming from another site: to people in words, to programs by its code.
#[cfg(feature = "plain")]
async fn foreign(app: &App, path: &str) -> Response<Body> {
    if app.plain && super::plain::is_plain(path) {
        return super::plain::foreign(app, path).await;
    }
    Refusal::from(ErrorCode::CrossSite).into_response()
}

#[cfg(not(feature = "plain"))]
async fn foreign(_: &App, _: &str) -> Response<Body> {
    Refusal::from(ErrorCode::CrossSite).into_response()
}

#[cfg(feature = "plain")]
fn with_plain_forms(routes: Router<App>) -> Router<App> {
    super::plain::routes(routes)
}

#[cfg(not(feature = "plain"))]
fn with_plain_forms(routes: Router<App>) -> Router<App> {
    routes
}

/// Answers one request: cross-site changes are refused before anything is read of them; what every answer
/// carries is put on at the end; a fault of ours is logged once.
pub async fn serve(router: &mut Router, app: &App, request: Request) -> Response<Body> {
    let https = request.uri().scheme_str() == Some("https");
    let api = is_api(request.uri().path());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let (parts, body) = request.into_parts();
    let (body, rest) = rest::share(body);
    let request = Request::from_parts(parts, body);
    let mut response = if cross_site::refuses(request.method(), request.uri(), request.headers()) {
        foreign(app, request.uri().path()).await
    } else {
        match router.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    };
    if let Some(Logged(fault)) = response.extensions_mut().remove::<Logged>() {
        app.log.error(&fault.0);
    }
    if live::is_news(&method, &path, response.status()) {
        response.extensions_mut().insert(live::News);
    }
    rest.throw_away().await;
    headers::finish(response.headers_mut(), https, api);
    response
}

pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

//! Plain forms: pages without any program. What was typed travels in the bodies of forms and in the pages that answer them,
//! never in an address or a cookie; nothing of it is kept by anybody.

mod form;
mod mailbox;
mod render;
mod write;

use super::app::App;
use super::error::Logged;
use super::page::not_found;
use crate::service::language::Language;
use crate::service::page::tonight;
use crate::service::refusal::Refusal;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use form::{Form, FormFault};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::promise::{is_night, promise};
use madobe_domain::desk::settings::{CrisisLine, DeskSettings};
use madobe_domain::log::weather::{self, Weather};
use madobe_domain::text::{LetterText, TextFault};
use madobe_domain::wire::error::ErrorCode;
use minijinja::{Value, context};
use render::{Page, Place, View, Words};

const WRITE: &str = "/plain/write";
const MAILBOX: &str = "/plain/mailbox";

/// In all languages. Where the operator does not offer them, there is no such page.
pub fn routes(mut routes: Router<App>) -> Router<App> {
    for base in ["", "/easy", "/en"] {
        routes = routes
            .route(&format!("{base}{WRITE}"), get(write::show).post(write::take))
            .route(&format!("{base}{MAILBOX}"), get(mailbox::show).post(mailbox::take));
    }
    routes
}

/// Is this one of theirs?
pub fn is_plain(path: &str) -> bool {
    matches!(Language::of(path).1, WRITE | MAILBOX)
}

fn page<'a>(app: &'a App, path: &str) -> Page<'a> {
    let (language, rest) = Language::of(path);
    Page { app, language, place: if rest == MAILBOX { Place::Mailbox } else { Place::Write } }
}

/// A form that another site sent, or that a browser says nothing true about: nothing of it was read.
pub async fn foreign(app: &App, path: &str) -> Response {
    trouble(&page(app, path), StatusCode::FORBIDDEN, "foreign").await
}

/// A page of its own for what leaves nothing to show.
async fn trouble(page: &Page<'_>, status: StatusCode, why: &str) -> Response {
    page.show(status, View::Trouble, context! { why => why }).await
}

/// The form, or the answer to what is none.
async fn read(page: &Page<'_>, request: Request) -> Result<Form, Response> {
    match Form::read(request).await {
        Ok(form) => Ok(form),
        Err(FormFault::TooLarge) => Err(trouble(page, StatusCode::PAYLOAD_TOO_LARGE, "too_large").await),
        Err(FormFault::Kind) => Err(trouble(page, StatusCode::BAD_REQUEST, "kind").await),
    }
}

/// Why something was not done, as words above what was typed.
fn why(words: &Words, refusal: &Refusal, clock: &str) -> String {
    let common = |name: &str| words.say(&["common", "errors", name]);
    match refusal {
        Refusal::Wait(_) => words.fill(&["common", "errors", "wait"], "{time}", clock),
        Refusal::Because(code) => match code {
            ErrorCode::Paused => common("paused"),
            ErrorCode::NotOpen => common("not_open"),
            ErrorCode::Deleted => common("deleted"),
            ErrorCode::TailMoved | ErrorCode::StaleKey => common("conflict"),
            _ => common("server"),
        },
        _ => common("server"),
    }
}

/// The status of a refusal; a fault of ours is left for the log.
fn mark(mut response: Response, refusal: Refusal) -> Response {
    if let Refusal::Wait(seconds) = refusal {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Refusal::Ours(fault) = refusal {
        response.extensions_mut().insert(Logged(fault));
    }
    response
}

fn status(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.body().error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// When it is worth trying again.
fn try_again(page: &Page<'_>, refusal: &Refusal) -> String {
    let seconds = if let Refusal::Wait(seconds) = refusal { i64::from(*seconds) } else { 0 };
    // A clock shows no seconds: the minute after is when it certainly is over.
    let at = Timestamp::from_millis(page.app.now().plus_seconds(seconds + 59).millis() / 60_000 * 60_000);
    page.language.dates().map(|dates| dates.clock(at)).unwrap_or_default()
}

/// What is wrong with a letter, kindly. A letter that came in another encoding cannot be told from one with spoilt characters.
fn letter_fault(words: &Words, fault: TextFault) -> String {
    match fault {
        TextFault::Empty => words.say(&["public", "letter", "empty"]),
        TextFault::TooLong { over } => {
            words.fill(&["public", "letter", "too_long"], "{count}", &over.to_string())
        }
        TextFault::Character => words.say(&["plain", "characters"]),
    }
}

/// The words of a letter as they are kept, or what is wrong with them. Where none were written, the mark is the letter.
fn letter(typed: &str, mark: Option<Weather>) -> Result<LetterText, TextFault> {
    // What no browser sends on purpose: the mark of bytes that were not UTF-8.
    if typed.contains('\u{fffd}') {
        return Err(TextFault::Character);
    }
    weather::letter(typed, mark)
}

/// Not offered here: the page that says so.
async fn offered(app: &App, request: Request) -> Result<Request, Response> {
    if app.plain { Ok(request) } else { Err(not_found(app, &request).await.into_response()) }
}

/// What a page needs to know of the desk. Without the database it is served without.
struct Known {
    name: String,
    promise: String,
    paused: String,
    wards: Vec<String>,
    night: Option<Value>,
}

/// The voice of the night, as the ordinary pages have it.
fn night(page: &Page<'_>, settings: Option<&DeskSettings>) -> Option<Value> {
    let now = page.app.now();
    if !is_night(now) {
        return None;
    }
    let words = page.language.words().ok()?;
    let voice = tonight(page.language, &words, settings, now).ok()?;
    let line = |(line, hours): &(&CrisisLine, String)| {
        context! { name => line.name.as_str(), contact => line.contact.as_str(), hours => hours.as_str() }
    };
    let lines: Vec<Value> = voice.lines.iter().map(line).collect();
    Some(context! { said => voice.said, lines => lines })
}

async fn known(page: &Page<'_>) -> Known {
    use crate::service::desk;
    let facts = desk::read(page.app).await.inspect_err(|fault| page.app.log.error(&fault.0)).ok();
    let settings = facts.as_ref().map(|facts| &facts.settings);
    let mut known = Known {
        name: String::new(),
        promise: String::new(),
        paused: String::new(),
        wards: Vec::new(),
        night: night(page, settings),
    };
    if let Some(settings) = settings {
        known.name.clone_from(&settings.name);
        known.wards.clone_from(&settings.wards);
        match &settings.paused {
            Some(notice) => known.paused.clone_from(notice),
            None => {
                let day = promise(settings, page.app.now());
                known.promise = page.language.date(day).unwrap_or_default();
            }
        }
    }
    known
}

impl Known {
    fn value(&self) -> Value {
        let Self { name, promise, paused, wards, night } = self;
        context! { name => name.as_str(), promise => promise.as_str(), paused => paused.as_str(), wards => wards,
        night => night }
    }
}

/// Where every handler begins: the state and the request, if there are plain forms at all.
type Begin = (State<App>, Request);

async fn begin((State(app), request): Begin) -> Result<(App, String, Request), Response> {
    let request = offered(&app, request).await?;
    let path = request.uri().path().to_owned();
    Ok((app, path, request))
}

/// A form that was sent to a page.
async fn taken(begin_with: Begin) -> Result<(App, String, Form), Response> {
    let (app, path, request) = begin(begin_with).await?;
    let form = read(&page(&app, &path), request).await?;
    Ok((app, path, form))
}

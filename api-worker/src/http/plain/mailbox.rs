//! The mailbox: the code opens it, and travels on in the body of every form of the opened page.

use super::form::{Form, ticked};
use super::render::{FieldFault, Page, View};
use super::{App, begin, letter, letter_fault, mark, page, status, taken, trouble, try_again, why};
use crate::service::address::AddressKey;
use crate::service::language::DateWords;
use crate::service::plain::mailbox::{self, Visit};
use crate::service::plain::{AGAIN_SECONDS, is_fresh, ticket, ticket_text};
use crate::service::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use madobe_domain::crypto::code::{Code, CodeFault};
use madobe_domain::log::file::Files;
use madobe_domain::log::inside::{Inside, Item, What};
use madobe_domain::log::record::{AnswerWish, Record};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::log::weather::Weather;
use madobe_domain::text::LetterText;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::mailbox::HoldingTeam;
use madobe_plain::ticket::Ticket;
use minijinja::value::Serde;
use minijinja::{Value, context};

/// Above the door: what became of the request before.
struct Door<'a> {
    status: StatusCode,
    /// What was typed into the field.
    code: &'a str,
    fault: Option<String>,
    told: Option<String>,
    /// A letter that is not known to be sent; it is carried through the door.
    letter: &'a str,
    /// Goes with it, so that a letter which did arrive is known again.
    ticket: Option<&'a Ticket>,
}

/// GET: the door.
#[worker::send]
pub async fn show(state: State<App>, request: Request) -> Response {
    let (app, path, _) = match begin((state, request)).await {
        Ok(begun) => begun,
        Err(response) => return response,
    };
    let shut = Door { status: StatusCode::OK, code: "", fault: None, told: None, letter: "", ticket: None };
    door(&page(&app, &path), shut).await
}

async fn door(page: &Page<'_>, door: Door<'_>) -> Response {
    let faults = door.fault.map(|words| FieldFault { field: "digits", words });
    let seen = context! {
        typed => door.code,
        letter => door.letter,
        ticket => ticket_text(page.app, door.ticket.unwrap_or(&ticket(page.app))),
        faults => Value::from(Serde(faults.into_iter().collect::<Vec<_>>())),
        trouble => door.told,
    };
    page.show(door.status, View::Entry, seen).await
}

fn code_fault(page: &Page<'_>, fault: CodeFault) -> String {
    let Ok(say) = page.words() else { return String::new() };
    let entry = |name, count: usize| say.fill(&["public", "entry", name], "{count}", &count.to_string());
    match fault {
        CodeFault::Empty => entry("empty", 0),
        CodeFault::Short { missing } => entry("short", missing),
        CodeFault::Long { over } => entry("long", over),
        CodeFault::CheckDigit => entry("check_digit", 0),
    }
}

/// POST: opens the mailbox, does what the form asks for, and shows it as it is then.
#[worker::send]
pub async fn take(state: State<App>, from: AddressKey, request: Request) -> Response {
    let (app, path, form) = match taken((state, request)).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let page = page(&app, &path);
    let say = |path: &[&str]| page.words().map(|say| say.say(path)).unwrap_or_default();
    let code = match Code::parse(form.get("code")) {
        Ok(code) => code,
        Err(fault) => {
            let (status, fault) = (StatusCode::UNPROCESSABLE_ENTITY, Some(code_fault(&page, fault)));
            let (code, letter) = (form.get("code"), form.get("letter"));
            let old = form.ticket(&app).filter(|ticket| is_fresh(&app, ticket, AGAIN_SECONDS));
            let ticket = old.as_ref();
            return door(&page, Door { status, code, fault, told: None, letter, ticket }).await;
        }
    };
    let Some(ticket) = form.ticket(&app).filter(|ticket| is_fresh(&app, ticket, AGAIN_SECONDS)) else {
        // An old page, perhaps brought back by somebody else: the code is asked for, nothing is shown, no word is lost.
        let (status, told) = (StatusCode::CONFLICT, Some(say(&["plain", "again"])));
        let letter = form.get("letter");
        return door(&page, Door { status, code: "", fault: None, told, letter, ticket: None }).await;
    };
    match act(&page, &from, &form, &code, &ticket).await {
        Ok(response) => response,
        Err(Refusal::Because(ErrorCode::Deleted)) => {
            page.show(StatusCode::GONE, View::Deleted, context! { now => false }).await
        }
        Err(Refusal::Because(ErrorCode::Unauthorised)) => {
            let (status, fault) = (StatusCode::UNAUTHORIZED, Some(say(&["public", "entry", "unknown"])));
            let (code, letter) = (form.get("code"), form.get("letter"));
            door(&page, Door { status, code, fault, told: None, letter, ticket: Some(&ticket) }).await
        }
        Err(refusal) => {
            let told = page.words().map(|say| why(&say, &refusal, &try_again(&page, &refusal))).ok();
            let (status, code, letter) = (status(&refusal), form.get("code"), form.get("letter"));
            let shut = Door { status, code, fault: None, told, letter, ticket: Some(&ticket) };
            mark(door(&page, shut).await, refusal)
        }
    }
}

/// What the opened page says about what was just done.
#[derive(Default)]
struct Told {
    /// Path of a sentence in the catalogue.
    done: Option<&'static [&'static str]>,
    refused: Option<Refusal>,
    fault: Option<String>,
    /// Stays in the field.
    letter: String,
}

async fn act(
    page: &Page<'_>,
    from: &AddressKey,
    form: &Form,
    code: &Code,
    ticket: &Ticket,
) -> Result<Response, Refusal> {
    let app = page.app;
    if form.get("do") == "delete" {
        mailbox::delete(app, from, code).await?;
        return Ok(page.show(StatusCode::OK, View::Deleted, context! { now => true }).await);
    }
    let mut visit = mailbox::open(app, from, code).await?;
    let told = match form.get("do") {
        "write" => write(page, &mut visit, form, ticket).await,
        "promises" => promises(page, &mut visit, form, ticket).await,
        "enough" => enough(page, &mut visit, ticket).await,
        // Brought along through the door.
        _ => Told { letter: form.get("letter").to_owned(), ..Told::default() },
    };
    Ok(room(page, &visit, code, ticket, told).await)
}

fn outcome(result: Result<(), Refusal>, done: &'static [&'static str], letter: &str) -> Told {
    match result {
        Ok(()) => Told { done: Some(done), ..Told::default() },
        Err(refusal) => Told { refused: Some(refusal), letter: letter.to_owned(), ..Told::default() },
    }
}

async fn write(page: &Page<'_>, visit: &mut Visit, form: &Form, ticket: &Ticket) -> Told {
    let typed = form.get("letter");
    match letter(typed, None) {
        Ok(text) => {
            let record = Record::letter(text);
            outcome(
                visit.append(page.app, ticket, &record).await,
                &["public", "mailbox", "sent_plain"],
                typed,
            )
        }
        Err(fault) => {
            let fault = page.words().map(|say| letter_fault(&say, fault)).unwrap_or_default();
            Told { fault: Some(fault), letter: typed.to_owned(), ..Told::default() }
        }
    }
}

/// Another screen may have changed them since this form was shown: then what holds now is shown instead.
async fn promises(page: &Page<'_>, visit: &mut Visit, form: &Form, ticket: &Ticket) -> Told {
    let (now, wanted) = (visit.inside().promises, form.promises());
    let letter = form.get("letter");
    if now == wanted {
        return outcome(Ok(()), &["public", "mailbox", "promises_saved"], letter);
    }
    if ticked(&now).join(" ") != form.get("seen") {
        return outcome(Ok(()), &["public", "mailbox", "promises_moved"], letter);
    }
    let record = Record::PromisesChanged { promises: wanted };
    outcome(visit.append(page.app, ticket, &record).await, &["public", "mailbox", "promises_saved"], letter)
}

async fn enough(page: &Page<'_>, visit: &mut Visit, ticket: &Ticket) -> Told {
    let words = page.words().map(|say| say.say(&["public", "mailbox", "enough_letter"])).unwrap_or_default();
    let Ok(text) = LetterText::parse(&words) else { return Told::default() };
    let record = Record::Letter {
        text,
        answer: Some(AnswerWish::NoAnswerNeeded),
        introduction: None,
        weather: None,
        short: false,
        files: Files::NONE,
    };
    outcome(visit.append(page.app, ticket, &record).await, &["public", "mailbox", "enough_done"], "")
}

/// The opened mailbox.
async fn room(page: &Page<'_>, visit: &Visit, code: &Code, sent: &Ticket, told: Told) -> Response {
    let inside = visit.inside();
    let (Ok(say), Ok(dates)) = (page.words(), page.language.dates()) else {
        return trouble(page, StatusCode::INTERNAL_SERVER_ERROR, "kind").await;
    };
    let today = page.app.now().date_in_japan();
    let mut last_day = None;
    let items: Vec<Value> = inside
        .items
        .iter()
        .map(|item| {
            let day = item.at.date_in_japan();
            let first = last_day.replace(day) != Some(day);
            let day =
                first.then(|| context! { iso => day.to_string(), words => dates.day_seen_from(day, today) });
            row(item, day, &dates)
        })
        .collect();
    let promised = inside.promised.map(|day| dates.day(day));
    let done = told.done.map(|path| match (path, &promised) {
        (["public", "mailbox", "sent_plain"], Some(day)) => {
            say.fill(&["public", "mailbox", "sent"], "{date}", day)
        }
        _ => say.say(path),
    });
    let refused = told.refused.as_ref().map(|refusal| why(&say, refusal, &try_again(page, refusal)));
    let faults: Vec<FieldFault> =
        told.fault.into_iter().map(|words| FieldFault { field: "more", words }).collect();
    // What may have arrived after all keeps its ticket, so that another press does not double it.
    let fresh = ticket(page.app);
    let ticket = if told.letter.is_empty() { &fresh } else { sent };
    let team = |team: &HoldingTeam| context! { name => team.name.as_str(), counts_only => team.counts_only };
    let teams: Vec<Value> = inside.teams.iter().map(team).collect();
    let seen = context! {
        state => state(&inside, today),
        replies => inside.replies,
        promised => promised,
        closed => inside.closed,
        elsewhere => inside.elsewhere,
        enough => !inside.no_answer || inside.waiting,
        items => items,
        teams => teams,
        promises => ticked(&inside.promises),
        aside => inside.aside.any(),
        code => code.dangerous_groups().concat(),
        ticket => ticket_text(page.app, ticket),
        letter => told.letter,
        done => done,
        faults => Value::from(Serde(&faults)),
        trouble => refused,
    };
    let answer = match (&told.refused, faults.is_empty()) {
        (Some(refusal), _) => status(refusal),
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let response = page.show(answer, View::Room, seen).await;
    match told.refused {
        Some(refusal) => mark(response, refusal),
        None => response,
    }
}

/// The first line: what has come, and by when the next will. The same choice as in the browser (`app`'s `mailbox/status.rs`).
fn state(inside: &Inside, today: chrono::NaiveDate) -> &'static str {
    let arrived = inside.replies > 0;
    if !inside.waiting {
        return match (arrived, inside.no_answer) {
            (true, _) => "arrived",
            (false, true) => "no_answer",
            (false, false) => "waiting_plain",
        };
    }
    match inside.promised {
        Some(day) if day < today => "late",
        Some(_) if arrived => "arrived_waiting",
        Some(_) => "waiting",
        None if arrived => "arrived",
        None => "waiting_plain",
    }
}

/// What came with a talk that was asked for; the rest of it is an event.
fn talk(record: &TalkRecord) -> (&'static str, String) {
    match record {
        TalkRecord::TalkMoved { .. } => ("talk_moved", String::new()),
        TalkRecord::TalkCancelled { .. } => ("talk_cancelled", String::new()),
        TalkRecord::TalkAsked { .. } | TalkRecord::TalkHeld { .. } | TalkRecord::TalkUnheld { .. } => {
            match record.told() {
                Some(words) => ("talk_words", words),
                None => ("talk_asked", String::new()),
            }
        }
    }
}

fn row(item: &Item, day: Option<Value>, dates: &DateWords) -> Value {
    let told;
    let (kind, text, promises) = match &item.what {
        What::Words(text) if item.files.are_alone(text) => ("words", "", Vec::new()),
        What::Words(text) => ("words", text.as_str(), Vec::new()),
        What::Promises(promises) => ("promises", "", ticked(promises)),
        What::Aside(promises, why) => ("aside", why.as_str(), ticked(promises)),
        What::Upheld => ("upheld", "", Vec::new()),
        What::Joined(_) => ("joined", "", Vec::new()),
        What::Talk(record) => {
            told = talk(record);
            (told.0, told.1.as_str(), Vec::new())
        }
        What::Closed => ("closed", "", Vec::new()),
        What::Reopened => ("reopened", "", Vec::new()),
        What::Newer => ("newer", "", Vec::new()),
        What::Unreadable => ("unreadable", "", Vec::new()),
    };
    let when = match &item.what {
        What::Talk(record) => dates.span(record.talk().start, record.talk().minutes),
        _ => String::new(),
    };
    let iso = item.at.in_japan().format("%Y-%m-%dT%H:%M+09:00").to_string();
    context! {
        weather => item.weather.map(Weather::name), alone => item.weather.is_some_and(|mark| mark.is_alone(text)),
        files => item.files.len(), id => item.id.as_str(), mine => item.mine, gap => item.gap, kind => kind, text => text, promises => promises,
        day => day, iso => iso, clock => dates.clock(item.at), when => when,
    }
}

//! Writing: one page with everything, a check page, the code. Each page carries what was typed to the next one.

use super::form::{Form, ticked};
use super::render::{FieldFault, Page, View};
use super::{
    App, Known, begin, known, letter, letter_fault, mark, page, status, taken, trouble, try_again, why,
};
use crate::service::address::AddressKey;
use crate::service::plain::write::{self, Receipt, Sent};
use crate::service::plain::{ticket, ticket_text};
use crate::service::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use madobe_domain::log::record::AnswerWish;
use madobe_domain::log::weather::Weather;
use madobe_domain::text::{TextFault, parse_name};
use madobe_domain::wire::error::ErrorCode;
use madobe_plain::letter::Words;
use madobe_plain::ticket::Ticket;
use minijinja::value::Serde;
use minijinja::{Value, context};

/// What was typed and chosen, as the next page gives it back.
fn typed(form: &Form) -> Value {
    context! {
        letter => form.get("letter"),
        weather => form.get("weather"),
        wish => form.get("wish"),
        call_me => form.get("call_me"),
        about => form.get("about"),
        age => form.get("age"),
        ward => form.get("ward"),
        promises => ticked(&form.promises()),
    }
}

/// What is sealed. A choice that is none of the page's says nothing.
fn words(page: &Page<'_>, form: &Form, known: &Known) -> Result<Words, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let say = page.words().map_err(|_| Vec::new())?;
    let weather = form.choice("weather");
    let text = letter(form.get("letter"), weather);
    if let Err(fault) = text {
        faults.push(FieldFault { field: "words", words: letter_fault(&say, fault) });
    }
    let call_me = match parse_name(form.get("call_me")) {
        Ok(name) => Some(name),
        Err(TextFault::Empty) => None,
        Err(fault) => {
            let path = ["public", "choose"];
            let words = match fault {
                TextFault::TooLong { over } => {
                    say.fill(&[path[0], path[1], "call_me_long"], "{count}", &over.to_string())
                }
                _ => say.say(&[path[0], path[1], "call_me_character"]),
            };
            faults.push(FieldFault { field: "call-me", words });
            None
        }
    };
    let ward = known.wards.iter().find(|ward| *ward == form.get("ward")).cloned();
    match text {
        Ok(text) if faults.is_empty() => Ok(Words {
            text,
            answer: form.choice("wish"),
            call_me,
            about: form.choice("about"),
            promises: form.promises(),
            age: form.choice("age"),
            ward,
            short: form.get("wish") == "short",
            weather,
        }),
        _ => Err(faults),
    }
}

/// GET: an empty form.
#[worker::send]
pub async fn show(state: State<App>, request: Request) -> Response {
    let (app, path, _) = match begin((state, request)).await {
        Ok(begun) => begun,
        Err(response) => return response,
    };
    let page = page(&app, &path);
    let known = known(&page).await;
    let empty = context! { letter => "", weather => "", wish => "", call_me => "", about => "", age => "", ward => "",
    promises => Vec::<String>::new() };
    first(&page, StatusCode::OK, &known, empty, &ticket(&app), Vec::new(), None).await
}

async fn first(
    page: &Page<'_>,
    status: StatusCode,
    known: &Known,
    typed: Value,
    ticket: &Ticket,
    faults: Vec<FieldFault>,
    trouble: Option<String>,
) -> Response {
    let seen = context! {
        desk => known.value(),
        typed => typed,
        ticket => ticket_text(page.app, ticket),
        faults => Value::from(Serde(faults)),
        trouble => trouble,
    };
    page.show(status, View::Write, seen).await
}

/// POST: goes on to the check page, back to the form, or sends.
#[worker::send]
pub async fn take(state: State<App>, from: AddressKey, request: Request) -> Response {
    let (app, path, form) = match taken((state, request)).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let page = page(&app, &path);
    // A form without a ticket of ours comes from /write, where no program could run: it gets one here.
    let ticket = form.ticket(&app).unwrap_or_else(|| ticket(&app));
    let known = known(&page).await;
    if !matches!(form.get("do"), "check" | "send") {
        return first(&page, StatusCode::OK, &known, typed(&form), &ticket, Vec::new(), None).await;
    }
    let words = match words(&page, &form, &known) {
        Ok(words) => words,
        Err(faults) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return first(&page, status, &known, typed(&form), &ticket, faults, None).await;
        }
    };
    if form.get("do") == "send" && form.ticket(&app).is_some() {
        send(&page, &from, &known, &form, &ticket, &words).await
    } else {
        check(&page, StatusCode::OK, &known, &form, &ticket, &words, None).await
    }
}

/// The letter as it will arrive, and what happens then.
async fn check(
    page: &Page<'_>,
    status: StatusCode,
    known: &Known,
    form: &Form,
    ticket: &Ticket,
    words: &Words,
    trouble: Option<String>,
) -> Response {
    let seen = context! {
        desk => known.value(),
        typed => typed(form),
        letter => words.text.as_str(),
        mark => words.weather.map(Weather::name),
        alone => words.weather.is_some_and(|mark| mark.is_alone(words.text.as_str())),
        call_me => words.call_me.as_deref(),
        no_answer => words.answer == Some(AnswerWish::NoAnswerNeeded),
        ticket => ticket_text(page.app, ticket),
        trouble => trouble,
    };
    page.show(status, View::Check, seen).await
}

async fn send(
    page: &Page<'_>,
    from: &AddressKey,
    known: &Known,
    form: &Form,
    ticket: &Ticket,
    words: &Words,
) -> Response {
    let refusal = match write::send(page.app, from, ticket, words).await {
        Ok(Sent::Arrived(told)) => return receipt(page, form, words, &told, false).await,
        Ok(Sent::Before(told)) => return receipt(page, form, words, &told, true).await,
        Ok(Sent::Stale) => return again(page, known, form, words).await,
        Err(Refusal::Because(ErrorCode::Deleted)) => {
            return trouble(page, StatusCode::GONE, "deleted").await;
        }
        Err(refusal) => refusal,
    };
    // Nothing is lost: the same page again, with the same ticket, so that another press is the same letter.
    let told = match page.words() {
        Ok(say) => why(&say, &refusal, &try_again(page, &refusal)),
        Err(_) => String::new(),
    };
    mark(check(page, status(&refusal), known, form, ticket, words, Some(told)).await, refusal)
}

/// The page was open too long: the same words under a ticket of today, to be sent by another press.
async fn again(page: &Page<'_>, known: &Known, form: &Form, words: &Words) -> Response {
    let told = page.words().map(|say| say.say(&["plain", "stale"])).unwrap_or_default();
    let status = StatusCode::CONFLICT;
    check(page, status, known, form, &ticket(page.app), words, Some(told)).await
}

/// The code. `before`: other words of this form arrived earlier, and these are offered to go after them.
async fn receipt(page: &Page<'_>, form: &Form, words: &Words, told: &Receipt, before: bool) -> Response {
    let promised = told.promised.and_then(|day| page.language.date(day).ok());
    let seen = context! {
        code => told.code.as_ref().map(|groups| groups.to_vec()),
        promised => promised,
        no_answer => words.answer == Some(AnswerWish::NoAnswerNeeded),
        rest => before.then(|| form.get("letter").to_owned()),
        ticket => ticket_text(page.app, &ticket(page.app)),
    };
    page.show(StatusCode::OK, View::Receipt, seen).await
}

//! Pages made for one person: a shell from the build with the words of this request put in. Whatever is put in is escaped
//! by the template, whoever wrote it; nothing is marked as safe but what a template itself made.

use crate::http::app::App;
use crate::http::error::Logged;
use crate::http::page::in_language;
use crate::ports::Fault;
use crate::service::language::Language;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};
use std::cell::{OnceCell, RefCell};

const TITLE: &str = "<!--madobe:plain-title-->";
/// A template says its title first.
const TITLE_ENDS: &str = "<!--title-->";
const MAIN: &str = "<!--madobe:plain-main-->";

/// By name, with the shell that each belongs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Write,
    Check,
    Receipt,
    Entry,
    Room,
    Deleted,
    Trouble,
}

macro_rules! templates {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!("../../../templates/", $name, ".html")))),+]
    };
}

const TEMPLATES: [(&str, &str); 8] =
    templates!["parts", "write", "check", "receipt", "entry", "room", "deleted", "trouble"];

impl View {
    const fn template(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Check => "check",
            Self::Receipt => "receipt",
            Self::Entry => "entry",
            Self::Room => "room",
            Self::Deleted => "deleted",
            Self::Trouble => "trouble",
        }
    }
}

/// The two addresses; each has its page from the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Write,
    Mailbox,
}

impl Place {
    const fn shell(self) -> &'static str {
        match self {
            Self::Write => "plain-write",
            Self::Mailbox => "plain-mailbox",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Mailbox => "mailbox",
        }
    }
}

thread_local! {
    static TEMPLATES_READ: OnceCell<Option<Environment<'static>>> = const { OnceCell::new() };
    /// The catalogues that were asked for, as templates see them.
    static CATALOGUES: RefCell<Vec<(Language, Value)>> = const { RefCell::new(Vec::new()) };
}

/// Puts words into the blanks of a sentence: `t.letter.near | fill(count=3)`.
fn fill(sentence: String, blanks: Kwargs) -> Result<String, Error> {
    let mut filled = sentence;
    for name in blanks.args() {
        filled = filled.replace(&format!("{{{name}}}"), &blanks.get::<Value>(name)?.to_string());
    }
    Ok(filled)
}

fn environment() -> Option<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().ok()?);
    environment.add_filter("fill", fill);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).ok()?;
    }
    Some(environment)
}

fn catalogue(language: Language) -> Result<Value, Fault> {
    let known =
        CATALOGUES.with_borrow(|all| all.iter().find(|(of, _)| *of == language).map(|(_, t)| t.clone()));
    if let Some(known) = known {
        return Ok(known);
    }
    let words = Value::from(Serde(language.everything()?));
    CATALOGUES.with_borrow_mut(|all| all.push((language, words.clone())));
    Ok(words)
}

/// What is wrong with a field, said beside it and in the summary.
#[derive(Clone, serde::Serialize)]
pub struct FieldFault {
    pub field: &'static str,
    pub words: String,
}

pub struct Page<'a> {
    pub app: &'a App,
    pub language: Language,
    pub place: Place,
}

impl Page<'_> {
    pub fn words(&self) -> Result<Words, Fault> {
        catalogue(self.language).map(Words)
    }

    /// Renders `view` with `seen`, which comes first, and what every page sees.
    pub async fn show(&self, status: StatusCode, view: View, seen: Value) -> Response {
        match self.render(view, seen).await {
            Ok(html) => private(status, html),
            Err(fault) => {
                let mut response = private(StatusCode::INTERNAL_SERVER_ERROR, String::new());
                response.extensions_mut().insert(Logged(fault));
                response
            }
        }
    }

    async fn render(&self, view: View, seen: Value) -> Result<String, Fault> {
        let shell = self.app.assets.page(&in_language(self.language, self.place.shell())).await?;
        let shell = shell.ok_or(Fault::new("plain shell"))?;
        let words = catalogue(self.language)?;
        let all = context! { ..seen, ..context! {
            t => words,
            base => self.language.base(),
            place => self.place.name(),
            faults => Vec::<Value>::new(),
            trouble => (),
        }};
        let main = TEMPLATES_READ.with(|read| {
            let environment = read.get_or_init(environment).as_ref().ok_or(Fault::new("plain templates"))?;
            let template =
                environment.get_template(view.template()).map_err(|_| Fault::new("plain template"))?;
            template.render(all).map_err(|error| fault_of(&error))
        });
        let main = main?;
        let (title, main) = main.split_once(TITLE_ENDS).ok_or(Fault::new("plain title"))?;
        // In one go: what is put in is never searched for markers again.
        let (head, rest) = shell.split_once(TITLE).ok_or(Fault::new("plain shell"))?;
        let (middle, end) = rest.split_once(MAIN).ok_or(Fault::new("plain shell"))?;
        Ok([head, title.trim(), middle, main, end].concat())
    }
}

/// The kind of error and the line of the template; never a value.
fn fault_of(error: &Error) -> Fault {
    Fault(
        format!("plain: {:?} {}:{}", error.kind(), error.name().unwrap_or("?"), error.line().unwrap_or(0))
            .into(),
    )
}

/// For one person: kept by nobody, packed by nobody.
fn private(status: StatusCode, html: String) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let keep = HeaderValue::from_static("no-store");
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], html).into_response()
}

/// Single sentences of the catalogue, for what Rust decides.
pub struct Words(Value);

impl Words {
    pub fn say(&self, path: &[&str]) -> String {
        let found = path.iter().try_fold(self.0.clone(), |value, name| value.get_attr(name));
        found.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    pub fn fill(&self, path: &[&str], blank: &str, words: &str) -> String {
        self.say(path).replace(blank, words)
    }
}

//! Pages: static text with a few markers that only the running desk can fill. Without the database they are served
//! all the same, without those facts.

use crate::deps::Deps;
use crate::ports::Fault;
use crate::service::desk;
use crate::service::language::{Language, LineWords};
use chrono::NaiveDate;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::promise::{is_night, promise};
use madobe_domain::desk::settings::{CrisisLine, DeskSettings, LineKind};
use std::fmt::Write;

/// After so many days without a check, a line is shown with a note.
const LINE_DAYS: i64 = 90;
const END: &str = "<!--madobe:end-->";

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
        safe
    })
}

fn line(words: &LineWords, line: &CrisisLine, today: NaiveDate) -> String {
    let (href, label) = match line.kind {
        LineKind::Text => (line.contact.clone(), words.go_text.clone()),
        LineKind::Phone => {
            let dialled: String =
                line.contact.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '#')).collect();
            (format!("tel:{dialled}"), line.contact.clone())
        }
    };
    let cost = if line.free { &words.free } else { &words.charged };
    let mut note = format!("{}{}", words.checked_before, line.checked_on.format("%Y-%m-%d"));
    if line.age_days(today) > LINE_DAYS {
        note = words.may_change.replace("{note}", &note);
    }
    format!(
        "<li class=\"line\"><h3 class=\"line-name\">{}</h3><p class=\"line-when\">{}</p>\
         <p class=\"line-cost\">{}</p><p><a class=\"button line-go\" href=\"{}\" rel=\"noreferrer noopener\">{}</a></p>\
         <p class=\"hint\">{}</p></li>",
        escape(&line.name),
        escape(&line.hours),
        escape(cost),
        escape(&href),
        escape(&label),
        escape(&note)
    )
}

fn lines(words: &LineWords, settings: &DeskSettings, today: NaiveDate) -> String {
    let mut html = String::new();
    for (kind, title) in [(LineKind::Text, &words.text_title), (LineKind::Phone, &words.phone_title)] {
        let rows: String = settings
            .lines
            .iter()
            .filter(|line| line.kind == kind)
            .map(|row| line(words, row, today))
            .collect();
        if !rows.is_empty() {
            let _ = write!(html, "<h2>{}</h2>\n<ul class=\"lines\">{rows}</ul>\n", escape(title));
        }
    }
    html
}

fn paused(title: &str, settings: &DeskSettings) -> String {
    let Some(notice) = &settings.paused else { return String::new() };
    format!(
        "<section class=\"panel info\" id=\"paused\"><h2>{}</h2><p>{}</p></section>",
        escape(title),
        escape(notice)
    )
}

/// Fills the markers. What stands between `if-…` and `end` is left out where it does not hold. Without settings, what depends on them stays empty.
pub fn fill(
    text: &str,
    language: Language,
    settings: Option<&DeskSettings>,
    now: Timestamp,
    plain: bool,
) -> Result<String, Fault> {
    let words = language.words()?;
    // A desk that takes no letters just now promises no day.
    let open = settings.filter(|settings| settings.paused.is_none());
    let promised = open.map(|settings| language.date(promise(settings, now))).transpose()?;
    let from = |value: &dyn Fn(&DeskSettings) -> String| settings.map(value).unwrap_or_default();
    let value = |marker: &str| match marker {
        "promise" => promised.clone().unwrap_or_default(),
        "desk-name" => from(&|settings| escape(&settings.name)),
        "retention" => {
            from(&|settings| format!("{}{}", settings.retention_days, escape(&words.retention_days)))
        }
        "lines" => from(&|settings| lines(&words.lines, settings, now.date_in_japan())),
        "paused" => from(&|settings| paused(&words.paused, settings)),
        "night" if is_night(now) => format!("<p class=\"night\">{}</p>", escape(&words.night)),
        _ => String::new(),
    };
    let mut filled = String::with_capacity(text.len() + 256);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--madobe:") {
        filled.push_str(before);
        let Some((marker, after)) = after.split_once("-->") else { break };
        filled.push_str(&value(marker));
        let hidden = match marker {
            "if-promise" => promised.is_none(),
            "if-known" => settings.is_none(),
            "if-plain" => !plain,
            "if-no-plain" => plain,
            _ => false,
        };
        rest = if hidden { after.split_once(END).map_or(after, |(_, behind)| behind) } else { after };
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The page as it stands now, or nothing where there is no such file.
pub async fn read(deps: &Deps, language: Language, file: &str) -> Result<Option<String>, Fault> {
    let Some(text) = deps.assets.page(file).await? else { return Ok(None) };
    if !text.contains("<!--madobe:") {
        return Ok(Some(text));
    }
    let facts = match desk::read(deps).await {
        Ok(facts) => Some(facts),
        Err(fault) => {
            deps.log.error(&fault.0);
            None
        }
    };
    fill(&text, language, facts.as_ref().map(|facts| &facts.settings), deps.now(), deps.plain).map(Some)
}

/// Where quick exit leads. It must lead there at once, so what is remembered is good enough, and the built-in page is
/// better than none.
pub async fn exit_url(deps: &Deps) -> String {
    match desk::remembered(deps).await {
        Ok(facts) => facts.settings.exit_url.clone(),
        Err(fault) => {
            deps.log.error(&fault.0);
            DeskSettings::default().exit_url
        }
    }
}

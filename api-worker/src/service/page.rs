//! Pages: static text with a few markers that only the running desk can fill. Without the database they are served
//! all the same, without those facts.

use super::lines::{as_written, lines, said_hours};
use super::markup::{self, escape};
use crate::deps::Deps;
use crate::ports::Fault;
use crate::service::facts::{self, Known};
use crate::service::language::{Language, Words};
use chrono::NaiveDate;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::line_times::Openness;
use madobe_domain::desk::promise::{is_holiday, is_night, next_opening, promise};
use madobe_domain::desk::settings::{Change, CrisisLine, DeskSettings};
use std::rc::Rc;

/// The only marker that takes work.
const LINES: &str = "<!--madobe:lines-->";

/// What is said at night.
pub struct Tonight<'a> {
    /// That writing is welcome, and when it is read.
    pub said: Vec<String>,
    /// Who answers by written words at this hour, and when they do.
    pub lines: Vec<(&'a CrisisLine, String)>,
}

pub fn tonight<'a>(
    language: Language,
    words: &Words,
    settings: Option<&'a DeskSettings>,
    now: Timestamp,
) -> Result<Tonight<'a>, Fault> {
    let dates = language.dates()?;
    let mut said = vec![words.night.hello.clone()];
    let takes = settings.is_none_or(|settings| settings.paused.is_none());
    if takes {
        said.push(words.night.welcome.clone());
    }
    if let Some(begins) = settings.filter(|_| takes).and_then(|settings| next_opening(settings, now)) {
        let day = dates.day_seen_from(begins.date_in_japan(), now.date_in_japan());
        said.push(words.night.read.replace("{day}", &day).replace("{time}", &dates.clock(begins)));
    }
    let here = now.in_japan();
    // In written words, and somebody is there at this moment, as far as the operator gave times for the clock.
    let answers = |line: &&CrisisLine| {
        let open = line.times.as_ref().map(|times| times.at(here, &is_holiday));
        !line.needs_voice()
            && line.is_shown(here.date())
            && matches!(open, Some(Openness::Always | Openness::Until(_)))
    };
    let lines = settings.into_iter().flat_map(|settings| settings.lines.iter().filter(answers));
    let lines = lines.map(|line| said_hours(language, &words.lines, line).map(|hours| (line, hours)));
    Ok(Tonight { said, lines: lines.collect::<Result<_, Fault>>()? })
}

fn night(language: Language, words: &Words, tonight: &Tonight<'_>) -> String {
    let said: Vec<String> = tonight.said.iter().map(|words| escape(words)).collect();
    let rows = tonight.lines.iter().map(|(line, hours)| {
        let (name, href, hours) = (escape(&line.name), escape(&line.contact), escape(hours));
        let own = as_written(language);
        format!(
            "<li><a class=\"line-link\" href=\"{href}\" rel=\"noreferrer noopener\"{own}>{name}</a> {hours}</li>"
        )
    });
    let rows: String = rows.collect();
    let lines = match rows.as_str() {
        "" => String::new(),
        rows => format!("<p>{}</p><ul>{rows}</ul>", escape(&words.night.lines)),
    };
    format!("<aside class=\"night\" id=\"night\"><p>{}</p>{lines}</aside>", said.join("<br>"))
}

/// What was changed because of what people said.
fn changes(
    language: Language,
    title: &str,
    settings: &DeskSettings,
    today: NaiveDate,
) -> Result<String, Fault> {
    let row = |change: &Change| {
        let day = language.dates()?.day_seen_from(change.on, today);
        Ok(format!("<li>{} {}</li>", escape(&day), escape(&change.words)))
    };
    let rows = settings.changes.iter().map(row).collect::<Result<String, Fault>>()?;
    if rows.is_empty() {
        return Ok(rows);
    }
    Ok(format!(
        "<section class=\"stack\" aria-labelledby=\"changes\"><h2 id=\"changes\">{}</h2><ul id=\"changes-list\">{rows}</ul></section>",
        escape(title)
    ))
}

fn complaints(before: &str, settings: &DeskSettings) -> String {
    let to = |to: &String| format!("<p>{}<span id=\"complaints\">{}</span></p>", escape(before), escape(to));
    settings.complaints.as_ref().map(to).unwrap_or_default()
}

fn paused(title: &str, settings: &DeskSettings) -> String {
    let Some(notice) = &settings.paused else { return String::new() };
    format!(
        "<section class=\"panel info\" id=\"paused\"><h2>{}</h2><p>{}</p></section>",
        escape(title),
        escape(notice)
    )
}

/// What holds for a page that is asked for, besides the desk's settings.
#[derive(Debug, Clone, Copy)]
pub struct Holds {
    /// Somebody came by a printed address.
    pub printed: bool,
    /// Talks can be booked.
    pub talks: bool,
    /// There are forms for browsers that run no program.
    pub plain: bool,
}

/// Fills the markers. What stands between `if-…` and `end` is left out where it does not hold. Without settings, what
/// depends on them stays empty.
pub fn fill(
    text: &str,
    language: Language,
    settings: Option<&DeskSettings>,
    holds: Holds,
    now: Timestamp,
) -> Result<String, Fault> {
    let words = language.words()?;
    // A desk that takes no letters just now promises no day.
    let open = settings.filter(|settings| settings.paused.is_none());
    let promised = open.map(|settings| language.date(promise(settings, now))).transpose()?;
    let with_lines = settings.filter(|_| text.contains(LINES));
    let lines = with_lines.map(|settings| lines(language, &words.lines, settings, now)).transpose()?;
    let lines = lines.unwrap_or_default();
    let wants = |marker: &str| text.contains(&["<!--madobe:", marker, "-->"].concat());
    let changed = match settings.filter(|_| wants("changes")) {
        Some(settings) => changes(language, &words.changes, settings, now.date_in_japan())?,
        None => String::new(),
    };
    let tonight = if is_night(now) && wants("night") {
        night(language, &words, &tonight(language, &words, settings, now)?)
    } else {
        String::new()
    };
    let from = |value: &dyn Fn(&DeskSettings) -> String| settings.map(value).unwrap_or_default();
    let value = |marker: &str| match marker {
        "promise" => promised.clone().unwrap_or_default(),
        "desk-name" => from(&|settings| escape(&settings.name)),
        "retention" => {
            from(&|settings| format!("{}{}", settings.retention_days, escape(&words.retention_days)))
        }
        "lines" => lines.clone(),
        "paused" => from(&|settings| paused(&words.paused, settings)),
        "night" => tonight.clone(),
        "changes" => changed.clone(),
        "complaints" => from(&|settings| complaints(&words.complaints, settings)),
        _ => String::new(),
    };
    let is_hidden = |marker: &str| match marker {
        "if-promise" => promised.is_none(),
        "if-known" => settings.is_none(),
        "if-printed" => !holds.printed,
        "if-talks" => !holds.talks,
        "if-plain" => !holds.plain,
        "if-no-plain" => holds.plain,
        _ => false,
    };
    Ok(markup::fill(text, value, is_hidden))
}

/// The page as it stands now, or nothing where there is no such file.
pub async fn read(
    deps: &Deps,
    language: Language,
    file: &str,
    printed: bool,
) -> Result<Option<String>, Fault> {
    let Some(text) = deps.assets.page(file).await? else { return Ok(None) };
    if !markup::has_markers(&text) {
        return Ok(Some(text));
    }
    let known = known(deps).await;
    let talks = known.as_ref().is_some_and(|known| known.talks);
    let settings = known.as_ref().map(|known| &known.settings);
    fill(&text, language, settings, Holds { printed, talks, plain: deps.plain }, deps.now()).map(Some)
}

async fn known(deps: &Deps) -> Option<Rc<Known>> {
    facts::known(deps).await.inspect_err(|fault| deps.log.error(&fault.0)).ok()
}

/// Where quick exit leads. The built-in page is better than none.
pub async fn exit_url(deps: &Deps) -> String {
    known(deps)
        .await
        .map_or_else(|| DeskSettings::default().exit_url, |known| known.settings.exit_url.clone())
}

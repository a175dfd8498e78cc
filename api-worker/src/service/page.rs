//! Pages: static text with a few markers that only the running desk can fill. Without the database they are served
//! all the same, without those facts.

use super::lines::lines;
use super::markup::{self, escape};
use crate::deps::Deps;
use crate::ports::Fault;
use crate::service::facts;
use crate::service::language::Language;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::promise::{is_night, promise};
use madobe_domain::desk::settings::DeskSettings;
use std::rc::Rc;

/// The only marker that takes work.
const LINES: &str = "<!--madobe:lines-->";

fn paused(title: &str, settings: &DeskSettings) -> String {
    let Some(notice) = &settings.paused else { return String::new() };
    format!(
        "<section class=\"panel info\" id=\"paused\"><h2>{}</h2><p>{}</p></section>",
        escape(title),
        escape(notice)
    )
}

/// Fills the markers. What stands between `if-…` and `end` is left out where it does not hold. Without settings, what
/// depends on them stays empty.
/// `printed`: somebody came by a printed address.
pub fn fill(
    text: &str,
    language: Language,
    settings: Option<&DeskSettings>,
    printed: bool,
    now: Timestamp,
    plain: bool,
) -> Result<String, Fault> {
    let words = language.words()?;
    // A desk that takes no letters just now promises no day.
    let open = settings.filter(|settings| settings.paused.is_none());
    let promised = open.map(|settings| language.date(promise(settings, now))).transpose()?;
    let with_lines = settings.filter(|_| text.contains(LINES));
    let lines = with_lines.map(|settings| lines(language, &words.lines, settings, now)).transpose()?;
    let lines = lines.unwrap_or_default();
    let from = |value: &dyn Fn(&DeskSettings) -> String| settings.map(value).unwrap_or_default();
    let value = |marker: &str| match marker {
        "promise" => promised.clone().unwrap_or_default(),
        "desk-name" => from(&|settings| escape(&settings.name)),
        "retention" => {
            from(&|settings| format!("{}{}", settings.retention_days, escape(&words.retention_days)))
        }
        "lines" => lines.clone(),
        "paused" => from(&|settings| paused(&words.paused, settings)),
        "night" if is_night(now) => format!("<p class=\"night\">{}</p>", escape(&words.night)),
        _ => String::new(),
    };
    let is_hidden = |marker: &str| match marker {
        "if-promise" => promised.is_none(),
        "if-known" => settings.is_none(),
        "if-printed" => !printed,
        "if-plain" => !plain,
        "if-no-plain" => plain,
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
    let settings = known(deps).await;
    fill(&text, language, settings.as_deref(), printed, deps.now(), deps.plain).map(Some)
}

async fn known(deps: &Deps) -> Option<Rc<DeskSettings>> {
    facts::settings(deps).await.inspect_err(|fault| deps.log.error(&fault.0)).ok()
}

/// Where quick exit leads. The built-in page is better than none.
pub async fn exit_url(deps: &Deps) -> String {
    known(deps).await.map_or_else(|| DeskSettings::default().exit_url, |settings| settings.exit_url.clone())
}

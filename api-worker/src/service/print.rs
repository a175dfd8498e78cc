//! Printed matter: leaflet, cards, poster for one place, and how often each place's address was used.

use super::arrival;
use super::language::Language;
use super::markup::{self, escape};
use crate::deps::Deps;
use crate::ports::Fault;
use crate::service::desk;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use madobe_domain::desk::settings::DeskSettings;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Months in the table of counts.
const MONTHS: u32 = 6;
/// Modules of white around a QR code, so that cameras find it.
const QUIET: i32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// A5, upright.
    Leaflet,
    /// Ten to an A4.
    Cards,
    PosterA4,
    PosterA3,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetLanguage {
    #[default]
    Japanese,
    Easy,
    English,
}

/// What to print, as the form asks for it. No place: the address without a code.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    #[serde(default)]
    pub place: String,
    pub sheet: Sheet,
    pub language: SheetLanguage,
    /// By whoever prints.
    #[serde(default)]
    pub read: SheetLanguage,
}

/// In which language whoever prints is asked what.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    pub language: SheetLanguage,
}

impl Sheet {
    const fn name(self) -> &'static str {
        match self {
            Self::Leaflet => "leaflet",
            Self::Cards => "cards",
            Self::PosterA4 | Self::PosterA3 => "poster",
        }
    }

    /// For the style sheet.
    const fn size(self) -> &'static str {
        match self {
            Self::Leaflet => "leaflet",
            Self::Cards => "cards",
            Self::PosterA4 => "poster-a4",
            Self::PosterA3 => "poster-a3",
        }
    }
}

impl SheetLanguage {
    const fn language(self) -> Language {
        match self {
            Self::Japanese => Language::Japanese,
            Self::Easy => Language::Easy,
            Self::English => Language::English,
        }
    }

    const fn base(self) -> &'static str {
        match self {
            Self::Japanese => "",
            Self::Easy => "/easy",
            Self::English => "/en",
        }
    }
}

/// Black on white, whatever is around it.
fn qr(text: &str) -> Result<String, Fault> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| Fault::new("qr"))?;
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    Ok(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

async fn settings(deps: &Deps, signed: &Signed) -> Result<DeskSettings, Refusal> {
    Ok(desk::settings(deps, signed).await?.settings)
}

/// One sheet, ready to be printed. `origin`: where this desk is found, such as `https://desk.example`.
pub async fn sheet(deps: &Deps, signed: &Signed, origin: &str, order: &Order) -> Result<String, Refusal> {
    let settings = settings(deps, signed).await?;
    if !order.place.is_empty() && settings.place(&order.place).is_none() {
        return Err(Refusal::invalid("place"));
    }
    let file = format!("{}/print-{}.html", order.language.base(), order.sheet.name());
    let text = deps.assets.page(&file).await?.ok_or(Fault::new("print: no such file"))?;
    let words = order.language.language().words()?.print;
    let reply = match settings.reply_days {
        0 => words.reply_same_day,
        days => words.reply_days.replace("{days}", &days.to_string()),
    };
    let end = if order.place.is_empty() { "/".to_owned() } else { format!("/p/{}", order.place) };
    let address = format!("{origin}{}{end}", order.language.base());
    let picture = qr(&address)?;
    // On paper nobody needs what stands before the name. What comes behind it is not broken over two lines.
    let readable = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let (host, path) = readable.split_at(readable.find('/').unwrap_or(readable.len()));
    let value = |marker: &str| match marker {
        "desk-name" => escape(&settings.name),
        "address" => format!("{}<wbr><span>{}</span>", escape(host), escape(path)),
        "size" => order.sheet.size().to_owned(),
        "reply" => escape(&reply),
        "qr" => picture.clone(),
        _ => String::new(),
    };
    let english = order.read == SheetLanguage::English;
    let is_hidden = |marker: &str| match marker {
        "if-place" => order.place.is_empty(),
        "if-read-ja" => english,
        "if-read-en" => !english,
        _ => false,
    };
    Ok(markup::fill(&text, value, is_hidden))
}

/// The choice of what to print, and the counts of every place. `language`: of whoever prints; staff have two.
pub async fn index(deps: &Deps, signed: &Signed, language: SheetLanguage) -> Result<String, Refusal> {
    let base = if language == SheetLanguage::English { language.base() } else { "" };
    let file = format!("{base}/print.html");
    let text = deps.assets.page(&file).await?.ok_or(Fault::new("print: no such file"))?;
    let settings = settings(deps, signed).await?;
    let months = arrival::months(deps.now(), MONTHS);
    let since = months.last().cloned().unwrap_or_default();
    let counted = arrival::rows(&deps.batch(vec![arrival::since(&since)]).await?.last()?)?;
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for one in &counted {
        counts.insert((&one.place, &one.month), one.count);
    }
    // A place that was taken off the list still has leaflets lying about: it goes under its code.
    let gone = counted.iter().map(|one| one.place.as_str()).filter(|code| settings.place(code).is_none());
    let mut gone: Vec<&str> = gone.collect();
    gone.dedup();
    let mut choices = String::new();
    let mut rows = String::new();
    let mut row = |name: &str, code: &str| {
        let _ = write!(rows, "<tr><th scope=\"row\">{} <small>{}</small></th>", escape(name), escape(code));
        for month in &months {
            let count = counts.get(&(code, month.as_str())).copied().unwrap_or_default();
            let _ = write!(rows, "<td>{count}</td>");
        }
        rows.push_str("</tr>");
    };
    for place in &settings.places {
        let (name, code) = (escape(&place.name), escape(&place.code));
        let _ = write!(
            choices,
            "<label class=\"choice\"><input type=\"radio\" name=\"place\" value=\"{code}\">\
             <span>{name} <small>{code}</small></span></label>"
        );
        row(&place.name, &place.code);
    }
    for code in gone {
        row("", code);
    }
    let heads: String =
        months.iter().map(|month| format!("<th scope=\"col\">{}</th>", month.replace('-', "/"))).collect();
    let value = |marker: &str| match marker {
        "places" => choices.clone(),
        "months" => heads.clone(),
        "rows" => rows.clone(),
        _ => String::new(),
    };
    let is_hidden = |marker: &str| match marker {
        "if-rows" => rows.is_empty(),
        "if-none" => !rows.is_empty(),
        _ => false,
    };
    Ok(markup::fill(&text, value, is_hidden))
}

//! What is said about the letter that waits: one panel, whose markup and words stand in the page /waiting.

use crate::page::{document, element, focus, window};
use crate::public::dom;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomParser, Event, HtmlInputElement, Response, SupportedType};

const NOTE: &str = "waiting";
/// On the receipt of the very tab in which it was written.
const PLACE: &str = "waiting-place";
const FIELD: &str = "waiting-code";
const FAULTS: [&str; 4] =
    ["waiting-code-digits", "waiting-code-wrong", "waiting-code-offline", "waiting-code-lost"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing can have left: the browser knows of no network.
    Offline,
    Sending,
    /// No answer came, or none that tells.
    Unsure,
    Arrived,
    Old,
    Over,
    Paused,
    Locked,
    Superseded,
    Refused,
    /// Not here any more: another tab knows why.
    Gone,
    /// By whoever pressed for it.
    Erased,
}

impl State {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Offline, "waiting-offline"),
        (Self::Sending, "waiting-sending"),
        (Self::Unsure, "waiting-unsure"),
        (Self::Arrived, "waiting-arrived"),
        (Self::Old, "waiting-old"),
        (Self::Over, "waiting-over"),
        (Self::Paused, "waiting-paused"),
        (Self::Locked, "waiting-locked"),
        (Self::Superseded, "waiting-superseded"),
        (Self::Refused, "waiting-refused"),
        (Self::Gone, "waiting-gone"),
        (Self::Erased, "waiting-erased"),
    ];

    /// Nobody was asked anything.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Offline | Self::Sending | Self::Unsure)
    }

    /// The device keeps it no longer.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Arrived | Self::Over | Self::Superseded | Self::Gone | Self::Erased)
    }

    fn may_be_sent(self) -> bool {
        matches!(self, Self::Offline | Self::Unsure | Self::Old | Self::Paused)
    }
}

/// Into this page, unless it is the page /waiting itself. Where it cannot be had, the letter goes without it.
pub async fn bring() {
    if dom::at(NOTE).is_none() {
        let _ = fetch().await;
    }
    place();
}

async fn fetch() -> Option<()> {
    let document = document();
    let home = document.query_selector(".site-name").ok()??.get_attribute("href")?;
    let asked = window().fetch_with_str(&[&home, "waiting"].concat());
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let html = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let page = DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()?;
    let note = document.import_node_with_deep(&page.get_element_by_id(NOTE)?.into(), true).ok()?;
    let main = dom::at("main")?;
    // Above everything, but never from under the hands of who is typing.
    let typing = document
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "TEXTAREA" | "INPUT"));
    let before = if typing { None } else { main.first_child() };
    main.insert_before(&note, before.as_ref()).ok().map(drop)
}

/// To its place on the receipt, where there is one.
pub fn place() {
    if let (Some(note), Some(place)) = (dom::at(NOTE), dom::at(PLACE)) {
        let _ = place.append_child(&note);
    }
}

pub fn show(state: State) {
    dom::show(NOTE, true);
    for (other, id) in State::ALL {
        dom::show(id, other == state);
    }
    dom::show("waiting-send", state.may_be_sent());
    // On the receipt it is taken back instead, words and all.
    dom::show("waiting-erase", !state.is_end() && state != State::Sending && dom::at(PLACE).is_none());
    dom::show("waiting-unlock", state == State::Locked);
}

/// The desk's own words about taking no letters.
pub fn say(notice: Option<String>) {
    dom::text("waiting-notice", &notice.unwrap_or_default());
}

fn field() -> Option<HtmlInputElement> {
    element(FIELD)
}

pub fn typed() -> String {
    field().map(|field| field.value()).unwrap_or_default()
}

pub fn clear() {
    if let Some(field) = field() {
        field.set_value("");
    }
}

/// `fault`: the id of the words for what is wrong with the code.
pub fn fault(fault: Option<&'static str>) {
    for id in FAULTS {
        dom::show(id, fault == Some(id));
    }
    dom::attribute(FIELD, "aria-invalid", fault.map(|_| "true"));
    if fault.is_some() {
        focus(FIELD);
    }
}

/// The page may hold the code of this letter: /write listens.
pub fn ended() {
    if let Ok(event) = Event::new("madobe:ended") {
        let _ = document().dispatch_event(&event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state has its words in the page, and no two the same.
    #[test]
    fn every_state_can_be_said() {
        let page = include_str!("../../../pages/waiting.html");
        for (place, (state, id)) in State::ALL.into_iter().enumerate() {
            assert!(page.contains(&["id=\"", id, "\""].concat()), "{id}");
            assert!(State::ALL[..place].iter().all(|(other, words)| *other != state && *words != id), "{id}");
        }
        for id in FAULTS.into_iter().chain([
            NOTE,
            FIELD,
            "waiting-send",
            "waiting-erase",
            "waiting-unlock",
            "waiting-notice",
        ]) {
            assert!(page.contains(&["id=\"", id, "\""].concat()), "{id}");
        }
    }

    #[test]
    fn what_is_asked_does_not_go_on_by_itself() {
        for (state, _) in State::ALL {
            assert!(!(state.goes_on() && state.is_end()), "{state:?}");
        }
        for asked in [State::Old, State::Paused, State::Locked, State::Refused] {
            assert!(!asked.goes_on() && !asked.is_end(), "{asked:?}");
        }
    }
}

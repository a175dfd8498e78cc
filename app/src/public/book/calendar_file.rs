//! A file for the visitor's own calendar, made here and never on the server. It says when, and nothing else.

use crate::page::{document, window};
use crate::time;
use crate::words::public::book as words;
use js_sys::Array;
use madobe_domain::clock::Timestamp;
use madobe_domain::log::talk::Talk;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// 20261126T010000Z
fn moment(at: Timestamp) -> String {
    // Nine hours back from Japan's clock is UTC's.
    let iso = time::iso(at.plus_seconds(-9 * 3600));
    let digits: String = iso.chars().take(16).filter(|c| !matches!(c, '-' | ':')).collect();
    [&digits, "00Z"].concat()
}

/// RFC 5545. The identifier is the reservation's, and what was made later has the higher number: a file loaded again replaces the
/// one before, also where the talk was moved to an earlier time.
fn text(talk: &Talk, now: Timestamp) -> String {
    let end = talk.start.plus_seconds(i64::from(talk.minutes) * 60);
    let start = moment(talk.start);
    [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//calendar//JA\r\nBEGIN:VEVENT\r\nUID:",
        &talk.reservation.to_string(),
        "\r\nDTSTAMP:",
        &moment(now),
        "\r\nSEQUENCE:",
        &(now.millis() / 60_000).to_string(),
        "\r\nDTSTART:",
        &start,
        "\r\nDTEND:",
        &moment(end),
        "\r\nSUMMARY:",
        words::CALENDAR_TITLE,
        "\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ]
    .concat()
}

pub fn save(talk: &Talk) -> Option<()> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&text(talk, time::now()).into())).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(words::CALENDAR_FILE);
    link.click();
    // The browser has taken it by the next minute; until then the address must live.
    let forget = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 60_000);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use madobe_domain::booking::plan::Means;
    use madobe_domain::ids::ReservationId;

    #[test]
    fn the_file_says_when_and_nothing_else() {
        let start = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(8, 0, 0).unwrap();
        let talk = Talk {
            reservation: ReservationId::from_bytes([7; 16]),
            name: "家族の相談".into(),
            means: Means::Visit,
            start: Timestamp::from_japan(start),
            minutes: 50,
        };
        let now = start - chrono::TimeDelta::days(3);
        let text = text(&talk, Timestamp::from_japan(now));
        assert!(text.contains("DTSTAMP:20261118T230000Z\r\nSEQUENCE:"), "{text}");
        assert!(text.contains("DTSTART:20261121T230000Z\r\nDTEND:20261121T235000Z"), "{text}");
        for word in ["家族", "相談", "窓辺", "http", "madobe"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}

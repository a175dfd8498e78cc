//! A weather mark, drawn and in words: never told by its colour or its shape alone.
use leptos::prelude::*;
use madobe_domain::log::weather::Weather;

use super::case::about::weather_words;

#[component]
pub fn Mark(weather: Weather) -> impl IntoView {
    // The sign itself is drawn in the page that loaded this program.
    let sign = ["<svg class=\"sign\" aria-hidden=\"true\"><use href=\"#w-", weather.name(), "\"/></svg>"];
    view! { <span class="weather-mark"><span inner_html=sign.concat()></span>{weather_words(weather)}</span> }
}

//! The language of these screens. Each has a program of its own, which `staff-start.js` brings by what was chosen in this browser; another
//! choice loads the page anew.
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::app::App;
use super::choice;
use super::root::LinkToken;
use crate::page::{self, spawn};
use crate::ui::twice::Twice;
use crate::words::staff::language;

/// The language of this program, by the folder of its words.
pub const HERE: &str = if cfg!(feature = "en") { "en" } else { "ja" };

const ALL: [(&str, &str); 2] = [("ja", language::JAPANESE), ("en", language::ENGLISH)];

/// Where somebody types on a screen that nothing is kept of.
const FIELDS: &str =
    "main :is(input, textarea):not([hidden], [readonly], [type=hidden], [type=checkbox], [type=radio])";

/// At the foot of the screens before the list, and with one's own account. Where something was typed that a new page does not have,
/// it is asked first; what is written to somebody is kept anyway.
#[component]
pub fn Tongues() -> impl IntoView {
    let app = App::of_context();
    let token: StoredValue<LinkToken> = expect_context();
    let one = move |(name, words): (&'static str, &'static str)| {
        if name == HERE {
            return view! { <span lang=name aria-current="true">{words}</span> }.into_any();
        }
        let on_yes = Callback::new(move |()| spawn(app.turn_to(name, token.get_value())));
        view! {
            <Twice
                id=["language-", name].concat()
                words
                ask=language::ASK
                yes=language::YES
                no=language::NO
                needed=Callback::new(|()| is_typed())
                lang=name
                on_yes
            />
        }
        .into_any()
    };
    view! {
        <div class="row" id="languages" role="group" aria-label=language::LABEL>{ALL.map(one).collect_view()}</div>
    }
}

fn is_typed() -> bool {
    let Ok(fields) = page::document().query_selector_all(FIELDS) else { return false };
    (0..fields.length()).filter_map(|place| fields.get(place)).any(|field| {
        let typed = field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        let typed = typed.or_else(|| field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value));
        typed.is_some_and(|typed| !typed.is_empty())
    })
}

impl App {
    /// Once what is being written has been sealed. The browser asks by itself where a reply is on its way.
    async fn turn_to(self, name: &'static str, token: LinkToken) {
        self.sealed().await;
        choice::keep_language(name);
        let location = page::window().location();
        // A link that works once is still good: it goes to the next page as it came to this one.
        if let (Some(token), Ok(path), Ok(history)) = (token, location.pathname(), page::window().history()) {
            let address = [&path, "#", &token.to_string()].concat();
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
        }
        let _ = location.reload();
    }
}

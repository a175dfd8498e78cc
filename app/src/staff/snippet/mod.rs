//! Ready-made texts: how they are reached from the composer. The menu and the screen on which they are kept come later.
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use madobe_domain::wire::book::BookName;
use madobe_domain::writing::Snippets;

use super::app::App;
use super::book::Owner;
use super::case::Text;
use super::later::{MENU, part};
use super::trouble::Trouble;
use crate::ui::act::Small;
use crate::ui::keys::is_composing;
use crate::words::staff::snippet;

mod menu;
mod screen;

pub use menu::menu;
pub use screen::Screen;

/// Opens the menu: with Ctrl or ⌘ anywhere, and alone where a line begins and no input method is at work.
pub fn opens(app: App, text: Text, event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.meta_key();
    let opens = matches!(event.key().as_str(), ";" | "；")
        && !event.alt_key()
        && !is_composing(event)
        && (held || text.begins_line());
    if opens {
        app.snippet_menu.set(Some(text));
    }
    opens
}

#[component]
pub fn SnippetButton(text: Text) -> impl IntoView {
    let app = App::of_context();
    let open = Memo::new(move |_| app.snippet_menu.with(Option::is_some));
    on_cleanup(move || app.snippet_menu.set(None));
    view! {
        <span id="snippets"><Small words=snippet::OPEN on_press=move || app.snippet_menu.set(Some(text)) /></span>
        {move || open.get().then(|| part(MENU))}
    }
}

impl App {
    /// As they stand now. What was known before stays where they do not come.
    pub async fn load_snippets(self) -> Result<(), Trouble> {
        let Some(team) = self.own_team() else { return Ok(()) };
        let (_, all) = self.read_book::<Snippets>(Owner::Team(team), BookName::Snippets).await?;
        self.snippets.set(Some(all));
        Ok(())
    }
}

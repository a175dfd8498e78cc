//! What is said politely to those who do not see the screen: gathered, and at most once in ten seconds.
use crate::page::spawn;
use crate::ui::told::then;
use leptos::prelude::*;

use crate::page;

const PAUSE_MILLIS: u32 = 10_000;

#[derive(Clone, Copy)]
pub struct Say {
    said: RwSignal<String>,
    gathered: StoredValue<Vec<String>>,
    resting: StoredValue<bool>,
}

impl Say {
    pub fn quiet() -> Self {
        Self {
            said: RwSignal::new(String::new()),
            gathered: StoredValue::default(),
            resting: StoredValue::new(false),
        }
    }

    /// Soon; of several things only the last counts where they are about the same.
    pub fn soon(self, words: impl Into<String>) {
        let words = words.into();
        self.gathered.update_value(|all| {
            all.retain(|known| *known != words);
            all.push(words);
        });
        if !self.resting.get_value() {
            self.speak();
        }
    }

    /// What was said a moment ago is so no longer: that is not waited for, and stays as long as anything else.
    pub fn instead(self, gone: &str, words: String) {
        self.gathered.update_value(|all| all.retain(|known| known != gone));
        self.soon(words.clone());
        self.said.set(words);
    }

    fn speak(self) {
        let words = self.gathered.try_update_value(std::mem::take).unwrap_or_default();
        if words.is_empty() {
            // Nobody who reads on finds what was said on another screen long ago.
            self.said.set(String::new());
            return self.resting.set_value(false);
        }
        self.resting.set_value(true);
        self.said.set(words.iter().fold(String::new(), |said, words| then(&said, words)));
        spawn(async move {
            page::sleep(PAUSE_MILLIS).await;
            self.speak();
        });
    }
}

#[component]
pub fn Voice(say: Say) -> impl IntoView {
    view! { <p class="visually-hidden" role="status" id="said">{move || say.said.get()}</p> }
}

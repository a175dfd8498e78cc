//! A file being made. What is added goes to the browser at once, which keeps it where it likes; nothing of it stays in this program.
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::page::{document, window};

pub struct File(Array);

impl File {
    pub fn new() -> Self {
        Self(Array::new())
    }

    /// False where the browser has no more room.
    pub fn add(&self, text: &str) -> bool {
        match Blob::new_with_str_sequence(&Array::of1(&text.into())) {
            Ok(part) => {
                self.0.push(&part);
                true
            }
            Err(_) => false,
        }
    }

    /// Starts the download, or says by its absence that this browser cannot.
    pub fn save(self, name: &str) -> Option<()> {
        let whole = Blob::new_with_blob_sequence(&self.0).ok()?;
        let address = Url::create_object_url_with_blob(&whole).ok()?;
        let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // A large file is written for a while; until then the address must live.
        let forget = Closure::once_into_js(move || {
            let _ = Url::revoke_object_url(&address);
        });
        let _ = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 10 * 60_000);
        Some(())
    }
}

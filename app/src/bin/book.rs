//! The program of /book: attaches to the static page that loaded it.

use madobe_app::{public, thread};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    if !thread::is_worker() {
        public::book::attach();
    }
}

/// Called by `thread.js` beside the page.
#[wasm_bindgen]
pub fn thread_main() {
    thread::listen(public::book::jobs::handler());
}

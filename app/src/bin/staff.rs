//! The staff application: one page for every address beneath `/staff`.

use madobe_app::{staff, thread, vault};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    if !thread::is_worker() {
        staff::attach();
    }
}

/// Called by `thread.js` beside the page.
#[wasm_bindgen]
pub fn thread_main() {
    thread::listen(vault::handler());
}

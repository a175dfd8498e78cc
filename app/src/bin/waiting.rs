//! The program that sends a letter which this device keeps: `first.js` starts it beside whatever public page is open.

use madobe_app::{public, thread};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    if !thread::is_worker() {
        public::waiting::attach();
    }
}

/// Called by `thread.js` beside the page.
#[wasm_bindgen]
pub fn thread_main() {
    thread::listen(public::waiting::jobs::handler());
}

//! Text on its way through the browser, as bytes. A string that was handed over stays in the browser's memory until it
//! tidies up, which may be hundreds of megabytes later; bytes move over whole, and are let go of the moment they were read.
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Older browsers have no such method.
    #[wasm_bindgen(extends = ArrayBuffer)]
    type Buffer;
    #[wasm_bindgen(method, catch)]
    fn transfer(this: &Buffer, length: u32) -> Result<ArrayBuffer, JsValue>;
}

pub fn of(text: &str) -> Uint8Array {
    Uint8Array::from(text.as_bytes())
}

/// Reads it once: afterwards nothing is there any more. None: no bytes, or no text.
pub fn text(value: &JsValue) -> Option<String> {
    let bytes = match value.dyn_ref::<ArrayBuffer>() {
        Some(buffer) => Uint8Array::new(buffer),
        None => value.dyn_ref::<Uint8Array>()?.clone(),
    };
    let text = String::from_utf8(bytes.to_vec()).ok();
    let _ = bytes.buffer().unchecked_into::<Buffer>().transfer(0);
    text
}

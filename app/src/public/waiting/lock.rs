//! One tab at a time, where the browser can see to that (Web Locks). Where it cannot, the same bytes arrive once all the same.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// A tab that holds the lock and sleeps must not keep the others from sending.
const PATIENCE_MILLIS: u32 = 60_000;

#[wasm_bindgen]
extern "C" {
    /// Not in every browser, so it may throw.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, options: &Object, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// Until it is dropped.
pub struct Lock {
    release: Option<Function>,
    _granted: Closure<dyn FnMut() -> Promise>,
}

impl Lock {
    pub async fn wait(name: &str) -> Self {
        let (mut release, mut tell) = (None, None);
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let told = Promise::new(&mut |resolve, _| tell = Some(resolve));
        let granted = Closure::<dyn FnMut() -> Promise>::new(move || {
            if let Some(tell) = &tell {
                let _ = tell.call0(&JsValue::NULL);
            }
            held.clone()
        });
        let options = Object::new();
        let signal = AbortSignal::timeout_with_u32(PATIENCE_MILLIS);
        let _ = Reflect::set(&options, &"signal".into(), &signal);
        if let Ok(ended) = request(name, &options, granted.as_ref()) {
            let _ = JsFuture::from(Promise::race(&Array::of2(&told, &ended))).await;
        }
        Self { release, _granted: granted }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

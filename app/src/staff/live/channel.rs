//! From tab to tab of one person: what a sync brought, sealed as it came.
use js_sys::Array;
use madobe_domain::ids::StaffId;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = BroadcastChannel)]
    type Raw;
    #[wasm_bindgen(constructor, js_class = "BroadcastChannel", catch)]
    fn new(name: &str) -> Result<Raw, JsValue>;
    #[wasm_bindgen(method, js_name = postMessage, catch)]
    fn post_message(this: &Raw, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &Raw, hear: Option<&js_sys::Function>);
    #[wasm_bindgen(method)]
    fn close(this: &Raw);
}

pub struct Channel {
    raw: Raw,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Messages are arrays: the cursor that was asked from, and the page.
    pub fn of(me: StaffId, hear: impl Fn(i64, String) + 'static) -> Option<Self> {
        let raw = Raw::new(&["madobe.live.", &me.to_string()].concat()).ok()?;
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(message) = event.data().dyn_into::<Array>() else { return };
            if let (Some(after), Some(page)) = (message.get(0).as_f64(), message.get(1).as_string()) {
                hear(after as i64, page);
            }
        });
        raw.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Some(Self { raw, _hear: hear })
    }

    pub fn say(&self, after: i64, page: &str) {
        let _ = self.raw.post_message(&Array::of2(&(after as f64).into(), &page.into()));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.raw.set_onmessage(None);
        self.raw.close();
    }
}

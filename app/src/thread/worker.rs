//! The worker's side: takes jobs as they come, one at a time.

use super::Handler;
use crate::raw;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// `main` runs in the worker too, where there is no page to attach to.
pub fn is_worker() -> bool {
    js_sys::global().is_instance_of::<DedicatedWorkerGlobalScope>()
}

/// Called by each program's exported `thread_main`. Says that it listens, then answers.
pub fn listen(handler: Handler) {
    let handler = Rc::new(handler);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let mouth = scope.clone();
    let take = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (handler, mouth) = (handler.clone(), mouth.clone());
        spawn_local(async move {
            let message: Array = event.data().unchecked_into();
            let id = message.get(0);
            let say = |kind: &str, what: &JsValue| {
                let _ = mouth.post_message(&Array::of3(&id, &kind.into(), what));
            };
            let job = raw::text(&message.get(1)).unwrap_or_default();
            match handler.run(&job, &|done| say("progress", &done.into())).await {
                Ok(answer) => {
                    let answer = raw::of(&answer);
                    let moved = Array::of1(&answer.buffer());
                    let message = Array::of3(&id, &"done".into(), &answer);
                    let _ = mouth.post_message_with_transfer(&message, &moved);
                }
                Err(_) => say("garbled", &JsValue::NULL),
            }
        });
    });
    scope.set_onmessage(Some(take.as_ref().unchecked_ref()));
    take.forget();
    let _ = scope.post_message(&Array::of1(&"ready".into()));
}

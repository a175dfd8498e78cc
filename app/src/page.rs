//! Small things about the page that the programs share.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::future::TimeoutFuture;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, EventTarget, HtmlElement, Storage, Window};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
    #[wasm_bindgen(js_namespace = performance, js_name = measure, catch)]
    fn js_measure(name: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// Never in the worker.
pub fn window() -> Window {
    WINDOW.with(Clone::clone)
}

pub fn document() -> Document {
    window().document().unwrap_throw()
}

/// An element of the static page, by its id.
pub fn element<E: JsCast>(id: &str) -> Option<E> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// What the page says about this program: `data-…` of the script that started it.
pub fn script_data(name: &str) -> Option<String> {
    let script = document().query_selector("script[data-glue]").ok()??;
    script.get_attribute(&["data-", name].concat())
}

/// Moves the focus there, also where an element is not in the order of the Tab key.
pub fn focus(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        let _ = element.focus();
    }
}

/// What has the focus, unless that is the page as a whole.
#[cfg(feature = "staff")]
pub fn focused() -> Option<HtmlElement> {
    let element = document().active_element()?.dyn_into::<HtmlElement>().ok()?;
    (element.tag_name() != "BODY").then_some(element)
}

/// What is kept in this tab only. Refused storage is no storage.
pub fn tab_storage() -> Option<Storage> {
    window().session_storage().ok()?
}

pub fn is_hidden() -> bool {
    document().hidden()
}

/// False only where the browser is sure that there is no network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Milliseconds since 1970, as this device believes.
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds on a clock that only runs forward, on the page as in the worker.
#[cfg(target_arch = "wasm32")]
pub fn ticks() -> f64 {
    now()
}

/// Native tests have no such clock and need none.
#[cfg(not(target_arch = "wasm32"))]
pub fn ticks() -> f64 {
    0.0
}

/// Leaves a duration measured in the worker where developer tools and the benchmarks look for it.
pub fn measure(name: &str, millis: u32) {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"end".into(), &now().into());
    let _ = js_sys::Reflect::set(&options, &"duration".into(), &millis.into());
    let _ = js_measure(name, &options);
}

/// Lets the browser draw and take keys in between: what starts a page is done in several turns, none of them long.
pub async fn turn() {
    sleep(0).await;
}

pub async fn sleep(millis: u32) {
    TimeoutFuture::new(millis).await;
}

#[cfg(feature = "staff")]
const LOOK_MILLIS: u32 = 50;
/// For [`until`]: however long it takes.
#[cfg(feature = "staff")]
pub const EVER: u32 = u32::MAX;

/// Waits until it is so, or until `limit` milliseconds have passed. One copy of the machinery for every wait.
#[cfg(feature = "staff")]
pub async fn until(limit: u32, is: &dyn Fn() -> bool) {
    let end = ticks() + f64::from(limit);
    while !is() && ticks() < end {
        sleep(LOOK_MILLIS).await;
    }
}

/// Listens for as long as the page lives.
pub fn listen(target: &EventTarget, event: &str, act: impl FnMut(Event) + 'static) {
    listen_boxed(target, event, Box::new(act));
}

/// One copy of the machinery for every listener: it is bytes that people wait for.
fn listen_boxed(target: &EventTarget, event: &str, mut act: Box<dyn FnMut(Event)>) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, event.to_owned(), options, move |event| act(event.clone()))
        .forget();
}

/// Lets a task run beside the page's events. One copy of the machinery for every task.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    wasm_bindgen_futures::spawn_local(task);
}

/// What is read first is drawn alone for so long; the rest of a screen follows before anybody has read it.
pub const REST_MILLIS: u32 = 50;

/// Moves the focus once what was just changed is on the page.
pub fn focus_soon(id: &'static str) {
    spawn(async move {
        sleep(0).await;
        focus(id);
    });
}

/// Says in the title that something needs a look, or no longer does.
pub fn mark_title(prefixed: impl Fn(&str) -> String, wrong: bool) {
    let document = document();
    let probe = prefixed("");
    let title = document.title();
    let plain = title.strip_prefix(&probe).unwrap_or(&title);
    document.set_title(&if wrong { prefixed(plain) } else { plain.to_owned() });
}

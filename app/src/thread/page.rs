//! The page's side: starts the worker, hands it jobs, and does without it where there is none.

use super::{Handler, ThreadError};
use crate::page::{script_data, sleep, spawn};
use crate::raw;
use js_sys::{Array, Function, JsString, Object, Promise, Reflect};
use madobe_domain::json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that has not said a word by then is not coming.
const START_MILLIS: u32 = 8_000;

#[wasm_bindgen]
extern "C" {
    /// From where this very program came: a page may run more than one.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE: JsString;
}

#[derive(Clone)]
pub struct Thread(Rc<Inner>);

struct Inner {
    make: fn() -> Handler,
    place: RefCell<Place>,
    waiting: RefCell<Vec<(u32, Waiting)>>,
    last_id: Cell<u32>,
}

enum Place {
    /// Jobs are kept until the worker listens.
    Starting(Beside, Vec<(u32, String)>),
    Beside(Beside),
    /// On the page itself.
    Here(Rc<Handler>),
    /// Ended; the next job starts it anew.
    Ended,
}

/// A worker with what listens to it; ends with it.
struct Beside {
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _faint: Closure<dyn FnMut(Event)>,
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

struct Waiting {
    resolve: Function,
    progress: Box<dyn Fn(u32)>,
}

impl Thread {
    /// `make` builds the handler wherever it is to run; the worker's `thread_main` uses the same one.
    pub fn start(make: fn() -> Handler) -> Self {
        let thread = Self(Rc::new(Inner {
            make,
            place: RefCell::new(Place::Ended),
            waiting: RefCell::default(),
            last_id: Cell::new(0),
        }));
        thread.0.clone().begin();
        thread
    }

    /// Hands over a job and waits for its answer.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        job: &impl Serialize,
        progress: impl Fn(u32) + 'static,
    ) -> Result<T, ThreadError> {
        let job = serde_json::to_string(job).map_err(|_| ThreadError::Garbled)?;
        let answer = self.0.clone().send(job, Box::new(progress)).await?;
        json::read(&answer).map_err(|_| ThreadError::Garbled)
    }

    /// Ends it at once, and with it every key it holds. The next job starts it anew, without them.
    pub fn stop(&self) {
        self.0.lose(Place::Ended);
    }
}

impl Inner {
    fn begin(self: Rc<Self>) {
        *self.place.borrow_mut() = match self.clone().spawn() {
            Ok(beside) => Place::Starting(beside, Vec::new()),
            Err(_) => Place::Here(Rc::new((self.make)())),
        };
        spawn(async move {
            sleep(START_MILLIS).await;
            self.stay_here();
        });
    }

    fn spawn(self: Rc<Self>) -> Result<Beside, JsValue> {
        let missing = || JsValue::NULL;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let address = script_data("thread").ok_or_else(missing)?;
        let glue = GLUE.with(JsString::clone);
        let worker = Worker::new_with_options(&address, &options)?;
        let (hears, faints) = (Rc::downgrade(&self), Rc::downgrade(&self));
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(inner) = hears.upgrade() {
                inner.hear(&event.data().unchecked_into());
            }
        });
        let faint = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            if let Some(inner) = faints.upgrade() {
                inner.stay_here();
                inner.lose_if_beside();
            }
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(faint.as_ref().unchecked_ref()));
        let first = Object::new();
        Reflect::set(&first, &"glue".into(), &glue.into())?;
        Reflect::set(&first, &"module".into(), &wasm_bindgen::module())?;
        worker.post_message(&first)?;
        Ok(Beside { worker, _hear: hear, _faint: faint })
    }

    /// The worker did not start: from now on the work is done on the page.
    fn stay_here(self: &Rc<Self>) {
        let mut place = self.place.borrow_mut();
        let Place::Starting(_, kept) = &mut *place else { return };
        let kept = std::mem::take(kept);
        *place = Place::Here(Rc::new((self.make)()));
        drop(place);
        for (id, job) in kept {
            self.clone().run_here(id, job);
        }
    }

    fn lose_if_beside(&self) {
        if matches!(*self.place.borrow(), Place::Beside(_)) {
            self.lose(Place::Ended);
        }
    }

    /// Whoever waits learns that no answer comes.
    fn lose(&self, now: Place) {
        drop(self.place.replace(now));
        for (_, waiting) in std::mem::take(&mut *self.waiting.borrow_mut()) {
            let _ = waiting.resolve.call1(&JsValue::NULL, &JsValue::NULL);
        }
    }

    async fn send(self: Rc<Self>, job: String, progress: Box<dyn Fn(u32)>) -> Result<String, ThreadError> {
        if matches!(*self.place.borrow(), Place::Ended) {
            self.clone().begin();
        }
        let id = self.last_id.get().wrapping_add(1);
        self.last_id.set(id);
        let mut progress = Some(progress);
        let answer = Promise::new(&mut |resolve, _| {
            if let Some(progress) = progress.take() {
                self.waiting.borrow_mut().push((id, Waiting { resolve, progress }));
            }
        });
        match &mut *self.place.borrow_mut() {
            Place::Starting(_, kept) => kept.push((id, job)),
            Place::Beside(beside) => post(&beside.worker, id, &job),
            Place::Here(_) => self.clone().run_here(id, job),
            Place::Ended => return Err(ThreadError::Lost),
        }
        match JsFuture::from(answer).await.unwrap_or(JsValue::NULL) {
            answer if answer.is_null() => Err(ThreadError::Lost),
            answer => raw::text(&answer).or_else(|| answer.as_string()).ok_or(ThreadError::Garbled),
        }
    }

    fn run_here(self: Rc<Self>, id: u32, job: String) {
        spawn(async move {
            // Lets the page draw what it has to say first.
            sleep(30).await;
            let handler = match &*self.place.borrow() {
                Place::Here(handler) => handler.clone(),
                _ => return,
            };
            let answer = handler.run(&job, &|done| self.progress(id, done)).await;
            self.answer(id, &answer.map_or(JsValue::UNDEFINED, JsValue::from));
        });
    }

    fn hear(&self, message: &Array) {
        let Some(id) = message.get(0).as_f64() else {
            let place = self.place.replace(Place::Ended);
            *self.place.borrow_mut() = match place {
                Place::Starting(beside, kept) => {
                    kept.iter().for_each(|(id, job)| post(&beside.worker, *id, job));
                    Place::Beside(beside)
                }
                other => other,
            };
            return;
        };
        let (id, what) = (id as u32, message.get(2));
        match message.get(1).as_string().as_deref() {
            Some("progress") => self.progress(id, what.as_f64().unwrap_or_default() as u32),
            Some("done") => self.answer(id, &what),
            _ => self.answer(id, &JsValue::UNDEFINED),
        }
    }

    fn progress(&self, id: u32, done: u32) {
        if let Some((_, waiting)) = self.waiting.borrow().iter().find(|(this, _)| *this == id) {
            (waiting.progress)(done);
        }
    }

    fn answer(&self, id: u32, answer: &JsValue) {
        let mut waiting = self.waiting.borrow_mut();
        if let Some(place) = waiting.iter().position(|(this, _)| *this == id) {
            let (_, waiting) = waiting.swap_remove(place);
            let _ = waiting.resolve.call1(&JsValue::NULL, answer);
        }
    }
}

fn post(worker: &Worker, id: u32, job: &str) {
    let job = raw::of(job);
    let moved = Array::of1(&job.buffer());
    let _ = worker.post_message_with_transfer(&Array::of2(&id.into(), &job), &moved);
}

//! What takes long (stretching, proof of work, opening) runs beside the page, in a Web Worker that holds the
//! same program. The page asks with a job, hears how far it is, and gets an answer; keys made by a job stay over
//! there between jobs. Where no Worker starts, the same handler runs on the page itself: slower, not different.
//!
//! Messages are arrays: to the worker `[id, job]`, back `["ready"]` or `[id, kind, what]`, where kind is one of
//! `progress` (a whole number), `done` (the answer) and `garbled`. Jobs and answers are JSON, as bytes that are moved over.

mod page;
mod worker;

pub use page::Thread;
pub use worker::{is_worker, listen};

use madobe_domain::json;
use serde::de::{DeserializeOwned, Error};
use std::cell::RefCell;
use std::pin::Pin;

/// Why no answer came. What a job itself may find wrong is part of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThreadError {
    /// The worker ended before it answered, as when a phone has no memory left. Its keys are gone.
    #[error("the worker ended")]
    Lost,
    /// Job or answer could not be read.
    #[error("not understood")]
    Garbled,
}

/// The answer to a job, as JSON.
pub type Answer = serde_json::Result<String>;

/// What a job comes to.
pub enum Step {
    Answer(Answer),
    /// What it needs is on its way: the same job once more after this.
    After(Pin<Box<dyn Future<Output = ()>>>),
}

/// Carries out jobs one after the other and keeps what must last between them.
pub struct Handler(RefCell<Act>);

type Act = Box<dyn FnMut(&str, &dyn Fn(u32)) -> Step>;

impl Handler {
    /// `act` gets a job and a way to say how far it is (what the number counts is the job's affair), and
    /// answers with `serde_json::to_string(&answer)`.
    pub fn new<J: DeserializeOwned>(mut act: impl FnMut(J, &dyn Fn(u32)) -> Answer + 'static) -> Self {
        Self::stepping(move |job, progress| Step::Answer(act(job, progress)))
    }

    /// For jobs that may have to wait for something. Others are carried out meanwhile.
    pub fn stepping<J: DeserializeOwned>(mut act: impl FnMut(J, &dyn Fn(u32)) -> Step + 'static) -> Self {
        Self(RefCell::new(Box::new(move |job, progress| match json::read(job) {
            Ok(job) => act(job, progress),
            Err(fault) => Step::Answer(Err(Error::custom(fault))),
        })))
    }

    fn step(&self, job: &str, progress: &dyn Fn(u32)) -> Step {
        (self.0.borrow_mut())(job, progress)
    }

    async fn run(&self, job: &str, progress: &dyn Fn(u32)) -> Result<String, ThreadError> {
        let mut step = self.step(job, progress);
        if let Step::After(waiting) = step {
            waiting.await;
            step = self.step(job, progress);
        }
        match step {
            Step::Answer(answer) => answer.map_err(|_| ThreadError::Garbled),
            // It did not come. Whoever asks again tries again.
            Step::After(_) => Err(ThreadError::Garbled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::to_string;
    use std::cell::Cell;
    use std::future::{poll_fn, ready};
    use std::pin::pin;
    use std::rc::Rc;
    use std::task::{Context, Poll, Waker};

    fn poll<T>(running: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        running.poll(&mut Context::from_waker(Waker::noop()))
    }

    /// Needs something for jobs above nine; `fetch` is how it comes.
    fn handler(
        here: &Rc<Cell<bool>>,
        fetch: impl Fn() -> Pin<Box<dyn Future<Output = ()>>> + 'static,
    ) -> Handler {
        let here = here.clone();
        Handler::stepping(move |job: u32, _| match job {
            10.. if !here.get() => Step::After(fetch()),
            job => Step::Answer(to_string(&job)),
        })
    }

    #[test]
    fn a_job_waits_for_what_it_needs_and_others_do_not_wait_for_it() {
        let here = Rc::new(Cell::new(false));
        let comes = here.clone();
        let handler = handler(&here, move || {
            let comes = comes.clone();
            Box::pin(poll_fn(move |_| if comes.get() { Poll::Ready(()) } else { Poll::Pending }))
        });
        let mut large = pin!(handler.run("10", &|_| ()));
        assert!(poll(large.as_mut()).is_pending());
        assert_eq!(poll(pin!(handler.run("1", &|_| ()))), Poll::Ready(Ok("1".to_owned())));
        here.set(true);
        assert_eq!(poll(large), Poll::Ready(Ok("10".to_owned())));
    }

    #[test]
    fn what_does_not_come_is_tried_again_by_whoever_asks_again() {
        let here = Rc::new(Cell::new(false));
        let handler = handler(&here, || Box::pin(ready(())));
        assert_eq!(poll(pin!(handler.run("10", &|_| ()))), Poll::Ready(Err(ThreadError::Garbled)));
        here.set(true);
        assert_eq!(poll(pin!(handler.run("10", &|_| ()))), Poll::Ready(Ok("10".to_owned())));
        assert_eq!(poll(pin!(handler.run("no number", &|_| ()))), Poll::Ready(Err(ThreadError::Garbled)));
    }
}

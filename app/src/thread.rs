//! What takes long (stretching, proof of work, opening) runs beside the page, in a Web Worker that holds the
//! same program. The page asks with a job, hears how far it is, and gets an answer; keys made by a job stay over
//! there between jobs. Where no Worker starts, the same handler runs on the page itself: slower, not different.
//!
//! Messages are arrays: to the worker `[id, job]`, back `["ready"]` or `[id, kind, text]`, where kind is one of
//! `progress` (a whole number), `done` (the answer) and `garbled`. Jobs and answers are JSON.

mod page;
mod worker;

pub use page::Thread;
pub use worker::{is_worker, listen};

use serde::de::DeserializeOwned;

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

/// Carries out jobs one after the other and keeps what must last between them.
pub struct Handler(Act);

type Act = Box<dyn FnMut(&str, &dyn Fn(u32)) -> Answer>;

impl Handler {
    /// `act` gets a job and a way to say how far it is (what the number counts is the job's affair), and
    /// answers with `serde_json::to_string(&answer)`.
    pub fn new<J: DeserializeOwned>(mut act: impl FnMut(J, &dyn Fn(u32)) -> Answer + 'static) -> Self {
        Self(Box::new(move |job, progress| act(serde_json::from_str(job)?, progress)))
    }

    fn run(&mut self, job: &str, progress: &dyn Fn(u32)) -> Result<String, ThreadError> {
        (self.0)(job, progress).map_err(|_| ThreadError::Garbled)
    }
}

//! So many connections, each sending the next request as soon as it has its answer.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Result, anyhow};
use madobe_client::Server;

use crate::stats::percentile;

pub const CONNECTIONS: usize = 16;

/// One request, ready to go.
#[derive(Clone)]
pub struct Shot {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

impl Shot {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), headers: Vec::new(), body: None }
    }

    pub fn post(path: impl Into<String>, body: Vec<u8>) -> Self {
        Self { method: "POST", path: path.into(), headers: Vec::new(), body: Some(body) }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Anything but a success is told as a word.
    pub fn fire(&self, server: &Server) -> Result<(), String> {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match server.raw(self.method, &self.path, &headers, self.body.as_deref()) {
            Ok(answer) if answer.status == 200 => Ok(()),
            Ok(answer) => Err(answer.refusal().to_string()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// What came of it.
#[derive(Default)]
pub struct Sample {
    pub millis: Vec<f64>,
    pub seconds: f64,
    pub failures: Vec<String>,
}

impl Sample {
    pub fn per_second(&self) -> f64 {
        self.millis.len() as f64 / self.seconds
    }

    pub fn p50(&self) -> f64 {
        percentile(&self.millis, 0.5)
    }

    pub fn p99(&self) -> f64 {
        percentile(&self.millis, 0.99)
    }

    pub fn add(&mut self, other: Self) {
        self.millis.extend(other.millis);
        self.seconds += other.seconds;
        self.failures.extend(other.failures);
    }
}

pub fn fire(base: &str, connections: usize, shots: &[Shot]) -> Result<Sample> {
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let hand = || {
        // A connection of its own.
        let server = Server::new(base);
        let mut sample = Sample::default();
        while let Some(shot) = shots.get(next.fetch_add(1, Ordering::Relaxed)) {
            let began = Instant::now();
            match shot.fire(&server) {
                Ok(()) => sample.millis.push(began.elapsed().as_secs_f64() * 1e3),
                Err(why) => sample.failures.push(why),
            }
        }
        sample
    };
    let mut all = Sample::default();
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..connections).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().try_for_each(|hand| {
            all.add(hand.join().map_err(|_| anyhow!("a connection failed"))?);
            Ok::<_, anyhow::Error>(())
        })
    })?;
    all.seconds = started.elapsed().as_secs_f64();
    Ok(all)
}

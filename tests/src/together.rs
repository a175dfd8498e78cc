//! Many hands at the same moment.
use std::sync::Barrier;

use anyhow::{Result, anyhow};

/// Runs the same for each item, all beginning together.
pub fn together<T: Send, R: Send>(items: Vec<T>, act: impl Fn(T) -> R + Sync) -> Result<Vec<R>> {
    let start = Barrier::new(items.len());
    let run = |item: T| {
        start.wait();
        act(item)
    };
    let run = &run;
    std::thread::scope(|scope| {
        let threads: Vec<_> = items.into_iter().map(|item| scope.spawn(move || run(item))).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a thread failed"))).collect()
    })
}

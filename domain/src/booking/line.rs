//! A line of ticks, each marked or not.

use super::tick::{Span, Tick};

/// A tick outside the line is never marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    span: Span,
    words: Vec<u64>,
}

/// More than anybody asks for at once: a year and a day.
const MOST_TICKS: i64 = 367 * super::tick::DAY_TICKS;

impl Line {
    pub fn new(span: Span) -> Self {
        let length = span.to.0.saturating_sub(span.from.0).clamp(0, MOST_TICKS);
        let words = usize::try_from(length).unwrap_or_default().div_ceil(64);
        Self { span: Span { from: span.from, to: span.from.plus(length) }, words: vec![0; words] }
    }

    fn place(&self, tick: i64) -> Option<(usize, u64)> {
        if tick < self.span.from.0 || tick >= self.span.to.0 {
            return None;
        }
        let offset = usize::try_from(tick - self.span.from.0).ok()?;
        Some((offset / 64, 1 << (offset % 64)))
    }

    fn each(&mut self, span: Span, act: impl Fn(&mut u64, u64)) {
        for tick in span.from.0.max(self.span.from.0)..span.to.0.min(self.span.to.0) {
            if let Some((word, bit)) = self.place(tick)
                && let Some(word) = self.words.get_mut(word)
            {
                act(word, bit);
            }
        }
    }

    pub fn mark(&mut self, span: Span) {
        self.each(span, |word, bit| *word |= bit);
    }

    pub fn clear(&mut self, span: Span) {
        self.each(span, |word, bit| *word &= !bit);
    }

    /// Both lines are of one span.
    pub fn or(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub fn and(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    pub fn is_marked(&self, tick: Tick) -> bool {
        self.place(tick.0).is_some_and(|(word, bit)| self.words.get(word).is_some_and(|word| word & bit != 0))
    }

    pub fn all(&self, span: Span) -> bool {
        (span.from.0..span.to.0).all(|tick| self.is_marked(Tick(tick)))
    }

    pub fn none(&self, span: Span) -> bool {
        (span.from.0..span.to.0).all(|tick| !self.is_marked(Tick(tick)))
    }

    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }
}

//! The platform's rate limiter. Where it cannot be reached, everyone gets through: the proof of work still stands.

use crate::ports::{Brake, Limiter, Pending};
use worker::{Env, RateLimiter};

pub struct PlatformLimiter {
    soft: Option<RateLimiter>,
    hard: Option<RateLimiter>,
    mailbox: Option<RateLimiter>,
    sign_in: Option<RateLimiter>,
}

impl PlatformLimiter {
    pub fn new(env: &Env) -> Self {
        let bound = |name| env.rate_limiter(name).ok();
        Self {
            soft: bound("LIMIT_SOFT"),
            hard: bound("LIMIT_HARD"),
            mailbox: bound("LIMIT_MAILBOX"),
            sign_in: bound("LIMIT_SIGNIN"),
        }
    }
}

impl Limiter for PlatformLimiter {
    fn allow(&self, brake: Brake, key: String) -> Pending<'_, bool> {
        let limiter = match brake {
            Brake::Soft => &self.soft,
            Brake::Hard => &self.hard,
            Brake::Mailbox => &self.mailbox,
            Brake::SignIn => &self.sign_in,
        };
        Box::pin(async move {
            match limiter {
                Some(limiter) => limiter.limit(key).await.map_or(true, |outcome| outcome.success),
                None => true,
            }
        })
    }
}

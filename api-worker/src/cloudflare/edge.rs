//! Workers KV: a copy of the desk's facts near the people who read the pages.

use crate::ports::{Edge, Fault, Pending};
use worker::{Env, kv::KvStore};

const KEY: &str = "desk";
/// How long a location may answer from its own cache, in seconds.
const CACHE_SECONDS: u64 = 60;

/// Without the binding there is never a copy, and the database answers.
pub struct PlatformEdge(Option<KvStore>);

impl PlatformEdge {
    pub fn new(env: &Env) -> Self {
        Self(env.kv("FACTS").ok())
    }
}

impl Edge for PlatformEdge {
    fn get(&self) -> Pending<'_, Result<Option<String>, Fault>> {
        Box::pin(async move {
            let Some(store) = &self.0 else { return Ok(None) };
            store.get(KEY).cache_ttl(CACHE_SECONDS).text().await.map_err(|_| Fault::new("kv: get"))
        })
    }

    fn put(&self, text: String) -> Pending<'_, Result<(), Fault>> {
        Box::pin(async move {
            let Some(store) = &self.0 else { return Ok(()) };
            let put = store.put(KEY, text).map_err(|_| Fault::new("kv: put"))?;
            put.execute().await.map_err(|_| Fault::new("kv: put"))
        })
    }
}

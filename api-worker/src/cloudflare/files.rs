//! Where sealed files lie: R2, or, where the operator has none, the key-value store that is there anyway. That one may show what was
//! just put in, or taken out, elsewhere in the world only after a minute; who may fetch what is decided by the database alone.

use crate::ports::{Fault, Files, Pending};
use worker::kv::KvStore;
use worker::{Bucket, Env};

pub enum PlatformFiles {
    R2(Bucket),
    Kv(KvStore),
    /// Neither is bound.
    Nowhere,
}

/// Apart from the copy of the desk's settings.
fn key(name: &str) -> String {
    ["file/", name].concat()
}

impl PlatformFiles {
    /// `FILE_STORE = "kv"` leaves R2 aside.
    pub fn new(env: &Env) -> Self {
        let wish = env.var("FILE_STORE").ok().map(|wish| wish.to_string());
        match (env.bucket("FILES"), env.kv("FACTS")) {
            (Ok(bucket), _) if wish.as_deref() != Some("kv") => Self::R2(bucket),
            (_, Ok(store)) => Self::Kv(store),
            _ => Self::Nowhere,
        }
    }
}

impl Files for PlatformFiles {
    fn put<'a>(&'a self, name: &'a str, sealed: Vec<u8>) -> Pending<'a, Result<(), Fault>> {
        Box::pin(async move {
            match self {
                Self::R2(bucket) => {
                    bucket.put(name, sealed).execute().await.map(drop).map_err(|_| Fault::new("r2: put"))
                }
                Self::Kv(store) => {
                    let put = store.put_bytes(&key(name), &sealed).map_err(|_| Fault::new("kv: put"))?;
                    put.execute().await.map_err(|_| Fault::new("kv: put"))
                }
                Self::Nowhere => Err(Fault::new("no store for files")),
            }
        })
    }

    fn get<'a>(&'a self, name: &'a str) -> Pending<'a, Result<Option<Vec<u8>>, Fault>> {
        Box::pin(async move {
            let fault = Fault::new("r2: get");
            match self {
                Self::R2(bucket) => {
                    let Some(found) = bucket.get(name).execute().await.map_err(|_| fault.clone())? else {
                        return Ok(None);
                    };
                    let body = found.body().ok_or(fault.clone())?;
                    body.bytes().await.map(Some).map_err(|_| fault)
                }
                Self::Kv(store) => store.get(&key(name)).bytes().await.map_err(|_| Fault::new("kv: get")),
                Self::Nowhere => Err(Fault::new("no store for files")),
            }
        })
    }

    fn delete(&self, names: Vec<String>) -> Pending<'_, Result<(), Fault>> {
        Box::pin(async move {
            match self {
                Self::R2(bucket) => bucket.delete_multiple(names).await.map_err(|_| Fault::new("r2: delete")),
                Self::Kv(store) => {
                    for name in names {
                        store.delete(&key(&name)).await.map_err(|_| Fault::new("kv: delete"))?;
                    }
                    Ok(())
                }
                Self::Nowhere => Ok(()),
            }
        })
    }
}

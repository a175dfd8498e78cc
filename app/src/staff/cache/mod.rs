//! Cases kept on this device, so that the list is there before the network answers: entries as the server sealed them, and
//! what the person's own key sealed. It belongs to one person with the same teams; anybody else's is erased before
//! theirs is begun. Where the browser keeps nothing, everything works as if there were no cache
//! (docs/adr/0016-cases-kept-on-the-device.md).
use madobe_domain::ids::CaseId;
use madobe_domain::json;
use madobe_domain::wire::session::Session;
use serde::{Deserialize, Serialize};

use super::tongue::HERE;
use crate::raw;

mod db;

use db::{Database, Done, after, names, texts};

const NAME: &str = "madobe.staff";
/// Rises with every change of what is kept: what an older program kept is thrown away and fetched anew. It began with 2, so
/// that there was an older one to try that with.
const VERSION: u32 = 3;
const ABOUT: &str = "about";
const CASES: &str = "cases";
const ROWS: &str = "rows";
const STORES: [&str; 3] = [ABOUT, CASES, ROWS];
/// Cases read in one go: about a megabyte.
const AT_ONCE: u32 = 150;

pub struct Cache {
    database: Database,
    owner: String,
}

/// Whose it is, and up to where it goes.
#[derive(Serialize, Deserialize)]
struct About {
    owner: String,
    cursor: i64,
}

/// A person at this deployment, with the teams whose keys they have: with one team more everything is fetched anew, with
/// one less it must not stay. Rows hold words of the language that they were made in.
fn owner(session: &Session) -> String {
    let mut teams: Vec<String> =
        session.teams.iter().filter(|team| !team.keys.is_empty()).map(|team| team.id.to_string()).collect();
    crate::order::sort(&mut teams);
    let key = session.public_key.to_string();
    [&session.id.to_string(), key.get(..32).unwrap_or_default(), &teams.join(" "), HERE].join(" ")
}

impl Cache {
    /// Nothing where the browser keeps nothing.
    pub async fn open(session: &Session) -> Option<Self> {
        let database = match Database::open(NAME, VERSION, &STORES).await {
            Ok(database) => database,
            Err(_) => {
                // A newer program was here, or it is damaged.
                db::erase(NAME).await.ok()?;
                Database::open(NAME, VERSION, &STORES).await.ok()?
            }
        };
        let cache = Self { database, owner: owner(session) };
        if cache.cursor().await.is_none() {
            cache.clear().await.ok()?;
        }
        Some(cache)
    }

    async fn about(&self, store: db::Store) -> Option<About> {
        let about = raw::text(&store.get(ABOUT).ok()?.done().await.ok()?)?;
        json::read(&about).ok().filter(|about: &About| about.owner == self.owner)
    }

    /// Up to where it goes; nothing where there is none of this person.
    pub async fn cursor(&self) -> Option<i64> {
        self.about(self.database.reading(ABOUT).ok()?).await.map(|about| about.cursor)
    }

    /// The sealed parts of the list.
    pub async fn rows(&self) -> Vec<String> {
        let read = async { self.database.reading(ROWS)?.get_all(&after(None)?, u32::MAX)?.done().await };
        read.await.map(texts).unwrap_or_default()
    }

    /// Cases after this key, with the last key. Nothing: that was all.
    pub async fn cases(&self, from: Option<&str>) -> Option<(Vec<String>, String)> {
        let store = self.database.reading(CASES).ok()?;
        let range = after(from).ok()?;
        let (keys, values) =
            (store.get_all_keys(&range, AT_ONCE).ok()?, store.get_all(&range, AT_ONCE).ok()?);
        let (keys, values) = futures_util::future::join(keys.done(), values.done()).await;
        let last = names(keys.ok()?).pop()?;
        Some((texts(values.ok()?), last))
    }

    /// Writes these cases and goes on to `to`: all or nothing, and only where it stands at `from`. Another tab may be
    /// further than this one, and what is further must not be set back.
    pub async fn put(&self, from: i64, to: i64, cases: &[(CaseId, Option<String>)]) -> Done<()> {
        let transaction = self.database.writing(&[ABOUT, CASES, ROWS])?;
        let stands = self.about(transaction.store(ABOUT)?).await.map_or(0, |about| about.cursor);
        if stands != from {
            return Ok(());
        }
        let store = transaction.store(CASES)?;
        for (case, kept) in cases {
            match kept {
                Some(kept) => store.keep(kept, &case.to_string())?,
                None => {
                    store.delete(&case.to_string())?;
                    // The kept list must not show it any more.
                    transaction.store(ROWS)?.clear()?;
                }
            }
        }
        let about = About { owner: self.owner.clone(), cursor: to };
        let about = serde_json::to_string(&about).map_err(|_| wasm_bindgen::JsValue::NULL)?;
        transaction.store(ABOUT)?.keep(&about, ABOUT)?;
        transaction.done().await
    }

    pub async fn put_rows(&self, parts: &[String]) -> Done<()> {
        let transaction = self.database.writing(&[ABOUT, ROWS])?;
        if self.about(transaction.store(ABOUT)?).await.is_none() {
            return Ok(());
        }
        let store = transaction.store(ROWS)?;
        store.clear()?;
        for (place, part) in parts.iter().enumerate() {
            store.keep(part, &["000", &place.to_string()].concat())?;
        }
        transaction.done().await
    }

    /// Nothing is kept any more; it can be begun anew.
    pub async fn clear(&self) -> Done<()> {
        let transaction = self.database.writing(&STORES)?;
        for name in STORES {
            transaction.store(name)?.clear()?;
        }
        transaction.done().await
    }
}

/// All of it goes from this device, whosever it is.
pub async fn erase() {
    let _ = db::erase(NAME).await;
}

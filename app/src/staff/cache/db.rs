//! The browser's database, as little of it as is needed. Every request may fail: storage may be refused, or full.
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::page;
use crate::raw;

#[wasm_bindgen]
extern "C" {
    pub type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str, version: u32) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteDatabase)]
    fn delete_database(this: &Factory, name: &str) -> Result<Request, JsValue>;

    pub type Request;
    #[wasm_bindgen(method, getter, catch)]
    fn result(this: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onsuccess(this: &Request, act: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onerror(this: &Request, act: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onupgradeneeded(this: &Request, act: &Function);

    pub type Database;
    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Database, stores: &Array, mode: &str) -> Result<Transaction, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    fn create_object_store(this: &Database, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteObjectStore)]
    fn delete_object_store(this: &Database, name: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = objectStoreNames)]
    fn object_store_names(this: &Database) -> JsValue;
    #[wasm_bindgen(method)]
    fn close(this: &Database);
    #[wasm_bindgen(method, setter)]
    fn set_onversionchange(this: &Database, act: &Function);

    pub type Transaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    pub fn store(this: &Transaction, name: &str) -> Result<Store, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_oncomplete(this: &Transaction, act: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onabort(this: &Transaction, act: &Function);

    pub type Store;
    #[wasm_bindgen(method, catch)]
    pub fn get(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Store, value: &Uint8Array, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn delete(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn clear(this: &Store) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    pub fn get_all(this: &Store, range: &JsValue, count: u32) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    pub fn get_all_keys(this: &Store, range: &JsValue, count: u32) -> Result<Request, JsValue>;

    #[wasm_bindgen(js_namespace = IDBKeyRange, js_name = lowerBound, catch)]
    fn lower_bound(key: &str, open: bool) -> Result<JsValue, JsValue>;
}

pub type Done<T> = Result<T, JsValue>;

impl Store {
    pub fn keep(&self, text: &str, key: &str) -> Done<()> {
        self.put(&raw::of(text), key).map(drop)
    }
}

impl Request {
    /// Waits for what it comes to.
    pub async fn done(&self) -> Done<JsValue> {
        let came = Promise::new(&mut |done, failed| {
            self.set_onsuccess(&done);
            self.set_onerror(&failed);
        });
        JsFuture::from(came).await?;
        self.result()
    }
}

impl Transaction {
    /// Waits until all of it is written, or nothing is.
    pub async fn done(&self) -> Done<()> {
        let came = Promise::new(&mut |done, failed| {
            self.set_oncomplete(&done);
            self.set_onabort(&failed);
        });
        JsFuture::from(came).await.map(drop)
    }
}

/// Everything after this key; everything where there is none.
pub fn after(key: Option<&str>) -> Done<JsValue> {
    key.map_or(Ok(JsValue::UNDEFINED), |key| lower_bound(key, true))
}

/// Keys.
pub fn names(value: JsValue) -> Vec<String> {
    let all = value.dyn_into::<Array>().unwrap_or_default();
    all.iter().filter_map(|value| value.as_string()).collect()
}

/// What [`Store::keep`] kept.
pub fn texts(value: JsValue) -> Vec<String> {
    let all = value.dyn_into::<Array>().unwrap_or_default();
    all.iter().filter_map(|value| raw::text(&value)).collect()
}

/// Where storage is refused, even looking for it may fail.
fn factory() -> Done<Factory> {
    let found = Reflect::get(&page::window(), &"indexedDB".into())?;
    if found.is_object() { Ok(found.unchecked_into()) } else { Err(found) }
}

impl Database {
    /// Opens it. One of another version is emptied first: what an older program kept is fetched anew.
    pub async fn open(name: &str, version: u32, stores: &'static [&'static str]) -> Done<Self> {
        let request = factory()?.open(name, version)?;
        let upgraded: Request = JsValue::from(&request).unchecked_into();
        let upgrade = Closure::once_into_js(move |_: JsValue| {
            let Ok(database) = upgraded.result() else { return };
            let _ = database.unchecked_into::<Self>().renew(stores);
        });
        request.set_onupgradeneeded(upgrade.unchecked_ref());
        let database: Self = request.done().await?.unchecked_into();
        // Another tab with another version must not wait for this one.
        let stale: Self = JsValue::from(&database).unchecked_into();
        let close = Closure::once_into_js(move |_: JsValue| stale.close());
        database.set_onversionchange(close.unchecked_ref());
        Ok(database)
    }

    fn renew(&self, stores: &[&str]) -> Done<()> {
        for old in Array::from(&self.object_store_names()).iter().filter_map(|name| name.as_string()) {
            self.delete_object_store(&old)?;
        }
        stores.iter().try_for_each(|name| self.create_object_store(name).map(drop))
    }

    pub fn reading(&self, store: &str) -> Done<Store> {
        self.transaction(&Array::of1(&store.into()), "readonly")?.store(store)
    }

    pub fn writing(&self, stores: &[&str]) -> Done<Transaction> {
        self.transaction(&stores.iter().map(|name| JsValue::from(*name)).collect(), "readwrite")
    }
}

/// All of it goes, whoever has it open.
pub async fn erase(name: &str) -> Done<()> {
    factory()?.delete_database(name)?.done().await.map(drop)
}

//! The cases that this device kept: first the list, then the cases behind it, then what the network has. What does not
//! look as it was left is let go of, and everything is fetched anew.
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::session::Session;

use super::after::After;
use super::app::App;
use super::cache::{self, Cache};
use crate::page::{self, spawn};
use crate::vault::Refusal;

/// Cases opened in one go while somebody may be working.
const AT_ONCE: usize = 64;
/// The list is kept at once, and then this long after it changed.
const REST_MILLIS: u32 = 60_000;
/// How long the browser's database may take to open.
const PATIENCE_MILLIS: u32 = 3_000;

/// A browser that does not answer keeps nothing: a database that hangs must not keep anybody from their list.
async fn open(session: &Session) -> Option<Cache> {
    let (opening, patience) = (pin!(Cache::open(session)), pin!(page::sleep(PATIENCE_MILLIS)));
    match select(opening, patience).await {
        Either::Left((cache, _)) => cache,
        Either::Right(_) => None,
    }
}

impl App {
    /// Nothing happens where something is held already, or nothing was kept.
    pub(super) async fn recall_kept(self) {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        let Some(session) = self.session.get_untracked().filter(|_| inner.cursor.get() == 0) else { return };
        let Some(cache) = open(&session).await.map(Rc::new) else { return };
        if inner.epoch.get() != epoch {
            return;
        }
        *inner.cache.borrow_mut() = Some(Rc::clone(&cache));
        let Some(cursor) = cache.cursor().await else { return };
        self.alone().await;
        // Somebody who signed in twice in a moment has it all by now.
        if inner.cursor.get() == 0 {
            match self.recall_from(&cache, epoch).await {
                Some(true) => inner.cursor.set(cursor),
                Some(false) => self.distrust().await,
                // Locked in between.
                None => {}
            }
        }
        inner.syncing.set(false);
    }

    /// False where something is not what was kept.
    async fn recall_from(self, cache: &Cache, epoch: u32) -> Option<bool> {
        let inner = self.inner();
        let here = || (inner.epoch.get() == epoch).then_some(());
        let mut sound = true;
        for part in cache.rows().await {
            let rows = self.vault().recall_rows(part).await.ok()?;
            here()?;
            match rows {
                Some(rows) => drop(self.list.take(rows)),
                None => sound = false,
            }
        }
        self.list.show_rows();
        let mut from = None;
        while sound && let Some((cases, last)) = cache.cases(from.as_deref()).await {
            let recalled = self.vault().recall(cases).await.ok()?;
            here()?;
            sound = recalled != Err(Refusal::Shut);
            from = Some(last);
        }
        let whole = self.vault().is_whole().await.ok()?;
        here()?;
        Some(sound && whole)
    }

    /// Nothing of it is used, and nothing of it stays.
    pub(super) async fn distrust(self) {
        let inner = self.inner();
        inner.cursor.set(0);
        if let Some(cache) = self.cache() {
            let _ = cache.clear().await;
        }
        if self.vault().let_go().await.is_ok() {
            self.list.start_over();
        }
    }

    fn cache(self) -> Option<Rc<Cache>> {
        self.inner().cache.borrow().clone()
    }

    /// What this device kept is opened when nothing else is to be done: for searching, and to see that it is sound.
    pub(super) async fn open_the_rest(self) {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        loop {
            let Ok(opened) = self.vault().open_kept(AT_ONCE).await else { return };
            if inner.epoch.get() != epoch {
                return;
            }
            self.list.shut.set(opened.left);
            if opened.spoilt {
                self.alone().await;
                self.distrust().await;
                inner.syncing.set(false);
                let _ = self.sync().await;
                self.after(After::KeepRows).await;
                return;
            }
            self.list.compare(opened.rows);
            if opened.left == 0 {
                break;
            }
        }
        self.after(After::KeepRows).await;
    }

    /// After a page has been taken in. A device that is full, or refuses, keeps nothing from then on.
    pub(super) async fn keep_cases(self, from: i64, to: i64, cases: Vec<CaseId>) {
        let Some(cache) = self.cache() else { return };
        let Ok(kept) = self.vault().keep(cases).await else { return };
        if cache.put(from, to, &kept).await.is_err() {
            self.inner().cache.borrow_mut().take();
            let _ = cache.clear().await;
            return;
        }
        self.keep_rows_soon();
    }

    /// Once for all changes of a while.
    pub(super) fn keep_rows_soon(self) {
        let inner = self.inner();
        if inner.cache.borrow().is_none() || inner.keeping_rows.replace(true) {
            return;
        }
        let epoch = inner.epoch.get();
        spawn(async move {
            page::sleep(if inner.kept_rows.get() { REST_MILLIS } else { 0 }).await;
            inner.keeping_rows.set(false);
            // While some of them are shut, what was kept last is better than what is open.
            let whole = self.list.loaded.get_untracked() && self.list.shut.get_untracked() == 0;
            if inner.epoch.get() != epoch || !whole {
                return;
            }
            let (mut parts, mut after) = (Vec::new(), None);
            // Part by part, so that what somebody types meanwhile is answered in between.
            while let Ok(Some((part, last))) = self.vault().keep_rows(after).await {
                parts.push(part);
                after = Some(last);
            }
            if let Some(cache) = self.cache().filter(|_| inner.epoch.get() == epoch) {
                inner.kept_rows.set(cache.put_rows(&parts).await.is_ok());
            }
        });
    }

    /// Everything that this device kept of cases goes, whosever it is.
    pub async fn erase_kept(self) {
        self.inner().cache.borrow_mut().take();
        cache::erase().await;
    }
}

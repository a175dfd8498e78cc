//! Fetching what is new and opening it bit by bit, so that the list grows while the next page is on its way.
use futures_util::future::{join, join3};
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::staff_case::Seen;

use super::app::{App, Phase};
use super::trouble::Trouble;
use crate::api::staff::Staff;
use crate::page;
use crate::words::staff::inbox;

/// Cases opened in one go: about fifty milliseconds of work beside the page.
const AT_ONCE: usize = 24;
pub const POLL_MILLIS: u32 = 15_000;

impl App {
    /// The whole list, from the beginning, what colleagues are called, and what the desk still lacks.
    pub async fn load(self) {
        let names = async {
            if let Ok(all) = self.watch(Staff.colleagues()).await {
                self.names.update(|names| {
                    names.extend(all.former.into_iter().map(|one| (one.id, one.name)));
                    names.extend(all.staff.into_iter().map(|one| (one.id, one.name)));
                });
            }
        };
        let lines = async {
            let lacks = self.is_administrator()
                && self.watch(Staff.desk()).await.is_ok_and(|desk| desk.settings.lines.is_empty());
            self.no_lines.set(lacks);
        };
        let (synced, (), ()) = join3(self.sync(), names, lines).await;
        match synced {
            Ok(()) => self.list.trouble.set(None),
            Err(trouble) => self.list.trouble.set(Some(trouble.words())),
        }
        self.look_after_keys().await;
    }

    /// Everything after the cursor. Runs alone: a second call waits and then looks again, so that what was
    /// there when it was called is there when it ends.
    pub async fn sync(self) -> Result<(), Trouble> {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        while inner.syncing.replace(true) {
            page::sleep(20).await;
        }
        let done = self.pages(epoch).await;
        inner.syncing.set(false);
        if let Err(Trouble::Thread(_)) = &done {
            // The keys ended with their thread.
            self.lock();
        }
        done
    }

    async fn pages(self, epoch: u32) -> Result<(), Trouble> {
        let inner = self.inner();
        let mut page = self.watch(Staff.sync(inner.cursor.get())).await?;
        let mut news = 0;
        loop {
            if inner.epoch.get() != epoch {
                return Ok(());
            }
            let absorbed = self.vault().absorb(page).await??;
            if absorbed.strange {
                self.renew_keys().await;
            }
            self.list.erase(&absorbed.erased);
            self.erase_outgoing(&absorbed.erased);
            if !absorbed.more {
                news += self.open(epoch).await?;
                if inner.epoch.get() == epoch {
                    inner.cursor.set(absorbed.cursor);
                    self.settle(news);
                    if news > 0 {
                        crate::page::spawn(self.share_facts());
                    }
                    self.check_outgoing().await;
                }
                return Ok(());
            }
            let (opened, next) = join(self.open(epoch), self.watch(Staff.sync(absorbed.cursor))).await;
            news += opened?;
            inner.cursor.set(absorbed.cursor);
            page = next?;
        }
    }

    async fn open(self, epoch: u32) -> Result<usize, Trouble> {
        let mut news = 0;
        loop {
            let opened = self.vault().open(AT_ONCE).await?;
            if self.inner().epoch.get() != epoch {
                return Ok(news);
            }
            if !opened.rows.is_empty() {
                news += self.list.take(opened.rows);
            }
            if opened.left == 0 {
                return Ok(news);
            }
        }
    }

    fn settle(self, news: usize) {
        let first = !self.list.loaded.get_untracked();
        self.list.loaded.set(true);
        self.list.trouble.set(None);
        if first {
            let count = self.list.order.with_untracked(Vec::len).to_string();
            self.say.soon(inbox::opened(&count));
        } else if news > 0 {
            let count = self.list.fresh.with_untracked(std::collections::BTreeSet::len).to_string();
            self.say.soon(inbox::new_said(&count));
        }
    }

    /// For as long as the application runs.
    pub async fn poll(self) {
        loop {
            page::sleep(POLL_MILLIS).await;
            let watching = self.phase.get_untracked() == Phase::Ready
                && self.list.loaded.get_untracked()
                && !self.expired.get_untracked()
                && !self.barred.get_untracked()
                && !page::is_hidden();
            if watching && self.sync().await.is_err() && !self.expired.get_untracked() {
                self.list.trouble.set(Some(inbox::STALE.to_owned()));
            }
        }
    }

    /// How far I have seen a case; 0 makes it unread again. The list shows it at once.
    pub async fn see(self, case: CaseId, seq: i64) -> Result<(), Trouble> {
        self.watch(Staff.seen(case, Seen { seq })).await?;
        if let Some(row) = self.vault().seen(case, seq).await? {
            self.list.rows.update(|rows| {
                rows.insert(case, row.into());
            });
        }
        Ok(())
    }
}

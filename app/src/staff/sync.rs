//! Fetching what is new and opening it bit by bit, so that the list grows while the next page is on its way.
use futures_util::future::{join, join3};
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::staff_case::Seen;

use super::after::After;
use super::app::App;
use super::due::waited_words;
use super::later;
use super::trouble::Trouble;
use crate::api::clock;
use crate::api::staff::Staff;
use crate::page;
use crate::vault::Absorbed;
use crate::words::staff::{bar, inbox};

/// Cases opened in one go: about fifty milliseconds of work beside the page.
const AT_ONCE: usize = 24;
/// Clocks that are less far apart than this tell the same day, nearly always.
const CLOCK_OFF_MILLIS: i64 = 10 * 60_000;
/// Half of the smallest unit that is told.
const HALF_MINUTE_MILLIS: i64 = 30_000;

/// What came with one page.
struct Came {
    absorbed: Absorbed,
    /// The cases that were opened for it.
    opened: Vec<CaseId>,
    news: usize,
}

impl App {
    /// The whole list, from what this device kept on, what colleagues are called, and what the desk still lacks.
    pub async fn load(self) {
        let lines = async {
            let lacks = self.is_administrator() && self.watch(Staff.has_lines()).await.is_ok_and(|any| !any);
            self.no_lines.set(lacks);
        };
        let all = async {
            self.recall_kept().await;
            self.sync().await
        };
        let (synced, (), ()) = join3(all, self.renew_names(), lines).await;
        page::spawn(async move {
            let _ = join3(later::prepare(), self.vault().prepare(), self.go_on()).await;
        });
        match synced {
            Ok(()) => self.list.trouble.set(None),
            Err(trouble) => {
                // What this device kept can be read, searched and written about meanwhile.
                if self.inner().cursor.get() > 0 {
                    self.list.come_to_rest();
                }
                self.list.trouble.set(Some(trouble.words()));
            }
        }
        self.open_the_rest().await;
        self.after(After::LookAfterKeys).await;
    }

    /// Everything after the cursor. Runs alone: a second call waits and then looks again, so that what was
    /// there when it was called is there when it ends.
    pub async fn sync(self) -> Result<(), Trouble> {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        self.alone().await;
        let done = self.pages(epoch).await;
        inner.syncing.set(false);
        match &done {
            Ok(()) => {
                inner.live.went_well();
                self.compare_clocks();
            }
            // The keys ended with their thread.
            Err(Trouble::Thread(_)) => self.lock(),
            Err(_) => inner.live.went_wrong(),
        }
        done
    }

    /// Every day that is shown is this device's: where that may be another one than the server's, it is said.
    fn compare_clocks(self) {
        let off = clock::off_millis().abs() + HALF_MINUTE_MILLIS;
        let words = (off > CLOCK_OFF_MILLIS)
            .then(|| bar::clock_off(&waited_words(Timestamp::from_millis(0), Timestamp::from_millis(off))));
        if self.clock_off.with_untracked(|known| *known == words) {
            return;
        }
        if let Some(words) = &words {
            self.say.soon(words.clone());
        }
        self.clock_off.set(words);
    }

    pub(super) async fn alone(self) {
        let inner = self.inner();
        while inner.syncing.replace(true) {
            page::sleep(20).await;
        }
    }

    /// A browser that has nothing yet: whole cases, those first in which something came last, so that the list can be
    /// used while the rest follows. Where it ends early it is begun anew; what is here already is told apart.
    async fn whole(self, epoch: u32) -> Result<(), Trouble> {
        let inner = self.inner();
        let mut page = self.watch(Staff.sync_whole(0, 0)).await?;
        loop {
            let absorbed = self.absorb(page).await?;
            if inner.epoch.get() != epoch {
                return Ok(());
            }
            let (more, before) = (absorbed.more, absorbed.cursor);
            let until = absorbed.newest.unwrap_or_default();
            let next =
                async { if more { Some(self.watch(Staff.sync_whole(before, until)).await) } else { None } };
            let (came, next) = join(self.open(absorbed, epoch), next).await;
            let came = came?;
            if inner.epoch.get() != epoch {
                return Ok(());
            }
            let Some(next) = next else {
                // All of it is here, from the beginning.
                inner.cursor.set(until);
                self.keep_opened(0, until, came.opened).await;
                return Ok(());
            };
            self.keep_opened(0, 0, came.opened).await;
            page = next?;
        }
    }

    async fn pages(self, epoch: u32) -> Result<(), Trouble> {
        let inner = self.inner();
        if inner.anew.replace(false) {
            self.distrust().await;
        }
        if inner.cursor.get() == 0 {
            self.whole(epoch).await?;
        }
        let mut after = inner.cursor.get();
        let mut page = self.watch(Staff.sync(after)).await?;
        let mut news = 0;
        loop {
            if inner.epoch.get() != epoch {
                return Ok(());
            }
            if self.list.loaded.get_untracked() {
                inner.live.pass_on(after, &page);
            }
            let absorbed = self.absorb(page).await?;
            if !absorbed.more {
                let came = self.open(absorbed, epoch).await?;
                if inner.epoch.get() == epoch {
                    self.take(after, came, news).await;
                }
                return Ok(());
            }
            let next = self.watch(Staff.sync(absorbed.cursor));
            let (came, next) = join(self.open(absorbed, epoch), next).await;
            let came = came?;
            inner.cursor.set(came.absorbed.cursor);
            news += came.news;
            let to = came.absorbed.cursor;
            self.keep_page(after, came).await;
            (after, page) = (to, next?);
        }
    }

    /// A page that another tab of this person fetched. False where it does not follow what is here.
    pub(super) async fn take_page(self, after: i64, page: String) -> bool {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        self.alone().await;
        let follows =
            inner.cursor.get() == after && self.list.loaded.get_untracked() && !self.expired.get_untracked();
        let took = async {
            let absorbed = self.absorb(page).await?;
            let came = self.open(absorbed, epoch).await?;
            if inner.epoch.get() == epoch {
                // The tab that fetched it keeps it.
                inner.cursor.set(came.absorbed.cursor);
                self.settle(came.news);
                self.note_gone_soon();
                self.look_at_outgoing().await;
            }
            Ok::<_, Trouble>(())
        };
        let took = follows && took.await.is_ok();
        inner.syncing.set(false);
        if took {
            inner.live.went_well();
        }
        // What is older than what is here is known.
        took || inner.cursor.get() > after
    }

    async fn absorb(self, page: String) -> Result<Absorbed, Trouble> {
        let absorbed = self.vault().absorb(page).await??;
        if absorbed.strange {
            self.after(After::RenewKeys).await;
        }
        self.list.erase(&absorbed.erased);
        self.inner().gone.borrow_mut().extend(&absorbed.erased);
        self.erase_outgoing(&absorbed.erased);
        Ok(absorbed)
    }

    /// The last page of a sync.
    async fn take(self, after: i64, came: Came, news: usize) {
        self.inner().cursor.set(came.absorbed.cursor);
        self.settle(news + came.news);
        self.note_gone_soon();
        // Of what was there from the beginning, the look after the keys does it.
        if news + came.news > 0 {
            self.after_soon(After::ShareFacts);
        }
        self.look_at_outgoing().await;
        self.keep_page(after, came).await;
    }

    fn note_gone_soon(self) {
        if !self.inner().gone.borrow().is_empty() {
            self.after_soon(After::NoteGone);
        }
    }

    async fn look_at_outgoing(self) {
        if !self.outgoing.with_untracked(Vec::is_empty) {
            self.after(After::CheckOutgoing).await;
        }
    }

    /// Only where this device keeps anything.
    async fn keep_opened(self, from: i64, to: i64, cases: Vec<CaseId>) {
        let keeps = self.inner().cache.borrow().is_some();
        if keeps && !self.after(After::Keep { from, to, cases }).await {
            // With a gap it would be less than it seems: it keeps nothing from here on.
            self.inner().cache.borrow_mut().take();
        }
    }

    async fn open(self, absorbed: Absorbed, epoch: u32) -> Result<Came, Trouble> {
        let mut came = Came { absorbed, opened: Vec::new(), news: 0 };
        // What this device kept waits until all that is new is open.
        while came.absorbed.left > 0 {
            let opened = self.vault().open(AT_ONCE).await?;
            if self.inner().epoch.get() != epoch {
                break;
            }
            came.opened.extend(opened.rows.iter().map(|row| row.id));
            if !opened.rows.is_empty() {
                self.meet(&opened.rows);
                came.news += self.list.take(opened.rows);
            }
            came.absorbed.left = opened.left;
        }
        Ok(came)
    }

    async fn keep_page(self, from: i64, came: Came) {
        let Came { absorbed, mut opened, .. } = came;
        opened.extend(&absorbed.erased);
        if absorbed.cursor != from {
            self.keep_opened(from, absorbed.cursor, opened).await;
        }
    }

    fn settle(self, news: usize) {
        self.tell_seen();
        let first = !self.list.loaded.get_untracked();
        self.list.come_to_rest();
        self.list.trouble.set(None);
        if first {
            let count = self.list.order.with_untracked(Vec::len).to_string();
            self.say.soon(inbox::opened(&count));
        } else if self.list.fill() {
            let count = self.list.order.with_untracked(Vec::len).to_string();
            self.say.soon(inbox::new_shown(&count));
        } else if news > 0 {
            let waiting = self.list.fresh.with_untracked(std::collections::BTreeSet::len);
            self.say.soon(inbox::new_said(&waiting.max(news).to_string()));
        }
    }

    fn tell_seen(self) {
        let untold = self.inner().untold.take();
        if untold.is_empty() {
            return;
        }
        page::spawn(async move {
            for (who, case, seq) in untold {
                if self.me() == Some(who) {
                    let _ = self.see(case, seq).await;
                }
            }
        });
    }

    /// How far I have seen a case; 0 makes it unread again. The list shows it at once.
    pub async fn see(self, case: CaseId, seq: i64) -> Result<(), Trouble> {
        let inner = self.inner();
        inner.untold.borrow_mut().retain(|(_, other, _)| *other != case);
        let told = self.watch(Staff.seen(case, Seen { seq })).await;
        // What was read without a network is told with the next look that has one.
        if let (Err(error), Some(me)) = (&told, self.me())
            && error.is_passing()
            && seq > 0
        {
            inner.untold.borrow_mut().push((me, case, seq));
        }
        told?;
        if let Some(row) = self.vault().seen(case, seq).await? {
            self.list.rows.update(|rows| {
                rows.insert(case, row.into());
            });
        }
        Ok(())
    }
}

//! What was done a moment ago: on screen at once, its record on the way, and for ten seconds a line with the way back.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::work::WorkRecord;
use madobe_domain::wire::error::ErrorCode;

use super::app::{App, Phase};
use super::case::send_staff_as;
use super::inbox::addressed;
use super::row::Row;
use super::trouble::Trouble;
use crate::page::{self, spawn};
use crate::random::rng;
use crate::time;
use crate::vault::Writing;
use crate::words::staff::{quiet, thread};

/// How long the way back stays, and longer under a pointer or the focus.
pub(super) const UNDO_MILLIS: i64 = 10_000;
/// So long it goes on with what was done a moment ago, behind the covered screen.
pub(super) const RECORDING_MILLIS: u32 = 60_000;
const BEAT_MILLIS: u32 = 500;
/// Between two looks for what was on its way.
const LOOK_MILLIS: u32 = 1_000;

/// A record on its way. Under one id however often it is sealed again, so that it arrives once.
#[derive(Clone)]
pub struct Deed {
    id: EntryId,
    case: CaseId,
    writing: Writing,
}

/// One quiet line.
#[derive(Clone)]
pub struct Line {
    pub id: EntryId,
    pub words: String,
    pub way: Way,
    /// In milliseconds; nothing where it stays until somebody has read it.
    until: Option<i64>,
}

#[derive(Clone)]
pub enum Way {
    /// Takes the entry with the line's id back.
    Undo(CaseId),
    /// The same for entries of several cases.
    UndoAll(Vec<(CaseId, EntryId)>),
    /// Seen up to here again.
    See(CaseId, i64),
    /// Of an act that is no record: what takes it back is known to the screen it was done on.
    Run(Arc<dyn Fn() + Send + Sync>),
    /// It did not go.
    Again(Deed),
    /// Nothing but words, until somebody has read them.
    Told,
}

impl Line {
    /// What it tells of is not in the record.
    fn did_not_go(&self) -> bool {
        matches!(self.way, Way::Again(_))
    }
}

/// The lines at the foot of every screen, and a beat for what tells time in seconds.
#[derive(Clone, Copy)]
pub struct Deeds {
    pub lines: RwSignal<Vec<Line>>,
    pub beat: RwSignal<i64>,
    /// Where they can be reached: what lies behind a dialog cannot.
    pub at: RwSignal<&'static str>,
}

impl Deeds {
    pub fn none() -> Self {
        Self { lines: RwSignal::default(), beat: RwSignal::default(), at: RwSignal::new("main") }
    }
}

/// The element of a line.
pub fn element_id(id: EntryId) -> String {
    ["line-", id.to_string().as_str()].concat()
}

impl App {
    /// Something is to be shown at the foot of the screen, or of a dialog with this heading.
    pub fn some_lines(self, at: &'static str) -> Memo<bool> {
        Memo::new(move |_| {
            let some = !self.deeds.lines.with(Vec::is_empty) || !self.outgoing.with(Vec::is_empty);
            some && self.deeds.at.get() == at
        })
    }

    /// Shown at once, written after.
    pub fn work(self, case: CaseId, writing: Writing, said: impl Into<String>) {
        let id = EntryId::make(&mut rng());
        self.offer_undo(case, id, said);
        self.send_soon(Deed { id, case, writing });
    }

    /// The same to several cases at once, with one way back.
    pub fn work_all(self, all: Vec<(CaseId, Writing)>, said: impl Into<String>) {
        let deeds: Vec<Deed> = all
            .into_iter()
            .map(|(case, writing)| Deed { id: EntryId::make(&mut rng()), case, writing })
            .collect();
        let back = deeds.iter().map(|deed| (deed.case, deed.id)).collect();
        self.offer(EntryId::make(&mut rng()), said.into(), Way::UndoAll(back));
        for deed in deeds {
            self.send_soon(deed);
        }
    }

    /// For what has been written already. It stays on screen where one goes on to another case, so it says whose it is.
    pub fn offer_undo(self, case: CaseId, id: EntryId, said: impl Into<String>) {
        let said = said.into();
        let said = match self.list.row_now(case) {
            Some(row) => quiet::of_case(&addressed(&row), &said),
            None => said,
        };
        self.offer(id, said, Way::Undo(case));
    }

    pub fn offer_see(self, case: CaseId, seq: i64, said: impl Into<String>) {
        self.offer(EntryId::make(&mut rng()), said.into(), Way::See(case, seq));
    }

    pub fn offer_way(self, said: String, run: impl Fn() + Send + Sync + 'static) {
        self.offer(EntryId::make(&mut rng()), said, Way::Run(Arc::new(run)));
    }

    /// Where the screen on which it would be said is gone. It stays until it is put away, so that nothing has to run for it: this is
    /// called before the code that goes on after the list is here.
    pub fn tell_line(self, words: String) {
        self.say.soon(words.clone());
        let line = Line { id: EntryId::make(&mut rng()), words, way: Way::Told, until: None };
        self.deeds.lines.update(|lines| lines.push(line));
    }

    fn offer(self, id: EntryId, words: String, way: Way) {
        let until = match way {
            Way::Again(_) | Way::Told => None,
            _ => Some(time::now().millis() + UNDO_MILLIS),
        };
        self.say.soon(words.clone());
        self.deeds.lines.update(|lines| lines.push(Line { id, words, way, until }));
        self.beat();
    }

    pub fn dismiss(self, id: EntryId) -> Option<Line> {
        let place = self.deeds.lines.with_untracked(|lines| lines.iter().position(|line| line.id == id))?;
        self.deeds.lines.try_update(|lines| lines.remove(place))
    }

    /// The newest that can be taken back, and when it was done, in milliseconds. What stays until it is read cannot.
    pub fn newest_undo(self) -> Option<(i64, EntryId)> {
        self.deeds.lines.with_untracked(|lines| {
            lines.iter().rev().find_map(|line| Some((line.until? - UNDO_MILLIS, line.id)))
        })
    }

    /// What a line offers.
    pub fn take_way(self, id: EntryId) {
        let Some(Line { words, way, .. }) = self.dismiss(id) else { return };
        let undone = move || self.say.instead(&words, quiet::undone(&words));
        match way {
            Way::Undo(case) => {
                undone();
                self.undo(case, id);
            }
            Way::UndoAll(all) => {
                undone();
                for (case, entry) in all {
                    self.undo(case, entry);
                }
            }
            Way::See(case, seq) => spawn(async move {
                match self.see(case, seq).await {
                    Ok(()) => undone(),
                    Err(trouble) => self.say.soon(trouble.words()),
                }
            }),
            Way::Run(run) => run(),
            Way::Again(deed) => self.send_soon(deed),
            Way::Told => {}
        }
    }

    fn undo(self, case: CaseId, entry: EntryId) {
        let inner = self.inner();
        let mut queue = inner.queue.borrow_mut();
        // The first may be on its way at this moment.
        let waits = queue.iter().skip(usize::from(inner.hurrying.get())).any(|deed| deed.id == entry);
        if waits {
            queue.retain(|deed| deed.id != entry);
            drop(queue);
            return self.forgo(case, entry);
        }
        drop(queue);
        let writing = Writing::Work(WorkRecord::Undone { entry });
        self.send_soon(Deed { id: EntryId::make(&mut rng()), case, writing });
    }

    fn send_soon(self, deed: Deed) {
        let inner = self.inner();
        inner.queue.borrow_mut().push_back(deed.clone());
        spawn(async move {
            let shown = self.vault().expect(deed.case, deed.id, time::now(), deed.writing).await;
            self.show(shown.ok().flatten());
        });
        self.hurry();
    }

    /// It is not to come: what is on screen goes back to what stands in the record.
    fn forgo(self, case: CaseId, id: EntryId) {
        spawn(async move {
            let shown = self.vault().forgo(case, id).await;
            self.show(shown.ok().flatten());
        });
    }

    /// The row as it is from now on, by what was done here.
    pub(super) fn show(self, row: Option<Row>) {
        // A list that was cleared meanwhile takes nothing in.
        let Some(row) = row.filter(|row| self.list.row_now(row.id).is_some()) else { return };
        let case = row.id;
        self.list.put(row);
        self.list.settle_here(case);
    }

    /// One after the other, in the order in which they were done. Where the session has ended they wait for whoever
    /// signs in again.
    pub fn hurry(self) {
        let inner = self.inner();
        if inner.hurrying.replace(true) {
            return;
        }
        spawn(async move {
            let epoch = inner.epoch.get();
            loop {
                let Some(Deed { id, case, writing }) = inner.queue.borrow().front().cloned() else { break };
                let sent = send_staff_as(self, case, id, || writing.clone(), &mut None).await;
                let asked = matches!(&sent, Err(trouble) if trouble.code() == Some(ErrorCode::Unauthorised));
                if asked || inner.epoch.get() != epoch {
                    break;
                }
                inner.queue.borrow_mut().retain(|deed| deed.id != id);
                if let Err(trouble) = sent {
                    self.failed(Deed { id, case, writing }, &trouble);
                }
            }
            inner.hurrying.set(false);
            // What came between the last look and now, in a desk that was locked and opened again.
            if inner.epoch.get() != epoch && !inner.queue.borrow().is_empty() {
                self.hurry();
            }
        });
    }

    fn failed(self, deed: Deed, trouble: &Trouble) {
        self.forgo(deed.case, deed.id);
        self.dismiss(deed.id);
        // Nor is it among several that one line takes back.
        self.deeds.lines.update(|lines| {
            lines.retain_mut(|line| match &mut line.way {
                Way::UndoAll(all) => {
                    all.retain(|(_, id)| *id != deed.id);
                    !all.is_empty()
                }
                _ => true,
            });
        });
        self.offer(deed.id, quiet::failed(&trouble.words()), Way::Again(deed));
    }

    pub(super) fn is_recording(self) -> bool {
        let inner = self.inner();
        inner.hurrying.get() && !inner.queue.borrow().is_empty()
    }

    /// Before the session ends. False where something did not go, which its line says, or waits for somebody to sign in again.
    pub async fn all_recorded(self) -> bool {
        let inner = self.inner();
        let waits: Vec<EntryId> = inner.queue.borrow().iter().map(|deed| deed.id).collect();
        self.hurry();
        // A line on which nothing comes back must not hold somebody who wants to go.
        page::until(RECORDING_MILLIS, &|| !self.is_recording()).await;
        // On a locked desk nobody is asked: who comes back is told.
        let left = !inner.queue.borrow().is_empty() && self.phase.get_untracked() != Phase::Locked;
        let failed = |line: &Line| line.did_not_go() && waits.contains(&line.id);
        !left && !self.deeds.lines.with_untracked(|lines| lines.iter().any(failed))
    }

    /// Nothing of it stays on a desk that is left, but where to look for what is not known to be in the record.
    pub fn forget_deeds(self) -> Vec<(CaseId, EntryId)> {
        let mut left = std::mem::take(&mut *self.inner().queue.borrow_mut());
        let lines = self.deeds.lines.try_update(std::mem::take).unwrap_or_default();
        left.extend(lines.into_iter().filter_map(|line| match line.way {
            Way::Again(deed) => Some(deed),
            _ => None,
        }));
        left.into_iter().map(|deed| (deed.case, deed.id)).collect()
    }

    /// What was on its way when this desk was left is looked for, once all that has arrived is here; what is not there is told.
    pub(super) async fn tell_lost(self) {
        let inner = self.inner();
        if inner.lost.borrow().is_empty() {
            return;
        }
        let epoch = inner.epoch.get();
        // The last of it may have no answer yet, and without a network nobody knows.
        while inner.hurrying.get() || self.sync().await.is_err() {
            page::sleep(LOOK_MILLIS).await;
            if inner.epoch.get() != epoch {
                return;
            }
        }
        let left = inner.lost.borrow().clone();
        let mut count = 0usize;
        for (_, case, id) in left {
            let sheet = self.vault().sheet(case).await.ok().flatten();
            // Left once more: it is for the next time.
            if inner.epoch.get() != epoch {
                return;
            }
            if !sheet.is_some_and(|sheet| sheet.items.iter().any(|item| item.id == id)) {
                count += 1;
            }
        }
        inner.lost.borrow_mut().clear();
        if count > 0 {
            self.tell_line(quiet::lost(&count.to_string()));
        }
    }

    /// Runs as long as there is something that goes by the second.
    pub fn beat(self) {
        let inner = self.inner();
        if inner.beating.replace(true) {
            return;
        }
        spawn(async move {
            loop {
                let now = time::now().millis();
                self.deeds.beat.set(now);
                let old = |line: &Line| line.until.is_some_and(|until| until <= now) && !is_held(line.id);
                if self.deeds.lines.with_untracked(|lines| lines.iter().any(old)) {
                    self.deeds.lines.update(|lines| lines.retain(|line| !old(line)));
                }
                self.send_due(now);
                let lines =
                    self.deeds.lines.with_untracked(|lines| lines.iter().any(|line| line.until.is_some()));
                if !lines && self.outgoing.with_untracked(Vec::is_empty) {
                    break;
                }
                page::sleep(BEAT_MILLIS).await;
            }
            inner.beating.set(false);
        });
    }

    /// Back to unread, for oneself. True where it was done.
    pub async fn unread(self, case: CaseId) -> bool {
        let seen = self.list.row_now(case).map(|row| row.last_letter_seq);
        let done = self.see(case, 0).await;
        match &done {
            Ok(()) => self.offer_see(case, seen.unwrap_or_default(), thread::UNREAD_DONE),
            Err(trouble) => {
                if let Some(words) = trouble.said() {
                    self.say.soon(words);
                }
            }
        }
        done.is_ok()
    }
}

/// Under a pointer or with the focus it stays.
fn is_held(id: EntryId) -> bool {
    let id = element_id(id);
    let held = ["#", &id, ":hover, #", &id, ":focus-within"].concat();
    page::document().query_selector(&held).is_ok_and(|found| found.is_some())
}

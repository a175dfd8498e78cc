//! The inbox as the page holds it: rows that change in place, and an order that changes only when asked.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::log::work::Tag;

use super::filter::{Counter, Filter};
use super::readers::Readers;
use super::row::Row;
use crate::time;
use crate::vault::Hit;

/// What a search came to, as the list shows it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hits {
    pub cases: BTreeMap<CaseId, Hit>,
    /// All of them; those in which something came last are shown.
    pub count: usize,
    /// Characters that were typed when this was found.
    pub length: usize,
}

#[derive(Clone, Copy)]
pub struct List {
    pub rows: RwSignal<BTreeMap<CaseId, Arc<Row>>>,
    /// What is on screen, in its order. New letters wait in `fresh` until they are asked for.
    pub order: RwSignal<Vec<CaseId>>,
    pub fresh: RwSignal<BTreeSet<CaseId>>,
    pub filter: RwSignal<Filter>,
    /// By whom what is in it can be looked after.
    pub readers: RwSignal<Readers>,
    /// The teams that read something of what is here, as of now: a case may be given to a further one at any time.
    pub read_by: Memo<BTreeSet<TeamId>>,
    pub query: RwSignal<String>,
    /// The cases that hold the query's words; nothing while there is no query.
    pub found: RwSignal<Option<Hits>>,
    /// Answers to what was typed that are so new that only their first rows are drawn.
    pub typing: RwSignal<u32>,
    /// Everything there was at the start has been opened, or was kept on this device.
    pub loaded: RwSignal<bool>,
    /// Cases that this device kept and that are not open yet: what stands in them is not found so far.
    pub shut: RwSignal<usize>,
    pub trouble: RwSignal<Option<String>>,
    /// The cases that changed last, for whoever shows one of them.
    pub touched: RwSignal<Vec<CaseId>>,
    /// Cases in which something unfinished is kept.
    pub drafted: RwSignal<BTreeSet<CaseId>>,
    /// Cases with a reply that was on its way and did not go.
    pub unsent: RwSignal<BTreeSet<CaseId>>,
    /// Chosen to be acted on together, and the row from which a stretch goes on.
    pub chosen: RwSignal<BTreeSet<CaseId>>,
    /// Somebody is choosing, and has perhaps chosen nothing yet.
    pub choosing: RwSignal<bool>,
    pub anchor: StoredValue<Option<CaseId>>,
    pub now: RwSignal<Timestamp>,
    /// How many rows there were when they were last shown, while the list still grows.
    shown: StoredValue<usize>,
    /// Rows of before that have not come again.
    ghosts: StoredValue<BTreeSet<CaseId>>,
}

impl List {
    pub fn empty() -> Self {
        let rows = RwSignal::<BTreeMap<CaseId, Arc<Row>>>::default();
        let teams = |row: &Arc<Row>| row.teams.iter().chain(&row.others).copied().collect::<Vec<_>>();
        Self {
            rows,
            order: RwSignal::default(),
            fresh: RwSignal::default(),
            filter: RwSignal::default(),
            readers: RwSignal::default(),
            read_by: Memo::new(move |_| rows.with(|rows| rows.values().flat_map(teams).collect())),
            query: RwSignal::default(),
            found: RwSignal::default(),
            typing: RwSignal::default(),
            loaded: RwSignal::default(),
            shut: RwSignal::default(),
            trouble: RwSignal::default(),
            touched: RwSignal::default(),
            drafted: RwSignal::default(),
            unsent: RwSignal::default(),
            chosen: RwSignal::default(),
            choosing: RwSignal::default(),
            anchor: StoredValue::new(None),
            now: RwSignal::new(time::now()),
            shown: StoredValue::default(),
            ghosts: StoredValue::default(),
        }
    }

    pub fn clear(self) {
        self.rows.set(BTreeMap::new());
        self.order.set(Vec::new());
        self.fresh.set(BTreeSet::new());
        self.chosen.set(BTreeSet::new());
        self.choosing.set(false);
        self.query.set(String::new());
        self.filter.set(Filter::default());
        self.readers.set(Readers::default());
        self.found.set(None);
        self.loaded.set(false);
        self.shut.set(0);
        self.shown.set_value(0);
        self.ghosts.set_value(BTreeSet::new());
        self.trouble.set(None);
    }

    /// What was shown may not be so: everything comes again, and what does not is gone. Until then it stays on screen.
    pub fn start_over(self) {
        self.loaded.set(false);
        self.shut.set(0);
        self.ghosts.set_value(self.rows.with_untracked(|rows| rows.keys().copied().collect()));
    }

    /// From now on nothing moves unless it is asked for.
    pub fn come_to_rest(self) {
        if self.loaded.get_untracked() {
            return;
        }
        let ghosts: Vec<CaseId> = self.ghosts.with_value(|ghosts| ghosts.iter().copied().collect());
        self.erase(&ghosts);
        self.ghosts.set_value(BTreeSet::new());
        self.show_rows();
        self.loaded.set(true);
    }

    /// Counts, sorts and draws what is here.
    pub fn show_rows(self) {
        self.shown.set_value(self.rows.with_untracked(BTreeMap::len));
        self.rows.notify();
        self.arrange();
    }

    /// Rows that were shown as they were kept, as they are. Most are the same.
    pub fn compare(self, opened: Vec<Row>) {
        let differs = |row: &Row| self.row_now(row.id).is_none_or(|known| *known != *row);
        let changed: Vec<Row> = opened.into_iter().filter(differs).collect();
        if changed.is_empty() {
            return;
        }
        // No news: the list was kept before the case was. It shows what is true from the beginning.
        let touched: Vec<CaseId> = changed.iter().map(|row| row.id).collect();
        self.rows.update_untracked(|all| all.extend(changed.into_iter().map(|row| (row.id, Arc::new(row)))));
        self.show_rows();
        self.touched.set(touched);
    }

    pub fn row(self, case: CaseId) -> Option<Arc<Row>> {
        self.rows.with(|rows| rows.get(&case).cloned())
    }

    /// Where the query's words stand in this case.
    pub fn hit(self, case: CaseId) -> Option<Hit> {
        self.found.with(|found| found.as_ref()?.cases.get(&case).cloned())
    }

    pub fn row_now(self, case: CaseId) -> Option<Arc<Row>> {
        self.rows.with_untracked(|rows| rows.get(&case).cloned())
    }

    /// Takes in rows as they were opened. How many of them hold news that waits to be shown?
    pub fn take(self, opened: Vec<Row>) -> usize {
        let loaded = self.loaded.get_untracked();
        let known = |case: &CaseId| self.row_now(*case);
        let news: Vec<CaseId> = opened
            .iter()
            .filter(|row| loaded && is_news(known(&row.id).as_deref(), row))
            .map(|row| row.id)
            .collect();
        let touched: Vec<CaseId> = opened.iter().map(|row| row.id).collect();
        let rows = opened.into_iter().map(|row| (row.id, Arc::new(row)));
        if loaded {
            self.rows.update(|all| all.extend(rows));
            // What the filter does not take is told by the counters alone: there would be nothing to show.
            let waiting: Vec<CaseId> = news.iter().copied().filter(|case| self.takes(*case)).collect();
            if !waiting.is_empty() {
                self.fresh.update(|fresh| fresh.extend(waiting));
            }
        } else {
            self.rows.update_untracked(|all| all.extend(rows));
            self.ghosts.update_value(|ghosts| ghosts.retain(|case| !touched.contains(case)));
            // Counting and sorting ten thousand rows for every few that come would be most of the work.
            let (shown, now) = (self.shown.get_value(), self.rows.with_untracked(BTreeMap::len));
            if now >= shown + shown / 3 {
                self.show_rows();
            }
        }
        self.touched.set(touched);
        news.len()
    }

    pub fn erase(self, cases: &[CaseId]) {
        if cases.is_empty() {
            return;
        }
        let gone = |case: &CaseId| cases.contains(case);
        self.rows.update(|rows| rows.retain(|case, _| !gone(case)));
        self.order.update(|order| order.retain(|case| !gone(case)));
        self.chosen.update(|chosen| chosen.retain(|case| !gone(case)));
        self.fresh.update(|fresh| fresh.retain(|case| !gone(case)));
        self.touched.set(cases.to_vec());
    }

    /// Puts everything that the filter and the query take into its order.
    pub fn arrange(self) {
        let today = self.today();
        let order = self.rows.with_untracked(|rows| {
            self.found.with_untracked(|found| {
                self.with_filter(|filter, readers| {
                    let taken: Vec<&Arc<Row>> = match found {
                        Some(found) => found.cases.keys().filter_map(|case| rows.get(case)).collect(),
                        None => rows.values().filter(|row| filter.takes(row, today, readers)).collect(),
                    };
                    in_order(taken, today)
                })
            })
        });
        self.order.set(order);
        if self.fresh.with_untracked(|fresh| !fresh.is_empty()) {
            self.fresh.set(BTreeSet::new());
        }
    }

    fn with_filter<T>(self, what: impl FnOnce(&Filter, &Readers) -> T) -> T {
        self.filter.with_untracked(|filter| self.readers.with_untracked(|readers| what(filter, readers)))
    }

    fn searching(self) -> bool {
        self.found.with_untracked(Option::is_some)
    }

    fn takes(self, case: CaseId) -> bool {
        let today = self.today();
        let row = self.row_now(case);
        row.is_some_and(|row| self.with_filter(|filter, readers| filter.takes(&row, today, readers)))
    }

    /// Shows what is new in a list that shows nothing: there is no row that could move under a finger.
    pub fn fill(self) -> bool {
        let fills = self.order.with_untracked(Vec::is_empty)
            && self.fresh.with_untracked(|fresh| !fresh.is_empty())
            && !self.searching();
        if fills {
            self.arrange();
        }
        fills
    }

    /// Another choice of what is shown.
    pub fn choose(self, change: impl FnOnce(&mut Filter)) {
        self.filter.update(change);
        self.arrange();
    }

    /// After an act of one's own: the case leaves the list if the filter no longer takes it; nothing else moves.
    pub fn settle(self, case: CaseId) {
        if !self.takes(case) && !self.searching() {
            self.order.update(|order| order.retain(|known| *known != case));
        }
    }

    /// The same, and a case that comes back by what was just taken back is put where it belongs.
    pub fn settle_here(self, case: CaseId) {
        self.settle(case);
        let (Some(row), today) = (self.row_now(case), self.today()) else { return };
        let away = self.order.with_untracked(|order| !order.contains(&case));
        if self.takes(case) && away && !self.searching() {
            let after = |other: &CaseId| {
                self.row_now(*other).is_some_and(|other| other.place(today) > row.place(today))
            };
            self.order.update(|order| {
                let place = order.iter().position(after).unwrap_or(order.len());
                order.insert(place, case);
            });
        }
    }

    /// One row as it is from now on, where it stands.
    pub fn put(self, row: Row) {
        let case = row.id;
        self.rows.update(|rows| {
            rows.insert(case, Arc::new(row));
        });
        self.touched.set(vec![case]);
    }

    fn today(self) -> NaiveDate {
        self.now.get_untracked().date_in_japan()
    }

    /// All that the counter stands for, however the list is narrowed: what waits is not told smaller than it is.
    pub fn count(self, counter: Counter) -> usize {
        let today = self.now.get().date_in_japan();
        self.rows.with(|rows| rows.values().filter(|row| counter.takes(row, today)).count())
    }

    /// Every tag in use, the most used first.
    pub fn tags(self) -> Vec<Tag> {
        let mut counted: BTreeMap<String, (usize, Tag)> = BTreeMap::new();
        self.rows.with(|rows| {
            for tag in rows.values().flat_map(|row| &row.work.tags) {
                counted.entry(tag.key()).or_insert_with(|| (0, tag.clone())).0 += 1;
            }
        });
        let mut counted: Vec<(usize, Tag)> = counted.into_values().collect();
        crate::order::sort_by_key(&mut counted, |(count, _)| std::cmp::Reverse(*count));
        counted.into_iter().map(|(_, tag)| tag).collect()
    }
}

/// What is worked on first comes first. Each row's place is worked out once.
pub fn in_order<'a>(rows: impl IntoIterator<Item = &'a Arc<Row>>, today: NaiveDate) -> Vec<CaseId> {
    let mut places: Vec<_> = rows.into_iter().map(|row| (row.place(today), row.id)).collect();
    crate::order::sort(&mut places);
    places.into_iter().map(|(_, case)| case).collect()
}

/// Something new by the writer. What colleagues write changes a row where it stands.
fn is_news(known: Option<&Row>, now: &Row) -> bool {
    now.last_letter_seq > known.map_or(-1, |known| known.last_letter_seq)
}

//! Cases of one household. Each writer is on their own and is never told of the other; colleagues see both halves of a link, and
//! where one of them is missing.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::log::work::{Link, Relation, WorkRecord};

mod linking;
mod section;

use super::app::App;
use super::case::send_staff_as;
use super::later::{FAMILY, LINKING, part};
use super::row::Row;
use crate::page::{self, spawn};
use crate::random::rng;
use crate::ui::told::then;
use crate::vault::Writing;
use crate::words::common::list;
use crate::words::staff::household as words;

pub use linking::linking;
pub use section::section;

/// Another case of the household, as both tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kin {
    pub case: CaseId,
    /// What its writer is to this one's.
    pub relation: Relation,
    /// The halves: in this case, and in the other. Of a case that is not in my list nobody knows.
    pub here: bool,
    pub there: bool,
    pub gone: bool,
}

fn link_to(row: &Row, case: CaseId) -> Option<&Link> {
    row.work.links.iter().find(|link| link.case == case && !link.gone)
}

/// By what this case says, and then by what others say of it.
pub fn kin(rows: &BTreeMap<CaseId, Arc<Row>>, case: CaseId) -> Vec<Kin> {
    let own: &[Link] = rows.get(&case).map_or(&[], |row| &row.work.links);
    let mut all: Vec<Kin> = own
        .iter()
        .filter(|link| link.case != case)
        .map(|link| Kin {
            case: link.case,
            relation: link.relation,
            here: true,
            there: rows.get(&link.case).is_some_and(|row| link_to(row, case).is_some()),
            gone: link.gone,
        })
        .collect();
    for row in rows.values().filter(|row| row.id != case && own.iter().all(|link| link.case != row.id)) {
        let theirs = link_to(row, case).map(|link| Kin {
            case: row.id,
            relation: link.relation.inverse(),
            here: false,
            there: true,
            gone: false,
        });
        all.extend(theirs);
    }
    all
}

pub fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Parent => words::PARENT,
        Relation::Child => words::CHILD,
        Relation::Sibling => words::SIBLING,
        Relation::Partner => words::PARTNER,
        Relation::Other => words::OTHER,
    }
}

impl App {
    pub fn kin(self, case: CaseId) -> Memo<Vec<Kin>> {
        Memo::new(move |_| self.list.rows.with(|rows| kin(rows, case)))
    }

    /// Those whose letters can be looked into.
    pub fn kin_now(self, case: CaseId) -> Vec<CaseId> {
        self.list.rows.with_untracked(|rows| {
            kin(rows, case).iter().map(|one| one.case).filter(|other| rows.contains_key(other)).collect()
        })
    }

    /// What was erased is linked to nothing any more. Whichever browser hears of it first writes it down; a moment later,
    /// so that not all of them do.
    pub(super) fn note_gone(self) {
        let inner = self.inner();
        if !self.list.loaded.get_untracked() || inner.noting.replace(true) {
            return;
        }
        spawn(async move {
            let drawn = EntryId::make(&mut rng());
            page::sleep(u32::from(drawn.as_bytes()[0]) * GONE_MILLIS).await;
            let gone = inner.gone.take();
            let lost = self.list.rows.with_untracked(|rows| lost(rows, &gone));
            for (case, other) in lost {
                let writing = || Writing::Work(WorkRecord::LinkGone { case: other });
                let sent = send_staff_as(self, case, EntryId::make(&mut rng()), writing, &mut None).await;
                if sent.is_err() {
                    // With the next news once more.
                    inner.gone.borrow_mut().insert(other);
                }
            }
            inner.noting.set(false);
        });
    }
}

/// Times a byte: up to five seconds.
const GONE_MILLIS: u32 = 20;

/// Links that lead to what is gone, by the case in which they stand.
fn lost(rows: &BTreeMap<CaseId, Arc<Row>>, gone: &BTreeSet<CaseId>) -> Vec<(CaseId, CaseId)> {
    let links = rows.values().flat_map(|row| row.work.links.iter().map(|link| (row.id, link)));
    links
        .filter(|(_, link)| !link.gone && gone.contains(&link.case))
        .map(|(id, link)| (id, link.case))
        .collect()
}

/// What the parts of the side pane are about.
#[derive(Clone, Copy)]
pub(super) struct Family {
    case: CaseId,
    kin: Memo<Vec<Kin>>,
    /// Somebody looks for a case to link.
    linking: RwSignal<bool>,
}

/// In the side pane: the cases of the household, where there are any, and the way to link one.
#[component]
pub fn Household(case: CaseId) -> impl IntoView {
    let kin = App::of_context().kin(case);
    let linking = RwSignal::new(false);
    provide_context(Family { case, kin, linking });
    let any = Memo::new(move |_| kin.with(|kin| !kin.is_empty()));
    view! {
        {move || any.get().then(|| part(FAMILY))}
        {move || linking.get().then(|| part(LINKING))}
        <button class="button small" type="button" id="to-linking" on:click=move |_| linking.set(true)>{words::LINK}</button>
    }
}

/// In the composer: somebody of the household writes, too, and neither knows of the other.
#[component]
pub fn Wall(case: CaseId) -> impl IntoView {
    let app = App::of_context();
    let kin = app.kin(case);
    move || {
        let all: Vec<Kin> = kin.get().into_iter().filter(|one| !one.gone).collect();
        let mut who: Vec<&str> = all.iter().map(|one| relation_words(one.relation)).collect();
        crate::order::sort(&mut who);
        who.dedup();
        let shut = app.list.rows.with(|rows| all.iter().any(|one| !rows.contains_key(&one.case)));
        (!all.is_empty()).then(|| {
            view! {
                <p class="panel info" id="wall">{then(&words::wall(&who.join(list::BESIDE)), if shut { words::WALL_SHUT } else { "" })}</p>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::tests::row;

    fn case(number: u8) -> CaseId {
        CaseId::from_bytes([number; 16])
    }

    fn rows(links: &[(u8, u8, Relation, bool)]) -> BTreeMap<CaseId, Arc<Row>> {
        let mut rows: BTreeMap<CaseId, Row> =
            (1..=4).map(|number| (case(number), row(number, None, 1))).collect();
        for (of, to, relation, gone) in links {
            let link = Link { case: case(*to), relation: *relation, gone: *gone };
            rows.get_mut(&case(*of)).unwrap().work.links.push(link);
        }
        rows.into_iter().map(|(id, row)| (id, Arc::new(row))).collect()
    }

    #[test]
    fn both_halves_are_told_and_a_lost_one_from_either_side() {
        let rows = rows(&[
            (1, 2, Relation::Child, false),
            (2, 1, Relation::Parent, false),
            (3, 1, Relation::Child, false),
            (1, 9, Relation::Sibling, false),
            (1, 8, Relation::Other, true),
            (4, 4, Relation::Other, false),
        ]);
        let one =
            |number, relation, here, there, gone| Kin { case: case(number), relation, here, there, gone };
        let all = kin(&rows, case(1));
        assert_eq!(
            all,
            [
                one(2, Relation::Child, true, true, false),
                one(9, Relation::Sibling, true, false, false),
                one(8, Relation::Other, true, false, true),
                one(3, Relation::Parent, false, true, false),
            ]
        );
        assert_eq!(kin(&rows, case(2)), [one(1, Relation::Parent, true, true, false)]);
        assert_eq!(kin(&rows, case(3)), [one(1, Relation::Child, true, false, false)]);
        assert!(kin(&rows, case(4)).is_empty(), "nobody is their own family");
    }

    #[test]
    fn what_was_erased_is_noted_once_where_it_was_linked() {
        let rows = rows(&[
            (1, 9, Relation::Child, false),
            (2, 9, Relation::Child, true),
            (3, 1, Relation::Other, false),
        ]);
        assert_eq!(lost(&rows, &BTreeSet::from([case(9), case(8)])), [(case(1), case(9))]);
        assert!(lost(&rows, &BTreeSet::new()).is_empty());
    }
}

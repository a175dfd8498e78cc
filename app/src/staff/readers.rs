//! Which of those whose names are known read a case now. Whoever left, is suspended or has no key can look after nothing, and
//! what they looked after is nobody's.
use std::collections::BTreeMap;

use leptos::prelude::*;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::team::{Called, TeamKind};

use super::app::App;
use super::filter::Whose;
use super::row::Row;
use crate::api::staff::Staff;
use crate::page::spawn;
use crate::time;

/// How old what is known of colleagues may be when somebody is about to be chosen.
const FRESH_MILLIS: i64 = 60_000;

/// As the server told it. Of nobody: it did not say, and everybody may be here.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Readers(BTreeMap<StaffId, Reads>);

#[derive(Clone, PartialEq, Eq)]
struct Reads {
    /// Of my teams.
    teams: Vec<TeamId>,
    /// In others.
    elsewhere: bool,
}

impl Readers {
    pub fn of(all: &[Called]) -> Self {
        let told =
            |one: &Called| Some((one.id, Reads { teams: one.reads.clone()?, elsewhere: one.elsewhere }));
        Self(all.iter().filter_map(told).collect())
    }

    /// They read something that I read.
    pub fn here(&self, staff: StaffId) -> bool {
        self.0.is_empty() || self.0.get(&staff).is_some_and(|reads| !reads.teams.is_empty())
    }

    /// This case can be given to them.
    pub fn read(&self, staff: StaffId, row: &Row) -> bool {
        let shared = |reads: &Reads| reads.teams.iter().any(|team| row.teams.contains(team));
        self.here(staff) && (row.teams.is_empty() || self.0.get(&staff).is_none_or(shared))
    }

    /// They look after it no more, whatever its record says. Who reads it in a team that is not mine may still be at it.
    pub fn is_gone(&self, staff: StaffId, row: &Row) -> bool {
        let gone = |reads: &Reads| reads.teams.is_empty() && !(reads.elsewhere && row.beyond);
        self.0.get(&staff).is_some_and(gone)
    }
}

impl App {
    /// What colleagues are called, and who of them reads what. What was known stays where it does not come.
    pub async fn renew_names(self) {
        let inner = self.inner();
        let epoch = inner.epoch.get();
        inner.names_at.set(time::now().millis());
        let Ok(all) = self.watch(Staff.names()).await else {
            inner.names_at.set(0);
            return;
        };
        if inner.epoch.get() != epoch {
            return;
        }
        let readers = Readers::of(&all.staff);
        let is_new = |one: &Called| self.names.with_untracked(|names| names.get(&one.id) != Some(&one.name));
        let new: Vec<Called> = all.staff.into_iter().filter(is_new).collect();
        // Nothing is drawn anew for nothing: somebody may be writing.
        if !new.is_empty() {
            self.names.update(|names| names.extend(new.into_iter().map(|one| (one.id, one.name))));
        }
        if self.list.readers.with_untracked(|known| *known != readers) {
            self.list.readers.set(readers);
            // What is nobody's is known only now.
            if self.list.filter.with_untracked(|filter| filter.whose) == Whose::Nobodys {
                self.list.arrange();
            }
        }
    }

    /// Asked for again where somebody may have come or gone meanwhile.
    pub fn refresh_names(self) {
        if time::now().millis() - self.inner().names_at.get() >= FRESH_MILLIS {
            spawn(self.renew_names());
        }
    }

    /// One of these is with somebody of whom it is not known that they are here: perhaps they came a moment ago.
    pub fn meet(self, rows: &[Row]) {
        let today = self.list.now.get_untracked().date_in_japan();
        let unmet = self.list.readers.with_untracked(|readers| {
            let by = |row: &Row| row.work.looked_after(today);
            rows.iter().filter_map(by).any(|staff| !readers.here(staff))
        });
        if unmet {
            self.refresh_names();
        }
    }

    /// Me always: it is in my list.
    pub fn may_read(self, staff: StaffId, row: &Row) -> bool {
        Some(staff) == self.me() || self.list.readers.with_untracked(|readers| readers.read(staff, row))
    }

    /// To whom this case can be given, or any case at all, by name; me as well.
    pub fn can_be_given(self, row: Option<&Row>) -> Vec<(String, StaffId)> {
        let me = self.me();
        let mut all: Vec<(String, StaffId)> = self.names.with(|names| {
            self.list.readers.with(|readers| {
                let may = |id: StaffId| {
                    Some(id) == me || row.map_or_else(|| readers.here(id), |row| readers.read(id, row))
                };
                let named = names.iter().filter(|(id, _)| may(**id));
                named.map(|(id, name)| (name.clone(), *id)).collect()
            })
        });
        crate::order::sort(&mut all);
        all
    }

    /// My teams that read, where there are several.
    pub fn several_teams(self) -> Vec<(TeamId, String)> {
        let mine: Vec<(TeamId, String)> = self.session.with(|session| {
            let teams = session.iter().flat_map(|session| &session.teams);
            let read = teams.filter(|team| team.kind == TeamKind::Full && !team.keys.is_empty());
            read.map(|team| (team.id, team.name.clone())).collect()
        });
        if mine.len() > 1 { mine } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::tests::row;

    fn person(number: u8) -> StaffId {
        StaffId::from_bytes([number; 16])
    }

    fn team(number: u8) -> TeamId {
        TeamId::from_bytes([number; 16])
    }

    fn called(number: u8, reads: Option<&[u8]>, elsewhere: bool) -> Called {
        let reads = reads.map(|teams| teams.iter().map(|number| team(*number)).collect());
        Called { id: person(number), name: String::new(), reads, elsewhere }
    }

    #[test]
    fn a_case_is_given_to_whoever_reads_it() {
        let all = [
            called(1, Some(&[1, 2]), false),
            called(2, Some(&[1]), true),
            called(3, Some(&[]), false),
            called(4, Some(&[]), true),
        ];
        let readers = Readers::of(&all);
        let mut of_ward = row(1, None, 1);
        of_ward.teams = vec![team(2)];
        let given = |row: &Row| [1, 2, 3, 4, 9].map(|number| readers.read(person(number), row));
        assert_eq!(given(&of_ward), [true, false, false, false, false]);
        assert_eq!(
            given(&row(2, None, 1)),
            [true, true, false, false, false],
            "kept before teams were in it"
        );
        assert_eq!([1, 2, 3, 4].map(|number| readers.here(person(number))), [true, true, false, false]);
    }

    #[test]
    fn what_somebody_who_left_looked_after_is_nobodys() {
        let readers = Readers::of(&[
            called(1, Some(&[1]), false),
            called(3, Some(&[]), false),
            called(4, Some(&[]), true),
        ]);
        let mut case = row(1, None, 1);
        case.teams = vec![team(1)];
        let gone = |row: &Row| [1, 3, 4, 9].map(|number| readers.is_gone(person(number), row));
        assert_eq!(gone(&case), [false, true, true, false], "of a stranger nothing is known");
        case.beyond = true;
        assert_eq!(gone(&case), [false, true, false, false], "another team of theirs reads it");
    }

    #[test]
    fn where_nothing_is_said_everybody_may_be_here() {
        let readers = Readers::of(&[called(1, None, false)]);
        let case = row(1, None, 1);
        assert!(readers.here(person(1)) && readers.read(person(1), &case));
        assert!(!readers.is_gone(person(1), &case));
    }
}

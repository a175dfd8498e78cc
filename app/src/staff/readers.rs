//! Which of those whose names are known, and which teams, read a case now. Whoever left, is suspended or has no key can look after
//! nothing, and what they looked after is nobody's.
use std::collections::BTreeMap;

use leptos::prelude::*;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::work::Carer;
use madobe_domain::wire::team::{Called, CalledTeam, TeamKind};

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
pub struct Readers {
    people: BTreeMap<StaffId, Reads>,
    /// Every team that reads anything.
    teams: Vec<CalledTeam>,
}

#[derive(Clone, PartialEq, Eq)]
struct Reads {
    /// Of my teams.
    teams: Vec<TeamId>,
    /// In others.
    elsewhere: bool,
}

impl Readers {
    pub fn of(all: &[Called], teams: Vec<CalledTeam>) -> Self {
        let told =
            |one: &Called| Some((one.id, Reads { teams: one.reads.clone()?, elsewhere: one.elsewhere }));
        Self { people: all.iter().filter_map(told).collect(), teams }
    }

    /// Cases can be one team's or another's.
    pub fn several(&self) -> bool {
        self.teams.len() > 1
    }

    pub fn team(&self, id: TeamId) -> Option<&CalledTeam> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// A person reads something that I read, a team anything at all.
    pub fn here(&self, who: Carer) -> bool {
        match who {
            Carer::Person(staff) => {
                self.people.is_empty() || self.people.get(&staff).is_some_and(|reads| !reads.teams.is_empty())
            }
            Carer::Team(team) => self.teams.is_empty() || self.team(team).is_some_and(|team| team.here),
        }
    }

    /// This case can be given to them.
    pub fn read(&self, who: Carer, row: &Row) -> bool {
        let reads = match who {
            Carer::Person(staff) => {
                let shared = |reads: &Reads| reads.teams.iter().any(|team| row.teams.contains(team));
                row.teams.is_empty() || self.people.get(&staff).is_none_or(shared)
            }
            Carer::Team(team) => row.is_read_by(team),
        };
        reads && self.here(who)
    }

    /// They look after it no more, whatever its record says. Who reads it in a team that is not mine may still be at it.
    pub fn is_gone(&self, who: Carer, row: &Row) -> bool {
        match who {
            Carer::Person(staff) => {
                let gone =
                    |reads: &Reads| reads.teams.is_empty() && (!reads.elsewhere || row.others.is_empty());
                self.people.get(&staff).is_some_and(gone)
            }
            // Of a row that was kept before teams were in it nobody knows who reads it.
            Carer::Team(team) => !self.here(who) || !(row.teams.is_empty() || row.is_read_by(team)),
        }
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
        let readers = Readers::of(&all.staff, all.teams);
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
            rows.iter().filter_map(by).any(|who| !readers.here(who))
        });
        if unmet {
            self.refresh_names();
        }
    }

    /// Me always: it is in my list.
    pub fn may_read(self, who: Carer, row: &Row) -> bool {
        let me = self.me().map(Carer::Person);
        Some(who) == me || self.list.readers.with_untracked(|readers| readers.read(who, row))
    }

    /// To whom this case can be given, or any case at all: teams, where there are several, and people, me as well.
    pub fn can_be_given(self, row: Option<&Row>) -> Vec<(String, Carer)> {
        // A team that reads none of what is here is not offered.
        let any = |team: &TeamId| self.list.read_by.with(|teams| teams.contains(team));
        let mut all: Vec<(String, Carer)> = self.list.readers.with(|readers| {
            let may = |team: &&CalledTeam| {
                let who = Carer::Team(team.id);
                row.map_or_else(|| readers.here(who) && any(&team.id), |row| readers.read(who, row))
            };
            let teams = readers.teams.iter().filter(|_| readers.several()).filter(may);
            teams.map(|team| (team.name.clone(), Carer::Team(team.id))).collect()
        });
        all.extend(self.colleagues(row).into_iter().map(|(name, id)| (name, Carer::Person(id))));
        all
    }

    /// The people among them, by name.
    pub fn colleagues(self, row: Option<&Row>) -> Vec<(String, StaffId)> {
        let me = self.me();
        let mut all: Vec<(String, StaffId)> = self.names.with(|names| {
            self.list.readers.with(|readers| {
                let may = |id: StaffId| {
                    let who = Carer::Person(id);
                    Some(id) == me || row.map_or_else(|| readers.here(who), |row| readers.read(who, row))
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
        let readers = Readers::of(&all, vec![]);
        let mut of_ward = row(1, None, 1);
        of_ward.teams = vec![team(2)];
        let given = |row: &Row| [1, 2, 3, 4, 9].map(|number| readers.read(person(number).into(), row));
        assert_eq!(given(&of_ward), [true, false, false, false, false]);
        assert_eq!(
            given(&row(2, None, 1)),
            [true, true, false, false, false],
            "kept before teams were in it"
        );
        assert_eq!(
            [1, 2, 3, 4].map(|number| readers.here(person(number).into())),
            [true, true, false, false]
        );
    }

    #[test]
    fn what_somebody_who_left_looked_after_is_nobodys() {
        let all = [called(1, Some(&[1]), false), called(3, Some(&[]), false), called(4, Some(&[]), true)];
        let readers = Readers::of(&all, vec![]);
        let mut case = row(1, None, 1);
        case.teams = vec![team(1)];
        let gone = |row: &Row| [1, 3, 4, 9].map(|number| readers.is_gone(person(number).into(), row));
        assert_eq!(gone(&case), [false, true, true, false], "of a stranger nothing is known");
        case.others = vec![team(7)];
        assert_eq!(gone(&case), [false, true, false, false], "another team of theirs reads it");
    }

    #[test]
    fn where_nothing_is_said_everybody_may_be_here() {
        let readers = Readers::of(&[called(1, None, false)], vec![]);
        let case = row(1, None, 1);
        let one = Carer::Person(person(1));
        assert!(readers.here(one) && readers.read(one, &case) && !readers.is_gone(one, &case));
        let mut of_team = case;
        of_team.teams = vec![team(1)];
        let one = Carer::Team(team(1));
        assert!(readers.here(one) && readers.read(one, &of_team) && !readers.is_gone(one, &of_team));
    }

    #[test]
    fn a_case_belongs_to_a_team_that_reads_it_and_has_somebody() {
        let team_of = |number, here| CalledTeam { id: team(number), name: String::new(), here };
        let readers = Readers::of(&[], vec![team_of(1, true), team_of(2, true), team_of(3, false)]);
        let mut case = row(1, None, 1);
        // Mine, another, one in which nobody is, one that the server does not know.
        let read = |row: &Row| [1, 2, 3, 9].map(|number| readers.read(team(number).into(), row));
        let gone = |row: &Row| [1, 2, 3, 9].map(|number| readers.is_gone(team(number).into(), row));
        assert_eq!(read(&case), [false; 4], "of a row without teams it is not known that they read it");
        assert_eq!(gone(&case), [false, false, true, true], "nor that they do not");
        case.teams = vec![team(1)];
        assert_eq!(read(&case), [true, false, false, false]);
        assert_eq!(gone(&case), [false, true, true, true]);
        case.others = vec![team(2), team(3)];
        assert_eq!(read(&case), [true, true, false, false]);
        assert_eq!(gone(&case), [false, false, true, true], "its key is nobody's any more");
        assert!(readers.several() && !Readers::of(&[], vec![team_of(1, true)]).several());
    }
}

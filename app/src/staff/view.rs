//! Choices of what the list shows, kept under a name: one's own, and those of the team. Sealed, because a tag in one is a word
//! about somebody.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::StaffId;
use madobe_domain::limits::NAME_CHARS;
use madobe_domain::text::one_line;
use madobe_domain::wire::book::BookName;
use serde::{Deserialize, Serialize};

use super::app::App;
use super::book::{Owner, Unsaved};
use super::filter::{Filter, Whose};
use super::trouble::Trouble;

/// More than this nobody finds anything in.
pub const VIEWS: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: Fixed<16>,
    pub name: String,
    #[serde(default)]
    pub filter: Filter,
    /// Of whoever looks, in place of a person.
    #[serde(default)]
    pub mine: bool,
}

impl SavedView {
    /// What is shown now, under this name. Nothing where it cannot be one.
    pub fn of(id: Fixed<16>, name: &str, filter: &Filter, me: Option<StaffId>) -> Option<Self> {
        let name = one_line(name, NAME_CHARS).ok()?;
        let mine = me.is_some() && filter.whose == Whose::mine(me);
        let whose = if mine { Whose::Anyones } else { filter.whose };
        Some(Self { id, name, filter: Filter { whose, ..filter.clone() }, mine })
    }

    /// What it shows to this person.
    pub fn filter(&self, me: Option<StaffId>) -> Filter {
        let whose = if self.mine { Whose::mine(me) } else { self.filter.whose };
        Filter { whose, ..self.filter.clone() }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    #[serde(default)]
    pub views: Vec<SavedView>,
}

/// One's own, and the team's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllViews {
    pub mine: Views,
    pub team: Views,
}

impl AllViews {
    pub fn each(&self) -> impl Iterator<Item = (bool, &SavedView)> {
        self.mine
            .views
            .iter()
            .map(|view| (false, view))
            .chain(self.team.views.iter().map(|view| (true, view)))
    }
}

/// There are too many already.
pub struct Full;

fn put(all: &mut Views, view: SavedView) -> Result<(), Full> {
    let room = all.views.len() < VIEWS;
    match all.views.iter_mut().find(|known| known.id == view.id) {
        Some(known) => *known = view,
        None if room => all.views.push(view),
        None => return Err(Full),
    }
    Ok(())
}

impl App {
    pub async fn load_views(self) {
        let mine = self.read_book::<Views>(Owner::Mine, BookName::Views).await;
        let team = match self.own_team() {
            Some(team) => self.read_book::<Views>(Owner::Team(team), BookName::Views).await.ok(),
            None => None,
        };
        // What does not come stays as it was known.
        self.views.update(|views| {
            if let Ok((_, mine)) = mine {
                views.mine = mine;
            }
            if let Some((_, team)) = team {
                views.team = team;
            }
        });
    }

    fn view_owner(self, team: bool) -> Option<Owner> {
        if team { self.own_team().map(Owner::Team) } else { Some(Owner::Mine) }
    }

    fn take_views(self, team: bool, saved: Views) {
        self.views.update(|views| *(if team { &mut views.team } else { &mut views.mine }) = saved);
    }

    pub async fn keep_view(self, team: bool, view: SavedView) -> Result<(), Unsaved<Full>> {
        let Some(owner) = self.view_owner(team) else { return Ok(()) };
        let saved =
            self.change_book(owner, BookName::Views, |all: &mut Views| put(all, view.clone())).await?;
        self.take_views(team, saved);
        Ok(())
    }

    pub async fn drop_view(self, team: bool, id: Fixed<16>) -> Result<(), Trouble> {
        let Some(owner) = self.view_owner(team) else { return Ok(()) };
        let change = |all: &mut Views| {
            all.views.retain(|known| known.id != id);
            Ok::<(), std::convert::Infallible>(())
        };
        match self.change_book(owner, BookName::Views, change).await {
            Ok(saved) => {
                self.take_views(team, saved);
                Ok(())
            }
            Err(Unsaved::Trouble(trouble)) => Err(trouble),
            Err(Unsaved::Clash(never)) => match never {},
        }
    }

    pub fn show_view(self, view: &SavedView) {
        let filter = view.filter(self.me());
        self.choose(|present| *present = filter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::filter::Counter;

    fn me() -> StaffId {
        StaffId::from_bytes([7; 16])
    }

    #[test]
    fn a_view_of_ones_own_cases_is_everybodys_own() {
        let filter = Filter { counter: Counter::All, whose: Whose::mine(Some(me())), ..Filter::default() };
        let view = SavedView::of(Fixed([1; 16]), " わたしの ", &filter, Some(me())).unwrap();
        assert_eq!(view.name, "わたしの");
        assert_eq!(view.filter(Some(me())), filter);
        let other = StaffId::from_bytes([8; 16]);
        assert_eq!(view.filter(Some(other)).whose, Whose::mine(Some(other)));
        let theirs = SavedView::of(Fixed([1; 16]), "あの人の", &filter, Some(other)).unwrap();
        assert_eq!(theirs.filter(Some(other)), filter, "another person's stay that person's");
        assert!(SavedView::of(Fixed([1; 16]), " ", &filter, None).is_none());
    }

    #[test]
    fn a_view_is_read_back_and_an_older_one_too() {
        let filter = Filter { tag: Some("ゲーム".into()), flagged: true, ..Filter::default() };
        let view = SavedView::of(Fixed([1; 16]), "名前", &filter, None).unwrap();
        let json = serde_json::to_string(&Views { views: vec![view.clone()] }).unwrap();
        assert_eq!(serde_json::from_str::<Views>(&json).unwrap().views, std::slice::from_ref(&view));
        let older =
            format!(r#"{{"views":[{{"id":"{}","name":"名前","filter":{{"counter":"All"}}}}]}}"#, view.id);
        let older = serde_json::from_str::<Views>(&older).unwrap();
        assert_eq!(older.views[0].filter, Filter { counter: Counter::All, ..Filter::default() });
    }

    #[test]
    fn there_are_as_many_as_one_can_look_over() {
        let mut all = Views::default();
        for number in 0..VIEWS {
            let view = SavedView::of(Fixed([number as u8; 16]), "名前", &Filter::default(), None).unwrap();
            assert!(put(&mut all, view).is_ok());
        }
        let more = |number| SavedView::of(Fixed([number; 16]), "新しい", &Filter::default(), None).unwrap();
        assert!(put(&mut all, more(99)).is_err());
        assert!(put(&mut all, more(3)).is_ok() && all.views[3].name == "新しい");
    }
}

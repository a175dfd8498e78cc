//! By what the list is narrowed more rarely. Fetched when somebody opens the fold.
use std::collections::BTreeSet;

use leptos::prelude::*;
use madobe_domain::ids::TeamId;
use madobe_domain::log::record::About;

use super::narrow::{Choose, Options, any, tick};
use crate::staff::app::App;
use crate::staff::case::about;
use crate::staff::filter::{Filter, Promised};
use crate::words::staff::{inbox, side};

const ABOUT: [(&str, About); 4] = [
    ("myself", About::Myself),
    ("family", About::Family),
    ("agency", About::Agency),
    ("neighbour", About::Neighbour),
];

const fn promised_name(promised: Promised) -> &'static str {
    match promised {
        Promised::Over => "over",
        Promised::Today => "today",
        Promised::Week => "week",
    }
}

const fn promised_words(promised: Promised) -> &'static str {
    match promised {
        Promised::Over => inbox::PROMISED_OVER,
        Promised::Today => inbox::PROMISED_TODAY,
        Promised::Week => inbox::PROMISED_WEEK,
    }
}

fn about_of(name: &str) -> Option<About> {
    ABOUT.into_iter().find(|(known, _)| *known == name).map(|(_, about)| about)
}

fn about_name(about: About) -> &'static str {
    ABOUT.into_iter().find(|(_, known)| *known == about).map_or("", |(name, _)| name)
}

fn promised_of(name: &str) -> Option<Promised> {
    Promised::ALL.into_iter().find(|each| promised_name(*each) == name)
}

fn with_any(each: impl Iterator<Item = (String, String)>) -> Options {
    std::iter::once(any()).chain(each).collect()
}

/// What is chosen, by its name; and how it is chosen.
fn chosen(app: App, name: fn(&Filter) -> String) -> Signal<String> {
    Signal::derive(move || app.list.filter.with(name))
}

fn choose(app: App, change: fn(&mut Filter, &str)) -> Callback<String> {
    Callback::new(move |name: String| app.choose(|filter| change(filter, &name)))
}

pub fn rarer() -> AnyView {
    view! { <Rarer /> }.into_any()
}

#[component]
fn Rarer() -> impl IntoView {
    let app = App::of_context();
    let teams = Memo::new(move |_| {
        let mut all: Vec<(String, String)> =
            app.several_teams().into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        // What was chosen can be seen, and taken back, by whoever is not in that team, too.
        let chosen = app.list.filter.with(|filter| filter.team).map(|team| team.to_string());
        if let Some(chosen) = chosen.filter(|chosen| all.iter().all(|(id, _)| id != chosen)) {
            all.push((chosen, inbox::TEAM_OTHER.to_owned()));
        }
        with_any(all.into_iter())
    });
    let wards = Memo::new(move |_| {
        let mut all: BTreeSet<String> =
            app.list.rows.with(|rows| rows.values().filter_map(|row| row.ward.clone()).collect());
        // What was chosen can be seen, whether or not a case still has it.
        all.extend(app.list.filter.with(|filter| filter.ward.clone()));
        with_any(all.into_iter().map(|ward| (ward.clone(), ward)))
    });
    // Only where there is something to choose between.
    let several = Memo::new(move |_| teams.with(Vec::len) > 1);
    let placed = Memo::new(move |_| wards.with(Vec::len) > 1);
    let abouts =
        with_any(ABOUT.into_iter().map(|(name, about)| (name.to_owned(), about::words(about).to_owned())));
    let days = with_any(
        Promised::ALL
            .into_iter()
            .map(|each| (promised_name(each).to_owned(), promised_words(each).to_owned())),
    );
    let by_team = move || {
        several.get().then(|| {
            view! {
                <Choose
                    id="narrow-team"
                    label=inbox::TEAM
                    options=Signal::from(teams)
                    chosen=chosen(app, |filter| filter.team.map(|team| team.to_string()).unwrap_or_default())
                    choose=choose(app, |filter, name| filter.team = TeamId::parse(name).ok())
                />
            }
        })
    };
    let by_ward = move || {
        placed.get().then(|| {
            view! {
                <Choose
                    id="narrow-ward"
                    label=side::WARD
                    options=Signal::from(wards)
                    chosen=chosen(app, |filter| filter.ward.clone().unwrap_or_default())
                    choose=choose(app, |filter, name| {
                        filter.ward = (!name.is_empty()).then(|| name.to_owned());
                    })
                />
            }
        })
    };
    view! {
        {by_team}
        <Choose
            id="narrow-promised"
            label=side::PROMISED
            options=Signal::stored(days)
            chosen=chosen(app, |filter| filter.promised.map(promised_name).unwrap_or_default().to_owned())
            choose=choose(app, |filter, name| filter.promised = promised_of(name))
        />
        <Choose
            id="narrow-about"
            label=side::ABOUT
            options=Signal::stored(abouts)
            chosen=chosen(app, |filter| filter.about.map(about_name).unwrap_or_default().to_owned())
            choose=choose(app, |filter, name| filter.about = about_of(name))
        />
        {by_ward}
        {tick(app, "narrow-promises", inbox::WITH_PROMISES, |filter| &mut filter.promises)}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_as_it_was_named() {
        for (_, about) in ABOUT {
            assert_eq!(about_of(about_name(about)), Some(about));
        }
        for promised in Promised::ALL {
            assert_eq!(promised_of(promised_name(promised)), Some(promised));
        }
        assert_eq!((about_of(""), promised_of("")), (None, None));
    }
}

//! By what the list is narrowed more rarely.
use std::collections::BTreeSet;

use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::TeamId;
use madobe_domain::log::record::{About, AgeBand};
use madobe_domain::log::work::{Field, FieldKind};

use super::choices::{Choose, Options, offered, tick};
use crate::staff::app::App;
use crate::staff::case::about;
use crate::staff::filter::{Filter, Wanted, When};
use crate::staff::row::Row;
use crate::words::staff::{fields, inbox, side};

/// What a `select` offers, by the names of its values.
type Table<T> = [(&'static str, T)];

const ABOUT: &Table<About> = &[
    ("myself", About::Myself),
    ("family", About::Family),
    ("agency", About::Agency),
    ("neighbour", About::Neighbour),
];

const AGES: &Table<AgeBand> = &[
    ("under20", AgeBand::Under20),
    ("twenties", AgeBand::Twenties),
    ("thirties", AgeBand::Thirties),
    ("forties", AgeBand::Forties),
    ("fifties", AgeBand::Fifties),
    ("sixty_and_over", AgeBand::SixtyAndOver),
];

const WHEN: &Table<When> =
    &[("over", When::Over), ("today", When::Today), ("week", When::Week), ("later", When::Later)];

fn when_words(when: When) -> &'static str {
    match when {
        When::Over => inbox::DAY_OVER,
        When::Today => inbox::DAY_TODAY,
        When::Week => inbox::DAY_WEEK,
        When::Later => inbox::DAY_LATER,
    }
}

fn named<T: Copy>(table: &Table<T>, name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, each)| *each)
}

fn name_of<T: PartialEq>(table: &Table<T>, chosen: Option<&T>) -> String {
    let found = table.iter().find(|(_, each)| Some(each) == chosen);
    found.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
}

fn options<T: Copy>(table: &Table<T>, words: fn(T) -> &'static str) -> Signal<Options> {
    let each = table.iter().map(|(name, each)| ((*name).to_owned(), words(*each).to_owned()));
    Signal::stored(offered(each.collect(), None))
}

/// What is chosen, by its name; and how it is chosen. Boxed, so that there is one copy of what follows it.
type Name = Box<dyn Fn(&Filter) -> String + Send + Sync>;
type Put = Box<dyn Fn(&mut Filter, &str) + Send + Sync>;

fn chosen(app: App, get: Name) -> Signal<String> {
    Signal::derive(move || app.list.filter.with(&*get))
}

fn choose(app: App, set: Put) -> Callback<String> {
    Callback::new(move |name: String| app.choose(|filter| set(filter, &name)))
}

fn choice(
    id: &str,
    label: &str,
    options: Signal<Options>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    view! { <Choose id=id label=label options=options chosen=chosen choose=choose /> }.into_any()
}

/// By what stands in a table.
fn by_table<T: Copy + PartialEq + Sync + 'static>(
    app: App,
    id: &str,
    label: &str,
    table: &'static Table<T>,
    words: fn(T) -> &'static str,
    get: fn(&Filter) -> Option<T>,
    set: fn(&mut Filter, Option<T>),
) -> AnyView {
    choice(
        id,
        label,
        options(table, words),
        chosen(app, Box::new(move |filter| name_of(table, get(filter).as_ref()))),
        choose(app, Box::new(move |filter, name| set(filter, named(table, name)))),
    )
}

/// Nothing chosen takes everything.
fn some(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}

/// What cases have there, and among it what was chosen, whether or not a case still has it.
fn in_use(
    app: App,
    of_row: fn(&Row) -> Option<&String>,
    chosen: fn(&Filter) -> Option<&String>,
) -> Memo<Options> {
    Memo::new(move |_| {
        let mut all: BTreeSet<String> =
            app.list.rows.with(|rows| rows.values().filter_map(|row| of_row(row).cloned()).collect());
        all.extend(app.list.filter.with(|filter| chosen(filter).cloned()));
        offered(all.into_iter().map(|one| (one.clone(), one)).collect(), None)
    })
}

/// Only where there is something to choose between.
fn if_some(
    id: &'static str,
    label: &'static str,
    options: Memo<Options>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    let some = Memo::new(move |_| options.with(Vec::len) > 1);
    move || some.get().then(|| choice(id, label, Signal::from(options), chosen, choose))
}

fn wanted_name(wanted: Option<Wanted>) -> String {
    match wanted {
        None => String::new(),
        Some(Wanted::Option(option)) => option.to_string(),
        Some(Wanted::Yes(yes)) => yes.to_string(),
        Some(Wanted::Text(text)) => text,
        Some(Wanted::Day(when)) => name_of(WHEN, Some(&when)),
    }
}

fn wanted_of(kind: &FieldKind, name: &str) -> Option<Wanted> {
    match kind {
        FieldKind::Text => some(name.trim()).map(Wanted::Text),
        FieldKind::Choice => Fixed::parse(name).ok().map(Wanted::Option),
        FieldKind::Day => named(WHEN, name).map(Wanted::Day),
        FieldKind::Yes => name.parse().ok().map(Wanted::Yes),
        FieldKind::Newer(_) => None,
    }
}

/// By what can stand in a field of the desk's own.
fn by_field(app: App, field: &Field) -> Option<AnyView> {
    let (field_id, kind) = (field.id, field.kind.clone());
    let options = match kind {
        FieldKind::Choice => {
            let each = field.options.iter().map(|one| (one.id.to_string(), one.words.as_str().to_owned()));
            Some(Signal::stored(offered(each.collect(), None)))
        }
        FieldKind::Yes => {
            let each = [("true", fields::YES), ("false", fields::NO)];
            let each = each.map(|(name, words)| (name.to_owned(), words.to_owned()));
            Some(Signal::stored(offered(each.into(), None)))
        }
        FieldKind::Day => Some(options(WHEN, when_words)),
        FieldKind::Text => None,
        FieldKind::Newer(_) => return None,
    };
    let id = ["narrow-field-", &field_id.to_string()].concat();
    let label = field.name.as_str().to_owned();
    let chosen = chosen(app, Box::new(move |filter| wanted_name(filter.by_field(&field_id))));
    let choose = choose(app, Box::new(move |filter, name| filter.want(field_id, wanted_of(&kind, name))));
    Some(match options {
        Some(options) => choice(&id, &label, options, chosen, choose),
        // What was written differs from case to case: a part of it is typed.
        None => view! {
            <label class="narrow-by">
                <span>{label}</span>
                <input class="input" id=id autocomplete="off" prop:value=move || chosen.get()
                    on:change:target=move |event| choose.run(event.target().value()) />
            </label>
        }
        .into_any(),
    })
}

#[component]
pub fn Rarer() -> impl IntoView {
    let app = App::of_context();
    let teams = Memo::new(move |_| {
        let all = app.several_teams().into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        // By whoever is not in that team, too.
        let chosen = app.list.filter.with(|filter| filter.team);
        offered(all, chosen.map(|team| (team.to_string(), inbox::TEAM_OTHER.to_owned())))
    });
    let wards = in_use(app, |row| row.ward.as_ref(), |filter| filter.ward.as_ref());
    let sources = in_use(app, |row| row.source.as_ref(), |filter| filter.source.as_ref());
    view! {
        {move || app.fields.with(|all| all.in_use().filter_map(|field| by_field(app, field)).collect_view())}
        {if_some(
            "narrow-team",
            inbox::TEAM,
            teams,
            chosen(app, Box::new(|filter| filter.team.map(|team| team.to_string()).unwrap_or_default())),
            choose(app, Box::new(|filter, name| filter.team = TeamId::parse(name).ok())),
        )}
        {by_table(
            app,
            "narrow-promised",
            side::PROMISED,
            WHEN,
            when_words,
            |filter| filter.promised,
            |filter, when| filter.promised = when,
        )}
        {by_table(
            app,
            "narrow-about",
            side::ABOUT,
            ABOUT,
            about::words,
            |filter| filter.about,
            |filter, about| filter.about = about,
        )}
        {by_table(
            app,
            "narrow-age",
            side::AGE,
            AGES,
            about::age_words,
            |filter| filter.age,
            |filter, age| filter.age = age,
        )}
        {if_some(
            "narrow-ward",
            side::WARD,
            wards,
            chosen(app, Box::new(|filter| filter.ward.clone().unwrap_or_default())),
            choose(app, Box::new(|filter, name| filter.ward = some(name))),
        )}
        {if_some(
            "narrow-source",
            side::SOURCE,
            sources,
            chosen(app, Box::new(|filter| filter.source.clone().unwrap_or_default())),
            choose(app, Box::new(|filter, name| filter.source = some(name))),
        )}
        {tick(app, "narrow-promises", inbox::WITH_PROMISES, |filter| &mut filter.promises)}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each_comes_back<T: Copy + PartialEq + std::fmt::Debug>(table: &Table<T>) {
        for (_, each) in table {
            assert_eq!(named(table, &name_of(table, Some(each))), Some(*each));
        }
        assert_eq!((named(table, ""), name_of(table, None)), (None, String::new()));
    }

    #[test]
    fn a_choice_comes_back_as_it_was_named() {
        each_comes_back(ABOUT);
        each_comes_back(AGES);
        each_comes_back(WHEN);
        for (kind, wanted) in [
            (FieldKind::Yes, Wanted::Yes(false)),
            (FieldKind::Choice, Wanted::Option(Fixed([3; 16]))),
            (FieldKind::Text, Wanted::Text("みなみ".to_owned())),
            (FieldKind::Day, Wanted::Day(When::Later)),
        ] {
            assert_eq!(wanted_of(&kind, &wanted_name(Some(wanted.clone()))), Some(wanted));
            assert_eq!(wanted_of(&kind, &wanted_name(None)), None);
        }
        assert_eq!(wanted_of(&FieldKind::Text, " 　"), None, "nothing but spaces");
    }
}

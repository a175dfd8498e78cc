//! By what the list is narrowed, most usual first. Fetched when somebody opens the fold.
use leptos::prelude::*;
use madobe_domain::log::work::Carer;

use super::rarer::Rarer;
use super::row::standing_words;
use super::views::Keeping;
use crate::staff::app::App;
use crate::staff::case::gone;
use crate::staff::filter::{Filter, Whose};
use crate::staff::readers::Readers;
use crate::staff::row::Standing;
use crate::words::staff::{inbox, work};

/// What a `select` can hold: values, their words, and which of them is chosen.
pub type Options = Vec<(String, String)>;

#[component]
pub fn Choose(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    options: Signal<Options>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    let option = move |(value, words): (String, String)| {
        let own = value.clone();
        view! { <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>{words}</option> }
    };
    view! {
        <label class="narrow-by">
            <span>{label}</span>
            <select class="input" id=id on:change:target=move |event| choose.run(event.target().value())>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// With it alone, or whatever it is.
pub fn tick(
    app: App,
    id: &'static str,
    words: &'static str,
    field: fn(&mut Filter) -> &mut bool,
) -> impl IntoView {
    let is = move || app.list.filter.with(|filter| *field(&mut filter.clone()));
    let tick = move |checked| app.choose(|filter| *field(filter) = checked);
    view! {
        <label class="narrow-tick">
            <input type="checkbox" id=id prop:checked=is on:change:target=move |event| tick(event.target().checked()) />
            <span>{words}</span>
        </label>
    }
}

fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "new",
        Standing::Ours => "ours",
        Standing::Theirs => "theirs",
        Standing::Held => "held",
        Standing::Closed => "closed",
    }
}

fn whose_name(whose: Whose) -> String {
    match whose {
        Whose::Anyones => String::new(),
        Whose::Nobodys => "nobody".to_owned(),
        Whose::Ours => "ours".to_owned(),
        Whose::Of(who) => who.to_string(),
    }
}

fn whose_of(name: &str) -> Whose {
    match name {
        "nobody" => Whose::Nobodys,
        "ours" => Whose::Ours,
        name => Carer::parse(name).map_or(Whose::Anyones, Whose::Of),
    }
}

/// Whatever it is, and each; what was chosen, with its words, can be seen and taken back whether or not it is still one of them.
pub fn offered(mut each: Options, chosen: Option<(String, String)>) -> Options {
    if let Some(chosen) = chosen
        && each.iter().all(|(known, _)| *known != chosen.0)
    {
        each.push(chosen);
    }
    each.insert(0, (String::new(), inbox::ANY.to_owned()));
    each
}

pub fn choices() -> AnyView {
    view! { <Choices /> }.into_any()
}

#[component]
fn Choices() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let carers = Memo::new(move |_| {
        let mut all: Options = vec![(whose_name(Whose::Nobodys), work::NOBODY.to_owned())];
        if list.readers.with(Readers::several) {
            all.push((whose_name(Whose::Ours), inbox::OURS.to_owned()));
        }
        all.extend(app.can_be_given(None).into_iter().map(|(name, who)| (who.to_string(), name)));
        let chosen = match list.filter.with(|filter| filter.whose) {
            Whose::Of(who) => Some((who.to_string(), gone(app, who))),
            _ => None,
        };
        offered(all, chosen)
    });
    let standings = Signal::derive(move || {
        let each =
            Standing::ALL.map(|each| (standing_name(each).to_owned(), standing_words(each).to_owned()));
        offered(each.into(), None)
    });
    let tags = Signal::derive(move || {
        let all = list.tags().into_iter().map(|tag| (tag.key(), tag.as_str().to_owned())).collect();
        let chosen = list.filter.with(|filter| filter.tag.clone());
        offered(all, chosen.map(|tag| (tag.clone(), tag)))
    });
    view! {
        <Choose
            id="narrow-whose"
            label=work::ASSIGNEE
            options=Signal::from(carers)
            chosen=Signal::derive(move || list.filter.with(|filter| whose_name(filter.whose)))
            choose=Callback::new(move |name: String| app.choose(|filter| filter.whose = whose_of(&name)))
        />
        <Choose
            id="narrow-standing"
            label=inbox::STANDING
            options=standings
            chosen=Signal::derive(move || {
                list.filter.with(|filter| filter.standing.map(standing_name).unwrap_or_default().to_owned())
            })
            choose=Callback::new(move |name: String| {
                let standing = Standing::ALL.into_iter().find(|each| standing_name(*each) == name);
                app.choose(|filter| filter.standing = standing);
            })
        />
        <Choose
            id="narrow-tag"
            label=work::TAGS
            options=tags
            chosen=Signal::derive(move || list.filter.with(|filter| filter.tag.clone().unwrap_or_default()))
            choose=Callback::new(move |tag: String| {
                app.choose(|filter| filter.tag = Some(tag).filter(|tag| !tag.is_empty()));
            })
        />
        {tick(app, "narrow-flagged", work::RISK_WORD, |filter| &mut filter.flagged)}
        {tick(app, "narrow-follow-up", inbox::FOLLOW_UPS, |filter| &mut filter.follow_up)}
        <Rarer />
        <Keeping />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::ids::{StaffId, TeamId};

    #[test]
    fn a_choice_comes_back_as_it_was_named() {
        let [person, team] =
            [StaffId::from_bytes([9; 16]).into(), TeamId::from_bytes([9; 16]).into()].map(Whose::Of);
        for whose in [Whose::Anyones, Whose::Nobodys, Whose::Ours, person, team] {
            assert_eq!(whose_of(&whose_name(whose)), whose);
        }
        assert_eq!(whose_of("what"), Whose::Anyones);
    }

    #[test]
    fn what_was_chosen_is_offered_once() {
        let one = |name: &str| (name.to_owned(), name.to_owned());
        let names = |chosen: Option<&str>| -> Vec<String> {
            let all = offered(vec![one("a"), one("b")], chosen.map(one));
            all.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(None), ["", "a", "b"]);
        assert_eq!(names(Some("b")), ["", "a", "b"]);
        assert_eq!(names(Some("c")), ["", "a", "b", "c"]);
    }
}

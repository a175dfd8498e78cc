//! Everything else by which the list can be narrowed, folded away until it is wanted.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::StaffId;
use madobe_domain::log::work::{Field, FieldKind};

use super::row::standing_words;
use crate::staff::app::App;
use crate::staff::case::who;
use crate::staff::filter::{Filter, Wanted, Whose};
use crate::staff::later::{RARER, VIEWS, part};
use crate::staff::row::Standing;
use crate::words::staff::{fields, inbox, work};

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
        Whose::Of(staff) => staff.to_string(),
    }
}

fn whose_of(name: &str) -> Whose {
    match name {
        "nobody" => Whose::Nobodys,
        name => Fixed::parse(name).map_or(Whose::Anyones, |id| Whose::Of(StaffId(id))),
    }
}

fn wanted_name(wanted: Option<Wanted>) -> String {
    match wanted {
        None => String::new(),
        Some(Wanted::Option(option)) => option.to_string(),
        Some(Wanted::Yes(yes)) => yes.to_string(),
    }
}

fn wanted_of(name: &str) -> Option<Wanted> {
    match name {
        "true" => Some(Wanted::Yes(true)),
        "false" => Some(Wanted::Yes(false)),
        name => Fixed::parse(name).ok().map(Wanted::Option),
    }
}

/// By what can stand in a field of the desk's own.
fn by_field(app: App, field: &Field) -> Option<AnyView> {
    let id = field.id;
    let each: Options = match field.kind {
        FieldKind::Choice => {
            field.options.iter().map(|one| (one.id.to_string(), one.words.as_str().to_owned())).collect()
        }
        FieldKind::Yes => {
            vec![("true".to_owned(), fields::YES.to_owned()), ("false".to_owned(), fields::NO.to_owned())]
        }
        _ => return None,
    };
    let options = Signal::stored(std::iter::once(any()).chain(each).collect::<Options>());
    let chosen = Signal::derive(move || app.list.filter.with(|filter| wanted_name(filter.by_field(&id))));
    let choose = Callback::new(move |name: String| app.choose(|filter| filter.want(id, wanted_of(&name))));
    let name = ["narrow-field-", &id.to_string()].concat();
    Some(view! { <Choose id=name label=field.name.as_str() options chosen choose /> }.into_any())
}

pub fn any() -> (String, String) {
    (String::new(), inbox::ANY.to_owned())
}

#[component]
pub fn Narrow() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let narrowed = Memo::new(move |_| list.filter.with(Filter::is_narrowed));
    let colleagues = Memo::new(move |_| {
        let all = app.can_be_given(None).into_iter().map(|(name, id)| (id.to_string(), name));
        let mut all: Options =
            [any(), ("nobody".to_owned(), work::NOBODY.to_owned())].into_iter().chain(all).collect();
        // What was chosen can be seen, whether or not they are still here.
        if let Whose::Of(staff) = list.filter.with(|filter| filter.whose) {
            let id = staff.to_string();
            if all.iter().all(|(known, _)| *known != id) {
                all.push((id, work::not_here(&who(app, staff))));
            }
        }
        all
    });
    let standings = Signal::derive(move || {
        let each =
            Standing::ALL.map(|each| (standing_name(each).to_owned(), standing_words(each).to_owned()));
        std::iter::once(any()).chain(each).collect::<Options>()
    });
    let tags = Signal::derive(move || {
        let mut all: Options =
            list.tags().into_iter().map(|tag| (tag.key(), tag.as_str().to_owned())).collect();
        // What was chosen can be seen, whether or not a case still has it.
        if let Some(tag) = list.filter.with(|filter| filter.tag.clone())
            && all.iter().all(|(key, _)| *key != tag)
        {
            all.push((tag.clone(), tag));
        }
        std::iter::once(any()).chain(all).collect::<Options>()
    });
    let open = RwSignal::new(false);
    let clear = move |_| {
        app.choose(|filter| *filter = Filter { counter: filter.counter, ..Filter::default() });
        crate::ui::place::focus_soon("narrow-summary");
    };
    view! {
        <details class="narrow" id="narrow" on:toggle:target=move |event| open.set(event.target().open())>
            <summary class="filter" id="narrow-summary" data-narrowed=move || narrowed.get().then_some("")>
                {move || if narrowed.get() { inbox::NARROWED } else { inbox::NARROW }}
            </summary>
            <div class="narrow-all">
                <Choose
                    id="narrow-whose"
                    label=work::ASSIGNEE
                    options=Signal::from(colleagues)
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
                {move || app.fields.with(|all| all.in_use().filter_map(|field| by_field(app, field)).collect_view())}
                {tick(app, "narrow-flagged", work::RISK_WORD, |filter| &mut filter.flagged)}
                {tick(app, "narrow-follow-up", inbox::FOLLOW_UPS, |filter| &mut filter.follow_up)}
                // What is asked for more rarely.
                {move || open.get().then(|| part(RARER))}
                {move || narrowed.get().then(|| view! {
                    <button class="button small" type="button" id="narrow-clear" on:click=clear>{inbox::NARROW_CLEAR}</button>
                })}
                {move || open.get().then(|| part(VIEWS))}
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_as_it_was_named() {
        for whose in [Whose::Anyones, Whose::Nobodys, Whose::Of(StaffId::from_bytes([9; 16]))] {
            assert_eq!(whose_of(&whose_name(whose)), whose);
        }
        assert_eq!(whose_of("what"), Whose::Anyones);
        for wanted in [None, Some(Wanted::Yes(false)), Some(Wanted::Option(Fixed([3; 16])))] {
            assert_eq!(wanted_of(&wanted_name(wanted)), wanted);
        }
    }
}

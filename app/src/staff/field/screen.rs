//! `/staff/fields`: the desk's own fields, as administrators define them. What is put away keeps what was filled in.
use leptos::prelude::*;
use madobe_domain::ids::EntryId;
use madobe_domain::json;
use madobe_domain::limits::FIELDS;
use madobe_domain::log::work::{Field, FieldId, FieldKind, Fields};
use madobe_domain::wire::book::BookName;
use serde::{Deserialize, Serialize};

use super::form::Form;
use super::key;
use crate::page::spawn;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::book::{Owner, Unsaved};
use crate::staff::draft::Big;
use crate::ui::act::Small;
use crate::ui::place::{focus_soon, title};
use crate::words::common::list;
use crate::words::staff::{self, desk, fields as words};

pub fn screen() -> AnyView {
    view! { <Screen /> }.into_any()
}

/// Why a change does not go together with what stands there now.
pub(super) enum Clash {
    /// A colleague changed the same field since it was opened here.
    Changed,
    /// There is no room for one more.
    Full,
}

pub(super) type Options = Vec<(FieldId, String)>;

/// What is being changed: the field as it was when it was opened, or a new one; and what was typed of it before a lock or a reload.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Open {
    pub id: FieldId,
    pub before: Option<Field>,
    pub typed: Option<(String, String, Options)>,
}

pub(super) fn kind_words(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => words::KIND_TEXT,
        FieldKind::Choice => words::KIND_CHOICE,
        FieldKind::Day => words::KIND_DAY,
        FieldKind::Yes => words::KIND_YES,
        FieldKind::Newer(_) => words::NEWER,
    }
}

pub(super) fn full() -> String {
    words::full(&FIELDS.to_string())
}

#[component]
fn Screen() -> impl IntoView {
    title(words::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let open = RwSignal::new(None::<Open>);
    let failed = RwSignal::new(None::<String>);
    let load = move || {
        failed.set(None);
        spawn(async move {
            if let Err(trouble) = app.load_fields().await {
                failed.try_set(trouble.said());
            }
        });
    };
    load();
    spawn(async move {
        let kept = app.recall_form(Big::Field).await;
        if let Some(kept) = kept.and_then(|json| json::read::<Open>(&json).ok()) {
            open.try_set(Some(kept));
        }
    });
    let change = Callback::new(move |(id, act): (FieldId, Step)| {
        let Some(team) = app.own_team() else { return };
        failed.set(None);
        spawn(async move {
            let step = |all: &mut Fields| match act {
                Step::Up => {
                    all.shift(&id, true);
                    Ok(())
                }
                Step::Down => {
                    all.shift(&id, false);
                    Ok(())
                }
                Step::Away(away) if all.put_away(&id, away) => Ok(()),
                Step::Away(_) => Err(Clash::Full),
            };
            match app.change_book(Owner::Team(team), BookName::Fields, step).await {
                Ok(all) => {
                    app.take_fields(all);
                    app.say.soon(act.said());
                    focus_soon(act.focus(&id));
                }
                Err(Unsaved::Clash(_)) => {
                    failed.try_set(Some(full()));
                }
                Err(Unsaved::Trouble(trouble)) => {
                    failed.try_set(trouble.said().map(|why| list::sentences(words::FAILED, &why)));
                }
            }
        });
    });
    let begin = move || {
        open.set(Some(Open { id: EntryId::make(&mut rng()).0, before: None, typed: None }));
        focus_soon("field-name");
    };
    let list = move |away: bool| {
        app.fields
            .with(|all| all.fields.iter().filter(|field| field.away == away).cloned().collect::<Vec<_>>())
    };
    let one = move |field: Field| view! { <One field open change /> };
    let administrator = Memo::new(move |_| app.is_administrator());
    let none = move || app.fields.with(|all| all.fields.is_empty()) && open.with(Option::is_none);
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{words::TITLE}</h1>
            {move || failed.get().map(|why| view! {
                <div class="panel warning" role="alert" id="fields-failed"><p>{why}</p><Small words=staff::AGAIN on_press=load /></div>
            })}
            {move || if administrator.get() {
                view! {
                    <p>{words::LEAD}</p>
                    {move || match open.get() {
                        Some(now) => view! { <Form open now /> }.into_any(),
                        None => view! { <p id="new-field"><Small words=words::NEW on_press=begin /></p> }.into_any(),
                    }}
                    {move || none().then(|| view! { <p class="empty">{words::NOTHING}</p> })}
                    <ul class="snippets" id="all-fields"><For each=move || list(false) key=key children=one /></ul>
                    {move || (!list(true).is_empty()).then(|| view! {
                        <h2 id="away-heading">{words::AWAY_HEADING}</h2>
                        <p class="hint">{words::AWAY_HINT}</p>
                        <ul class="snippets" id="away-fields"><For each=move || list(true) key=key children=one /></ul>
                    })}
                }.into_any()
            } else {
                view! { <p class="panel info">{desk::ADMINISTRATORS}</p> }.into_any()
            }}
        </main>
    }
}

#[derive(Clone, Copy)]
enum Step {
    Up,
    Down,
    Away(bool),
}

impl Step {
    const fn said(self) -> &'static str {
        match self {
            Self::Up | Self::Down => words::MOVED,
            Self::Away(true) => words::PUT_AWAY,
            Self::Away(false) => words::BROUGHT_BACK,
        }
    }

    /// Where the same key would be pressed again.
    fn focus(self, id: &FieldId) -> String {
        let tail = match self {
            Self::Up => "-up",
            Self::Down => "-down",
            Self::Away(true) => "-back",
            Self::Away(false) => "-away",
        };
        ["field-", &id.to_string(), tail].concat()
    }
}

#[component]
fn One(field: Field, open: RwSignal<Option<Open>>, change: Callback<(FieldId, Step)>) -> impl IntoView {
    let id = field.id;
    let name = field.name.as_str().to_owned();
    let part = |tail: &str| ["field-", &id.to_string(), tail].concat();
    let options: Vec<&str> = field.options.iter().map(|option| option.words.as_str()).collect();
    let kind = kind_words(&field.kind);
    let about =
        if options.is_empty() { kind.to_owned() } else { list::of(kind, &options.join(list::BESIDE)) };
    let (away, newer) = (field.away, matches!(field.kind, FieldKind::Newer(_)));
    let edit = move |_: leptos::ev::MouseEvent| {
        open.set(Some(Open { id, before: Some(field.clone()), typed: None }));
        focus_soon("field-name");
    };
    let button = |tail: &str, words: &'static str, label: String, step: Step| {
        view! { <button class="button small" type="button" id=part(tail) aria-label=label on:click=move |_| change.run((id, step))>{words}</button> }
    };
    let (change_id, change_label) = (part("-change"), words::change_label(&name));
    // One at a time: what is being typed gives way to no other.
    let change_it = move || {
        (!newer && !away && open.with(Option::is_none)).then(|| {
            view! { <button class="button small" type="button" id=change_id.clone() aria-label=change_label.clone() on:click=edit.clone()>{words::CHANGE}</button> }
        })
    };
    let heading = name.clone();
    view! {
        <li class="snippet" data-field=id.to_string()>
            <h2 class="side-part">{heading}</h2>
            <p class="hint">{about}</p>
            <div class="row">
                {change_it}
                {(!away).then(|| view! {
                    {button("-up", words::UP, words::up_label(&name), Step::Up)}
                    {button("-down", words::DOWN, words::down_label(&name), Step::Down)}
                    {button("-away", words::PUT_AWAY_ACT, words::away_label(&name), Step::Away(true))}
                })}
                {away.then(|| button("-back", words::BRING_BACK, words::back_label(&name), Step::Away(false)))}
            </div>
        </li>
    }
}

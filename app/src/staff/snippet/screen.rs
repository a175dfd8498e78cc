//! `/staff/snippets`: the ready-made texts of the team, kept by everybody in it.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::EntryId;
use madobe_domain::json;
use madobe_domain::limits::SNIPPETS;
use madobe_domain::text::TextFault;
use madobe_domain::wire::book::BookName;
use madobe_domain::writing::{Snippet, SnippetFault, Snippets, Variable};
use serde::{Deserialize, Serialize};

use crate::page::spawn;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::book::{Owner, Unsaved};
use crate::staff::draft::{Big, keep_soon};
use crate::ui::act::{Act, Small};
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::described;
use crate::ui::place::{focus_soon, title};
use crate::ui::twice::Twice;
use crate::words::common::list;
use crate::words::staff::{field, snippet};

/// Why a change does not go together with what stands there now.
enum Clash {
    /// A colleague changed the same text since it was opened here.
    Changed,
    /// There is no room for one more.
    Full,
}

/// What is being changed: the text as it was when it was opened, or a new one; and what was typed of it before a lock or a reload.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Open {
    before: Option<Snippet>,
    typed: Option<(String, String)>,
}

fn fault_words(fault: SnippetFault) -> (&'static str, String) {
    match fault {
        SnippetFault::Name(TextFault::Empty) => ("snippet-name", snippet::NAME_EMPTY.to_owned()),
        SnippetFault::Text(TextFault::Empty) => ("snippet-text", snippet::TEXT_EMPTY.to_owned()),
        SnippetFault::Name(TextFault::TooLong { over }) => {
            ("snippet-name", field::too_long(&over.to_string()))
        }
        SnippetFault::Text(TextFault::TooLong { over }) => {
            ("snippet-text", field::too_long(&over.to_string()))
        }
        SnippetFault::Name(TextFault::Character) => ("snippet-name", field::CHARACTER.to_owned()),
        SnippetFault::Text(TextFault::Character) => ("snippet-text", field::CHARACTER.to_owned()),
    }
}

#[component]
pub fn Screen() -> impl IntoView {
    title(snippet::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let open = RwSignal::new(None::<Open>);
    let failed = RwSignal::new(None::<String>);
    let load = move || {
        failed.set(None);
        spawn(async move {
            if let Err(trouble) = app.load_snippets().await {
                failed.try_set(trouble.said());
            }
        });
    };
    load();
    spawn(async move {
        let kept = app.recall_form(Big::Snippet).await;
        if let Some(kept) = kept.and_then(|json| json::read::<Open>(&json).ok()) {
            open.try_set(Some(kept));
        }
    });
    let all =
        move || app.snippets.with(|all| all.as_ref().map(|all| all.snippets.clone()).unwrap_or_default());
    let line = move |one: Snippet| {
        let label = snippet::change_label(&one.name);
        let (name, text) = (one.name.clone(), one.text.clone());
        let edit = move || {
            open.set(Some(Open { before: Some(one.clone()), typed: None }));
            focus_soon("snippet-name");
        };
        view! {
            <li class="snippet">
                <h2 class="side-part">{name}</h2>
                <div class="letter-body">{text}</div>
                // One at a time: what is being typed gives way to no other.
                {move || open.with(Option::is_none).then(|| view! {
                    <Small words=snippet::CHANGE label=label.clone() on_press=edit.clone() />
                })}
            </li>
        }
    };
    let begin = move || {
        open.set(Some(Open::default()));
        focus_soon("snippet-name");
    };
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{snippet::TITLE}</h1>
            <p>{snippet::LEAD}</p>
            {move || failed.get().map(|words| view! {
                <div class="panel warning" role="alert"><p>{words}</p><Small words=crate::words::staff::AGAIN on_press=load /></div>
            })}
            {move || match open.get() {
                Some(open_now) => view! { <Form open open_now /> }.into_any(),
                None => view! { <p id="new-snippet"><Small words=snippet::NEW on_press=begin /></p> }.into_any(),
            }}
            {move || (app.snippets.with(|known| known.as_ref().is_some_and(|known| known.snippets.is_empty())) && open.with(Option::is_none))
                .then(|| view! { <p class="empty">{snippet::EMPTY}</p> })}
            <ul class="snippets" id="all-snippets">
                <For each=all key=|one| (one.id, one.name.clone(), one.text.clone()) children=line />
            </ul>
        </main>
    }
}

#[component]
fn Form(open: RwSignal<Option<Open>>, open_now: Open) -> impl IntoView {
    let app = App::of_context();
    let before = StoredValue::new(open_now.before.clone());
    let is_new = open_now.before.is_none();
    let (name, text) = open_now.typed.or(open_now.before.map(|one| (one.name, one.text))).unwrap_or_default();
    let (name, text) = (RwSignal::new(name), RwSignal::new(text));
    let done = StoredValue::new(false);
    let keep = move || {
        let (Some(false), Some(base), Some(name), Some(text)) = (
            done.try_get_value(),
            before.try_get_value(),
            name.try_get_untracked(),
            text.try_get_untracked(),
        ) else {
            return;
        };
        // Opened, and nothing typed.
        let (old_name, old_text) =
            base.as_ref().map(|one| (one.name.as_str(), one.text.as_str())).unwrap_or_default();
        if (old_name, old_text) == (name.as_str(), text.as_str()) {
            return app.forget_form(Big::Snippet);
        }
        let open = Open { before: base, typed: Some((name, text)) };
        if let Ok(json) = serde_json::to_string(&open) {
            app.keep_form(Big::Snippet, json);
        }
    };
    keep_soon(
        move || {
            name.track();
            text.track();
        },
        keep,
    );
    let finish = move || {
        done.try_set_value(true);
        app.forget_form(Big::Snippet);
        open.try_set(None);
        focus_soon("heading");
    };
    let (faults, busy, notice) = (Faults::none(), RwSignal::new(false), RwSignal::new(None::<String>));
    let id =
        before.with_value(|before| before.as_ref().map_or_else(|| EntryId::make(&mut rng()).0, |one| one.id));
    // `wanted`: nothing takes it away.
    let change = move |wanted: Option<Snippet>, said: &'static str| {
        let Some(team) = app.own_team() else { return };
        busy.set(true);
        notice.set(None);
        spawn(async move {
            let base = before.get_value();
            let saved = app
                .change_book(Owner::Team(team), BookName::Snippets, |all: &mut Snippets| {
                    apply(all, id, base.as_ref(), wanted.clone())
                })
                .await;
            busy.try_set(false);
            match saved {
                Ok(all) => {
                    app.snippets.set(Some(all));
                    app.say.soon(said);
                    finish();
                }
                Err(Unsaved::Clash(Clash::Full)) => {
                    notice.try_set(Some(snippet::full(&SNIPPETS.to_string())));
                }
                Err(Unsaved::Clash(Clash::Changed)) => {
                    let _ = app.load_snippets().await;
                    let now =
                        app.snippets.with_untracked(|all| all.as_ref().and_then(|all| all.get(&id).cloned()));
                    notice.try_set(Some(match &now {
                        Some(theirs) => [snippet::CHANGED, "\n\n", &theirs.name, "\n", &theirs.text].concat(),
                        None => snippet::REMOVED.to_owned(),
                    }));
                    // Now it has been seen: the next press goes over it.
                    before.set_value(now);
                }
                Err(Unsaved::Trouble(trouble)) => {
                    notice.try_set(trouble.said().map(|words| list::sentences(snippet::FAILED, &words)));
                }
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        match Snippet::parse(id, &name.get_untracked(), &text.get_untracked()) {
            Ok(wanted) => {
                faults.clear();
                change(Some(wanted), snippet::SAVED);
            }
            Err(found) => {
                faults.show(found.into_iter().map(fault_words).collect());
            }
        }
    };
    let put = move |variable: Variable| {
        let token = ["｛", variable.spelled(), "｝"].concat();
        let shown = token.clone();
        view! { <button class="chip" type="button" lang="ja" on:click=move |_| text.update(|text| text.push_str(&token))>{shown}</button> }
    };
    let remove = Callback::new(move |()| change(None, snippet::GONE));
    let error = move |id: &'static str| {
        move || faults.of(id).map(|words| view! { <p class="error" id=[id, "-error"].concat()>{words}</p> })
    };
    view! {
        <form class="panel stack" id="snippet-form" novalidate on:submit=submit>
            <Summary faults />
            {move || notice.get().map(|words| view! { <p class="panel warning letter-body" role="alert" id="snippet-notice">{words}</p> })}
            <div class="field">
                <label class="label" for="snippet-name">{snippet::NAME}</label>
                {error("snippet-name")}
                <input class="input" id="snippet-name" autocomplete="off" aria-describedby=described("snippet-name", false)
                    prop:value=move || name.get() on:input:target=move |event| name.set(event.target().value()) />
            </div>
            <div class="field">
                <label class="label" for="snippet-text">{snippet::TEXT}</label>
                <p class="hint" id="snippet-text-hint">{snippet::TEXT_HINT}</p>
                {error("snippet-text")}
                <textarea class="input" id="snippet-text" autocomplete="off" aria-describedby=described("snippet-text", true)
                    prop:value=move || text.get() on:input:target=move |event| text.set(event.target().value())></textarea>
            </div>
            <div class="chips" role="group" aria-label=snippet::VARIABLES>{Variable::ALL.map(put).collect_view()}</div>
            <div class="row actions">
                <Act words=snippet::SAVE working=snippet::SAVING busy />
                <Small words=snippet::CANCEL on_press=finish />
                {(!is_new).then(|| view! {
                    <Twice id="snippet-remove" words=snippet::REMOVE ask=snippet::REMOVE_ASK yes=snippet::REMOVE_YES no=snippet::REMOVE_NO on_yes=remove />
                })}
            </div>
        </form>
    }
}

/// Upon what stands there now. `base`: the text as it was when it was opened.
fn apply(
    all: &mut Snippets,
    id: Fixed<16>,
    base: Option<&Snippet>,
    wanted: Option<Snippet>,
) -> Result<(), Clash> {
    let there = all.get(&id);
    // Sent twice it is the same change.
    if there == wanted.as_ref() {
        return Ok(());
    }
    if there != base {
        return Err(Clash::Changed);
    }
    match wanted {
        None => all.remove(&id),
        Some(wanted) => {
            if !all.put(wanted) {
                return Err(Clash::Full);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Snippet {
        Snippet::parse(Fixed([1; 16]), "名前", text).unwrap()
    }

    #[test]
    fn a_text_that_a_colleague_changed_is_not_written_over() {
        let id = Fixed([1; 16]);
        let mut all = Snippets::default();
        assert!(apply(&mut all, id, None, Some(one("一"))).is_ok());
        assert!(apply(&mut all, id, None, Some(one("一"))).is_ok(), "once more is no clash");
        assert!(matches!(apply(&mut all, id, None, Some(one("二"))), Err(Clash::Changed)));
        assert!(matches!(apply(&mut all, id, Some(&one("三")), None), Err(Clash::Changed)));
        assert!(apply(&mut all, id, Some(&one("一")), Some(one("二"))).is_ok());
        assert_eq!(all.snippets, [one("二")]);
        assert!(apply(&mut all, id, Some(&one("二")), None).is_ok());
        assert!(all.snippets.is_empty());
    }
}

//! Short free words on a case, and those that other cases have.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::TAG_CHARS;
use madobe_domain::log::work::tag::key;
use madobe_domain::log::work::{Tag, WorkRecord};

use crate::staff::app::App;
use crate::staff::sheet::Sheet;
use crate::ui::place::focus_soon;
use crate::vault::Writing;
use crate::words::staff::work;

const SUGGESTIONS: usize = 6;

/// The most used of all that this case does not have and that hold what is being typed.
fn suggested(all: &[Tag], own: &[Tag], typed: &str) -> Vec<Tag> {
    let wanted = key(typed);
    let fits = |tag: &&Tag| tag.key().contains(&wanted) && own.iter().all(|known| !known.is_same(tag));
    all.iter().filter(fits).take(SUGGESTIONS).cloned().collect()
}

#[component]
pub fn Tags(case: CaseId, sheet: Memo<Arc<Sheet>>) -> impl IntoView {
    let app = App::of_context();
    let (typed, fault) = (RwSignal::new(String::new()), RwSignal::new(false));
    let own = Memo::new(move |_| sheet.with(|sheet| sheet.row.work.tags.clone()));
    let all = Memo::new(move |_| app.list.tags());
    let put = move |tag: Tag| {
        fault.set(false);
        typed.set(String::new());
        // In the spelling that is in use already.
        let tag =
            all.with_untracked(|all| all.iter().find(|known| known.is_same(&tag)).cloned()).unwrap_or(tag);
        if own.with_untracked(|own| own.iter().all(|known| !known.is_same(&tag))) {
            let said = work::said_tagged(tag.as_str());
            app.work(case, Writing::Work(WorkRecord::Tagged { tag }), said);
        }
        focus_soon("tag");
    };
    let take_off = move |tag: Tag| {
        let said = work::said_untagged(tag.as_str());
        app.work(case, Writing::Work(WorkRecord::Untagged { tag }), said);
        focus_soon("tag");
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match Tag::parse(&typed.get_untracked()) {
            Ok(tag) => put(tag),
            Err(_) => fault.set(true),
        }
    };
    let worn = move |tag: Tag| {
        let (words, label) = (tag.as_str().to_owned(), work::take_off(tag.as_str()));
        view! {
            <li class="tag">
                {words}
                <button class="take-off" type="button" aria-label=label on:click=move |_| take_off(tag.clone())>"×"</button>
            </li>
        }
    };
    let offered = move |tag: Tag| {
        let words = tag.as_str().to_owned();
        view! { <button class="chip" type="button" on:click=move |_| put(tag.clone())>{words}</button> }
    };
    let offers =
        Memo::new(move |_| all.with(|all| own.with(|own| typed.with(|typed| suggested(all, own, typed)))));
    view! {
        <section aria-labelledby="tags-heading" id="tags">
            <h2 class="side-part" id="tags-heading">{work::TAGS}</h2>
            <ul class="chips" id="own-tags"><For each=move || own.get() key=Tag::key children=worn /></ul>
            <form class="row" novalidate on:submit=submit>
                <label class="visually-hidden" for="tag">{work::TAG}</label>
                <input
                    class="input"
                    id="tag"
                    autocomplete="off"
                    aria-describedby="tag-fault"
                    aria-invalid=move || fault.get().then_some("true")
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        fault.set(false);
                    }
                />
                <button class="button small" type="submit">{work::PUT_ON}</button>
            </form>
            <p class="error" id="tag-fault" hidden=move || !fault.get()>{work::tag_fault(&TAG_CHARS.to_string())}</p>
            <div class="chips" role="group" aria-label=work::TAGS_IN_USE>
                <For each=move || offers.get() key=Tag::key children=offered />
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_use_are_offered_in_any_spelling_but_not_twice() {
        let tags = |all: &[&str]| all.iter().map(|text| Tag::parse(text).unwrap()).collect::<Vec<_>>();
        let all = tags(&["ゲーム", "家族会", "学校", "ｹﾞｰﾑ実況"]);
        assert_eq!(suggested(&all, &tags(&["ゲーム"]), ""), tags(&["家族会", "学校", "ｹﾞｰﾑ実況"]));
        assert_eq!(suggested(&all, &[], "げー"), tags(&["ゲーム", "ｹﾞｰﾑ実況"]));
        assert!(suggested(&all, &[], "ない").is_empty());
    }
}

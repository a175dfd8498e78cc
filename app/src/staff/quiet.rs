//! At the foot of every screen, or of the dialog that lies over it: replies that can still be recalled, and the way back
//! from what was done a moment ago.
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::{CaseId, EntryId};

use super::app::App;
use super::deed::{Line, Way, element_id};
use super::outgoing::{Outgoing, State};
use crate::page::spawn;
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::{outgoing, quiet};

/// `rest`: where the focus goes once a line was acted on; in a dialog, its heading.
#[component]
pub fn QuietLines(#[prop(default = "main")] rest: &'static str) -> impl IntoView {
    let app = App::of_context();
    let (deeds, replies) = (app.deeds, app.outgoing);
    let some = app.some_lines(rest);
    let cases = move || replies.with(|all| all.iter().map(|one| one.case).collect::<Vec<_>>());
    move || {
        some.get().then(|| {
            view! {
                <section class="quiet-lines" id="quiet-lines" aria-label=quiet::LABEL>
                    <For each=cases key=|case| *case let:case><ReplyLine case rest /></For>
                    <For each=move || deeds.lines.get() key=|line| line.id let:line><DeedLine line rest /></For>
                </section>
            }
        })
    }
}

/// Beneath a screen.
pub fn lines() -> AnyView {
    view! { <QuietLines /> }.into_any()
}

fn button(
    class: &'static str,
    words: &'static str,
    label: Option<String>,
    press: impl Fn() + 'static,
) -> impl IntoView {
    view! { <button class=["button small ", class].concat() type="button" aria-label=label on:click=move |_| press()>{words}</button> }
}

#[component]
fn DeedLine(line: Line, rest: &'static str) -> impl IntoView {
    let app = App::of_context();
    let Line { id, words, way, .. } = line;
    let act = move || {
        app.take_way(id);
        focus_soon(rest);
    };
    let (class, said) = match way {
        Way::Again(_) => ("again", quiet::AGAIN),
        _ => ("undo", quiet::UNDO),
    };
    let label = list::of(said, &words);
    let dismiss = matches!(way, Way::Again(_) | Way::Told).then(|| dismissal(app, id, rest));
    let button = (!matches!(way, Way::Told)).then(|| button(class, said, Some(label), act));
    view! {
        <div class="quiet-line" id=element_id(id)>
            <span>{words}</span>
            <span class="row">{button}{dismiss}</span>
        </div>
    }
}

fn dismissal(app: App, id: EntryId, rest: &'static str) -> impl IntoView {
    button("dismiss", quiet::DISMISS, None, move || {
        app.dismiss(id);
        focus_soon(rest);
    })
}

#[component]
fn ReplyLine(case: CaseId, rest: &'static str) -> impl IntoView {
    let app = App::of_context();
    let go = use_navigate();
    let at = ["/staff/cases/", case.to_string().as_str(), "/reply"].concat();
    let recall = Callback::new(move |()| {
        if app.call_back(case) {
            go(&at, Default::default());
        }
    });
    // Drawn again only when something about it changes, never for the clock alone.
    let state = Memo::new(move |_| {
        let beat = app.deeds.beat.get();
        app.outgoing.with(|all| {
            all.iter().find(|one| one.case == case).map(|one| (one.state.clone(), words(one, beat)))
        })
    });
    let words = move || state.with(|state| state.as_ref().map(|(_, words)| words.clone()));
    let kind = Memo::new(move |_| state.with(|state| state.as_ref().map(|(state, _)| kind(state))));
    view! {
        <div class="quiet-line" data-case=case.to_string()>
            <span>{words}</span>
            {move || match kind.get() {
                Some(Kind::Waits) => Some(view! {
                    <span class="row">
                        {button("recall", outgoing::RECALL, None, move || recall.run(()))}
                        {button("send-now", outgoing::NOW, None, move || {
                            spawn(app.send_now(case));
                            focus_soon(rest);
                        })}
                    </span>
                }.into_any()),
                Some(Kind::Stopped) => Some(view! {
                    <span class="row">
                        {button("recall", outgoing::OPEN, None, move || recall.run(()))}
                        {button("send-now", outgoing::AGAIN, None, move || spawn(app.send_now(case)))}
                    </span>
                }.into_any()),
                Some(Kind::Going) | None => None,
            }}
        </div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Waits,
    Going,
    Stopped,
}

fn kind(state: &State) -> Kind {
    match state {
        State::Waiting | State::Asked | State::Unplugged | State::Stumbled { .. } => Kind::Waits,
        State::Going => Kind::Going,
        State::Stopped(_) => Kind::Stopped,
    }
}

fn words(one: &Outgoing, now: i64) -> String {
    match &one.state {
        State::Waiting => outgoing::waiting(&one.to, &one.seconds_left(now).to_string()),
        State::Going | State::Asked => outgoing::going(&one.to),
        State::Unplugged => outgoing::stopped(&one.to, outgoing::UNPLUGGED_WAITS),
        State::Stumbled { .. } => outgoing::stopped(&one.to, outgoing::STUMBLED),
        State::Stopped(why) => outgoing::stopped(&one.to, why),
    }
}

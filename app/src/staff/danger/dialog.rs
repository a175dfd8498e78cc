//! Asking for it, confirming it, and keeping again what was set aside.
use leptos::html::Dialog;
use leptos::prelude::*;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::limits::REASON_CHARS;
use madobe_domain::log::record::Promises;
use madobe_domain::log::work::{Reason, Second, WorkRecord};

use super::Danger;
use crate::page::{self, spawn};
use crate::staff::app::App;
use crate::staff::case::{send_staff, who};
use crate::staff::sheet::{Sheet, What};
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Small;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Field;
use crate::ui::place::focus_soon;
use crate::ui::promises::{self, aside_words};
use crate::ui::twice::Twice;
use crate::vault::Writing;
use crate::words::common::list;
use crate::words::staff::{self, danger as words, reply, work};

const LINES: &str = if cfg!(feature = "en") { "/en/crisis" } else { "/crisis" };

pub fn dialog() -> AnyView {
    view! { <DangerDialog /> }.into_any()
}

/// Open for as long as it is drawn.
#[component]
fn DangerDialog() -> impl IntoView {
    let here: Danger = expect_context();
    let sending = Sending::new(here);
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
            page::focus("danger-heading");
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // Read where it is followed: one that nobody has read yet follows nothing itself.
    // By its entries alone: what was asked for here has another time once it is recorded, and is no other for that.
    let stage = Memo::new(move |_| {
        here.sheet.with(|sheet| {
            let danger = sheet.row.work.danger;
            let entries = danger.map(|danger| (danger.entry, danger.read.map(|read| read.entry)));
            (entries, sheet.adrift, sheet.row.promises.any())
        })
    });
    // What a colleague or the writer did meanwhile draws the rest anew, and with it what had the focus.
    Effect::new(move |before: Option<()>| {
        stage.with(|_| ());
        if before.is_some() {
            page::focus("danger-heading");
            sending.told_of_change();
        }
    });
    let body = move || {
        stage.with(|_| ());
        match here.sheet.with_untracked(|sheet| (sheet.row.work.danger, sheet.adrift)) {
            // Its writer took the last of it back.
            (None, false) if here.sheet.with_untracked(|sheet| !sheet.row.promises.any()) => ().into_any(),
            (None, false) => view! { <Ask here /> }.into_any(),
            (Some(danger), _) if danger.read.is_none() => view! { <Asked here danger sending /> }.into_any(),
            (danger, _) => view! { <Aside here danger sending /> }.into_any(),
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="danger-heading" aria-describedby="danger-first"
            on:close=move |_| here.closed()>
            <div class="stack">
                <h2 id="danger-heading" tabindex="-1">{words::WAY}</h2>
                <p class="panel warning" id="danger-first">{words::FIRST}</p>
                <p><a href=LINES target="_blank" rel="noreferrer">{words::LINES}</a></p>
                {body}
                {sending.told()}
                <div class="row actions">
                    <button class="button" type="button" id="danger-close" on:click=close>{staff::CLOSE}</button>
                </div>
            </div>
        </dialog>
    }
}

#[component]
fn Ask(here: Danger) -> impl IntoView {
    let app = App::of_context();
    let Danger { chosen, typed, .. } = here;
    let faults = Faults::none();
    let held = Memo::new(move |_| here.sheet.with(|sheet| sheet.row.promises));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let [no_phone, no_visit, no_telling_family, no_handover] = chosen.get_untracked();
        let promises = Promises { no_phone, no_visit, no_telling_family, no_handover };
        let promises = promises.shared(held.get_untracked());
        let reason = Reason::parse(&typed.get_untracked());
        let mut found = Vec::new();
        if !promises.any() {
            found.push(("danger-what", words::WHAT_FAULT.to_owned()));
        }
        if reason.is_err() {
            found.push(("danger-reason", work::reason_fault(&REASON_CHARS.to_string())));
        }
        if let (true, Ok(reason)) = (faults.show(found), reason) {
            let record = WorkRecord::DangerAsked { promises, reason };
            app.work(here.case, Writing::Work(record), words::SAID_ASKED);
            chosen.set([false; 4]);
            typed.set(String::new());
            here.leave();
        }
    };
    let boxes = move || {
        let held = promises::rows(held.get()).into_iter().enumerate().filter(|(_, (holds, _))| *holds);
        held.map(|(place, (_, words))| {
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || chosen.with(|chosen| chosen[place])
                        on:change:target=move |event| chosen.update(|chosen| chosen[place] = event.target().checked())
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view()
    };
    view! {
        <p>{words::LEAD}</p>
        <form class="stack" id="danger-form" novalidate on:submit=submit>
            <Summary faults />
            <fieldset class="choices" id="danger-what" tabindex="-1" aria-describedby="danger-what-error">
                <legend class="label">{words::WHAT}</legend>
                {move || faults.of("danger-what").map(|words| view! { <p class="error" id="danger-what-error">{words}</p> })}
                {boxes}
            </fieldset>
            <Field id="danger-reason" label=words::REASON value=typed faults hint=words::REASON_HINT />
            <div class="row"><button class="button primary" type="submit">{words::ASK}</button></div>
        </form>
    }
}

/// What this entry asks for, and why.
fn asked(sheet: &Sheet, ask: EntryId) -> Option<(Promises, String)> {
    sheet.items.iter().find(|item| item.id == ask).and_then(|item| match &item.what {
        What::Work(WorkRecord::DangerAsked { promises, reason }) => {
            Some((*promises, reason.as_str().to_owned()))
        }
        _ => None,
    })
}

fn told(here: Danger, danger: Second) -> AnyView {
    let Some((promises, reason)) = here.sheet.with_untracked(|sheet| asked(sheet, danger.entry)) else {
        return ().into_any();
    };
    let what = promises::words(promises).join(list::BESIDE);
    let when = [&time::day(danger.at.date_in_japan()), " ", &time::clock(danger.at)].concat();
    view! {
        <dl class="facts">
            <div><dt>{words::WHAT}</dt><dd>{what}</dd></div>
            <div><dt>{words::REASON}</dt><dd id="danger-why">{reason}</dd></div>
        </dl>
        <p class="hint">{when}</p>
    }
    .into_any()
}

/// Not who asked says whether it is done.
#[component]
fn Asked(here: Danger, danger: Second, sending: Sending) -> impl IntoView {
    let app = App::of_context();
    let may = app.me().is_some_and(|me| danger.waits_for(me));
    let asked = move || words::asked(&who(app, danger.by));
    let decline = move || {
        let record = WorkRecord::DangerDeclined { entry: danger.entry };
        app.work(here.case, Writing::Work(record), words::SAID_DECLINED);
        here.leave();
    };
    let case = here.case;
    let confirm = Callback::new(move |()| {
        sending.send(app, Writing::SetAside(danger.entry), move || {
            app.offer_way(words::SAID_ASIDE.to_owned(), move || uphold(app, case));
        });
    });
    view! {
        <p>{asked}</p>
        {told(here, danger)}
        {if may {
            view! {
                <div class="row">
                    <Twice id="danger-confirm" words=words::CONFIRM ask=words::CONFIRM_ASK yes=words::CONFIRM_YES no=words::CONFIRM_NO on_yes=confirm />
                    <Small words=words::DECLINE on_press=decline />
                </div>
            }
            .into_any()
        } else {
            view! {
                <p id="danger-waits">{words::WAITS}</p>
                <div class="row"><Small words=words::WITHDRAW on_press=decline /></div>
            }
            .into_any()
        }}
    }
}

/// What is set aside, or what its writer alone was told of.
#[component]
fn Aside(here: Danger, danger: Option<Second>, sending: Sending) -> impl IntoView {
    let app = App::of_context();
    let holds = move || match danger.and_then(|danger| Some((danger.by, danger.read?.by))) {
        Some((asker, second)) => words::holds(&who(app, asker), &who(app, second)),
        None => words::ADRIFT.to_owned(),
    };
    // Its writer may have named some of it again.
    let left = move || here.sheet.with(|sheet| aside_words(sheet.row.work.aside));
    let end = Callback::new(move |()| {
        sending.send(app, Writing::Uphold, move || app.tell_line(words::SAID_UPHELD.to_owned()));
    });
    view! {
        <p>{holds}</p>
        {move || left().map(|words| view! { <p>{words}</p> })}
        {danger.map(|danger| told(here, danger))}
        <div class="row">
            <Twice id="danger-end" words=words::END ask=words::END_ASK yes=words::END no=words::END_NO on_yes=end />
        </div>
    }
}

impl Danger {
    /// Something was done. What opened the dialog may be gone by then.
    fn leave(self) {
        self.open.try_set(false);
        focus_soon("heading");
    }

    /// The focus is back where it came from; where that is gone with what it led to, at the head of the case.
    fn closed(self) {
        self.open.try_set(false);
        spawn(async move {
            page::sleep(0).await;
            if page::focused().is_none() {
                page::focus("heading");
            }
        });
    }
}

/// An entry of the conversation on its way, while the dialog is open.
#[derive(Clone, Copy)]
struct Sending {
    here: Danger,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
}

impl Sending {
    fn new(here: Danger) -> Self {
        Self { here, busy: RwSignal::new(false), failed: RwSignal::new(None) }
    }

    /// That it is on its way, or why it did not go.
    fn told(self) -> impl IntoView + use<> {
        view! {
            <p class="status" role="status">{move || self.busy.get().then_some(reply::SENDING)}</p>
            {move || self.failed.get().map(|words| view! { <p class="panel warning" id="danger-told" role="alert">{words}</p> })}
        }
    }

    /// By somebody else: of what is sent from here, its outcome is told.
    fn told_of_change(self) {
        if self.here.open.get_untracked() && !self.busy.get_untracked() {
            self.failed.set(Some(words::MOVED.to_owned()));
        }
    }

    fn send(self, app: App, writing: Writing, done: impl FnOnce() + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn(async move {
            let put = put(app, self.here.case, writing).await;
            self.busy.try_set(false);
            match put {
                Ok(()) => {
                    done();
                    self.here.leave();
                }
                Err(Trouble::Refused(_)) => drop(self.failed.try_set(Some(words::MOVED.to_owned()))),
                Err(trouble) => drop(self.failed.try_set(trouble.said())),
            }
        });
    }
}

/// What its writer or a colleague said a moment ago counts, too.
async fn put(app: App, case: CaseId, writing: Writing) -> Result<(), Trouble> {
    app.sync().await?;
    send_staff(app, case, || writing.clone(), &mut None).await.map(drop)
}

/// The way back of a confirmation: its writer reads that as well.
fn uphold(app: App, case: CaseId) {
    spawn(async move {
        app.tell_line(match put(app, case, Writing::Uphold).await {
            Ok(()) => words::SAID_UPHELD.to_owned(),
            Err(trouble) => trouble.words(),
        });
    });
}

//! Files to go with a reply: chosen, dropped or pasted, shown as they will be sent, and sent before it. They go there at once, sealed,
//! and a draft names them, so that a reload or another desk loses none. What is taken off again makes room there at once; what no reply
//! names is let go of after a day.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::json;
use madobe_domain::limits::FILES;
use madobe_domain::log::file::{FileFault, Files};
use madobe_domain::wire::draft::DraftKind;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, FileList, HtmlInputElement};

use super::attached::{label, shown_files};
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::file::{Chosen, choose};
use crate::page::{self, spawn};
use crate::staff::app::App;
use crate::staff::draft::Place;
use crate::staff::drafts::Drafts;
use crate::ui::place::focus_soon;
use crate::words::staff::attached;

const FIELD: &str = "attach-file";
const ADD: &str = "attach";
/// Between two tries to put there what did not arrive.
const AGAIN_MILLIS: u32 = 10_000;

#[derive(Clone, Copy)]
pub struct Attaching {
    app: App,
    case: CaseId,
    pub chosen: RwSignal<Vec<Chosen>>,
    fault: RwSignal<Option<&'static str>>,
    working: RwSignal<bool>,
    status: RwSignal<&'static str>,
    /// The server has these.
    sent: StoredValue<Vec<FileId>>,
    keeping: StoredValue<bool>,
    /// They are on their way with their reply: what they were kept as is not touched from here any more.
    handed: StoredValue<bool>,
}

impl Attaching {
    /// `before`: what went with a reply that did not go.
    pub fn new(drafts: Drafts, before: &Files) -> Self {
        let before: Vec<Chosen> = before.iter().cloned().map(Chosen::before).collect();
        let this = Self {
            app: drafts.app,
            case: drafts.case,
            chosen: RwSignal::new(before),
            fault: RwSignal::new(None),
            working: RwSignal::new(false),
            status: RwSignal::new(""),
            sent: StoredValue::default(),
            keeping: StoredValue::default(),
            handed: StoredValue::default(),
        };
        on_cleanup(move || {
            if let Some(all) = this.chosen.try_get_untracked() {
                all.iter().for_each(Chosen::forget);
            }
        });
        if this.is_empty() {
            spawn(this.restore(drafts));
        } else {
            this.keep_draft();
        }
        this
    }

    fn place(self) -> Place {
        Place { case: self.case, kind: DraftKind::Files }
    }

    pub fn is_empty(self) -> bool {
        self.chosen.with_untracked(Vec::is_empty)
    }

    pub fn files(self) -> Files {
        let files = self.chosen.try_with_untracked(|all| all.iter().map(|one| one.file.clone()).collect());
        Files::new(files.unwrap_or_default()).unwrap_or_default()
    }

    /// Nothing is sent before it is known what belongs to it; without a network it is looked for again, and what is written now can go.
    async fn restore(self, drafts: Drafts) {
        self.working.set(true);
        let found = loop {
            let found = drafts.recall(DraftKind::Files).await;
            self.working.try_set(false);
            match found {
                Err(error) if error.is_passing() && self.handed.try_get_value() == Some(false) => {
                    page::sleep(AGAIN_MILLIS).await;
                }
                found => break found.ok().flatten(),
            }
        };
        let Some(kept) = found.filter(|_| self.handed.try_get_value() == Some(false)) else { return };
        let files: Files = json::read(&kept).unwrap_or_default();
        // Somebody may have been quicker.
        self.chosen.try_update(|all| {
            all.splice(0..0, files.iter().cloned().map(Chosen::before));
            all.truncate(FILES);
        });
    }

    /// Only what is there: it can be fetched again.
    fn keep_draft(self) {
        let files = self.chosen.try_with_untracked(|all| {
            all.iter().filter(|one| self.is_kept(one)).map(|one| one.file.clone()).collect::<Vec<_>>()
        });
        let Some(files) = files.filter(|_| self.handed.try_get_value() == Some(false)) else { return };
        if files.is_empty() {
            return self.app.forget_draft(self.place());
        }
        let text = serde_json::to_string(&files).unwrap_or_default();
        self.app.keep_draft_then(self.place(), text, move |kept| self.tell(kept));
    }

    fn tell(self, kept: bool) {
        let some = self.chosen.try_with_untracked(|all| !all.is_empty()) == Some(true);
        self.status.try_set(match kept && self.is_there() {
            _ if !some => "",
            true => attached::KEPT,
            false => attached::NOT_KEPT,
        });
    }

    /// Puts there what is not, until all of it is or nobody writes here any more.
    fn keep(self) {
        let begun = self.keeping.try_update_value(|keeping| !std::mem::replace(keeping, true));
        if begun != Some(true) {
            return;
        }
        spawn(async move {
            while !self.is_there() {
                self.tell(false);
                match self.send().await {
                    Ok(()) => {}
                    Err(error) if error.is_passing() => page::sleep(AGAIN_MILLIS).await,
                    // Said with the reason at the press.
                    Err(_) => break,
                }
            }
            self.keep_draft();
            self.keeping.try_set_value(false);
        });
    }

    fn is_there(self) -> bool {
        self.chosen.try_with_untracked(|all| all.iter().all(|one| self.is_kept(one))) != Some(false)
    }

    /// The server has it: it came from there, or it was put there.
    fn is_kept(self, one: &Chosen) -> bool {
        one.sealed.is_none() || self.sent.try_with_value(|sent| sent.contains(&one.id())) == Some(true)
    }

    /// It was taken off here, and does not go with a reply.
    fn is_unwanted(self, one: &Chosen) -> bool {
        self.handed.try_get_value() == Some(false)
            && self.chosen.try_with_untracked(|all| !all.contains(one)) == Some(true)
    }

    /// There is room for another at once; where nobody hears of it, after a day.
    fn take_out(self, id: FileId) {
        spawn(async move {
            let _ = self.app.watch(Staff.drop_file(self.case, id)).await;
        });
    }

    /// They are not wanted.
    pub fn forget(self) {
        for one in self.chosen.try_get_untracked().unwrap_or_default() {
            if self.is_kept(&one) {
                self.take_out(one.id());
            }
        }
        self.let_go();
        self.app.forget_draft(self.place());
    }

    /// They go with a reply.
    pub fn hand_over(self, files: &Files) {
        self.handed.try_set_value(true);
        self.let_go();
        if files.is_empty() {
            return self.app.forget_draft(self.place());
        }
        self.app.hand_over(self.place(), serde_json::to_string(files).unwrap_or_default());
    }

    fn let_go(self) {
        if let Some(all) = self.chosen.try_update(std::mem::take) {
            all.iter().for_each(Chosen::forget);
        }
        self.status.try_set("");
    }

    /// Says beside the field that it is too early.
    pub fn is_working(self) -> bool {
        let working = self.working.get_untracked();
        if working {
            self.fault.set(Some(if self.is_empty() { attached::LOOKING } else { attached::WAIT }));
            focus_soon(ADD);
        }
        working
    }

    fn take(self, files: Vec<File>) {
        if files.is_empty() || self.working.get_untracked() {
            return;
        }
        self.working.set(true);
        self.fault.set(None);
        spawn(async move {
            let mut fault = None;
            for file in files {
                if self.chosen.try_with_untracked(|all| all.len() >= FILES) != Some(false) {
                    fault = Some(attached::TOO_MANY);
                    break;
                }
                match choose(&file, true).await {
                    // Whoever left the screen wants none of it.
                    Ok(one) => {
                        let kept = self.chosen.try_update(|all| all.push(one.clone()));
                        if kept.is_none() {
                            one.forget();
                        }
                    }
                    Err(wrong) => fault = Some(fault_words(wrong)),
                }
            }
            self.working.try_set(false);
            self.fault.try_set(fault);
            self.keep();
        });
    }

    fn remove(self, id: FileId) {
        let mut all = self.chosen.get_untracked();
        if let Some(place) = all.iter().position(|one| one.id() == id) {
            let one = all.remove(place);
            one.forget();
            if self.is_kept(&one) {
                self.take_out(id);
            }
        }
        if all.is_empty() {
            self.status.set("");
        }
        self.chosen.set(all);
        self.keep();
        focus_soon(ADD);
    }

    /// Each that the server does not have yet.
    pub async fn send(self) -> Result<(), ApiError> {
        for one in self.chosen.try_get_untracked().unwrap_or_default() {
            let Some(sealed) = one.sealed.clone() else { continue };
            if self.is_kept(&one) || self.is_unwanted(&one) {
                continue;
            }
            let sealed: Arc<Vec<u8>> = sealed;
            let carried = self.app.watch(Staff.carry(self.case, one.id(), Some(&sealed))).await;
            // Taken off while it was on its way.
            if self.is_unwanted(&one) {
                self.take_out(one.id());
                continue;
            }
            carried?;
            self.sent.try_update_value(|sent| sent.push(one.id()));
        }
        Ok(())
    }

    /// Files in what was pasted or dropped. True where there are any: words go where they always go.
    pub fn pasted(self, data: Option<DataTransfer>) -> bool {
        let files = data.map(|data| listed(data.files())).unwrap_or_default();
        let any = !files.is_empty();
        self.take(files);
        any
    }
}

/// Something that can be dropped here is over the form. Anywhere else the browser would open it in place of the page.
pub fn carries_files(data: Option<DataTransfer>) -> bool {
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

fn listed(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|place| files.get(place)).collect()
}

fn fault_words(fault: FileFault) -> &'static str {
    match fault {
        FileFault::TooLarge => attached::TOO_LARGE,
        FileFault::TooMany => attached::TOO_MANY,
        FileFault::Empty | FileFault::Kind | FileFault::Name => attached::NOT_TAKEN,
    }
}

#[component]
pub fn Attach(files: Attaching) -> impl IntoView {
    let choose = move |_| {
        if let Some(field) = crate::page::element::<HtmlInputElement>(FIELD) {
            field.click();
        }
    };
    let change = move |event: web_sys::Event| {
        let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        files.take(listed(field.files()));
        // The same one can be chosen again.
        field.set_value("");
    };
    let rows = move || {
        let all = files.chosen.get();
        all.into_iter().enumerate().map(|(place, one)| row(files, place, &one)).collect::<Vec<_>>()
    };
    view! {
        <div class="field attach" role="group" aria-label=attached::LABEL>
            <p class="hint" id="attach-hint">{attached::HINT}</p>
            {move || files.fault.get().map(|words| view! { <p class="error" id="attach-error" role="alert">{words}</p> })}
            <ul class="photos" id="attach-list">{rows}</ul>
            <input id=FIELD type="file" accept="image/jpeg,image/png,image/webp,application/pdf" multiple hidden on:change=change />
            <div class="row">
                {move || (files.chosen.with(Vec::len) < FILES).then(|| view! {
                    <button class="button small" type="button" id=ADD aria-describedby="attach-hint" on:click=choose>{attached::ADD}</button>
                })}
            </div>
            <p class="status" id="attach-status" role="status">
                {move || if files.working.get() { attached::WORKING } else { files.status.get() }}
            </p>
        </div>
    }
}

fn row(files: Attaching, place: usize, one: &Chosen) -> AnyView {
    let (id, words) = (one.id(), label(&one.file, place));
    let seen = match (&one.shown, &one.sealed) {
        (Some(at), _) => view! { <img src=at.clone() alt=words /> }.into_any(),
        (None, Some(_)) => view! { <span>{words}</span> }.into_any(),
        (None, None) => {
            shown_files(files.app, files.case, &Files::new(vec![one.file.clone()]).unwrap_or_default())
        }
    };
    let number = (place + 1).to_string();
    view! {
        <li>
            {seen}
            <button class="button small" type="button" aria-label=attached::remove_one(&number) on:click=move |_| files.remove(id)>
                {attached::REMOVE}
            </button>
        </li>
    }
    .into_any()
}

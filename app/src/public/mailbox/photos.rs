//! 「写真をつける」, and pictures that came. What is shown before sending is what is sent: drawn anew, sealed, in this tab only.

use super::session::{Refusal, Session};
use crate::errors;
use crate::file::{Chosen, choose, megabytes, open, saved_name};
use crate::page::{focus_soon, spawn};
use crate::public::dom;
use crate::time;
use crate::words::public::photo as words;
use leptos::prelude::*;
use madobe_domain::ids::FileId;
use madobe_domain::limits::FILES;
use madobe_domain::log::file::{FileFault, FileRef, Files};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const FIELD: &str = "photos";
const ADD: &str = "photos-add";

/// What is to go with the next letter.
pub struct Photos {
    chosen: RwSignal<Vec<Chosen>>,
    fault: RwSignal<Option<&'static str>>,
    said: RwSignal<&'static str>,
    working: Cell<bool>,
    /// The server has these.
    sent: RefCell<Vec<FileId>>,
}

impl Photos {
    /// Must be called where the letter's own state lives. `change`: what was pressed for is not what stands there any more.
    pub fn attach(change: impl Fn() + 'static) -> Rc<Self> {
        let photos = Rc::new(Self {
            chosen: RwSignal::default(),
            fault: RwSignal::new(None),
            said: RwSignal::new(""),
            working: Cell::new(false),
            sent: RefCell::default(),
        });
        let (chosen, fault, said) = (photos.chosen, photos.fault, photos.said);
        let change: StoredValue<Box<dyn Fn()>, LocalStorage> = StoredValue::new_local(Box::new(change));
        dom::follow(Box::new(move || dom::beside(FIELD, fault.get())));
        dom::words("photos-status", move || said.get().to_owned());
        dom::shown(ADD, move || chosen.with(|chosen| chosen.len() < FILES));
        dom::island(
            "photos-list",
            (move || chosen.get().iter().map(|one| shown(one, chosen, change)).collect::<Vec<_>>())
                .into_any(),
        );
        dom::on(ADD, "click", |_| {
            if let Some(field) = dom::at(FIELD) {
                field.click();
            }
        });
        let this = photos.clone();
        dom::on(FIELD, "change", move |event| {
            change.with_value(|change| change());
            let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let this = this.clone();
            spawn(async move { this.take(&field).await });
        });
        photos
    }

    /// One after the other; what is wrong with one leaves the others.
    async fn take(&self, field: &HtmlInputElement) {
        let Some(list) = field.files() else { return };
        if self.working.replace(true) {
            return;
        }
        self.fault.set(None);
        self.said.set(words::WORKING);
        let mut fault = None;
        for place in 0..list.length() {
            let Some(file) = list.get(place) else { continue };
            if self.chosen.try_with_untracked(|chosen| chosen.len() >= FILES) != Some(false) {
                fault = Some(FileFault::TooMany);
                break;
            }
            match choose(&file, false).await {
                // A mailbox that was closed meanwhile takes nothing.
                Ok(one) => {
                    if self.chosen.try_update(|chosen| chosen.push(one.clone())).is_none() {
                        one.forget();
                    }
                }
                Err(wrong) => fault = Some(wrong),
            }
        }
        // The same one can be chosen again.
        field.set_value("");
        self.working.set(false);
        let none = self.chosen.try_with_untracked(Vec::is_empty) != Some(false);
        self.said.try_set(if none { "" } else { words::READY });
        if let Some(fault) = fault {
            self.fault.try_set(Some(fault_words(fault)));
        }
    }

    /// While one is being drawn nothing is sent: it would be left behind.
    pub fn is_working(&self) -> bool {
        self.working.get()
    }

    pub fn is_empty(&self) -> bool {
        self.chosen.with_untracked(Vec::is_empty)
    }

    pub fn files(&self) -> Files {
        let files = self.chosen.with_untracked(|chosen| chosen.iter().map(|one| one.file.clone()).collect());
        Files::new(files).unwrap_or_default()
    }

    /// Each that the server does not have yet.
    pub async fn send(&self, session: &Session) -> Result<(), Refusal> {
        for one in self.chosen.get_untracked() {
            if let Some(sealed) = &one.sealed
                && !self.sent.borrow().contains(&one.id())
            {
                session.carry(one.id(), Some(sealed)).await?;
                self.sent.borrow_mut().push(one.id());
            }
        }
        Ok(())
    }

    /// The server has let go of them: too long ago.
    pub fn send_anew(&self) {
        self.sent.borrow_mut().clear();
    }

    /// These went with a letter. What was added meanwhile stays.
    pub fn forget(&self, went: &Files) {
        let went = went.ids();
        self.chosen.update(|chosen| {
            chosen.retain(|one| {
                let stays = !went.contains(&one.id());
                if !stays {
                    one.forget();
                }
                stays
            });
        });
        self.sent.borrow_mut().retain(|id| !went.contains(id));
        if self.is_empty() && !self.is_working() {
            self.fault.set(None);
            self.said.set("");
        }
    }
}

fn fault_words(fault: FileFault) -> &'static str {
    match fault {
        FileFault::TooLarge => words::TOO_LARGE,
        FileFault::TooMany => words::TOO_MANY,
        FileFault::Empty | FileFault::Kind | FileFault::Name => words::NOT_A_PICTURE,
    }
}

fn shown(
    one: &Chosen,
    chosen: RwSignal<Vec<Chosen>>,
    change: StoredValue<Box<dyn Fn()>, LocalStorage>,
) -> AnyView {
    let id = one.id();
    let place =
        chosen.with_untracked(|all| all.iter().position(|other| other.id() == id)).unwrap_or_default();
    let number = (place + 1).to_string();
    let remove = move |_| {
        change.with_value(|change| change());
        let mut all = chosen.get_untracked();
        if let Some(place) = all.iter().position(|one| one.id() == id) {
            all.remove(place).forget();
        }
        chosen.set(all);
        focus_soon(ADD);
    };
    view! {
        <li>
            <img src=one.shown.clone() alt=words::picture(&number)/>
            <button class="button small" type="button" aria-label=words::remove_one(&number) on:click=remove>{words::REMOVE}</button>
        </li>
    }
    .into_any()
}

/// What came with a letter: fetched and opened when somebody wants to see it.
pub fn received(files: &Files, session: StoredValue<Rc<Session>, LocalStorage>) -> AnyView {
    let rows: Vec<AnyView> =
        files.iter().enumerate().map(|(place, file)| one(file, place, session)).collect();
    view! { <ul class="photos">{rows}</ul> }.into_any()
}

fn one(file: &FileRef, place: usize, session: StoredValue<Rc<Session>, LocalStorage>) -> AnyView {
    let (id, said, busy) = (file.id, RwSignal::new(String::new()), RwSignal::new(false));
    let opened = session.with_value(|session| session.opened);
    let number = (place + 1).to_string();
    let picture = file.kind.is_picture();
    let label = if picture {
        words::open(&number, &megabytes(file))
    } else {
        words::open_file(&number, &megabytes(file))
    };
    let (name, kept) = (saved_name(file, place), file.clone());
    let fetch = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(words::FETCHING.to_owned());
        let (file, session) = (kept.clone(), session.get_value());
        spawn(async move {
            let words = match session.carry(file.id, None).await {
                Ok(sealed) => match open(&file, &sealed).await {
                    Some(address) if !session.is_closed() => {
                        opened.update(|all| all.push((file.id, Some(address))));
                        return;
                    }
                    _ => words::ALTERED.to_owned(),
                },
                Err(error) if error.is_passing() => errors::words(&error, time::now()),
                Err(_) => words::GONE.to_owned(),
            };
            busy.try_set(false);
            said.try_set(words);
        });
    };
    let address =
        move || opened.with(|all| all.iter().find(|(known, _)| *known == id).and_then(|(_, at)| at.clone()));
    let there = move || {
        address().map(|at| {
            let image = picture.then(|| view! { <img src=at.clone() alt=words::picture(&number)/> });
            view! { {image}<a class="button small" href=at download=name.clone()>{words::SAVE}</a> }
                .into_any()
        })
    };
    let door = move || {
        address().is_none().then(|| {
            view! { <button class="button small" type="button" on:click=fetch.clone()>{label.clone()}</button><span class="status" role="status">{move || said.get()}</span> }.into_any()
        })
    };
    view! { <li>{there}{door}</li> }.into_any()
}

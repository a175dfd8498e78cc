//! For whom a talk without a consultation is, and how to reach them: opened where the keys are, and sealed there for the team alone.
use std::collections::BTreeMap;

use leptos::prelude::*;
use madobe_domain::booking::note::{Note, NoteFault, place};
use madobe_domain::ids::ReservationId;
use madobe_domain::json;
use madobe_domain::text::TextFault;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{NoteBytes, SealedNote, StaffTalk, TalkNote};
use madobe_domain::wire::error::ErrorCode;

use super::Calendar;
use super::asking::Fault;
use super::names::whom;
use crate::api::calendar::Talks;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::{Act, Small};
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Field;
use crate::ui::place::focus_soon;
use crate::vault::{Refusal, SealedPages, Shelf};
use crate::words::staff::{calendar, field};

type Opened = BTreeMap<ReservationId, (SealedNote, Note)>;

/// Those of one team that were opened on this screen, with what each was opened from.
#[derive(Clone, Copy)]
pub struct Notes {
    app: App,
    talks: Talks,
    opened: RwSignal<Opened>,
}

impl Notes {
    pub fn new(app: App, talks: Talks) -> Self {
        Self { app, talks, opened: RwSignal::default() }
    }

    pub fn of(self, talk: &StaffTalk) -> Option<Note> {
        talk.note.as_ref()?;
        self.opened.with(|all| all.get(&talk.id).map(|(_, note)| note.clone()))
    }

    fn called(self, talk: &StaffTalk) -> Option<String> {
        self.of(talk).map(|note| note.name).filter(|name| !name.is_empty())
    }

    /// Whom a talk is for: what they are called, and the number that stands on paper.
    pub fn whom(self, talk: &StaffTalk) -> (String, String) {
        self.called(talk).map_or_else(|| whom(self.app, talk.case), |name| (name, String::new()))
    }

    /// What they are called, drawn by itself: a note opens when its talk is on the screen already.
    pub fn drawn(self, talk: &StaffTalk, otherwise: String) -> impl Fn() -> String + Send + use<> {
        let talk = talk.clone();
        move || self.called(&talk).unwrap_or_else(|| otherwise.clone())
    }

    /// Opens what is new. What is sealed to a former key is sealed anew, so that it opens for whoever joined since.
    pub async fn open(self, talks: &[StaffTalk]) {
        let mut found = Vec::new();
        for talk in talks {
            let Some(sealed) = &talk.note else { continue };
            let known = |all: &Opened| all.get(&talk.id).is_some_and(|(of, _)| of == sealed);
            // The screen may have been left.
            if self.opened.try_with_untracked(known) != Some(false) {
                continue;
            }
            let pages = SealedPages { key: sealed.key, sealed: sealed.sealed.to_string() };
            let text = self.app.vault().open_pages(self.shelf(talk.id), pages).await;
            match text.ok().and_then(Result::ok).and_then(|text| json::read::<Note>(&text).ok()) {
                Some(note) => found.push((talk.id, (sealed.clone(), note))),
                None => {
                    self.opened.try_update(|all| all.remove(&talk.id));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        self.opened.try_update(|all| all.extend(found.iter().cloned()));
        for (id, (sealed, note)) in found {
            if self.app.has_newer_key(self.talks.0, sealed.key) {
                let _ = self.put(id, Some(note), true).await;
            }
        }
    }

    fn shelf(self, talk: ReservationId) -> Shelf {
        Shelf { team: Some(self.talks.0), name: place(&talk) }
    }

    pub async fn seal(self, talk: ReservationId, note: &Note) -> Result<SealedNote, Trouble> {
        let text = serde_json::to_string(note).map_err(|_| Refusal::Words)?;
        let pages = self.app.vault().seal_pages(self.shelf(talk), text).await??;
        let sealed = NoteBytes::parse(&pages.sealed).map_err(|_| Refusal::Words)?;
        Ok(SealedNote { key: pages.key, sealed })
    }

    async fn put(self, talk: ReservationId, note: Option<Note>, renewed: bool) -> Result<(), Trouble> {
        let sealed = match &note {
            Some(note) => Some(self.seal(talk, note).await?),
            None => None,
        };
        let to = TalkNote { note: sealed.clone(), renewed };
        let done = self.app.watch(self.talks.note(talk, &to)).await.map_err(Trouble::from);
        self.with_new_key(done.as_ref().err()).await;
        done?;
        // Its words stand there at once.
        if let Some(opened) = sealed.zip(note) {
            self.opened.try_update(|all| all.insert(talk, opened));
        }
        Ok(())
    }

    /// The team has a key since that this tab did not know: with it the next press works.
    pub async fn with_new_key(self, trouble: Option<&Trouble>) {
        if trouble.and_then(Trouble::code) == Some(ErrorCode::StaleKey) {
            self.app.renew_keys().await;
        }
    }
}

/// As typed into the fields of these ids; nothing where neither is given.
pub fn read(
    ids: [&'static str; 2],
    name: RwSignal<String>,
    contact: RwSignal<String>,
) -> Result<Option<Note>, Vec<Fault>> {
    let words = |fault: TextFault| match fault {
        TextFault::TooLong { over } => field::too_long(&over.to_string()),
        _ => field::CHARACTER.to_owned(),
    };
    let said = |fault: NoteFault| match fault {
        NoteFault::Name(fault) => (ids[0], words(fault)),
        NoteFault::Contact(fault) => (ids[1], words(fault)),
    };
    Note::parse(&name.get_untracked(), &contact.get_untracked())
        .map_err(|found| found.into_iter().map(said).collect())
}

/// In the dialog of a talk: a small way to correct both.
#[component]
pub fn Correction(talk: Memo<Option<StaffTalk>>, failed: RwSignal<Option<String>>) -> impl IntoView {
    let here = Calendar::of_context();
    let of = Memo::new(move |_| {
        let may =
            |talk: &&StaffTalk| talk.case.is_none() && talk.seats.is_none() && talk.state == State::Booked;
        talk.with(|talk| talk.as_ref().filter(may).map(|talk| talk.id))
    });
    let (name, contact) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (open, busy, faults) = (RwSignal::new(false), RwSignal::new(false), Faults::none());
    let begin = move |_| {
        let note = talk.with_untracked(|talk| talk.as_ref().and_then(|talk| untrack(|| here.notes.of(talk))));
        let note = note.unwrap_or_default();
        name.set(note.name);
        contact.set(note.contact);
        open.set(true);
        focus_soon("note-name");
    };
    let close = move || {
        faults.clear();
        open.try_set(false);
        focus_soon("note-change");
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(id) = of.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let note = match read(["note-name", "note-contact"], name, contact) {
            Ok(note) => note,
            Err(found) => {
                faults.show(found);
                return;
            }
        };
        faults.clear();
        failed.set(None);
        busy.set(true);
        spawn(async move {
            let done = here.notes.put(id, note, false).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    here.load();
                    close();
                }
                Err(trouble) => {
                    failed.try_set(trouble.said());
                }
            }
        });
    };
    move || {
        of.get().map(|_| {
            if !open.get() {
                return view! { <button class="button small" type="button" id="note-change" on:click=begin>{calendar::NOTE_CHANGE}</button> }
                    .into_any();
            }
            view! {
                <form class="stack" id="note-form" novalidate on:submit=submit>
                    <Summary faults />
                    <Field id="note-name" label=calendar::NOTE_NAME value=name faults />
                    <Field id="note-contact" label=calendar::CONTACT value=contact faults hint=calendar::NOTE_HINT />
                    <div class="row actions">
                        <Act words=calendar::NOTE_SAVE working=calendar::WORKING busy />
                        <Small words=calendar::CANCEL_NO on_press=close />
                    </div>
                </form>
            }
            .into_any()
        })
    }
}

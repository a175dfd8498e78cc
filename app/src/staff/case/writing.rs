//! What the reply and the note have in common: a long text that is never lost, and a send that can be repeated.
use crate::page::spawn;
use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use madobe_domain::ids::{CaseId, EntryId};
use madobe_domain::limits::LETTER_CHARS;
use madobe_domain::wire::draft::DraftKind;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::staff_case::StaffAppend;
use madobe_domain::writing::first_blank;

use super::fault::text_fault;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::page;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::draft::Place;
use crate::staff::drafts::Drafts;
use crate::staff::trouble::Trouble;
use crate::ui::fault::Faults;
use crate::ui::field::described;
use crate::ui::keys::is_send;
use crate::vault::{Refusal, Writing};
use crate::words::staff::{attached, field, reply};

const PAUSE_MILLIS: u32 = 1_000;
/// Whoever types without a pause is kept all the same.
const LONGEST_MILLIS: u32 = 3_000;
/// From here on one is told how much room is left.
const NEARLY_FULL: usize = LETTER_CHARS - 500;

/// A long text being written. The element keeps the words; nothing writes into it while somebody types.
#[derive(Clone, Copy)]
pub struct Text {
    pub place: Place,
    area: NodeRef<Textarea>,
    typed: StoredValue<String>,
    turn: StoredValue<u32>,
    /// Something was typed and is not kept yet.
    unkept: StoredValue<bool>,
    /// A copy that lags behind typing, for hints.
    pub settled: RwSignal<String>,
    pub status: RwSignal<&'static str>,
    /// It is on its way: what was typed meanwhile would neither go nor stay.
    pub busy: RwSignal<bool>,
}

impl Text {
    /// `unsent`: words that were to go and did not, in place of a draft.
    pub fn new(drafts: Drafts, kind: DraftKind, unsent: Option<String>) -> Self {
        let (app, place) = (drafts.app, drafts.place(kind));
        let text = Self {
            place,
            area: NodeRef::new(),
            typed: StoredValue::default(),
            turn: StoredValue::new(0),
            unkept: StoredValue::new(false),
            settled: RwSignal::default(),
            status: RwSignal::new(""),
            busy: RwSignal::new(false),
        };
        let keep = move || {
            if let Some(typed) = text.typed.try_get_value().filter(|typed| !typed.is_empty()) {
                app.keep_draft(place, typed);
            }
        };
        spawn(text.restore(drafts, unsent));
        let hidden = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if page::is_hidden() {
                keep()
            }
        });
        on_cleanup(move || {
            hidden.remove();
            keep();
        });
        text
    }

    pub fn get(self) -> String {
        self.typed.get_value()
    }

    /// In place of everything that stands there.
    pub fn replace(self, app: App, words: String) {
        if let Some(area) = self.area.try_get_untracked().flatten() {
            area.set_value(&words);
            let _ = area.focus();
        }
        self.settled.try_set(words.clone());
        self.changed(app, words);
    }

    /// Where the caret is, with the caret behind it, or upon the first place to fill.
    pub fn insert(self, app: App, words: &str) {
        let area = self.area.try_get_untracked().flatten().filter(|_| !self.busy.get_untracked());
        let Some(area) = area else { return };
        let whole: Vec<u16> = area.value().encode_utf16().collect();
        let at = |place: Option<u32>| (place.unwrap_or(u32::MAX) as usize).min(whole.len());
        let from = at(area.selection_start().ok().flatten());
        let to = at(area.selection_end().ok().flatten()).max(from);
        let before = String::from_utf16_lossy(&whole[..from]);
        let after = String::from_utf16_lossy(&whole[to..]);
        area.set_value(&[&before, words, &after].concat());
        let (from, to) = match first_blank(words) {
            Some(blank) => (from + units(&words[..blank.start]), from + units(&words[..blank.end])),
            None => (from + units(words), from + units(words)),
        };
        let _ = area.focus();
        let _ = area.set_selection_range(from as u32, to as u32);
        self.settled.try_set(area.value());
        self.changed(app, area.value());
    }

    /// The caret stands where a line begins, or behind a space.
    pub fn begins_line(self) -> bool {
        let Some(area) = self.area.try_get_untracked().flatten() else { return false };
        let place = area.selection_start().ok().flatten().unwrap_or_default() as usize;
        let before = area.value().encode_utf16().take(place).last();
        before.is_none_or(|unit| char::from_u32(u32::from(unit)).is_some_and(char::is_whitespace))
    }

    /// Puts the first place to fill under the caret.
    pub fn select_blank(self) {
        let Some(area) = self.area.try_get_untracked().flatten() else { return };
        let whole = area.value();
        let Some(blank) = first_blank(&whole) else { return };
        let _ = area.focus();
        let (from, to) = (units(&whole[..blank.start]), units(&whole[..blank.end]));
        let _ = area.set_selection_range(from as u32, to as u32);
    }

    /// It was sent, or is not wanted: nothing of it stays.
    pub fn forget(self, app: App) {
        self.typed.try_update_value(String::clear);
        self.unkept.try_set_value(false);
        app.forget_draft(self.place);
    }

    /// These words are on their way.
    pub fn hand_over(self, app: App, words: String) {
        self.typed.try_update_value(String::clear);
        self.unkept.try_set_value(false);
        // Nothing that was to be kept after a pause finds an empty field.
        self.turn.try_update_value(|turn| *turn += 1);
        app.hand_over(self.place, words);
    }

    async fn restore(self, drafts: Drafts, unsent: Option<String>) {
        let app = drafts.app;
        let status = if unsent.is_some() { reply::UNSENT } else { reply::RESTORED };
        let kept = match unsent {
            Some(unsent) => {
                let case = self.place.case;
                app.keep_draft_then(self.place, unsent.clone(), move |kept| {
                    if kept {
                        app.forget_unsent(case);
                    }
                });
                // Once the field is on the page.
                page::sleep(0).await;
                Some(unsent)
            }
            None => drafts.recall(self.place.kind).await.ok().flatten(),
        };
        let Some(kept) = kept else { return };
        let area = self.area.try_get_untracked().flatten();
        if let Some(area) = area.filter(|area| area.value().is_empty()) {
            area.set_value(&kept);
            self.typed.try_update_value(|typed| typed.clone_from(&kept));
            self.settled.try_set(kept);
            self.status.try_set(status);
        }
    }

    fn changed(self, app: App, typed: String) {
        app.be_writing(self.place.case, !typed.trim().is_empty());
        self.typed.set_value(typed);
        self.turn.update_value(|turn| *turn += 1);
        let mine = self.turn.get_value();
        spawn(async move {
            page::sleep(PAUSE_MILLIS).await;
            if self.turn.try_get_value() == Some(mine) {
                self.settle(app);
            }
        });
        if !self.unkept.get_value() {
            self.unkept.set_value(true);
            spawn(async move {
                page::sleep(LONGEST_MILLIS).await;
                if self.unkept.try_get_value() == Some(true) {
                    self.settle(app);
                }
            });
        }
    }

    fn settle(self, app: App) {
        self.unkept.set_value(false);
        let typed = self.typed.get_value();
        if typed.trim().is_empty() {
            self.status.try_set("");
        }
        self.settled.try_set(typed.clone());
        app.keep_draft_then(self.place, typed, move |kept| self.tell(kept));
    }

    fn tell(self, kept: bool) {
        // Meanwhile it may be all gone.
        if self.typed.try_with_value(|typed| !typed.trim().is_empty()) == Some(true) {
            self.status.try_set(if kept { reply::SAVED } else { attached::NOT_KEPT });
        }
    }
}

/// As a browser counts.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Words that another screen of the same person has kept meanwhile: nothing is written over before somebody has looked.
#[component]
fn Elsewhere(text: Text) -> impl IntoView {
    let app = App::of_context();
    let there = Memo::new(move |_| {
        app.draft_elsewhere.with(|there| {
            there.as_ref().filter(|(place, _)| *place == text.place).map(|(_, words)| words.clone())
        })
    });
    move || {
        there.get().filter(|_| !text.busy.get()).map(|words| {
            let taken = words.clone();
            let take = move |_| {
                text.replace(app, taken.clone());
                app.settle_draft(text.place, taken.clone());
            };
            let keep = move |_| app.settle_draft(text.place, text.get());
            view! {
                <section class="panel warning stack" id="elsewhere" role="alert">
                    <p>{reply::ELSEWHERE}</p>
                    <div class="letter-body">{words}</div>
                    <div class="row">
                        <button class="button small" type="button" id="elsewhere-take" on:click=take>{reply::ELSEWHERE_TAKE}</button>
                        <button class="button small" type="button" id="elsewhere-keep" on:click=keep>{reply::ELSEWHERE_KEEP}</button>
                    </div>
                </section>
            }
        })
    }
}

#[component]
pub fn TextArea(
    text: Text,
    id: &'static str,
    label: &'static str,
    keys: &'static str,
    faults: Faults,
    on_send: Callback<()>,
    /// For keys that do something else here.
    #[prop(optional)]
    on_key: Option<Callback<KeyboardEvent, bool>>,
) -> impl IntoView {
    let app = App::of_context();
    let left = move || {
        let count = text.settled.with(|typed| typed.chars().count());
        (count > NEARLY_FULL && count <= LETTER_CHARS)
            .then(|| field::count(&(LETTER_CHARS - count).to_string()))
    };
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            <p class="hint" id=[id, "-hint"].concat()>{keys}</p>
            {move || faults.of(id).map(|words| view! { <p class="error" id=[id, "-error"].concat()>{words}</p> })}
            <textarea
                class="input"
                id=id
                node_ref=text.area
                autocomplete="off"
                readonly=move || text.busy.get()
                aria-describedby=described(id, true)
                aria-invalid=move || faults.of(id).map(|_| "true")
                on:input:target=move |event| {
                    let typed = event.target().value();
                    if untrack(|| faults.of(id)).is_some() && text_fault(&typed, "").is_none() {
                        faults.mended(id);
                    }
                    text.changed(app, typed);
                }
                on:keydown=move |event| {
                    if is_send(&event) {
                        event.prevent_default();
                        on_send.run(());
                    } else if on_key.is_some_and(|on_key| on_key.run(event.clone())) {
                        event.prevent_default();
                    }
                }
            ></textarea>
            {move || left().map(|left| view! { <p class="counter">{left}</p> })}
            <Elsewhere text />
        </div>
    }
}

/// Sends an entry; one that may have arrived is kept in `tried`, so that the next try is the very same entry.
pub async fn send(
    app: App,
    case: CaseId,
    append: StaffAppend,
    tried: &mut Option<StaffAppend>,
) -> Result<EntryId, ApiError> {
    match app.watch(Staff.append(case, &append)).await {
        Ok(_) => {
            let id = append.entry.id;
            // It is safe over there; where fetching it fails, the next poll brings it.
            let _ = app.sync().await;
            app.list.settle(case);
            Ok(id)
        }
        Err(error) => {
            if error.is_passing() || error.code() == Some(ErrorCode::Unauthorised) {
                *tried = Some(append);
            }
            Err(error)
        }
    }
}

/// Appends to the staff compartment. Notes do not answer one another, so where a colleague was quicker, theirs
/// is fetched, the key with it, and this one is sealed again behind it.
pub async fn send_staff(
    app: App,
    case: CaseId,
    writing: impl Fn() -> Writing,
    tried: &mut Option<StaffAppend>,
) -> Result<EntryId, Trouble> {
    send_staff_as(app, case, EntryId::make(&mut rng()), writing, tried).await
}

/// The same under an id that is known before. What has arrived under it is done.
pub async fn send_staff_as(
    app: App,
    case: CaseId,
    id: EntryId,
    writing: impl Fn() -> Writing,
    tried: &mut Option<StaffAppend>,
) -> Result<EntryId, Trouble> {
    const TRIES: usize = 4;
    let mut last = Trouble::Api(ApiError::Server);
    for _ in 0..TRIES {
        let append = match tried.take() {
            Some(append) => append,
            None => match app.vault().write(case, id, writing()).await? {
                Err(Refusal::Known) if !matches!(writing(), Writing::Talk(_)) => return Ok(id),
                sealed => sealed?,
            },
        };
        match send(app, case, append, tried).await {
            Ok(id) => return Ok(id),
            Err(error) if matches!(error.code(), Some(ErrorCode::TailMoved | ErrorCode::Conflict)) => {
                app.sync().await?;
                last = error.into();
            }
            // A team has a new key, or one more team holds it: sealed once more, to those of now.
            Err(error) if error.code() == Some(ErrorCode::StaleKey) => {
                app.renew_holders(case).await;
                last = error.into();
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(last)
}

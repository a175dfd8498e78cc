//! The opened case, kept up to date while a screen shows it.
use std::sync::Arc;

use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use crate::staff::app::App;
use crate::staff::sheet::Sheet;
use crate::thread::ThreadError;

#[derive(Clone, Default, PartialEq, Eq)]
pub enum Found {
    #[default]
    Opening,
    /// What opens it could not be fetched.
    Failed,
    Unknown,
    /// It was here and is gone: its writer deleted it.
    Erased,
    /// While the list is still being opened, later entries of this case may be on their way.
    Growing(Arc<Sheet>),
    Here(Arc<Sheet>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Opening,
    Failed,
    Unknown,
    Erased,
    Growing,
    Here,
}

impl Found {
    pub fn state(&self) -> State {
        match self {
            Self::Opening => State::Opening,
            Self::Failed => State::Failed,
            Self::Unknown => State::Unknown,
            Self::Erased => State::Erased,
            Self::Growing(_) => State::Growing,
            Self::Here(_) => State::Here,
        }
    }

    pub fn sheet(&self) -> Option<Arc<Sheet>> {
        match self {
            Self::Growing(sheet) | Self::Here(sheet) => Some(Arc::clone(sheet)),
            _ => None,
        }
    }

    /// What is known after looking once more.
    fn next(&self, sheet: Option<Sheet>, loaded: bool) -> Self {
        match (sheet, self) {
            (Some(sheet), _) if loaded => Self::Here(Arc::new(sheet)),
            (Some(sheet), _) => Self::Growing(Arc::new(sheet)),
            (None, Self::Growing(_) | Self::Here(_) | Self::Erased) => Self::Erased,
            // It may still be on its way while the list is being opened.
            (None, _) if loaded => Self::Unknown,
            (None, _) => Self::Opening,
        }
    }
}

/// Shows a case for as long as it is there, and says in its place why it is not, with a way to look once more. `growing`: it is
/// there, too, while later entries may be on their way; nothing is drawn anew when the last of them has come.
pub fn following(
    app: App,
    case: CaseId,
    growing: bool,
    here: Box<dyn Fn(Memo<Arc<Sheet>>) -> AnyView + Send>,
    absent: fn(State, Callback<()>) -> AnyView,
) -> AnyView {
    let (found, look) = follow(app, case);
    let look = Callback::new(move |()| look());
    let state = Memo::new(move |_| match found.with(Found::state) {
        State::Growing if growing => State::Here,
        state => state,
    });
    let shown = move || match (state.get(), found.with_untracked(Found::sheet)) {
        (State::Here, Some(first)) => {
            // What was there last stays on screen for as long as the screen does.
            here(Memo::new(move |_| found.with(Found::sheet).unwrap_or_else(|| Arc::clone(&first))))
        }
        (state, _) => absent(state, look),
    };
    shown.into_any()
}

/// Also the way to look once more.
fn follow(app: App, case: CaseId) -> (RwSignal<Found>, impl Fn() + Copy) {
    let found = RwSignal::new(Found::default());
    let look = move || {
        spawn(async move {
            let loaded = app.list.loaded.get_untracked();
            let sheet = app.vault().sheet(case).await;
            let Some(before) = found.try_get_untracked() else { return };
            let next = match sheet {
                Ok(sheet) => before.next(sheet, loaded),
                Err(ThreadError::Garbled) if before.sheet().is_none() => Found::Failed,
                // A lock ends the thread, and this screen with it.
                Err(_) => return,
            };
            if next != before {
                found.try_set(next);
            }
        });
    };
    look();
    Effect::new(move |before: Option<()>| {
        let touched = app.list.touched.with(|touched| touched.contains(&case));
        if touched && before.is_some() {
            look();
        }
    });
    Effect::new(move |before: Option<()>| {
        if app.list.loaded.get() && before.is_some() {
            look();
        }
    });
    (found, look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_unknown_only_when_all_were_opened() {
        assert_eq!(Found::Opening.next(None, false).state(), State::Opening);
        assert_eq!(Found::Opening.next(None, true).state(), State::Unknown);
        assert_eq!(Found::Failed.next(None, true).state(), State::Unknown);
        assert_eq!(Found::Erased.next(None, true).state(), State::Erased);
    }
}

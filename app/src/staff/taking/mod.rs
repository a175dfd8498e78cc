//! Taking along: one case on paper or as a file, everything as a file, and taking in the file of another desk. Fetched when somebody
//! first wants it.
mod beside;
mod everything;
mod file;
mod moving;
mod paper;
mod reading;
mod single;
mod teams;

pub use everything::Everything;
pub use moving::Moving;
pub use single::Single;

use leptos::prelude::WithUntracked;
use madobe_domain::export::readable::Person;

use super::app::App;
use crate::random::rng;
use crate::time;
use madobe_domain::ids::ExportId;

/// What colleagues are called who wrote.
fn people(app: App) -> Vec<Person> {
    app.names.with_untracked(|names| {
        names.iter().map(|(id, name)| Person { id: *id, name: name.clone() }).collect()
    })
}

/// A name that tells nothing but the day.
fn file_name(kind: &str, ending: &str) -> String {
    [kind, "-", &time::iso_day(time::now().date_in_japan()), ".", ending].concat()
}

fn new_export() -> ExportId {
    ExportId::make(&mut rng())
}

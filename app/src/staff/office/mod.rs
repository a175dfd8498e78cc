//! What is looked at now and then: one's own sessions, the printed key, what was done, what will be erased, and giving a case away.
mod acts;
mod erasing;
mod giving;
mod mine;
mod printed;
mod theme;

pub use acts::Acts;
pub use erasing::Erasing;
pub use giving::Giving;
pub use mine::Mine;
pub use printed::{Printed, key_fault};

use super::app::App;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::time;
use crate::words::staff::{self, person};
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;

/// What is for administrators alone, once it is here.
fn for_administrators<T: Clone + 'static>(
    app: App,
    found: LocalResource<Result<T, ApiError>>,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> impl Fn() -> AnyView + Send + 'static {
    move || {
        if !app.is_administrator() {
            return view! { <p class="panel info">{person::ADMINISTRATORS}</p> }.into_any();
        }
        match found.get() {
            None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
            Some(Err(error)) => {
                view! { <p class="panel warning" role="alert">{Trouble::from(error).words()}</p> }.into_any()
            }
            Some(Ok(found)) => show(found),
        }
    }
}

/// A day and the time of it.
fn moment(at: Timestamp) -> String {
    [time::day(at.date_in_japan()), time::clock(at)].join(" ")
}

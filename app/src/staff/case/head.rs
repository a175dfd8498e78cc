//! The head of a case: whose it is, what must not happen, and what is wrong with its record.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use super::assignee::{cared_for, carer};
use super::risk::RiskNote;
use crate::staff::app::App;
use crate::staff::danger::DangerNote;
use crate::staff::inbox::{name, standing_class, standing_words};
use crate::staff::presence::Others;
use crate::staff::sheet::Sheet;
use crate::ui::promises::PromiseList;
use crate::words::staff::{thread, work};

#[component]
pub fn Head(
    case: CaseId,
    sheet: Memo<Arc<Sheet>>,
    /// Where the way back leads; the list where nothing is said.
    #[prop(optional)]
    back_to_thread: bool,
    /// Who else is here is said where one writes.
    #[prop(optional)]
    composing: bool,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let at = ["/staff/cases/", case.to_string().as_str()].concat();
    let about = [at.as_str(), "/about"].concat();
    let (back, back_words) =
        if back_to_thread { (at, crate::words::staff::BACK) } else { ("/staff".to_owned(), thread::LIST) };
    let back_class = if back_to_thread { "button small" } else { "button small back" };
    let faults = Memo::new(move |_| sheet.with(|sheet| sheet.row.faults));
    let app = App::of_context();
    let today = Memo::new(move |_| app.list.now.get().date_in_japan());
    let standing = Memo::new(move |_| sheet.with(|sheet| sheet.row.standing(today.get())));
    let assigned = Memo::new(move |_| {
        sheet.with(|sheet| Some(carer(app, &sheet.row, sheet.row.work.looked_after(today.get())?)))
    });
    let away = move || sheet.with(|sheet| cared_for(app, &sheet.row.work, today.get()));
    view! {
        <header class="thread-head">
            <a class=back_class href=back>{back_words}</a>
            <h1 id="heading" tabindex="-1">{move || sheet.with(|sheet| name(&sheet.row))}</h1>
            <span class=move || standing_class(standing.get())>
                {move || standing_words(standing.get())}
            </span>
            {move || assigned.get().map(|name| view! { <span class="tag" id="head-assigned">{work::looks_after(&name)}</span> })}
            {move || away().map(|words| view! { <span class="hint" id="head-away">{words}</span> })}
            <div class="toolbar">
                {children.map(|children| children())}
                <a class="button small to-side" href=about>{thread::SIDE}</a>
            </div>
        </header>
        {(!composing).then(|| view! { <Others case id="others" /> })}
        <RiskNote sheet />
        <DangerNote case sheet />
        <PromiseList id="promises" all=Signal::derive(move || sheet.with(|sheet| sheet.row.ruled_out())) />
        {move || (faults.get() > 0).then(|| view! {
            <p class="panel warning" id="faults">{thread::faults(&faults.get().to_string())}</p>
        })}
    }
}

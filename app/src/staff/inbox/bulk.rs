//! What can be done to several cases at once. Each gets its own record; the way back is one for all.
use std::sync::Arc;

use chrono::Days;
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::CloseReason;
use madobe_domain::log::work::{Carer, Tag, WorkRecord};

use super::choices::{Choose, Options};
use crate::page::{self, spawn};
use crate::staff::app::App;
use crate::staff::case::{REASONS, about, called};
use crate::staff::list::List;
use crate::staff::row::{Row, Standing};
use crate::time;
use crate::ui::act::Small;
use crate::ui::place::focus_soon;
use crate::ui::told::then;
use crate::vault::Writing;
use crate::words::common::list;
use crate::words::staff::{bulk, work};

pub fn bulk() -> AnyView {
    view! { <Bulk /> }.into_any()
}

/// What to do with each.
#[derive(Clone)]
enum Act {
    Assign(Option<Carer>),
    Hold(u64),
    Tag(Tag),
    Close(CloseReason),
}

impl Act {
    /// Nothing where it is so already, or where it cannot be done from here. `seen`: the row as it was at the press.
    fn on(&self, row: &Row, seen: &Row, app: App) -> Option<Writing> {
        let today = app.list.now.get_untracked().date_in_japan();
        let record = match self {
            Self::Assign(to) => {
                let may = to.is_none_or(|to| app.may_read(to, row));
                (may && row.work.looked_after(today) != *to).then(|| WorkRecord::assigned(*to))
            }
            Self::Hold(days) => {
                let until = today.checked_add_days(Days::new(*days))?;
                let may = row.answered != Standing::Closed && row.work.held_until != Some(until);
                may.then_some(WorkRecord::Held { until })
            }
            Self::Tag(tag) => (!row.work.has_tag(tag)).then(|| WorkRecord::Tagged { tag: tag.clone() }),
            Self::Close(reason) => {
                // A reply that is on its way, or that did not go, is for a person to look at first.
                let busy =
                    app.outgoing_now(row.id) || app.list.unsent.with_untracked(|all| all.contains(&row.id));
                // Whether or not the list would show it as new.
                let unseen = row.last_letter_seq != seen.last_letter_seq
                    || app.list.fresh.with_untracked(|fresh| fresh.contains(&row.id));
                let may = row.answered != Standing::Closed && !busy && !unseen;
                return may.then_some(Writing::Close { reason: *reason });
            }
        };
        record.map(Writing::Work)
    }

    /// `of`: the rows on which it is done.
    fn said(&self, app: App, of: &[Arc<Row>]) -> String {
        let count = of.len().to_string();
        let today = app.list.now.get_untracked().date_in_japan();
        match self {
            Self::Assign(None) => bulk::said_nobody(&count),
            Self::Assign(Some(to)) => bulk::said_assigned(&count, &called(app, *to)),
            Self::Hold(days) => {
                let until = today.checked_add_days(Days::new(*days)).unwrap_or(today);
                let held = bulk::said_held(&count, &time::day_seen_from(until, today));
                // A hold may go past what was promised, and whoever holds is told.
                let past =
                    of.iter().filter(|row| row.promised.is_some_and(|promised| until > promised)).count();
                if past > 0 { then(&held, &bulk::past_promise(&past.to_string())) } else { held }
            }
            Self::Tag(tag) => bulk::said_tagged(&count, tag.as_str()),
            Self::Close(_) => bulk::said_closed(&count),
        }
    }
}

/// As they are at this moment.
fn rows_chosen(list: List) -> Vec<Arc<Row>> {
    untrack(|| list.chosen_now()).into_iter().filter_map(|case| list.row_now(case)).collect()
}

fn carry_out(app: App, act: &Act, chosen: &[Arc<Row>]) {
    let list = app.list;
    let rows: Vec<(Arc<Row>, &Arc<Row>)> =
        chosen.iter().filter_map(|seen| Some((list.row_now(seen.id)?, seen))).collect();
    let acted = rows.iter().filter_map(|(row, seen)| Some((row.clone(), (row.id, act.on(row, seen, app)?))));
    let (of, done): (Vec<Arc<Row>>, Vec<(CaseId, Writing)>) = acted.unzip();
    let left = rows.len() - done.len();
    let mut said = act.said(app, &of);
    if left > 0 {
        said = list::sentences(&said, &bulk::left_as_they_were(&left.to_string()));
    }
    if done.is_empty() {
        app.say.soon(said);
    } else {
        app.work_all(done, said);
        list.choose_none();
    }
    focus_soon("cases");
}

/// What somebody should know before all of these are closed; nothing where nobody waits.
fn open_words(rows: &[Arc<Row>]) -> String {
    let some = |count: usize, words: fn(&str) -> String| {
        if count > 0 { words(&count.to_string()) } else { String::new() }
    };
    let unanswered = rows.iter().filter(|row| row.waiting_since.is_some()).count();
    let flagged = rows.iter().filter(|row| row.is_flagged()).count();
    then(&some(unanswered, bulk::unanswered), &some(flagged, bulk::flagged))
}

#[component]
fn Bulk() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    let count = Memo::new(move |_| list.chosen_now().len());
    let (tag, fault) = (RwSignal::new(String::new()), RwSignal::new(false));
    let act_on = move |act: Act, chosen: Vec<Arc<Row>>| {
        spawn(async move {
            // A letter that came a moment ago is read before its case is put aside with others.
            if matches!(act, Act::Close(_)) {
                let _ = app.sync().await;
            }
            carry_out(app, &act, &chosen);
        });
    };
    let act = move |act: Act| act_on(act, rows_chosen(list));
    app.refresh_names();
    let colleagues = Memo::new(move |_| {
        let all = app.can_be_given(None).into_iter().map(|(name, id)| (id.to_string(), name));
        let first =
            [(String::new(), bulk::CHOOSE.to_owned()), ("nobody".to_owned(), work::NOBODY.to_owned())];
        first.into_iter().chain(all).collect::<Options>()
    });
    // A list that is walked through with the arrow keys chooses at every step: only the button does something.
    let (to, reason) = (RwSignal::new(String::new()), RwSignal::new(None::<CloseReason>));
    // Whoever left since is chosen no more.
    let chosen = Signal::derive(move || {
        let to = to.get();
        if colleagues.with(|all| all.iter().any(|(id, _)| *id == to)) { to } else { String::new() }
    });
    let assign = move || match chosen.get_untracked().as_str() {
        "" => page::focus("bulk-assign"),
        "nobody" => act(Act::Assign(None)),
        id => {
            if let Ok(to) = Carer::parse(id) {
                act(Act::Assign(Some(to)));
            }
        }
    };
    let hold = move |(days, words): (u64, &'static str)| {
        view! { <button class="chip" type="button" data-hold=days.to_string() on:click=move |_| act(Act::Hold(days))>{words}</button> }
    };
    let submit_tag = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match Tag::parse(&tag.get_untracked()) {
            Ok(parsed) => {
                fault.set(false);
                tag.set(String::new());
                act(Act::Tag(parsed));
            }
            Err(_) => fault.set(true),
        }
    };
    // What is said before several are closed, and of which.
    let sure = RwSignal::new(None::<(String, Vec<Arc<Row>>)>);
    // With one more or one less it has to be said anew.
    Effect::new(move |before: Option<()>| {
        list.chosen.track();
        if before.is_some() {
            sure.try_set(None);
        }
    });
    let close_now = move |chosen: Vec<Arc<Row>>| {
        if let Some(reason) = reason.get_untracked() {
            act_on(Act::Close(reason), chosen);
        }
    };
    let close = move || {
        if reason.with_untracked(Option::is_none) {
            return page::focus("bulk-close");
        }
        let chosen = rows_chosen(list);
        let open = open_words(&chosen);
        if open.is_empty() {
            return close_now(chosen);
        }
        sure.set(Some((open, chosen)));
        focus_soon("bulk-close-no");
    };
    let reasons = REASONS
        .map(|(name, reason)| view! { <option value=name>{about::reason_words(reason)}</option> })
        .collect_view();
    view! {
        <section class="bulk stack" id="bulk" aria-label=bulk::LABEL>
            <p role="status"><b>{move || bulk::count(&count.get().to_string())}</b></p>
            <div class="row">
                <Choose
                    id="bulk-assign"
                    label=work::ASSIGNEE
                    options=Signal::from(colleagues)
                    chosen
                    choose=Callback::new(move |id: String| to.set(id))
                />
                <span id="bulk-assign-act"><Small words=bulk::ASSIGN on_press=assign /></span>
            </div>
            <div class="row">
                <label class="narrow-by"><span>{bulk::CLOSE}</span>
                    <select class="input" id="bulk-close" on:change:target=move |event| {
                        let name = event.target().value();
                        reason.set(REASONS.into_iter().find(|(known, _)| *known == name).map(|(_, reason)| reason));
                        sure.set(None);
                    }>
                        <option value="">{bulk::CHOOSE}</option>
                        {reasons}
                    </select>
                </label>
                <span id="bulk-close-act"><Small words=bulk::CLOSE_ACT on_press=close /></span>
            </div>
            {move || sure.get().map(|(words, asked)| {
                let yes = bulk::close_yes(&asked.len().to_string());
                view! {
                    <div class="panel warning" id="bulk-sure" role="alert">
                        <p>{words}</p>
                        <div class="row actions">
                            <button class="button small" type="button" id="bulk-close-yes" on:click=move |_| close_now(asked.clone())>{yes}</button>
                            <button class="button small" type="button" id="bulk-close-no" on:click=move |_| {
                                sure.set(None);
                                focus_soon("bulk-close");
                            }>{bulk::CLOSE_NO}</button>
                        </div>
                    </div>
                }
            })}
            <div class="chips" role="group" aria-label=work::HOLD>
                <span class="side-part">{work::HOLD}</span>
                {[(3, work::DAYS3), (7, work::DAYS7), (30, work::DAYS30)].map(hold).collect_view()}
            </div>
            <form class="row" novalidate on:submit=submit_tag>
                <label class="label" for="bulk-tag">{work::TAGS}</label>
                <input class="input" id="bulk-tag" autocomplete="off" aria-describedby="bulk-tag-error"
                    aria-invalid=move || fault.get().then_some("true")
                    prop:value=move || tag.get() on:input:target=move |event| {
                        tag.set(event.target().value());
                        fault.set(false);
                    } />
                <button class="button small" type="submit">{work::SET}</button>
            </form>
            <p class="error" id="bulk-tag-error" hidden=move || !fault.get()>{bulk::TAG_FAULT}</p>
            <Small words=bulk::NONE on_press=move || { list.choose_none(); focus_soon("inbox"); } />
        </section>
    }
}

//! `/staff/moving`: taking in the sealed file of another desk, in an empty one. The whole file is looked through here before a line of
//! it is sent; it goes on where it stopped, also in another browser.
use leptos::prelude::*;
use madobe_domain::export::check::{Checking, LineFault};
use madobe_domain::export::line::{FileLine, Line};
use madobe_domain::limits::IMPORT_LINES;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::import::{ImportState, TakeLines, Taken};
use web_sys::{Blob, HtmlInputElement};

use super::reading::{Lines, chosen};
use super::teams::Teams;
use crate::api::ApiError;
use crate::api::staff::{carry, to_json};
use crate::page::{element, sleep, spawn};
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::words::common::list;
use crate::words::staff::{self, moving, person};

/// Bytes sent at once: quick on a slow line, too.
const BYTES: usize = 400_000;
/// How often the same lines are sent again before somebody is asked.
const TRIES: u32 = 3;

#[component]
pub fn Moving() -> impl IntoView {
    title(moving::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let found = LocalResource::new(move || async move {
        app.watch(crate::api::staff::Staff.ask::<ImportState>("/api/staff/import")).await
    });
    let changed = Callback::new(move |()| found.refetch());
    let administrator = app.is_administrator();
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{moving::HEADING}</h1>
            {move || match found.get() {
                _ if !administrator => view! { <p class="panel info">{person::ADMINISTRATORS}</p> }.into_any(),
                None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                Some(Err(error)) => view! { <p class="panel warning" role="alert">{list::sentences(moving::FAILED, &Trouble::from(error).words())}</p> }.into_any(),
                Some(Ok(state)) => view! { <Shown state changed /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Shown(state: ImportState, changed: Callback<()>) -> impl IntoView {
    let done = state.taken.is_some_and(|taken| taken.done);
    if done {
        let taken =
            state.taken.map(|taken| moving::done(&taken.cases.to_string(), &taken.entries.to_string()));
        return view! {
            <p class="panel done" id="moved" tabindex="-1">{taken}</p>
            <Teams state />
        }
        .into_any();
    }
    if !state.empty && state.taken.is_none() {
        return view! { <p class="panel info" id="not-empty">{moving::NOT_EMPTY}</p> }.into_any();
    }
    if !state.paused && state.taken.is_none() {
        return view! {
            <p>{moving::LEAD}</p>
            <p class="panel info" id="not-paused">{moving::NOT_PAUSED}" "<a href="/staff/desk">{moving::TO_DESK}</a></p>
        }
        .into_any();
    }
    view! { <TakeIn taken=state.taken changed /> }.into_any()
}

/// What is said while it works.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Looking(u32),
    Sending(u32),
}

/// Why it stopped.
enum Stopped {
    /// Counted from 1.
    Line(u64, LineFault),
    Short,
    Unread,
    Other,
    Trouble(Trouble),
}

impl Stopped {
    fn words(self) -> Option<String> {
        Some(match self {
            Self::Line(number, fault) => moving::line(&number.to_string(), fault_words(fault)),
            Self::Short => moving::SHORT.to_owned(),
            Self::Unread => moving::UNREAD.to_owned(),
            Self::Other => moving::OTHER.to_owned(),
            Self::Trouble(trouble) => {
                return trouble.said().map(|words| list::sentences(moving::LATER, &words));
            }
        })
    }
}

const fn fault_words(fault: LineFault) -> &'static str {
    match fault {
        LineFault::Unread => moving::FAULT_UNREAD,
        LineFault::Version => moving::FAULT_VERSION,
        LineFault::Order => moving::FAULT_ORDER,
        LineFault::Hash => moving::FAULT_HASH,
        LineFault::Chain => moving::FAULT_CHAIN,
        LineFault::Number => moving::FAULT_NUMBER,
        LineFault::Foreign => moving::FAULT_FOREIGN,
        LineFault::Grants => moving::FAULT_GRANTS,
        LineFault::File => moving::FAULT_FILE,
        LineFault::Ends => moving::FAULT_ENDS,
    }
}

#[component]
fn TakeIn(taken: Option<Taken>, changed: Callback<()>) -> impl IntoView {
    let app = App::of_context();
    let stage = RwSignal::new(None::<Stage>);
    let faults = Faults::none();
    let run = move |_| {
        if stage.get_untracked().is_some() {
            return;
        }
        let Some(file) = element::<HtmlInputElement>("moving-file").as_ref().and_then(chosen) else {
            return faults.show_one("moving-file", moving::CHOOSE);
        };
        faults.clear();
        stage.set(Some(Stage::Looking(0)));
        spawn(async move {
            let done = async {
                look_through(&file, stage).await?;
                send(app, file, stage).await
            };
            let done = done.await;
            stage.try_set(None);
            match done {
                Ok(()) => {
                    changed.run(());
                    focus_soon("moved");
                }
                Err(stopped) => {
                    if let Some(words) = stopped.words() {
                        faults.show_one("moving-file", words);
                    }
                }
            }
        });
    };
    let begun = taken.map(|taken| {
        let words = moving::begun(&taken.cases.to_string());
        view! { <p class="panel info" id="begun">{words}</p> }
    });
    view! {
        <p>{moving::LEAD}</p>
        <p class="panel warning">{moving::CARE}</p>
        {begun}
        <Summary faults />
        <div class="field">
            <label class="label" for="moving-file">{moving::FILE}</label>
            {move || faults.of("moving-file").map(|words| view! { <p class="error">{words}</p> })}
            <input class="input" id="moving-file" type="file" accept=".ndjson" />
        </div>
        <p class="status" role="status" id="moving-said">{move || match stage.get() {
            None => String::new(),
            Some(Stage::Looking(part)) => moving::looking(&part.to_string()),
            Some(Stage::Sending(part)) => moving::sending(&part.to_string()),
        }}</p>
        <div class="row actions">
            <button class="button primary" type="button" id="move" aria-busy=move || stage.get().map(|_| "true") on:click=run>{moving::ACT}</button>
        </div>
    }
}

/// The next line. `number`: its place in the file.
fn take(checking: &mut Checking, number: &mut u64, line: &str) -> Result<Line, Stopped> {
    *number += 1;
    checking.take(line).map_err(|fault| Stopped::Line(*number, fault))
}

/// Every line, every hash, every number, all that lies beside letters, before anything is sent.
async fn look_through(file: &Blob, stage: RwSignal<Option<Stage>>) -> Result<(), Stopped> {
    let mut lines = Lines::of(file.clone());
    let (mut checking, mut number) = (Checking::default(), 0);
    loop {
        let some = lines.next(IMPORT_LINES, BYTES).await.map_err(|_| Stopped::Unread)?;
        if some.is_empty() {
            break;
        }
        for line in &some {
            take(&mut checking, &mut number, line)?;
        }
        stage.try_set(Some(Stage::Looking(lines.part())));
    }
    if checking.is_done() { Ok(()) } else { Err(Stopped::Short) }
}

/// Lines go up together; what lies beside a letter goes up alone, behind the line that names it.
async fn send(app: App, file: Blob, stage: RwSignal<Option<Stage>>) -> Result<(), Stopped> {
    let mut lines = Lines::of(file);
    let (mut checking, mut number) = (Checking::default(), 0);
    let mut next = TakeLines { from: 0, before: checking.digest, lines: Vec::new() };
    // Where more was taken before, the bytes were there.
    let mut waits = false;
    loop {
        let some = lines.next(IMPORT_LINES, BYTES).await.map_err(|_| Stopped::Unread)?;
        if some.is_empty() {
            return Ok(());
        }
        for line in some {
            let awaited = checking.awaits().cloned();
            match (take(&mut checking, &mut number, &line)?, awaited) {
                (Line::Bytes(sealed), Some(file)) => {
                    if waits {
                        bring(app, &file, sealed.bytes.as_bytes()).await?;
                    }
                }
                (taken, _) => {
                    next.lines.push(line);
                    if matches!(taken, Line::File(_)) {
                        waits = hand_up(app, &mut next, &checking).await?;
                    }
                }
            }
        }
        if !next.lines.is_empty() {
            hand_up(app, &mut next, &checking).await?;
        }
        stage.try_set(Some(Stage::Sending(lines.part())));
    }
}

/// Lines up to where `checking` stands. True where the desk stands there, too, and false where it is further on.
async fn hand_up(app: App, next: &mut TakeLines, checking: &Checking) -> Result<bool, Stopped> {
    let mut tries = 0;
    let taken = loop {
        let taken = match app.watch(to_json::<Taken>("/api/staff/import/lines", &*next)).await {
            Ok(taken) => taken,
            Err(error) if error.is_passing() && tries < TRIES => {
                tries += 1;
                sleep(1_000 << tries).await;
                continue;
            }
            Err(error) => return Err(refused(error)),
        };
        if taken.lines >= checking.lines {
            // All of it, now or before. What was taken to this very place has to be this very file.
            if taken.lines == checking.lines && taken.digest != checking.digest {
                return Err(Stopped::Other);
            }
            break taken;
        }
        // Some of these were taken before: the rest of them goes.
        let known = (taken.lines.saturating_sub(next.from) as usize).min(next.lines.len());
        if known == 0 {
            return Err(Stopped::Other);
        }
        next.lines.drain(..known);
        (next.from, next.before) = (taken.lines, taken.digest);
    };
    *next = TakeLines { from: checking.lines, before: checking.digest, lines: Vec::new() };
    Ok(taken.lines == checking.lines)
}

async fn bring(app: App, file: &FileLine, sealed: &[u8]) -> Result<(), Stopped> {
    let path = ["/api/staff/import/files/", &file.case.to_string(), "/", &file.id.to_string()].concat();
    let mut tries = 0;
    loop {
        match app.watch(carry(&path, Some(sealed))).await {
            Ok(_) => return Ok(()),
            Err(error) if error.is_passing() && tries < TRIES => {
                tries += 1;
                sleep(1_000 << tries).await;
            }
            Err(error) => return Err(refused(error)),
        }
    }
}

fn refused(error: ApiError) -> Stopped {
    match error.code() {
        Some(ErrorCode::Conflict) => Stopped::Other,
        _ => Stopped::Trouble(error.into()),
    }
}

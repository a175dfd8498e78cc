//! The frame of the signed-in screens: where one can go, and the two ways to leave the desk.
use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::app::{App, Phase};
use super::later::{HELP, PALETTE, QUIET, part};
use crate::page;
use crate::ui::act::Small;
use crate::ui::keys::is_palette;
use crate::words::staff::{self, bar, barred, inbox};

#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let app = App::of_context();
    let compact = app.compact;
    let denser = move || app.command(if compact.get_untracked() { "comfortable" } else { "compact" });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if is_palette(&event) && !app.expired.get_untracked() && app.phase.get_untracked() == Phase::Ready {
            event.prevent_default();
            app.palette.set(true);
        }
    });
    // A reply that waits, or a record on its way: the browser asks once before the page goes.
    let going = window_event_listener(leptos::ev::beforeunload, move |event| {
        if app.something_waits() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        keys.remove();
        going.remove();
    });
    let trouble = RwSignal::new(None::<String>);
    let leave = move || {
        spawn(async move {
            if let Err(found) = app.sign_out().await {
                trouble.try_set(Some(found.words()));
            }
        });
    };
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        page::focus("main");
    };
    view! {
        <div class="desk" data-density=move || if compact.get() { "compact" } else { "comfortable" } inert=move || app.expired.get()>
            <a class="skip-link" href="#main" on:click=skip>{staff::SKIP}</a>
            <header class="desk-bar">
                <a class="site-name" href="/staff">{staff::SITE}</a>
                <nav class="desk-nav" aria-label=bar::LABEL>
                    <Link href="/staff" words=bar::INBOX is=|path| path == "/staff" || path.starts_with("/staff/cases") />
                    <Link href="/staff/today" words=bar::TODAY is=|path| path == "/staff/today" />
                    <Link href="/staff/calendar" words=bar::CALENDAR is=|path| path.starts_with("/staff/calendar") />
                    <Link href="/staff/colleagues" words=bar::COLLEAGUES is=|path| path.starts_with("/staff/colleagues") />
                    // A page of its own, without a program: not for the router.
                    <a href=PRINT rel="external">{bar::PRINT}</a>
                    <Link href="/staff/feedback" words=bar::FEEDBACK is=|path| path == "/staff/feedback" />
                    {move || app.is_administrator().then(|| view! {
                        <Link href="/staff/desk" words=bar::DESK is=|path| path == "/staff/desk" />
                    })}
                </nav>
                <div class="row">
                    <div class="row desk-choices">
                        {move || if compact.get() {
                            view! { <Small words=inbox::COMFORTABLE on_press=denser /> }
                        } else {
                            view! { <Small words=inbox::COMPACT on_press=denser /> }
                        }}
                        <Small words=bar::KEYS on_press=move || app.help.set(true) />
                    </div>
                    <a class="status desk-who" href="/staff/account">{move || app.session.get().map(|session| bar::signed_in(&session.name))}</a>
                    <Small words=bar::LOCK on_press=move || app.lock() />
                    <Small words=bar::SIGN_OUT on_press=leave />
                </div>
            </header>
            <p class="print-note">{bar::ON_PAPER}</p>
            {move || app.clock_off.get().map(|words| view! { <p class="hint" id="clock-off" role="status">{words}</p> })}
            {move || trouble.get().map(|words| view! { <p class="panel warning" role="alert">{words}</p> })}
            {move || app.barred.get().then(|| view! {
                <section class="panel warning" id="barred" role="alert">
                    <h2>{barred::HEADING}</h2>
                    <p>{barred::WORDS}</p>
                </section>
            })}
            {children()}
            <Quiet />
            {move || app.palette.get().then(|| part(PALETTE))}
            {move || app.help.get().then(|| part(HELP))}
        </div>
    }
}

#[component]
fn Quiet() -> impl IntoView {
    let some = App::of_context().some_lines("main");
    move || some.get().then(|| part(QUIET))
}

const PRINT: &str =
    if cfg!(feature = "en") { "/api/staff/print?language=english" } else { "/api/staff/print" };

/// So much of what stands before the current place is left to be seen, in pixels.
const PEEK: i32 = 72;

#[component]
fn Link(href: &'static str, words: &'static str, is: fn(&str) -> bool) -> impl IntoView {
    let path = use_location().pathname;
    let link = NodeRef::<leptos::html::A>::new();
    let current = Memo::new(move |_| path.with(|path| is(path)));
    // On a phone the bar is wider than the screen.
    Effect::new(move |_| {
        if current.get()
            && let Some(link) = link.get()
        {
            let Some(bar) = link.parent_element() else { return };
            bar.set_scroll_left(link.offset_left() - PEEK);
        }
    });
    view! { <a href=href node_ref=link aria-current=move || current.get().then_some("page")>{words}</a> }
}

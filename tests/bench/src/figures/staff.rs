//! Staff at a desk of many years: ten thousand cases with fifty thousand entries. Coming in, coming back, searching,
//! reading, and what all of it weighs.
use anyhow::{Context, Result, ensure};
use madobe_tests::desk::{Desk, PASSWORD};
use serde::Deserialize;
use serde_json::json;

use crate::Wish;
use crate::chromium::Chromium;
use crate::fill::address;
use crate::large::{self, CASES, EACH, QUERIES};
use crate::page::Page;
use crate::report::{Report, Target};
use crate::stats::{largest, percentile};

/// Nobody does anything.
const AT_REST_MILLIS: u32 = 10_000;
const NAME: &str = "staff";
const OPENED: usize = 20;
const COLD: usize = 2;
const WARM: usize = 5;
/// What a desk does that nobody touches: a sync in five minutes, a sign of life in forty-five seconds.
const SYNCS_AN_HOUR: f64 = 12.0;
const SIGNS_AN_HOUR: f64 = 80.0;
/// Between two keys, and two cases: nobody is faster at either.
const PAUSE_MILLIS: u32 = 100;
/// A frame of one character, there with its mask and back without.
const SIGN_BYTES: f64 = 7.0 + 3.0;

#[derive(Deserialize)]
struct Came {
    usable: f64,
    whole: f64,
}

#[derive(Deserialize)]
struct Opened {
    took: Vec<f64>,
    longest: f64,
}

/// The first rows are drawn and say what they are.
const USABLE: &str = "document.querySelectorAll('#cases .case-row .case-line').length >= 20";
/// Everything has been opened.
const WHOLE: &str = "document.querySelector('#cases') && !document.querySelector('.pane-list > p.status')";

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let mut desk = Desk::start()?;
    let mut logins = Vec::new();
    for _ in 0..COLD {
        logins.push(desk.colleague()?.1);
    }
    large::fill(&mut desk, CASES).context("filling the desk")?;
    let mut chromium = Chromium::start()?;
    let (mut cold, mut whole, mut warm, mut blocks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut memory, mut at_once, mut last) = (0.0_f64, 0.0_f64, None);
    for mut credentials in logins {
        let code = credentials.authenticator.unused();
        let mut page = Page::open(&mut chromium, desk.server.base())?;
        page.seen_from(&address())?;
        let came = sign_in(&mut page, &credentials.login, &code).context("signing in")?;
        cold.push(came.usable / 1e3);
        whole.push(came.whole / 1e3);
        settled(&mut page)?;
        for _ in 0..WARM {
            warm.push(reload(&mut page).context("coming back")? / 1e3);
            page.until(WHOLE)?;
            settled(&mut page)?;
        }
        blocks.push(page.value::<f64>("probe.longest(0)")?);
        let typed = search(&mut page).context("searching")?;
        let opened = open(&mut page, OPENED).context("opening cases")?;
        let interactions = interact(&mut page).context("interacting")?;
        let idle = idle_hour(&mut page).context("a sync that brings nothing")?;
        at_once = at_once.max(renderer(&mut page).context("weighing the page")?);
        page.value::<bool>(&format!(
            "new Promise((rest) => setTimeout(() => rest(true), {AT_REST_MILLIS}))"
        ))?;
        memory = memory.max(renderer(&mut page).context("weighing the page")?);
        last = Some((typed, opened, interactions, idle));
    }
    let Some((typed, opened, interactions, idle)) = last else { return Ok(()) };
    let what = |words: &str| format!("{words}, {CASES} cases, {} entries", CASES * EACH);
    report.median(
        NAME,
        what("sign-in to a list that can be used, first time here"),
        &cold,
        "s",
        Target::AtMost(5.0),
    );
    report.median(NAME, "  until everything is open", &whole, "s", Target::None);
    report.median(
        NAME,
        what("reload to a list that can be used, kept here"),
        &warm,
        "s",
        Target::AtMost(1.0),
    );
    let keys = typed.len();
    report
        .add(
            NAME,
            "search, a key pressed to results drawn, p95",
            percentile(&typed, 0.95),
            "ms",
            Target::AtMost(50.0),
        )
        .beside(format!(
            "{keys} keys, median {:.1} ms, most {:.1} ms",
            percentile(&typed, 0.5),
            largest(&typed)
        ));
    report.median(NAME, "a case, chosen to readable", &opened.took, "ms", Target::AtMost(50.0));
    report
        .add(
            NAME,
            "interaction to next paint, the slowest",
            largest(&interactions),
            "ms",
            Target::AtMost(100.0),
        )
        .beside(format!("{} interactions; the browser tells in steps of 8 ms", interactions.len()));
    blocks.push(opened.longest);
    report
        .add(NAME, "longest block of the page", largest(&blocks), "ms", Target::AtMost(100.0))
        .beside("0 is: none over 50 ms");
    report
        .add(NAME, "memory of the page with its thread, at rest", memory, "MB", Target::AtMost(400.0))
        .beside(format!("right after all of this without a pause: {at_once:.0} MB"));
    report
        .add(NAME, "an idle hour on the wire", idle / 1e3, "kB", Target::AtMost(50.0))
        .beside("12 syncs as measured, and 80 signs of life of 10 bytes");
    report.note("staff: memory is the largest renderer's proportional share (Pss), the thread beside the page included, ten seconds after the last press: browsers give back what was freed every few seconds");
    Ok(())
}

fn sign_in(page: &mut Page<'_>, login: &str, code: &str) -> Result<Came> {
    page.go("/staff")?;
    page.until("document.querySelector('#sign-in #code')")?;
    for (field, text) in [("#login", login), ("#password", PASSWORD), ("#code", code)] {
        page.type_into(field, text)?;
    }
    page.run(
        "window.from = performance.now(); document.querySelector('#sign-in button[type=submit]').click()",
    )?;
    page.run(&format!("probe.shown(() => {USABLE}).then((at) => (window.usable = at - from))"))?;
    page.run(&format!("probe.shown(() => {WHOLE}).then((at) => (window.whole = at - from))"))?;
    // Fetching and opening ten thousand cases takes longer than anything else is waited for.
    for _ in 0..10 {
        if page.until("window.whole").is_ok() {
            break;
        }
    }
    page.value("({ usable: window.usable, whole: window.whole })")
}

/// What this device keeps of the list is written.
fn settled(page: &mut Page<'_>) -> Result<()> {
    page.until(
        "(() => {
            if (!window.looking) {
                window.looking = true;
                const opened = indexedDB.open('madobe.staff');
                opened.onsuccess = () => {
                    const rows = opened.result.transaction('rows').objectStore('rows').count();
                    rows.onsuccess = () => { window.kept = rows.result; window.looking = false; opened.result.close(); };
                };
            }
            return window.kept > 0;
        })()",
    )
}

/// Milliseconds from the beginning of the navigation to rows that are drawn.
fn reload(page: &mut Page<'_>) -> Result<f64> {
    page.run("probe.rows = 0")?;
    page.call("Page.reload", json!({}))?;
    // Of the page that comes, not of the one that goes.
    page.until("globalThis.probe?.rows")?;
    page.value("probe.rows")
}

/// Each key of each query: from the input to the answer for exactly that many characters.
fn search(page: &mut Page<'_>) -> Result<Vec<f64>> {
    let ask = |text: &str| {
        format!(
            "{{ const field = document.querySelector('#search'); field.value = '{text}';
                field.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"
        )
    };
    // Until all that this device kept has been opened, too.
    page.run(&ask("家族"))?;
    page.until(
        "document.querySelector('.search [data-length]') && !document.querySelector('.search [data-shut]')",
    )?;
    page.run(&ask(""))?;
    page.until("!document.querySelector('.search [data-length]')")?;
    let queries = serde_json::to_string(&QUERIES)?;
    page.value(&format!(
        "(async () => {{
            const field = document.querySelector('#search');
            const took = [];
            for (const query of {queries}) {{
                for (let length = 1; length <= query.length; length += 1) {{
                    const from = performance.now();
                    field.value = query.slice(0, length);
                    field.dispatchEvent(new Event('input', {{ bubbles: true }}));
                    const at = await probe.shown(() => document.querySelector(`.search [data-length=\"${{length}}\"]`));
                    took.push(at - from);
                    await new Promise((rest) => setTimeout(rest, {PAUSE_MILLIS}));
                }}
                field.value = '';
                field.dispatchEvent(new Event('input', {{ bubbles: true }}));
                await probe.when(() => !document.querySelector('.search [data-length]'));
            }}
            return took;
        }})()"
    ))
}

/// Cases from all over what is drawn, one after the other.
fn open(page: &mut Page<'_>, count: usize) -> Result<Opened> {
    page.value(&format!(
        "(async () => {{
            const begun = performance.now();
            const took = [];
            for (let n = 0; n < {count}; n += 1) {{
                const before = document.querySelector('#letters');
                const rows = document.querySelectorAll('#cases .case-row');
                const row = rows[(n * 7 + 3) % rows.length];
                const from = performance.now();
                const shown = probe.shown(() => {{
                    const now = document.querySelector('#letters');
                    return now && now !== before && now.querySelector('.letter-body')?.textContent;
                }});
                row.click();
                took.push((await shown) - from);
                // Nobody reads faster.
                await new Promise((rest) => setTimeout(rest, {PAUSE_MILLIS}));
            }}
            return {{ took, longest: probe.longest(begun) }};
        }})()"
    ))
}

/// Real presses and keys, as the browser itself times them until the next frame.
fn interact(page: &mut Page<'_>) -> Result<Vec<f64>> {
    page.run(
        "window.timed = [];
         new PerformanceObserver((list) => list.getEntries().forEach((one) => one.interactionId && timed.push(one.duration)))
             .observe({ type: 'event', durationThreshold: 16 });
         window.count = performance.interactionCount || 0;",
    )?;
    for number in 0..12 {
        let place: (f64, f64) = page.value(&format!(
            "(() => {{ const rows = [...document.querySelectorAll('#cases .case-row')].slice(0, 8);
                 const box = rows[{number} % rows.length].getBoundingClientRect();
                 return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ))?;
        for kind in ["mousePressed", "mouseReleased"] {
            let press =
                json!({ "type": kind, "x": place.0, "y": place.1, "button": "left", "clickCount": 1 });
            page.call("Input.dispatchMouseEvent", press)?;
        }
        page.until("document.querySelector('#letters .letter-body')")?;
    }
    page.run("document.querySelector('#search').focus()")?;
    for key in "abcabc".chars() {
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { key.to_string() } else { String::new() };
            let press = json!({ "type": kind, "key": key.to_string(), "text": text });
            page.call("Input.dispatchKeyEvent", press)?;
        }
        page.until("document.querySelector('.search [data-length]')")?;
    }
    // Those under the threshold of the browser count as its threshold.
    let timed: Vec<f64> = page.value("new Promise((done) => setTimeout(() => done(timed), 500))")?;
    Ok(if timed.is_empty() { vec![16.0] } else { timed })
}

/// What one sync that brings nothing weighs, heads and all, and what an hour of them does.
fn idle_hour(page: &mut Page<'_>) -> Result<f64> {
    page.call("Network.enable", json!({}))?;
    page.events();
    page.run(
        "dispatchEvent(new Event('pageshow')); window.was = performance.getEntriesByType('resource').length",
    )?;
    page.until(
        "(dispatchEvent(new Event('pageshow')), performance.getEntriesByType('resource').slice(window.was) \
            .some((one) => one.name.includes('/api/staff/sync')))",
    )?;
    page.until("true")?;
    let (mut id, mut up, mut down) = (None, 0.0, 0.0);
    for event in page.events() {
        let params = &event.params;
        match event.method.as_str() {
            "Network.requestWillBeSent"
                if params["request"]["url"].as_str().is_some_and(|url| url.contains("/api/staff/sync")) =>
            {
                id = params["requestId"].as_str().map(str::to_owned);
            }
            "Network.requestWillBeSentExtraInfo"
                if id.is_some() && params["requestId"].as_str() == id.as_deref() =>
            {
                up = params["headers"].to_string().len() as f64;
            }
            "Network.loadingFinished" if id.is_some() && params["requestId"].as_str() == id.as_deref() => {
                down = params["encodedDataLength"].as_f64().unwrap_or_default();
            }
            _ => {}
        }
    }
    ensure!(down > 0.0, "no sync was seen");
    Ok(SYNCS_AN_HOUR * (up + down) + SIGNS_AN_HOUR * SIGN_BYTES)
}

/// Megabytes of the largest renderer while the page is there.
fn renderer(page: &mut Page<'_>) -> Result<f64> {
    let processes = page.browser("SystemInfo.getProcessInfo")?;
    let renderers = processes["processInfo"].as_array().into_iter().flatten();
    let sizes = renderers.filter(|one| one["type"] == "renderer").filter_map(|one| {
        let map = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", one["id"].as_u64()?)).ok()?;
        let line =
            map.lines().find_map(|line| line.strip_prefix("Pss:"))?.trim().trim_end_matches(" kB").trim();
        line.parse::<f64>().ok()
    });
    Ok(largest(&sizes.collect::<Vec<_>>()) / 1e3)
}

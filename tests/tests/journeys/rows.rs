//! The list while things happen: what is unread, where the focus stays, how much of it is on the screen, and how often it speaks.
use anyhow::{Result, ensure};
use madobe_client::StaffMember;
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::Status;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use madobe_tests::wait;
use serde_json::Value;
use thirtyfour::Key;

/// At a desk of its own, where nobody else's letters move anything.
fn at_desk(desk: &Desk) -> Result<(Browser, StaffMember)> {
    let (me, mut credentials) = desk.colleague()?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.see("#cases .case-row")?;
    staff.gone(".pane-list > p.status")?;
    Ok((staff, me))
}

fn rows(staff: &Browser, count: usize) -> Result<Value> {
    staff.until(
        &format!("{count} rows"),
        &format!("document.querySelectorAll('#cases .case-row').length === {count}"),
    )?;
    staff.js("return [...document.querySelectorAll('#cases .case-row')].map((row) => row.pathname)")
}

/// The row that has the focus, by the address of its case.
fn focused(staff: &Browser) -> Result<Value> {
    staff.js("return document.activeElement?.pathname ?? null")
}

/// Opened, it is read and waits as before; `u` makes it unread, `z` takes that back.
pub fn unread(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let case = desk.letter("ひらいただけの手紙です。")?.page(0)?.case;
    let (staff, mut me) = at_desk(&desk)?;
    let row = format!("#cases .case-row[href$='{case}']");
    let unread = format!("{row}[data-unread]");
    let listed = || staff.until("the list", "location.pathname === '/staff'");
    staff.see(&unread)?;
    staff.press(&row)?;
    staff.see("#letters .letter")?;
    staff.gone(&unread)?;
    // Whoever only looked has answered nobody.
    staff.press("[data-filter=waiting]")?;
    staff.see(&row)?;
    me.sync()?;
    let view = me.view(case)?;
    ensure!(view.status == Status::New && view.waiting_since.is_some() && view.replies == 0);
    staff.keys("u")?;
    listed()?;
    staff.see(&unread)?;
    staff.keys("z")?;
    staff.gone(&unread)?;
    staff.see(&row)?;
    // For good, and known to the server.
    staff.press(&row)?;
    staff.see("#letters .letter")?;
    staff.keys("u")?;
    listed()?;
    staff.see(&unread)?;
    staff.reload()?;
    staff.see(&unread)?;
    staff.press("[data-filter=unread]")?;
    staff.see(&unread).map(drop)
}

/// What is read while there is no network is known to be read once there is one, wherever its reader is by then.
pub fn read_unplugged(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let first = desk.letter("つながっているときに読む手紙です。")?.page(0)?.case;
    let second = desk.letter("つながらないときに読む手紙です。")?.page(0)?.case;
    let (staff, _) = at_desk(&desk)?;
    let unread = |case: CaseId| format!("#cases .case-row[href$='{case}'][data-unread]");
    let read = |case: CaseId| {
        staff.press(&format!("#cases .case-row[href$='{case}']"))?;
        staff.until(
            "the case",
            &format!("location.pathname.endsWith('{case}') && document.querySelector('#letters .letter')"),
        )
    };
    // What a case is read with comes with the first one.
    read(first)?;
    staff.gone(&unread(first))?;
    staff.offline(true)?;
    read(second)?;
    read(first)?;
    staff.see(&unread(second))?;
    staff.offline(false)?;
    // What rings the bell.
    desk.letter("つながったあとの手紙です。")?;
    staff.gone(&unread(second))?;
    // For good.
    staff.reload()?;
    staff.see(&format!("#cases .case-row[href$='{second}']"))?;
    staff.gone(&unread(second))
}

/// What comes waits to be asked for: the focus and every row stay where they are.
pub fn focus_stays(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    desk.letter("ひとつめ。")?;
    desk.letter("ふたつめ。")?;
    let third = desk.letter("みっつめ。")?;
    let (staff, _) = at_desk(&desk)?;
    let before = rows(&staff, 3)?;
    staff.tab_to("#cases .case-row")?;
    staff.keys("j")?;
    ensure!(focused(&staff)? == before[1], "{}", focused(&staff)?);
    third.write("もう一度、書きました。")?;
    staff.read("新着1件を表示")?;
    desk.letter("はじめての人の手紙です。")?;
    staff.read("新着2件を表示")?;
    ensure!(rows(&staff, 3)? == before, "the list moved");
    ensure!(focused(&staff)? == before[1], "the focus moved to {}", focused(&staff)?);
    // Rows that come beside it take nothing from it.
    staff.js("document.querySelector('.new-items').click()")?;
    let after = rows(&staff, 4)?;
    ensure!(focused(&staff)? == before[1], "the focus moved to {}, in {after}", focused(&staff)?);
    Ok(())
}

/// What a search finds follows what comes, and may change its order: the focus goes along with its row.
pub fn focus_found(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let first = desk.letter("まどろみの手紙、ひとつめ。")?;
    let second = desk.letter("まどろみの手紙、ふたつめ。")?;
    let (staff, mut me) = at_desk(&desk)?;
    me.sync()?;
    // Answered both: the one that was answered last stands first.
    for mailbox in [&first, &second] {
        me.reply(mailbox.page(0)?.case, "読みました。")?;
    }
    staff.until("both answered", "document.querySelector('[data-filter=waiting] b').textContent === '0'")?;
    staff.keys("/")?;
    staff.focuses("search")?;
    staff.keys("まどろみの手紙")?;
    let (upper, lower) = (second.page(0)?.case, first.page(0)?.case);
    staff.until(
        "both, in their order",
        &format!(
            "[...document.querySelectorAll('#cases .case-row')].map((row) => row.pathname).join() ===
             '/staff/cases/{upper},/staff/cases/{lower}'"
        ),
    )?;
    staff.tab_to("#cases .case-row")?;
    let mine = Value::from(format!("/staff/cases/{upper}"));
    ensure!(focused(&staff)? == mine);
    // The other is ours again, and somebody new is found beside it: both stand before what waits for nobody.
    first.write("つづきです。")?;
    desk.letter("まどろみの手紙、みっつめ。")?;
    let after = rows(&staff, 3)?;
    ensure!(after[2] == mine, "{after}");
    staff.until("the focus on its row", &format!("document.activeElement?.pathname === {mine}"))
}

/// Whoever asks for what is new by a key is somewhere afterwards.
pub fn asked_for(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    desk.letter("ずっと待っている手紙です。")?;
    let (staff, _) = at_desk(&desk)?;
    desk.letter("いま届いた手紙です。")?;
    staff.see(".new-items")?;
    staff.tab_to(".new-items")?;
    staff.key(Key::Enter)?;
    staff.gone(".new-items")?;
    rows(&staff, 2)?;
    staff.until("the focus anywhere but upon the whole page", "document.activeElement !== document.body")
}

/// Chosen with the mouse, the keys are there again; with the keyboard one goes on choosing, and a letter is no key.
pub fn after_a_choice(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    desk.letter("えらんだあとの手紙です。")?;
    let (staff, _) = at_desk(&desk)?;
    let only = rows(&staff, 1)?;
    staff.js("document.querySelector('#cases .case-row').focus()")?;
    staff.keys("x")?;
    staff.see("#bulk-close")?;
    let choose = |value: &str| {
        staff.js_with(
            "const list = document.querySelector('#bulk-close');
             list.value = arguments[0];
             list.dispatchEvent(new Event('change', { bubbles: true }))",
            value,
        )
    };
    staff.keys("b")?;
    staff.tab_to("#bulk-close")?;
    choose("quiet")?;
    staff.keys("j")?;
    staff.focuses("bulk-close")?;
    staff.js(
        "document.querySelector('#bulk-close').dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))",
    )?;
    choose("introduced")?;
    staff.keys("j")?;
    ensure!(focused(&staff)? == only[0], "the key went to {}", focused(&staff)?);
    ensure!(staff.value("#bulk-close")? == "introduced", "a key chose something else");
    Ok(())
}

/// A letter that comes between the choice and the press keeps its case open, also where the list would not show it.
pub fn closed_together(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let (first, second) = (desk.letter("保留のまま、ひとつめ。")?, desk.letter("保留のまま、ふたつめ。")?);
    let (first_case, second_case) = (first.page(0)?.case, second.page(0)?.case);
    let (staff, mut me) = at_desk(&desk)?;
    let choose_both = || -> Result<()> {
        rows(&staff, 2)?;
        staff.js("document.querySelector('#cases .case-row').focus()")?;
        staff.keys("x")?;
        staff.see("#bulk")?;
        staff.keys("j")?;
        staff.chord_with(Key::Shift, 'X')?;
        staff.read("2件をえらんでいます")
    };
    choose_both()?;
    staff.press("#bulk [data-hold='30']")?;
    staff.gone("#bulk")?;
    staff.read("うち2件は、返事の約束の日よりあとです。")?;
    for case in [first_case, second_case] {
        wait::until("both on hold", || {
            me.sync()?;
            Ok(me.worked(case)?.held_until.is_some().then_some(()))
        })?;
    }
    staff.press("[data-filter=held]")?;
    choose_both()?;
    staff.see("#bulk-close")?;
    staff.js("const list = document.querySelector('#bulk-close'); list.value = 'quiet';
         list.dispatchEvent(new Event('change', { bubbles: true }))")?;
    staff.press("#bulk-close-act button")?;
    staff.see("#bulk-sure")?;
    // What comes is heard of at the press, and not before.
    staff.js("const real = window.fetch;
         window.deaf = true;
         window.fetch = async (what, ...rest) => {
             if (window.deaf && String(what).includes('/api/staff/sync')) throw new TypeError('lost');
             return real(what, ...rest);
         };")?;
    first.write("いま、つづきを書きました。")?;
    staff.js("window.deaf = false; document.querySelector('#bulk-close-yes').click()")?;
    staff.gone("#bulk")?;
    staff.read("1件は、そのままにしました。")?;
    wait::until("the other closed", || {
        me.sync()?;
        Ok(me.view(second_case)?.is_closed().then_some(()))
    })?;
    ensure!(!me.view(first_case)?.is_closed(), "closed past a letter");
    Ok(())
}

/// Rows that can be seen whole.
fn in_sight(staff: &Browser) -> Result<u64> {
    let count = staff.js(
        "return [...document.querySelectorAll('#cases .case-row')].map((row) => row.getBoundingClientRect())
             .filter((box) => box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 0.5).length",
    )?;
    Ok(count.as_u64().unwrap_or_default())
}

/// From the lowest to the highest of the first rows, in pixels.
fn heights(staff: &Browser) -> Result<(f64, f64)> {
    let all = staff.js("const all = [...document.querySelectorAll('#cases .case-row')].slice(0, 3)
             .map((row) => row.getBoundingClientRect().height);
         return [Math.min(...all), Math.max(...all)]")?;
    let at = |place: usize| all[place].as_f64().unwrap_or(f64::NAN);
    Ok((at(0), at(1)))
}

/// Compact for those who want to see many, on this device for good; what is pressed stays large enough.
pub fn density(_: &Desk) -> Result<()> {
    const CASES: usize = 16;
    let desk = Desk::start()?;
    for number in 0..CASES {
        desk.letter(&format!("{number}番めの手紙です。きょうも、うまく言葉になりません。"))?;
    }
    let (staff, _) = at_desk(&desk)?;
    rows(&staff, CASES)?;
    let roomy = in_sight(&staff)?;
    let (lowest, _) = heights(&staff)?;
    ensure!(lowest >= 56.0, "a roomy row of {lowest} px");
    let compact = || -> Result<()> {
        staff.see(".desk[data-density=compact]")?;
        rows(&staff, CASES)?;
        let seen = in_sight(&staff)?;
        ensure!(seen >= 12 && seen > roomy, "{seen} rows, and {roomy} before");
        let (lowest, highest) = heights(&staff)?;
        ensure!(lowest >= 39.5 && highest <= 40.5, "compact rows from {lowest} to {highest} px");
        Ok(())
    };
    staff.press_words("こまかく")?;
    compact()?;
    staff.reachable("a compact list", 24)?;
    staff.fits("a compact list")?;
    staff.accessible("a compact list")?;
    staff.reload()?;
    compact()?;
    staff.press_words("ゆったり")?;
    staff.see(".desk[data-density=comfortable]")?;
    ensure!(in_sight(&staff)? <= roomy);
    staff.reload()?;
    staff.see(".desk[data-density=comfortable]").map(drop)
}

/// To whoever hears the page: at once, and then at most once in ten seconds, with everything that came meanwhile.
pub fn spoken(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    desk.letter("読みあげられる手紙です。")?;
    let (staff, _) = at_desk(&desk)?;
    // Whatever was said on the way in has been forgotten.
    staff.until("silence", "document.querySelector('#said')?.textContent === ''")?;
    staff.js(
        "const voice = document.querySelector('#said');
         window.said = [];
         new MutationObserver(() => {
             const words = voice.textContent;
             if (words && words !== window.said.at(-1)?.words) window.said.push({ at: performance.now(), words });
         }).observe(voice, { childList: true, characterData: true, subtree: true });",
    )?;
    for filter in ["all", "closed", "held", "closed"] {
        staff.press(&format!("[data-filter={filter}]"))?;
    }
    staff.until("what was gathered", "window.said.length >= 2")?;
    let said = staff.js("return window.said")?;
    let at = |place: usize| said[place]["at"].as_f64().unwrap_or(f64::NAN);
    ensure!(said[0]["words"] == "1件です。", "at once: {said}");
    ensure!(said[1]["words"] == "0件です。", "the same is not said twice: {said}");
    ensure!(at(1) - at(0) >= 9_900.0, "spoken too soon: {said}");
    ensure!(said.as_array().is_some_and(|all| all.len() == 2), "{said}");
    Ok(())
}

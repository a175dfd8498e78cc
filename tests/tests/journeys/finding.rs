//! Finding a case, and acting on several: a stretch of rows, everything by typing.
use anyhow::{Context, Result, ensure};
use madobe_client::{StaffMember, Words};
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::{About, AgeBand, Promises};
use madobe_domain::log::work::Work;
use madobe_tests::browser::{Browser, Engine};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::at_a_desk;
use madobe_tests::wait;
use thirtyfour::Key;

fn seat(desk: &Desk, engine: Engine) -> Result<(Browser, StaffMember)> {
    let (staff, me) = at_a_desk(desk, engine)?;
    staff.see("#cases .case-row")?;
    Ok((staff, me))
}

fn row(case: CaseId) -> String {
    format!("#cases .case-row[href$='{case}']")
}

/// Other journeys write at the same desk: what is looked for stands in nobody else's letter.
fn case(desk: &Desk, name: &str, letter: &str) -> Result<CaseId> {
    let words = Words { call_me: Some(name.into()), ..Words::new(letter) };
    Ok(desk.visitor().write(&words)?.page(0)?.case)
}

fn all_are(me: &mut StaffMember, cases: &[CaseId], what: &str, is: impl Fn(&Work) -> bool) -> Result<()> {
    wait::until(what, || {
        me.sync()?;
        for case in cases {
            if !is(&me.worked(*case)?) {
                return Ok(None);
            }
        }
        Ok(Some(()))
    })
}

/// Chosen by keys, acted on together, taken back together.
pub fn bulk(desk: &Desk, engine: Engine) -> Result<()> {
    let letter = "まとめて見てもらう手紙。";
    let cases =
        [case(desk, "まとめ一", letter)?, case(desk, "まとめ二", letter)?, case(desk, "まとめ三", letter)?];
    let (staff, mut me) = seat(desk, engine)?;
    staff.write("#search", "まとめて見てもらう手紙")?;
    staff.until("the three", "document.querySelectorAll('#cases .case-row').length === 3")?;
    staff.js("document.querySelector('#cases .case-row').focus()")?;
    staff.keys("x")?;
    staff.see("#bulk")?;
    staff.keys("jj")?;
    staff.chord_with(Key::Shift, 'X')?;
    staff.read("3件をえらんでいます")?;
    staff.accessible("several cases chosen")?;
    staff.keys("b")?;
    staff.until("the focus on what to do", "document.activeElement.id === 'bulk-assign'")?;
    let id = me.session.id;
    staff.js_with(
        "const list = document.querySelector('#bulk-assign'); list.value = arguments[0];
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        id.to_string(),
    )?;
    // A list that is walked through with the arrow keys does nothing by itself.
    staff.see("#bulk")?;
    ensure!(staff.js("return document.querySelectorAll('.quiet-line').length")? == 0, "a choice acted");
    staff.press("#bulk-assign-act button")?;
    staff.gone("#bulk")?;
    all_are(&mut me, &cases, "all assigned", |work| work.assigned == Some(id.into()))?;
    ensure!(staff.js("return document.querySelectorAll('.quiet-line').length")? == 1, "one way back for all");
    staff.press(".quiet-line .undo")?;
    all_are(&mut me, &cases, "all taken back", |work| work.assigned.is_none())?;
    // A tag for two of them, by the boxes, which come by a button where there are no keys.
    staff.press("#choosing")?;
    staff.until("the boxes", "document.querySelector('#cases[data-choosing] .pick input')?.checkVisibility({ checkOpacity: true })")?;
    for case in &cases[..2] {
        staff.js_with(
            "document.querySelector(arguments[0]).parentElement.querySelector('.pick input').click()",
            row(*case),
        )?;
    }
    staff.read("2件をえらんでいます")?;
    staff.write("#bulk-tag", "まとめ")?;
    staff.key(Key::Enter)?;
    all_are(&mut me, &cases[..2], "two with a tag", |work| work.tags.len() == 1)?;
    all_are(&mut me, &cases[2..], "one without", |work| work.tags.is_empty())?;
    // Closed together: they leave what waits, and come back.
    for case in &cases[..2] {
        staff.js_with(
            "document.querySelector(arguments[0]).parentElement.querySelector('.pick input').click()",
            row(*case),
        )?;
    }
    staff.see("#bulk-close")?;
    staff.js("const list = document.querySelector('#bulk-close'); list.value = 'quiet';
         list.dispatchEvent(new Event('change', { bubbles: true }))")?;
    // Nobody has answered them: that is said first.
    staff.press("#bulk-close-act button")?;
    staff.read("まだ返事をしていない相談が2件あります。")?;
    staff.accessible("asked before several are closed")?;
    staff.press("#bulk-close-no")?;
    staff.gone("#bulk-sure")?;
    // With one more it would not be true any more.
    let third = || {
        staff.js_with(
            "document.querySelector(arguments[0]).parentElement.querySelector('.pick input').click()",
            row(cases[2]),
        )
    };
    staff.press("#bulk-close-act button")?;
    staff.see("#bulk-sure")?;
    third()?;
    staff.gone("#bulk-sure")?;
    third()?;
    staff.press("#bulk-close-act button")?;
    staff.press("#bulk-close-yes")?;
    staff.gone("#bulk")?;
    let closed = |me: &mut StaffMember, wanted: bool| {
        wait::until("the closing", || {
            me.sync()?;
            let all = cases[..2].iter().map(|case| Ok(me.view(*case)?.is_closed() == wanted));
            Ok(all.collect::<Result<Vec<_>>>()?.into_iter().all(|is| is).then_some(()))
        })
    };
    closed(&mut me, true)?;
    staff.press(".quiet-line:last-child .undo")?;
    closed(&mut me, false)
}

/// What the writer said about themselves, and for when an answer is promised.
pub fn rarer(desk: &Desk, engine: Engine) -> Result<()> {
    let letter = |about: About, age: AgeBand, ward: &str, source: &str, no_visit: bool| -> Result<String> {
        let words = Words {
            about: Some(about),
            age: Some(age),
            source: Some(source.into()),
            promises: Promises { no_visit, ..Promises::default() },
            ward: Some(ward.into()),
            ..Words::new("めずらしい条件の手紙。")
        };
        Ok(row(desk.visitor().write(&words)?.page(0)?.case))
    };
    let one = letter(About::Neighbour, AgeBand::SixtyAndOver, "北のほう", "北の図書館", true)?;
    let other = letter(About::Agency, AgeBand::Under20, "南のほう", "南の薬局", false)?;
    let (staff, _) = seat(desk, engine)?;
    let choose = |id: &str, value: &str| -> Result<()> {
        staff.until(
            "the choice",
            &format!("document.querySelector(\"#narrow {id} option[value='{value}']\")"),
        )?;
        staff.js(&format!(
            "const list = document.querySelector('{id}'); list.value = '{value}';
             list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ))?;
        Ok(())
    };
    staff.press("#narrow-summary")?;
    staff.see("#narrow-about")?;
    staff.accessible("everything that narrows a list")?;
    ensure!(staff.js("return !document.querySelector('#narrow-team')")? == true, "there is one team");
    for (id, of_one, of_other) in [
        ("#narrow-about", "neighbour", "agency"),
        ("#narrow-age", "sixty_and_over", "under20"),
        ("#narrow-ward", "北のほう", "南のほう"),
        ("#narrow-source", "北の図書館", "南の薬局"),
    ] {
        choose(id, of_one)?;
        staff.gone(&other)?;
        staff.see(&one)?;
        choose(id, of_other)?;
        staff.gone(&one)?;
        staff.see(&other)?;
        choose(id, "")?;
    }
    choose("#narrow-ward", "南のほう")?;
    staff.see(&other)?;
    staff.press("#narrow-promises")?;
    staff.gone(&other)?;
    choose("#narrow-ward", "北のほう")?;
    staff.see(&one)?;
    // Nothing is overdue on the day on which it was written.
    choose("#narrow-promised", "over")?;
    staff.gone(&one)?;
    staff.press("#narrow-clear")?;
    staff.until(
        "nothing is chosen any more",
        "['promised', 'ward', 'about'].every((one) => document.querySelector(`#narrow-${one}`).value === '')
         && !document.querySelector('#narrow-promises').checked",
    )
}

/// All that a search finds, by keys.
fn choose_all(staff: &Browser, query: &str, count: usize) -> Result<()> {
    staff.open("/staff")?;
    staff.see("#cases .case-row")?;
    staff.write("#search", query)?;
    staff
        .until("all of them", &format!("document.querySelectorAll('#cases .case-row').length === {count}"))?;
    staff.js("document.querySelector('#cases .case-row').focus()")?;
    staff.keys("x")?;
    staff.see("#bulk")?;
    staff.keys(&"j".repeat(count - 1))?;
    staff.chord_with(Key::Shift, 'X')?;
    staff.read(&format!("{count}件をえらんでいます"))
}

fn assign_all(staff: &Browser, to: &str) -> Result<()> {
    staff.js_with(
        "const list = document.querySelector('#bulk-assign'); list.value = arguments[0];
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        to,
    )?;
    staff.press("#bulk-assign-act button")?;
    staff.gone("#bulk")
}

/// Until the next page everything that is asked for takes its time.
fn slow_line(staff: &Browser) -> Result<()> {
    staff
        .js("const real = window.fetch;
             window.fetch = async (...asked) => {
                 await new Promise((go) => setTimeout(go, 500));
                 return real(...asked);
             };")
        .map(drop)
}

fn unlock(staff: &Browser) -> Result<()> {
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.see(".desk-bar").map(drop)
}

/// What is still on its way is recorded by whoever leaves the desk, and what is not is told.
pub fn bulk_left(desk: &Desk, engine: Engine) -> Result<()> {
    const LETTER: &str = "席を立つ前にまとめた手紙";
    const LOST: &str = "件の操作は、残せませんでした。";
    let cases = ["いち", "に", "さん", "し"]
        .into_iter()
        .map(|name| case(desk, &format!("席を立つ{name}"), &format!("{LETTER}。")))
        .collect::<Result<Vec<CaseId>>>()?;
    let (staff, mut me) = seat(desk, engine)?;
    let id = me.session.id;
    // Away from the desk: it goes on behind the covered screen.
    choose_all(&staff, LETTER, cases.len())?;
    slow_line(&staff)?;
    assign_all(&staff, &id.to_string())?;
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    ensure!(!staff.holds(LETTER)?, "words are left on the locked screen");
    all_are(&mut me, &cases, "all assigned", |work| work.assigned == Some(id.into()))?;
    unlock(&staff)?;
    ensure!(!staff.holds(LOST)?, "told of a loss that was none");
    // Away and back before the last one is recorded.
    choose_all(&staff, LETTER, cases.len())?;
    slow_line(&staff)?;
    staff.write("#bulk-tag", "席")?;
    staff.key(Key::Enter)?;
    staff.gone("#bulk")?;
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    unlock(&staff)?;
    staff.see("#cases .case-row")?;
    all_are(&mut me, &cases, "all with a tag", |work| work.tags.len() == 1)?;
    ensure!(!staff.holds(LOST)?, "told of a loss that was none");
    // Without a network it cannot be recorded: that is said to whoever comes back.
    choose_all(&staff, LETTER, cases.len())?;
    staff.until(
        "the screen of a locked desk",
        "performance.getEntriesByType('resource').some((one) => one.name.includes('staff-door'))",
    )?;
    staff.offline(true)?;
    assign_all(&staff, "nobody")?;
    staff.until(
        "that it did not go",
        &format!("document.querySelectorAll('.quiet-line .again').length === {}", cases.len()),
    )?;
    ensure!(
        staff.js("return document.querySelectorAll('.quiet-line .undo').length")? == 0,
        "a way back from what was not done"
    );
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    staff.offline(false)?;
    unlock(&staff)?;
    staff.read(&format!("{}{LOST}", cases.len()))?;
    staff.accessible("told of acts that are not recorded")?;
    staff.press(".quiet-line .dismiss")?;
    staff.gone(".quiet-line")?;
    // Where only the answer was lost it is in the record, and is not told.
    choose_all(&staff, LETTER, cases.len())?;
    staff.js("const real = window.fetch;
         let first = true;
         window.fetch = async (what, ...rest) => {
             if (!String(what).endsWith('/entries')) return real(what, ...rest);
             if (first) {
                 first = false;
                 await real(what, ...rest);
             }
             throw new TypeError('lost');
         };")?;
    staff.write("#bulk-tag", "途中")?;
    staff.key(Key::Enter)?;
    staff.until(
        "that it did not go",
        &format!("document.querySelectorAll('.quiet-line .again').length === {}", cases.len()),
    )?;
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    unlock(&staff)?;
    staff.read(&format!("{}{LOST}", cases.len() - 1))?;
    staff.press(".quiet-line .dismiss")?;
    staff.gone(".quiet-line")?;
    // Signing out waits for it.
    choose_all(&staff, LETTER, cases.len())?;
    slow_line(&staff)?;
    staff.press("#bulk [data-hold='3']")?;
    staff.gone("#bulk")?;
    staff.press_words("ログアウト")?;
    staff.see("#sign-in")?;
    me.sync()?;
    for case in cases {
        ensure!(me.worked(case)?.held_until.is_some(), "signed out before it was recorded");
    }
    Ok(())
}

/// A case by what it is called or its number, an act on it, a screen.
pub fn palette(desk: &Desk, engine: Engine) -> Result<()> {
    let case = case(desk, "パレット", "名前でさがされる手紙。")?;
    let (staff, mut me) = seat(desk, engine)?;
    staff.chord_with(Key::Control, 'k')?;
    staff.until("the focus in it", "document.activeElement?.id === 'combo'")?;
    ensure!(staff.js("return document.querySelector('#combo').getAttribute('role')")? == "combobox");
    staff.keys("ﾊﾟﾚｯﾄ")?;
    staff.until("the case", "document.querySelector('#combo-0')?.textContent.includes('パレット')")?;
    staff.accessible("everything by typing")?;
    staff.key(Key::Enter)?;
    staff.until("the case", &format!("location.pathname.endsWith('{case}')"))?;
    staff.see("#to-reply")?;
    staff.chord_with(Key::Control, 'k')?;
    staff.until("the focus in it", "document.activeElement?.id === 'combo'")?;
    staff.keys("自分の担当にする")?;
    staff.key(Key::Enter)?;
    let id = me.session.id;
    all_are(&mut me, &[case], "assigned", |work| work.assigned == Some(id.into()))?;
    // Escape changes nothing and gives the focus back.
    staff.chord_with(Key::Control, 'k')?;
    staff.see("#combo")?;
    staff.key(Key::Escape)?;
    staff.gone("#combo")?;
    staff.chord_with(Key::Control, 'k')?;
    staff.until("the focus in it", "document.activeElement?.id === 'combo'")?;
    staff.keys("定型文")?;
    staff.key(Key::Down)?;
    staff.key(Key::Up)?;
    staff.key(Key::Enter)?;
    staff.until("the screen", "location.pathname === '/staff/snippets'")?;
    staff.see("#new-snippet").map(drop).context("the screen of ready-made texts")
}

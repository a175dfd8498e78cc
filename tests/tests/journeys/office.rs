//! Running a desk: colleagues, invitations and settings. The focus never falls to the page as a whole, and nothing that
//! was typed goes without being asked about.
use anyhow::{Context, Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{ADMINISTRATOR, Desk, PASSWORD};
use madobe_tests::steps::sign_in;
use serde_json::json;

fn at_desk(desk: &Desk, engine: Engine) -> Result<Browser> {
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    Ok(staff)
}

fn focus_on(staff: &Browser, id: &str) -> Result<()> {
    staff.until(&format!("the focus on {id}"), &format!("document.activeElement.id === {}", json!(id)))
}

/// Makes an invitation. Gives the path of its link.
fn invite(staff: &Browser) -> Result<String> {
    staff.press("#invite")?;
    focus_on(staff, "invite-link")?;
    let link = staff.value("#invite-link")?;
    staff.until("the mark on the newest link", "document.querySelectorAll('li .badge').length === 1")?;
    link.strip_prefix(staff.base()).map(str::to_owned).context(link.clone())
}

pub fn colleagues(desk: &Desk, engine: Engine) -> Result<()> {
    desk.newcomer()?;
    let staff = at_desk(desk, engine)?;
    staff.press_words("同僚")?;
    let link = invite(&staff)?;
    staff.press_words("番号が同じなら、鍵を渡す")?;
    focus_on(&staff, "said-done")?;
    staff.read("さんに鍵を渡しました。")?;
    ensure!(staff.value("#invite-link")?.ends_with(&link), "the link that is shown only once is still there");
    staff.accessible("a key was handed over")?;
    staff.press("li:has(.badge) button")?;
    focus_on(&staff, "open-invites")?;
    staff.read("招待を取り消しました。")?;
    staff.gone("#invite-link")?;

    let link = invite(&staff)?;
    let newcomer = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    newcomer.open(&link)?;
    newcomer.write("#login", ADMINISTRATOR)?;
    newcomer.write("#name", "あたらしい人")?;
    newcomer.write("#password", "admin1234567")?;
    newcomer.press("#account button[type=submit]")?;
    newcomer.see("#password-error")?;
    newcomer.clear("#password")?;
    newcomer.write("#password", PASSWORD)?;
    newcomer.press("#account button[type=submit]")?;
    newcomer.see("#login-error")?;
    newcomer.accessible("a login name that is taken")?;
    ensure!(newcomer.value("#password")? == PASSWORD, "what was typed stays");
    newcomer.clear("#login")?;
    newcomer.write("#login", "somebody.new")?;
    newcomer.press("#account button[type=submit]")?;
    newcomer.see("#authenticator").map(drop)
}

pub fn settings(desk: &Desk, engine: Engine) -> Result<()> {
    const NOTE: &str = "2026-12-29";
    let before = desk.administrator().desk()?;
    let staff = at_desk(desk, engine)?;
    staff.press_words("窓口の設定")?;
    staff.write("#wards", "\nまだ保存していない区")?;
    staff.read("まだ保存していない変更があります。")?;
    staff.press_words("受信箱")?;
    staff.see(".search")?;
    staff.press_words("窓口の設定")?;
    staff.see("#unsaved")?;
    ensure!(staff.value("#wards")?.contains("まだ保存していない区"), "gone on the way");
    staff.accessible("settings that were not saved")?;
    staff.reload()?;
    staff.see("#unsaved")?;
    ensure!(staff.value("#wards")?.contains("まだ保存していない区"), "gone with the reload");
    staff.press("#unsaved-drop")?;
    focus_on(&staff, "unsaved-drop-no")?;
    staff.press_words("消してもどす")?;
    focus_on(&staff, "heading")?;
    staff.gone("#unsaved")?;
    ensure!(!staff.value("#wards")?.contains("まだ保存していない区"));

    // Everything that is not right, at once.
    staff.clear("#reply_days")?;
    staff.write("#reply_days", "99")?;
    staff.read("まだ保存していない変更があります。")?;
    ensure!(!staff.holds("前に入れた")?, "what is typed now is not from before");
    staff.clear("#exit_url")?;
    staff.write("#exit_url", &staff.base().replace("http://", "https://"))?;
    staff.write("#closed_days", "年末")?;
    staff.press("#line-add")?;
    let lines = staff.js("return document.querySelectorAll('[id^=line-][id$=-all]').length")?;
    let last = lines.as_u64().context("how many lines")? - 1;
    focus_on(&staff, &format!("line-{last}-name"))?;
    staff.clear(&format!("#line-{last}-checked_on"))?;
    staff.write(&format!("#line-{last}-checked_on"), "2999-01-01")?;
    staff.press("#desk-form button[type=submit]")?;
    focus_on(&staff, "error-summary")?;
    for field in ["closed_days", "reply_days", "exit_url"]
        .map(str::to_owned)
        .into_iter()
        .chain(["name", "contact", "hours", "source", "checked_on"].map(|part| format!("line-{last}-{part}")))
    {
        staff.see(&format!("#{field}-error"))?;
    }
    staff.read("行き先は、この窓口ではない")?;
    staff.read("確かめた日は、きょうまでの日にしてください。")?;
    staff.accessible("settings with faults")?;

    // Without any line there is one question; without an answer nothing is saved.
    for line in (0..=last).rev() {
        staff.press(&format!("#line-{line}-all button:last-child"))?;
        let next = line.checked_sub(1).map_or("line-add".to_owned(), |line| format!("line-{line}-all"));
        focus_on(&staff, &next)?;
    }
    for (field, good) in [("#reply_days", "2"), ("#closed_days", NOTE), ("#exit_url", "https://example.jp/")]
    {
        staff.clear(field)?;
        staff.write(field, good)?;
    }
    staff.press("#desk-form button[type=submit]")?;
    focus_on(&staff, "no-lines-ask")?;
    ensure!(!staff.holds("保存しました。")?);
    ensure!(
        desk.administrator().desk()?.settings.closed_days == before.settings.closed_days,
        "it was saved unasked"
    );
    Ok(())
}

//! For who has few words, or reads them with effort: a mark in place of a letter, readings over hard words, and three questions
//! afterwards.
use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_domain::log::record::CloseReason;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, open_mailbox, send_letter, sign_in, told_above};

const WANTED: &str = "夜の返事も、読みたいです。";

/// One tap is a letter; it can be taken back; staff see it, and the wish, in the list and in the thread.
pub fn mark_alone(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    phone.open("/write")?;
    phone.ready()?;
    ensure!(
        phone.js("return document.querySelectorAll('main :checked').length")? == 0,
        "nothing is chosen ahead"
    );
    let rain = "#weather .choice:has([value=rain])";
    phone.press(rain)?;
    phone.press("#weather .undo")?;
    phone.press("#next")?;
    phone.see("#letter-error")?;
    phone.press(rain)?;
    phone.gone("#letter-error")?;
    // It is kept like everything else that was chosen.
    phone.reload()?;
    phone.ready()?;
    phone.until("the mark after a reload", "document.querySelector('[value=rain]').checked")?;
    phone.press("#next")?;
    phone.press("#wish .choice:has([value=short])")?;
    phone.press("#choose-next")?;
    ensure!(phone.text("#own-letter")? == "あめ");
    ensure!(phone.text("#chosen dt")? == "心の天気", "the question as a whole");
    phone.read("短い返事で大丈夫です")?;
    phone.press("#send")?;
    let digits = code(&phone)?;
    phone.clean()?;

    open_mailbox(&phone, &digits)?;
    ensure!(phone.text("#letters .letter .weather-mark")?.trim() == "あめ");
    phone.press("#write-more")?;
    phone.press("#weather .choice:has([value=snow])")?;
    // The next letter's mark is kept like its words.
    open_mailbox(&phone, &digits)?;
    phone.until("the mark after a reload", "document.querySelector('[value=snow]')?.checked")?;
    phone.press("#wish .choice:has([value=no_answer_needed])")?;
    phone.press("#more-send")?;
    phone.until("two marks", "document.querySelectorAll('#letters .weather-mark').length === 2")?;
    phone.read("返事はいらない、と受けとっています。")?;

    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    let row = format!(".case-row[href='/staff/cases/{case}']");
    // No answer is waited for any more.
    staff.until(
        "all consultations",
        "[...document.querySelectorAll('button,a')].find((e) => e.textContent.trim().startsWith('すべて'))?.click() ?? true",
    )?;
    // Rows far down have no size everywhere, and say what they say all the same.
    staff.until(
        "the newest mark and the wish in its row",
        &format!(
            "['ゆき', '返事はいらない'].every((words) => document.querySelector(\"{row}\")?.textContent.includes(words))"
        ),
    )?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.until("both marks", "document.querySelectorAll('#letters .weather-mark').length === 2")?;
    ensure!(staff.text("#letters .letter .weather-mark")?.trim() == "あめ");
    Ok(())
}

/// Off: nothing of it on the page, nothing fetched. On: on this page, on the next, on what the program draws later. Names of
/// buttons and links stay plain, and what a person wrote is left alone.
pub fn furigana(desk: &Desk) -> Result<()> {
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    phone.open("/about")?;
    let count = "return document.querySelectorAll('rt').length";
    ensure!(phone.js(count)? == 0, "readings that nobody asked for");
    let fetched = |phone: &Browser| -> Result<bool> {
        let names =
            phone.js("return performance.getEntriesByType('resource').map((e) => e.name).join(' ')")?;
        Ok(names.to_string().contains("furigana"))
    };
    ensure!(!fetched(&phone)?, "fetched ahead");
    let before = phone.js("return document.body.innerText")?;
    let name = phone.accessible_name("a[href='/safety']")?;
    phone.press("#furigana")?;
    phone.see("main rt")?;
    ensure!(fetched(&phone)?);
    ensure!(phone.accessible_name("a[href='/safety']")? == name, "the name of a link has changed");
    ensure!(
        phone.js("return document.querySelectorAll('.desk-name rt, .site-header rt, textarea rt').length")?
            == 0
    );
    phone.press("#furigana")?;
    phone.gone("rt")?;
    ensure!(phone.js(count)? == 0 && phone.js("return document.body.innerText")? == before, "not as before");

    phone.press("#furigana")?;
    phone.see("main rt")?;
    phone.open("/write")?;
    phone.ready()?;
    phone.see("main rt")?;
    let send = phone.accessible_name("#next")?;
    ensure!(send == "つぎへ", "{send}");
    phone.write("#letter", "窓口の端末に、約束を書きました。")?;
    phone.press("#next")?;
    phone.see("#step-choose rt")?;
    phone.press("#wish .choice:has([value=information])")?;
    phone.press("#choose-next")?;
    phone.see("#step-check rt")?;
    let chosen = phone.text("#chosen dd")?;
    ensure!(chosen == "情報がほしい", "the answer as it is written, not {chosen}");
    ensure!(
        phone.js("return document.querySelectorAll('#own-letter rt').length")? == 0,
        "into somebody's words"
    );
    ensure!(phone.accessible_name("#send")? == "この内容で送る");
    phone.press("#send")?;
    code(&phone)?;
    phone.see("#receipt rt")?;
    phone.new_tab()?;
    phone.open("/about")?;
    phone.see("#furigana")?;
    ensure!(phone.js(count)? == 0, "kept beyond its tab");
    // Easy words have fewer of them, and the same button.
    phone.open("/easy/about")?;
    ensure!(phone.js(count)? == 0, "readings that nobody asked for");
    phone.press("#furigana")?;
    phone.see("main rt")?;
    phone.press("#furigana")?;
    phone.gone("rt")?;
    phone.open("/en/about")?;
    ensure!(phone.js("return !document.querySelector('#furigana')")? == true);
    phone.clean().map(drop)
}

/// Offered after closing; nothing in it says whose it is; the desk reads it, and nobody else can.
pub fn feedback(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    let digits = send_letter(&phone, "一言だけ、書きます。")?;
    let case = Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    {
        let mut staff = desk.administrator();
        staff.sync()?;
        staff.reply(case, "読みました。")?;
        staff.close(case, CloseReason::WriterContent)?;
        staff.change_desk(|settings| {
            let on = chrono::NaiveDate::default();
            settings.changes = vec![madobe_domain::desk::settings::Change {
                on,
                words: "字を大きくしました。".into(),
            }];
        })?;
    }
    open_mailbox(&phone, &digits)?;
    phone.press("#mailbox-closed a")?;
    phone.until("the questions", "location.pathname === '/feedback'")?;
    phone.ready()?;
    phone.read("字を大きくしました。")?;
    phone.press("#open")?;
    told_above(&phone, "wanted")?;
    // Out from under the header, as a hand would.
    phone.js("document.querySelector('#easy').scrollIntoView({ block: 'center' })")?;
    phone.press("#easy .choice:has([value=yes])")?;
    phone.gone("#wanted-error")?;
    phone.write("#wanted", WANTED)?;
    phone.offline(true)?;
    phone.press("#open")?;
    phone.read("まだ送れていません。書いたものは残っています。")?;
    told_above(&phone, "wanted")?;
    ensure!(phone.value("#wanted")? == WANTED);
    phone.offline(false)?;
    // In this tab, like a letter's words: through a reload, and asked about where somebody else may have come.
    phone.until(
        "the words to be kept",
        &format!("sessionStorage.getItem('madobe.wanted')?.includes('{WANTED}')"),
    )?;
    phone.reload()?;
    phone.ready()?;
    ensure!(phone.value("#wanted")? == WANTED);
    phone.later(16)?;
    phone.reload()?;
    phone.see("#cover-go")?;
    ensure!(!phone.holds(WANTED)?, "words before somebody said to go on");
    phone.press("#cover-go")?;
    phone.ready()?;
    ensure!(phone.value("#wanted")? == WANTED);
    // Out from under the header, as a hand would.
    phone.js("document.querySelector('#easy').scrollIntoView({ block: 'center' })")?;
    phone.press("#easy .choice:has([value=yes])")?;
    phone.press("#open")?;
    phone.see("#thanks")?;
    ensure!(phone.js("return sessionStorage.getItem('madobe.wanted')")?.is_null(), "kept after it was sent");
    let requests = phone.requests()?;
    let sent = requests.iter().find(|request| request.url.ends_with("/api/feedback")).context("not sent")?;
    let body = sent.body.as_deref().context("sent without a body")?;
    ensure!(!body.contains(&digits) && !body.contains(&case.to_string()) && !body.contains("夜"), "{body}");

    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.press_words("アンケート")?;
    staff.read(WANTED)?;
    ensure!(staff.text("[aria-labelledby=easy] tr")?.contains("1人"));
    Ok(())
}

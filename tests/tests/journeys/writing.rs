//! Writing a reply with others around: ready-made texts, a last look, hints, drafts that outlive the desk, a second reader.
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;
use madobe_client::{Mailbox, StaffMember, Words};
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::Promises;
use madobe_domain::wire::draft::MyDrafts;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{send_now, sign_in};
use madobe_tests::wait;
use thirtyfour::Key;

/// How long it may take until one sees what another does.
const LIVE: Duration = Duration::from_secs(5);

struct Seat {
    staff: Browser,
    me: StaffMember,
    credentials: Credentials,
}

fn seat(desk: &Desk, engine: Engine) -> Result<Seat> {
    let (me, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    Ok(Seat { staff, me, credentials })
}

fn letter(desk: &Desk, words: &Words) -> Result<(Mailbox, CaseId)> {
    let mailbox = desk.visitor().write(words)?;
    let case = mailbox.page(0)?.case;
    Ok((mailbox, case))
}

impl Seat {
    fn open(&self, case: CaseId, tail: &str) -> Result<()> {
        self.staff.open(&format!("/staff/cases/{case}{tail}"))?;
        self.staff.see("#heading").map(drop)
    }

    fn reply(&self, case: CaseId) -> Result<()> {
        self.open(case, "/reply")?;
        self.staff.see("#reply").map(drop)
    }

    fn press_send(&self) -> Result<()> {
        self.staff.press("#reply-form button[type=submit]")
    }
}

/// Kept for the team, found in any kana, put in with what is known; what is left open stops sending once.
pub fn snippets(desk: &Desk, engine: Engine) -> Result<()> {
    let named = Words { call_me: Some("みけ".into()), ..Words::new("はじめまして。") };
    let (mailbox, case) = letter(desk, &named)?;
    letter(desk, &Words { call_me: Some("しろくま".into()), ..Words::new("べつの人です。") })?;
    let seat = seat(desk, engine)?;
    let staff = &seat.staff;
    staff.open("/staff/snippets")?;
    staff.see("#new-snippet")?;
    staff.press("#new-snippet button")?;
    staff.press("#snippet-form button[type=submit]")?;
    staff.read("名前を入れてください。")?;
    staff.write("#snippet-name", "はじめの返事")?;
    staff.write("#snippet-text", "｛呼び名｝さん、お手紙をありがとう。つぎは＿＿＿に書きます。")?;
    staff.accessible("a ready-made text being written")?;
    staff.press("#snippet-form button[type=submit]")?;
    staff.see("#all-snippets .snippet button")?;
    // While one is being written no other takes its place.
    staff.press("#new-snippet button")?;
    staff.see("#snippet-form")?;
    staff.gone("#all-snippets button")?;
    staff.press_words("やめる")?;
    staff.see("#all-snippets button")?;
    seat.reply(case)?;
    staff.until("the focus in the reply", "document.activeElement?.id === 'reply'")?;
    staff.keys(";")?;
    staff.see("#combo")?;
    staff.until("the focus in the menu", "document.activeElement?.id === 'combo'")?;
    staff.keys("ハジメ")?;
    staff.see("#combo-0")?;
    staff.accessible("the menu of ready-made texts")?;
    staff.key(Key::Enter)?;
    staff.gone("#combo")?;
    let filled = "みけさん、お手紙をありがとう。つぎは＿＿＿に書きます。";
    ensure!(staff.value("#reply")? == filled, "{}", staff.value("#reply")?);
    // The blank is under the caret: what is typed goes in its place.
    seat.press_send()?;
    staff.see("#stopped")?;
    staff.read("まだ埋めていないところ「＿＿＿」があります。")?;
    staff.accessible("a reply that was stopped once")?;
    staff.press("#stopped button")?;
    staff.keys("あした")?;
    staff.until(
        "the blank filled",
        "document.querySelector('#reply').value.includes('つぎはあしたに書きます。')",
    )?;
    // Somebody else's name: once more, and then on purpose.
    staff.keys("しろくまさんへ")?;
    seat.press_send()?;
    staff.read("ほかの相談の方の呼び名「しろくま」が入っているようです。")?;
    ensure!(mailbox.open()?.view.replies == 0);
    seat.press_send()?;
    staff.see("#pending")?;
    send_now(staff)?;
    ensure!(mailbox.open()?.view.replies == 1);
    // A `;` in the middle of a line is a `;`.
    seat.reply(case)?;
    staff.until("the focus in the reply", "document.activeElement?.id === 'reply'")?;
    staff.keys("a;")?;
    ensure!(staff.value("#reply")? == "a;");
    staff.gone("#combo")
}

/// Said calmly, never in the way, and switched off for good.
pub fn hints(desk: &Desk, engine: Engine) -> Result<()> {
    let promises = Promises { no_phone: true, ..Promises::default() };
    let (mailbox, case) = letter(desk, &Words { promises, short: true, ..Words::new("電話は苦手です。") })?;
    let seat = seat(desk, engine)?;
    let staff = &seat.staff;
    seat.reply(case)?;
    // What is mended is not red any more.
    seat.press_send()?;
    staff.see("#reply-error")?;
    staff.write("#reply", "電話はしません。")?;
    staff.gone("#reply-error")?;
    staff.gone("#error-summary")?;
    staff.until("kept", "document.querySelector('#draft-status').textContent.length > 0")?;
    staff.gone("#hints li")?;
    staff.write("#reply", "なぜ眠れないのですか。いつから？ あした電話します。いいですか？")?;
    staff.until("three hints", "document.querySelectorAll('#hints li').length === 3")?;
    staff.accessible("hints beside a reply")?;
    staff.press("#hints button")?;
    staff.gone("#hints li")?;
    staff.reload()?;
    staff.until("the words again", "document.querySelector('#reply')?.value.includes('あした電話します')")?;
    staff.see("#hints button")?;
    staff.gone("#hints li")?;
    seat.press_send()?;
    send_now(staff)?;
    ensure!(mailbox.open()?.view.replies == 1, "a hint never stops anything");
    Ok(())
}

/// Words that were being written at one desk are at the next; colleagues see that, and nothing of them.
pub fn drafts(desk: &Desk, engine: Engine) -> Result<()> {
    const WORDS: &str = "まだ途中の、だいじな言葉。";
    let (mailbox, case) = letter(desk, &Words::new("ゆっくりで大丈夫です。"))?;
    let mut first = seat(desk, engine)?;
    let colleague = seat(desk, engine)?;
    first.reply(case)?;
    first.staff.write("#reply", WORDS)?;
    let path = format!("/api/staff/cases/{case}/drafts");
    let kept = |least: u32| {
        wait::until("the draft on the server", || {
            let all: MyDrafts = first.me.get(&path)?;
            Ok(all.drafts.first().filter(|draft| draft.version >= least).map(|draft| draft.version))
        })
    };
    let version = kept(1)?;
    let theirs: MyDrafts = colleague.me.get(&path)?;
    ensure!(theirs.drafts.is_empty(), "a colleague is given a draft");
    let row = format!("#cases .case-row[href$='{case}']");
    colleague.staff.until(
        "that there is one",
        &format!("/書いています|下書き中/.test(document.querySelector(`{row}`)?.textContent ?? '')"),
    )?;
    ensure!(!colleague.staff.holds(WORDS)?);
    // Another computer, as if the first had crashed.
    let second = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&second, &mut first.credentials)?;
    second.open(&format!("/staff/cases/{case}/reply"))?;
    second.until("the words", &format!("document.querySelector('#reply')?.value === '{WORDS}'"))?;
    second.write("#reply", "つづき。")?;
    kept(version + 1)?;
    // The first screen goes on without knowing: neither text is lost, and somebody decides.
    first.staff.write("#reply", "こちらの続き。")?;
    first.staff.see("#elsewhere")?;
    first.staff.read(&format!("{WORDS}つづき。"))?;
    first.staff.accessible("words from another screen")?;
    ensure!(first.staff.value("#reply")? == format!("{WORDS}こちらの続き。"));
    first.staff.press("#elsewhere-take")?;
    first.staff.gone("#elsewhere")?;
    ensure!(first.staff.value("#reply")? == format!("{WORDS}つづき。"));
    first.press_send()?;
    first.staff.see("#pending")?;
    send_now(&first.staff)?;
    ensure!(mailbox.open()?.view.newest_words() == Some(format!("{WORDS}つづき。").as_str()));
    wait::until("no draft any more", || {
        let all: MyDrafts = first.me.get(&path)?;
        Ok(all.drafts.is_empty().then_some(()))
    })
}

/// Where neither the tab nor the server has it, nobody is told that it is kept.
pub fn kept_nowhere(desk: &Desk, engine: Engine) -> Result<()> {
    const WORDS: &str = "まだ、どこにもない言葉。";
    const KEPT: &str = "下書きは、鍵をかけて残してあります。";
    let (mailbox, case) = letter(desk, &Words::new("いそがなくていいです。"))?;
    let seat = seat(desk, engine)?;
    let staff = &seat.staff;
    seat.reply(case)?;
    staff
        .js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")?;
    staff.block(&["*/drafts/reply*"])?;
    staff.write("#reply", WORDS)?;
    let said = |words: &str| {
        staff
            .until(words, &format!("document.querySelector('#draft-status').textContent.includes('{words}')"))
    };
    said("まだ、この画面だけにあります。")?;
    ensure!(!staff.holds(KEPT)?);
    // The server has it in the end.
    staff.block(&[])?;
    said(KEPT)?;
    // On its way and called back, it is still there.
    seat.press_send()?;
    staff.see("#pending")?;
    staff.press(".quiet-line .recall")?;
    staff.until("the words again", &format!("document.querySelector('#reply')?.value === '{WORDS}'"))?;
    staff.read("この返事は、まだ送っていません。")?;
    ensure!(mailbox.open()?.view.replies == 0);
    seat.press_send()?;
    staff.see("#pending")?;
    send_now(staff)?;
    ensure!(mailbox.open()?.view.newest_words() == Some(WORDS));
    Ok(())
}

/// Two at one case: who reads is told quietly, who writes is told strongly, and soon.
pub fn together(desk: &Desk, engine: Engine) -> Result<()> {
    let (_, case) = letter(desk, &Words::new("ふたりで読んでください。"))?;
    let (one, other) = (seat(desk, engine)?, seat(desk, engine)?);
    one.open(case, "")?;
    one.staff.see("#to-reply")?;
    other.open(case, "")?;
    other.staff.see("#to-reply")?;
    let soon = |what: &str, expression: &str| -> Result<()> {
        let began = Instant::now();
        one.staff.until(what, expression)?;
        ensure!(began.elapsed() < LIVE + Duration::from_millis(500), "{what}: {:?}", began.elapsed());
        Ok(())
    };
    soon(
        "that somebody reads",
        "document.querySelector('#others:not([data-writing])')?.textContent.includes('見ています')",
    )?;
    other.staff.keys("r")?;
    other.staff.see("#reply")?;
    other.staff.write("#reply", "書きはじめました。")?;
    soon(
        "that somebody writes",
        "document.querySelector('#others[data-writing]')?.textContent.includes('書いています')",
    )?;
    one.staff.accessible("while a colleague writes")?;
    one.staff.keys("r")?;
    one.staff.see("#composer-others[data-writing]")?;
    one.staff.gone("#others")?;
    // A form that is only open stops nobody.
    other.staff.press("#reply")?;
    other.staff.chord_with(Key::Control, 'a')?;
    other.staff.key(Key::Delete)?;
    soon(
        "that nobody writes any more",
        "document.querySelector('#composer-others:not([data-writing])')?.textContent.includes('見ています')",
    )?;
    other.staff.open("/staff")?;
    other.staff.see("#cases")?;
    one.staff.gone("#others[data-writing]")
}

/// A draft is read by a colleague, who says something of it, before it goes.
pub fn second_reader(desk: &Desk, engine: Engine) -> Result<()> {
    let (mailbox, case) = letter(desk, &Words::new("返事を、ふたりで考えてください。"))?;
    let (one, other) = (seat(desk, engine)?, seat(desk, engine)?);
    one.reply(case)?;
    one.staff.write("#reply", "いっしょに考えます。")?;
    one.staff.press("#ask-second")?;
    one.staff.see("#second-give")?;
    one.staff.accessible("asking somebody to read")?;
    one.staff.press("#second-give")?;
    one.staff.read("同僚に、返事の下書きを読んでもらっています。")?;
    other.staff.reload()?;
    let row = format!("#cases .case-row[href$='{case}']");
    other.staff.until(
        "the mark in the list",
        &format!("document.querySelector(`{row}`)?.textContent.includes('読んでほしい下書き')"),
    )?;
    other.open(case, "")?;
    other.staff.until(
        "the draft",
        "document.querySelector('#second-draft')?.textContent === 'いっしょに考えます。'",
    )?;
    other.staff.accessible("a draft to read")?;
    // Beside a reply of one's own, too: what is said of the draft goes alone, and its words stay until they have gone.
    other.reply(case)?;
    other.staff.write("#reply", "わたしの返事は、まだ途中です。")?;
    other.staff.write("#remark", "やわらかくて、いいと思います。")?;
    other.staff.offline(true)?;
    other.staff.press("#remark-form button[type=submit]")?;
    other.staff.see("#remark-error")?;
    other.staff.read("つながると、同僚に下書き中と出ます。")?;
    ensure!(
        other.staff.value("#remark")? == "やわらかくて、いいと思います。",
        "words that did not go are gone"
    );
    other.staff.offline(false)?;
    other.staff.press("#remark-form button[type=submit]")?;
    other.staff.gone("#remark-form")?;
    one.staff.reload()?;
    one.staff.until(
        "the remark",
        "document.querySelector('#second-remark')?.textContent === 'やわらかくて、いいと思います。'",
    )?;
    ensure!(one.staff.value("#reply")? == "いっしょに考えます。", "the draft stays where it was");
    let sent = "return !!document.querySelector('#pending, .quiet-line[data-case]')";
    ensure!(other.staff.js(sent)? == false, "a reply went along with what was said of a draft");
    one.press_send()?;
    one.staff.see("#pending")?;
    send_now(&one.staff)?;
    one.staff.gone("#second")?;
    let view = mailbox.open()?.view;
    ensure!(view.replies == 1 && view.faults == 0 && view.newest_words() == Some("いっしょに考えます。"));
    ensure!(view.entries.len() == 3, "nothing of the second reader reaches the writer");
    Ok(())
}

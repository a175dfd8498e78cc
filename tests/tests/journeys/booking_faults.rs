//! What goes wrong with a booking, and what becomes of one that nobody came to: no answer is lost, and nobody is blamed.
use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_client::random::rng;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::ChangeId;
use madobe_domain::wire::booking::{Offer, State};
use madobe_domain::wire::calendar::{MoveTalk, StaffTalk};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{
    book_a_talk, choose_a_day, choose_a_time, code, held, open_talks, through_history,
};
use madobe_tests::talks::{Asked, free, furnish, holders, new_hold, path};

use super::booking::{NICKNAME, Presses, WORDS, booked, opened, page, says_when, start, today};

/// Two want the same time: the second keeps every answer and chooses from the three nearest.
pub fn race(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let (one, other) = (start(&desk)?, start(&desk)?);
    choose_a_time(&other)?;
    other.write("#call-me", NICKNAME)?;
    other.write("#words", WORDS)?;
    held(&other)?;
    other.press("#check-back")?;
    other.see("#times input")?;
    // A time of that day that both of them see.
    choose_a_day(&one)?;
    let wanted = one.value("#times .choice:nth-of-type(3) input")?;
    let wanted = format!("#times .choice:has([value='{wanted}'])");
    one.press(&wanted)?;
    one.press("#time-next")?;
    held(&one)?;
    other.press(&wanted)?;
    other.press("#time-next")?;
    other.see("#lost")?;
    other.read("ほかの方が先にとりました")?;
    ensure!(other.js("return document.querySelectorAll('#near .door').length")? == 3);
    says_when(&other, "#near time")?;
    other.accessible("a time that was lost")?;
    other.press("#near .door")?;
    other.see("#step-check")?;
    ensure!(other.value("#call-me")? == NICKNAME && other.value("#words")? == WORDS, "answers are gone");
    // Whoever goes back to the days reads of what is free, and no more of what was lost.
    other.press("#check-back")?;
    other.see("#days .door")?;
    ensure!(other.js("return document.querySelector('#lost').checkVisibility()")? == false, "old news");
    other.press("#days .door:nth-of-type(3)")?;
    other.press("#times .choice")?;
    other.press("#time-next")?;
    other.see("#step-check")?;
    other.press("#book")?;
    other.see("#step-done")?;
    one.press("#book")?;
    one.see("#step-done")?;
    let mut times = booked(&desk)?;
    times.dedup();
    ensure!(times.len() == 2, "{times:?}");
    Ok(())
}

/// No network, a page that is loaded again, a server that was killed, a time that ran out and was taken.
pub fn faults(_: &Desk) -> Result<()> {
    let mut desk = Desk::start()?;
    desk.keep_address()?;
    let holder = holders(&mut desk, 1)?.pop().context("nobody")?;
    let [kind, ..] = furnish(&desk)?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    phone.write("#words", WORDS)?;
    held(&phone)?;
    // The mailbox is made, the booking itself goes nowhere.
    phone.block(&["*/confirm"])?;
    phone.press("#book")?;
    phone.read("予約できたかどうか、まだわかりません")?;
    ensure!(phone.value("#words")? == WORDS);
    phone.reload()?;
    phone.see("#step-check")?;
    held(&phone)?;
    ensure!(phone.value("#words")? == WORDS, "the answers are there after a reload");
    phone.block(&[])?;
    // The desk goes down under the next press, and comes back.
    desk.kill()?;
    phone.press("#book")?;
    phone.see("#book-failed")?;
    desk.start_again()?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    let digits = code(&phone)?;
    ensure!(booked(&desk)?.len() == 1, "booked once");
    said_once(&desk, &digits)?;

    // Held too long, and somebody else has it by then.
    let late = start(&desk)?;
    choose_a_time(&late)?;
    late.write("#words", WORDS)?;
    held(&late)?;
    // Two hours after it was chosen it can be held no longer, and the page says so.
    desk.meddle("UPDATE reservations SET made_at = expires_at - 7200000 WHERE state = 1")?;
    late.js("document.querySelector('#extend').scrollIntoView({ block: 'center' })")?;
    late.press("#extend")?;
    late.read("とっておけるのは")?;
    let page = page(&desk)?;
    let held_time =
        page.talks.iter().find(|talk| talk.state == State::Held).context("nothing is held")?.start;
    desk.meddle("UPDATE reservations SET expires_at = 1 WHERE state = 1")?;
    let new = new_hold(kind, held_time);
    ensure!(matches!(holder.through(&desk.server).hold(&new)?, Asked::Got(_)));
    late.press("#book")?;
    late.see("#lost")?;
    ensure!(late.js("return document.querySelectorAll('#near .door').length")? == 3);
    late.press("#near .door")?;
    late.see("#step-check")?;
    ensure!(late.value("#words")? == WORDS);
    late.press("#book")?;
    late.see("#step-done")?;
    // Of the time that was lost the desk was told nothing.
    said_once(&desk, &code(&late)?)?;
    ensure!(booked(&desk)?.len() == 2);
    // Without a network nothing is lost, and nothing is booked unasked.
    let far = start(&desk)?;
    choose_a_time(&far)?;
    far.write("#words", WORDS)?;
    held(&far)?;
    far.offline(true)?;
    far.press("#book")?;
    far.read("まだ予約できていません")?;
    ensure!(far.value("#words")? == WORDS);
    far.offline(false)?;
    far.press("#book")?;
    far.see("#step-done").map(drop)
}

/// What did not go through without a network is done by trying again, and nothing untrue is said meanwhile.
pub fn tried_again(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let digits = book_a_talk(&start(&desk)?)?;
    let phone = start(&desk)?;
    open_talks(&phone, &digits)?;
    phone.press_words("やめる")?;
    phone.offline(true)?;
    phone.press_words("予約をやめる")?;
    phone.until("why not", "document.activeElement.id === 'stuck'")?;
    phone.offline(false)?;
    ensure!(booked(&desk)?.len() == 1);
    phone.press("#stuck-again")?;
    phone.read("予約をやめました。")?;
    ensure!(booked(&desk)?.is_empty());
    // Days that did not come are not days without a free time.
    phone.press("#mine-another")?;
    phone.see("#kinds .door:nth-of-type(3)")?;
    phone.block(&["*/api/booking/free*"])?;
    phone.press("#kinds .door")?;
    phone.until("why not", "document.activeElement.id === 'stuck'")?;
    ensure!(phone.js("return document.querySelector('#days-none').checkVisibility()")? == false);
    ensure!(phone.js("return document.querySelector('#wait').checkVisibility()")? == false);
    phone.block(&[])?;
    phone.press("#stuck-again")?;
    phone.see("#days .door")?;
    phone.focuses("day-h")?;
    phone.press("#days .door:nth-of-type(2)")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    // Of what was chosen after it, the receipt says nothing: behind lies what is booked.
    phone.press("#done-mine")?;
    phone.press("#mine-another")?;
    phone.press("#kinds .door:nth-of-type(2)")?;
    phone.see("#days .door")?;
    let depth = phone.js("return history.state")?.as_i64().context("no depth")?;
    for steps in 1..=3 {
        phone.back()?;
        phone.until("one step back", &format!("history.state === {}", depth - steps))?;
    }
    phone.see("#my-talks time")?;
    ensure!(phone.js("return document.querySelector('#step-done').checkVisibility()")? == false);
    // Loaded again, what a code opened asks for the code, and says why.
    phone.reload()?;
    phone.see("#code-digits")?;
    phone.read("もう一度、番号を入れてください。")
}

fn said_once(desk: &Desk, digits: &str) -> Result<()> {
    let mailbox = Mailbox::from_code(&desk.server, digits)?;
    let mut staff = desk.administrator();
    staff.sync()?;
    let view = staff.view(mailbox.page(0)?.case)?;
    ensure!(view.talks.len() == 1 && view.letters == 1, "said {} times", view.letters);
    Ok(())
}

/// On the day: one press is enough not to come. Afterwards nobody asks, counts or warns.
pub fn not_today(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    let digits = book_a_talk(&phone)?;
    let start_at = *booked(&desk)?.first().context("nothing is booked")?;
    let until = |tick: Tick| -> Result<u32> {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis();
        Ok(u32::try_from((tick.time().millis() - i64::try_from(now)?) / 60_000)?)
    };
    // When it has passed.
    let later = start(&desk)?;
    later.later(until(start_at)? + 120)?;
    open_talks(&later, &digits)?;
    later.read("この時間は、すぎました。来られなくても、大丈夫です。")?;
    let shown = later.js(
        "const row = document.querySelector('#my-talks');
         return [row.querySelectorAll('.warning, .error').length, /\\d+回/.test(row.textContent), row.textContent]",
    )?;
    ensure!(shown[0] == 0 && shown[1] == false, "{shown}");
    for word in ["無断", "キャンセル", "ご連絡", "注意"] {
        ensure!(!shown[2].as_str().unwrap_or_default().contains(word), "{word}");
    }
    ensure!(later.js("return document.querySelector('#my-talks a').getAttribute('href')")? == "/mailbox");
    later.accessible("a talk that is over")?;
    later.press_words("新しい時間をえらぶ")?;
    later.see("#step-day")?;
    // On its day.
    let day = start(&desk)?;
    day.later(until(start_at)?.saturating_sub(5))?;
    open_talks(&day, &digits)?;
    let mut hand = Presses { phone: &day, count: 0 };
    hand.words("今日は行けそうにない")?;
    day.read("今日は来なくて大丈夫です。")?;
    ensure!(hand.count == 1 && booked(&desk)?.is_empty());
    let offer: Offer = desk.server.get("/api/booking")?;
    let kind = offer.kinds.first().context("nothing is offered")?.id;
    ensure!(free(&desk.server, kind, &today())?.contains(&start_at), "the time is somebody else's now");
    // And who feels better after all takes it again.
    day.press("#take-back")?;
    held(&day)?;
    day.press("#book")?;
    day.see("#done-existing")?;
    ensure!(booked(&desk)? == [start_at]);
    Ok(())
}

/// Moved, and then cancelled, by the desk while its person chooses another time: they see how it stands before anything
/// else, and read of it as of an act of the desk.
pub fn meanwhile(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let digits = book_a_talk(&start(&desk)?)?;
    let phone = start(&desk)?;
    open_talks(&phone, &digits)?;
    phone.press_words("時間を変える")?;
    phone.see("#near .door")?;
    let talk = page(&desk)?.talks.into_iter().next().context("nothing is booked")?;
    let at = path(desk.team, &format!("reservations/{}", talk.id));
    let offered = free(&desk.server, talk.kind, &today())?;
    let to = MoveTalk {
        change: ChangeId::make(&mut rng()),
        start: *offered.last().context("nothing is free")?,
        people: vec![],
        room: None,
    };
    desk.administrator().call::<_, StaffTalk>("PUT", &at, Some(&to))?;
    phone.press("#near .door")?;
    phone.read("時間が変わっていました。")?;
    ensure!(booked(&desk)? == [to.start], "what the desk decided is seen first");
    phone.press_words("時間を変える")?;
    phone.see("#near .door")?;
    desk.administrator().call::<(), serde_json::Value>("DELETE", &at, None)?;
    phone.press("#near .door")?;
    phone.read("この予約は、先にとりやめになっていました。")?;
    phone.read("この予約は、とりやめになっています。")?;
    ensure!(booked(&desk)?.is_empty());
    phone.accessible("a talk that the desk cancelled")
}

/// Looking at other times it stays; back to before the days it is for others at that moment. Forward again nothing is said to be
/// held that is not, and it can be booked all the same.
pub fn given_back(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    phone.write("#words", WORDS)?;
    held(&phone)?;
    let depth = phone.js("return history.state")?.as_i64().context("no depth")?;
    let held_time = || -> Result<Option<Tick>> {
        Ok(page(&desk)?.talks.iter().find(|talk| talk.state == State::Held).map(|talk| talk.start))
    };
    let wanted = held_time()?.context("nothing is held")?;
    phone.press("#check-back")?;
    phone.see("#times input")?;
    phone.press("#time-back")?;
    phone.see("#days .door")?;
    ensure!(held_time()? == Some(wanted), "another time is still to be chosen");
    phone.press("#day-back")?;
    phone.see("#kinds .door")?;
    madobe_tests::wait::until("let go", || Ok(page(&desk)?.talks.is_empty().then_some(())))?;
    let offer: Offer = desk.server.get("/api/booking")?;
    let kind = offer.kinds.first().context("nothing is offered")?.id;
    ensure!(free(&desk.server, kind, &today())?.contains(&wanted), "it is nobody's, and is not offered");
    for step in 1..=3 {
        phone.forward()?;
        phone.until("one step on", &format!("history.state === {}", depth - 3 + step))?;
    }
    phone.read("いまは、この時間をとっていません。")?;
    ensure!(phone.value("#words")? == WORDS);
    phone.press("#book")?;
    phone.see("#step-done")?;
    ensure!(booked(&desk)? == [wanted]);
    said_once(&desk, &code(&phone)?)
}

/// No step of booking is left in the history, and nothing on the device.
pub fn leaving(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    choose_a_time(&phone)?;
    phone.write("#words", WORDS)?;
    held(&phone)?;
    phone.press("#exit")?;
    phone.until("another site", &format!("!location.href.startsWith('{}')", phone.base()))?;
    through_history(&phone, || {
        ensure!(phone.path()? != "/book", "the history leads back to the booking");
        ensure!(!phone.holds(WORDS)?);
        Ok(())
    })?;
    phone.open("/crisis")?;
    let kept =
        phone.js("return Object.keys(sessionStorage).filter((key) => key !== 'madobe.here').join(' ')")?;
    ensure!(kept == "", "{kept} is still kept");
    Ok(())
}

/// A door that is pressed before the program is there opens when it comes.
pub fn early(_: &Desk) -> Result<()> {
    let desk = opened()?;
    let phone = start(&desk)?;
    phone.slow(60_000)?;
    phone.open("/book")?;
    phone.press("#who-myself")?;
    phone.read("準備しています。")?;
    phone.slow(-1)?;
    phone.see("#kinds .door")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door")?;
    phone.see("#times input")?;
    // Loaded again, the page is where it was, and the way back leads through the same steps.
    phone.reload()?;
    phone.see("#times input")?;
    phone.press("#time-back")?;
    phone.see("#days .door")?;
    phone.press("#day-back")?;
    phone.see("#kinds .door")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door")?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.see("#step-check")?;
    ensure!(phone.text("#chosen dd")? == "わたし自身");
    Ok(())
}

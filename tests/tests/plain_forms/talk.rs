//! Two people who write to each other, one of them without any program.
use anyhow::{Context, Result, ensure};
use madobe_client::form::unescape;
use madobe_client::{Form, Mailbox, Server};
use madobe_domain::log::case::{CaseView, Status};
use madobe_domain::log::record::{About, Content, Record};
use madobe_domain::log::weather::Weather;
use madobe_tests::desk::Desk;

/// The form with this button, on the page at this address.
pub fn form_at(server: &Server, path: &str, button: &str) -> Result<Form> {
    let page = server.raw("GET", path, &[], None)?;
    ensure!(page.status == 200, "{path}: {}", page.status);
    ensure!(page.header("cache-control") == Some("no-store"));
    Form::of(&page.text(), button).context("no form")
}

/// The check page of a letter, ready to be sent.
pub fn checked(server: &Server, words: &str) -> Result<Form> {
    let answer = server.submit(&form_at(server, "/plain/write", "check")?.set("letter", words))?;
    ensure!(answer.status == 200, "{}", answer.text());
    Form::of(&answer.text(), "send").context("no check page")
}

/// The digits of a receipt.
pub fn code(html: &str) -> Result<String> {
    let (_, rest) = html.split_once("id=\"plain-code\">").with_context(|| format!("no code in {html}"))?;
    let (groups, _) = rest.split_once("</div>").context("no end")?;
    let digits: String =
        unescape(groups).split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    ensure!(digits.len() == 20, "{groups}");
    Ok(digits)
}

/// The opened mailbox.
pub fn room(server: &Server, code: &str) -> Result<String> {
    let answer = server.submit(&form_at(server, "/plain/mailbox", "open")?.set("code", code))?;
    ensure!(answer.status == 200, "{}: {}", answer.status, answer.text());
    Ok(answer.text())
}

/// The letters on a page.
pub fn bodies(html: &str) -> Vec<String> {
    let bodies = html.split("<div class=\"letter-body\">").skip(1);
    bodies.map(|rest| unescape(rest.split_once("</div>").map_or(rest, |(body, _)| body))).collect()
}

fn words(view: &CaseView) -> Vec<&str> {
    let spoken = view.entries.iter().filter_map(|entry| match &entry.content {
        Some(Content::Known(Record::Letter { text, .. } | Record::Reply { text, .. })) => Some(text.as_str()),
        _ => None,
    });
    spoken.collect()
}

/// Where words do not come, a mark is a letter: it is shown in words, and nothing asks for more.
pub fn a_mark_alone(desk: &Desk) -> Result<()> {
    let home = desk.from_home();
    let form = form_at(&home, "/plain/write", "check")?.set("letter", " ").set("wish", "short");
    let refused = home.submit(&form.clone())?;
    ensure!(refused.status == 422, "{}", refused.status);
    let check = home.submit(&form.set("weather", "rain"))?;
    ensure!(check.status == 200 && check.text().contains("心の天気"), "{}", check.text());
    let receipt = home.submit(&Form::of(&check.text(), "send").context("no check page")?)?;
    let code = code(&receipt.text())?;
    let html = room(&home, &code)?;
    ensure!(html.contains("<p class=\"weather-mark\">あめ</p>") && bodies(&html).is_empty(), "{html}");

    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let view = staff.view(Mailbox::from_code(&home, &code)?.page(0)?.case)?;
    ensure!(view.weather == Some(Weather::Rain) && view.short && view.faults == 0);
    Ok(())
}

pub fn answered(desk: &Desk) -> Result<()> {
    let home = desk.from_home();
    let form =
        form_at(&home, "/plain/write", "check")?.set("letter", "電話は、こわいです。\n<b>すみません</b>");
    let check =
        home.submit(&form.set("call_me", "つき").set("about", "myself").tick("promise", "no_phone"))?;
    let receipt = home.submit(&Form::of(&check.text(), "send").context("no check page")?)?;
    ensure!(receipt.status == 200 && !receipt.text().contains("<!--madobe:"), "{}", receipt.text());
    let code = code(&receipt.text())?;

    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let mailbox = Mailbox::from_code(&home, &code)?;
    let case = mailbox.page(0)?.case;
    let view = staff.view(case)?;
    ensure!(view.status == Status::New && view.faults == 0 && view.promises.no_phone);
    ensure!(view.call_me.as_deref() == Some("つき") && view.about == Some(About::Myself));
    ensure!(words(&view) == ["電話は、こわいです。\n<b>すみません</b>"]);
    staff.reply(case, "書いてくださって、ありがとうございます。")?;

    let html = room(&home, &code)?;
    ensure!(bodies(&html).len() == 2 && html.contains("返事が1通あります。"), "{html}");
    let write = Form::of(&html, "write").context("no form to write")?;
    let answer = home.submit(&write.set("letter", "読めました。"))?;
    ensure!(bodies(&answer.text()).len() == 3, "{}", answer.text());
    staff.sync()?;
    ensure!(staff.view(case)?.status == Status::OursToAnswer && staff.view(case)?.faults == 0);
    let promises = Form::of(&answer.text(), "promises").context("no promises")?;
    home.submit(&promises.tick("promise", "no_handover"))?;
    staff.sync()?;
    ensure!(staff.view(case)?.promises.no_phone && staff.view(case)?.promises.no_handover);

    let delete = Form::of(&answer.text(), "delete").context("no way to delete")?;
    ensure!(home.submit(&delete)?.text().contains("id=\"deleted\""));
    staff.sync()?;
    ensure!(!staff.cases.contains_key(&case));
    let again = home.submit(&form_at(&home, "/plain/mailbox", "open")?.set("code", &code))?;
    ensure!(again.status == 410, "{}", again.status);
    // Neither words nor code came to rest anywhere.
    let log = desk.log();
    for kept in ["電話は、こわい", &code, "つき"] {
        ensure!(!log.contains(kept), "the log holds {kept}");
    }
    Ok(())
}

/// A mailbox made by either kind of page opens and goes on with the other.
pub fn both(desk: &Desk) -> Result<()> {
    let home = desk.from_home();
    let mailbox = desk.letter("ふだんのページから。")?;
    let html = room(&home, &mailbox.code)?;
    home.submit(&Form::of(&html, "write").context("no form")?.set("letter", "ちがう形から。"))?;
    mailbox.write("また、ふだんのページから。")?;
    let open = mailbox.open()?;
    ensure!(open.view.faults == 0 && words(&open.view).len() == 3);
    ensure!(bodies(&room(&home, &mailbox.code)?).len() == 3);
    Ok(())
}

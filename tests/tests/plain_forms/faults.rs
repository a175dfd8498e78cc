//! Many hands, cut lines, a killed runtime, other sites, and the operator's switch.
use super::talk::{self, checked, code, form_at, room};
use anyhow::{Context, Result, ensure};
use madobe_client::Form;
use madobe_tests::cut::{Cut, send};
use madobe_tests::desk::Desk;
use std::thread;

pub fn parallel(desk: &Desk) -> Result<()> {
    let home = desk.from_home();
    let form = checked(&home, "なんども押しました。")?;
    let press = || -> Result<String> {
        let answer = home.submit(&form)?;
        ensure!(answer.status == 200, "{}: {}", answer.status, answer.text());
        code(&answer.text())
    };
    let codes = thread::scope(|scope| {
        let hands: Vec<_> = (0..6).map(|_| scope.spawn(press)).collect();
        hands
            .into_iter()
            .map(|hand| hand.join().map_err(|_| anyhow::anyhow!("a hand failed"))?)
            .collect::<Result<Vec<_>>>()
    })?;
    ensure!(codes.iter().all(|one| *one == codes[0]), "one form, one code");
    let html = room(&home, &codes[0])?;
    ensure!(talk::bodies(&html).len() == 1);
    let form = Form::of(&html, "write").context("no form")?.set("letter", "つづきも、なんども。");
    thread::scope(|scope| {
        let hands: Vec<_> = (0..4).map(|_| scope.spawn(|| home.submit(&form))).collect();
        for hand in hands {
            let answer = hand.join().map_err(|_| anyhow::anyhow!("a hand failed"))??;
            ensure!(answer.status == 200, "{}", answer.text());
        }
        Ok(())
    })?;
    ensure!(talk::bodies(&room(&home, &codes[0])?).len() == 2);
    Ok(())
}

fn cut_off(desk: &Desk, form: &Form, cut: Cut) -> Result<()> {
    let kind = [("content-type", "application/x-www-form-urlencoded"), ("origin", desk.server.base())];
    send(desk.server.base(), &form.action, &kind, form.body().as_bytes(), cut)
}

pub fn cut(desk: &Desk) -> Result<()> {
    let form = checked(&desk.from_home(), "電車の中で。")?;
    for cut in [Cut::AfterSending, Cut::WithinAnswer, Cut::AfterSending] {
        cut_off(desk, &form, cut)?;
    }
    let home = desk.from_home();
    let code = code(&home.submit(&form)?.text())?;
    let write = Form::of(&room(&home, &code)?, "write").context("no form")?.set("letter", "トンネルで。");
    for cut in [Cut::AfterSending, Cut::WithinAnswer] {
        cut_off(desk, &write, cut)?;
    }
    home.submit(&write)?;
    ensure!(talk::bodies(&room(&home, &code)?) == ["電車の中で。", "トンネルで。"]);
    Ok(())
}

pub fn killed(_: &Desk) -> Result<()> {
    let mut desk = Desk::start()?;
    let form = checked(&desk.from_home(), "停電の前に。")?;
    cut_off(&desk, &form, Cut::AfterSending)?;
    desk.kill()?;
    desk.start_again()?;
    let home = desk.from_home();
    let first = code(&home.submit(&form)?.text())?;
    ensure!(code(&home.submit(&form)?.text())? == first);
    ensure!(talk::bodies(&room(&home, &first)?) == ["停電の前に。"]);
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    ensure!(staff.cases.len() == 1, "{} cases", staff.cases.len());
    Ok(())
}

pub fn foreign(desk: &Desk) -> Result<()> {
    let home = desk.from_home();
    let form = checked(&home, "ほかの場所から。")?;
    let bare = desk.from_home().without_site();
    for server in [
        bare.saying("origin", "https://elsewhere.example"),
        bare.saying("origin", "null"),
        bare.saying("sec-fetch-site", "cross-site"),
    ] {
        let answer = server.submit(&form)?;
        ensure!(answer.status == 403 && answer.text().contains("id=\"trouble\""), "{}", answer.text());
        ensure!(!answer.text().contains("ほかの場所"));
    }
    // A browser that says neither.
    let answer = bare.submit(&form)?;
    ensure!(answer.status == 200, "{}", answer.text());
    code(&answer.text()).map(drop)
}

fn status_of(desk: &Desk, path: &str, kind: &str, body: &[u8]) -> Result<u16> {
    let answer = desk.from_home().raw("POST", path, &[("content-type", kind)], Some(body))?;
    ensure!(answer.header("content-type") == Some("text/html; charset=utf-8"), "{}", answer.text());
    for header in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
        ensure!(answer.header(header).is_some(), "{header}");
    }
    Ok(answer.status)
}

pub fn bodies(desk: &Desk) -> Result<()> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let large = [b"letter=".to_vec(), vec![b'a'; 400_000]].concat();
    for path in ["/plain/write", "/easy/plain/write", "/en/plain/mailbox"] {
        ensure!(status_of(desk, path, "application/json", b"{}")? == 400, "{path}");
        ensure!(status_of(desk, path, "multipart/form-data; boundary=x", b"--x--")? == 400, "{path}");
        ensure!(status_of(desk, path, FORM, &large)? == 413, "{path}");
    }
    ensure!(status_of(desk, "/plain/write", FORM, b"do=check&letter=%ff%fe")? == 422);
    ensure!(status_of(desk, "/plain/mailbox", FORM, b"do=open&code=%ff")? == 422);
    ensure!(status_of(desk, "/plain/mailbox", FORM, b"do=delete&code=00000000000000000000")? == 409);
    let answer = desk.server.raw("PUT", "/plain/write", &[], None)?;
    ensure!(answer.status == 405);
    Ok(())
}

pub fn off(on: &Desk) -> Result<()> {
    let desk = Desk::start_with(|options| options.variable("PLAIN_FORMS", "off"))?;
    for path in ["/plain/write", "/en/plain/mailbox"] {
        ensure!(desk.server.raw("GET", path, &[], None)?.status == 404, "{path}");
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        ensure!(desk.server.raw("POST", path, &kind, Some(b"do=check&letter=x"))?.status == 404, "{path}");
    }
    let write = desk.server.raw("GET", "/write", &[], None)?.text();
    ensure!(
        !write.contains("/plain/") && write.contains("JavaScriptをオンにすると"),
        "what to do instead is said"
    );
    ensure!(!desk.server.raw("GET", "/about", &[], None)?.text().contains("id=\"plain\""));
    ensure!(on.server.raw("GET", "/about", &[], None)?.text().contains("id=\"plain\""));
    ensure!(on.server.raw("GET", "/write", &[], None)?.text().contains("action=\"/plain/write\""));
    form_at(&on.server, "/easy/plain/write", "check").map(drop)
}

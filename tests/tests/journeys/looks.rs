//! Every page and every state of it: no violation by axe, light and dark, narrow and wide; nothing too small to press,
//! nothing to scroll sideways for, nothing asked of anybody else. In Chromium, which can do more, `states` looks at all of them.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::pages;
use madobe_tests::steps::{open_mailbox, sign_in, write_up_to_sending};

const LOOKS: [Look; 4] = [Look::PHONE, Look::PHONE.dark(), Look::DESK, Look::DESK.dark()];
/// What may be named in a title: neutral words only.
const TITLE: &str = "窓辺";

struct Eye<'a> {
    browser: &'a Browser,
    /// The least size of what can be pressed.
    pixels: u32,
    faults: Vec<String>,
}

impl Eye<'_> {
    /// Looks at the present state from all sides, and goes on looking whatever it finds.
    fn at(&mut self, what: &str) {
        let mut look = |look: Look, name: &str, check: &dyn Fn(&Browser, &str) -> Result<()>| {
            let what =
                format!("{what}, {name}, {} wide, {}", look.width, if look.dark { "dark" } else { "light" });
            if let Err(error) = self.browser.look(look).and_then(|()| check(self.browser, &what)) {
                self.faults.push(format!("{error:#}"));
            }
        };
        // What a screen is made of is the same in every engine: the others look at the phone, in both colours.
        let looks = if self.browser.engine() == Engine::Chromium { &LOOKS[..] } else { &LOOKS[..2] };
        for &each in looks {
            look(each, "axe", &|browser, what| browser.accessible(what));
        }
        look(Look::NARROWEST, "narrowest", &|browser, what| browser.fits(what));
        let pixels = self.pixels;
        look(Look::PHONE, "targets", &move |browser, what| browser.reachable(what, pixels));
    }

    fn close(self) -> Result<()> {
        ensure!(self.faults.is_empty(), "{} faults:\n{}", self.faults.len(), self.faults.join("\n"));
        Ok(())
    }
}

pub fn public(desk: &Desk, engine: Engine) -> Result<()> {
    if engine == Engine::Chromium {
        return super::states::public();
    }
    sample_settings(desk)?;
    let browser = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    let mut eye = Eye { browser: &browser, pixels: 44, faults: Vec::new() };
    for page in pages::public() {
        browser.open(page)?;
        ensure!(browser.title()?.contains(TITLE));
        eye.at(page);
        browser.clean()?;
    }
    browser.open("/nothing-here")?;
    eye.at("a page that is not there");
    browser.forget()?;
    browser.open("/write")?;
    browser.ready()?;
    browser.press("#next")?;
    browser.see("#letter-error")?;
    eye.at("writing, nothing written");
    browser.press_words("書き出しに迷ったら")?;
    browser.write("#letter", "まだ途中です。")?;
    browser.press("#discard")?;
    eye.at("writing, everything open");
    write_up_to_sending(&browser, "消えてしまいたい、と書いてもいいでしょうか。")?;
    browser.press("#rechoose")?;
    browser.see("#step-choose")?;
    eye.at("choosing");
    browser.press("#choose-next")?;
    browser.press("#not-now")?;
    eye.at("checking");
    browser.press("#not-now-back")?;
    browser.press("#send")?;
    let digits = madobe_tests::steps::code(&browser)?;
    browser.press("#keep-qr")?;
    browser.press("#practice summary")?;
    browser.press("#put-away")?;
    eye.at("the code");
    answer(desk, &digits)?;
    browser.open("/mailbox")?;
    browser.ready()?;
    browser.press("#open")?;
    browser.see("#code-error")?;
    eye.at("the mailbox, no code given");
    open_mailbox(&browser, &digits)?;
    browser.read("返事が1通あります。")?;
    eye.at("the mailbox");
    browser.press("#write-more")?;
    browser.press("#promises-change")?;
    browser.press("#enough")?;
    browser.press("#delete")?;
    eye.at("the mailbox, everything open");
    browser.clean()?;
    browser.press("#delete-yes")?;
    browser.see("#deleted")?;
    eye.at("deleted");
    eye.close()
}

fn sample_settings(desk: &Desk) -> Result<()> {
    use madobe_domain::desk::settings::{CrisisLine, LineKind};
    let line = |name: &str, kind, contact: &str| CrisisLine {
        name: name.to_owned(),
        kind,
        contact: contact.to_owned(),
        hours: "毎日 18時から23時".to_owned(),
        free: true,
        source: "https://example.jp/".to_owned(),
        checked_on: chrono::NaiveDate::default(),
        ..CrisisLine::default()
    };
    desk.administrator().change_desk(|settings| {
        settings.wards = vec!["やなぎ区".into(), "けやき区".into()];
        settings.lines = vec![
            line("見本 文字の相談室", LineKind::Text, "https://example.jp/"),
            line("見本 くらしの電話", LineKind::Phone, "000-0000-0001"),
        ];
    })?;
    Ok(())
}

fn answer(desk: &Desk, digits: &str) -> Result<()> {
    let case = madobe_client::Mailbox::from_code(&desk.server, digits)?.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    staff.reply(case, "書いてくださって、ありがとうございます。\nここで、ゆっくり読んでいます。")?;
    Ok(())
}

pub fn staff(desk: &Desk, engine: Engine) -> Result<()> {
    if engine == Engine::Chromium {
        return super::states::staff();
    }
    let mailbox = desk.letter("職員の画面で読む手紙です。")?;
    let case = mailbox.page(0)?.case;
    desk.newcomer()?;
    let browser = Browser::start(engine, desk.server.base(), Look::DESK)?;
    let mut eye = Eye { browser: &browser, pixels: 24, faults: Vec::new() };
    browser.open("/staff")?;
    browser.see("#sign-in")?;
    eye.at("signing in");
    browser.press("#sign-in button[type=submit]")?;
    browser.see(".error-summary")?;
    eye.at("signing in, nothing given");
    let credentials = &mut *desk.credentials();
    sign_in(&browser, credentials)?;
    browser.see(".case-row")?;
    eye.at("the inbox");
    for (path, shows) in
        [("", "#to-reply"), ("/reply", "#reply"), ("/note", "#note"), ("/close", "#closing-form")]
    {
        browser.open(&format!("/staff/cases/{case}{path}"))?;
        browser.see(shows)?;
        browser.read("職員の画面で読む手紙です。")?;
        eye.at(&format!("a case{path}"));
    }
    browser.press("#closing-form button[type=submit]")?;
    browser.see(".error-summary")?;
    eye.at("closing, no reason given");
    for (path, heading) in [
        ("/staff/colleagues", "同僚"),
        ("/staff/feedback", "アンケートの声"),
        ("/staff/desk", "窓口の設定"),
        ("/staff/none/at/all", "見つかりません"),
    ] {
        browser.open(path)?;
        browser
            .until(heading, &format!("document.querySelector('h1')?.textContent.includes('{heading}')"))?;
        eye.at(path);
    }
    browser.open("/staff")?;
    browser.see(".case-row")?;
    browser.look(Look::DESK)?;
    browser.press_words("キー操作")?;
    eye.at("the keys");
    browser.key(thirtyfour::Key::Escape)?;
    browser.look(Look::DESK)?;
    browser.clean()?;
    browser.press_words("席を離れる")?;
    browser.see("#unlock")?;
    eye.at("locked");
    browser.write("#unlock #password", PASSWORD)?;
    browser.press("#unlock button[type=submit]")?;
    browser.see(".case-row")?;
    eye.close()
}

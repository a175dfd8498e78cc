//! Every screen in every state, as the walks come by: no violation by axe in light and dark, and, of the public pages all
//! and of the staff's those worked at most, in forced colours and twice as large; nothing too small to press, nothing to
//! scroll sideways for, no field that a browser would offer to remember; and the pictures that were accepted.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::picture::Album;
use madobe_tests::walk;

const LOOKS: [Look; 7] = [
    Look::PHONE,
    Look::PHONE.dark(),
    Look::PHONE.forced(),
    Look::DESK,
    Look::DESK.dark(),
    Look::ZOOMED,
    Look::NARROWEST,
];
const STAFF_LOOKS: [Look; 4] = [Look::PHONE, Look::PHONE.dark(), Look::DESK, Look::DESK.dark()];
/// What staff have before them all day, also seen from further off: each look takes its time.
const WORKED_AT: [&str; 5] = ["sign-in", "inbox", "case", "reply", "calendar"];
const FURTHER_LOOKS: [Look; 2] = [Look::DESK.forced(), Look::ZOOMED];

struct Eye<'a> {
    looks: &'a [Look],
    album: Album,
    faults: Vec<String>,
}

impl<'a> Eye<'a> {
    fn new(looks: &'a [Look]) -> Result<Self> {
        Ok(Self { looks, album: Album::open(false)?, faults: Vec::new() })
    }

    fn note(&mut self, result: Result<()>) {
        if let Err(error) = result {
            self.faults.push(format!("{error:#}"));
        }
    }

    /// Looks at the present state from all sides, and goes on looking whatever it finds.
    fn at(&mut self, browser: &Browser, what: &str, measure: &dyn Fn(&Browser, &str) -> Result<()>) {
        for shot in walk::shots(what) {
            self.note(shot.take(browser, what).and_then(|png| self.album.compare(&shot.name(what), &png)));
        }
        self.seen_from(browser, what, self.looks);
        for look in [Look::NARROWEST, Look::PHONE] {
            let at = format!("{what}, {look}");
            self.note(
                browser.look(look).and_then(|()| browser.fits(&at)).and_then(|()| measure(browser, &at)),
            );
        }
    }

    fn seen_from(&mut self, browser: &Browser, what: &str, looks: &[Look]) {
        for look in looks {
            let at = format!("{what}, {look}");
            self.note(browser.look(*look).and_then(|()| browser.accessible(&at)));
        }
    }

    fn close(self) -> Result<()> {
        ensure!(self.faults.is_empty(), "{} faults:\n{}", self.faults.len(), self.faults.join("\n"));
        Ok(())
    }
}

pub fn public() -> Result<()> {
    let desk = Desk::start()?;
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    let mut eye = Eye::new(&LOOKS)?;
    walk::public(&desk, &browser, "ja", &mut |browser, what| {
        eye.at(browser, what, &|browser, at| {
            browser.reachable(at, 44)?;
            browser.spaced(at, 56, 8)?;
            browser.open_fields(at)?;
            browser.zooms(at)
        });
        Ok(())
    })?;
    eye.close()
}

pub fn staff() -> Result<()> {
    let desk = Desk::start()?;
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    let mut eye = Eye::new(&STAFF_LOOKS)?;
    walk::staff(&desk, &browser, &mut |browser, what| {
        eye.at(browser, what, &|browser, at| browser.reachable(at, 24));
        if WORKED_AT.contains(&what) {
            eye.seen_from(browser, what, &FURTHER_LOOKS);
            eye.note(
                browser.look(Look::ZOOMED).and_then(|()| browser.fits(&format!("{what}, {}", Look::ZOOMED))),
            );
        }
        Ok(())
    })?;
    eye.close()
}

/// All parts on one sheet, as the gallery shows them.
pub fn parts(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    let mut eye = Eye::new(&STAFF_LOOKS)?;
    for sheet in walk::SHEETS {
        walk::parts(&browser, "ja", sheet)?;
        eye.at(&browser, &format!("parts-{sheet}"), &|_, _| Ok(()));
    }
    eye.close()
}

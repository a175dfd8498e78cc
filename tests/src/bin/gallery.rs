//! `cargo xtask gallery`: every state of every screen and all parts, taken from the running desk, on one page for each
//! language and for light and dark, in `target/gallery`. `--accept` takes the pictures that the tests compare with instead.
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::picture::Album;
use madobe_tests::runtime::root;
use madobe_tests::walk::{self, LANGUAGES, SHEETS, still};

const SIZES: [(&str, Look); 2] = [("phone", Look::PHONE), ("desk", Look::DESK)];

fn main() -> Result<()> {
    let wishes: Vec<String> = std::env::args().skip(1).collect();
    let languages: Vec<&str> =
        LANGUAGES.into_iter().filter(|known| wishes.iter().any(|wish| wish == known)).collect();
    if let Some(unknown) =
        wishes.iter().find(|wish| *wish != "--accept" && !LANGUAGES.contains(&wish.as_str()))
    {
        bail!("there is no language {unknown}; there are {}", LANGUAGES.join(", "));
    }
    if wishes.iter().any(|wish| wish == "--accept") {
        return accept();
    }
    for language in if languages.is_empty() { LANGUAGES.to_vec() } else { languages } {
        Gallery::new(language)?.take()?;
    }
    Ok(())
}

fn accept() -> Result<()> {
    let album = Album::open(true)?;
    walk_all(LANGUAGES[0], &mut |browser, state| {
        for shot in walk::shots(state) {
            album.compare(&shot.name(state), &shot.take(browser, state)?)?;
        }
        Ok(())
    })?;
    println!("accepted: tests/pictures");
    Ok(())
}

/// The screens of the staff are in the first language alone.
fn walk_all(language: &str, see: &mut walk::See) -> Result<()> {
    let desk = Desk::start()?;
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    for sheet in SHEETS {
        walk::parts(&browser, language, sheet)?;
        see(&browser, &format!("parts-{sheet}"))?;
    }
    walk::public(&desk, &browser, language, see)?;
    if language == LANGUAGES[0] {
        let desk = Desk::start()?;
        let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
        walk::staff(&desk, &browser, see)?;
    }
    Ok(())
}

struct Gallery {
    language: &'static str,
    place: PathBuf,
    /// In the order of the walk.
    states: Vec<String>,
}

impl Gallery {
    fn new(language: &'static str) -> Result<Self> {
        let place = root().join("target/gallery");
        fs::create_dir_all(place.join(language))?;
        Ok(Self { language, place, states: Vec::new() })
    }

    fn take(mut self) -> Result<()> {
        walk_all(self.language, &mut |browser, state| self.all_sides(browser, state))?;
        for colours in ["light", "dark"] {
            let file = self.place.join(format!("{}-{colours}.html", self.language));
            fs::write(&file, self.page(colours)?)?;
            println!("{}", file.display());
        }
        Ok(())
    }

    fn all_sides(&mut self, browser: &Browser, state: &str) -> Result<()> {
        for (size, look) in SIZES {
            for (colours, look) in [("light", look), ("dark", look.dark())] {
                browser.look(look)?;
                let png = still(browser, state.ends_with("-night"), || browser.picture(true))?;
                fs::write(self.place.join(self.file(state, size, colours)), png)?;
            }
        }
        self.states.push(state.to_owned());
        Ok(())
    }

    fn file(&self, state: &str, size: &str, colours: &str) -> String {
        format!("{}/{state}-{size}-{colours}.png", self.language)
    }

    fn page(&self, colours: &str) -> Result<String> {
        let ground = if colours == "dark" { "#333;color:#eee" } else { "#ddd" };
        let mut page = format!(
            "<!doctype html><html lang=\"{0}\"><meta charset=\"utf-8\"><title>{0}, {colours}</title>\
             <style>body{{background:{ground};font-family:sans-serif;margin:1rem}}section{{display:flex;gap:1rem;\
             align-items:start;overflow-x:auto}}img{{flex:none;max-width:none}}</style><nav>",
            self.language
        );
        for state in &self.states {
            write!(page, "<a href=\"#{state}\">{state}</a> ")?;
        }
        page.push_str("</nav>");
        for state in &self.states {
            write!(page, "<h2 id=\"{state}\">{state}</h2><section>")?;
            for (size, _) in SIZES {
                write!(page, "<img loading=\"lazy\" alt=\"\" src=\"{}\">", self.file(state, size, colours))?;
            }
            page.push_str("</section>");
        }
        Ok(page)
    }
}

//! Cases kept on the device: there before the network answers, of no use to anybody else, and never trusted blindly.
use anyhow::{Context, Result, ensure};
use madobe_client::Mailbox;
use madobe_client::staff::Credentials;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::sign_in;

const LETTER: &str = "夜になると、すこし楽です。";

struct Kept {
    desk: Desk,
    staff: Browser,
    mailbox: Mailbox,
    credentials: Credentials,
}

fn loaded(staff: &Browser) -> Result<()> {
    staff.until(
        "a whole list",
        "document.querySelector('#cases') && !document.querySelector('.pane-list > p.status')",
    )
}

/// In the page, `kept` is then what the device keeps: cases and parts of the list.
fn look_into(staff: &Browser) -> Result<()> {
    staff.js(
        "window.kept = undefined;
         window.opened = indexedDB.open('madobe.staff');
         opened.onsuccess = () => {
             const database = opened.result;
             if (!database.objectStoreNames.contains('rows')) { window.kept = { cases: [], rows: [] }; return database.close(); }
             const read = database.transaction(['cases', 'rows']);
             const cases = read.objectStore('cases').getAll();
             const rows = read.objectStore('rows').getAll();
             const texts = (all) => all.map((bytes) => new TextDecoder().decode(bytes));
             read.oncomplete = () => { window.kept = { cases: texts(cases.result), rows: texts(rows.result) }; database.close(); };
         };",
    )
    .map(drop)
}

impl Kept {
    /// Somebody signed in with two cases, which the device keeps.
    fn begin() -> Result<Self> {
        let desk = Desk::start()?;
        let mailbox = desk.letter(LETTER)?;
        desk.letter("もうひとつの手紙です。")?;
        let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
        let (_, mut credentials) = desk.colleague()?;
        sign_in(&staff, &mut credentials)?;
        let kept = Self { desk, staff, mailbox, credentials };
        kept.settled()?;
        Ok(kept)
    }

    fn settled(&self) -> Result<()> {
        loaded(&self.staff)?;
        madobe_tests::wait::until("the list on the device", || {
            look_into(&self.staff)?;
            self.staff.until("a look at the device", "window.kept")?;
            let there = self.staff.js("return kept.cases.length === 2 && kept.rows.length > 0")?;
            Ok((there == true).then_some(()))
        })
    }

    fn case(&self) -> Result<String> {
        Ok(self.mailbox.page(0)?.case.to_string())
    }

    fn open_case(&self) -> Result<()> {
        self.staff.press(&format!(".case-row[href='/staff/cases/{}']", self.case()?))
    }
}

/// The list and what is behind it come from the device; nothing readable lies there.
pub fn before_the_network(_: &Desk) -> Result<()> {
    let kept = Kept::begin()?;
    let staff = &kept.staff;
    let stored = staff
        .js("return JSON.stringify(kept) + JSON.stringify([{...localStorage}, {...sessionStorage}])")?
        .to_string();
    ensure!(!stored.contains(LETTER) && !stored.contains("夜"), "readable on the device");
    staff.block(&["*/api/staff/sync*", "*/api/staff/live"])?;
    staff.reload()?;
    kept.open_case()?;
    staff.read(LETTER)?;
    // Its state is told as it is; what can be done without a network can be done.
    staff.see(".pane-list [role=alert]")?;
    staff.write("#search", "すこし")?;
    staff.until(
        "the word where it stands",
        "document.querySelector('#cases mark.hit')?.textContent === 'すこし'",
    )?;
    staff.press("#to-reply")?;
    staff.write("#reply", "読んでいます。")?;
    staff.until("a kept draft", "Object.keys(sessionStorage).some((key) => key.includes('draft'))")?;
    kept.mailbox.write("つづきの手紙です。")?;
    staff.block(&[])?;
    staff.press_words("もどる")?;
    staff.read("つづきの手紙です。")
}

/// A network that goes while the desk is open: reading, searching and drafting go on, and the state is said.
pub fn unplugged(_: &Desk) -> Result<()> {
    let kept = Kept::begin()?;
    let staff = &kept.staff;
    staff.offline(true)?;
    staff.js("dispatchEvent(new Event('pageshow'))")?;
    staff.read("いま、つながっていません。")?;
    kept.open_case()?;
    staff.read(LETTER)?;
    staff.write("#search", "もうひとつ")?;
    staff.until("one case", "document.querySelectorAll('.case-row').length === 1")?;
    staff.clear("#search")?;
    staff.js("const field = document.querySelector('#search'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))")?;
    staff.until("both cases", "document.querySelectorAll('.case-row').length === 2")?;
    kept.mailbox.write("つづきの手紙です。")?;
    staff.offline(false)?;
    staff.read("つづきの手紙です。")?;
    staff.gone(".pane-list [role=alert]")?;
    // What was left locked opens with a network alone, and says so.
    staff.offline(true)?;
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    staff.read("つながると、続けられます。")?;
    staff.accessible("locked without a network")?;
    staff.offline(false)?;
    staff.until("nothing to wait for", "document.querySelector('#unplugged').textContent === ''")?;
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.read("つづきの手紙です。")
}

/// What lies on the device was changed behind the program's back: it is not shown, and fetched anew.
pub fn forged(_: &Desk) -> Result<()> {
    for change in [
        // An entry that does not open.
        "kept.entries[0].entry.sealed = kept.entries[1].entry.sealed",
        // One is missing.
        "kept.entries.pop()",
        // The whole case is somebody else's word for it.
        "kept.seal = kept.seal.slice(0, 40) + 'AAAA' + kept.seal.slice(44)",
    ] {
        let kept = Kept::begin()?;
        let staff = &kept.staff;
        let case = kept.case()?;
        staff.js_with(
            &format!(
                "window.forged = false;
                 const opened = indexedDB.open('madobe.staff');
                 opened.onsuccess = () => {{
                     const database = opened.result;
                     const write = database.transaction('cases', 'readwrite');
                     const cases = write.objectStore('cases');
                     const found = cases.get(arguments[0]);
                     found.onsuccess = () => {{ const kept = JSON.parse(new TextDecoder().decode(found.result)); {change};
                         cases.put(new TextEncoder().encode(JSON.stringify(kept)), arguments[0]); }};
                     write.oncomplete = () => {{ database.close(); window.forged = true; }};
                 }};"
            ),
            case.as_str(),
        )?;
        staff.until("a forged entry", "window.forged")?;
        staff.forget()?;
        staff.reload()?;
        kept.settled()?;
        kept.open_case()?;
        staff.read(LETTER)?;
        staff.gone(".letter.broken")?;
        let anew = staff.requests()?.iter().any(|request| request.url.contains("sync?before=0"));
        ensure!(anew, "it was not fetched anew: {change}");
    }
    Ok(())
}

/// What an older or a newer program kept, or something else altogether, is thrown away.
pub fn another_version(_: &Desk) -> Result<()> {
    for version in [1, 2, 99] {
        let kept = Kept::begin()?;
        let staff = &kept.staff;
        staff.open("/crisis")?;
        staff.js_with(
            "window.older = false;
             indexedDB.deleteDatabase('madobe.staff').onsuccess = () => {
                 const opened = indexedDB.open('madobe.staff', arguments[0]);
                 opened.onupgradeneeded = () => opened.result.createObjectStore('entries').put('{}', 'old');
                 opened.onsuccess = () => { opened.result.close(); window.older = true; };
             };",
            version,
        )?;
        staff.until("what another version kept", "window.older")?;
        staff.open("/staff")?;
        kept.settled()?;
        ensure!(staff.js("return [...opened.result.objectStoreNames].join()")? == "about,cases,rows");
        kept.open_case()?;
        staff.read(LETTER)?;
        staff.clean()?;
    }
    Ok(())
}

/// A browser that keeps nothing, or has no room, works as before and says nothing.
pub fn refused(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = desk.letter(LETTER)?;
    for denied in [
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })",
        "Object.defineProperty(window, 'indexedDB', { value: undefined })",
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }",
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ] {
        let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
        staff.preload(denied)?;
        let (_, mut credentials) = desk.colleague()?;
        sign_in(&staff, &mut credentials)?;
        loaded(&staff)?;
        staff.open(&format!("/staff/cases/{}", mailbox.page(0)?.case))?;
        staff.read(LETTER)?;
        staff.gone("[role=alert]")?;
        staff.clean().with_context(|| denied.to_owned())?;
    }
    // Nor does a tab that may keep nothing: after a reload it asks for the password, and goes on.
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    staff.preload(
        "for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) {
             Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
         }",
    )?;
    let (_, mut credentials) = desk.colleague()?;
    sign_in(&staff, &mut credentials)?;
    loaded(&staff)?;
    staff.open(&format!("/staff/cases/{}", mailbox.page(0)?.case))?;
    staff.see("#unlock")?;
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.read(LETTER)?;
    staff.clean().map(drop)
}

/// Another person at the same device finds nothing of it, and what they keep takes its place.
pub fn somebody_else(_: &Desk) -> Result<()> {
    let kept = Kept::begin()?;
    let staff = &kept.staff;
    let before = staff.js("return kept.rows[0]")?;
    staff.press_words("ログアウト")?;
    staff.see("#sign-in")?;
    let (_, mut credentials) = kept.desk.colleague()?;
    ensure!(credentials.login != kept.credentials.login);
    sign_in(staff, &mut credentials)?;
    kept.settled()?;
    ensure!(staff.js("return kept.rows[0]")? != before);
    kept.open_case()?;
    staff.read(LETTER)
}

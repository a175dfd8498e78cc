//! Plain forms over the in-memory desk: what a browser without a program sends and is shown.
// What staff's browsers do is done here, too, to look at what arrived.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod faults;
#[path = "../../../../tests/client/src/form.rs"]
mod form;
mod mailbox;
mod write;

use crate::support::staff::setup;
use crate::support::{Answer, Colleague, World};
use form::{Form, unescape};
use getrandom::rand_core::UnwrapErr;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::compose::seal_entry;
use madobe_domain::log::entry::{Author, Compartment, Entry};
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::{Record, Written};
use madobe_domain::wire::desk::Desk as DeskFacts;
use madobe_domain::wire::mailbox::MailboxAppend;
use madobe_domain::wire::staff_case::StaffAppend;
use madobe_domain::wire::team::VersionedSettings;

/// A desk whose team has a real key.
struct Desk {
    world: World,
    staff: Colleague,
    pair: KeyPair,
}

const SHELL: &str =
    "<title><!--madobe:plain-title--></title><main><!--madobe:plain-main--></main><footer></footer>";

/// The pages from the build, as far as they matter here.
fn shells(world: &World) {
    let mut pages = world.pages.0.borrow_mut();
    for page in [
        "/plain-write.html",
        "/plain-mailbox.html",
        "/easy/plain-write.html",
        "/easy/plain-mailbox.html",
        "/en/plain-write.html",
        "/en/plain-mailbox.html",
    ] {
        pages.insert(page, SHELL.to_owned());
    }
    pages.insert("/not-found.html", "not here".to_owned());
}

impl Desk {
    fn open() -> Self {
        Self::open_with(World::bare())
    }

    fn open_with(world: World) -> Self {
        shells(&world);
        let pair = KeyPair::from_seed(Secret::new([3; 32])).unwrap();
        let mut founding = setup(&world);
        founding.team.public_key = *pair.public();
        let staff = Colleague::of(&founding.account, &world.post("/api/staff/setup").json(&founding).send());
        Self { world, staff, pair }
    }

    fn change(&self, change: impl FnOnce(&mut VersionedSettings)) {
        let mut settings: VersionedSettings =
            self.staff.call(&self.world, "GET", "/api/staff/desk").send().ok();
        change(&mut settings);
        self.staff
            .call(&self.world, "PUT", "/api/staff/desk")
            .json(&settings)
            .send()
            .ok::<VersionedSettings>();
    }

    /// Everything that came to the desk, opened as staff's browsers do.
    fn cases(&self) -> Vec<(CaseId, CaseView, CaseKeys)> {
        let page = self.staff.sync(&self.world, 0);
        let cases = page.grants.iter().map(|grant| {
            let mut keys = CaseKeys::default();
            keys.accept(grant, &self.pair).unwrap();
            let entries: Vec<_> =
                page.entries.iter().filter(|stored| stored.entry.case == grant.case).cloned().collect();
            (grant.case, CaseView::fold(open_entries(grant.case, &keys, &entries)), keys)
        });
        cases.collect()
    }

    fn only_case(&self) -> CaseView {
        let mut cases = self.cases();
        assert_eq!(cases.len(), 1);
        cases.remove(0).1
    }

    fn reply(&self, words: &str) {
        self.says(&Record::reply(madobe_domain::text::LetterText::parse(words).unwrap()));
    }

    /// By staff, in the conversation of the only case.
    fn says(&self, record: &impl Written) {
        let entry = self.entry(Author::Staff(self.staff.id), record);
        let append = StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() };
        self.staff.append(&self.world, &append).ok::<serde_json::Value>();
    }

    /// By the writer, from a browser with a program.
    fn writes(&self, code: &str, record: &impl Written) {
        let desk: DeskFacts = self.world.get("/api/desk").send().ok();
        let keys = MailboxKeys::derive(&Code::parse(code).unwrap(), &desk.salt, desk.stretch).unwrap();
        let append = MailboxAppend { entry: self.entry(Author::Writer, record), files: Vec::new() };
        let call = self.world.post("/api/mailbox/entries").header("authorization", &keys.dangerous_bearer());
        call.json(&append).send().ok::<serde_json::Value>();
    }

    fn entry(&self, author: Author, record: &impl Written) -> Entry {
        let (case, view, keys) = self.cases().remove(0);
        let place = Compartment::Conversation;
        let mut rng = UnwrapErr(getrandom::SysRng);
        seal_entry(&mut rng, &keys, case, place, author, view.tail(place), record).unwrap()
    }

    fn send(&self, form: &Form) -> Answer {
        self.send_body(&form.action, form.body())
    }

    fn send_body(&self, path: &str, body: impl Into<axum::body::Body>) -> Answer {
        let call = self.world.post(path).header("content-type", "application/x-www-form-urlencoded");
        let answer = call.header("origin", "https://desk.example").raw(body).send();
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("vary"), None, "an answer to one person is not packed");
        answer
    }

    /// An empty form, filled with this letter.
    fn letter(&self, base: &str, words: &str) -> Form {
        let page = self.world.get(&format!("{base}/plain/write")).send();
        assert_eq!(page.status, 200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        Form::of(&page.text(), "check").unwrap().set("letter", words)
    }

    /// The check page of a letter: its form, ready to be sent.
    fn checked(&self, words: &str) -> Form {
        let answer = self.send(&self.letter("", words));
        assert_eq!(answer.status, 200, "{}", answer.text());
        Form::of(&answer.text(), "send").unwrap()
    }

    /// Someone whose letter arrived: their code.
    fn written(&self, words: &str) -> String {
        code(&self.send(&self.checked(words))).unwrap()
    }

    fn door(&self, code: &str) -> Form {
        let page = self.world.get("/plain/mailbox").send();
        Form::of(&page.text(), "open").unwrap().set("code", code)
    }

    /// The opened mailbox.
    fn room(&self, code: &str) -> String {
        let answer = self.send(&self.door(code));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }
}

/// The twenty digits of a receipt.
fn code(answer: &Answer) -> Option<String> {
    let text = answer.text();
    let (_, rest) = text.split_once("id=\"plain-code\">")?;
    let (groups, _) = rest.split_once("</div>")?;
    let digits = groups.split("code-group\">").skip(1).filter_map(|group| group.get(..4));
    let digits: String = digits.collect();
    assert_eq!(digits.len(), 20);
    Some(digits)
}

/// The words of a letter as the page shows them.
fn bodies(html: &str) -> Vec<String> {
    let bodies = html.split("<div class=\"letter-body\"").skip(1);
    let texts = bodies.map(|rest| rest.split_once("</div>").unwrap().0.split_once('>').unwrap().1);
    texts.map(unescape).collect()
}

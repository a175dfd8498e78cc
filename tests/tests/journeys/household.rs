//! Two of one household, each with a case of their own: linked by staff, walled off from each other, and a reply that stops once
//! where it would tell one of them of the other.
use anyhow::{Result, ensure};
use madobe_client::{Mailbox, StaffMember, Words};
use madobe_domain::ids::CaseId;
use madobe_domain::log::record::About;
use madobe_domain::log::work::{Link, Relation, WorkRecord};
use madobe_tests::browser::{Browser, Engine};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{at_a_desk, send_now};
use madobe_tests::wait;
use thirtyfour::Key;

const SECRET: &str = "三年前から、部屋を出てきません。";

struct Home {
    staff: Browser,
    me: StaffMember,
    mother: (Mailbox, CaseId),
    son: (Mailbox, CaseId),
}

fn letter(desk: &Desk, name: &str, about: About, text: &str) -> Result<(Mailbox, CaseId)> {
    let words = Words { call_me: Some(name.into()), about: Some(about), ..Words::new(text) };
    let mailbox = desk.visitor().write(&words)?;
    let case = mailbox.page(0)?.case;
    Ok((mailbox, case))
}

fn home(desk: &Desk, engine: Engine) -> Result<Home> {
    let mother = letter(desk, "すみれこ", About::Family, &format!("息子は{SECRET}わたしも年をとりました。"))?;
    let son = letter(desk, "あおぞら", About::Myself, "夜になると、少し楽になります。")?;
    let (staff, mut me) = at_a_desk(desk, engine)?;
    me.sync()?;
    Ok(Home { staff, me, mother, son })
}

impl Home {
    fn open(&self, case: CaseId, tail: &str) -> Result<()> {
        self.staff.open(&format!("/staff/cases/{case}{tail}"))?;
        self.staff.see("#to-linking").map(drop)
    }

    fn links(&mut self, case: CaseId) -> Result<Vec<Link>> {
        self.me.sync()?;
        Ok(self.me.worked(case)?.links)
    }

    /// Once the record of this case says so.
    fn linked(&mut self, case: CaseId, to: Option<(CaseId, Relation)>) -> Result<()> {
        let wanted: Vec<Link> =
            to.into_iter().map(|(case, relation)| Link { case, relation, gone: false }).collect();
        wait::until("the link in the record", || Ok((self.links(case)? == wanted).then_some(())))
    }

    fn press_send(&self) -> Result<()> {
        self.staff.press("#reply-form button[type=submit]")
    }
}

/// Found by name, linked in both, taken back with one press; a reply stops once for what the other one wrote.
pub fn walled(_: &Desk, engine: Engine) -> Result<()> {
    // Nobody else of that name is here.
    let desk = Desk::start()?;
    let mut home = home(&desk, engine)?;
    let (mother, son) = (home.mother.1, home.son.1);
    home.open(son, "")?;
    home.staff.press("#to-linking")?;
    home.staff.until("the focus in the search", "document.activeElement?.id === 'combo'")?;
    home.staff.keys("スミレ")?;
    home.staff.until("one case", "document.querySelectorAll('#combo-list li').length === 1")?;
    home.staff.accessible("looking for a case to link")?;
    home.staff.key(Key::Enter)?;
    home.staff.until("the focus on what they are", "document.activeElement?.id === 'linking-heading'")?;
    home.staff.until(
        "the answers in sight",
        "document.querySelector('#linking .chips').getBoundingClientRect().bottom <= innerHeight",
    )?;
    home.staff.accessible("what they are to each other")?;
    home.staff.press("#linking .chip")?;
    home.linked(son, Some((mother, Relation::Parent)))?;
    home.linked(mother, Some((son, Relation::Child)))?;
    home.staff.see(&format!("[data-kin='{mother}'] a"))?;
    // One way back for both.
    home.staff.press(".quiet-line button")?;
    home.linked(son, None)?;
    home.linked(mother, None)?;
    home.staff.gone("#family")?;
    // A half that did not arrive, told on both sides and mended by one press.
    home.me.sync()?;
    home.me.work(mother, &WorkRecord::Linked { case: son, relation: Relation::Child })?;
    home.staff.see("#family .panel.warning")?;
    home.staff.read("むこうの相談にだけ記されています。")?;
    home.staff.accessible("a link of which a half is lost")?;
    home.open(mother, "")?;
    home.staff.see("#family .panel.warning")?;
    home.staff.read("むこうの相談には、まだ記されていません。")?;
    home.staff.press("#family .panel.warning button")?;
    home.linked(son, Some((mother, Relation::Parent)))?;
    home.staff.gone("#family .panel.warning")?;
    // One press to the other case, and to its reply.
    home.staff.press(&format!("[data-kin='{son}'] a"))?;
    home.staff.until("the other case", &format!("location.pathname.endsWith('{son}')"))?;
    // Whom a reply goes to is said by who wrote, and not by whom it is about.
    home.open(mother, "/reply")?;
    home.staff.read("手紙を書いた方（家族）に送る返事")?;
    home.open(son, "/reply")?;
    home.staff.read("手紙を書いた方（本人）に送る返事")?;
    home.staff.read("この方の親も、べつの相談で手紙を書いています。")?;
    home.staff.write("#reply", "三年前から部屋を出てきませんと、スミレコさんから聞きました。")?;
    home.press_send()?;
    home.staff.see("#stopped")?;
    home.staff.read("「三年前から部屋を出てきません」は、ご家族の手紙にある言葉のようです。")?;
    home.staff.read("ご家族の相談の方の呼び名「すみれこ」が入っているようです。")?;
    home.staff.accessible("a reply that would tell of the other one")?;
    ensure!(home.staff.value("#reply")?.contains("スミレコ"), "nothing typed is lost");
    ensure!(home.son.0.open()?.view.replies == 0);
    // What this writer wrote is no secret from them.
    home.staff.clear("#reply")?;
    home.staff.write("#reply", "夜になると、少し楽になりますと書いてくださいましたね。")?;
    home.press_send()?;
    home.staff.see("#pending")?;
    send_now(&home.staff)?;
    // Neither mailbox holds a word of it.
    for (mailbox, _) in [&home.son, &home.mother] {
        let opened = mailbox.open()?;
        ensure!(opened.view.faults == 0);
        let conversation = opened
            .view
            .entries
            .iter()
            .all(|entry| entry.compartment != madobe_domain::log::entry::Compartment::Staff);
        ensure!(conversation, "a record of staff in a mailbox");
    }
    Ok(())
}

/// A mailbox that was deleted takes its link along, and the other case says so.
pub fn gone(desk: &Desk, engine: Engine) -> Result<()> {
    let mut home = home(desk, engine)?;
    let (mother, son) = (home.mother.1, home.son.1);
    home.me.work(son, &WorkRecord::Linked { case: mother, relation: Relation::Parent })?;
    home.me.work(mother, &WorkRecord::Linked { case: son, relation: Relation::Child })?;
    home.open(son, "")?;
    home.staff.see(&format!("[data-kin='{mother}'] a"))?;
    home.mother.0.delete()?;
    home.staff.read("この相談は、もうありません。")?;
    let noted = Link { case: mother, relation: Relation::Parent, gone: true };
    wait::until("it is noted", || Ok((home.links(son)? == [noted]).then_some(())))?;
    // A screen that comes later knows it from the record.
    home.staff.reload()?;
    home.staff.read("この相談は、もうありません。")?;
    home.staff.press(&format!("[data-kin='{mother}'] .row button"))?;
    home.linked(son, None)?;
    home.staff.gone("#family")
}

//! Kept out, lost and looked at, in a browser.
use anyhow::{Context, Result, ensure};
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::reset_token_hash;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::crypto::team::{Holder, open_team_seed};
use madobe_domain::ids::ResetId;
use madobe_domain::wire::recovery::{Recovery, RecoverySeed};
use madobe_domain::wire::reset::{NewReset, ResetKind};
use madobe_domain::wire::team::Teams;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::{at_a_desk, sign_in};
use serde::de::IgnoredAny;

const WORDS: &str = "まだ送っていない言葉です。";

pub fn kept_out(desk: &mut Desk) -> Result<()> {
    let mailbox = desk.letter("返事を待っています。")?;
    let case = mailbox.page(0)?.case;
    let (staff, member) = at_a_desk(desk, Engine::Chromium)?;
    staff.open(&format!("/staff/cases/{case}/note"))?;
    staff.see("#note")?;
    staff.write("#note", WORDS)?;
    let path = format!("/api/staff/colleagues/{}/suspension", member.session.id);
    let suspended = desk.administrator().ask::<()>("PUT", &path, None)?;
    ensure!(suspended.status == 204, "{}", suspended.text());
    staff.press("#note-form button[type=submit]")?;
    staff.see("#barred")?;
    staff.read("書きかけの言葉は、この画面に残っています。")?;
    ensure!(staff.value("#note")? == WORDS, "the words are still there to be copied");
    staff.gone("#sign-in-again")?;
    staff.accessible("kept out")?;
    let stored = staff.js("return JSON.stringify(Object.keys(sessionStorage))")?.to_string();
    ensure!(!stored.contains("draft"), "a draft is kept: {stored}");
    ensure!(mailbox.page(0)?.entries.len() == 2, "and nothing was stored over there");
    staff.press_words("ログアウト")?;
    staff.see("#sign-in")?;
    Ok(())
}

/// A link that an administrator made. Gives its path.
fn link(desk: &Desk, staff: &madobe_client::StaffMember, kind: ResetKind) -> Result<String> {
    let mut rng = madobe_client::random::rng();
    let token = Fixed(*Secret::<32>::make(&mut rng).dangerous_bytes());
    let new = NewReset { id: ResetId::make(&mut rng), kind, token_hash: reset_token_hash(token.as_bytes()) };
    let path = format!("/api/staff/colleagues/{}/resets", staff.session.id);
    desk.administrator().call::<_, Option<IgnoredAny>>("POST", &path, Some(&new))?;
    Ok(format!("/staff/reset#{token}"))
}

/// The secret on the screen, as an authenticator takes it.
fn authenticator(browser: &Browser) -> Result<madobe_client::totp::Authenticator> {
    browser.see("#totp-secret")?;
    let text: String = browser.text("#totp-secret")?.chars().filter(|c| !c.is_whitespace()).collect();
    let secret = data_encoding::BASE32_NOPAD.decode(text.as_bytes())?;
    let secret: [u8; 20] = secret.try_into().ok().context("not twenty bytes")?;
    Ok(madobe_client::totp::Authenticator::new(&secret))
}

pub fn lost(desk: &mut Desk) -> Result<()> {
    desk.letter("読めるはずの手紙。")?;
    let (member, credentials) = desk.colleague()?;
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    browser.open(&link(desk, &member, ResetKind::OneTimeCode)?)?;
    browser.see("#known")?;
    ensure!(!browser.path()?.contains('#'), "the token is off the address");
    browser.accessible("a lost authenticator")?;
    browser.write("#password", PASSWORD)?;
    browser.press("#known button[type=submit]")?;
    let mut codes = authenticator(&browser)?;
    browser.write("#code", &codes.unused())?;
    browser.press("#authenticator button[type=submit]")?;
    browser.see(".desk-bar")?;
    browser.read("読めるはずの手紙。")?;
    // Nothing is known any more: a new key, and nothing to read until a colleague has given it the team's.
    browser.open(&link(desk, &member, ResetKind::Account)?)?;
    browser.see("#account")?;
    ensure!(browser.js("return !document.querySelector('#account #login')")? == true, "the login stays");
    browser.write("#password", "another-long-password")?;
    browser.press("#account button[type=submit]")?;
    let mut codes = authenticator(&browser)?;
    browser.write("#code", &codes.unused())?;
    browser.press("#authenticator button[type=submit]")?;
    browser.read("鍵を待っています")?;
    ensure!(!browser.holds("読めるはずの手紙。")?);
    desk.administrator().give_key(desk.team, member.session.id)?;
    // Into a list that showed nothing it comes by itself.
    browser.read("読めるはずの手紙。")?;
    ensure!(credentials.login == member.session.login);
    Ok(())
}

pub fn screens(desk: &mut Desk) -> Result<()> {
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open("/staff/colleagues")?;
    staff.see("#team-form")?;
    staff.accessible("colleagues and teams")?;
    staff.press("#team-form button[type=submit]")?;
    staff.see("#new-team-error")?;
    staff.write("#new-team", "北の保健センター")?;
    staff.press("#team-form button[type=submit]")?;
    staff.read("「北の保健センター」をつくりました。")?;
    staff.see("#invite-team")?;
    // A case for that team.
    let mailbox = desk.letter("区にも読んでほしい手紙。")?;
    let case = mailbox.page(0)?.case;
    staff.open(&format!("/staff/cases/{case}/give"))?;
    staff.see("#give")?;
    staff.accessible("giving a case")?;
    staff.press("#give")?;
    staff.see(".error-summary")?;
    staff.press("#give-to")?;
    staff.press("#give")?;
    staff.press("#give-yes")?;
    staff.see("#to-reply")?;
    ensure!(mailbox.open()?.teams.iter().any(|team| team.name == "北の保健センター"));
    // The printed key.
    staff.open("/staff/recovery")?;
    staff.see("#drill")?;
    staff.read("まだ一度も確かめていません。")?;
    staff.accessible("the printed key")?;
    staff.write("#printed", "ABCD-EFGH")?;
    staff.press("#drill button[type=submit]")?;
    staff.see("#printed-error")?;
    staff.clear("#printed")?;
    staff.write("#printed", &desk.recovery.join("-").to_lowercase())?;
    staff.press("#drill button[type=submit]")?;
    staff.read("2つのチームの鍵を開けます。")?;
    ensure!(staff.value("#printed")?.is_empty());
    // One's own sessions, what was done, what will go.
    staff.open("/staff/account")?;
    staff.see(".session-list .badge")?;
    staff.accessible("one's own sessions")?;
    staff.open("/staff/acts")?;
    staff.read("復旧キーを確かめた")?;
    staff.accessible("what was done")?;
    staff.write("#month", "２０２０－０１")?;
    staff.press("#narrow-acts button[type=submit]")?;
    staff.read("記録はありません。")?;
    staff.open("/staff/erasing")?;
    staff.read("消す予定の相談はありません。")?;
    staff.accessible("what will be erased")?;
    // More than the server names at once.
    let many = format!(
        "{{ const real = window.fetch;
           window.fetch = async (what, ...rest) => {{
               const answer = await real(what, ...rest);
               if (!String(what.url ?? what).endsWith('/api/staff/retention')) return answer;
               const found = {{ ...await answer.json(), closed: 300, next: [{{ case: '{}', closed_at: 0, due_at: 0 }}] }};
               return new Response(JSON.stringify(found));
           }}; }}",
        mailbox.page(0)?.case
    );
    staff.preload(&many)?;
    staff.open("/staff/erasing")?;
    staff.read("早く消えるものから、1件を出しています。")?;
    Ok(())
}

/// Printed, asked back, exchanged: the old paper opens nothing any more, and the new one everything.
pub fn renewed(desk: &mut Desk) -> Result<()> {
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    sign_in(&staff, &mut desk.credentials())?;
    staff.open("/staff/recovery")?;
    staff.press("#to-renewing")?;
    staff.see("#renew-why")?;
    staff.press("#renew-why button[type=submit]")?;
    staff.see("#why-fault:not([hidden])")?;
    staff.accessible("why there is to be another key")?;
    staff.press(".choice:has(#why-seen)")?;
    staff.press("#renew-why button[type=submit]")?;
    let key = staff.text("#recovery-key")?;
    let groups: Vec<&str> = key.split_whitespace().collect();
    ensure!(groups.len() == 8 && key.replace(char::is_whitespace, "") != desk.recovery.concat());
    staff.press("#written")?;
    staff.see("#group-1")?;
    let asked = staff.js("return document.querySelector('#recovery-check').dataset.asked")?;
    let asked = asked.as_str().context("which groups")?;
    for (field, place) in ["#group-1", "#group-2"].into_iter().zip(asked.split(',')) {
        let place: usize = place.parse()?;
        staff.write(field, groups.get(place - 1).context("no such group")?)?;
    }
    staff.press("#recovery-check button[type=submit]")?;
    staff.see("#exchange")?;
    staff.accessible("before it is exchanged")?;
    let recovery = || -> Result<Recovery> { Ok(desk.administrator().get("/api/staff/recovery")?) };
    let opens = |typed: &str, of: &Recovery| -> Result<usize> {
        let pair = RecoveryKey::parse(typed)?.pair()?;
        let open = |seed: &&RecoverySeed| {
            let opened = open_team_seed(&seed.team, seed.version, &seed.sealed, Holder::Recovery, &pair);
            opened.is_ok_and(|pair| *pair.public() == seed.public_key)
        };
        Ok(of.seeds.iter().filter(open).count())
    };
    let (old, new) = (desk.recovery.join("-"), groups.join("-"));
    let before = recovery()?;
    ensure!(
        (opens(&old, &before)?, opens(&new, &before)?) == (1, 0),
        "until it is exchanged the old one holds"
    );
    staff.press("#exchange")?;
    staff.read("新しい紙が、チームの鍵を開けます。")?;
    staff.accessible("it was exchanged")?;
    let after = recovery()?;
    ensure!((opens(&old, &after)?, opens(&new, &after)?) == (0, 1), "the new one and nothing but it");
    // The teams' own keys are due as well: somebody may have seen the old paper.
    let teams: Teams = desk.administrator().get("/api/staff/teams")?;
    ensure!(teams.teams.iter().all(|team| team.stale_since.is_some() && team.recoverable));
    staff.open("/staff/recovery")?;
    staff.write("#printed", &old)?;
    staff.press("#drill button[type=submit]")?;
    staff.see("#printed-error")?;
    staff.clear("#printed")?;
    staff.write("#printed", &new.to_lowercase())?;
    staff.press("#drill button[type=submit]")?;
    staff.read("1つのチームの鍵を開けます。")?;
    staff.open("/staff/acts")?;
    staff.read("復旧キーを新しくした")
}

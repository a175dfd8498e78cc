//! Passkeys: made, used in place of password and code, and taken away; and what a device without a place for a key is told. With an
//! authenticator that Chromium plays, at `localhost`: an address in numbers is no place for a passkey.
use anyhow::{Context, Result, ensure};
use madobe_client::staff::Credentials;
use madobe_domain::ids::CaseId;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use serde_json::json;

const WORDS: &str = "パスキーで開く相談です。";
const NAME: &str = "相談室のパソコン";

struct Desktop {
    staff: Browser,
    case: CaseId,
    credentials: Credentials,
    authenticator: String,
}

/// A part of the device that verifies its owner. Gives its handle.
fn plug_in(staff: &Browser, computes: bool) -> Result<String> {
    let options = json!({ "options": {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserVerified": true,
        "automaticPresenceSimulation": true,
        "hasPrf": computes,
    } });
    let made = staff.cdp("WebAuthn.addVirtualAuthenticator", options)?;
    made["authenticatorId"].as_str().map(str::to_owned).context("no authenticator")
}

impl Desktop {
    /// A colleague who is signed in, on a device that can hold a key.
    fn open(desk: &Desk) -> Result<Self> {
        let case = desk.letter(WORDS)?.page(0)?.case;
        let (_, mut credentials) = desk.colleague()?;
        let base = desk.server.base().replace("127.0.0.1", "localhost");
        let staff = Browser::start(Engine::Chromium, &base, Look::DESK)?;
        staff.open("/staff")?;
        staff.cdp("WebAuthn.enable", json!({}))?;
        let authenticator = plug_in(&staff, true)?;
        sign_in(&staff, &mut credentials)?;
        Ok(Self { staff, case, credentials, authenticator })
    }

    fn make(&self, name: &str) -> Result<()> {
        self.staff.open("/staff/account")?;
        self.staff.see("#add-passkey")?;
        self.staff.write("#passkey-name", name)?;
        self.staff.press("#add-passkey button[type=submit]")
    }

    fn count(&self) -> Result<usize> {
        let count = self.staff.js("return document.querySelectorAll('#passkey-list > li').length")?;
        Ok(count.as_u64().context("how many")? as usize)
    }

    fn reads_the_case(&self) -> Result<()> {
        self.staff.open(&format!("/staff/cases/{}", self.case))?;
        self.staff.read(WORDS)
    }
}

pub fn whole(desk: &Desk) -> Result<()> {
    let mut desktop = Desktop::open(desk)?;
    let staff = &desktop.staff;
    desktop.make(NAME)?;
    staff.read("パスキーをつくりました。")?;
    staff.see("#passkey-list > li")?;
    staff.accessible("a passkey")?;

    // The same device makes no second one.
    desktop.make("もう一つ")?;
    staff.read("もうあなたのパスキーがあります。")?;
    ensure!(staff.value("#passkey-name")? == "もう一つ", "what was typed stays");

    // A locked desk goes on, in the session that there was.
    staff.press_words("席を離れる")?;
    staff.see("#unlock")?;
    staff.accessible("a locked desk, with a passkey")?;
    staff.press("#by-passkey")?;
    staff.see(".desk-bar")?;
    desktop.reads_the_case()?;

    // And whoever left comes back without password and code.
    staff.press_words("ログアウト")?;
    staff.see("#sign-in")?;
    staff.accessible("signing in, with a passkey")?;
    staff.press("#by-passkey")?;
    staff.see(".desk-bar")?;
    desktop.reads_the_case()?;

    staff.open("/staff/account")?;
    staff.read("最後に使ったのは")?;
    staff.press("#passkey-list .rename")?;
    staff.see("#passkey-rename")?;
    staff.clear("#passkey-rename")?;
    staff.write("#passkey-rename", "窓口の端末")?;
    staff.press("#passkey-list form button[type=submit]")?;
    staff.read("名前を変えました。")?;
    staff.read("窓口の端末")?;

    // Taken away, it opens nothing. The device may have it still.
    staff.press("#passkey-list [id^=remove-]")?;
    staff.press("#passkey-list [role=group] button:first-of-type")?;
    staff.read("はずしました。")?;
    staff.see("#no-passkeys")?;
    staff.press_words("ログアウト")?;
    staff.see("#sign-in")?;
    staff.press("#by-passkey")?;
    staff.see("#error-summary")?;
    staff.gone(".desk-bar")?;
    sign_in(staff, &mut desktop.credentials)
}

/// A device that computes nothing has no place for a key: nothing is kept of it.
pub fn no_place(desk: &Desk) -> Result<()> {
    let desktop = Desktop::open(desk)?;
    let staff = &desktop.staff;
    staff.cdp("WebAuthn.removeVirtualAuthenticator", json!({ "authenticatorId": desktop.authenticator }))?;
    plug_in(staff, false)?;
    desktop.make(NAME)?;
    staff.read("この端末では、鍵をしまえないようです。")?;
    staff.accessible("a device without a place for a key")?;
    ensure!(desktop.count()? == 0);
    staff.reload()?;
    staff.see("#no-passkeys").map(drop)
}

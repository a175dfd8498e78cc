//! WebAuthn, as far as the desk needs it. Everything is asked for by its name: a declared import would stand in the first file, which
//! everybody fetches.
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::crypto::passkey::PRF_INPUT;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::ids::StaffId;
use madobe_domain::wire::passkey::{
    AuthenticatorBytes, ClientDataBytes, CredentialId, PasskeyChallenge, PasskeyOffer, PasskeySignIn,
};
use madobe_domain::wire::session::Session;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroizing;

use crate::page::window;
use crate::random::rng;
use crate::vault::Computed;
use crate::words::staff;

/// ES256.
const ALGORITHM: i32 = -7;
/// As long as a challenge is good for, less what the way there and back may take.
const PATIENCE_MILLIS: i32 = 240_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserFault {
    /// Somebody said no, or nothing in time.
    Stopped,
    /// This authenticator has one of mine.
    Known,
    /// It verifies nobody, remembers nothing or computes nothing: it can hold no key.
    NoKey,
    Failed,
}

/// A passkey that was just made.
pub struct Made {
    pub credential: CredentialId,
    pub client_data: ClientDataBytes,
    pub authenticator_data: AuthenticatorBytes,
    pub computed: Computed,
}

/// Makes one. Nothing of one that turns out to hold no key is kept, and the device is told so.
pub async fn create(offer: &PasskeyOffer, session: &Session) -> Result<Made, BrowserFault> {
    let verified = object(&[
        ("residentKey", "required".into()),
        ("requireResidentKey", true.into()),
        ("userVerification", "required".into()),
    ]);
    let user = object(&[
        ("id", bytes(session.id.as_bytes())),
        ("name", session.login.as_str().into()),
        ("displayName", session.name.as_str().into()),
    ]);
    let kind = object(&[("type", "public-key".into()), ("alg", ALGORITHM.into())]);
    let options = object(&[
        ("challenge", bytes(offer.challenge.as_bytes())),
        ("rp", object(&[("id", offer.rp_id.as_str().into()), ("name", staff::SITE.into())])),
        ("user", user),
        ("pubKeyCredParams", list([kind])),
        ("authenticatorSelection", verified),
        ("attestation", "none".into()),
        ("excludeCredentials", list(offer.mine.iter().map(named))),
        ("timeout", PATIENCE_MILLIS.into()),
        ("extensions", prf()),
    ]);
    let made = ask("create", options).await?;
    let credential = CredentialId::new(buffer(&field(&made, "rawId"))).map_err(|_| BrowserFault::Failed)?;
    let finished = finish(&made, &credential, &offer.rp_id).await;
    if finished.is_err() {
        forget(&offer.rp_id, &credential);
    }
    finished
}

async fn finish(made: &JsValue, credential: &CredentialId, rp_id: &str) -> Result<Made, BrowserFault> {
    let response = field(made, "response");
    let said = Opaque::new(buffer(&field(&response, "clientDataJSON")));
    let data = call(&response, "getAuthenticatorData").map(|data| buffer(&data)).unwrap_or_default();
    let computed = match computed(made) {
        (_, Some(computed)) => computed,
        // Some tell only when they are asked once more.
        (true, None) => compute(credential, rp_id).await?,
        (false, None) => return Err(BrowserFault::NoKey),
    };
    Ok(Made {
        credential: credential.clone(),
        client_data: said.map_err(|_| BrowserFault::Failed)?,
        authenticator_data: Opaque::new(data).map_err(|_| BrowserFault::Failed)?,
        computed,
    })
}

/// By the passkey that was just made. Its signature is of no use to anybody, so the challenge is any.
async fn compute(credential: &CredentialId, rp_id: &str) -> Result<Computed, BrowserFault> {
    let any = Secret::<32>::make(&mut rng());
    let asked = ask("get", getting(any.dangerous_bytes(), rp_id, Some(credential))).await?;
    computed(&asked).1.ok_or(BrowserFault::NoKey)
}

/// Signs by any passkey of this desk that somebody chooses.
pub async fn sign(challenge: &PasskeyChallenge) -> Result<(PasskeySignIn, Computed), BrowserFault> {
    let options = getting(challenge.challenge.as_bytes(), &challenge.rp_id, None);
    let signed = ask("get", options).await?;
    let computed = computed(&signed).1.ok_or(BrowserFault::NoKey)?;
    request(&signed).map(|request| (request, computed)).ok_or(BrowserFault::Failed)
}

fn request(signed: &JsValue) -> Option<PasskeySignIn> {
    let response = field(signed, "response");
    let part = |name: &str| buffer(&field(&response, name));
    Some(PasskeySignIn {
        credential: CredentialId::new(buffer(&field(signed, "rawId"))).ok()?,
        staff: StaffId(Fixed(part("userHandle").try_into().ok()?)),
        client_data: Opaque::new(part("clientDataJSON")).ok()?,
        authenticator_data: Opaque::new(part("authenticatorData")).ok()?,
        signature: Opaque::new(part("signature")).ok()?,
    })
}

/// Tells the device that this passkey opens nothing here, where the browser knows how. Whatever comes of it.
pub fn forget(rp_id: &str, credential: &CredentialId) {
    let class = field(&window(), "PublicKeyCredential");
    let Ok(signal) = field(&class, "signalUnknownCredential").dyn_into::<Function>() else { return };
    let told = object(&[("rpId", rp_id.into()), ("credentialId", credential.to_string().into())]);
    if let Ok(promise) = signal.call1(&class, &told) {
        crate::page::spawn(async move {
            let _ = JsFuture::from(Promise::resolve(&promise)).await;
        });
    }
}

fn getting(challenge: &[u8; 32], rp_id: &str, only: Option<&CredentialId>) -> JsValue {
    object(&[
        ("challenge", bytes(challenge)),
        ("rpId", rp_id.into()),
        ("allowCredentials", list(only.into_iter().map(named))),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE_MILLIS.into()),
        ("extensions", prf()),
    ])
}

fn prf() -> JsValue {
    let first = object(&[("first", bytes(PRF_INPUT.as_bytes()))]);
    object(&[("prf", object(&[("eval", first)]))])
}

/// Whether it can, and what it came to. What JavaScript holds of it is wiped.
fn computed(credential: &JsValue) -> (bool, Option<Computed>) {
    let results = call(credential, "getClientExtensionResults").unwrap_or_default();
    let prf = field(&results, "prf");
    let first = field(&field(&prf, "results"), "first");
    let enabled = field(&prf, "enabled").is_truthy();
    if !first.is_object() {
        return (enabled, None);
    }
    let found = Uint8Array::new(&first);
    if found.length() != 32 {
        return (enabled, None);
    }
    let mut out = Zeroizing::new([0; 32]);
    found.copy_to(out.as_mut());
    found.fill(0, 0, 32);
    (enabled, Some(Computed::of(&out)))
}

async fn ask(act: &str, public_key: JsValue) -> Result<JsValue, BrowserFault> {
    let container = field(&window().navigator(), "credentials");
    let act: Function = field(&container, act).dyn_into().map_err(|_| BrowserFault::Failed)?;
    let options = object(&[("publicKey", public_key)]);
    let promise = act.call1(&container, &options).map_err(|error| fault(&error))?;
    let answer = JsFuture::from(Promise::resolve(&promise)).await.map_err(|error| fault(&error))?;
    if answer.is_object() { Ok(answer) } else { Err(BrowserFault::Stopped) }
}

fn fault(error: &JsValue) -> BrowserFault {
    match field(error, "name").as_string().as_deref() {
        Some("NotAllowedError" | "AbortError") => BrowserFault::Stopped,
        Some("InvalidStateError") => BrowserFault::Known,
        Some("ConstraintError" | "NotSupportedError") => BrowserFault::NoKey,
        _ => BrowserFault::Failed,
    }
}

fn named(credential: &CredentialId) -> JsValue {
    object(&[("type", "public-key".into()), ("id", bytes(credential.as_bytes()))])
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn list(all: impl IntoIterator<Item = JsValue>) -> JsValue {
    let list = Array::new();
    for one in all {
        list.push(&one);
    }
    list.into()
}

/// Nothing where there is no such field, or nothing to have one.
fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn call(of: &JsValue, name: &str) -> Option<JsValue> {
    field(of, name).dyn_into::<Function>().ok()?.call0(of).ok()
}

fn bytes(of: &[u8]) -> JsValue {
    Uint8Array::from(of).into()
}

fn buffer(of: &JsValue) -> Vec<u8> {
    if of.is_object() { Uint8Array::new(of).to_vec() } else { Vec::new() }
}

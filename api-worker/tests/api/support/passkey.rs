//! An authenticator: it has a key and a counter, and says what it is told to say.

use super::{Answer, Colleague, World};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::ids::{PasskeyId, StaffId};
use madobe_domain::passkey::signed_bytes;
use madobe_domain::wire::passkey::{NewPasskey, PasskeyChallenge, PasskeyOffer, PasskeySignIn, PasskeyStart};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest, Sha256};
use std::cell::Cell;

pub const PRESENT: u8 = 0x01;
pub const VERIFIED: u8 = 0x04;
const CREDENTIAL: u8 = 0x40;

pub struct Authenticator {
    key: SigningKey,
    pub id: Vec<u8>,
    pub staff: StaffId,
    pub counter: Cell<u32>,
    pub origin: &'static str,
    pub host: &'static str,
    pub flags: u8,
}

impl Authenticator {
    pub fn of(world: &World, staff: StaffId) -> Self {
        let key = SigningKey::from_slice(&world.bytes::<32>()).unwrap();
        Self {
            key,
            id: world.bytes::<24>().to_vec(),
            staff,
            counter: Cell::new(0),
            origin: "https://desk.example",
            host: "desk.example",
            flags: PRESENT | VERIFIED,
        }
    }

    pub fn said(&self, kind: &str, challenge: Fixed<32>) -> Vec<u8> {
        let origin = self.origin;
        let said = format!(
            r#"{{"type":"webauthn.{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#
        );
        said.into_bytes()
    }

    fn head(&self, more: u8) -> Vec<u8> {
        let counter = self.counter.get().to_be_bytes();
        [Sha256::digest(self.host).as_slice(), &[self.flags | more], &counter].concat()
    }

    pub fn new_passkey(&self, world: &World, challenge: Fixed<32>) -> NewPasskey {
        let point = self.key.verifying_key().to_sec1_point(false);
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let after = [&[7; 16][..], &length, &self.id, &cose, x, &[0x22, 0x58, 0x20], y].concat();
        NewPasskey {
            id: PasskeyId::from_bytes(world.bytes()),
            name: "相談室のパソコン".to_owned(),
            client_data: Opaque::new(self.said("create", challenge)).unwrap(),
            authenticator_data: Opaque::new([self.head(CREDENTIAL), after].concat()).unwrap(),
            sealed: Opaque::new(world.bytes::<73>().to_vec()).unwrap(),
        }
    }

    pub fn sign_in(&self, challenge: Fixed<32>) -> PasskeySignIn {
        self.sign(&self.said("get", challenge))
    }

    pub fn sign(&self, said: &[u8]) -> PasskeySignIn {
        let data = self.head(0);
        let signature: DerSignature = self.key.sign(&signed_bytes(said, &data));
        PasskeySignIn {
            credential: Opaque::new(self.id.clone()).unwrap(),
            staff: self.staff,
            client_data: Opaque::new(said.to_vec()).unwrap(),
            authenticator_data: Opaque::new(data).unwrap(),
            signature: Opaque::new(signature.as_bytes().to_vec()).unwrap(),
        }
    }
}

pub fn challenge(world: &World) -> Fixed<32> {
    world.post("/api/staff/sign-in/passkey/start").send().ok::<PasskeyChallenge>().challenge
}

pub fn send(world: &World, request: &PasskeySignIn) -> Answer {
    world.post("/api/staff/sign-in/passkey").json(request).send()
}

impl Colleague {
    pub fn begin_passkey(&self, world: &World, login_key: Option<Fixed<32>>) -> Answer {
        self.call(world, "POST", "/api/staff/passkeys/start").json(&PasskeyStart { login_key }).send()
    }

    pub fn offer(&self, world: &World) -> PasskeyOffer {
        self.begin_passkey(world, Some(self.login_key)).ok()
    }

    pub fn add_passkey(&self, world: &World, new: &NewPasskey) -> Answer {
        self.call(world, "POST", "/api/staff/passkeys").json(new).send()
    }

    /// One more passkey, and the authenticator that has it.
    pub fn passkey(&self, world: &World) -> (Authenticator, NewPasskey) {
        let authenticator = Authenticator::of(world, self.id);
        let new = authenticator.new_passkey(world, self.offer(world).challenge);
        self.add_passkey(world, &new).done();
        (authenticator, new)
    }
}

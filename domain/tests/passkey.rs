//! Passkeys: what a browser may say of one, and the seed that one opens.
mod common;

use common::Repeatable;
use madobe_domain::bytes::{Fixed, encode};
use madobe_domain::crypto::passkey::PasskeyKey;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::ids::StaffId;
use madobe_domain::passkey::{
    AuthenticatorData, ClientData, PasskeyFault, Registered, Site, asserted, counts_on, registered,
    signed_bytes,
};
use madobe_domain::wire::grant::WrappedSeed;
use madobe_domain::wire::passkey::CredentialId;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const CHALLENGE: [u8; 32] = [5; 32];
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const CREDENTIAL: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

fn site() -> Site {
    Site::of(true, "desk.example").unwrap()
}

fn said(kind: &str, origin: &str) -> Vec<u8> {
    let challenge = encode(&CHALLENGE);
    format!(
        r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false,"more":[1]}}"#
    )
    .into_bytes()
}

fn create() -> ClientData {
    ClientData::parse(&said("webauthn.create", "https://desk.example")).unwrap()
}

fn get() -> ClientData {
    ClientData::parse(&said("webauthn.get", "https://desk.example")).unwrap()
}

fn head(host: &str, flags: u8, counter: u32) -> Vec<u8> {
    [Sha256::digest(host).as_slice(), &[flags], &counter.to_be_bytes()].concat()
}

/// A new passkey, as an authenticator writes it.
fn new(flags: u8, id: &[u8], x: &[u8; 32], y: &[u8; 32], after: &[u8]) -> Vec<u8> {
    let length = u16::try_from(id.len()).unwrap().to_be_bytes();
    let cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    let flags = flags | CREDENTIAL;
    [&head("desk.example", flags, 0), &[9; 16][..], &length, id, &cose, x, &[0x22, 0x58, 0x20], y, after]
        .concat()
}

fn fine() -> Vec<u8> {
    new(PRESENT | VERIFIED, &[3; 20], &[1; 32], &[2; 32], &[])
}

#[test]
fn a_desk_has_a_host_and_an_origin() {
    let local = Site::of(false, "Localhost:8787").unwrap();
    assert_eq!((local.rp_id(), local.origin()), ("localhost", "http://localhost:8787"));
    assert_eq!(site().origin(), "https://desk.example");
    for odd in
        ["", ":80", "me@desk.example", "[::1]:80", "desk.example/", "desk.example:x", "desk.example:0", "窓"]
    {
        assert_eq!(Site::of(true, odd), None, "{odd}");
    }
}

#[test]
fn only_what_was_made_here_for_this_is_taken() {
    let (site, data) = (site(), fine());
    let made = registered(&create(), &data, &site).unwrap();
    assert_eq!((made.credential.as_bytes(), made.counter), (&[3; 20][..], 0));
    assert_eq!(made.point.sec1()[..2], [4, 1]);
    assert_eq!(create().challenge(), &Fixed(CHALLENGE));
    assert_eq!(registered(&get(), &data, &site), Err(PasskeyFault::Elsewhere), "the other ceremony");
    let here = head("desk.example", PRESENT | VERIFIED, 7);
    assert_eq!(asserted(&get(), &here, &site), Ok(7));
    assert_eq!(asserted(&create(), &here, &site), Err(PasskeyFault::Elsewhere));
    for (origin, host) in [
        ("https://desk.example.elsewhere.example", "desk.example"),
        ("http://desk.example", "desk.example"),
        ("https://desk.example:8443", "desk.example"),
        ("https://desk.example/", "desk.example"),
        ("https://desk.example", "elsewhere.example"),
    ] {
        let said = ClientData::parse(&said("webauthn.get", origin)).unwrap();
        let fault = asserted(&said, &head(host, PRESENT | VERIFIED, 1), &site);
        assert_eq!(fault, Err(PasskeyFault::Elsewhere), "{origin} {host}");
    }
}

#[test]
fn somebody_has_to_be_there_and_verified() {
    for flags in [0, PRESENT, VERIFIED, EXTENSIONS | PRESENT] {
        let data =
            [head("desk.example", flags, 1), if flags & EXTENSIONS == 0 { vec![] } else { vec![0xa0] }];
        assert_eq!(asserted(&get(), &data.concat(), &site()), Err(PasskeyFault::Unverified), "{flags}");
    }
}

#[test]
fn client_data_is_an_object_of_this_page() {
    let right = String::from_utf8(said("webauthn.get", "https://desk.example")).unwrap();
    for odd in [
        String::new(),
        "null".into(),
        "[]".into(),
        format!(" {right}"),
        format!("{right}{right}"),
        right.replace("webauthn.get", "payment.get"),
        right.replace("\"origin\"", "\"origins\""),
        right.replace("\"more\"", "\"origin\":\"https://other.example\",\"more\""),
        right.replace(&encode(&CHALLENGE), &encode(&[5; 31])),
        right.replace(&encode(&CHALLENGE), &format!("{}=", encode(&CHALLENGE))),
    ] {
        assert_eq!(ClientData::parse(odd.as_bytes()), Err(PasskeyFault::ClientData), "{odd}");
    }
    for framed in
        [right.replace("false", "true"), right.replace("\"more\":[1]", "\"topOrigin\":\"https://a.example\"")]
    {
        assert_eq!(ClientData::parse(framed.as_bytes()), Err(PasskeyFault::Elsewhere), "{framed}");
    }
}

#[test]
fn authenticator_data_has_one_spelling() {
    let good = fine();
    let extended = new(PRESENT | VERIFIED | EXTENSIONS, &[3; 20], &[1; 32], &[2; 32], &[0xa1, 0x60, 0xf5]);
    assert!(registered(&create(), &extended, &site()).is_ok());
    let mut synced = good.clone();
    synced[32] |= 0x18;
    assert!(
        registered(&create(), &synced, &site()).is_ok(),
        "one that is copied between devices, and says so"
    );
    let mut odd = vec![
        [&good[..], &[0]].concat(),
        new(PRESENT | VERIFIED | EXTENSIONS, &[3; 20], &[1; 32], &[2; 32], &[]),
        new(PRESENT | VERIFIED, &[3; 15], &[1; 32], &[2; 32], &[]),
        new(PRESENT | VERIFIED, &[3; 1024], &[1; 32], &[2; 32], &[]),
        // Copied, although it may not be.
        new(PRESENT | VERIFIED | 0x10, &[3; 20], &[1; 32], &[2; 32], &[]),
    ];
    odd.extend((0..good.len()).map(|end| good[..end].to_vec()));
    for bytes in odd {
        assert_eq!(
            AuthenticatorData::parse(&bytes),
            Err(PasskeyFault::Authenticator),
            "{} bytes",
            bytes.len()
        );
    }
    // Another algorithm, another kind of key, another curve.
    for place in [75, 77, 78, 80] {
        let mut other = good.clone();
        other[place] ^= 0x02;
        assert!(AuthenticatorData::parse(&other).is_err(), "{place}");
    }
    let plain = head("desk.example", PRESENT | VERIFIED, 1);
    assert_eq!(registered(&create(), &plain, &site()), Err(PasskeyFault::Authenticator), "no new passkey");
    assert_eq!(
        asserted(&get(), &good, &site()),
        Err(PasskeyFault::Authenticator),
        "a new one is no signature"
    );
}

#[test]
fn a_counter_goes_on_or_is_none() {
    assert!(counts_on(0, 0) && counts_on(0, 1) && counts_on(7, 8) && counts_on(7, 900));
    assert!(!counts_on(7, 7) && !counts_on(7, 6) && !counts_on(7, 0));
}

#[test]
fn what_is_signed_ends_with_a_hash_of_what_was_said() {
    let bytes = signed_bytes(b"said", b"data");
    assert_eq!(bytes, [b"data".as_slice(), &Sha256::digest(b"said")].concat());
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = ClientData::parse(&bytes);
        let _ = AuthenticatorData::parse(&bytes);
    }

    #[test]
    fn what_was_made_is_read_back(
        id in proptest::collection::vec(any::<u8>(), 16..1024), x in any::<[u8; 32]>(), y in any::<[u8; 32]>(),
        after in proptest::collection::vec(any::<u8>(), 0..80), counter in any::<u32>(),
    ) {
        let flags = PRESENT | VERIFIED | if after.is_empty() { 0 } else { EXTENSIONS };
        let mut data = new(flags, &id, &x, &y, &after);
        data[33..37].copy_from_slice(&counter.to_be_bytes());
        let Registered { credential, point, counter: read } = registered(&create(), &data, &site()).unwrap();
        prop_assert_eq!(credential.as_bytes(), &id[..]);
        prop_assert_eq!(&point.sec1()[1..], &[x, y].concat()[..]);
        prop_assert_eq!(read, counter);
    }

    /// Any bit before the id that is another makes it something else, or nothing.
    #[test]
    fn no_bit_is_passed_over(bit in 0..37 * 8usize) {
        let good = fine();
        let mut other = good.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(AuthenticatorData::parse(&other) != AuthenticatorData::parse(&good));
    }
}

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/passkey.json");

#[derive(Serialize, Deserialize)]
struct Pinned {
    staff: StaffId,
    credential: CredentialId,
    computed: Fixed<32>,
    seed: Fixed<32>,
    sealed: WrappedSeed,
}

#[test]
#[ignore = "writes the vector of a new format"]
fn write_the_vector() {
    assert!(!std::path::Path::new(PATH).exists(), "a pinned file is never rewritten");
    let mut rng = Repeatable::new(44);
    let staff = StaffId::make(&mut rng);
    let [computed, seed] = [(); 2].map(|()| Secret::<32>::make(&mut rng));
    let credential = CredentialId::new(Secret::<32>::make(&mut rng).dangerous_bytes().to_vec()).unwrap();
    let sealed = PasskeyKey::derive(&computed).wrap(&mut rng, &staff, &credential, &seed).unwrap();
    let [computed, seed] = [computed, seed].map(|secret| Fixed(*secret.dangerous_bytes()));
    let pinned = Pinned { staff, credential, computed, seed, sealed };
    std::fs::write(PATH, serde_json::to_string_pretty(&pinned).unwrap() + "\n").unwrap();
}

/// Kept for ever, as in `pinned.rs`.
#[test]
fn what_a_passkey_sealed_still_opens_and_only_in_its_place() {
    let pinned: Pinned = serde_json::from_str(&std::fs::read_to_string(PATH).unwrap()).unwrap();
    let key = PasskeyKey::derive(&Secret::new(pinned.computed.0));
    let seed = key.unwrap(&pinned.staff, &pinned.credential, &pinned.sealed).unwrap();
    assert_eq!(seed.dangerous_bytes(), &pinned.seed.0);
    let (nobody, other) = (StaffId::from_bytes([0; 16]), CredentialId::new(vec![0; 32]).unwrap());
    assert!(key.unwrap(&nobody, &pinned.credential, &pinned.sealed).is_err(), "somebody else's");
    assert!(key.unwrap(&pinned.staff, &other, &pinned.sealed).is_err(), "another passkey's");
    let wrong = PasskeyKey::derive(&Secret::new([0; 32]));
    assert!(wrong.unwrap(&pinned.staff, &pinned.credential, &pinned.sealed).is_err());
}

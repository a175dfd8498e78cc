//! The fuzz targets' bodies over chosen seeds, over random bytes, and over seeds with bytes changed.
mod common;

use common::World;
use madobe_domain::fuzzing;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

type Body = fn(&[u8]);

/// What is said of a new passkey.
fn passkey() -> Vec<u8> {
    let said = format!(
        r#"{{"type":"webauthn.create","challenge":"{}","origin":"https://desk.example"}}"#,
        "A".repeat(43)
    );
    let cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    let (host, id) = (Sha256::digest("desk.example"), [&[0, 16][..], &[3; 16]].concat());
    let parts =
        [&host[..], &[0x45, 0, 0, 0, 0], &[0; 16], &id, &cose, &[1; 32], &[0x22, 0x58, 0x20], &[2; 32]];
    [said.as_bytes(), &[0], &parts.concat()].concat()
}

fn seeds() -> Vec<(Body, Vec<u8>)> {
    let mut world = World::new(1);
    let new = world.first_letter("種");
    let entry = serde_json::to_vec(&new.entries[0]).unwrap();
    let wire = serde_json::to_vec(&new).unwrap();
    let record = common::letter("種").to_json();
    vec![
        (fuzzing::code, world.code.dangerous_groups().join("－").into_bytes()),
        (fuzzing::entry, entry),
        (fuzzing::record, record),
        (fuzzing::wire, wire),
        (fuzzing::recovery, b"0000-0000-0000-0000-0000-0000-0000-0000".to_vec()),
        (fuzzing::sealed, new.grants[0].sealed.as_bytes().to_vec()),
        (fuzzing::passkey, passkey()),
    ]
}

#[test]
fn seeds_pass() {
    for (body, seed) in seeds() {
        body(&seed);
        body(&[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_pass(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let bodies: [Body; 7] = [
            fuzzing::code, fuzzing::entry, fuzzing::record, fuzzing::wire, fuzzing::recovery, fuzzing::sealed, fuzzing::passkey,
        ];
        bodies.iter().for_each(|body| body(&bytes));
    }

    #[test]
    fn changed_seeds_pass(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        thread_local! { static SEEDS: Vec<(Body, Vec<u8>)> = seeds(); }
        SEEDS.with(|seeds| for (body, seed) in seeds {
            let mut changed = seed.clone();
            for (place, byte) in &places {
                let place = place.index(changed.len());
                changed[place] = *byte;
            }
            body(&changed);
        });
    }
}

//! The fuzz targets' bodies over chosen seeds, over random bytes, and over seeds with bytes changed.
mod common;

use common::World;
use madobe_domain::fuzzing;
use proptest::prelude::*;

type Body = fn(&[u8]);

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
        for body in [fuzzing::code, fuzzing::entry, fuzzing::record, fuzzing::wire, fuzzing::recovery, fuzzing::sealed] {
            body(&bytes);
        }
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

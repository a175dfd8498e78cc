//! A passkey opens what the password opens, and nothing of anybody else.
use madobe_domain::bytes::encode;
use madobe_domain::wire::passkey::{CredentialId, PasskeySession};
use serde_json::{from_str, to_string};

use super::hold::Hold;
use super::job::Refusal;
use super::passkey::Computed;
use super::tests::set_up;

fn credential(byte: u8) -> CredentialId {
    CredentialId::new(vec![byte; 20]).unwrap()
}

#[test]
fn what_was_sealed_to_a_passkey_opens_with_it_alone() {
    let (hold, session, _) = set_up();
    let sealed = hold.seal_to_passkey(&credential(1), &Computed::of(&[5; 32])).unwrap();
    assert!(sealed != session.wrapped_seed);
    let entered = PasskeySession { session: session.clone(), sealed };
    let mut fresh = Hold::default();
    let mut open = |credential: CredentialId, computed: [u8; 32]| {
        fresh.unlock_by_passkey(&entered, &credential, &Computed::of(&computed)).map(drop)
    };
    assert_eq!(open(credential(1), [6; 32]), Err(Refusal::Shut));
    assert_eq!(open(credential(2), [5; 32]), Err(Refusal::Shut));
    assert_eq!(open(credential(1), [5; 32]), Ok(()));
    assert!(fresh.me.as_ref().unwrap().holds(session.teams[0].id, 1));
    // Nobody who holds no key seals one, and what is no answer of an authenticator opens nothing.
    let shut = Hold::default().seal_to_passkey(&credential(1), &Computed::of(&[5; 32]));
    assert_eq!(shut.map(drop), Err(Refusal::NoKey));
    let short: Computed = from_str(&to_string(&encode(&[5; 31])).unwrap()).unwrap();
    assert_eq!(fresh.unlock_by_passkey(&entered, &credential(1), &short).map(drop), Err(Refusal::Shut));
}

#[test]
fn a_seed_of_another_account_opens_nothing() {
    let (hold, session, _) = set_up();
    let (_, mut other, _) = set_up();
    other.id = session.id;
    let sealed = hold.seal_to_passkey(&credential(1), &Computed::of(&[5; 32])).unwrap();
    let entered = PasskeySession { session: other, sealed };
    let opened = Hold::default().unlock_by_passkey(&entered, &credential(1), &Computed::of(&[5; 32]));
    assert_eq!(opened.map(drop), Err(Refusal::Shut));
}

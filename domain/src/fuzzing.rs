//! What the fuzz targets do with bytes from outside. Kept here so that the ordinary tests run the same bodies.
//! Each returns normally whatever it is given; a parser that accepts must give the same bytes back.

use crate::bytes::Opaque;
use crate::crypto::code::Code;
use crate::crypto::compartment::CaseKeys;
use crate::crypto::keypair::KeyPair;
use crate::crypto::recovery::RecoveryKey;
use crate::crypto::secret::Secret;
use crate::log::entry::{Compartment, Entry};
use crate::log::record::{Content, Record};
use crate::passkey::{AuthenticatorData, ClientData, Site, asserted, registered};
use crate::wire::grant::{Grant, Recipient};
use crate::wire::{
    error::ErrorBody, intake::NewMailbox, mailbox::MailboxPage, session::Session, sync::SyncPage,
};
use serde::{Serialize, de::DeserializeOwned};

pub fn code(data: &[u8]) {
    let typed = String::from_utf8_lossy(data);
    if let Ok(code) = Code::parse(&typed) {
        let again = Code::parse(&code.dangerous_groups().join("-"));
        assert!(again.is_ok_and(|again| again.dangerous_groups() == code.dangerous_groups()));
    }
}

pub fn recovery(data: &[u8]) {
    if let Ok(key) = RecoveryKey::parse(&String::from_utf8_lossy(data)) {
        let again = RecoveryKey::parse(&key.dangerous_groups().join(" "));
        assert!(again.is_ok_and(|again| again.dangerous_groups() == key.dangerous_groups()));
    }
}

fn round_trip<T: Serialize + DeserializeOwned>(data: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<T>(data) {
        let once = serde_json::to_vec(&value).unwrap_or_default();
        let again = serde_json::from_slice::<T>(&once).ok().and_then(|value| serde_json::to_vec(&value).ok());
        assert_eq!(Some(once), again);
    }
}

pub fn entry(data: &[u8]) {
    round_trip::<Entry>(data);
    if let Ok(entry) = serde_json::from_slice::<Entry>(data) {
        let _ = entry.hash();
    }
}

pub fn record(data: &[u8]) {
    match Content::from_json(data) {
        Content::Known(record) => {
            let again = Content::from_json(&record.to_json());
            assert!(again == Content::Known(record));
        }
        Content::Talk(record) => {
            let again = Content::from_json(&record.to_json());
            assert!(again == Content::Talk(record));
        }
        #[cfg(feature = "work")]
        Content::Work(record) => {
            let again = Content::from_json(&record.to_json());
            assert!(again == Content::Work(record));
        }
        Content::Newer { .. } | Content::Garbled => {}
    }
    round_trip::<Record>(data);
}

pub fn wire(data: &[u8]) {
    round_trip::<NewMailbox>(data);
    round_trip::<MailboxPage>(data);
    round_trip::<SyncPage>(data);
    round_trip::<Session>(data);
    round_trip::<ErrorBody>(data);
}

/// What a hostile browser says of a passkey: client data, a zero, authenticator data.
pub fn passkey(data: &[u8]) {
    let cut = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (said, authenticator) = data.split_at(cut);
    let authenticator = authenticator.get(1..).unwrap_or_default();
    let Some(site) = Site::of(true, "desk.example") else { return };
    if let (Ok(said), Ok(_)) = (ClientData::parse(said), AuthenticatorData::parse(authenticator)) {
        // One that makes a passkey signs nobody in, and the other way round.
        assert!(
            registered(&said, authenticator, &site).is_err()
                || asserted(&said, authenticator, &site).is_err()
        );
    }
}

/// Bytes of a hostile server, opened with real keys.
pub fn sealed(data: &[u8]) {
    let Ok(pair) = KeyPair::from_seed(Secret::new([1; 32])) else { return };
    let Ok(sealed) = Opaque::new(data.to_vec()) else { return };
    let grant = Grant {
        case: crate::ids::CaseId::from_bytes([2; 16]),
        recipient: Recipient::Mailbox { id: crate::ids::MailboxId::from_bytes([3; 16]) },
        compartments: vec![Compartment::Conversation],
        sealed,
    };
    assert!(CaseKeys::default().accept(&grant, &pair).is_err());
}

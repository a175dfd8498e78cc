//! Bytes from outside never become a fault of ours.

use madobe_api::http::{body, query};
use madobe_api::service::refusal::Refusal;
use madobe_domain::wire::intake::NewMailbox;
use madobe_domain::wire::mailbox::MailboxQuery;
use madobe_domain::wire::setup::Setup;
use madobe_domain::wire::team::VersionedSettings;
use proptest::prelude::*;

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,20}".prop_map(Into::into),
    ];
    let name = prop_oneof![
        Just("mailbox"),
        Just("entries"),
        Just("work"),
        Just("version"),
        Just("settings"),
        Just("account"),
        Just("x")
    ];
    leaf.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|pairs| {
                pairs
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

fn is_told<T>(result: Result<T, Refusal>) -> bool {
    !matches!(result, Err(Refusal::Ours(_)))
}

proptest! {
    #[test]
    fn any_bytes_as_a_body(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(is_told(body::parse::<NewMailbox>(&bytes)));
        prop_assert!(is_told(body::parse::<Setup>(&bytes)));
    }

    #[test]
    fn any_json_as_a_body(value in json()) {
        let bytes = serde_json::to_vec(&value).unwrap();
        prop_assert!(is_told(body::parse::<NewMailbox>(&bytes)));
        prop_assert!(is_told(body::parse::<VersionedSettings>(&bytes)));
    }

    #[test]
    fn any_text_as_a_query(text in ".{0,80}") {
        prop_assert!(is_told(query::parse::<MailboxQuery>(&text)));
    }

    #[test]
    fn any_number_as_a_position(after in any::<i64>()) {
        let parsed = query::parse::<MailboxQuery>(&format!("after={after}"));
        prop_assert_eq!(parsed.is_ok(), after >= 0);
    }
}

#[test]
fn json_of_endless_depth_is_malformed() {
    let deep = "[".repeat(100_000);
    assert!(is_told(body::parse::<NewMailbox>(deep.as_bytes())));
    assert!(body::parse::<NewMailbox>(deep.as_bytes()).is_err());
}

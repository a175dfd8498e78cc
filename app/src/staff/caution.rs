//! A gentle look at a reply: does it seem to break a 「しないこと」? It only ever says so; it never stops anything.
use madobe_domain::log::record::Promises;

use crate::words::staff::reply;

/// Words that speak of doing it. Short and few: a hint that cries often is not read.
const PHONE: [&str; 6] = ["電話", "お電話", "かけ直し", "架電", "ＴＥＬ", "TEL"];
const VISIT: [&str; 6] = ["訪問", "伺い", "うかがい", "お宅", "ご自宅に", "家に行"];
const FAMILY: [&str; 6] = ["ご家族に", "家族に", "お母さまに", "お父さまに", "親御さんに", "ご両親に"];
const HANDOVER: [&str; 5] = ["引き継", "引きつ", "申し送", "担当課に", "機関に伝え"];

/// The hints that this text calls for, in words.
pub fn hints(text: &str, promises: Promises) -> Vec<&'static str> {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let checks = [
        (promises.no_phone && says(&PHONE), reply::HINT_PHONE),
        (promises.no_visit && says(&VISIT), reply::HINT_VISIT),
        (promises.no_telling_family && says(&FAMILY), reply::HINT_FAMILY),
        (promises.no_handover && says(&HANDOVER), reply::HINT_HANDOVER),
    ];
    checks.into_iter().filter(|(holds, _)| *holds).map(|(_, hint)| hint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_promise_makes_a_word_a_hint() {
        let none = Promises::default();
        let phone = Promises { no_phone: true, ..none };
        assert!(hints("あした電話します。", none).is_empty());
        assert_eq!(hints("あした電話します。", phone), [reply::HINT_PHONE]);
        assert!(hints("ゆっくり読みました。", phone).is_empty());
        let all = Promises { no_phone: true, no_visit: true, no_telling_family: true, no_handover: true };
        assert_eq!(hints("ご家族に電話してから訪問します。", all).len(), 3);
    }
}

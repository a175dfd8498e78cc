//! A reply in a household: what is known from the other case alone is found, and what stands in this one is not.
use madobe_domain::writing::{Leak, Papers, RUN, leaks};
use proptest::prelude::*;

fn found(text: &str, own: &[&str], other: &[&str]) -> Vec<Leak> {
    let own = Papers { name: Some("しろ"), number: "1A2B", texts: own };
    let other = Papers { name: Some("みけこ"), number: "7K3Q", texts: other };
    leaks(text, &own, &[other], |_| false)
}

fn words(text: &str, own: &[&str], other: &[&str]) -> Option<String> {
    found(text, own, other).into_iter().find_map(|leak| match leak {
        Leak::Words(words) => Some(words),
        _ => None,
    })
}

#[test]
fn what_the_other_one_is_called_and_the_number_of_their_case() {
    let name = |text: &str, own: &[&str]| found(text, own, &[]).contains(&Leak::Name("みけこ".to_owned()));
    assert!(name("ミケコさんから聞きました。", &[]) && name("みけこも心配しています", &[]));
    assert!(!name("みんなげんきですか", &[]));
    assert!(!name("みけこさんによろしく。", &["ねこの名前はﾐｹｺです。"]), "this writer knows of it");
    let number = |text: &str, own: &[&str]| found(text, own, &[]).contains(&Leak::Number("7K3Q".to_owned()));
    assert!(number("受付７k3qのとおりです。", &[]));
    assert!(!number("受付17K3Q9", &[]) && !number("受付1A2B", &[]) && !number("7K3Q", &["7k3qって何ですか"]));
}

#[test]
fn a_short_name_counts_where_it_stands_alone() {
    let own = Papers { name: None, number: "1A2B", texts: &[] };
    let short = |name: &'static str, text: &str| {
        let other = Papers { name: Some(name), number: "7K3Q", texts: &[] };
        !leaks(text, &own, &[other], |_| false).is_empty()
    };
    assert!(
        short("はな", "はなさん、") && short("はな", "「ハナ」と") && short("はな", "はなも書いています")
    );
    assert!(!short("はな", "おはなしください。") && !short("はな", "また、はなしましょう。"));
    assert!(!short("は", "は、"), "one character is in every word");
    assert!(short("はなさん", "はなくんと"), "whoever calls themselves so is the same person");
}

const LETTER: &str = "息子は三年前から、部屋を出てきません。ごはんは扉の前に置いています。";

#[test]
fn a_run_of_the_other_letter_is_found_in_any_spelling() {
    let said = |text: &str| words(text, &["こんにちは。"], &[LETTER]);
    assert_eq!(
        said("三年前から部屋を出てきませんと聞いています").as_deref(),
        Some("三年前から部屋を出てきません")
    );
    assert_eq!(
        said("ゴハンハ、\n扉の前に置いて、いますね").as_deref(),
        Some("ゴハンハ、\n扉の前に置いて、います")
    );
    assert_eq!(said("三年前から部屋を"), None, "eight characters may be chance");
    assert_eq!(said("ゆっくりで大丈夫です。"), None);
    // The longest is the one to be shown.
    let both = said("部屋を出てきませんごはん。三年前から、部屋を出てきません。ごはんは扉の前").unwrap();
    assert_eq!(both, "三年前から、部屋を出てきません。ごはんは扉の前");
}

#[test]
fn what_stands_in_this_case_or_is_written_by_everybody_is_no_leak() {
    let reply = "三年前から部屋を出てきませんと書いてくださいましたね。";
    assert_eq!(words(reply, &["ぼくは三年前から部屋を出てきません。"], &[LETTER]), None);
    let polite = "お手紙を書きました。どうぞよろしくお願いいたします。読んでくださってありがとうございます。";
    assert_eq!(words("どうぞよろしくお願いいたします。", &[], &[polite]), None);
    assert_eq!(words("読んでくださってありがとうございます。", &[], &[polite]), None);
    let own = Papers { name: None, number: "1A2B", texts: &[] };
    let other = Papers { name: None, number: "7K3Q", texts: &[LETTER] };
    let common = |run: &str| run.contains("部屋を出てきません");
    assert!(leaks(reply, &own, &[other], common).is_empty(), "people who have nothing to do with each other");
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec("[ぁ-んァ-ヴー一-龠a-zA-Z0-9Ａ-Ｚ０-９、。「」 　\n！？]{0,40}", 0..4)
        .prop_map(|parts| parts.concat())
}

/// From one character to another.
fn part(text: &str, from: usize, length: usize) -> String {
    text.chars().skip(from).take(length).collect()
}

proptest! {
    /// Whatever the other one wrote: words that stand in this writer's own letter stop nobody.
    #[test]
    fn no_alarm_for_this_cases_own_words(own in text(), other in text(), shared in text(), from in 0..90usize, length in 0..90usize) {
        let own = [own.as_str(), shared.as_str()].concat();
        let other = [other.as_str(), shared.as_str(), own.as_str()].concat();
        let reply = part(&own, from, length);
        prop_assert_eq!(words(&reply, &[&own], &[&other]), None);
    }

    /// A stretch of the other letter, in whatever kana and with signs in between, that this writer did not write is found.
    #[test]
    fn an_alarm_for_the_others_words(secret in "[一-龠]{12,30}", own in "[ぁ-ん]{0,60}", around in "[ぁ-ん]{0,20}", every in 2..9usize) {
        let broken: String = secret.chars().enumerate().flat_map(|(place, c)| {
            let sign = if place % every == 0 { Some('、') } else { None };
            sign.into_iter().chain([c])
        }).collect();
        let reply = format!("{around}。{broken}。{around}");
        let found = words(&reply, &[&own], &[&format!("あの、{secret}のことです。")]);
        prop_assert!(found.is_some_and(|words| words.chars().count() >= RUN));
    }

    #[test]
    fn nothing_panics(text in any::<String>(), own in any::<String>(), other in any::<String>(), name in any::<String>()) {
        let mine = Papers { name: Some(&name), number: "", texts: &[&own] };
        let theirs = Papers { name: Some(&other), number: &name, texts: &[&other, &text] };
        leaks(&text, &mine, &[theirs], |_| false);
    }

    /// The same reply, in the other kana.
    #[test]
    fn both_kana_are_one(secret in "[ァ-ヴ]{12,20}") {
        let hiragana: String = secret.chars().map(|c| char::from_u32(u32::from(c) - 0x60).unwrap()).collect();
        prop_assert!(words(&hiragana, &[], &[&secret]).is_some() == words(&secret, &[], &[&secret]).is_some());
    }
}

//! What helps to write a reply: blanks, variables, somebody else's name, hints.
use madobe_domain::bytes::Fixed;
use madobe_domain::limits::{SNIPPET_CHARS, SNIPPETS};
use madobe_domain::log::record::Promises;
use madobe_domain::text::TextFault;
use madobe_domain::writing::{
    BLANK, Filling, Hint, Snippet, SnippetFault, Snippets, Variable, Wanted, fill, first_blank, hints,
    other_name,
};
use proptest::prelude::*;

fn blank(text: &str) -> Option<&str> {
    first_blank(text).map(|range| &text[range])
}

#[test]
fn what_is_still_to_fill_is_found() {
    let table = [
        ("＿＿＿さんへ", Some("＿＿＿")),
        ("はい。＿＿に来ます", Some("＿＿")),
        ("名前は___です", Some("___")),
        ("snake_case と _ と ＿", None),
        ("__init__", None),
        ("｛曜日｝に", Some("｛曜日｝")),
        ("{曜日}に", Some("{曜日}")),
        ("｛曜日}に", Some("｛曜日}")),
        ("｛｝ と {} と ｛ ｝", None),
        ("｛この中はとても長いので、かっことして書かれた文です｝", None),
        ("｛途中で\n終わる｝", None),
        ("｛｛内側｝", Some("｛内側｝")),
        ("", None),
    ];
    for (text, wanted) in table {
        assert_eq!(blank(text), wanted, "{text}");
    }
}

#[test]
fn variables_are_put_in_and_what_is_not_known_stays_to_be_seen() {
    let template = "｛呼び名｝さん。{約束の日}までに、｛ 窓口 ｝の｛自分｝が書きます。｛曜日｝";
    let known =
        Filling { name: Some("みけ"), day: Some("11月26日"), desk: Some("窓辺"), me: Some("佐藤") };
    assert_eq!(fill(template, &known), "みけさん。11月26日までに、窓辺の佐藤が書きます。｛曜日｝");
    assert_eq!(fill("｛呼び名｝さん", &Filling::default()), format!("{BLANK}さん"));
    // Somebody calls themselves so: nothing is put in a second time.
    let odd = Filling { name: Some("｛自分｝"), me: Some("佐藤"), ..Filling::default() };
    assert_eq!(fill("｛呼び名｝と｛自分｝", &odd), "｛自分｝と佐藤");
}

fn snippet(number: u8) -> Snippet {
    Snippet::parse(Fixed([number; 16]), "はじめに", "こんにちは。").unwrap()
}

#[test]
fn a_snippet_has_a_name_and_words() {
    let id = Fixed([1; 16]);
    let faults = Snippet::parse(id, " ", &"あ".repeat(SNIPPET_CHARS + 2)).unwrap_err();
    assert_eq!(
        faults,
        [SnippetFault::Name(TextFault::Empty), SnippetFault::Text(TextFault::TooLong { over: 2 })]
    );
    let mut all = Snippets::default();
    for number in 0..SNIPPETS {
        assert!(all.put(snippet(number as u8)));
    }
    assert!(!all.put(snippet(200)), "there is no room");
    assert!(all.put(Snippet { name: "おわりに".into(), ..snippet(3) }), "but for one that is there");
    assert_eq!((all.snippets.len(), all.snippets[3].name.as_str()), (SNIPPETS, "おわりに"));
    all.remove(&Fixed([3; 16]));
    assert!(all.get(&Fixed([3; 16])).is_none() && all.put(snippet(200)));
}

#[test]
fn somebody_elses_name_is_found_where_it_is_spoken_to() {
    let others = ["みけ", "り", "はる", "ねこさん", "お花 畑"];
    let found = |text: &str, own: Option<&str>| other_name(text, own, others.into_iter());
    let table = [
        ("みけさん、こんにちは。", Some("しろ"), Some("みけ")),
        ("ミケ さん、こんにちは。", None, Some("みけ")),
        ("ﾐｹちゃんへ", None, Some("みけ")),
        ("みけさん、こんにちは。", Some("みけ"), None),
        ("しろみけさん", Some("しろみけ"), None),
        ("はるになったら", None, None),
        ("はるへ\nこんにちは", None, Some("はる")),
        ("りさん", None, None),
        ("ねこ様", None, Some("ねこさん")),
        ("ねこを飼う", None, None),
        ("お花 畑さま", None, Some("お花 畑")),
        ("", None, None),
    ];
    for (text, own, wanted) in table {
        assert_eq!(found(text, own), wanted, "{text} for {own:?}");
    }
}

fn all() -> Promises {
    Promises { no_phone: true, no_visit: true, no_telling_family: true, no_handover: true }
}

#[test]
fn hints_by_what_was_promised() {
    let promised = Wanted { promises: all(), short: false };
    let table: [(&str, &[Hint]); 20] = [
        ("あした電話します。", &[Hint::Phone]),
        ("お電話できませんか？", &[Hint::Phone]),
        ("電話でもかまいません。", &[Hint::Phone]),
        ("電話しなければなりません。", &[Hint::Phone]),
        ("こちらから電話はしません。", &[]),
        ("電話はしませんので、安心してください。", &[]),
        ("電話は苦手でも大丈夫です。訪問はしません。", &[Hint::Phone]),
        ("ＴＥＬください。", &[Hint::Phone]),
        ("一度、伺います。", &[Hint::Visit]),
        ("思いをうかがいました。ご家族にも話してみます。", &[Hint::Visit, Hint::Family]),
        ("家族に話すことはない。", &[]),
        ("区の担当課に引き継ぎます。", &[Hint::Handover]),
        ("よかったら見学に来てください。", &[Hint::StepUp]),
        ("なぜ外に出ないのでしょう。", &[Hint::Why]),
        ("なぜか眠れない、なぜなら暑いから。", &[]),
        ("どうしても、というときは。", &[]),
        ("どうしてもなら。でも、どうしてですか。", &[Hint::Why]),
        ("眠れていますか。食べていますか？ だれかと話せますか", &[Hint::Questions(3)]),
        ("眠れていますか。食べていますか？", &[]),
        ("何か、だれか、どこか。", &[]),
    ];
    for (text, wanted) in table {
        assert_eq!(hints(text, &promised), wanted, "{text}");
    }
}

#[test]
fn without_a_promise_no_word_is_held_against_anybody() {
    let none = Wanted::default();
    assert!(hints("ご家族に電話してから訪問して、見学も引き継ぎます。", &none).is_empty());
    let phone = Wanted { promises: Promises { no_phone: true, ..Promises::default() }, short: false };
    assert_eq!(
        hints("ご家族に電話してから訪問して、見学も引き継ぎます。", &phone),
        [Hint::Phone, Hint::StepUp]
    );
}

#[test]
fn long_is_said_to_whom_a_short_answer_is_fine() {
    let text = "ゆっくりで大丈夫です。".repeat(40);
    assert!(hints(&text, &Wanted::default()).is_empty());
    let short = Wanted { short: true, ..Wanted::default() };
    assert_eq!(hints(&text, &short), [Hint::Long(440)]);
    assert!(hints(&text[..text.len() / 2], &short).is_empty());
}

fn any_text() -> impl Strategy<Value = String> {
    let words = [
        "電話",
        "デンワ",
        "訪問",
        "なぜ",
        "なぜか",
        "どうして",
        "か。",
        "？",
        "ません",
        "＿＿",
        "_",
        "{",
        "}",
        "｛",
        "｝",
        "呼び名",
        "さん",
        "みけ",
        "家族に",
        "\n",
        "。",
        "、",
        "あ",
        "𠮷",
        "🌫",
        "ﾞ",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..24).prop_map(|all| all.concat())
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    any::<[bool; 5]>().prop_map(|[no_phone, no_visit, no_telling_family, no_handover, short]| Wanted {
        promises: Promises { no_phone, no_visit, no_telling_family, no_handover },
        short,
    })
}

proptest! {
    /// Nobody is warned of what they did not ask for: fewer promises never make more hints.
    #[test]
    fn fewer_promises_make_no_more_hints(text in any_text(), wanted in any_wanted()) {
        let full = Wanted { promises: all(), short: true };
        let (some, most) = (hints(&text, &wanted), hints(&text, &full));
        prop_assert!(some.iter().all(|hint| most.contains(hint)), "{some:?} {most:?}");
    }

    #[test]
    fn any_text_is_looked_at(text in "\\PC{0,80}", own in prop::option::of("\\PC{0,8}"), other in "\\PC{0,8}") {
        let _ = hints(&text, &Wanted { promises: all(), short: true });
        let _ = other_name(&text, own.as_deref(), [other.as_str()].into_iter());
        if let Some(range) = first_blank(&text) {
            prop_assert!(!text[range].is_empty());
        }
    }

    /// What is found is there, and nothing before it is a place to fill.
    #[test]
    fn the_first_blank_is_the_first(text in any_text()) {
        if let Some(range) = first_blank(&text) {
            prop_assert!(first_blank(&text[..range.start]).is_none());
            prop_assert_eq!(first_blank(&text[range.start..range.end]), Some(0..range.len()));
        }
    }

    /// With everything known, no variable is left, and filling once more changes nothing.
    #[test]
    fn filling_is_done_in_one_go(text in any_text()) {
        let known = Filling { name: Some("みけ"), day: Some("あす"), desk: Some("窓辺"), me: Some("佐藤") };
        let once = fill(&text, &known);
        prop_assert_eq!(fill(&once, &known), once.clone());
        for variable in Variable::ALL {
            let token = format!("｛{}｝", variable.spelled());
            prop_assert!(!once.contains(&token));
        }
        let unknown = fill(&text, &Filling::default());
        prop_assert!(!text.contains("｛呼び名｝") || first_blank(&unknown).is_some());
    }

    /// A name is told from every other, whoever writes: one's own is never found.
    #[test]
    fn ones_own_name_is_no_others(text in any_text(), name in "[あ-ん]{1,6}") {
        prop_assert!(other_name(&text, Some(&name), [name.as_str()].into_iter()).is_none());
    }
}

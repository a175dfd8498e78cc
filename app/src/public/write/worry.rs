//! Words after which the page offers other places to turn. Looked for on the device only: nothing is counted,
//! sent or kept back. Broad on purpose, since the offer costs nothing.

const WORRYING: [&str; 40] = [
    "死にたい",
    "死にたく",
    "しにたい",
    "シニタイ",
    "死のう",
    "死んでしまい",
    "死ねば",
    "死んだほう",
    "死んだ方",
    "消えたい",
    "きえたい",
    "消えてしまいたい",
    "消えてなくなり",
    "いなくなりたい",
    "生きていたくない",
    "生きたくない",
    "生きてる意味",
    "生きている意味",
    "自殺",
    "自死",
    "首を吊",
    "首つり",
    "首吊",
    "飛び降り",
    "飛び込み",
    "リスカ",
    "リストカット",
    "自傷",
    "殺され",
    "殺してしまい",
    "killmyself",
    "killingmyself",
    "suicid",
    "wanttodie",
    "wishiweredead",
    "wishiwasdead",
    "endmylife",
    "wanttodisappear",
    "selfharm",
    "hurtmyself",
];

pub fn is_worrying(text: &str) -> bool {
    let tight: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_punctuation())
        .collect::<String>()
        .to_ascii_lowercase();
    WORRYING.iter().any(|word| tight.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_worrying;

    #[test]
    fn heavy_words_are_noticed_across_lines() {
        assert!(is_worrying("もう消え\nたいです"));
        assert!(is_worrying("朝になると、死にたくなります。"));
        assert!(is_worrying("Sometimes I want to\ndie. Self-harm again."));
    }

    #[test]
    fn everyday_words_are_not() {
        for text in
            ["夜、眠れません。", "犬が死んで、さみしいです。", "家から出られません。", "😢", "I want to try."]
        {
            assert!(!is_worrying(text), "{text}");
        }
    }
}

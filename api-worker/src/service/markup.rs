//! Pages are text with markers, `<!--madobe:NAME-->`, that only the running desk can fill.

const MARK: &str = "<!--madobe:";
const END: &str = "<!--madobe:end-->";

pub fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
        safe
    })
}

pub fn has_markers(text: &str) -> bool {
    text.contains(MARK)
}

/// Puts in what `value` gives for each marker, as markup. What stands between a marker that `is_hidden` and `end` is
/// left out.
pub fn fill(text: &str, value: impl Fn(&str) -> String, is_hidden: impl Fn(&str) -> bool) -> String {
    let mut filled = String::with_capacity(text.len() + 256);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK) {
        filled.push_str(before);
        let Some((marker, after)) = after.split_once("-->") else { break };
        filled.push_str(&value(marker));
        rest =
            if is_hidden(marker) { after.split_once(END).map_or(after, |(_, behind)| behind) } else { after };
    }
    filled.push_str(rest);
    filled
}

//! Places in a text that somebody still has to fill: a line of low dashes, or a name in braces that nothing was put in for.
use std::ops::Range;

/// What stands where nothing is known.
pub const BLANK: &str = "＿＿＿";
/// The longest that braces may hold: beyond it they are somebody's punctuation.
const BRACED_CHARS: usize = 20;

/// The first place to fill, in bytes.
pub fn first_blank(text: &str) -> Option<Range<usize>> {
    let mut place = 0;
    while let Some(c) = text[place..].chars().next() {
        let rest = &text[place..];
        let found = match c {
            '＿' => run(rest, c, 2),
            '_' => run(rest, c, 3),
            '｛' | '{' => braced(rest).map(|(_, length)| length),
            _ => None,
        };
        if let Some(length) = found {
            return Some(place..place + length);
        }
        // A run that was too short is no blank further on either.
        let step: usize = match c {
            '＿' | '_' => rest.chars().take_while(|next| *next == c).map(char::len_utf8).sum(),
            _ => c.len_utf8(),
        };
        place += step;
    }
    None
}

/// How long a run of at least so many is, in bytes.
fn run(text: &str, c: char, least: usize) -> Option<usize> {
    let count = text.chars().take_while(|next| *next == c).count();
    (count >= least).then_some(count * c.len_utf8())
}

/// What stands in the braces at the head of this text, and where they end, in bytes.
pub(super) fn braced(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix(['｛', '{'])?;
    let open = text.len() - inner.len();
    let (end, close) = inner
        .char_indices()
        .take(BRACED_CHARS + 1)
        .take_while(|(_, c)| !matches!(c, '\n' | '｛' | '{'))
        .find(|(_, c)| matches!(c, '｝' | '}'))?;
    let name = inner[..end].trim();
    (!name.is_empty()).then_some((name, open + end + close.len_utf8()))
}

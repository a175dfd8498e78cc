//! Has a reply somebody else's name in it? That is how a word meant for one person reaches another.
use crate::text::spelling;

/// What follows a name in a reply, in one spelling.
const AFTER: [&str; 7] = ["さん", "様", "さま", "くん", "君", "ちゃん", "へ\n"];

/// The first of `others` that this text speaks to or of, unless it is part of the writer's own name. A name of one character
/// is none: it would be found in every other word.
pub fn other_name<'a>(
    text: &str,
    own: Option<&str>,
    mut others: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let text = spelling(text);
    let own = own.map(key).unwrap_or_default();
    others.find(|other| {
        let name = key(other);
        name.chars().count() > 1 && !own.contains(&name) && speaks_of(&text, &name, &own)
    })
}

pub(super) fn key(name: &str) -> String {
    let name = spelling(name);
    let name = name.trim();
    // Whoever calls themselves "ねこさん" is spoken to as such.
    AFTER.iter().find_map(|after| name.strip_suffix(after)).unwrap_or(name).to_owned()
}

fn speaks_of(text: &str, name: &str, own: &str) -> bool {
    text.match_indices(name).any(|(place, _)| {
        let (before, after) = (&text[..place], text[place + name.len()..].trim_start_matches(' '));
        let addressed = AFTER.iter().any(|word| after.starts_with(word));
        // "みけ" in "しろみけさん" is the end of the writer's own name.
        let in_own = own.find(name).is_some_and(|head| before.ends_with(&own[..head]));
        addressed && !in_own
    })
}

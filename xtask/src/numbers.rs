//! No telephone number that somebody could answer stands in the repository: lines are the operator's data. Dummies begin
//! with 000; 110 and 119 are known to everybody.
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::files::walk;
use crate::tree::Tree;

const DIRECTORIES: [&str; 10] =
    [".ci", "api-worker", "app", "docs", "domain", "fuzz", "plain", "style", "tests", "xtask"];
const KINDS: [&str; 13] =
    ["css", "html", "js", "json", "md", "mjs", "rs", "sql", "svg", "toml", "txt", "webmanifest", "ics"];
/// What begins a number even where it is written without any sign between.
const PREFIXES: [&str; 8] = ["0120", "0570", "0800", "0990", "050", "070", "080", "090"];

pub fn lint(tree: &Tree) -> Result<()> {
    let mut faults = Vec::new();
    let mut look = |path: &Path| -> Result<()> {
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if KINDS.contains(&kind) {
            let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
            for (place, line) in text.lines().enumerate() {
                let found = found(line).into_iter();
                faults.extend(found.map(|number| format!("{}:{}: {number}", path.display(), place + 1)));
            }
        }
        Ok(())
    };
    for directory in DIRECTORIES {
        let inside = walk(&tree.join(directory))?;
        let built = |path: &&std::path::PathBuf| {
            !path
                .components()
                .any(|part| matches!(part.as_os_str().to_str(), Some("target" | "corpus" | "artifacts")))
        };
        inside.iter().filter(built).try_for_each(|path| look(path))?;
    }
    for entry in fs::read_dir(&tree.root)? {
        let path = entry?.path();
        if path.is_file() && path.file_name().is_some_and(|name| name != "package-lock.json") {
            look(&path)?;
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "{} telephone numbers that could be real; write 000-0000-0001:\n{}",
        faults.len(),
        faults.join("\n")
    )
}

/// Everything in a line that reads like a Japanese telephone number.
fn found(line: &str) -> Vec<String> {
    let plain: Vec<char> = line.chars().map(plain).collect();
    let part = |c: char| c.is_ascii_digit() || is_between(c);
    let mut all = Vec::new();
    let mut start = 0;
    while start < plain.len() {
        let end = plain[start..].iter().position(|c| !part(*c)).map_or(plain.len(), |length| start + length);
        let run: String = plain[start..end].iter().collect();
        let beside = |place: Option<usize>| {
            place.and_then(|place| plain.get(place)).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_')
        };
        // Part of a hash, an identifier or another name.
        let within = beside(start.checked_sub(1)) || beside(Some(end));
        // A plus belongs to what follows it.
        let run = run.trim_end_matches(is_between).trim_start_matches(|c| c != '+' && is_between(c));
        if !within && is_number(run) {
            all.push(run.to_owned());
        }
        start = end.max(start + 1);
    }
    all.extend(spaced(&plain));
    all
}

/// Numbers whose groups have one space or one dot between. Those stand between all kinds of figures, so that only the usual
/// shapes count: three groups of which the last has three or four, or two after a prefix that no other figure begins with.
fn spaced(plain: &[char]) -> Vec<String> {
    let digit = |place: usize| plain.get(place).is_some_and(char::is_ascii_digit);
    let named = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_');
    let begins = (0..plain.len()).filter(|place| digit(*place) && !(*place > 0 && digit(*place - 1)));
    let group =
        |begin: usize| (begin, (begin..plain.len()).find(|place| !digit(*place)).unwrap_or(plain.len()));
    let groups: Vec<(usize, usize)> = begins.map(group).collect();
    let mut all = Vec::new();
    for window in (2..=4).flat_map(|count| groups.windows(count)) {
        let gaps: Vec<&[char]> = window.windows(2).map(|pair| &plain[pair[0].1..pair[1].0]).collect();
        let single = gaps.iter().all(|gap| matches!(gap, [' ' | '.' | '-'] | [')', ' ']));
        // With dashes alone it is found above.
        let loose = gaps.iter().any(|gap| matches!(gap, [' ' | '.'] | [')', ' ']));
        let (Some((start, _)), Some((_, end))) = (window.first(), window.last()) else { continue };
        let before = start.checked_sub(1).and_then(|place| plain.get(place));
        // What follows a point is a fraction.
        if !single || !loose || named(before) || before == Some(&'.') || named(plain.get(*end)) {
            continue;
        }
        let mut parts: Vec<String> =
            window.iter().map(|(start, end)| plain[*start..*end].iter().collect()).collect();
        if parts[0] == "81" && before == Some(&'+') {
            parts.remove(0);
            parts[0].insert(0, '0');
        }
        if is_usual(&parts) {
            all.push(plain[*start..*end].iter().collect());
        }
    }
    all
}

fn is_usual(groups: &[String]) -> bool {
    let digits = groups.concat();
    let real = digits.starts_with('0') && !digits.starts_with("00") && matches!(digits.len(), 10 | 11);
    match groups {
        [_, _] => real && PREFIXES.contains(&groups[0].as_str()),
        [area, _, last] => real && (2..=5).contains(&area.len()) && matches!(last.len(), 3 | 4),
        _ => false,
    }
}

/// Full-width digits, every kind of dash, space and dot, as they are meant.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '‐' | '‑' | '–' | '－' | '−' | 'ー' => '-',
        '（' => '(',
        '）' => ')',
        '\u{3000}' | '\u{a0}' => ' ',
        '．' => '.',
        _ => c,
    }
}

fn is_between(c: char) -> bool {
    matches!(c, '-' | '(' | ')' | '+')
}

fn is_number(run: &str) -> bool {
    let home = run.strip_prefix("+81-").or_else(|| run.strip_prefix("+81")).map(|rest| format!("0{rest}"));
    let run = home.as_deref().unwrap_or(run);
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<&str> = run.split(is_between).filter(|group| !group.is_empty()).collect();
    let real = digits.starts_with('0') && !digits.starts_with("00") && matches!(digits.len(), 10 | 11);
    match groups.as_slice() {
        [_] => real && PREFIXES.iter().any(|prefix| digits.starts_with(prefix)),
        [area, ..] => real && (2..=4).contains(&groups.len()) && (2..=5).contains(&area.len()),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::found;

    /// Made up of parts, so that this file holds none itself.
    fn number(groups: &[&str], between: &str) -> String {
        groups.join(between)
    }

    #[test]
    fn telephone_numbers_are_found_in_every_spelling() {
        for between in ["-", "－", "ー", "‐", ""] {
            for groups in [["0120", "123", "456"], ["0570", "123", "456"], ["090", "1234", "5678"]] {
                let number = number(&groups, between);
                assert_eq!(found(&format!("相談の電話は{number}です。")).len(), 1, "{number}");
            }
        }
        for groups in [["03", "1234", "5678"], ["0123", "45", "6789"], ["0120", "0", "12345"]] {
            assert_eq!(found(&format!("tel:{}", number(&groups, "-"))).len(), 1, "{groups:?}");
        }
        assert_eq!(found(&format!("電話（{}）", number(&["０３", "１２３４", "５６７８"], "）"))).len(), 1);
        assert_eq!(found(&number(&["+81", "3", "1234", "5678"], "-")).len(), 1);
    }

    #[test]
    fn one_space_or_dot_between_the_groups_hides_nothing() {
        for between in [" ", "\u{3000}", ".", "．", "\u{a0}"] {
            for groups in [
                &["0120", "123", "456"][..],
                &["0120", "12", "3456"],
                &["03", "1234", "5678"],
                &["0123", "45", "6789"],
                &["090", "12345678"],
                &["+81", "3", "1234", "5678"],
                &["+81", "90", "1234", "5678"],
            ] {
                let number = number(groups, between);
                for line in [format!("電話 {number}"), format!("2. {number} 24"), format!("({number})。")]
                {
                    assert_eq!(found(&line).len(), 1, "{line}");
                }
            }
        }
        assert_eq!(found(&format!("03 {}", number(&["1234", "5678"], "-"))).len(), 1, "mixed");
        for between in ["-", " "] {
            assert_eq!(
                found(&format!("(03) {}", number(&["1234", "5678"], between))).len(),
                1,
                "in brackets"
            );
        }
        for text in [
            "000 0000 0001",
            "09 00 2026 11 24",
            "0123 4567 8901 2345 6789",
            "12 0345 678901",
            "0.0120 123.456",
            "01 02 03 04 05 06",
            "0120  123  456",
            "v03.1234.5678",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn dummies_dates_codes_and_hashes_are_none() {
        for text in [
            "000-0000-0001",
            "119 か 110",
            "2026-11-24 09:00",
            "0000-0000-0000",
            "1234-5678-9012-3456-7890",
            "0123456789",
            "a0901234567",
            "1.0.3-1234-5678",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}

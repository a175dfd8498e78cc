//! Which passwords are guessed too soon. They guard the keys of everything a desk may read, and the server never sees
//! them, so this is the one place that looks at them.

use crate::limits::PASSWORD_CHARS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    #[error("too short")]
    Short,
    #[error("too long")]
    Long,
    /// A few characters, again and again.
    #[error("repeats")]
    Repeats,
    /// The login name stands in it.
    #[error("holds the login name")]
    HoldsLogin,
    /// Made of what is tried first: neighbours on the keyboard, well-known words, digits.
    #[error("well known")]
    WellKnown,
}

/// Whatever is tried first counts as one piece, every other character as one each: so many pieces are enough.
const PIECES: usize = 8;
/// Fewer different characters than this are a pattern, however long.
const DIFFERENT: usize = 5;
/// This many neighbours in a row are a run.
const RUN: usize = 3;

/// What fingers and alphabets put side by side. Read backwards too.
const ROWS: [&str; 9] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop@[",
    "asdfghjkl;:]",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!\"#$%&'()",
    "!@#$%^&*()_+",
    "あいうえおかきくけこさしすせそたちつてと",
];

/// The commonest first, as they are typed here and elsewhere; a word that holds another stands before it.
const WORDS: [&str; 66] = [
    "password",
    "passwort",
    "passcode",
    "pasuwado",
    "passw",
    "pass",
    "letmein",
    "welcome",
    "iloveyou",
    "trustno",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "superman",
    "batman",
    "pokemon",
    "shadow",
    "master",
    "michael",
    "computer",
    "internet",
    "whatever",
    "freedom",
    "secret",
    "hello",
    "login",
    "user",
    "guest",
    "test",
    "temp",
    "default",
    "change",
    "administrator",
    "admin",
    "kanrisha",
    "root",
    "system",
    "staff",
    "desk",
    "madobe",
    "soudan",
    "madoguchi",
    "himitsu",
    "sakura",
    "arigato",
    "konnichiwa",
    "aishiteru",
    "daisuki",
    "nippon",
    "nihon",
    "japan",
    "tokyo",
    "doraemon",
    "pikachu",
    "naruto",
    "mikoto",
    "takahiro",
    "ひみつ",
    "ぱすわーど",
    "さくら",
    "まどべ",
    "ありがとう",
    "そうだん",
];

/// May this password guard the account of `login`?
pub fn check_password(password: &str, login: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < *PASSWORD_CHARS.start() {
        return Err(PasswordFault::Short);
    }
    if length > *PASSWORD_CHARS.end() {
        return Err(PasswordFault::Long);
    }
    let plain: Vec<char> = password.chars().map(fold).collect();
    if is_pattern(&plain) {
        return Err(PasswordFault::Repeats);
    }
    let login: Vec<char> = login.trim().chars().map(fold).collect();
    if !login.is_empty() && plain.windows(login.len()).any(|part| part == login) {
        return Err(PasswordFault::HoldsLogin);
    }
    let end = plain.iter().rposition(|c| c.is_alphabetic()).map_or(0, |last| last + 1);
    let (core, tail) = plain.split_at(end);
    // Digits and signs behind the words are what people add when they are told to add something; alone they are dates
    // and telephone numbers.
    let tail = usize::from(!tail.is_empty());
    let spelled: Vec<char> = core.iter().copied().map(unmask).collect();
    if pieces(core).min(pieces(&spelled)) + tail < PIECES {
        return Err(PasswordFault::WellKnown);
    }
    Ok(())
}

/// One case, one width, one kind of kana.
fn fold(c: char) -> char {
    match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        katakana @ 0x30a1..=0x30f6 => char::from_u32(katakana - 0x60).unwrap_or(c),
        _ => c.to_ascii_lowercase(),
    }
}

/// Digits and signs that stand for letters.
fn unmask(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

fn is_pattern(text: &[char]) -> bool {
    let different = text.iter().enumerate().filter(|(place, c)| !text[..*place].contains(c)).count();
    let again = |period: usize| text.iter().zip(&text[period..]).all(|(one, next)| one == next);
    different < DIFFERENT
        || (1..=text.len() / 2).any(|period| period < *PASSWORD_CHARS.start() && again(period))
}

/// How many pieces somebody who guesses has to find.
fn pieces(text: &[char]) -> usize {
    let (mut rest, mut count) = (text, 0);
    while !rest.is_empty() {
        rest = &rest[known(rest).max(1)..];
        count += 1;
    }
    count
}

/// How much of the beginning is one piece.
fn known(text: &[char]) -> usize {
    let same = text.iter().take_while(|c| Some(*c) == text.first()).count();
    let begins = |word: &&&str| word.chars().enumerate().all(|(place, c)| text.get(place) == Some(&c));
    let word = WORDS.iter().filter(begins).map(|word| word.chars().count()).max().unwrap_or(0);
    let run =
        ROWS.iter().map(|row| run(text, row.chars()).max(run(text, row.chars().rev()))).max().unwrap_or(0);
    [same, run].into_iter().filter(|length| *length >= RUN).chain([word]).max().unwrap_or(0)
}

/// How far the text goes along this row.
fn run(text: &[char], row: impl Iterator<Item = char> + Clone) -> usize {
    let Some(first) = text.first() else { return 0 };
    let from = row.skip_while(|c| c != first);
    from.zip(text).take_while(|(c, typed)| c == *typed).count()
}

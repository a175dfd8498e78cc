//! The code: every reasonable spelling is read, every small mistake is found before anything is sent.
mod common;

use common::Repeatable;
use madobe_domain::crypto::code::{Code, CodeFault, DIGITS};
use proptest::prelude::*;

fn text(code: &Code) -> String {
    code.dangerous_groups().concat()
}

#[test]
fn spellings_of_one_code_are_one_code() {
    let plain = text(&Code::make(&mut Repeatable::new(1)));
    let map = |f: &dyn Fn(u32) -> char| plain.chars().map(|c| f(c.to_digit(10).unwrap())).collect::<String>();
    let full_width = map(&|d| char::from_u32(0xff10 + d).unwrap());
    let circled = map(&|d| if d == 0 { '⓪' } else { char::from_u32(0x2460 + d - 1).unwrap() });
    let parenthesised: String = plain
        .chars()
        .map(|c| if c == '0' { '0' } else { char::from_u32(0x2474 + c as u32 - '1' as u32).unwrap() })
        .collect();
    let kanji = map(&|d| ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'][d as usize]);
    let grouped = |between: &str| {
        plain.as_bytes().chunks(4).map(|g| std::str::from_utf8(g).unwrap()).collect::<Vec<_>>().join(between)
    };
    let spellings = [
        plain.clone(),
        full_width,
        circled,
        parenthesised,
        kanji,
        grouped(" "),
        grouped("-"),
        grouped("－"),
        grouped("ー"),
        grouped("−"),
        grouped("‐"),
        grouped("\u{3000}"),
        grouped("\n"),
        grouped("、"),
        format!("番号は {} です", grouped("—")),
        format!("\u{200b}{plain}\u{feff}"),
    ];
    for spelling in &spellings {
        let read = Code::parse(spelling).unwrap_or_else(|fault| panic!("{spelling}: {fault}"));
        assert_eq!(text(&read), plain, "{spelling}");
    }
}

#[test]
fn what_is_missing_or_too_much_is_counted() {
    assert!(matches!(Code::parse(""), Err(CodeFault::Empty)));
    assert!(matches!(Code::parse("番号をなくしました"), Err(CodeFault::Empty)));
    assert!(matches!(Code::parse("1234 5678"), Err(CodeFault::Short { missing: 12 })));
    assert!(matches!(Code::parse(&"1".repeat(23)), Err(CodeFault::Long { over: 3 })));
    assert!(matches!(Code::parse(&"9".repeat(1_000_000)), Err(CodeFault::Long { over: 999_980 })));
}

#[test]
fn digits_are_drawn_evenly() {
    let mut rng = Repeatable::new(2);
    let mut counts = [0u32; 10];
    for _ in 0..2000 {
        for digit in text(&Code::make(&mut rng)).bytes().take(DIGITS - 1) {
            counts[usize::from(digit - b'0')] += 1;
        }
    }
    // 38,000 draws: 3,800 each, standard deviation 58. Six deviations either way.
    assert!(counts.iter().all(|count| (3450..4150).contains(count)), "{counts:?}");
}

proptest! {
    #[test]
    fn one_wrong_digit_is_always_found(seed: u64, place in 0..DIGITS, change in 1..10u8) {
        let mut digits = text(&Code::make(&mut Repeatable::new(seed))).into_bytes();
        digits[place] = b'0' + (digits[place] - b'0' + change) % 10;
        prop_assert!(matches!(Code::parse(std::str::from_utf8(&digits).unwrap()), Err(CodeFault::CheckDigit)));
    }

    #[test]
    fn two_swapped_neighbours_are_always_found(seed: u64, place in 0..DIGITS - 1) {
        let mut digits = text(&Code::make(&mut Repeatable::new(seed))).into_bytes();
        prop_assume!(digits[place] != digits[place + 1]);
        digits.swap(place, place + 1);
        prop_assert!(matches!(Code::parse(std::str::from_utf8(&digits).unwrap()), Err(CodeFault::CheckDigit)));
    }

    #[test]
    fn any_text_is_read_without_trouble(typed in ".{0,80}") {
        let count = Code::count_digits(&typed);
        match Code::parse(&typed) {
            Ok(_) | Err(CodeFault::CheckDigit) => prop_assert_eq!(count, DIGITS),
            Err(CodeFault::Empty) => prop_assert_eq!(count, 0),
            Err(CodeFault::Short { missing }) => prop_assert_eq!(count + missing, DIGITS),
            Err(CodeFault::Long { over }) => prop_assert_eq!(count - over, DIGITS),
        }
    }
}

//! What is guessed first, and what is left alone.
use madobe_domain::password::{PasswordFault, check_password};
use proptest::prelude::*;

fn fault(password: &str) -> Option<PasswordFault> {
    check_password(password, "desk.one").err()
}

#[test]
fn length_is_counted_in_characters() {
    assert_eq!(fault("ながいながいあいこ"), Some(PasswordFault::Short));
    assert_eq!(fault("correct hor"), Some(PasswordFault::Short));
    assert_eq!(fault(&"correct horse".repeat(16)), Some(PasswordFault::Long));
}

#[test]
fn a_pattern_is_not_a_password() {
    for password in [
        "aaaaaaaaaaaa",
        "ああああああああああああ",
        "abababababab",
        "xyzwxyzwxyzwx",
        "さくらもちさくらもちさくらもち",
        "k9fk9fk9fk9fk9f",
        "112211221122",
    ] {
        assert_eq!(fault(password), Some(PasswordFault::Repeats), "{password}");
    }
}

#[test]
fn what_is_tried_first_is_refused() {
    for password in [
        "password1234",
        "Password2026!",
        "P@ssw0rd1234",
        "ｐａｓｓｗｏｒｄ１２３４",
        "passwordpassword1",
        "123456789012",
        "987654321098",
        "abcdefghijkl",
        "qwertyuiop12",
        "Qwertyuiop@[",
        "poiuytrewq12",
        "asdfghjkl;:]",
        "1qaz2wsx3edc",
        "1qaz!QAZ2wsx",
        "qwerty123456",
        "asdfgh123456",
        "madobe123456",
        "madobe-staff-2026",
        "letmein12345",
        "administrator",
        "admin1234567",
        "himitsu12345",
        "sakurasakura1",
        "Sakura202612!",
        "ヒミツ123456789",
        "あいうえおかきくけこさし",
        "iloveyou2026",
        "zzzzzzzzzzzz1234",
        "482957103846",
    ] {
        assert!(
            matches!(fault(password), Some(PasswordFault::WellKnown | PasswordFault::Repeats)),
            "{password}: {:?}",
            fault(password)
        );
    }
}

#[test]
fn the_login_name_is_no_secret() {
    assert_eq!(fault("my-Desk.One-words"), Some(PasswordFault::HoldsLogin));
    assert_eq!(check_password("my-Desk.One-words", "two"), Ok(()));
    assert_eq!(check_password("tsukue no ue ni neko", ""), Ok(()));
}

#[test]
fn a_few_unrelated_words_are_enough() {
    for password in [
        "ながいながいあいことばです",
        "窓の外で犬が三回ほえた朝",
        "えんぴつ かえる ゆうびん",
        "enpitsu kaeru yuubin",
        "correct-horse-battery-staple",
        "long enough for a desk",
        "a-long-password-for-tests",
        "7fQz!wk2Lp0x",
    ] {
        assert_eq!(fault(password), None, "{password}");
    }
}

proptest! {
    #[test]
    fn any_text_has_an_answer(password in ".{0,220}", login in ".{0,40}") {
        let _ = check_password(&password, &login);
    }

    #[test]
    fn one_character_never_guards_anything(c in any::<char>(), count in 0..300usize) {
        prop_assert!(check_password(&c.to_string().repeat(count), "desk.one").is_err());
    }
}

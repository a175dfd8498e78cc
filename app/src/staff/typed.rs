//! What is typed to sign in or to make an account, checked before anything is sent.
use madobe_domain::password::{PasswordFault, check_password};
use madobe_domain::text::{parse_login, parse_name};

use crate::words::staff::field;

/// Six digits of a one-time code, in any spelling that a keyboard makes of them.
pub fn one_time_code(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xfee0),
            _ => c.is_ascii_digit().then_some(c),
        })
        .collect();
    (digits.len() == 6).then_some(digits)
}

/// What is wrong with the three fields of a new account, by the id of the field.
pub fn account_faults(login: &str, name: &str, password: &str) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if parse_login(login).is_err() {
        faults.push(("login", field::LOGIN_FAULT.to_owned()));
    }
    if parse_name(name).is_err() {
        faults.push(("name", field::NAME_FAULT.to_owned()));
    }
    if let Err(fault) = check_password(password, login) {
        faults.push(("password", password_words(fault).to_owned()));
    }
    faults
}

fn password_words(fault: PasswordFault) -> &'static str {
    match fault {
        PasswordFault::Short => field::PASSWORD_SHORT,
        PasswordFault::Long => field::PASSWORD_LONG,
        PasswordFault::Repeats => field::PASSWORD_REPEATS,
        PasswordFault::HoldsLogin => field::PASSWORD_LOGIN,
        PasswordFault::WellKnown => field::PASSWORD_KNOWN,
    }
}

/// What an authenticator reads: the issuer is the window, the account is the login.
pub fn authenticator_address(login: &str, secret: &str) -> String {
    const ISSUER: &str = "Madobe";
    ["otpauth://totp/", ISSUER, ":", login, "?secret=", secret, "&issuer=", ISSUER].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_spelling() {
        assert_eq!(one_time_code("123456").as_deref(), Some("123456"));
        assert_eq!(one_time_code(" １２３ ４５６ ").as_deref(), Some("123456"));
        assert_eq!(one_time_code("12345"), None);
        assert_eq!(one_time_code("1234567"), None);
    }

    #[test]
    fn why_a_password_does_not_do_is_said() {
        let faults = |password: &str| account_faults("desk.one", "あ", password);
        let because = |words: &str| vec![("password", words.to_owned())];
        assert!(faults("ながいながいあいことばです").is_empty());
        assert_eq!(faults("12345678901"), because(field::PASSWORD_SHORT));
        assert_eq!(faults(&"a".repeat(201)), because(field::PASSWORD_LONG));
        assert_eq!(faults("aaaaaaaaaaaa"), because(field::PASSWORD_REPEATS));
        assert_eq!(faults("password1234"), because(field::PASSWORD_KNOWN));
        assert_eq!(faults("at desk.one at night"), because(field::PASSWORD_LOGIN));
        assert_eq!(account_faults("A b", " ", "").len(), 3);
    }
}

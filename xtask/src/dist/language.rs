//! The languages of the public pages. The staff application has one so far.

use minijinja::{Value, context};

/// `app/locales/NAME`, the cargo feature of the programs, and the first part of an address.
pub struct Language {
    pub name: &'static str,
    /// For `lang`.
    pub tag: &'static str,
    /// What it calls itself.
    word: &'static str,
}

/// The first is the one without a name in its addresses.
pub const LANGUAGES: [Language; 3] = [
    Language { name: "ja", tag: "ja", word: "日本語" },
    Language { name: "easy", tag: "ja", word: "やさしい日本語" },
    Language { name: "en", tag: "en", word: "English" },
];

impl Language {
    pub fn is_first(&self) -> bool {
        self.name == LANGUAGES[0].name
    }

    /// Before the path of a page, and before the name of its file.
    pub fn base(&self) -> String {
        if self.is_first() { String::new() } else { format!("/{}", self.name) }
    }

    /// Behind the name of a program.
    pub fn variant(&self) -> String {
        if self.is_first() { String::new() } else { format!("-{}", self.name) }
    }

    /// As templates see it.
    pub fn value(&self) -> Value {
        context! { name => self.name, lang => self.tag, base => self.base(), word => self.word }
    }
}

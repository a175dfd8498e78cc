//! The languages of the public pages, and those of the staff application.

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

/// Who reads the words of a program: for each of their languages it is built once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// It shows nothing that is not on its page.
    Nobody,
    Everybody,
    Staff,
}

impl Readers {
    pub fn read(self, language: &Language) -> bool {
        match self {
            Self::Nobody => language.is_first(),
            Self::Everybody => true,
            Self::Staff => language.is_for_staff(),
        }
    }
}

impl Language {
    /// Easy words are for writers.
    pub fn is_for_staff(&self) -> bool {
        self.name != "easy"
    }

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

    /// What a program is called on the site.
    pub fn program(&self, bin: &str) -> String {
        format!("{bin}{}", self.variant())
    }

    /// As templates see it.
    pub fn value(&self) -> Value {
        context! { name => self.name, lang => self.tag, base => self.base(), word => self.word }
    }
}

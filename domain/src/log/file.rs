//! A picture or a document beside a letter or a reply: what the entry says of it. Its bytes are sealed under a key of their own
//! (`crypto::file`) and lie beside the entries; without this nobody knows what they are.

use crate::bytes::{Fixed, decode_fixed, encode};
use crate::ids::FileId;
use crate::limits::{FILE_BYTES, FILE_NAME_CHARS, FILES};
use crate::text::one_line;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// What is beside one letter or reply, in the order in which it was chosen. At most [`FILES`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Files(Vec<FileRef>);

/// One file, as an entry names it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    pub id: FileId,
    pub kind: FileKind,
    /// Of what was sealed, without the padding.
    pub bytes: u32,
    /// A name to show, where somebody wanted one. Never the file's own by itself: that tells of a device and of people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Over the sealed bytes, see `crypto::file`.
    pub hash: Fixed<32>,
    pub key: FileKey,
}

/// What it is. Whatever a newer version may send as well has a place, and cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Other,
}

impl FileKind {
    pub const KNOWN: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Other => "application/octet-stream",
        }
    }

    pub fn parse(name: &str) -> Self {
        Self::KNOWN.into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Other)
    }

    /// How files of this kind begin. What it is called, or what a browser takes it for, proves nothing.
    pub fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if content.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// Can be drawn by every browser.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// Of a file that is saved.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Other => "bin",
        }
    }
}

impl Serialize for FileKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for FileKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Ok(Self::parse(&name))
    }
}

/// Opens one file and nothing else. It is written down in the entry that names the file, and nowhere but there.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKey([u8; 32]);

impl FileKey {
    pub fn make<R: CryptoRng>(rng: &mut R) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    pub(crate) const fn dangerous_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for FileKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Serialize for FileKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for FileKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        decode_fixed(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// What keeps a file from being sent. The interface says it kindly, beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("nothing in it")]
    Empty,
    #[error("larger than {FILE_BYTES} bytes")]
    TooLarge,
    #[error("no kind that is taken here")]
    Kind,
    #[error("more than {FILES}")]
    TooMany,
    #[error("the shown name")]
    Name,
}

/// Looks at what is about to be sealed.
pub fn check(content: &[u8]) -> Result<FileKind, FileFault> {
    match content.len() {
        0 => Err(FileFault::Empty),
        length if length > FILE_BYTES => Err(FileFault::TooLarge),
        _ => FileKind::of(content).ok_or(FileFault::Kind),
    }
}

/// A name that somebody wants to be shown: one line.
pub fn shown_name(typed: &str) -> Result<String, FileFault> {
    one_line(typed, FILE_NAME_CHARS).map_err(|_| FileFault::Name)
}

impl Files {
    /// The text of a letter that is nothing but files: something to read for whoever knows of none.
    pub const ALONE: &str = "📎";

    pub const NONE: Self = Self(Vec::new());

    pub fn new(files: Vec<FileRef>) -> Result<Self, FileFault> {
        if files.len() > FILES { Err(FileFault::TooMany) } else { Ok(Self(files)) }
    }

    /// Nothing was written beside them.
    pub fn are_alone(&self, text: &str) -> bool {
        !self.is_empty() && text == Self::ALONE
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, FileRef> {
        self.0.iter()
    }

    pub fn ids(&self) -> Vec<FileId> {
        self.0.iter().map(|file| file.id).collect()
    }
}

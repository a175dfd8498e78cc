//! A file beside a letter, as it was before it was sealed: in an address of the kind `data:`, which any browser shows by itself, and whose
//! second half any tool turns into the file.

use super::ReadFault;
use crate::bytes::Fixed;
use crate::ids::{CaseId, FileId};
use crate::log::file::{FileKind, FileRef};
use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};

/// One file as JSON, on one line.
pub struct TakenFile {
    pub(super) json: String,
    /// Without its content.
    pub(super) missing: bool,
}

/// As it stands in an export.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename = "file")]
pub(super) struct FileBody {
    case: CaseId,
    id: FileId,
    #[serde(rename = "type")]
    of: FileKind,
    bytes: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    hash: Fixed<32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    data: Option<String>,
}

fn head(kind: FileKind) -> String {
    ["data:", kind.name(), ";base64,"].concat()
}

impl TakenFile {
    /// `content`: opened; nothing where it is not there any more, or does not open.
    pub fn new(case: CaseId, file: &FileRef, content: Option<&[u8]>) -> Self {
        let body = FileBody {
            case,
            id: file.id,
            of: file.kind,
            bytes: file.bytes,
            name: file.name.clone(),
            hash: file.hash,
            data: content.map(|content| {
                let mut data = head(file.kind);
                data.push_str(&Base64::encode_string(content));
                data
            }),
        };
        Self { json: super::json(&body), missing: content.is_none() }
    }
}

/// A file read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    pub case: CaseId,
    pub id: FileId,
    pub kind: FileKind,
    pub name: Option<String>,
    /// Of the sealed bytes, as the letter names it.
    pub hash: Fixed<32>,
    /// Absent where it could not be taken along.
    pub content: Option<Vec<u8>>,
}

impl ReadFile {
    pub(super) fn of(body: FileBody) -> Result<Self, ReadFault> {
        let FileBody { case, id, of: kind, bytes, name, hash, data } = body;
        let content = match data {
            None => None,
            Some(data) => {
                let text = data.strip_prefix(&head(kind)).ok_or(ReadFault::File)?;
                let content = Base64::decode_vec(text).map_err(|_| ReadFault::File)?;
                if content.len() != bytes as usize {
                    return Err(ReadFault::File);
                }
                Some(content)
            }
        };
        Ok(Self { case, id, kind, name, hash, content })
    }
}

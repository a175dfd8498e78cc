//! Files beside letters, sealed in pieces under a key of their own:
//!
//! ```text
//! sealed file = piece 0 | piece 1 | …
//! piece i     = SEAL(file key, "madobe/file/1" | id 16 | i 4 | last 1, 65,536 bytes of PAD(content); the last piece: what is left)
//! file hash   = SHA-256( "madobe/file-hash/1" | 0x00 | sealed file )
//! ```
//!
//! In pieces, so that a page can draw between them; number and end are bound, so that none is moved, lost or added.

use super::hash::file_hash;
use super::hazmat::aead;
use super::padding::{pad, unpad};
use super::secret::{OpenError, Secret};
use crate::ids::FileId;
use crate::limits::SEALED_FILE_BYTES;
use crate::log::file::{FileFault, FileKey, FileKind, FileRef, check};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Padded content in one piece.
pub const PIECE: usize = 65_536;
/// With version 1, nonce 24 and tag 16.
const SEALED_PIECE: usize = PIECE + 1 + 24 + 16;

fn place(id: &FileId, piece: usize, last: bool) -> Vec<u8> {
    [b"madobe/file/1", id.as_bytes().as_slice(), &(piece as u32).to_be_bytes(), &[u8::from(last)]].concat()
}

fn secret(key: &FileKey) -> Secret<32> {
    Secret::new(*key.dangerous_bytes())
}

/// A file being sealed, piece by piece.
pub struct Sealing {
    id: FileId,
    key: FileKey,
    kind: FileKind,
    bytes: u32,
    padded: Zeroizing<Vec<u8>>,
    done: usize,
    sealed: Vec<u8>,
}

impl Sealing {
    /// Draws a handle and a key.
    pub fn begin<R: CryptoRng>(rng: &mut R, content: &[u8]) -> Result<Self, FileFault> {
        let kind = check(content)?;
        let padded = Zeroizing::new(pad(content));
        let pieces = padded.len().div_ceil(PIECE);
        let sealed = Vec::with_capacity(padded.len() + pieces * (SEALED_PIECE - PIECE));
        // `check` saw that it is far below what four bytes hold.
        let bytes = content.len() as u32;
        Ok(Self { id: FileId::make(rng), key: FileKey::make(rng), kind, bytes, padded, done: 0, sealed })
    }

    /// Seals the next piece. True while there is more.
    pub fn step<R: CryptoRng>(&mut self, rng: &mut R) -> bool {
        let pieces = self.padded.chunks(PIECE);
        let last = self.done + 1 >= pieces.len();
        if let Some(piece) = self.padded.chunks(PIECE).nth(self.done) {
            let place = place(&self.id, self.done, last);
            self.sealed.extend(aead::seal(rng, &secret(&self.key), &place, piece));
            self.done += 1;
        }
        !last
    }

    /// What the entry says of it, and what goes to the server.
    pub fn finish<R: CryptoRng>(mut self, rng: &mut R, name: Option<String>) -> (FileRef, Vec<u8>) {
        while self.done < self.padded.chunks(PIECE).len() {
            self.step(rng);
        }
        let Self { id, key, kind, bytes, sealed, .. } = self;
        (FileRef { id, kind, bytes, name, hash: file_hash(&sealed), key }, sealed)
    }
}

/// A file being opened, piece by piece.
pub struct Opening<'a> {
    file: &'a FileRef,
    sealed: &'a [u8],
    done: usize,
    padded: Zeroizing<Vec<u8>>,
}

impl<'a> Opening<'a> {
    /// Other bytes than the entry names do not open.
    pub fn begin(file: &'a FileRef, sealed: &'a [u8]) -> Result<Self, OpenError> {
        if sealed.len() > SEALED_FILE_BYTES || file_hash(sealed) != file.hash {
            return Err(OpenError);
        }
        Ok(Self { file, sealed, done: 0, padded: Zeroizing::new(Vec::with_capacity(sealed.len())) })
    }

    /// Opens the next piece. True while there is more.
    pub fn step(&mut self) -> Result<bool, OpenError> {
        let pieces = self.sealed.chunks(SEALED_PIECE);
        let last = self.done + 1 >= pieces.len();
        let Some(piece) = self.sealed.chunks(SEALED_PIECE).nth(self.done) else { return Ok(false) };
        let place = place(&self.file.id, self.done, last);
        self.padded.extend_from_slice(&aead::open(&secret(&self.file.key), &place, piece)?);
        self.done += 1;
        Ok(!last)
    }

    /// The content.
    pub fn finish(mut self) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        while self.done < self.sealed.chunks(SEALED_PIECE).len() {
            self.step()?;
        }
        let content = unpad(&self.padded)?;
        if content.len() != self.file.bytes as usize {
            return Err(OpenError);
        }
        Ok(Zeroizing::new(content.to_vec()))
    }
}

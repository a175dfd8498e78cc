//! Files beside letters, on this side of the seal: a picture is drawn anew, so that nothing of the device or the place goes
//! along; what comes is opened here, and shown by an address that ends with whoever shows it.

mod picture;

use crate::page::turn;
use crate::random::rng;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use madobe_domain::crypto::file::{Opening, Sealing};
use madobe_domain::ids::FileId;
use madobe_domain::log::file::{FileFault, FileKind, FileRef};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Url};
use zeroize::Zeroizing;

/// Nobody waits for more than this to be drawn anew.
const CHOSEN_BYTES: f64 = 60_000_000.0;

/// Chosen, drawn anew where it is a picture, and sealed: what is sent is what is shown here.
#[derive(Clone)]
pub struct Chosen {
    pub file: FileRef,
    /// Absent of one that had been sent before this page was opened.
    pub sealed: Option<Arc<Vec<u8>>>,
    /// Of a picture. Ends with [`Chosen::forget`].
    pub shown: Option<String>,
}

impl PartialEq for Chosen {
    fn eq(&self, other: &Self) -> bool {
        self.file.id == other.file.id
    }
}

impl Chosen {
    pub fn id(&self) -> FileId {
        self.file.id
    }

    pub fn forget(&self) {
        if let Some(address) = &self.shown {
            let _ = Url::revoke_object_url(address);
        }
    }

    /// What the server had already.
    #[cfg(feature = "staff")]
    pub fn before(file: FileRef) -> Self {
        Self { file, sealed: None, shown: None }
    }
}

/// In turns, so that the page goes on drawing. `documents`: a PDF is taken as it is.
pub async fn choose(file: &Blob, documents: bool) -> Result<Chosen, FileFault> {
    if file.size() > CHOSEN_BYTES {
        return Err(FileFault::TooLarge);
    }
    let content = match documents && file.type_() == FileKind::Pdf.name() {
        true => bytes(file).await.ok_or(FileFault::Kind)?,
        false => picture::draw_anew(file).await.ok_or(FileFault::Kind)?,
    };
    turn().await;
    let mut sealing = Sealing::begin(&mut rng(), &content)?;
    while sealing.step(&mut rng()) {
        turn().await;
    }
    let (file, sealed) = sealing.finish(&mut rng(), None);
    let shown = match file.kind.is_picture() {
        true => address(file.kind.name(), &content),
        false => None,
    };
    Ok(Chosen { file, sealed: Some(Arc::new(sealed)), shown })
}

/// An address on this page for what was sealed, or nothing where it does not open. To be revoked by whoever asks.
pub async fn open(file: &FileRef, sealed: &[u8]) -> Option<String> {
    let content = content(file, sealed).await?;
    // Only what a browser draws is told to be what it says; anything else is for saving, and opens nowhere here.
    let kind = if file.kind.is_picture() { file.kind } else { FileKind::Other };
    address(kind.name(), &content)
}

/// What was sealed, in turns, or nothing where it does not open.
pub async fn content(file: &FileRef, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut opening = Opening::begin(file, sealed).ok()?;
    while opening.step().ok()? {
        turn().await;
    }
    opening.finish().ok()
}

fn address(kind: &str, content: &[u8]) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(content).into());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

pub async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.ok()?.unchecked_into();
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Of a file that is saved: neutral, and its place among those beside it.
pub fn saved_name(file: &FileRef, place: usize) -> String {
    ["file-", &(place + 1).to_string(), ".", file.kind.ending()].concat()
}

/// About how much there is to fetch, in tenths of a megabyte, never nothing.
pub fn megabytes(file: &FileRef) -> String {
    let tenths = file.bytes.div_ceil(100_000).max(1);
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat()
}

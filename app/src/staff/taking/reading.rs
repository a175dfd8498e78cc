//! A file read line by line, of any size: a slice at a time.
use js_sys::{Reflect, Uint8Array};
use madobe_domain::limits::SEALED_FILE_BYTES;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlInputElement};

const SLICE: f64 = 1_048_576.0;
/// Longer than any line may be, the longest being a sealed file as base64url: what goes on for longer is no file of ours.
const LINE: usize = SEALED_FILE_BYTES.div_ceil(3) * 4 + 1_000;

/// The file that was chosen in this field.
pub fn chosen(field: &HtmlInputElement) -> Option<Blob> {
    let files = Reflect::get(field, &"files".into()).ok()?;
    let first = Reflect::get_u32(&files, 0).ok()?;
    (!first.is_undefined() && !first.is_null()).then(|| first.unchecked_into())
}

pub struct Lines {
    file: Blob,
    at: f64,
    rest: Vec<u8>,
}

/// It cannot be read, or is no text.
#[derive(Debug)]
pub struct Unread;

impl Lines {
    pub fn of(file: Blob) -> Self {
        Self { file, at: 0.0, rest: Vec::new() }
    }

    /// How much of it was read, in hundredths.
    pub fn part(&self) -> u32 {
        let size = self.file.size();
        if size > 0.0 { (self.at / size * 100.0) as u32 } else { 100 }
    }

    /// The next lines without their line feeds: at most so many, and up to so many bytes. Empty at the end.
    pub async fn next(&mut self, most: usize, bytes: usize) -> Result<Vec<String>, Unread> {
        let (mut lines, mut taken) = (Vec::new(), 0);
        while lines.len() < most {
            let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') else {
                if !self.fill().await? {
                    break;
                }
                continue;
            };
            taken += end;
            if taken > bytes && !lines.is_empty() {
                break;
            }
            let line: Vec<u8> = self.rest.drain(..=end).take(end).collect();
            lines.push(String::from_utf8(line).map_err(|_| Unread)?);
        }
        Ok(lines)
    }

    /// False at the end. A last line without a line feed is read as if it had one.
    async fn fill(&mut self) -> Result<bool, Unread> {
        let (size, from) = (self.file.size(), self.at);
        if from >= size {
            let open = !self.rest.is_empty();
            if open {
                self.rest.push(b'\n');
            }
            return Ok(open);
        }
        if self.rest.len() > LINE {
            return Err(Unread);
        }
        let to = (from + SLICE).min(size);
        let slice = self.file.slice_with_f64_and_f64(from, to).map_err(|_| Unread)?;
        let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|_| Unread)?;
        self.rest.extend(Uint8Array::new(&buffer).to_vec());
        self.at = to;
        Ok(true)
    }
}

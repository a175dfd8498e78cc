//! The files of the site while they are being put together: hashed ones, which browsers keep for ever, and
//! plain ones, whose address must stay.
use std::collections::BTreeMap;
use std::io::Cursor;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::wasm::quick;
use crate::cache::Cache;
use crate::digest;
use crate::files;
use crate::tree::Tree;

struct File {
    url: String,
    content: Vec<u8>,
    hashed: bool,
}

impl File {
    fn facts(&self) -> (String, String) {
        (self.url.clone(), digest::integrity(&self.content))
    }
}

#[derive(Default)]
pub struct Site {
    /// By the name that pages and scripts use, such as `write.wasm`.
    files: BTreeMap<String, File>,
}

impl Site {
    pub fn add_hashed(&mut self, name: &str, content: Vec<u8>) -> Result<()> {
        let (stem, extension) = name.rsplit_once('.').context("a hashed file needs an extension")?;
        let url = format!("/assets/{stem}-{}.{extension}", digest::short(&content));
        self.add(name, File { url, content, hashed: true })
    }

    pub fn add_plain(&mut self, name: &str, content: Vec<u8>) -> Result<()> {
        self.add(name, File { url: format!("/{name}"), content, hashed: false })
    }

    fn add(&mut self, name: &str, file: File) -> Result<()> {
        if self.files.insert(name.to_owned(), file).is_some() {
            bail!("two files of the site are called {name}");
        }
        Ok(())
    }

    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    pub fn url(&self, name: &str) -> Option<&str> {
        Some(self.files.get(name)?.url.as_str())
    }

    /// Address and integrity value of every file, by name.
    pub fn facts(&self) -> BTreeMap<String, (String, String)> {
        let facts = self.files.iter().map(|(name, file)| (name.clone(), file.facts()));
        facts.collect()
    }

    /// The addresses of the hashed files a visitor may need; staff files are not among them.
    pub fn public_urls(&self) -> Vec<&str> {
        let public = self.files.iter().filter(|(name, file)| file.hashed && !name.starts_with("staff"));
        public.map(|(_, file)| file.url.as_str()).collect()
    }

    /// Writes the site, with a brotli twin beside each hashed file, and says how large everything is.
    pub fn write(&self, tree: &Tree, cache: &Cache) -> Result<()> {
        let mut out = Vec::new();
        let mut manifest = serde_json::Map::new();
        let quality: i32 = if quick() { 3 } else { 11 };
        for (name, file) in &self.files {
            let compressed = cache.bytes(&[b"brotli", &quality.to_le_bytes(), &file.content], || {
                brotli(&file.content, quality)
            })?;
            let path = file.url.trim_start_matches('/').to_owned();
            manifest.insert(name.clone(), describe(file, compressed.len()));
            if file.hashed {
                out.push((format!("{path}.br"), compressed));
            }
            out.push((path, file.content.clone()));
        }
        files::sync(&tree.site(), &out)?;
        let manifest = serde_json::to_vec_pretty(&Value::Object(manifest))?;
        files::write(&tree.dist().join("manifest.json"), &manifest)
    }
}

fn describe(file: &File, brotli: usize) -> Value {
    json!({
        "url": file.url,
        "bytes": file.content.len(),
        "brotli": brotli,
        "integrity": digest::integrity(&file.content),
    })
}

fn brotli(content: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(content), &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn names_lead_to_addresses() {
        let mut site = Site::default();
        site.add_hashed("write.wasm", b"one".to_vec()).unwrap();
        site.add_hashed("staff.wasm", b"two".to_vec()).unwrap();
        site.add_plain("icon.svg", b"three".to_vec()).unwrap();
        let url = site.url("write.wasm").unwrap();
        assert!(url.starts_with("/assets/write-") && url.ends_with(".wasm"));
        assert_eq!(site.url("icon.svg"), Some("/icon.svg"));
        assert_eq!(site.url("other"), None);
        assert_eq!(site.public_urls(), [url]);
        assert!(site.add_plain("icon.svg", Vec::new()).is_err());
    }

    #[test]
    fn compressed_files_open_again() {
        let text = b"madobe ".repeat(200);
        let small = super::brotli(&text, 11).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).unwrap();
        assert!(small.len() < 40);
        assert_eq!(back, text);
    }
}

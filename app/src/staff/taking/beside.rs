//! What lies beside letters, for taking it along: fetched one by one, so that memory holds one. What is not there any more is counted and
//! said; what only did not come is asked for again, and stops the whole where it still does not.
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::log::file::FileRef;
use madobe_domain::wire::error::ErrorCode;
use web_sys::Url;
use zeroize::Zeroizing;

use crate::api::staff::carry;
use crate::file::{content, open};
use crate::page::sleep;
use crate::staff::app::App;
use crate::staff::sheet::{Sheet, What};
use crate::staff::trouble::Trouble;
use crate::words::common::list;
use crate::words::staff::taking;

/// How often the same is asked for again before somebody is told.
const TRIES: u32 = 3;

/// Sealed bytes from this path, or nothing where the store does not have them any more.
pub async fn fetched(app: App, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
    let mut tries = 0;
    loop {
        let error = match app.watch(carry(path, None)).await {
            Ok(sealed) => return Ok(Some(sealed)),
            Err(error) => error,
        };
        if !error.is_passing() || tries == TRIES {
            return if error.code() == Some(ErrorCode::FileGone) { Ok(None) } else { Err(error.into()) };
        }
        tries += 1;
        sleep(1_000 << tries).await;
    }
}

/// Of a case that is read here. A file that never came along looks like another's.
async fn of_case(app: App, case: CaseId, file: &FileRef) -> Result<Option<Vec<u8>>, Trouble> {
    let path = ["/api/staff/cases/", &case.to_string(), "/files/", &file.id.to_string()].concat();
    match fetched(app, &path).await {
        Err(trouble) if trouble.code() == Some(ErrorCode::Forbidden) => Ok(None),
        found => found,
    }
}

/// Opened, or nothing where it is not there any more or does not open.
pub async fn opened(app: App, case: CaseId, file: &FileRef) -> Result<Option<Zeroizing<Vec<u8>>>, Trouble> {
    match of_case(app, case, file).await? {
        Some(sealed) => Ok(content(file, &sealed).await),
        None => Ok(None),
    }
}

/// With how many are not in it.
pub fn with_missing(words: &str, missing: u64) -> String {
    match missing {
        0 => words.to_owned(),
        count => list::sentences(words, &taking::missing(&count.to_string())),
    }
}

/// Pictures of one case, drawn from addresses that end with this.
#[derive(Default)]
pub struct Pictures {
    at: Vec<(FileId, String)>,
    missing: u64,
    /// What cannot be drawn.
    others: u64,
}

impl Pictures {
    /// Of the letters and replies that go on paper.
    pub async fn of(app: App, case: CaseId, sheet: &Sheet) -> Result<Self, Trouble> {
        let mut all = Self::default();
        for item in sheet.items.iter().filter(|item| !item.undone) {
            let (What::Letter { files, .. } | What::Reply { files, .. }) = &item.what else { continue };
            for file in files.iter() {
                if !file.kind.is_picture() {
                    all.others += 1;
                    continue;
                }
                let drawn = match of_case(app, case, file).await? {
                    Some(sealed) => open(file, &sealed).await,
                    None => None,
                };
                match drawn {
                    Some(address) => all.at.push((file.id, address)),
                    None => all.missing += 1,
                }
            }
        }
        Ok(all)
    }

    pub fn address(&self, file: &FileRef) -> Option<&str> {
        self.at.iter().find(|(id, _)| *id == file.id).map(|(_, address)| address.as_str())
    }

    /// What is not on the paper, or nothing.
    pub fn words(&self) -> String {
        let others = match self.others {
            0 => String::new(),
            count => taking::not_printed(&count.to_string()),
        };
        match self.missing {
            0 => others,
            _ if others.is_empty() => taking::missing(&self.missing.to_string()),
            missing => with_missing(&others, missing),
        }
    }
}

impl Drop for Pictures {
    fn drop(&mut self) {
        for (_, address) in &self.at {
            let _ = Url::revoke_object_url(address);
        }
    }
}

//! Files beside letters, from both sides.

use crate::error::ClientError;
use crate::http::{Answer, Server};
use crate::mailbox::Mailbox;
use crate::random::rng;
use crate::staff::StaffMember;
use madobe_domain::crypto::file::{Opening, Sealing};
use madobe_domain::ids::CaseId;
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::file::{FileRef, Files};
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::staff_case::StaffAppend;

const KIND: (&str, &str) = ("content-type", "application/octet-stream");

/// Sealed, and not sent yet.
pub fn seal_file(content: &[u8]) -> Result<(FileRef, Vec<u8>), ClientError> {
    let sealing = Sealing::begin(&mut rng(), content).map_err(|_| ClientError::Words("no file to send"))?;
    Ok(sealing.finish(&mut rng(), None))
}

pub(crate) fn carry(
    server: &Server,
    path: &str,
    right: (&str, &str),
    sealed: Option<&[u8]>,
) -> Result<Answer, ClientError> {
    let answer = match sealed {
        Some(sealed) => server.raw("PUT", path, &[right, KIND], Some(sealed))?,
        None => server.raw("GET", path, &[right], None)?,
    };
    if (200..300).contains(&answer.status) { Ok(answer) } else { Err(answer.refusal()) }
}

fn open(file: &FileRef, answer: &Answer) -> Result<Vec<u8>, ClientError> {
    Ok(Opening::begin(file, &answer.body)?.finish()?.to_vec())
}

fn beside(text: &str, files: Vec<FileRef>) -> Result<(LetterText, Files), ClientError> {
    let text = LetterText::parse(text).map_err(|_| ClientError::Words("not a letter"))?;
    Ok((text, Files::new(files).map_err(|_| ClientError::Words("too many files"))?))
}

impl Mailbox {
    /// A letter with these beside it, which were sent before.
    pub fn write_with(&self, words: &str, files: Vec<FileRef>) -> Result<Appended, ClientError> {
        let (text, files) = beside(words, files)?;
        let ids = files.ids();
        let record =
            Record::Letter { text, answer: None, introduction: None, weather: None, short: false, files };
        let open = self.open()?;
        self.append_with(&self.seal(&open, Compartment::Conversation, &record)?, ids)
    }

    pub fn send_file(&self, file: &FileRef, sealed: &[u8]) -> Result<(), ClientError> {
        self.carry_file(file, Some(sealed)).map(drop)
    }

    /// Fetched and opened.
    pub fn fetch_file(&self, file: &FileRef) -> Result<Vec<u8>, ClientError> {
        open(file, &self.carry_file(file, None)?)
    }

    fn carry_file(&self, file: &FileRef, sealed: Option<&[u8]>) -> Result<Answer, ClientError> {
        let bearer = self.keys.dangerous_bearer();
        let path = format!("/api/mailbox/files/{}", file.id);
        carry(self.server(), &path, ("authorization", &bearer), sealed)
    }
}

impl StaffMember {
    /// A reply with these beside it, which were sent before.
    pub fn reply_with(
        &self,
        case: CaseId,
        words: &str,
        files: Vec<FileRef>,
    ) -> Result<Appended, ClientError> {
        let (text, files) = beside(words, files)?;
        let ids = files.ids();
        let sealed = self.seal(case, Compartment::Conversation, &Record::Reply { text, files })?;
        self.append(case, &StaffAppend { files: ids, ..sealed })
    }

    pub fn send_file(&self, case: CaseId, file: &FileRef, sealed: &[u8]) -> Result<(), ClientError> {
        self.carry_file(case, file, Some(sealed)).map(drop)
    }

    /// Fetched and opened.
    pub fn fetch_file(&self, case: CaseId, file: &FileRef) -> Result<Vec<u8>, ClientError> {
        open(file, &self.carry_file(case, file, None)?)
    }

    fn carry_file(&self, case: CaseId, file: &FileRef, sealed: Option<&[u8]>) -> Result<Answer, ClientError> {
        let path = format!("/api/staff/cases/{case}/files/{}", file.id);
        carry(self.server(), &path, ("cookie", &self.cookie()), sealed)
    }
}

//! What staff write into a case: each seals on what this browser knows, so a newer entry stops it.

use super::StaffMember;
use crate::error::ClientError;
use crate::random::rng;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::ids::CaseId;
use madobe_domain::log::compose::{make_staff_key, seal_entry};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::{CloseReason, Record, Written};
use madobe_domain::log::work::WorkRecord;
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::staff_case::{Seen, StaffAppend};
use serde::de::IgnoredAny;

fn words(text: &str) -> Result<LetterText, ClientError> {
    LetterText::parse(text).map_err(|_| ClientError::Words("not a letter"))
}

impl StaffMember {
    /// Seals, with the staff key made on the way where there is none yet.
    pub fn seal(
        &self,
        id: CaseId,
        compartment: Compartment,
        record: &Record,
    ) -> Result<StaffAppend, ClientError> {
        let closed = match record {
            Record::Closed { .. } => Some(true),
            Record::Reopened => Some(false),
            _ => None,
        };
        Ok(StaffAppend { closed, ..self.seal_any(id, compartment, record)? })
    }

    fn seal_any(
        &self,
        id: CaseId,
        compartment: Compartment,
        record: &impl Written,
    ) -> Result<StaffAppend, ClientError> {
        let mut rng = rng();
        let case = self.case(id)?;
        let tail = case.view(id).tail(compartment);
        let author = Author::Staff(self.session.id);
        let mut grants = Vec::new();
        let mut made = CaseKeys::default();
        if compartment == Compartment::Staff && case.keys.staff.is_none() {
            (made, grants) = make_staff_key(&mut rng, id, &self.holders(id)?)?;
        }
        let keys = if grants.is_empty() { &case.keys } else { &made };
        let entry = seal_entry(&mut rng, keys, id, compartment, author, tail, record)?;
        Ok(StaffAppend { entry, grants, closed: None, files: Vec::new() })
    }

    fn holders(&self, id: CaseId) -> Result<Vec<TeamKey>, ClientError> {
        let case = self.case(id)?;
        if !case.holders.is_empty() {
            return Ok(case.holders.clone());
        }
        let mine = self.session.teams.first().ok_or(ClientError::NoTeam)?;
        Ok(vec![TeamKey {
            id: mine.id,
            name: mine.name.clone(),
            version: mine.version,
            public_key: mine.public_key,
        }])
    }

    pub fn append(&self, case: CaseId, append: &StaffAppend) -> Result<Appended, ClientError> {
        self.call("POST", &format!("/api/staff/cases/{case}/entries"), Some(append))
    }

    fn put(&self, case: CaseId, compartment: Compartment, record: &Record) -> Result<Appended, ClientError> {
        self.append(case, &self.seal(case, compartment, record)?)
    }

    pub fn reply(&self, case: CaseId, text: &str) -> Result<Appended, ClientError> {
        self.put(case, Compartment::Conversation, &Record::reply(words(text)?))
    }

    pub fn note(&self, case: CaseId, text: &str) -> Result<Appended, ClientError> {
        self.put(case, Compartment::Staff, &Record::Note { text: words(text)? })
    }

    pub fn close(&self, case: CaseId, reason: CloseReason) -> Result<Appended, ClientError> {
        self.put(case, Compartment::Staff, &Record::Closed { reason })
    }

    /// How a case is worked. What takes back a closing has a flag of its own, which nobody here needs.
    pub fn work(&self, case: CaseId, record: &WorkRecord) -> Result<Appended, ClientError> {
        self.append(case, &self.seal_any(case, Compartment::Staff, record)?)
    }

    pub fn reopen(&self, case: CaseId) -> Result<Appended, ClientError> {
        self.put(case, Compartment::Staff, &Record::Reopened)
    }

    pub fn seen(&self, case: CaseId, seq: i64) -> Result<(), ClientError> {
        let path = format!("/api/staff/cases/{case}/seen");
        self.call::<_, Option<IgnoredAny>>("PUT", &path, Some(&Seen { seq })).map(drop)
    }
}

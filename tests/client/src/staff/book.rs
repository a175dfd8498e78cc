//! What a browser of staff keeps of the cases: sealed entries, and the keys that open them.

use super::StaffMember;
use crate::error::ClientError;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::StoredEntry;
use madobe_domain::log::open::open_entries;
use madobe_domain::log::work::Work;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::sync::SyncPage;

#[derive(Default)]
pub struct Case {
    pub keys: CaseKeys,
    pub entries: Vec<StoredEntry>,
    /// Where more than one team holds it.
    pub holders: Vec<TeamKey>,
    pub seen: i64,
}

impl Case {
    pub fn view(&self, id: CaseId) -> CaseView {
        CaseView::fold(open_entries(id, &self.keys, &self.entries))
    }
}

impl StaffMember {
    /// Fetches everything since the last time. Gives the number of pages it took.
    pub fn sync(&mut self) -> Result<usize, ClientError> {
        let mut pages = 0;
        loop {
            let page: SyncPage = self.get(&format!("/api/staff/sync?after={}", self.cursor))?;
            pages += 1;
            let more = page.more;
            self.take_in(page)?;
            if !more {
                return Ok(pages);
            }
        }
    }

    fn take_in(&mut self, page: SyncPage) -> Result<(), ClientError> {
        for grant in &page.grants {
            self.accept(grant)?;
        }
        for stored in page.entries {
            let case = self.cases.entry(stored.entry.case).or_default();
            if case.entries.iter().all(|known| known.entry.id != stored.entry.id) {
                case.entries.push(stored);
            }
        }
        for seen in &page.seen {
            self.cases.entry(seen.case).or_default().seen = seen.seq;
        }
        for held in page.holders {
            self.cases.entry(held.case).or_default().holders = held.teams;
        }
        for erased in &page.erased {
            self.cases.remove(erased);
        }
        self.cursor = page.cursor;
        Ok(())
    }

    fn accept(&mut self, grant: &Grant) -> Result<(), ClientError> {
        let Recipient::Team { id, version } = grant.recipient else {
            return Err(ClientError::Words("a grant to somebody else came"));
        };
        let pair = self.teams.get(&(id, version)).ok_or(ClientError::Words("no key of that team"))?;
        self.cases.entry(grant.case).or_default().keys.accept(grant, pair)?;
        Ok(())
    }

    pub fn case(&self, id: CaseId) -> Result<&Case, ClientError> {
        self.cases.get(&id).ok_or(ClientError::Words("no such case here"))
    }

    pub fn view(&self, id: CaseId) -> Result<CaseView, ClientError> {
        Ok(self.case(id)?.view(id))
    }

    pub fn worked(&self, id: CaseId) -> Result<Work, ClientError> {
        Ok(Work::fold(&self.view(id)?.entries))
    }
}

//! Sealing what a member of staff writes.
use madobe_domain::ids::CaseId;
use madobe_domain::log::compose::{make_staff_key, seal_entry};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::Record;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::text::LetterText;
use madobe_domain::wire::staff_case::StaffAppend;

use super::hold::{HeldCase, Hold, Me};
use super::job::{Refusal, Writing};
use crate::random::rng;

impl Hold {
    pub(super) fn write(&self, case: CaseId, writing: Writing) -> Result<StaffAppend, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        let held = self.cases.get(&case).ok_or(Refusal::Gone)?;
        let text = |text: &str| LetterText::parse(text).map_err(|_| Refusal::Words);
        let was_closed = held.view.as_ref().is_some_and(|view| view.is_closed());
        match writing {
            Writing::Reply { text: words, after } => {
                let record = Record::Reply { text: text(&words)? };
                let author = Author::Staff(me.id);
                let place = Compartment::Conversation;
                let entry = seal_entry(&mut rng(), &held.keys, case, place, author, after, &record);
                let entry = entry.map_err(|_| Refusal::NoKey)?;
                // An answer to a closed case takes it up again.
                Ok(StaffAppend { entry, grants: Vec::new(), closed: was_closed.then_some(false) })
            }
            Writing::Note { text: words } => {
                held.append(case, me, &Record::Note { text: text(&words)? }, None)
            }
            Writing::Close { reason } => held.append(case, me, &Record::Closed { reason }, Some(true)),
            Writing::Reopen => held.append(case, me, &Record::Reopened, Some(false)),
            Writing::Talk(record) => held.talk(case, me, &record),
        }
    }
}

impl HeldCase {
    /// Follows whatever is there: what happened to a talk answers nobody.
    fn talk(&self, case: CaseId, me: &Me, record: &TalkRecord) -> Result<StaffAppend, Refusal> {
        let view = self.view.as_ref().ok_or(Refusal::Gone)?;
        if view.talks.iter().any(|known| known.is_said_by(record)) {
            return Err(Refusal::Known);
        }
        let place = record.compartment();
        let tail = view.tail(place);
        let entry = seal_entry(&mut rng(), &self.keys, case, place, Author::Staff(me.id), tail, record);
        Ok(StaffAppend { entry: entry.map_err(|_| Refusal::NoKey)?, grants: Vec::new(), closed: None })
    }

    /// The next entry of the staff compartment, with its key where it is the first one. A key made here is not
    /// kept: it comes back as a grant once the server has it, or a colleague's does.
    fn append(
        &self,
        case: CaseId,
        me: &Me,
        record: &Record,
        closed: Option<bool>,
    ) -> Result<StaffAppend, Refusal> {
        let view = self.view.as_ref().ok_or(Refusal::Gone)?;
        let rng = &mut rng();
        let made = match &self.keys.staff {
            Some(_) => None,
            None => Some(make_staff_key(rng, case, &self.holders(me)).map_err(|_| Refusal::NoKey)?),
        };
        let (keys, grants) = match made {
            Some((keys, grants)) => (Some(keys), grants),
            None => (None, Vec::new()),
        };
        let keys = keys.as_ref().unwrap_or(&self.keys);
        let tail = view.tail(Compartment::Staff);
        let entry = seal_entry(rng, keys, case, Compartment::Staff, Author::Staff(me.id), tail, record);
        Ok(StaffAppend { entry: entry.map_err(|_| Refusal::NoKey)?, grants, closed })
    }

    /// Every team that holds the case. The server names them only where there are several.
    fn holders(&self, me: &Me) -> Vec<madobe_domain::wire::desk::TeamKey> {
        if !self.holders.is_empty() {
            return self.holders.clone();
        }
        me.teams.iter().filter(|held| !held.pairs.is_empty()).map(|held| held.team.clone()).collect()
    }
}

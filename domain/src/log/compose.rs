//! Writing: what a browser makes before it sends. The tests, the demonstration data and both applications
//! seal through here.

use super::entry::{Author, Compartment, Entry, EntryHash, GENESIS, Place};
use super::record::Written;
use crate::crypto::compartment::{CaseKeys, CompartmentKey};
use crate::crypto::mailbox::MailboxKeys;
use crate::crypto::secret::OpenError;
use crate::ids::{CaseId, EntryId};
use crate::wire::desk::TeamKey;
use crate::wire::grant::{Grant, Recipient};
use crate::wire::intake::{NewMailbox, Work};
use rand_core::CryptoRng;

/// Everything of the first letter but the proof of work. Made once; each try sends the same.
#[derive(Clone)]
pub struct FirstLetter {
    unworked: NewMailboxParts,
}

#[derive(Clone)]
struct NewMailboxParts {
    mailbox: crate::ids::MailboxId,
    token_hash: crate::bytes::Fixed<32>,
    public_key: crate::wire::grant::PublicKeyBytes,
    case: CaseId,
    grants: Vec<Grant>,
    entries: Vec<Entry>,
}

/// What the writer and the teams share from the first letter on.
const SHARED: [Compartment; 2] = [Compartment::Conversation, Compartment::Facts];

impl FirstLetter {
    /// Makes the case's keys, seals the letter and its facts with them, and them to the mailbox and the desk.
    /// `letter`: a `Letter`, or `TalkAsked` in its place; `facts`: a `FactsChanged`.
    pub fn seal<R: CryptoRng>(
        rng: &mut R,
        keys: &MailboxKeys,
        desk: &TeamKey,
        letter: &impl Written,
        facts: &impl Written,
    ) -> Result<Self, OpenError> {
        let case = CaseId::make(rng);
        let case_keys = CaseKeys {
            conversation: Some(CompartmentKey::make(rng)),
            staff: None,
            facts: Some(CompartmentKey::make(rng)),
        };
        let team = Recipient::Team { id: desk.id, version: desk.version };
        let mailbox = Recipient::Mailbox { id: keys.id };
        let grants = vec![
            case_keys.grant(rng, case, &SHARED, mailbox, keys.pair().public())?,
            case_keys.grant(rng, case, &SHARED, team, &desk.public_key)?,
        ];
        let author = Author::Writer;
        let letter = seal_entry(rng, &case_keys, case, Compartment::Conversation, author, GENESIS, letter)?;
        let facts = seal_entry(rng, &case_keys, case, Compartment::Facts, author, GENESIS, facts)?;
        let entries = vec![letter, facts];
        Ok(Self {
            unworked: NewMailboxParts {
                mailbox: keys.id,
                token_hash: keys.token_hash(),
                public_key: *keys.pair().public(),
                case,
                grants,
                entries,
            },
        })
    }

    pub fn with_work(&self, work: Work) -> NewMailbox {
        let NewMailboxParts { mailbox, token_hash, public_key, case, grants, entries } =
            self.unworked.clone();
        NewMailbox { mailbox, token_hash, public_key, case, grants, entries, work }
    }
}

/// Seals the keys of a first letter that waited to the desk's present key. Only who has the code can: they are opened from
/// the grant to its mailbox. Letter and facts stay as they are, byte for byte, so that it still arrives once.
pub fn grant_anew<R: CryptoRng>(
    rng: &mut R,
    keys: &MailboxKeys,
    desk: &TeamKey,
    letter: NewMailbox,
) -> Result<NewMailbox, OpenError> {
    let own = Recipient::Mailbox { id: keys.id };
    let to_mailbox = letter.grants.iter().find(|grant| grant.recipient == own).ok_or(OpenError)?.clone();
    let mut case_keys = CaseKeys::default();
    case_keys.accept(&to_mailbox, keys.pair())?;
    let team = Recipient::Team { id: desk.id, version: desk.version };
    let to_team = case_keys.grant(rng, letter.case, &SHARED, team, &desk.public_key)?;
    Ok(NewMailbox { grants: vec![to_mailbox, to_team], ..letter })
}

/// Seals one record as the next entry after `prev`.
pub fn seal_entry<R: CryptoRng, W: Written>(
    rng: &mut R,
    keys: &CaseKeys,
    case: CaseId,
    compartment: Compartment,
    author: Author,
    prev: EntryHash,
    record: &W,
) -> Result<Entry, OpenError> {
    let place = Place { id: EntryId::make(rng), case, compartment, prev, author };
    seal_at(rng, keys, place, record)
}

/// The same under an id that is known before: however often it is sealed again behind others, it arrives once.
pub fn seal_at<R: CryptoRng, W: Written>(
    rng: &mut R,
    keys: &CaseKeys,
    place: Place,
    record: &W,
) -> Result<Entry, OpenError> {
    keys.get(place.compartment).ok_or(OpenError)?.seal(rng, place, &record.json())
}

/// Makes the staff key of a case that has none, and seals it to every team that holds the case.
/// Goes with the first staff entry; where a colleague was quicker, the server keeps theirs and this is dropped.
pub fn make_staff_key<R: CryptoRng>(
    rng: &mut R,
    case: CaseId,
    holders: &[TeamKey],
) -> Result<(CaseKeys, Vec<Grant>), OpenError> {
    let keys = CaseKeys { staff: Some(CompartmentKey::make(rng)), ..CaseKeys::default() };
    let grants = holders.iter().map(|team| {
        let recipient = Recipient::Team { id: team.id, version: team.version };
        keys.grant(rng, case, &[Compartment::Staff], recipient, &team.public_key)
    });
    let grants = grants.collect::<Result<_, _>>()?;
    Ok((keys, grants))
}

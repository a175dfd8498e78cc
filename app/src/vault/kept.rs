//! What this device keeps of cases, and what it gives back: entries and grants as the server sealed them, the keys that
//! grants opened to under the person's own key, and the rows of the list under the same. A record that was changed,
//! shortened or put in another's place is told from one that was kept.
use madobe_domain::json;
use std::ops::Bound;

use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::log::entry::StoredEntry;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::Grant;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::hold::{HeldCase, Hold};
use super::job::Refusal;
use crate::random::rng;
use crate::staff::row::Row;

/// Rows sealed together: a page takes them in between two frames, and nobody waits long for the thread.
const ROWS_AT_ONCE: usize = 250;

/// One case on the device.
#[derive(Serialize, Deserialize)]
struct Kept {
    case: CaseId,
    seen: i64,
    /// Those that did not open so far.
    grants: Vec<Grant>,
    holders: Vec<TeamKey>,
    /// Teams that count and have the facts, and teams of mine that have the conversation.
    counting: Vec<TeamId>,
    given: Vec<TeamId>,
    entries: Vec<StoredEntry>,
    /// [`Sum`] and the keys.
    seal: String,
}

/// What must be there again. `entries 4 | faults 4 | last seq 8`, big-endian, in front of the packed keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    entries: u32,
    pub faults: u32,
    last: i64,
}

const SUM_BYTES: usize = 16;

impl Sum {
    fn of(stored: &[StoredEntry], faults: usize) -> Self {
        Self {
            entries: stored.len() as u32,
            faults: faults as u32,
            last: stored.iter().map(|stored| stored.seq).max().unwrap_or_default(),
        }
    }

    fn bytes(self) -> [u8; SUM_BYTES] {
        let mut bytes = [0; SUM_BYTES];
        bytes[..4].copy_from_slice(&self.entries.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.faults.to_be_bytes());
        bytes[8..].copy_from_slice(&self.last.to_be_bytes());
        bytes
    }

    fn read(bytes: &[u8; SUM_BYTES]) -> Self {
        let [entries, faults] = [0, 4].map(|at| u32::from_be_bytes(std::array::from_fn(|i| bytes[at + i])));
        Self { entries, faults, last: i64::from_be_bytes(std::array::from_fn(|i| bytes[8 + i])) }
    }
}

fn place(case: CaseId) -> Vec<u8> {
    [b"madobe/kept-case/1".as_slice(), case.as_bytes()].concat()
}

/// A row, with how far the case went when it was kept.
type KeptRow = (Row, i64);

const ROWS: &[u8] = b"madobe/kept-rows/1";

impl Hold {
    /// These cases as they are to be kept; nothing for one that is held no more.
    pub(super) fn keep(&self, cases: &[CaseId]) -> Vec<(CaseId, Option<String>)> {
        cases
            .iter()
            .map(|case| (*case, self.cases.get(case).and_then(|held| self.kept(*case, held))))
            .collect()
    }

    fn kept(&self, case: CaseId, held: &HeldCase) -> Option<String> {
        let me = self.me.as_ref()?;
        let sum = Sum::of(&held.stored, held.view.as_ref()?.faults);
        let mut inside = Zeroizing::new(sum.bytes().to_vec());
        inside.extend_from_slice(&held.keys.dangerous_pack());
        let kept = Kept {
            case,
            seen: held.seen,
            grants: held.grants.clone(),
            holders: held.holders.to_vec(),
            counting: held.counting.clone(),
            given: held.given.iter().copied().collect(),
            entries: held.stored.clone(),
            seal: me.cache.seal(&mut rng(), &place(case), &inside),
        };
        serde_json::to_string(&kept).ok()
    }

    /// Takes in cases as they were kept. [`Refusal::Shut`]: one of them is not what was kept.
    pub(super) fn recall(&mut self, kept: &[String]) -> Result<usize, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        for text in kept {
            let kept: Kept = json::read(text).map_err(|_| Refusal::Shut)?;
            let inside = me.cache.open(&place(kept.case), &kept.seal).map_err(|_| Refusal::Shut)?;
            let (sum, packed) = inside.split_first_chunk::<SUM_BYTES>().ok_or(Refusal::Shut)?;
            let sum = Sum::read(sum);
            if Sum::of(&kept.entries, sum.faults as usize) != sum {
                return Err(Refusal::Shut);
            }
            let keys = CaseKeys::unpack(packed).map_err(|_| Refusal::Shut)?;
            // What is here already is newer.
            if self.cases.contains_key(&kept.case) {
                continue;
            }
            let held = HeldCase {
                keys,
                grants: kept.grants,
                holders: self.circles.share(kept.holders),
                counting: kept.counting,
                given: kept.given.into_iter().collect(),
                stored: kept.entries,
                seen: kept.seen,
                sum: Some(sum),
                ..HeldCase::default()
            };
            self.recalled.insert(kept.case);
            self.cases.insert(kept.case, held);
        }
        Ok(self.cases.len())
    }

    /// The next rows of the list after this case, sealed, and the last of their cases; nothing where there are no more.
    pub(super) fn keep_rows(&self, after: Option<CaseId>) -> Option<(String, CaseId)> {
        let me = self.me.as_ref()?;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let listed =
            |(case, held): (&CaseId, &HeldCase)| Some((held.row_now(*case)?, Sum::of(&held.stored, 0).last));
        let rows: Vec<KeptRow> =
            self.cases.range((from, Bound::Unbounded)).filter_map(listed).take(ROWS_AT_ONCE).collect();
        let last = rows.last()?.0.id;
        let json = Zeroizing::new(serde_json::to_vec(&rows).ok()?);
        Some((me.cache.seal(&mut rng(), ROWS, &json), last))
    }

    /// The rows of one part, and note of what must be there when all cases were recalled.
    pub(super) fn recall_rows(&mut self, part: &str) -> Option<Vec<Row>> {
        let opened = self.me.as_ref()?.cache.open(ROWS, part).ok()?;
        // As text, like everything else: of bytes, each of these types would be read by a second program.
        let rows: Vec<KeptRow> = json::read(std::str::from_utf8(&opened).ok()?).ok()?;
        self.promised.extend(rows.iter().map(|(row, last)| (row.id, *last)));
        Some(rows.into_iter().map(|(row, _)| row).collect())
    }

    /// Whether every case that the list had is there, as far as it went then.
    pub(super) fn is_whole(&mut self) -> bool {
        std::mem::take(&mut self.promised).into_iter().all(|(case, last)| {
            self.cases.get(&case).is_some_and(|held| Sum::of(&held.stored, 0).last >= last)
        })
    }

    /// Everything of cases, but not the keys that open them.
    pub(super) fn let_go(&mut self) {
        self.cases.clear();
        self.unopened.clear();
        self.recalled.clear();
        self.promised.clear();
        self.index = Default::default();
        self.circles = Default::default();
    }
}

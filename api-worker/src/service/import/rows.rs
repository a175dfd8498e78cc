//! The lines of one call, by the tables they go to.

use crate::ports::{Fault, Statement};
use madobe_domain::bytes::Fixed;
use madobe_domain::export::line::{
    CaseLine, DeskLine, EntryLine, FileLine, GoneLine, HeldLine, Line, MailboxLine, PersonLine, TeamLine,
};
use madobe_domain::ids::TeamId;
use madobe_domain::log::entry::Author;
use madobe_domain::wire::grant::Recipient;
use serde::Serialize;
use serde_json::{Value, json};

/// It is the page of this very call that was taken.
macro_rules! ours {
    ($before:expr) => {
        concat!($before, " EXISTS (SELECT 1 FROM imports WHERE only = 1 AND page = ?1)")
    };
    ($before:expr, $after:literal) => {
        concat!($before, " EXISTS (SELECT 1 FROM imports WHERE only = 1 AND page = ?1)", $after)
    };
}
pub const DESK: &str = ours!("UPDATE deployment SET salt = ?2, stretch = ?3 WHERE");
/// Whoever remembers the desk as it was must look again.
pub const RENEWED: &str = ours!("UPDATE settings SET version = version + 1 WHERE only = 1 AND");
/// What is written here from now on has higher numbers than what comes along.
pub const FLOOR: &str = ours!(
    "INSERT INTO entries (seq, case_id, id, compartment, created_at, prev, hash, size, sealed) \
     SELECT ?2, '', '', 0, 0, '', '', 0, '' WHERE ?2 > 0 AND"
);
pub const NO_FLOOR: &str = "DELETE FROM entries WHERE case_id = ''";
const PEOPLE: &str = ours!(
    "INSERT INTO former_people (id, name) SELECT value ->> 'id', value ->> 'name' FROM json_each(?2) WHERE",
    " ON CONFLICT DO NOTHING"
);
const TEAM: &str = ours!(
    "INSERT INTO teams (id, name, version, public_key, intake, kind, resealed, created_at) \
     SELECT value ->> 'id', value ->> 'name', value ->> 'version', value ->> '$.keys[#-1].public_key', 0, value ->> 'reads', \
        value ->> 'resealed', value ->> 'created_at' FROM json_each(?2) WHERE"
);
const KEYS: &str = ours!(
    "INSERT INTO team_keys (team, version, public_key, created_at) \
     SELECT t.value ->> 'id', k.value ->> 'version', k.value ->> 'public_key', k.value ->> 'created_at' \
     FROM json_each(?2) t, json_each(t.value, '$.keys') k WHERE"
);
const SEEDS: &str = ours!(
    "INSERT INTO former_seeds (team, version, sealed) \
     SELECT t.value ->> 'id', k.value ->> 'version', k.value ->> 'seed' \
     FROM json_each(?2) t, json_each(t.value, '$.keys') k WHERE k.value ->> 'seed' IS NOT NULL AND"
);
const CASES: &str = ours!(
    "INSERT INTO cases (id, created_at, closed_at, erased_at, tail_conversation, tail_staff, tail_facts) \
     SELECT value ->> 'case', value ->> 'created_at', value ->> 'closed_at', value ->> 'erased_at', ?3, ?3, ?3 \
     FROM json_each(?2) WHERE"
);
const ENTRIES: &str = ours!(
    "INSERT INTO entries (seq, case_id, id, compartment, author, created_at, promised, prev, hash, size, sealed) \
     SELECT value ->> 'seq', value ->> 'case', value ->> 'id', value ->> 'compartment', value ->> 'author', \
        value ->> 'created_at', value ->> 'promised', value ->> 'prev', value ->> 'hash', length(value ->> 'sealed'), \
        value ->> 'sealed' FROM json_each(?2) WHERE"
);
/// Named already, so that no night takes it for what nobody wanted; without a hash, since its bytes come next.
const FILES: &str = ours!(
    "INSERT INTO files (case_id, id, author, made_at, size, named) SELECT value ->> 'case', value ->> 'id', \
        value ->> 'author', value ->> 'made_at', value ->> 'size', 1 FROM json_each(?2) WHERE"
);
const TAILS: &str = ours!(
    "UPDATE cases SET tail_conversation = h.value ->> '$.tails.conversation', tail_staff = h.value ->> '$.tails.staff', \
        tail_facts = h.value ->> '$.tails.facts' FROM json_each(?2) h WHERE cases.id = h.value ->> 'case' AND"
);
const GRANTS: &str = ours!(
    "INSERT INTO grants (case_id, recipient, version, mask, sealed) \
     SELECT value ->> 'case', value ->> 'recipient', value ->> 'version', value ->> 'mask', value ->> 'sealed' \
     FROM json_each(?2) WHERE"
);
const MAILBOXES: &str = ours!(
    "INSERT INTO mailboxes (id, token_hash, public_key, case_id, deleted_at) \
     SELECT value ->> 'id', value ->> 'token_hash', coalesce(value ->> 'public_key', ''), value ->> 'case', \
        value ->> 'deleted_at' FROM json_each(?2) WHERE"
);
/// What each team is told of the cases that are whole now: grants before the entries they open.
const FEED_GRANTS: &str = ours!(
    "INSERT INTO feed (team, case_id, kind, ref) SELECT value ->> 'team', value ->> 'case', 1, value ->> 'mask' \
     FROM json_each(?2) WHERE",
    " ORDER BY key"
);
const FEED_ENTRIES: &str = ours!(
    "INSERT INTO feed (team, case_id, kind, ref) SELECT f.value ->> 'team', e.case_id, 2, e.seq \
     FROM json_each(?2) f JOIN entries e ON e.case_id = f.value ->> 'case' AND e.compartment & (f.value ->> 'mask') <> 0 WHERE",
    " ORDER BY f.key, e.seq"
);

/// The lines of one call, by where they go.
#[derive(Default)]
pub struct Sorted {
    pub desk: Option<DeskLine>,
    people: Vec<PersonLine>,
    teams: Vec<TeamLine>,
    cases: Vec<Value>,
    entries: Vec<Value>,
    files: Vec<FileLine>,
    pub numbers: Vec<i64>,
    ends: Vec<Value>,
    grants: Vec<Value>,
    mailboxes: Vec<Value>,
    pub addresses: Vec<String>,
    told: Vec<Value>,
}

impl Sorted {
    pub fn put(&mut self, line: Line) {
        match line {
            Line::Desk(desk) => self.desk = Some(*desk),
            Line::Person(person) => self.people.push(person),
            Line::Team(team) => self.teams.push(team),
            Line::Case(CaseLine { case, created_at, closed_at }) => {
                let row = json!({ "case": case, "created_at": created_at, "closed_at": closed_at });
                self.cases.push(row);
            }
            Line::Entry(line) => self.entry(*line),
            Line::File(file) => self.files.push(file),
            Line::Held(held) => self.held(held),
            Line::Gone(GoneLine { case, created_at, erased_at, mailboxes }) => {
                let row = json!({ "case": case, "created_at": created_at, "erased_at": erased_at });
                self.cases.push(row);
                self.mailboxes(&case.to_string(), mailboxes);
            }
            // Bytes are no line of the database, and never come as one.
            Line::Bytes(_) | Line::End(_) => {}
        }
    }

    fn entry(&mut self, line: EntryLine) {
        let EntryLine { stored, hash } = line;
        let author = match stored.entry.author {
            Author::Writer => None,
            Author::Staff(id) => Some(id),
        };
        self.numbers.push(stored.seq);
        self.entries.push(json!({
            "seq": stored.seq, "case": stored.entry.case, "id": stored.entry.id,
            "compartment": stored.entry.compartment.byte(), "author": author, "created_at": stored.created_at,
            "promised": stored.promised.map(|day| day.to_string()), "prev": stored.entry.prev, "hash": hash,
            "sealed": stored.entry.sealed,
        }));
    }

    fn held(&mut self, held: HeldLine) {
        let HeldLine { case, tails, mailboxes, grants, .. } = held;
        self.ends.push(json!({ "case": case, "tails": tails }));
        let mut masks: Vec<(TeamId, u8)> = Vec::new();
        for grant in grants {
            let mask = grant.mask().unwrap_or_default();
            let (recipient, version) = match grant.recipient {
                Recipient::Mailbox { id } => (id.to_string(), 0),
                Recipient::Team { id, version } => {
                    match masks.iter_mut().find(|(team, _)| *team == id) {
                        Some((_, all)) => *all |= mask,
                        None => masks.push((id, mask)),
                    }
                    (id.to_string(), version)
                }
            };
            let sealed = &grant.sealed;
            self.grants.push(json!({
                "case": case, "recipient": recipient, "version": version, "mask": mask, "sealed": sealed,
            }));
        }
        let told = masks.into_iter().map(|(team, mask)| json!({ "team": team, "case": case, "mask": mask }));
        self.told.extend(told);
        self.mailboxes(&case.to_string(), mailboxes);
    }

    fn mailboxes(&mut self, case: &str, all: Vec<MailboxLine>) {
        for MailboxLine { id, token_hash, public_key, deleted_at } in all {
            self.addresses.push(id.to_string());
            self.mailboxes.push(json!({
                "id": id, "token_hash": token_hash, "public_key": public_key, "deleted_at": deleted_at, "case": case,
            }));
        }
    }

    pub fn statements(&self, page: &Fixed<16>) -> Result<Vec<Statement>, Fault> {
        let on = |sql| Statement::new(sql).bind(page);
        let mut all = Vec::new();
        let genesis = madobe_domain::log::entry::GENESIS;
        if !self.people.is_empty() {
            all.push(on(PEOPLE).bind(text(&self.people)?));
        }
        if !self.teams.is_empty() {
            let teams = text(&self.teams)?;
            all.extend([TEAM, KEYS, SEEDS].map(|sql| on(sql).bind(&teams)));
        }
        if !self.cases.is_empty() {
            all.push(on(CASES).bind(text(&self.cases)?).bind(&genesis));
        }
        if !self.entries.is_empty() {
            all.push(on(ENTRIES).bind(text(&self.entries)?));
        }
        if !self.files.is_empty() {
            all.push(on(FILES).bind(text(&self.files)?));
        }
        if !self.ends.is_empty() {
            let told = text(&self.told)?;
            all.push(on(TAILS).bind(text(&self.ends)?));
            all.push(on(FEED_GRANTS).bind(&told));
            all.push(on(GRANTS).bind(text(&self.grants)?));
            all.push(on(FEED_ENTRIES).bind(&told));
        }
        if !self.mailboxes.is_empty() {
            all.push(on(MAILBOXES).bind(text(&self.mailboxes)?));
        }
        Ok(all)
    }
}

pub fn text(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::new("json"))
}

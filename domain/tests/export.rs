//! Taking along: what was taken out reads the same, and what was meddled with is told.
mod common;
#[path = "export/files.rs"]
mod files;
#[path = "export/readable.rs"]
mod readable;
#[path = "export/sealed.rs"]
mod sealed;

use common::Repeatable;
use common::case::{Case, text};
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::file::Sealing;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::export::Tails;
use madobe_domain::export::check::{Checking, LineFault};
use madobe_domain::export::line::{
    CaseLine, DeskLine, EntryLine, HeldLine, Line, MailboxLine, PersonLine, SEALED_FORMAT, SEALED_VERSION,
    TeamKeyLine, TeamLine, Writing,
};
use madobe_domain::export::readable::{About, CaseWriting, Person, TakenFile, TakenOut};
use madobe_domain::ids::StaffId;
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::file::FileRef;
use madobe_domain::log::record::{Record, Written};
use madobe_domain::wire::team::TeamKind;

/// A record of a version that is not here yet, or none at all.
struct Raw(&'static [u8]);

impl Written for Raw {
    fn json(&self) -> Vec<u8> {
        self.0.to_vec()
    }
}

fn about(format: &str, internal: bool) -> About {
    let people = vec![Person { id: StaffId::from_bytes([3; 16]), name: "相談員".into() }];
    About::new(format, Timestamp(1_764_000_000_000), internal, people)
}

fn case_file(about: &About, taken: &TakenOut, files: Vec<TakenFile>) -> String {
    let (mut writing, mut text) = CaseWriting::begin(about, taken);
    for file in files {
        text.push_str(&writing.file(file));
    }
    text + writing.end()
}

/// What a letter names, its sealed bytes, and what is in them.
fn leaflet(seed: u64) -> (FileRef, Vec<u8>, Vec<u8>) {
    let content = [b"%PDF-1.7 ".as_slice(), &seed.to_be_bytes()].concat();
    let mut rng = Repeatable::new(seed);
    let (file, sealed) =
        Sealing::begin(&mut rng, &content).unwrap().finish(&mut rng, Some("案内".to_owned()));
    (file, sealed, content)
}

fn lines(cases: &[Case]) -> Vec<Line> {
    let first = &cases[0];
    let mut lines = vec![
        Line::Desk(Box::new(DeskLine {
            format: SEALED_FORMAT.into(),
            version: SEALED_VERSION,
            made_at: Timestamp(5),
            salt: Fixed([1; 16]),
            stretch: StretchParams::PRESENT,
            recovery: first.world.team.public_key,
            newest: 40,
        })),
        Line::Person(PersonLine { id: first.world.staff, name: "相談員".into() }),
    ];
    // Each case of these is of a world of its own, with a team of its own.
    lines.extend(cases.iter().map(|case| {
        let team = &case.world.team;
        let (created_at, public_key) = (Timestamp(1), team.public_key);
        Line::Team(TeamLine {
            id: team.id,
            name: team.name.clone(),
            reads: TeamKind::Full,
            version: 1,
            resealed: 1,
            created_at,
            keys: vec![TeamKeyLine { version: 1, public_key, created_at, seed: None }],
        })
    }));
    for case in cases {
        let id = case.new.case;
        lines.push(Line::Case(CaseLine { case: id, created_at: Timestamp(1), closed_at: None }));
        for stored in &case.stored {
            let hash = stored.entry.hash();
            lines.push(Line::Entry(Box::new(EntryLine { stored: stored.clone(), hash })));
        }
        let tails = Tails {
            conversation: case.tail(Compartment::Conversation),
            staff: case.tail(Compartment::Staff),
            facts: case.tail(Compartment::Facts),
        };
        let mailbox = MailboxLine {
            id: case.new.mailbox,
            token_hash: case.new.token_hash,
            public_key: Some(case.new.public_key),
            deleted_at: None,
        };
        let grants = case.new.grants.clone();
        let entries = case.stored.len() as u32;
        lines.push(Line::Held(HeldLine { case: id, entries, tails, mailboxes: vec![mailbox], grants }));
    }
    lines
}

fn file(lines: &[Line]) -> Vec<String> {
    let mut writing = Writing::default();
    let mut all: Vec<String> = lines.iter().map(|line| writing.line(line)).collect();
    all.push(writing.end());
    all.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The line that is refused, counted from 0, and why.
fn check(file: &[String]) -> Result<Checking, (usize, LineFault)> {
    let mut checking = Checking::default();
    for (number, line) in file.iter().enumerate() {
        checking.take(line).map_err(|fault| (number, fault))?;
        // Put away and gone on with after every line.
        checking = serde_json::from_str(&serde_json::to_string(&checking).unwrap()).unwrap();
    }
    Ok(checking)
}

fn two() -> Vec<Case> {
    let mut cases: Vec<Case> = (0..2).map(|seed| Case::new(30 + seed)).collect();
    for case in &mut cases {
        case.replies("お返事");
        case.writes("もう一通");
        case.staff(Record::Note { text: text("メモ") });
    }
    cases.sort_by_key(|case| case.new.case.to_string());
    cases
}

//! A whole desk taken out sealed, taken in elsewhere, and its teams taken up.

use super::StaffMember;
use crate::error::ClientError;
use crate::file::carry;
use crate::random::rng;
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::team::{Holder, open_team_seed, seal_team_seed, vouch};
use madobe_domain::export::check::Checking;
use madobe_domain::export::digest;
use madobe_domain::export::line::{BytesLine, Line, Writing};
use madobe_domain::ids::ExportId;
use madobe_domain::json;
use madobe_domain::wire::export::{DeskForm, ExportHead, ExportPage, NewExport};
use madobe_domain::wire::import::{ImportState, TakeLines, TakeTeam, Taken, TakenKey};
use serde::de::IgnoredAny;

impl StaffMember {
    /// Every line of the sealed file, without line feeds.
    pub fn export_sealed(&self) -> Result<Vec<String>, ClientError> {
        let new = NewExport { id: ExportId::make(&mut rng()), form: DeskForm::Sealed };
        self.call::<_, Option<IgnoredAny>>("POST", "/api/staff/exports", Some(&new))?;
        let path = format!("/api/staff/exports/{}", new.id);
        let head: ExportHead = self.get(&path)?;
        let mut writing = Writing::default();
        let mut lines: Vec<String> = head.lines.iter().map(|line| writing.line(line)).collect();
        let mut page: ExportPage = self.get(&format!("{path}/cases"))?;
        loop {
            for line in &page.lines {
                lines.push(writing.line(line));
                if let Line::File(file) = line {
                    let path = format!("{path}/files/{}/{}", file.case, file.id);
                    let sealed = carry(self.server(), &path, ("cookie", &self.cookie()), None)?.body;
                    let bytes = Opaque::new(sealed).map_err(|_| ClientError::Words("no bytes of a file"))?;
                    lines.push(writing.line(&Line::Bytes(BytesLine { bytes })));
                }
            }
            match page.next {
                Some(next) => page = self.get(&format!("{path}/cases?after={next}"))?,
                None => break,
            }
        }
        lines.push(writing.end());
        Ok(lines.iter().map(|line| line.trim_end().to_owned()).collect())
    }

    /// Sends these lines of a file, which come after its first `from`, and the bytes of what lies beside letters, each when it is waited for.
    pub fn import(&self, file: &[String], from: usize, to: usize) -> Result<Taken, ClientError> {
        let mut checking = Checking::default();
        for line in file.iter().take(from) {
            checking.take(line).map_err(|_| ClientError::Words("a file that is not whole"))?;
        }
        let (mut at, mut before) = (checking.lines, checking.digest);
        let mut awaited = checking.awaits().cloned();
        let mut taken: Option<Taken> = None;
        let mut lines: Vec<String> = Vec::new();
        for text in file.get(from..to).unwrap_or_default() {
            let line: Option<Line> = json::read(text).ok();
            if let (Some(file), Some(Line::Bytes(sealed))) = (awaited.take(), &line) {
                // What goes on behind it was taken before, with its bytes.
                if taken.is_none_or(|taken| taken.lines == at) {
                    let path = format!("/api/staff/import/files/{}/{}", file.case, file.id);
                    let sealed = sealed.bytes.as_bytes();
                    carry(self.server(), &path, ("cookie", &self.cookie()), Some(sealed))?;
                }
                continue;
            }
            lines.push(text.clone());
            if let Some(Line::File(file)) = line {
                taken = Some(self.import_lines(&mut lines, &mut at, &mut before)?);
                awaited = Some(file);
            }
        }
        if !lines.is_empty() {
            taken = Some(self.import_lines(&mut lines, &mut at, &mut before)?);
        }
        taken.ok_or(ClientError::Words("no lines"))
    }

    fn import_lines(
        &self,
        lines: &mut Vec<String>,
        at: &mut u64,
        before: &mut Fixed<32>,
    ) -> Result<Taken, ClientError> {
        let lines = std::mem::take(lines);
        let next = lines.iter().fold(*before, |before, line| digest(&before, line));
        let (count, from) = (lines.len() as u64, *at);
        let body = TakeLines { from, before: std::mem::replace(before, next), lines };
        *at += count;
        self.call("POST", "/api/staff/import/lines", Some(&body))
    }

    pub fn import_state(&self) -> Result<ImportState, ClientError> {
        self.get("/api/staff/import")
    }

    /// Every team that came along, by the printed key of the desk that it came from. Gives how many.
    pub fn take_up(&mut self, printed: &str) -> Result<usize, ClientError> {
        let printed =
            RecoveryKey::parse(printed).map_err(|_| ClientError::Words("no recovery key"))?.pair()?;
        let teams = self.import_state()?.teams;
        for team in &teams {
            let mut keys = Vec::new();
            for seed in &team.seeds {
                let pair = open_team_seed(&team.id, seed.version, &seed.sealed, Holder::Recovery, &printed)?;
                let holder = Holder::Member(self.session.id);
                let to = self.pair.public();
                let sealed =
                    seal_team_seed(&mut rng(), &team.id, seed.version, pair.dangerous_seed(), holder, to)?;
                let voucher = vouch(&team.id, seed.version, pair.dangerous_seed(), holder, to);
                keys.push(TakenKey { version: seed.version, sealed, voucher, recovery: None });
            }
            let path = format!("/api/staff/import/teams/{}", team.id);
            self.call::<_, Option<IgnoredAny>>("POST", &path, Some(&TakeTeam { keys }))?;
        }
        self.refresh()?;
        Ok(teams.len())
    }
}

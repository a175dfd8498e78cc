//! A whole desk taken out sealed, taken in elsewhere, and its teams taken up.

use super::StaffMember;
use crate::error::ClientError;
use crate::random::rng;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::team::{Holder, open_team_seed, seal_team_seed, vouch};
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::Writing;
use madobe_domain::ids::ExportId;
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
            lines.extend(page.lines.iter().map(|line| writing.line(line)));
            match page.next {
                Some(next) => page = self.get(&format!("{path}/cases?after={next}"))?,
                None => break,
            }
        }
        lines.push(writing.end());
        Ok(lines.iter().map(|line| line.trim_end().to_owned()).collect())
    }

    /// Sends these lines of a file, which come after its first `from`.
    pub fn import(&self, file: &[String], from: usize, to: usize) -> Result<Taken, ClientError> {
        let mut checking = Checking::default();
        for line in file.iter().take(from) {
            checking.take(line).map_err(|_| ClientError::Words("a file that is not whole"))?;
        }
        let lines = file.get(from..to).unwrap_or_default().to_vec();
        let body = TakeLines { from: from as u64, before: checking.digest, lines };
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

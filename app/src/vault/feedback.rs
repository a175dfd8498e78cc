//! Opening what people thought of the desk, and counting it.
use chrono::NaiveDate;
use madobe_domain::crypto::feedback::open_feedback;
use madobe_domain::feedback::{Feedback, Scale};
use madobe_domain::json;
use madobe_domain::wire::feedback::{FeedbackPage, StoredFeedback};
use serde::{Deserialize, Serialize};

use super::hold::Hold;
use super::job::Refusal;

/// How often each answer of a scale was given, in the order of [`Scale::ALL`].
pub type Counts = [u32; 3];

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// What was opened.
    pub opened: u32,
    /// All there are, also those that were not handed out.
    pub total: u32,
    /// Handed out, and not to be opened with the keys that are here.
    pub shut: u32,
    pub easy: Counts,
    pub useful: Counts,
    /// What people want to be different, the newest first.
    pub wanted: Vec<Wanted>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub id: String,
    #[serde(with = "madobe_domain::clock::day")]
    pub day: NaiveDate,
    pub words: String,
}

impl Gathered {
    fn add(&mut self, stored: &StoredFeedback, given: &Feedback) {
        self.opened += 1;
        count(&mut self.easy, given.easy);
        count(&mut self.useful, given.useful);
        if let Some(words) = &given.wanted {
            let words = words.as_str().to_owned();
            self.wanted.push(Wanted { id: stored.id.to_string(), day: stored.day, words });
        }
    }
}

fn count(counts: &mut Counts, answer: Option<Scale>) {
    for (scale, count) in Scale::ALL.into_iter().zip(counts) {
        *count += u32::from(answer == Some(scale));
    }
}

impl Hold {
    pub(super) fn gather(&self, page: &str) -> Result<Gathered, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        let page: FeedbackPage = json::read(page).map_err(|_| Refusal::Shut)?;
        let mut gathered = Gathered { total: page.total, ..Gathered::default() };
        for stored in &page.feedback {
            let team = me.teams.iter().find(|held| held.team.id == stored.team);
            let pair = team.and_then(|held| held.pairs.get(&stored.version));
            match pair.and_then(|pair| open_feedback(stored, pair).ok()) {
                Some(given) => gathered.add(stored, &given),
                None => gathered.shut += 1,
            }
        }
        Ok(gathered)
    }
}

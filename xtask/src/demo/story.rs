//! The demonstration's consultations, written for it: nobody's own story.
use anyhow::{Context, Result, bail};
use madobe_client::Words;
use madobe_domain::log::record::{About, AgeBand, AnswerWish, CloseReason, Promises};
use madobe_domain::log::weather::Weather;
use serde::Deserialize;

const STORIES: &str = include_str!("stories.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    about: About,
    age: Option<AgeBand>,
    ward: usize,
    call: Option<String>,
    wish: Option<AnswerWish>,
    weather: Option<Weather>,
    #[serde(default)]
    short: bool,
    /// 「しないこと」, in short.
    #[serde(default)]
    not: Vec<String>,
    /// How long ago the first letter came.
    pub hours: i64,
    steps: Vec<(String, String)>,
}

/// What happens after the first letter.
pub enum Step {
    Letter(String),
    Reply(String),
    Note(String),
    Close(CloseReason),
}

/// As many as asked for: told again from the beginning when there are not enough.
pub fn stories(count: usize) -> Result<Vec<Story>> {
    let mut all: Vec<Story> = Vec::with_capacity(count);
    while all.len() < count {
        all.extend(serde_json::from_str::<Vec<Story>>(STORIES).context("stories.json")?);
    }
    all.truncate(count);
    Ok(all)
}

impl Story {
    pub fn words(&self, wards: &[String]) -> Result<Words> {
        let (_, text) = self.steps.first().context("a story without a letter")?;
        let mut promises = Promises::default();
        for not in &self.not {
            match not.as_str() {
                "phone" => promises.no_phone = true,
                "visit" => promises.no_visit = true,
                "telling_family" => promises.no_telling_family = true,
                "handover" => promises.no_handover = true,
                other => bail!("no such promise: {other}"),
            }
        }
        Ok(Words {
            text: text.clone(),
            answer: self.wish,
            call_me: self.call.clone(),
            about: Some(self.about),
            promises,
            age: self.age,
            ward: wards.get(self.ward).cloned(),
            source: None,
            weather: self.weather,
            short: self.short,
        })
    }

    /// The step of this round; the first letter is round 0.
    pub fn step(&self, round: usize) -> Result<Option<Step>> {
        let Some((kind, text)) = self.steps.get(round) else { return Ok(None) };
        let text = text.clone();
        Ok(Some(match kind.as_str() {
            "w" => Step::Letter(text),
            "r" => Step::Reply(text),
            "n" => Step::Note(text),
            "c" => Step::Close(serde_json::from_value(text.into())?),
            other => bail!("no such step: {other}"),
        }))
    }

    pub fn rounds(&self) -> usize {
        self.steps.len()
    }

    /// The last word is the desk's: somebody has read it.
    pub fn answered(&self) -> bool {
        self.steps.last().is_some_and(|(kind, _)| kind != "w")
    }

    /// May they be asked to talk, as far as the story goes?
    pub fn is_open(&self) -> bool {
        self.steps.last().is_none_or(|(kind, _)| kind != "c")
    }

    pub const fn about(&self) -> About {
        self.about
    }

    pub fn allows(&self, not: &str) -> bool {
        self.not.iter().all(|one| one != not)
    }

    /// For the list of codes: how it stands, in a few words.
    pub fn hint(&self) -> String {
        let about = match self.about {
            About::Myself => "oneself",
            About::Family => "family",
            About::Agency => "agency",
            About::Neighbour => "neighbour",
        };
        let state = match self.steps.last().map(|(kind, _)| kind.as_str()) {
            Some("c") => "closed",
            Some("w") if self.steps.len() == 1 => "waiting for the first reply",
            Some("w") => "wrote again",
            _ => "answered",
        };
        format!("{about}, {state}, {} steps, from {} hours ago", self.steps.len(), self.hours)
    }
}

#[cfg(test)]
mod tests {
    use super::stories;

    #[test]
    fn every_story_can_be_told() {
        let wards: Vec<String> = (0..14).map(|ward| ward.to_string()).collect();
        let all = stories(60).unwrap();
        for story in &all {
            let words = story.words(&wards).unwrap();
            assert!(words.letter().is_ok() && words.ward.is_some());
            for round in 0..story.rounds() {
                assert!(story.step(round).unwrap().is_some());
            }
        }
        let texts: std::collections::BTreeSet<_> =
            all.iter().map(|story| story.words(&wards).unwrap().text).collect();
        assert_eq!(texts.len(), 60, "no story is told twice");
        assert_eq!(stories(150).unwrap().len(), 150);
    }
}

//! How the desk kept its word, counted where the cases are open.
use madobe_domain::clock::Timestamp;
use madobe_domain::log::word::Word;

use super::hold::Hold;

impl Hold {
    /// Nothing while some cases are still shut: half of them would tell something else.
    pub(super) fn word(&self, since: Timestamp) -> Option<Word> {
        if !self.unopened.is_empty() || !self.recalled.is_empty() {
            return None;
        }
        let views = self.cases.values().filter_map(|held| held.view.as_ref());
        let replies = views.flat_map(|view| &view.kept).filter(|one| one.replied_at >= since);
        Some(Word::of(replies.copied()))
    }
}

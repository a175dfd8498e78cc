//! A last look at a reply before it goes: a place that nobody filled, the name of somebody else, what is known from the case of
//! somebody of the household alone. Sending stops once, with a
//! sentence; pressed again it goes, for whoever presses knows better.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::writing::{Leak, first_blank, other_name};

use super::writing::Text;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Small;
use crate::words::staff::reply;

/// What there is to mind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// As it stands there.
    pub blank: Option<String>,
    /// Of somebody else who writes to this desk.
    pub name: Option<String>,
    /// From another case of the household.
    pub leaks: Vec<Leak>,
}

impl Look {
    pub async fn at(app: App, case: CaseId, text: &str) -> Result<Self, Trouble> {
        let kin = app.kin_now(case);
        let look = app.list.rows.with_untracked(|rows| {
            let own = rows.get(&case).and_then(|row| row.name.as_deref());
            // A name of the household is looked at more closely below.
            let others = rows.iter().filter(|(id, _)| **id != case && !kin.contains(id));
            Self::of(text, own, others.filter_map(|(_, row)| row.name.as_deref()))
        });
        let leaks = match kin.is_empty() {
            true => Vec::new(),
            false => app.vault().leaks(case, kin, text.to_owned()).await?,
        };
        Ok(Self { leaks, ..look })
    }

    fn of<'a>(text: &str, own: Option<&str>, others: impl Iterator<Item = &'a str>) -> Self {
        Self {
            blank: first_blank(text).map(|blank| text[blank].to_owned()),
            name: other_name(text, own, others).map(str::to_owned),
            leaks: Vec::new(),
        }
    }

    pub fn is_fine(&self) -> bool {
        *self == Self::default()
    }

    fn words(&self) -> Vec<String> {
        let blank = self.blank.as_deref().map(reply::stopped_blank);
        let name = self.name.as_deref().map(reply::stopped_name);
        blank.into_iter().chain(name).chain(self.leaks.iter().map(leak_words)).collect()
    }
}

/// How much of a run is shown: enough to find it.
const SHOWN_CHARS: usize = 30;

fn leak_words(leak: &Leak) -> String {
    match leak {
        Leak::Name(name) => reply::leaked_name(name),
        Leak::Number(number) => reply::leaked_number(number),
        Leak::Words(words) => {
            let mut shown: String = words.chars().take(SHOWN_CHARS).collect();
            if words.chars().nth(SHOWN_CHARS).is_some() {
                shown.push('…');
            }
            reply::leaked_words(&shown)
        }
    }
}

#[component]
pub fn Stopped(look: RwSignal<Look>, text: Text) -> impl IntoView {
    move || {
        let found = look.get();
        (!found.is_fine()).then(|| {
            let blank = found.blank.is_some();
            view! {
                <section class="panel warning stack" id="stopped" role="alert" tabindex="-1">
                    {found.words().into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                    <p>{reply::STOPPED_AGAIN}</p>
                    {blank.then(|| view! { <Small words=reply::TO_BLANK on_press=move || text.select_blank() /> })}
                </section>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_to_mind_stops() {
        let look = |text: &str| Look::of(text, Some("しろ"), ["みけ", "しろ"].into_iter());
        assert!(look("しろさん、こんにちは。").is_fine());
        let found = look("みけさん、＿＿＿に返事をします。");
        assert_eq!((found.blank.as_deref(), found.name.as_deref()), (Some("＿＿＿"), Some("みけ")));
        assert_eq!(found.words().len(), 2);
        let leaks =
            vec![Leak::Name("みけ".into()), Leak::Number("7K3Q".into()), Leak::Words("あ".repeat(31))];
        let found = Look { leaks, ..Look::default() };
        assert!(!found.is_fine() && found.words().len() == 3);
        assert!(found.words()[2].contains(&["あ".repeat(30).as_str(), "…"].concat()));
    }
}

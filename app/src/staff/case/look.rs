//! A last look at a reply before it goes: a place that nobody filled, the name of somebody else. Sending stops once, with a
//! sentence; pressed again it goes, for whoever presses knows better.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::writing::{first_blank, other_name};

use super::writing::Text;
use crate::staff::app::App;
use crate::ui::act::Small;
use crate::words::staff::reply;

/// What there is to mind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// As it stands there.
    pub blank: Option<String>,
    /// Of somebody else who writes to this desk.
    pub name: Option<String>,
}

impl Look {
    pub fn at(app: App, case: CaseId, text: &str) -> Self {
        app.list.rows.with_untracked(|rows| {
            let own = rows.get(&case).and_then(|row| row.name.as_deref());
            let others =
                rows.iter().filter(|(id, _)| **id != case).filter_map(|(_, row)| row.name.as_deref());
            Self::of(text, own, others)
        })
    }

    fn of<'a>(text: &str, own: Option<&str>, others: impl Iterator<Item = &'a str>) -> Self {
        Self {
            blank: first_blank(text).map(|blank| text[blank].to_owned()),
            name: other_name(text, own, others).map(str::to_owned),
        }
    }

    pub fn is_fine(&self) -> bool {
        *self == Self::default()
    }

    fn words(&self) -> Vec<String> {
        let blank = self.blank.as_deref().map(reply::stopped_blank);
        let name = self.name.as_deref().map(reply::stopped_name);
        blank.into_iter().chain(name).collect()
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
    }
}

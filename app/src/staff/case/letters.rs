//! Letters, replies, notes and what happened between them, in their order, with a line for each day.
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use super::item::ItemView;
use crate::staff::app::App;
use crate::staff::sheet::{Item, Sheet, What};
use crate::time;

#[derive(Clone)]
enum Line {
    Day(NaiveDate),
    Item(Item),
}

impl Line {
    fn key(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            // What is taken back is another line.
            Self::Item(item) if item.undone => [&item.id.to_string(), "-undone"].concat(),
            Self::Item(item) => item.id.to_string(),
        }
    }
}

fn lines(sheet: &Sheet) -> Vec<Line> {
    let mut day = None;
    let mut lines = Vec::with_capacity(sheet.items.len() + 4);
    // How the case is worked stands in its history, beside the letters; what is wrong with a record is never left out.
    let shown = |item: &&Item| item.flaw.is_some() || !matches!(item.what, What::Work(_));
    for item in sheet.items.iter().filter(shown) {
        let date = item.at.date_in_japan();
        // Only forward: two lines for one day would be two rows with one key.
        if day.is_none_or(|day| day < date) {
            day = Some(date);
            lines.push(Line::Day(date));
        }
        lines.push(Line::Item(item.clone()));
    }
    lines
}

#[component]
pub fn Letters(sheet: Memo<Arc<Sheet>>, #[prop(default = "letters")] id: &'static str) -> impl IntoView {
    let app = App::of_context();
    let today = app.list.now.get_untracked().date_in_japan();
    let line = move |line: Line| {
        match line {
        Line::Day(day) => view! {
            <li class="date-line"><time datetime=time::iso_day(day)>{time::day_seen_from(day, today)}</time></li>
        }
        .into_any(),
        Line::Item(item) => view! { <ItemView item sheet /> }.into_any(),
    }
    };
    view! {
        <ol class="thread" id=id>
            <For each=move || sheet.with(|sheet| lines(sheet)) key=Line::key children=line />
        </ol>
    }
}

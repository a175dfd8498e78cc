//! Fields of the desk's own: how they are known here, and what stands in them in words. The screen on which they are defined
//! comes later.
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::{Field, FieldValue, Fields, Filled, WorkRecord};
use madobe_domain::wire::book::BookName;

use super::app::App;
use super::book::Owner;
use super::trouble::Trouble;
use crate::page::spawn;
use crate::time;
use crate::vault::Writing;
use crate::words::common::date;
use crate::words::staff::fields as words;

mod form;
mod screen;

pub use screen::screen;

/// How old what is known of them may be when a case is opened.
const FRESH_MILLIS: i64 = 60_000;

/// What stands in a field. An option by what it is called now, or then, where it is not there any more.
pub fn value_words(value: &FieldValue, known: Option<&Field>) -> String {
    match value {
        FieldValue::Text(text) => text.as_str().to_owned(),
        FieldValue::Choice { option, words } => {
            let now = known.and_then(|field| field.option(option)).map(|option| &option.words);
            now.unwrap_or(words).as_str().to_owned()
        }
        FieldValue::Day(day) => date::year(&chrono::Datelike::year(day).to_string(), &time::day(*day)),
        FieldValue::Yes(true) => words::YES.to_owned(),
        FieldValue::Yes(false) => words::NO.to_owned(),
        FieldValue::Newer => words::NEWER.to_owned(),
    }
}

/// By all that is shown of it: what is not changed is not drawn anew.
pub fn key(field: &Field) -> String {
    serde_json::to_string(field).unwrap_or_default()
}

/// What a field is called now, or was called then, and what stands in it.
pub fn told(fields: &Fields, filled: &Filled) -> (String, String) {
    let known = fields.get(&filled.field);
    let name = known.map_or(&filled.name, |field| &field.name);
    (name.as_str().to_owned(), value_words(&filled.value, known))
}

/// In the order in which they stand beside a case; then those that this desk does not know.
pub fn all_told(fields: &Fields, filled: &[Filled]) -> Vec<(String, String)> {
    let place = |one: &&Filled| {
        fields.fields.iter().position(|field| field.id == one.field).unwrap_or(fields.fields.len())
    };
    let mut all: Vec<&Filled> = filled.iter().collect();
    all.sort_by_key(place);
    all.into_iter().map(|one| told(fields, one)).collect()
}

impl App {
    /// As they stand now. What was known before stays where they do not come.
    pub async fn load_fields(self) -> Result<(), Trouble> {
        let Some(team) = self.own_team() else { return Ok(()) };
        let (_, all) = self.read_book::<Fields>(Owner::Team(team), BookName::Fields).await?;
        self.take_fields(all);
        Ok(())
    }

    /// Drawn anew only where something is new: somebody may be filling one in.
    pub fn take_fields(self, all: Fields) {
        self.inner().fields_at.set(time::now().millis());
        if self.fields.with_untracked(|known| *known != all) {
            self.fields.set(all);
        }
    }

    /// Asked for again where a colleague may have changed them meanwhile.
    pub fn refresh_fields(self) {
        let inner = self.inner();
        let now = time::now().millis();
        if now - inner.fields_at.get() < FRESH_MILLIS {
            return;
        }
        inner.fields_at.set(now);
        spawn(async move {
            if self.load_fields().await.is_err() {
                self.inner().fields_at.set(Timestamp(0).millis());
            }
        });
    }

    /// Nothing where it stands so already.
    pub fn fill(self, case: CaseId, field: &Field, value: Option<FieldValue>) {
        let Some(row) = self.list.row_now(case) else { return };
        if row.work.field(&field.id).map(|filled| &filled.value) == value.as_ref() {
            return;
        }
        let name = field.name.as_str();
        let said = match &value {
            Some(value) => words::said_filled(name, &value_words(value, Some(field))),
            None => words::said_emptied(name),
        };
        let record = WorkRecord::Filled { field: field.id, name: field.name.clone(), value };
        self.work(case, Writing::Work(record), said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::bytes::Fixed;
    use madobe_domain::log::work::{FieldKind, FieldName, FieldText};

    fn filled(number: u8, value: FieldValue) -> Filled {
        Filled { field: Fixed([number; 16]), name: FieldName::parse("前の名前").unwrap(), value }
    }

    #[test]
    fn what_was_filled_is_told_by_what_it_is_called_now_or_was_then() {
        let option = |number: u8| Fixed([number; 16]);
        let home = Field::parse(
            Fixed([1; 16]),
            FieldKind::Choice,
            "住まい",
            &[(option(1), "ご実家".to_owned()), (option(2), "ひとり".to_owned())],
        );
        let fields = Fields { fields: vec![home.unwrap()] };
        let choice = |number| FieldValue::Choice {
            option: option(number),
            words: FieldName::parse("実家").unwrap(),
        };
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(told(&fields, &filled(1, choice(1))), pair("住まい", "ご実家"));
        assert_eq!(told(&fields, &filled(1, choice(9))), pair("住まい", "実家"), "an option that is gone");
        assert_eq!(told(&fields, &filled(2, FieldValue::Yes(true))), pair("前の名前", "はい"));
        let day = FieldValue::Day("2026-04-01".parse().unwrap());
        assert_eq!(value_words(&day, None), "2026年4月1日（水）");
        let text = FieldValue::Text(FieldText::parse("祖母").unwrap());
        let all = all_told(&fields, &[filled(7, text), filled(1, choice(2))]);
        assert_eq!(all, [pair("住まい", "ひとり"), pair("前の名前", "祖母")]);
    }
}

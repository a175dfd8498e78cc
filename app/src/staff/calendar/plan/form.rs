//! A plan as it is typed: parts of plain texts, one for each field of their table.
use madobe_domain::booking::plan::{Kind, Plan};
use madobe_domain::booking::question::Question;

use super::hours;
use super::spec::{MEANS, Sort, WHO};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub sort: Sort,
    /// The handle of the person, the room or the kind.
    pub id: String,
    pub texts: Vec<String>,
}

pub type Form = Vec<Part>;

impl Part {
    pub fn new(sort: Sort, id: String) -> Self {
        let texts = sort.specs().iter().map(|spec| spec.first.to_owned()).collect();
        Self { sort, id, texts }
    }

    pub fn text(&self, name: &str) -> &str {
        let place = self.sort.specs().iter().position(|spec| spec.name == name);
        place.and_then(|place| self.texts.get(place)).map_or("", |text| text.as_str())
    }

    /// Somebody is to come, and is told nowhere where to.
    pub fn names_no_place(&self) -> bool {
        self.sort == Sort::Kind && self.text("means") == "visit" && self.text("about").trim().is_empty()
    }

    /// The id of the element of a field.
    pub fn field(&self, name: &str) -> String {
        field(self.sort, &self.id, name)
    }
}

pub fn field(sort: Sort, id: &str, name: &str) -> String {
    [sort.letter(), "-", id, "-", name].concat()
}

fn handles<T: ToString>(all: &[T]) -> String {
    all.iter().map(T::to_string).collect::<Vec<_>>().join(" ")
}

fn kind_texts(kind: &Kind) -> Vec<String> {
    let means = MEANS.iter().find(|(means, _)| *means == kind.means).map_or("", |(_, name)| name);
    let who = WHO.iter().find(|(who, _)| *who == kind.who).map_or("", |(_, name)| name);
    vec![
        kind.name.clone(),
        kind.about.clone(),
        means.to_owned(),
        who.to_owned(),
        kind.minutes.to_string(),
        kind.step.to_string(),
        kind.before.to_string(),
        kind.after.to_string(),
        handles(&kind.people),
        kind.staff.to_string(),
        handles(&kind.rooms),
        lead(kind.lead_minutes),
        kind.horizon_days.to_string(),
        kind.seats.to_string(),
        kind.questions.iter().map(Question::as_str).collect::<Vec<_>>().join("\n"),
    ]
}

/// Hours; of what is no whole number of them the minutes, as 0:30.
fn lead(minutes: u32) -> String {
    let (hours, rest) = ((minutes / 60).to_string(), minutes % 60);
    if rest == 0 {
        hours
    } else {
        [hours.as_str(), if rest < 10 { ":0" } else { ":" }, &rest.to_string()].concat()
    }
}

pub fn of(plan: &Plan) -> Form {
    let people = plan.people.iter().map(|person| Part {
        sort: Sort::Person,
        id: person.staff.to_string(),
        texts: vec![hours::show(person)],
    });
    let rooms = plan.rooms.iter().map(|room| Part {
        sort: Sort::Room,
        id: room.id.to_string(),
        texts: vec![room.name.clone(), room.buffer.to_string(), hours::show_closed(&room.closed)],
    });
    let kinds = plan.kinds.iter().map(|kind| Part {
        sort: Sort::Kind,
        id: kind.id.to_string(),
        texts: kind_texts(kind),
    });
    people.chain(rooms).chain(kinds).collect()
}

fn find<'a>(form: &'a [Part], part: &Part) -> Option<&'a Part> {
    form.iter().find(|other| other.sort == part.sort && other.id == part.id)
}

/// What two people did to the same plan: mine where I changed something, else theirs. The second list is what both of
/// us changed, as they left it.
pub fn merge(base: &[Part], mine: &[Part], theirs: &[Part]) -> (Form, Form) {
    let (mut merged, mut clashes) = (Form::new(), Form::new());
    for part in theirs {
        let (was, own) = (find(base, part), find(mine, part));
        let (they_did, i_did) = (was != Some(part), own != was);
        if they_did && i_did && own != Some(part) {
            clashes.push(part.clone());
        }
        if i_did && (own.is_some() || !they_did) {
            merged.extend(own.cloned());
        } else {
            merged.push(part.clone());
        }
    }
    for part in mine.iter().filter(|part| find(theirs, part).is_none()) {
        // New here, or changed here and taken out there.
        if find(base, part) != Some(part) {
            merged.push(part.clone());
        }
    }
    merged.sort_by_key(|part| Sort::ALL.iter().position(|sort| *sort == part.sort));
    (merged, clashes)
}

/// As a plain table, for keeping: the version first.
pub fn to_rows(version: u32, form: &[Part]) -> Vec<Vec<String>> {
    let row =
        |part: &Part| [&[part.sort.letter().to_owned(), part.id.clone()], part.texts.as_slice()].concat();
    std::iter::once(vec![version.to_string()]).chain(form.iter().map(row)).collect()
}

/// Nothing where this was kept by another version of the program.
pub fn from_rows(rows: Vec<Vec<String>>) -> Option<(u32, Form)> {
    let mut rows = rows.into_iter();
    let version = rows.next()?.first()?.parse().ok()?;
    let part = |row: Vec<String>| {
        let mut row = row.into_iter();
        let letter = row.next()?;
        let sort = Sort::ALL.into_iter().find(|sort| sort.letter() == letter)?;
        let part = Part { sort, id: row.next()?, texts: row.collect() };
        (part.texts.len() == sort.specs().len()).then_some(part)
    };
    Some((version, rows.map(part).collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(id: &str, name: &str) -> Part {
        let mut room = Part::new(Sort::Room, id.to_owned());
        room.texts[0] = name.to_owned();
        room
    }

    #[test]
    fn what_two_people_did_is_put_together() {
        let base = vec![room("1", "あ"), room("2", "い"), room("3", "う")];
        let mine = vec![room("1", "あ2"), room("2", "い"), room("4", "え")];
        let theirs = vec![room("1", "あ"), room("2", "い2"), room("3", "う"), room("5", "お")];
        let (merged, clashes) = merge(&base, &mine, &theirs);
        // 3 was taken out here and left alone there.
        assert_eq!(merged, vec![room("1", "あ2"), room("2", "い2"), room("5", "お"), room("4", "え")]);
        assert!(clashes.is_empty());
    }

    #[test]
    fn what_both_changed_stays_as_it_is_here_and_is_told() {
        let base = vec![room("1", "あ"), room("2", "い"), room("3", "う")];
        let mine = vec![room("1", "わたし"), room("3", "う3")];
        let theirs = vec![room("1", "ひと"), room("2", "い2")];
        let (merged, clashes) = merge(&base, &mine, &theirs);
        // 2 was taken out here and changed there: nothing is lost. 3 was changed here and taken out there.
        assert_eq!(merged, vec![room("1", "わたし"), room("2", "い2"), room("3", "う3")]);
        assert_eq!(clashes, vec![room("1", "ひと"), room("2", "い2")]);
    }

    #[test]
    fn what_is_kept_comes_back() {
        let form = vec![room("1", "あ\nい"), Part::new(Sort::Kind, "2".to_owned())];
        assert_eq!(from_rows(to_rows(7, &form)), Some((7, form.clone())));
        let mut cut = to_rows(7, &form);
        cut[1].pop();
        assert_eq!(from_rows(cut), None);
        assert_eq!(from_rows(Vec::new()), None);
    }

    #[test]
    fn a_visit_needs_a_place() {
        let mut kind = Part::new(Sort::Kind, "1".to_owned());
        assert!(kind.names_no_place());
        kind.texts[1] = "1階の入口".to_owned();
        assert!(!kind.names_no_place());
        kind.texts[1] = " ".to_owned();
        assert!(kind.names_no_place());
        kind.texts[2] = "phone".to_owned();
        assert!(!kind.names_no_place() && !room("2", "い").names_no_place());
    }

    #[test]
    fn a_lead_is_told_in_hours() {
        assert_eq!((lead(24 * 60), lead(30), lead(65)), ("24".into(), "0:30".into(), "1:05".into()));
    }
}

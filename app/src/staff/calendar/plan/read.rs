//! From what was typed to a plan, or everything that is not right, each beside its field.
use madobe_domain::booking::plan::{Kind, Person, Plan, Room};
use madobe_domain::booking::question::Question;
use madobe_domain::booking::tick::parse_minute;
use madobe_domain::ids::{KindId, RoomId, StaffId};

use super::form::Part;
use super::hours;
use super::spec::{MEANS, Shape, Sort, WHO};
use crate::words::common::list;
use crate::words::staff::plan as words;

/// The id of an element, and what to say beside it.
pub type Fault = (String, String);

/// Digits in any width; empty is nought.
fn number<T: std::str::FromStr>(typed: &str) -> Option<T> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let digits: String = typed.trim().chars().map(narrow).collect();
    if digits.is_empty() { "0".parse().ok() } else { digits.parse().ok() }
}

fn lead(typed: &str) -> Option<u32> {
    match number::<u32>(typed) {
        Some(hours) => hours.checked_mul(60),
        None => parse_minute(typed).map(u32::from),
    }
}

fn handles<T>(typed: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    typed.split(' ').filter(|handle| !handle.is_empty()).map(parse).collect()
}

fn questions(typed: &str) -> Option<Vec<Question>> {
    typed.lines().filter(|line| !line.trim().is_empty()).map(|line| Question::parse(line).ok()).collect()
}

fn fault(part: &Part, name: &str) -> Fault {
    let said = part.sort.specs().iter().find(|spec| spec.name == name).map_or("", |spec| spec.fault);
    (part.field(name), said.to_owned())
}

/// Whose fault it is: several may have the same one. A room or a kind has its place where its name says nothing, or is the fault.
fn owner(form: &[Part], part: &Part, field: &str, name_of: impl Fn(&Part) -> String) -> String {
    let typed = part.text("name").trim();
    let before = form.iter().take_while(|one| *one != part).filter(|one| one.sort == part.sort);
    let place = || (before.count() + 1).to_string();
    match part.sort {
        Sort::Person => name_of(part),
        _ if !typed.is_empty() && field != part.field("name") => typed.to_owned(),
        Sort::Room => words::nth_room(&place()),
        Sort::Kind => words::nth_kind(&place()),
    }
}

/// Nobody can tell two of one name apart where one is chosen.
fn same_name(form: &[Part], part: &Part) -> Option<Fault> {
    let typed = part.text("name").trim();
    let mut before = form.iter().take_while(|one| *one != part).filter(|one| one.sort == part.sort);
    let twice = !typed.is_empty() && before.any(|one| one.text("name").trim() == typed);
    twice.then(|| (part.field("name"), words::FAULT_SAME_NAME.to_owned()))
}

/// What is wrong with a text of lines, and in which; nearer, where that is known of the line.
pub fn name_line(said: &str, text: &str, is_sound: impl Fn(&str) -> bool) -> String {
    match text.lines().zip(1_usize..).find(|(line, _)| !is_sound(line)) {
        Some((line, number)) => {
            let said = hours::backwards(line).unwrap_or(said);
            list::sentences(said, &words::fault_line(&number.to_string(), line.trim()))
        }
        None => said.to_owned(),
    }
}

fn person(part: &Part) -> Result<Person, Vec<Fault>> {
    let (field, unread) = fault(part, "hours");
    let staff = StaffId::parse(&part.id).map_err(|_| vec![(field.clone(), unread.clone())])?;
    let text = part.text("hours");
    let of = |text: &str| hours::read(staff, text);
    let person =
        of(text).ok_or_else(|| vec![(field.clone(), name_line(&unread, text, |line| of(line).is_some()))])?;
    let met = hours::odd_line(text, |text| of(text).is_some_and(|person| hours::overlap(&person)));
    let met = met.map(|(number, _)| words::fault_overlap(&number));
    match met.or_else(|| hours::twice(text, |text| of(text).map(|person| person.away))) {
        Some(said) => Err(vec![(field, said)]),
        None => Ok(person),
    }
}

fn room(part: &Part) -> Result<Room, Vec<Fault>> {
    let typed = part.text("closed");
    let (buffer, odd) = (number(part.text("buffer")), hours::closed_fault(typed));
    match (RoomId::parse(&part.id).ok(), buffer, hours::read_closed(typed)) {
        (Some(id), Some(buffer), Some(closed)) if odd.is_none() => {
            Ok(Room { id, name: part.text("name").trim().to_owned(), buffer, closed })
        }
        (_, buffer, _) => {
            let buffer = buffer.is_none().then(|| fault(part, "buffer"));
            Err(buffer.into_iter().chain(odd.map(|said| (part.field("closed"), said))).collect())
        }
    }
}

fn kind(part: &Part) -> Result<Kind, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let numbers = part.sort.specs().iter().zip(&part.texts).filter(|(spec, _)| spec.shape == Shape::Number);
    for (spec, typed) in numbers {
        let sound = if spec.name == "lead" { lead(typed).is_some() } else { number::<u16>(typed).is_some() };
        if !sound {
            faults.push(fault(part, spec.name));
        }
    }
    let questions = questions(part.text("questions"));
    if questions.is_none() {
        faults.push(fault(part, "questions"));
    }
    let of = |name: &str| number(part.text(name)).unwrap_or_default();
    let made = KindId::parse(&part.id).ok().filter(|_| faults.is_empty()).and_then(|id| {
        Some(Kind {
            id,
            name: part.text("name").trim().to_owned(),
            about: part.text("about").trim().to_owned(),
            means: MEANS.iter().find(|(_, name)| *name == part.text("means"))?.0,
            who: WHO.iter().find(|(_, name)| *name == part.text("who"))?.0,
            minutes: of("minutes"),
            step: of("step"),
            before: of("before"),
            after: of("after"),
            people: handles(part.text("people"), |handle| StaffId::parse(handle).ok())?,
            // A number that is too large is told by the check of the whole.
            staff: u8::try_from(of("staff")).unwrap_or(u8::MAX),
            rooms: handles(part.text("rooms"), |handle| RoomId::parse(handle).ok())?,
            lead_minutes: lead(part.text("lead")).unwrap_or_default(),
            horizon_days: of("horizon"),
            seats: of("seats"),
            questions: questions?,
        })
    });
    made.ok_or(faults)
}

/// The fields that the check of the domain means, each once.
fn check(part: &Part, alone: &Plan) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for found in alone.faults() {
        let spec = part.sort.specs().iter().find(|spec| spec.checks.contains(&found.0));
        let Some(spec) = spec else { continue };
        let limits: u16 = number(part.text("seats")).unwrap_or_default();
        let name = match found.0 {
            "kinds.limits" if limits > 200 => "seats",
            "kinds.limits" if lead(part.text("lead")).is_some_and(|lead| lead <= 60 * 24 * 60) => "horizon",
            _ => spec.name,
        };
        let told = fault(part, name);
        if !faults.contains(&told) {
            faults.push(told);
        }
    }
    faults
}

/// `name_of`: what a person is called.
pub fn read(form: &[Part], name_of: impl Fn(&Part) -> String) -> Result<Plan, Vec<Fault>> {
    let mut plan = Plan::default();
    let mut faults = Vec::new();
    for part in form {
        let found = match part.sort {
            Sort::Person => match person(part) {
                Ok(person) => {
                    let alone = Plan { people: vec![person.clone()], ..Plan::default() };
                    plan.people.push(person);
                    check(part, &alone)
                }
                Err(found) => found,
            },
            Sort::Room => match room(part) {
                Ok(room) => {
                    let alone = Plan { rooms: vec![room.clone()], ..Plan::default() };
                    plan.rooms.push(room);
                    check(part, &alone)
                }
                Err(found) => found,
            },
            Sort::Kind => match kind(part) {
                Ok(mut kind) => {
                    // Whoever was taken out of the plan holds nothing any more; a room that is gone is not needed.
                    let is_there =
                        |sort, id: String| form.iter().any(|part| part.sort == sort && part.id == id);
                    kind.people.retain(|staff| is_there(Sort::Person, staff.to_string()));
                    kind.rooms.retain(|room| is_there(Sort::Room, room.to_string()));
                    let everybody = kind.people.iter().map(|staff| Person {
                        staff: *staff,
                        week: madobe_domain::desk::hours::Week(Default::default()),
                        days: Vec::new(),
                        away: Vec::new(),
                    });
                    let rooms = kind.rooms.iter().map(|id| Room {
                        id: *id,
                        name: "-".to_owned(),
                        buffer: 0,
                        closed: Vec::new(),
                    });
                    let alone = Plan {
                        people: everybody.collect(),
                        rooms: rooms.collect(),
                        kinds: vec![kind.clone()],
                    };
                    plan.kinds.push(kind);
                    check(part, &alone)
                }
                Err(found) => found,
            },
        };
        for (field, said) in found.into_iter().chain(same_name(form, part)) {
            let told = list::of(&owner(form, part, &field, &name_of), &said);
            faults.push((field, told));
        }
    }
    if faults.is_empty() { Ok(plan) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::super::form;
    use super::*;

    fn read(form: &[Part]) -> Result<Plan, Vec<Fault>> {
        super::read(form, |_| "あおい".to_owned())
    }

    fn set(part: &mut Part, name: &str, typed: &str) {
        let place = part.sort.specs().iter().position(|spec| spec.name == name).unwrap();
        part.texts[place] = typed.to_owned();
    }

    fn sample() -> Vec<Part> {
        let (staff, hall, talk) = (
            StaffId::from_bytes([1; 16]).to_string(),
            RoomId::from_bytes([2; 16]).to_string(),
            KindId::from_bytes([3; 16]).to_string(),
        );
        let person = Part::new(Sort::Person, staff.clone());
        let mut room = Part::new(Sort::Room, hall.clone());
        set(&mut room, "name", "第1相談室");
        let mut kind = Part::new(Sort::Kind, talk);
        set(&mut kind, "name", "家族の相談");
        set(&mut kind, "people", &staff);
        set(&mut kind, "rooms", &hall);
        vec![person, room, kind]
    }

    #[test]
    fn a_new_plan_is_good_as_it_stands_and_reads_back() {
        let typed = sample();
        let plan = read(&typed).unwrap();
        assert_eq!(plan.check(), Ok(()));
        assert_eq!(form::of(&plan), typed);
    }

    #[test]
    fn everything_that_is_not_right_is_told_beside_its_field() {
        for (place, name, typed) in [
            (0, "hours", "いつでも"),
            (0, "hours", "月 9:02-10:00"),
            (1, "name", " "),
            (1, "buffer", "7"),
            (1, "buffer", "すこし"),
            (1, "closed", "月"),
            (2, "name", ""),
            (2, "minutes", "52"),
            (2, "minutes", "長め"),
            (2, "step", "0"),
            (2, "before", "3"),
            (2, "people", ""),
            (2, "lead", "2000"),
            (2, "lead", "あした"),
            (2, "horizon", "0"),
            (2, "seats", "201"),
            // Only a group asks, and only so much.
            (2, "questions", "はじめてですか"),
        ] {
            let mut wrong = sample();
            set(&mut wrong[place], name, typed);
            let faults = read(&wrong).unwrap_err();
            assert_eq!(faults.len(), 1, "{name} {typed}");
            assert_eq!(faults[0].0, wrong[place].field(name), "{typed}");
            assert!(!faults[0].1.is_empty(), "{name}");
        }
        let mut wrong = sample();
        set(&mut wrong[1], "name", "");
        set(&mut wrong[2], "minutes", "");
        assert_eq!(read(&wrong).unwrap_err().len(), 2, "all of it at once");
    }

    #[test]
    fn the_line_that_is_wrong_is_named() {
        for (place, name, typed, wrong) in [
            (0, "hours", "月-金 9:00-17:00\n\n 火曜は休み ", Some((3, "火曜は休み"))),
            (1, "closed", "2026/12/29-2027/1/3\n月", Some((2, "月"))),
            // Each line can be read, and the plan as a whole cannot be kept.
            (0, "hours", "月 9:02-10:00", None),
        ] {
            let mut typed_form = sample();
            set(&mut typed_form[place], name, typed);
            let said = read(&typed_form).unwrap_err().remove(0).1;
            let named = wrong.map(|(number, line)| words::fault_line(&number.to_string(), line));
            assert!(named.is_none_or(|named| said.ends_with(&named)), "{said}");
            assert_eq!(said.contains("行めの"), wrong.is_some(), "{said}");
        }
    }

    #[test]
    fn every_fault_says_whose_it_is_and_what_is_wrong() {
        let mut typed = sample();
        typed.insert(2, Part::new(Sort::Room, RoomId::from_bytes([4; 16]).to_string()));
        let said = |typed: &[Part]| read(typed).unwrap_err().remove(0).1;
        assert!(said(&typed).starts_with(&list::of(&words::nth_room("2"), "")), "{}", said(&typed));
        set(&mut typed[2], "name", " 第1相談室 ");
        assert_eq!(said(&typed), list::of(&words::nth_room("2"), words::FAULT_SAME_NAME));
        set(&mut typed[0], "hours", "月 9:00-12:00\n月-水 11:00-13:00");
        assert_eq!(said(&typed), list::of("あおい", &words::fault_overlap("2")));
        for (text, why) in [
            ("月 17:00-9:00", words::FAULT_HOURS_BACK.to_owned()),
            ("2026/12/3-2026/12/1 休み", words::FAULT_DAYS_BACK.to_owned()),
            ("2026/12/1 休み\n2026/12/1 休み", words::fault_twice("2", "2026/12/1 休み")),
        ] {
            set(&mut typed[0], "hours", text);
            assert!(said(&typed).starts_with(&list::of("あおい", &why)), "{}", said(&typed));
        }
    }

    #[test]
    fn a_group_asks_three_short_questions_at_most() {
        let with = |typed: &str| {
            let mut group = sample();
            set(&mut group[2], "seats", "8");
            set(&mut group[2], "questions", typed);
            (read(&group), group)
        };
        let (read_back, typed) = with("はじめてですか\n食べられないもの");
        let plan = read_back.unwrap();
        assert_eq!(plan.kinds[0].questions.len(), 2);
        assert_eq!(form::of(&plan), typed);
        assert_eq!(with("\n  \n").0.unwrap().kinds[0].questions, []);
        for wrong in ["1\n2\n3\n4", "同じ\n同じ", &"あ".repeat(81)] {
            let (faults, typed) = with(wrong);
            assert_eq!(faults.unwrap_err()[0].0, typed[2].field("questions"), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_read_as_they_come() {
        let mut typed = sample();
        set(&mut typed[2], "minutes", " ５０ ");
        set(&mut typed[2], "lead", "0:30");
        let plan = read(&typed).unwrap();
        assert_eq!((plan.kinds[0].minutes, plan.kinds[0].lead_minutes), (50, 30));
    }

    #[test]
    fn whoever_was_taken_out_of_the_plan_holds_nothing_any_more() {
        let mut typed = sample();
        typed.remove(1);
        assert!(read(&typed).unwrap().kinds[0].rooms.is_empty());
        typed.remove(0);
        let faults = read(&typed).unwrap_err();
        assert_eq!(faults[0].0, typed[0].field("people"));
    }
}

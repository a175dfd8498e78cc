//! What the demonstration desk offers, in writing, on the phone, at the desk and to a group; and who has booked it.
use anyhow::{Context, Result};
use madobe_client::random::rng;
use madobe_client::{Server, StaffMember};
use madobe_domain::booking::plan::{Kind, Means, Person, Plan, Room, Who};
use madobe_domain::booking::question::{Answer, Answered, Question};
use madobe_domain::booking::tick::{DAY_TICKS, Tick, ticks};
use madobe_domain::desk::hours::Week;
use madobe_domain::ids::{KindId, ReservationId, RoomId, StaffId};
use madobe_domain::log::record::About;
use madobe_domain::text::LetterText;
use madobe_domain::wire::booking::{Free, Offer, OfferedKind};
use madobe_domain::wire::calendar::{NewTalk, StaffTalk, VersionedPlan};

use super::tell::Told;

const QUESTIONS: [&str; 2] = ["はじめての参加ですか", "お茶菓子で、食べられないもの"];

fn plan(people: &[StaffId]) -> Plan {
    let room = |name: &str| Room {
        id: RoomId::make(&mut rng()),
        name: name.to_owned(),
        buffer: 10,
        closed: Vec::new(),
    };
    let rooms = vec![room("見本 ちいさな部屋"), room("見本 にわの見える部屋")];
    let kind = |name: &str, about: &str, means, rooms: &[Room]| Kind {
        id: KindId::make(&mut rng()),
        name: name.to_owned(),
        about: about.to_owned(),
        means,
        who: Who::Anyone,
        minutes: 50,
        step: 60,
        before: 0,
        after: 10,
        people: people.to_vec(),
        staff: 1,
        rooms: rooms.iter().map(|room| room.id).collect(),
        lead_minutes: 24 * 60,
        horizon_days: 42,
        seats: 0,
        questions: Vec::new(),
    };
    let questions = QUESTIONS.into_iter().filter_map(|words| Question::parse(words).ok()).collect();
    let group = kind(
        "家族の集まり",
        "見本市民センター3階の和室です。お茶を飲みながら、おたがいの話を聞きます。",
        Means::Visit,
        &rooms[1..],
    );
    let kinds = vec![
        kind("文字での相談", "ゆっくり打っても、大丈夫です。", Means::Chat, &[]),
        kind("電話での相談", "こちらから、決めた時間にかけます。", Means::Phone, &[]),
        kind(
            "窓口での相談",
            "見本市民センター3階、エレベーターを出て右の部屋です。名前をよばれることはありません。",
            Means::Visit,
            &rooms,
        ),
        Kind { minutes: 90, staff: 2, seats: 8, questions, ..group },
    ];
    let person =
        |staff: &StaffId| Person { staff: *staff, week: Week::office(), days: Vec::new(), away: Vec::new() };
    Plan { kinds, rooms, people: people.iter().map(person).collect() }
}

pub fn offer(members: &[StaffMember]) -> Result<()> {
    let Some(administrator) = members.first() else { return Ok(()) };
    let people: Vec<StaffId> = members.iter().map(|member| member.session.id).collect();
    let change = VersionedPlan { version: 0, plan: plan(&people) };
    administrator.call::<_, VersionedPlan>("PUT", &path(administrator, "plan")?, Some(&change))?;
    Ok(())
}

fn path(member: &StaffMember, rest: &str) -> Result<String> {
    let team = member.session.teams.first().context("no team")?.id;
    Ok(format!("/api/staff/teams/{team}/booking/{rest}"))
}

/// By what means somebody like this would talk, if at all: nobody is called who asked not to be.
fn means(one: &Told, turn: usize) -> Means {
    match one.story.about() {
        About::Myself => Means::Chat,
        _ if turn.is_multiple_of(2) && one.story.allows("phone") => Means::Phone,
        _ => Means::Visit,
    }
}

const WORDS: [Option<&str>; 4] = [
    None,
    Some("どこまで話せるか、まだわかりません。"),
    None,
    Some("はじめの数分は、聞くだけにさせてください。"),
];
/// How many of the free times lie between one talk and the next: over two weeks, morning and afternoon.
const STRIDE: usize = 11;
const TALKS: usize = 14;
const IN_GROUP: usize = 5;

/// Over the next days, as people would: one here and one there, and a group.
pub fn book(server: &Server, told: &[Told], members: &[StaffMember]) -> Result<()> {
    let Some(administrator) = members.first() else { return Ok(()) };
    let offer: Offer = server.get("/api/booking")?;
    let open = told.iter().filter(|one| one.story.is_open());
    for (turn, one) in open.step_by(3).take(TALKS).enumerate() {
        let wanted = means(one, turn);
        let Some(kind) = offer.kinds.iter().find(|kind| kind.means == wanted) else { continue };
        let starts = free(server, kind)?;
        let Some(start) = starts.get(turn * STRIDE % starts.len().max(1)) else { continue };
        let text = WORDS[turn % WORDS.len()].and_then(|words| LetterText::parse(words).ok());
        let talk = one.mailbox.book(kind, *start, text, Vec::new())?;
        if turn == TALKS - 1 {
            one.mailbox.cancel(talk)?;
        }
    }
    let group = offer.kinds.iter().find(|kind| kind.group).context("no group")?;
    // On Thursdays at two, this week's but one and two weeks later.
    let first = thursday(Tick::of_day(super::now().date_in_japan()).plus(3 * DAY_TICKS));
    for start in [first, first.plus(14 * DAY_TICKS)] {
        let session = NewTalk {
            id: ReservationId::make(&mut rng()),
            kind: group.id,
            start,
            people: Vec::new(),
            room: None,
            case: None,
            session: true,
            only_open: false,
            note: None,
        };
        administrator.call::<_, StaffTalk>("POST", &path(administrator, "reservations")?, Some(&session))?;
    }
    let families = told.iter().filter(|one| one.story.is_open() && one.story.about() == About::Family);
    for (turn, one) in families.take(IN_GROUP).enumerate() {
        one.mailbox.book(group, first, None, answers(group, turn))?;
    }
    Ok(())
}

/// From this day on, the first Thursday at two.
fn thursday(from: Tick) -> Tick {
    use chrono::{Datelike, Weekday};
    let days = (0..7).map(|day| from.plus(day * DAY_TICKS));
    let found = days.into_iter().find(|day| day.day().weekday() == Weekday::Thu);
    found.unwrap_or(from).plus(ticks(14 * 60))
}

fn free(server: &Server, kind: &OfferedKind) -> Result<Vec<Tick>> {
    let free: Free = server.get(&format!("/api/booking/free?days=16&kind={}", kind.id))?;
    Ok(free.kinds.into_iter().flat_map(|kind| kind.starts).collect())
}

/// Some answer all of it, some a part, some nothing.
fn answers(group: &OfferedKind, turn: usize) -> Vec<Answered> {
    let said = [["はじめてです。", ""], ["2回目です。", "えびが食べられません。"], ["", ""], ["", "そば"]];
    let said = said[turn % said.len()];
    let answered = |(question, words): (&Question, &str)| {
        Some(Answered { question: question.clone(), answer: Answer::parse(words).ok()? })
    };
    group.questions.iter().zip(said).filter_map(answered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_plan_is_accepted() {
        let plan = plan(&[StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16])]);
        assert_eq!(plan.check(), Ok(()));
        assert!(plan.offers());
        assert!(plan.kinds.iter().any(|kind| kind.questions.len() == QUESTIONS.len()));
    }

    #[test]
    fn a_group_meets_on_a_thursday() {
        let day = |text: &str| Tick::of_day(text.parse().unwrap());
        let found = thursday(day("2026-11-27"));
        assert_eq!((found.day(), found.minute()), ("2026-12-03".parse().unwrap(), 14 * 60));
        assert_eq!(thursday(day("2026-12-03")), found);
    }
}

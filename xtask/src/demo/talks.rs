//! What the demonstration desk offers: in writing, on the phone, and at the desk.
use anyhow::Result;
use madobe_client::StaffMember;
use madobe_client::random::rng;
use madobe_domain::booking::plan::{Kind, Means, Person, Plan, Room, Who};
use madobe_domain::desk::hours::Week;
use madobe_domain::ids::{KindId, RoomId, StaffId};
use madobe_domain::wire::calendar::VersionedPlan;

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
    };
    let kinds = vec![
        kind("文字での相談", "声も顔も出しません。", Means::Chat, &[]),
        kind("電話での相談", "こちらから、決めた時間にかけます。", Means::Phone, &[]),
        kind("窓口での相談", "名前をよばれることはありません。", Means::Visit, &rooms),
    ];
    let person =
        |staff: &StaffId| Person { staff: *staff, week: Week::office(), days: Vec::new(), away: Vec::new() };
    Plan { kinds, rooms, people: people.iter().map(person).collect() }
}

pub fn offer(members: &[StaffMember]) -> Result<()> {
    let Some(administrator) = members.first() else { return Ok(()) };
    let people: Vec<StaffId> = members.iter().map(|member| member.session.id).collect();
    let Some(team) = administrator.session.teams.first() else { return Ok(()) };
    let path = format!("/api/staff/teams/{}/booking/plan", team.id);
    let change = VersionedPlan { version: 0, plan: plan(&people) };
    administrator.call::<_, VersionedPlan>("PUT", &path, Some(&change))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_plan_is_accepted() {
        let plan = plan(&[StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16])]);
        assert_eq!(plan.check(), Ok(()));
        assert!(plan.offers());
    }
}

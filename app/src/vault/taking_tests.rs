//! Cases taken out where the keys are, and former teams taken up.
use madobe_domain::crypto::team::{Holder, open_team_seed};
use madobe_domain::export::readable::ReadCase;
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::wire::import::{FormerSeed, FormerTeam};
use madobe_domain::wire::team::TeamKind;

use super::hold::Hold;
use super::job::Refusal;
use super::taking::{Taking, TakingUp};
use super::tests::{printed, with_letter};

fn all(after: Option<CaseId>) -> Taking {
    Taking { only: None, after, internal: true }
}

#[test]
fn a_case_is_taken_out_as_it_is_read() {
    let (mut hold, _, new) = with_letter();
    let page = hold.take_out(&Taking { only: Some(new.case), after: None, internal: true });
    assert_eq!((page.cases.len(), page.next, page.all), (1, None, 1));
    let read = ReadCase::read(&page.cases[0].json).unwrap();
    let view = hold.cases[&new.case].view.as_ref().unwrap();
    assert!(read.case == new.case && CaseView::fold(read.opened()) == *view);
    assert!(
        hold.take_out(&Taking { only: Some(CaseId::from_bytes([0; 16])), after: None, internal: true })
            .cases
            .is_empty()
    );
}

#[test]
fn many_come_in_pages_each_once_also_those_that_do_not_open() {
    let (mut hold, _, new) = with_letter();
    let stored = hold.cases[&new.case].stored.clone();
    // Without keys, and each a hundredth of a page.
    for number in 0..=255 {
        let case = CaseId::from_bytes([number; 16]);
        let held = hold.cases.entry(case).or_default();
        held.stored = stored.iter().cycle().take(8).cloned().collect();
    }
    let (mut seen, mut after, mut pages, mut unopened) = (0, None, 0, 0);
    loop {
        let page = hold.take_out(&all(after));
        assert_eq!(page.all, 257);
        seen += page.cases.len();
        pages += 1;
        unopened += page.cases.iter().map(|case| case.unopened).sum::<u32>();
        assert!(page.next.is_none() || page.next > after);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((seen, unopened), (257, 256 * 8));
    assert!(pages > 1, "{pages}");
}

fn asked(hold: &Hold, session: &madobe_domain::wire::session::Session, typed: &str) -> TakingUp {
    let (right, former) = printed(hold, session);
    let (_, recovery) = printed(hold, session);
    let seed = &former.seeds[0];
    let seeds = vec![FormerSeed { version: 1, public_key: seed.public_key, sealed: seed.sealed.clone() }];
    let team = FormerTeam {
        id: seed.team,
        name: seed.name.clone(),
        kind: TeamKind::Full,
        version: 1,
        public_key: seed.public_key,
        seeds,
    };
    let typed = if typed.is_empty() { right } else { typed.to_owned() };
    TakingUp { typed, former: former.public_key, team, recovery }
}

#[test]
fn the_former_paper_alone_takes_a_team_up() {
    let (hold, session, _) = with_letter();
    let asked_with = |typed: &str| hold.take_up(&asked(&hold, &session, typed));
    let me = hold.me.as_ref().unwrap();
    let taken = asked_with("").unwrap();
    let key = &taken.keys[0];
    let team = session.teams[0].id;
    let opened = open_team_seed(&team, 1, &key.sealed, Holder::Member(me.id), &me.pair).unwrap();
    assert_eq!(*opened.public(), session.teams[0].public_key);
    assert!(key.recovery.is_some(), "a colleague vouched for this desk's");
    assert_eq!(asked_with("nothing like it").err(), Some(Refusal::Words));
    let (other, _) = printed(&hold, &session);
    assert_eq!(asked_with(&other).err(), Some(Refusal::Shut));
    let mut wrong = asked(&hold, &session, "");
    wrong.team.id = madobe_domain::ids::TeamId::from_bytes([1; 16]);
    assert_eq!(hold.take_up(&wrong).err(), Some(Refusal::Gone));
    // Nobody said that this desk's recovery key is the printed one: it is given nothing.
    let mut unsure = asked(&hold, &session, "");
    unsure.recovery.seeds[0].voucher = None;
    assert!(hold.take_up(&unsure).unwrap().keys[0].recovery.is_none());
}

//! Keys made anew: who gets the next one, and what is sealed to it.
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::team::{Holder, open_team_seed, vouch};
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::Recipient;
use madobe_domain::wire::recovery::{Recovery, RecoverySeed};
use madobe_domain::wire::rotation::{ResealCase, ResealPage, Rotation};
use madobe_domain::wire::session::{MyTeamKey, Session};
use madobe_domain::wire::team::TeamKind;

use super::hold::Hold;
use super::job::{Named, Next, Refusal};
use super::tests::{page, recovery_of, with_letter};
use crate::random::rng;

/// Somebody else, and what the server says of them.
fn colleague(hold: &Hold, session: &Session) -> (KeyPair, Named) {
    let pair = KeyPair::make(&mut rng()).unwrap();
    let staff = StaffId::make(&mut rng());
    let given = hold.give(session.teams[0].id, staff, pair.public()).unwrap();
    let named = Named { staff, public_key: *pair.public(), voucher: given[0].voucher };
    (pair, named)
}

fn next(session: &Session, members: Vec<Named>, recovery: &Recovery) -> Next {
    let key = (recovery.public_key, recovery.seeds[0].voucher);
    Next { team: session.teams[0].id, members, recovery: Some(key), remove: None }
}

/// The session after a rotation that the server took.
fn after(session: &Session, rotation: &Rotation) -> Session {
    let mut session = session.clone();
    let team = &mut session.teams[0];
    (team.version, team.public_key) = (rotation.version, rotation.public_key);
    let mine = rotation.members.iter().find(|member| member.staff == session.id).unwrap();
    team.keys.push(MyTeamKey { version: rotation.version, sealed: mine.sealed.clone() });
    session
}

#[test]
fn only_who_was_vouched_for_gets_the_next_key() {
    let (hold, session, _) = with_letter();
    let recovery = recovery_of(&hold, &session);
    let (pair, known) = colleague(&hold, &session);
    let (_, mut swapped) = colleague(&hold, &session);
    // The server puts a key of its own in place of a colleague's.
    swapped.public_key = *KeyPair::make(&mut rng()).unwrap().public();
    let (_, mut unvouched) = colleague(&hold, &session);
    unvouched.voucher = None;
    let staff = known.staff;
    let rotation = hold.rotate(&next(&session, vec![known, swapped, unvouched], &recovery)).unwrap();
    let holders: Vec<StaffId> = rotation.members.iter().map(|member| member.staff).collect();
    assert_eq!(holders, [session.id, staff]);
    assert_eq!(rotation.version, 2);
    let team = session.teams[0].id;
    let opened = open_team_seed(&team, 2, &rotation.members[1].sealed, Holder::Member(staff), &pair).unwrap();
    assert_eq!(*opened.public(), rotation.public_key);
    let voucher = vouch(&team, 2, opened.dangerous_seed(), Holder::Member(staff), pair.public());
    assert_eq!(rotation.members[1].voucher, voucher, "and is vouched for with the next one");
    assert!(rotation.recovery.is_some());
    let mut other = recovery.clone();
    other.public_key = *pair.public();
    let rotation = hold.rotate(&next(&session, Vec::new(), &other)).unwrap();
    assert!(rotation.recovery.is_none(), "another recovery key than the printed one");
}

#[test]
fn cases_are_sealed_to_the_new_key_and_open_with_it_alone() {
    let (mut hold, session, mailbox) = with_letter();
    let recovery = recovery_of(&hold, &session);
    let rotation = hold.rotate(&next(&session, Vec::new(), &recovery)).unwrap();
    let old = ResealCase {
        case: mailbox.case,
        grants: mailbox
            .grants
            .iter()
            .filter(|grant| matches!(grant.recipient, Recipient::Team { .. }))
            .cloned()
            .collect(),
    };
    let left = ResealPage { version: 2, left: Some(1), cases: vec![old], more: false };
    let team = session.teams[0].id;
    assert_eq!(hold.reseal(team, &left).unwrap_err(), Refusal::NoKey, "not before the key is here");
    let session = after(&session, &rotation);
    assert!(hold.refresh(&session));
    let grants = hold.reseal(team, &left).unwrap();
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].recipient, Recipient::Team { id: team, version: 2 });
    assert_eq!(grants[0].compartments, [Compartment::Conversation, Compartment::Facts]);
    // A colleague who was given the new key only.
    let mut late = session.clone();
    late.teams[0].keys.remove(0);
    assert!(hold.refresh(&late));
    hold.cases.clear();
    let entries = mailbox.entries.iter().cloned().zip(1..).map(|(entry, seq)| (seq, entry)).collect();
    hold.absorb(&page(grants, entries)).unwrap();
    let row = hold.open(10).rows.remove(0);
    assert_eq!(row.faults, 0);
    assert!(hold.reseal(team, &left).unwrap().is_empty(), "what does not open is left to others");
}

#[test]
fn a_key_made_elsewhere_is_noticed_and_opens_what_waits() {
    let (mut hold, session, mailbox) = with_letter();
    let recovery = recovery_of(&hold, &session);
    let rotation = hold.rotate(&next(&session, Vec::new(), &recovery)).unwrap();
    let newer = after(&session, &rotation);
    assert!(hold.refresh(&newer));
    let (team, version) = (newer.teams[0].id, 2);
    let key = TeamKey { id: team, name: String::new(), version, public_key: rotation.public_key };
    let grant = hold.grant(mailbox.case, &key, TeamKind::Full).unwrap();
    assert!(hold.refresh(&session));
    hold.cases.clear();
    let entries = mailbox.entries.iter().cloned().zip(1..).map(|(entry, seq)| (seq, entry)).collect();
    assert!(hold.absorb(&page(vec![grant], entries)).unwrap().strange);
    assert_eq!(hold.open(10).rows[0].faults, 1);
    assert!(hold.refresh(&newer));
    assert_eq!(hold.open(10).rows[0].faults, 0);
}

#[test]
fn whoever_counts_is_given_the_facts_once_and_sees_no_row() {
    let (mut hold, session, mailbox) = with_letter();
    let pair = KeyPair::make(&mut rng()).unwrap();
    let team =
        TeamKey { id: TeamId::make(&mut rng()), name: String::new(), version: 1, public_key: *pair.public() };
    let grants = hold.unshared(std::slice::from_ref(&team), 50);
    assert_eq!((grants.len(), grants[0].compartments.as_slice()), (1, &[Compartment::Facts][..]));
    assert!(hold.unshared(std::slice::from_ref(&team), 50).is_empty());
    let mut reader = session.clone();
    reader.teams[0].keys.clear();
    assert!(!hold.refresh(&reader));
    hold.cases.clear();
    let facts = mailbox.entries.iter().filter(|entry| entry.compartment == Compartment::Facts);
    let entries = facts.cloned().zip(1..).map(|(entry, seq)| (seq, entry)).collect();
    hold.absorb(&page(grants, entries)).unwrap();
    assert!(hold.open(10).rows.is_empty());
}

#[test]
fn a_further_team_is_made_where_the_printed_key_is_known() {
    let (hold, session, _) = with_letter();
    let recovery = recovery_of(&hold, &session);
    let made = hold.found("区".to_owned(), TeamKind::Facts, &recovery).unwrap();
    assert_eq!(made.kind, TeamKind::Facts);
    let mut other = recovery.clone();
    other.public_key = *KeyPair::make(&mut rng()).unwrap().public();
    assert!(
        hold.found("区".to_owned(), TeamKind::Full, &other).is_err_and(|refusal| refusal == Refusal::Unknown)
    );
}

#[test]
fn the_printed_key_is_tried_without_a_change() {
    let (mut hold, session, _) = with_letter();
    let (typed, mut recovery) = super::tests::printed(&hold, &session);
    assert_eq!(hold.drill("nothing", &recovery).unwrap_err(), Refusal::Words);
    let other = madobe_domain::crypto::recovery::RecoveryKey::make(&mut rng()).dangerous_groups().join(" ");
    assert_eq!(hold.drill(&other, &recovery).unwrap_err(), Refusal::Shut);
    assert!(hold.drill(&typed, &recovery).unwrap().keys.is_empty(), "all of it was vouched for");
    recovery.seeds[0].voucher = None;
    let anew = hold.drill(&typed.to_lowercase(), &recovery).unwrap();
    assert_eq!(anew.keys.len(), 1, "what lacked a voucher comes with one");
    recovery.seeds[0] = RecoverySeed { public_key: Fixed([1; 1216]), ..recovery.seeds[0].clone() };
    assert_eq!(hold.drill(&typed, &recovery).unwrap_err(), Refusal::Gone);
}

#[test]
fn a_new_recovery_key_has_every_seed_that_is_here_and_the_old_one_none() {
    let (mut hold, session, _) = with_letter();
    let (typed, recovery) = super::tests::printed(&hold, &session);
    // After the team's key was made anew there are two seeds.
    let rotation = hold.rotate(&next(&session, Vec::new(), &recovery)).unwrap();
    assert_eq!(rotation.recovery.as_ref().unwrap().to, Some(recovery.public_key));
    assert!(hold.refresh(&after(&session, &rotation)));
    hold.drop_recovery();
    assert_eq!(hold.renew_recovery(recovery.public_key, false).unwrap_err(), Refusal::NoKey);
    let groups = hold.make_recovery();
    let new = hold.renew_recovery(recovery.public_key, true).unwrap();
    assert_eq!((new.former, new.seen, new.keys.len()), (recovery.public_key, true, 2));
    let pair =
        |typed: &str| madobe_domain::crypto::recovery::RecoveryKey::parse(typed).unwrap().pair().unwrap();
    let (old_pair, new_pair) = (pair(&typed), pair(&groups.join(" ")));
    assert_eq!(*new_pair.public(), new.public_key);
    for key in &new.keys {
        let open = |pair| open_team_seed(&key.team, key.version, &key.sealed, Holder::Recovery, pair);
        assert!(open(&old_pair).is_err(), "version {}", key.version);
        let opened = open(&new_pair).unwrap();
        let right = vouch(&key.team, key.version, opened.dangerous_seed(), Holder::Recovery, &new.public_key);
        assert_eq!(key.voucher, right);
    }
    hold.drop_recovery();
    assert_ne!(hold.make_recovery(), groups, "the next one is another");
    // A team for which nothing stands there: whoever holds its key gives all of them when they try the paper.
    let none = Recovery { seeds: Vec::new(), public_key: new.public_key, ..recovery };
    let drill = hold.drill(&groups.join("-"), &none).unwrap();
    assert_eq!((drill.to, drill.keys.len()), (Some(new.public_key), 2));
}

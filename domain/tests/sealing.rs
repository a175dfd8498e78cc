//! What must hold of the seal: only who was given a case opens it, and only in its place.
mod common;

use common::{Repeatable, World};
use madobe_domain::booking::note::{Note, place};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::crypto::account::PasswordKeys;
use madobe_domain::crypto::book::{open_book, open_own, seal_book, seal_own};
use madobe_domain::crypto::cache::CacheKey;
use madobe_domain::crypto::compartment::{CaseKeys, CompartmentKey};
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::padding::{pad, unpad};
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::crypto::tab;
use madobe_domain::crypto::team::{Holder, open_team_seed, seal_team_seed, vouch};
use madobe_domain::ids::{CaseId, ReservationId, StaffId, TeamId};
use madobe_domain::limits::{CONTACT_CHARS, NAME_CHARS, SEALED_NOTE_BYTES};
use madobe_domain::log::compose::{grant_anew, make_staff_key, seal_entry};
use madobe_domain::log::entry::{Author, Compartment, Entry, GENESIS};
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::Recipient;
use proptest::prelude::*;

#[test]
fn the_writer_and_the_team_open_the_letter_and_nobody_else() {
    let mut world = World::new(1);
    let new = world.first_letter("眠れません。");
    let mut writer = CaseKeys::default();
    writer.accept(&new.grants[0], world.mailbox.pair()).unwrap();
    let team = world.team_keys(&new);
    for keys in [&writer, &team] {
        let json = keys.get(Compartment::Conversation).unwrap().open(&new.entries[0]).unwrap();
        assert!(std::str::from_utf8(&json).unwrap().contains("眠れません。"));
        assert!(keys.get(Compartment::Facts).unwrap().open(&new.entries[1]).is_ok());
        assert!(keys.get(Compartment::Staff).is_none());
    }
    let stranger = KeyPair::make(&mut world.rng).unwrap();
    for grant in &new.grants {
        assert!(CaseKeys::default().accept(grant, &stranger).is_err());
    }
}

/// Whoever keeps the table cannot put one person's name and number beside another's talk.
#[test]
fn a_note_opens_beside_its_talk_alone_and_the_longest_fits() {
    let mut world = World::new(6);
    let pair = KeyPair::make(&mut world.rng).unwrap();
    let team = TeamKey { public_key: *pair.public(), version: 3, ..world.team.clone() };
    let note = Note::parse(&"𠮷".repeat(NAME_CHARS), &"𠮷".repeat(CONTACT_CHARS)).ok().flatten().unwrap();
    let json = serde_json::to_string(&note).unwrap();
    let [one, other] = [1, 2].map(|talk| place(&ReservationId::from_bytes([talk; 16])));
    let sealed = seal_book(&mut world.rng, &team, &one, &json).unwrap();
    assert_eq!(open_book(&team.id, 3, &one, &sealed, &pair).unwrap(), json);
    assert!(open_book(&team.id, 3, &other, &sealed, &pair).is_err());
    assert!(sealed.len() <= SEALED_NOTE_BYTES, "{}", sealed.len());
}

#[test]
fn a_document_opens_in_its_place_and_for_its_owner_alone() {
    let mut world = World::new(5);
    let pair = KeyPair::make(&mut world.rng).unwrap();
    let team = TeamKey { public_key: *pair.public(), version: 3, ..world.team.clone() };
    let sealed = seal_book(&mut world.rng, &team, "snippets", "{}").unwrap();
    assert_eq!(open_book(&team.id, 3, "snippets", &sealed, &pair).unwrap(), "{}");
    let stranger = KeyPair::make(&mut world.rng).unwrap();
    assert!(open_book(&team.id, 3, "views", &sealed, &pair).is_err());
    assert!(open_book(&team.id, 2, "snippets", &sealed, &pair).is_err());
    assert!(open_book(&TeamId::from_bytes([9; 16]), 3, "snippets", &sealed, &pair).is_err());
    assert!(open_book(&team.id, 3, "snippets", &sealed, &stranger).is_err());
    let (seed, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
    let short = seal_own(&mut world.rng, &seed, "draft/a/reply", "書きかけ");
    let longer = seal_own(&mut world.rng, &seed, "draft/a/reply", &"書きかけ".repeat(20));
    assert_eq!(short.len(), longer.len(), "its size tells little");
    assert_eq!(open_own(&seed, "draft/a/reply", &short).unwrap(), "書きかけ");
    assert!(open_own(&seed, "draft/b/reply", &short).is_err());
    assert!(open_own(&other, "draft/a/reply", &short).is_err());
}

/// The desk's key changed while the letter waited.
#[test]
fn a_letter_that_waited_is_given_to_the_new_key_by_its_code_alone() {
    let mut world = World::new(3);
    let new = world.first_letter("眠れません。");
    let pair = KeyPair::make(&mut world.rng).unwrap();
    let desk = TeamKey { version: 2, public_key: *pair.public(), ..world.team.clone() };
    let anew = grant_anew(&mut world.rng, &world.mailbox, &desk, new.clone()).unwrap();
    assert_eq!((&anew.entries, anew.case, &anew.grants[0]), (&new.entries, new.case, &new.grants[0]));
    let mut keys = CaseKeys::default();
    keys.accept(&anew.grants[1], &pair).unwrap();
    assert!(keys.get(Compartment::Conversation).unwrap().open(&anew.entries[0]).is_ok());
    assert!(keys.get(Compartment::Facts).unwrap().open(&anew.entries[1]).is_ok());
    assert!(CaseKeys::default().accept(&anew.grants[1], &world.team_pair).is_err(), "not by the old one");
    let stranger = World::new(4);
    assert!(grant_anew(&mut world.rng, &stranger.mailbox, &desk, new).is_err(), "not without the code");
}

#[test]
fn a_grant_opens_only_as_what_it_was_made_for() {
    let mut world = World::new(2);
    let new = world.first_letter("あ");
    let good = &new.grants[1];
    let mut other_case = good.clone();
    other_case.case = CaseId::make(&mut world.rng);
    let mut other_version = good.clone();
    other_version.recipient = Recipient::Team { id: world.team.id, version: 2 };
    let mut fewer = good.clone();
    fewer.compartments.pop();
    let mut renamed = good.clone();
    renamed.compartments = vec![Compartment::Conversation, Compartment::Staff];
    for bad in [other_case, other_version, fewer, renamed] {
        assert!(CaseKeys::default().accept(&bad, &world.team_pair).is_err());
    }
}

fn changed(entry: &Entry, which: usize) -> Entry {
    let mut entry = entry.clone();
    match which {
        0 => entry.id.0.0[3] ^= 1,
        1 => entry.case.0.0[0] ^= 0x80,
        2 => entry.compartment = Compartment::Facts,
        3 => entry.prev.0[31] ^= 1,
        4 => entry.author = Author::Staff(StaffId::from_bytes([0; 16])),
        _ => {
            let mut bytes = entry.sealed.as_bytes().to_vec();
            let place = which % bytes.len();
            bytes[place] ^= 1;
            entry.sealed = Opaque::new(bytes).unwrap();
        }
    }
    entry
}

#[test]
fn every_field_of_an_entry_is_bound_to_its_seal() {
    let mut world = World::new(3);
    let new = world.first_letter("ここに置きます。");
    let keys = world.team_keys(&new);
    let key = keys.get(Compartment::Conversation).unwrap();
    for which in (0..5).chain((5..640).step_by(37)) {
        let bad = changed(&new.entries[0], which);
        assert!(key.open(&bad).is_err(), "change {which} went unnoticed");
        assert_ne!(bad.hash(), new.entries[0].hash(), "change {which} kept the hash");
    }
}

#[test]
fn staff_records_are_closed_to_the_writer() {
    let mut world = World::new(4);
    let new = world.first_letter("あ");
    let (staff_keys, grants) =
        make_staff_key(&mut world.rng, new.case, std::slice::from_ref(&world.team)).unwrap();
    let note = Record::Note { text: LetterText::parse("見守り").unwrap() };
    let author = Author::Staff(world.staff);
    let entry = seal_entry(&mut world.rng, &staff_keys, new.case, Compartment::Staff, author, GENESIS, &note)
        .unwrap();
    let mut writer = CaseKeys::default();
    writer.accept(&new.grants[0], world.mailbox.pair()).unwrap();
    assert!(writer.accept(&grants[0], world.mailbox.pair()).is_err());
    assert!(writer.get(Compartment::Conversation).unwrap().open(&entry).is_err());
    let mut team = world.team_keys(&new);
    team.accept(&grants[0], &world.team_pair).unwrap();
    assert!(team.get(Compartment::Staff).unwrap().open(&entry).is_ok());
}

#[test]
fn a_password_unwraps_the_seed_and_tells_the_server_nothing_of_it() {
    let mut rng = Repeatable::new(5);
    let staff = StaffId::make(&mut rng);
    let salt = Fixed([3; 16]);
    let keys = PasswordKeys::derive("correct horse battery", &salt, StretchParams::PRESENT).unwrap();
    let seed = Secret::make(&mut rng);
    let wrapped = keys.wrap(&mut rng, &staff, &seed).unwrap();
    assert_eq!(keys.unwrap(&staff, &wrapped).unwrap().dangerous_bytes(), seed.dangerous_bytes());
    assert!(keys.unwrap(&StaffId::make(&mut rng), &wrapped).is_err());
    let other = PasswordKeys::derive("correct horse batterx", &salt, StretchParams::PRESENT).unwrap();
    assert!(other.unwrap(&staff, &wrapped).is_err());
    assert_ne!(other.login_key(), keys.login_key());
}

#[test]
fn a_tab_reopens_only_with_both_halves() {
    let mut rng = Repeatable::new(6);
    let staff = StaffId::make(&mut rng);
    let (seed, half) = (Secret::make(&mut rng), Secret::make(&mut rng));
    let server = Fixed([5; 32]);
    let wrapped = tab::wrap_for_tab(&mut rng, &half, &server, &staff, &seed).unwrap();
    let again = tab::unwrap_in_tab(&half, &server, &staff, &wrapped).unwrap();
    assert_eq!(again.dangerous_bytes(), seed.dangerous_bytes());
    assert!(tab::unwrap_in_tab(&half, &Fixed([6; 32]), &staff, &wrapped).is_err());
    assert!(tab::unwrap_in_tab(&Secret::make(&mut rng), &server, &staff, &wrapped).is_err());
    let draft = tab::seal_draft(&mut rng, &seed, "case/reply", "書きかけ");
    assert_eq!(tab::open_draft(&seed, "case/reply", &draft).unwrap(), "書きかけ");
    assert!(tab::open_draft(&seed, "case/note", &draft).is_err());
}

#[test]
fn what_a_device_keeps_opens_for_its_owner_at_its_place() {
    let mut rng = Repeatable::new(61);
    let [mine, other] = [0; 2].map(|_| CacheKey::of(&Secret::make(&mut rng)));
    let sealed = mine.seal(&mut rng, b"here", b"kept");
    assert_eq!(mine.open(b"here", &sealed).unwrap().as_slice(), b"kept");
    assert!(mine.open(b"there", &sealed).is_err() && other.open(b"here", &sealed).is_err());
    assert!(mine.open(b"here", "").is_err() && mine.open(b"here", "not base64url").is_err());

    let (one, three) = (CompartmentKey::make(&mut rng), CompartmentKey::make(&mut rng));
    let keys = CaseKeys { conversation: Some(one), staff: None, facts: Some(three) };
    let packed = keys.dangerous_pack();
    let again = CaseKeys::unpack(&packed).unwrap();
    assert!(again.staff.is_none() && again.dangerous_pack() == packed);
    assert!(CaseKeys::unpack(&[]).is_err() && CaseKeys::unpack(&packed[..64]).is_err());
    assert!(CaseKeys::unpack(&[packed.as_slice(), &[0; 32]].concat()).is_err());
}

#[test]
fn a_team_seed_opens_for_its_holder_and_for_the_printed_key() {
    let mut rng = Repeatable::new(7);
    let (team, staff) = (TeamId::make(&mut rng), StaffId::make(&mut rng));
    let team_pair = KeyPair::make(&mut rng).unwrap();
    let member = KeyPair::make(&mut rng).unwrap();
    let recovery = RecoveryKey::make(&mut rng);
    let printed = recovery.dangerous_groups().join(" ");
    let recovery_pair = recovery.pair().unwrap();
    let for_member = seal_team_seed(
        &mut rng,
        &team,
        1,
        team_pair.dangerous_seed(),
        Holder::Member(staff),
        member.public(),
    )
    .unwrap();
    let for_recovery = seal_team_seed(
        &mut rng,
        &team,
        1,
        team_pair.dangerous_seed(),
        Holder::Recovery,
        recovery_pair.public(),
    )
    .unwrap();
    let opened = open_team_seed(&team, 1, &for_member, Holder::Member(staff), &member).unwrap();
    assert_eq!(opened.public(), team_pair.public());
    assert!(open_team_seed(&team, 2, &for_member, Holder::Member(staff), &member).is_err());
    assert!(open_team_seed(&team, 1, &for_member, Holder::Recovery, &member).is_err());
    // Typed back from paper: small letters, O for 0, full-width.
    let typed: String =
        printed.to_lowercase().replace('0', "o").chars().map(|c| if c == 'a' { 'ａ' } else { c }).collect();
    let from_paper = RecoveryKey::parse(&typed).unwrap().pair().unwrap();
    let opened = open_team_seed(&team, 1, &for_recovery, Holder::Recovery, &from_paper).unwrap();
    assert_eq!(opened.public(), team_pair.public());
}

#[test]
fn weak_stretching_asked_for_by_a_server_is_refused() {
    let weak = StretchParams { memory_kib: 8, passes: 1, lanes: 1 };
    assert!(PasswordKeys::derive("x", &Fixed([0; 16]), weak).is_err());
    let endless = StretchParams { memory_kib: 4 * 1024 * 1024, ..StretchParams::PRESENT };
    assert!(PasswordKeys::derive("x", &Fixed([0; 16]), endless).is_err());
}

proptest! {
    #[test]
    fn padding_comes_off_and_tells_little(content in proptest::collection::vec(any::<u8>(), 0..5000)) {
        let padded = pad(&content);
        prop_assert_eq!(unpad(&padded).unwrap(), &content[..]);
        prop_assert!(padded.len() >= 512);
        prop_assert!(padded.len() <= 512.max((content.len() + 4) * 112 / 100 + 1));
    }

    #[test]
    fn any_padded_bytes_are_read_without_trouble(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
        if let Ok(content) = unpad(&bytes) {
            prop_assert_eq!(pad(content), bytes.clone());
        }
    }

    #[test]
    fn a_recovery_key_with_one_wrong_character_is_refused(seed: u64, place in 0usize..32, other in "[0-9A-HJKMNP-TV-Z]") {
        let printed: String = RecoveryKey::make(&mut Repeatable::new(seed)).dangerous_groups().concat();
        let mut typed: Vec<char> = printed.chars().collect();
        prop_assume!(typed[place].to_string() != other);
        typed[place] = other.chars().next().unwrap();
        // Two check bytes: one in 65,536 slips through, so a run of cases is what is claimed.
        prop_assert!(RecoveryKey::parse(&typed.iter().collect::<String>()).is_err());
    }
}

/// What a server could put in another's place changes the tag.
#[test]
fn a_voucher_is_for_one_holder_of_one_key_of_one_version() {
    let mut world = World::new(31);
    let rng = &mut world.rng;
    let (seed, other) = (Secret::<32>::make(rng), Secret::<32>::make(rng));
    let (team, staff) = (TeamId::make(rng), StaffId::make(rng));
    let (key, foreign) = (*KeyPair::make(rng).unwrap().public(), *KeyPair::make(rng).unwrap().public());
    let holder = Holder::Member(staff);
    let right = vouch(&team, 3, &seed, holder, &key);
    assert_eq!(vouch(&team, 3, &seed, holder, &key), right);
    for wrong in [
        vouch(&team, 4, &seed, holder, &key),
        vouch(&TeamId::make(rng), 3, &seed, holder, &key),
        vouch(&team, 3, &other, holder, &key),
        vouch(&team, 3, &seed, Holder::Recovery, &key),
        vouch(&team, 3, &seed, Holder::Member(StaffId::make(rng)), &key),
        vouch(&team, 3, &seed, holder, &foreign),
    ] {
        assert_ne!(wrong, right);
    }
}

/// Pinned: a voucher that was left today has to be right in ten years.
#[test]
fn a_voucher_stays_what_it_was() {
    let (seed, staff) = (Secret::new([1; 32]), StaffId::from_bytes([3; 16]));
    let voucher = vouch(&TeamId::from_bytes([2; 16]), 7, &seed, Holder::Member(staff), &Fixed([4; 1216]));
    assert_eq!(voucher.to_string(), "le_JGjkoz8sOrKjQPpXfQ0yv_2xnKsunM4iy30imAcQ");
}

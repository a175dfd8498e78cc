//! What must not happen is set aside by two people, for a reason that its writer reads, or not at all.
use super::*;
use madobe_domain::log::inside::What;
use madobe_domain::log::record::Promises;
use proptest::prelude::*;

const NONE: Promises =
    Promises { no_phone: false, no_visit: false, no_telling_family: false, no_handover: false };
const PHONE: Promises = Promises { no_phone: true, ..NONE };
const VISIT: Promises = Promises { no_visit: true, ..NONE };
const BOTH: Promises = Promises { no_phone: true, no_visit: true, ..NONE };
const WHY: &str = "「もう消えます」と書かれています";

impl Log {
    fn rule_out(&mut self, promises: Promises) {
        let record = Record::PromisesChanged { promises };
        self.put(Author::Writer, Compartment::Conversation, Content::Known(record));
    }

    fn ask(&mut self, by: u8, promises: Promises) -> EntryId {
        self.work(by, WorkRecord::DangerAsked { promises, reason: reason(WHY) })
    }

    /// `by` says that `asker` asked for it.
    fn set_aside(&mut self, by: u8, asker: u8, ask: EntryId, promises: Promises) -> EntryId {
        let record = Record::SetAside { promises, text: text(WHY), ask, by: colleague(asker) };
        self.put(Author::Staff(colleague(by)), Compartment::Conversation, Content::Known(record))
    }

    fn uphold(&mut self, by: u8) {
        let record = Content::Known(Record::Upheld);
        self.put(Author::Staff(colleague(by)), Compartment::Conversation, record);
    }

    /// What the desk has to keep to.
    fn upheld(&self) -> Promises {
        self.fold().upheld(&self.view())
    }

    fn mailbox(&self) -> Inside {
        // What a writer holds no key to is not among what they open.
        let told = self.0.iter().filter(|entry| entry.compartment == Compartment::Conversation);
        Inside::of(other(7), &CaseView::fold(told.cloned().collect()), Vec::new(), false)
    }
}

/// A letter, both ruled out, and one of them asked to be set aside by the first colleague.
fn asked() -> (Log, EntryId) {
    let mut log = Log::default();
    log.letter();
    log.rule_out(BOTH);
    let ask = log.ask(1, PHONE);
    (log, ask)
}

#[test]
fn asking_sets_nothing_aside_and_a_second_person_does() {
    let (mut log, ask) = asked();
    assert_eq!((log.upheld(), log.mailbox().promises), (BOTH, BOTH));
    let danger = log.fold().danger.unwrap();
    assert!(danger.waits_for(colleague(2)) && !danger.waits_for(colleague(1)));
    let said = log.set_aside(2, 1, ask, PHONE);
    let read = log.fold().danger.unwrap().read.unwrap();
    assert_eq!((log.upheld(), read.entry, read.by), (VISIT, said, colleague(2)));
    let inside = log.mailbox();
    assert_eq!((inside.promises, inside.aside), (VISIT, PHONE));
    assert!(inside.items.last().unwrap().what == What::Aside(PHONE, WHY.to_owned()));
    assert_eq!(log.view().status, Status::New, "nobody was answered by it");
}

#[test]
fn whoever_asked_or_was_not_asked_sets_nothing_aside() {
    let (log, ask) = asked();
    let refused = |what: &str, act: &dyn Fn(&mut Log)| {
        let mut log = log.clone();
        act(&mut log);
        assert_eq!(log.upheld(), BOTH, "{what}");
        assert!(log.fold().danger.is_some_and(|danger| danger.read.is_none()), "{what}");
    };
    refused("by whoever asked", &|log| {
        log.set_aside(1, 1, ask, PHONE);
    });
    refused("by whoever asked, in another's name", &|log| {
        log.set_aside(1, 2, ask, PHONE);
    });
    refused("of what nobody asked for", &|log| {
        log.set_aside(2, 1, EntryId::from_bytes([77; 16]), PHONE);
    });
    refused("of a promise that was not asked for", &|log| {
        log.set_aside(2, 1, ask, VISIT);
    });
    let aside = |text| Record::SetAside { promises: PHONE, text, ask, by: colleague(1) };
    refused("by the writer", &|log| {
        log.put(Author::Writer, Compartment::Conversation, Content::Known(aside(text(WHY))));
    });
    refused("where the writer does not read it", &|log| {
        log.inside(2, aside(text(WHY)));
    });
    refused("for another reason than was given", &|log| {
        let record = Content::Known(aside(text("べつの理由")));
        log.put(Author::Staff(colleague(2)), Compartment::Conversation, record);
    });
    let mut more = log.clone();
    more.set_aside(2, 1, ask, BOTH);
    assert_eq!(more.upheld(), VISIT, "of two that are named the one that was asked for");
    let mut declined = log.clone();
    declined.work(3, WorkRecord::DangerDeclined { entry: ask });
    assert_eq!(declined.fold().danger, None);
    declined.set_aside(2, 1, ask, PHONE);
    assert_eq!(declined.upheld(), BOTH, "after it was declined");
    let mut taken_back = log;
    taken_back.work(1, WorkRecord::Undone { entry: ask });
    taken_back.set_aside(2, 1, ask, PHONE);
    assert_eq!(taken_back.upheld(), BOTH, "after it was taken back");
}

/// A writer is never shown as deciding something, and what one person alone wrote is not passed off as agreed.
#[test]
fn a_writer_is_not_told_what_one_person_alone_decided() {
    let (mut log, ask) = asked();
    log.set_aside(1, 1, ask, PHONE);
    let inside = log.mailbox();
    assert!(inside.promises == BOTH && !inside.aside.any());
    assert!(inside.items.last().unwrap().what == What::Unreadable);
}

#[test]
fn it_ends_by_the_writer_or_by_the_desk_and_one_ask_is_good_for_once() {
    let (mut log, ask) = asked();
    log.set_aside(2, 1, ask, PHONE);
    let mut renewed = log.clone();
    // What the form in the mailbox shows is what is in force; another choice puts nothing back by itself.
    renewed.rule_out(Promises { no_handover: true, ..VISIT });
    assert!(renewed.upheld().no_handover && !renewed.upheld().no_phone);
    renewed.rule_out(BOTH);
    assert_eq!((renewed.upheld(), renewed.mailbox().promises, renewed.fold().danger), (BOTH, BOTH, None));
    renewed.set_aside(2, 1, ask, PHONE);
    assert_eq!(renewed.upheld(), BOTH, "asked for once");
    let again = renewed.ask(2, PHONE);
    renewed.set_aside(1, 2, again, PHONE);
    assert_eq!(renewed.upheld(), VISIT, "asked for anew");

    log.uphold(3);
    assert_eq!((log.upheld(), log.mailbox().promises, log.fold().danger), (BOTH, BOTH, None));
    assert!(log.mailbox().items.last().unwrap().what == What::Upheld);
}

/// Taking the ask back would leave its writer told of something that is not so.
#[test]
fn what_was_confirmed_is_not_taken_back_among_staff_alone() {
    let (mut log, ask) = asked();
    log.set_aside(2, 1, ask, PHONE);
    log.work(1, WorkRecord::Undone { entry: ask });
    log.work(3, WorkRecord::DangerDeclined { entry: ask });
    assert_eq!((log.upheld(), log.mailbox().promises), (VISIT, VISIT));
}

#[test]
fn a_second_ask_does_not_push_the_first_aside() {
    let (mut log, ask) = asked();
    log.ask(2, VISIT);
    assert_eq!(log.fold().danger.unwrap().entry, ask);
    log.set_aside(2, 1, ask, PHONE);
    log.ask(1, VISIT);
    assert_eq!((log.fold().danger.unwrap().entry, log.upheld()), (ask, VISIT));
}

/// An ask that crossed another, or that was declined, does not come between what was agreed on later.
#[test]
fn what_two_agreed_on_is_not_undone_with_something_older() {
    let (mut log, first) = asked();
    log.ask(3, VISIT);
    let declined = log.work(3, WorkRecord::DangerDeclined { entry: first });
    let again = log.ask(2, PHONE);
    log.set_aside(3, 2, again, PHONE);
    let agreed = log.fold().danger;
    assert_eq!((agreed.unwrap().entry, log.upheld()), (again, VISIT));
    for (by, entry) in [(1, first), (3, declined)] {
        let mut log = log.clone();
        log.work(by, WorkRecord::Undone { entry });
        assert_eq!((log.upheld(), log.fold().danger), (VISIT, agreed));
    }
}

#[test]
fn what_is_taken_back_at_once_is_taken_back() {
    let (mut log, ask) = asked();
    let declined = log.work(3, WorkRecord::DangerDeclined { entry: ask });
    log.work(2, WorkRecord::Undone { entry: declined });
    assert_eq!(log.fold().danger, None, "by whoever declined it");
    log.work(3, WorkRecord::Undone { entry: declined });
    assert_eq!(log.fold().danger.unwrap().entry, ask);
    // One that crossed it is not asked for in its place.
    log.ask(3, VISIT);
    log.work(2, WorkRecord::Undone { entry: ask });
    assert_eq!(log.fold().danger.unwrap().entry, ask, "by whoever asked");
    log.work(1, WorkRecord::Undone { entry: ask });
    assert_eq!(log.fold().danger, None);
    let again = log.ask(1, PHONE);
    log.set_aside(2, 1, again, PHONE);
    assert_eq!(log.upheld(), VISIT);
}

#[derive(Debug, Clone)]
enum Act {
    RuleOut(Promises),
    Ask(u8, Promises),
    SetAside { by: u8, asker: u8, ask: u8, promises: Promises },
    Decline(u8, u8),
    Uphold(u8),
    Undo(u8, u8),
}

fn promises() -> impl Strategy<Value = Promises> {
    (any::<bool>(), any::<bool>()).prop_map(|(no_phone, no_visit)| Promises { no_phone, no_visit, ..NONE })
}

fn act() -> impl Strategy<Value = Act> {
    let by = || 1..4u8;
    let entry = || 0..12u8;
    prop_oneof![
        promises().prop_map(Act::RuleOut),
        (by(), promises()).prop_map(|(by, promises)| Act::Ask(by, promises)),
        (by(), by(), entry(), promises()).prop_map(|(by, asker, ask, promises)| Act::SetAside {
            by,
            asker,
            ask,
            promises
        }),
        (by(), entry()).prop_map(|(by, ask)| Act::Decline(by, ask)),
        by().prop_map(Act::Uphold),
        (by(), entry()).prop_map(|(by, ask)| Act::Undo(by, ask)),
    ]
}

fn id(number: u8) -> EntryId {
    EntryId::from_bytes([number; 16])
}

fn done(acts: &[Act]) -> Log {
    let mut log = Log::default();
    log.letter();
    log.rule_out(BOTH);
    for act in acts {
        match act.clone() {
            Act::RuleOut(promises) => log.rule_out(promises),
            Act::Uphold(by) => log.uphold(by),
            Act::Ask(by, promises) => {
                log.ask(by, promises);
            }
            Act::SetAside { by, asker, ask, promises } => {
                log.set_aside(by, asker, id(ask), promises);
            }
            Act::Decline(by, ask) => {
                log.work(by, WorkRecord::DangerDeclined { entry: id(ask) });
            }
            Act::Undo(by, entry) => {
                log.work(by, WorkRecord::Undone { entry: id(entry) });
            }
        }
    }
    log
}

proptest! {
    /// Whatever anybody writes, in whatever order: something is set aside only as long as two different people stand for it.
    #[test]
    fn nothing_is_set_aside_but_by_two(acts in proptest::collection::vec(act(), 0..14)) {
        let log = done(&acts);
        let (work, view) = (log.fold(), log.view());
        let agreed = work.danger.and_then(|danger| danger.read.map(|read| (danger, read)));
        prop_assert_eq!(work.aside.any(), agreed.is_some());
        if let Some((danger, read)) = agreed {
            prop_assert!(danger.by != read.by);
            let asked = log.0.iter().find(|entry| entry.id == danger.entry).unwrap();
            let Some(Content::Work(WorkRecord::DangerAsked { promises, .. })) = &asked.content else { panic!() };
            prop_assert!(asked.author == Author::Staff(danger.by) && !work.aside.without(*promises).any());
            let said = log.0.iter().find(|entry| entry.id == read.entry).unwrap();
            prop_assert!(said.compartment == Compartment::Conversation && said.author == Author::Staff(read.by));
        }
        // The desk keeps at least what the writer is told is kept, and never more than they ever asked for.
        prop_assert!(!view.promises.without(work.upheld(&view)).any());
        prop_assert!(!work.upheld(&view).without(view.promises.with(view.aside)).any());
        prop_assert!(!view.promises.shared(view.aside).any());
    }

    /// The writer's own word, and the desk's that it holds again, put everything back.
    #[test]
    fn what_is_named_again_holds(acts in proptest::collection::vec(act(), 0..14), named in promises()) {
        let mut log = done(&acts);
        let before = log.mailbox();
        let mut ended = log.clone();
        log.rule_out(named);
        prop_assert_eq!(log.upheld().shared(named), named);
        prop_assert_eq!(log.mailbox().promises, named);
        ended.uphold(2);
        prop_assert_eq!(ended.upheld(), before.promises.with(before.aside));
        prop_assert!(ended.fold().aside == NONE && !ended.mailbox().aside.any());
    }

    /// What two agreed on ends in the conversation, whatever is taken back among staff.
    #[test]
    fn what_two_agreed_on_outlives_what_is_taken_back(acts in proptest::collection::vec(act(), 0..14)) {
        let log = done(&acts);
        let agreed = log.fold();
        for entry in (0..16).filter(|_| agreed.aside.any()) {
            for by in 1..4 {
                let mut log = log.clone();
                log.work(by, WorkRecord::Undone { entry: id(entry) });
                let work = log.fold();
                prop_assert_eq!((work.aside, work.danger), (agreed.aside, agreed.danger));
            }
        }
    }

    /// In force anew, it is set aside by nobody who was not asked anew.
    #[test]
    fn an_old_ask_is_worth_nothing(acts in proptest::collection::vec(act(), 0..14)) {
        let mut log = done(&acts);
        log.rule_out(BOTH);
        let pending = log.fold().danger;
        let asks: Vec<EntryId> = log.0.iter().map(|entry| entry.id).collect();
        for ask in asks.into_iter().filter(|ask| pending.is_none_or(|danger| danger.entry != *ask)) {
            for by in 1..4 {
                for asker in 1..4 {
                    log.set_aside(by, asker, ask, BOTH);
                }
            }
        }
        prop_assert_eq!(log.upheld(), BOTH);
    }
}

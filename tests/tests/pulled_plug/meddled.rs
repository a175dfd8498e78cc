//! Whoever can write into the database can spoil entries, but not unseen.
use anyhow::{Result, ensure};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::open::Fault;
use madobe_tests::desk::Desk;
use madobe_tests::spoilt::spoil;

fn faults(view: &CaseView) -> Vec<Option<Fault>> {
    let own = view.entries.iter().filter(|entry| entry.compartment == Compartment::Conversation);
    own.map(|entry| entry.fault).collect()
}

pub fn seen(desk: &mut Desk) -> Result<()> {
    let talks = spoil(desk)?;
    let (mut reader, _) = desk.colleague()?;
    reader.sync()?;
    for talk in talks {
        let views = [reader.view(talk.case)?, talk.mailbox.open()?.view];
        for view in views {
            ensure!(faults(&view) == talk.faults, "the talk {}: {:?}", talk.what, faults(&view));
        }
    }
    Ok(())
}

//! What goes on once the list is there: hearing of news, saying where one is, keys, records and replies on their way, what this device
//! keeps, searching. The code for all of it comes with that of an open case, after the list, so that the list is there sooner.
use std::pin::Pin;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::Carer;

use super::app::App;
use super::case::assign;
use super::deed::UNDO_MILLIS;
use super::inbox::look;
use super::later;
use super::outgoing::Outgoing;
use crate::page::{self, spawn};
use crate::words::staff;

/// Between two tries to fetch it.
const AGAIN_MILLIS: u32 = 3_000;

pub enum After {
    /// Begins what goes on for as long as the application runs.
    Begin,
    /// The saved views, the desk's own fields, what did not go when the desk was left.
    Settle,
    RenewKeys,
    LookAfterKeys,
    ShareFacts,
    NoteGone,
    CheckOutgoing,
    /// Sends what waits. True where nothing was stopped on the way.
    Flush,
    Hurry,
    /// True where all that was done stands in the record.
    Record,
    Keep {
        from: i64,
        to: i64,
        cases: Vec<CaseId>,
    },
    KeepRows,
    Search,
    /// Back to unread. True where it was done.
    Unread(CaseId),
    Assign(CaseId, Carer),
    /// The way back: from this reply, or else from what was done last. True where a reply was called back.
    Back(Option<CaseId>),
}

/// True where it was done, or not asked for.
pub type Going = Pin<Box<dyn Future<Output = bool>>>;

/// The door to all of it. Called by way of `later` alone.
pub fn go(app: App, what: After) -> Going {
    Box::pin(async move {
        match what {
            After::Begin => {
                spawn(app.watch_presence());
                spawn(app.keep_fresh());
            }
            After::Settle => {
                app.load_views().await;
                app.refresh_fields();
                app.tell_lost().await;
            }
            After::RenewKeys => app.renew_keys().await,
            After::LookAfterKeys => app.look_after_keys().await,
            After::ShareFacts => app.share_facts().await,
            After::NoteGone => app.note_gone(),
            After::CheckOutgoing => app.check_outgoing().await,
            After::Flush => return app.flush(None).await,
            After::Hurry => app.hurry(),
            After::Record => return app.all_recorded().await,
            After::Keep { from, to, cases } => app.keep_cases(from, to, cases).await,
            After::KeepRows => app.keep_rows_soon(),
            After::Search => look(app).await,
            After::Unread(case) => return app.unread(case).await,
            After::Assign(case, to) => assign(app, case, Some(to)),
            After::Back(Some(case)) => return app.call_back(case),
            After::Back(None) => {
                if let Some((_, line)) = app.newest_undo() {
                    app.take_way(line);
                }
                return false;
            }
        }
        true
    })
}

impl App {
    /// The reply that the way back by a key goes to: the last one, where nothing was done since. Before what was done since goes
    /// one that leaves while that can still be taken back: afterwards nobody calls it back any more.
    pub fn reply_to_call_back(self) -> Option<CaseId> {
        let held = i64::from(self.recall_seconds()) * 1_000;
        let done = self.newest_undo().map_or(i64::MIN, |(at, _)| at);
        let leaves_first =
            |one: &&Outgoing| one.leaves().is_some_and(|at| at <= done.saturating_add(UNDO_MILLIS));
        self.outgoing.with_untracked(|all| {
            let last = all.last().filter(|one| done < one.until - held);
            last.or_else(|| all.iter().find(leaves_first)).map(|one| one.case)
        })
    }

    /// False, too, where its code does not come: whoever asks again tries again, and whoever pressed a key is told.
    pub async fn after(self, what: After) -> bool {
        match later::going_on().await {
            Ok(go) => go(self, what).await,
            Err(_) => {
                if matches!(what, After::Unread(_) | After::Assign(..) | After::Back(_)) {
                    self.tell_line(staff::NOT_FETCHED.to_owned());
                }
                false
            }
        }
    }

    /// The same where nothing waits for it.
    pub fn after_soon(self, what: After) {
        spawn(async move {
            self.after(what).await;
        });
    }

    /// Once, as soon as there is a list, and however often its code does not come.
    pub async fn go_on(self) {
        if self.inner().goes_on.replace(true) {
            return;
        }
        while !self.after(After::Begin).await {
            page::sleep(AGAIN_MILLIS).await;
        }
    }
}

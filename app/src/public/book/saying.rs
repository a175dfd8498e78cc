//! What the desk is told of a talk, sealed: as the first entry of a mailbox that is made with it, or as one more.

use super::booker::{Booker, REPAIRS, patiently};
use super::jobs::Job;
use super::trouble::Trouble;
use crate::api::booking::BookError;
use crate::api::{Anonymous, ApiError};
use madobe_domain::json;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};
use serde::Deserialize;

/// What is read of a `MailboxPage` here: where the next page begins.
#[derive(Deserialize)]
struct PageEnd {
    entries: Vec<Place>,
    more: bool,
}

#[derive(Deserialize)]
struct Place {
    seq: i64,
}

impl Booker {
    /// Makes the mailbox with its first entry.
    pub(super) async fn make(&self, record: &TalkRecord) -> Result<(), Trouble> {
        for _ in 0..REPAIRS {
            self.work().await?;
            let job = Job::SealFirst { desk: self.desk_text().await?, record: record.clone() };
            let sealed: Option<String> = self.thread.ask(&job, |_| ()).await?;
            let Some(sealed) = sealed else { return Err(self.forget_keys()) };
            match Anonymous.make_mailbox(sealed).await {
                Ok(_) => {
                    *self.told.borrow_mut() = Some(record.clone());
                    return Ok(());
                }
                // An earlier try with other words did arrive: these go after it.
                Err(ApiError::Code(ErrorDetail { code: ErrorCode::Conflict, .. })) => {
                    return self.append(record).await;
                }
                Err(ApiError::Code(ErrorDetail { code: ErrorCode::StaleKey, .. })) => {
                    self.desk.fresh().await?;
                }
                Err(error) => {
                    let error = BookError::Api(error);
                    if !self.repaired(&error).await? {
                        return Err(error.into());
                    }
                }
            }
        }
        Err(ApiError::Server.into())
    }

    /// One more entry of the conversation, after whatever stands there.
    pub(super) async fn append(&self, record: &TalkRecord) -> Result<(), Trouble> {
        if self.told.borrow().as_ref().is_some_and(|told| is_said(told, record)) {
            return Ok(());
        }
        self.send(record).await?;
        *self.told.borrow_mut() = Some(record.clone());
        Ok(())
    }

    async fn send(&self, record: &TalkRecord) -> Result<(), Trouble> {
        let mailbox = self.ready().await?;
        for _ in 0..REPAIRS {
            let mut pages = Vec::new();
            let mut after = 0;
            loop {
                let page = mailbox.page(after).await?;
                let end: PageEnd = json::read(&page).map_err(|_| ApiError::Server)?;
                let last = end.entries.last().map_or(after, |last| last.seq);
                pages.push(page);
                // A server that says there is more, and sends nothing, is not asked for ever.
                if !end.more || last <= after {
                    break;
                }
                after = last;
            }
            let job = Job::SealNext { pages, record: record.clone() };
            let sealed: Option<String> = self.thread.ask(&job, |_| ()).await?;
            let Some(sealed) = sealed else { return Err(self.forget_keys()) };
            // The same entry: where it did arrive, it is done.
            match patiently(async || mailbox.append(sealed.clone()).await.map_err(BookError::Api)).await {
                Ok(_) => return Ok(()),
                Err(BookError::Api(ApiError::Code(ErrorDetail { code: ErrorCode::TailMoved, .. }))) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ApiError::Server.into())
    }

    /// The calendar has it already. What cannot be told now is told with the next act, or when the page looks again.
    pub(super) async fn tell(&self) {
        loop {
            let next = self.unsent.borrow().front().cloned();
            let Some(record) = next else { return };
            if self.send(&record).await.is_err_and(|trouble| !trouble.is_final()) {
                return;
            }
            self.unsent.borrow_mut().pop_front();
        }
    }
}

/// The same words about the same time; who it is was said with the first.
fn is_said(told: &TalkRecord, record: &TalkRecord) -> bool {
    match (told, record) {
        (
            TalkRecord::TalkAsked { talk, text, answers, .. },
            TalkRecord::TalkAsked { talk: same_talk, text: same_text, answers: same_answers, .. },
        ) => talk == same_talk && text == same_text && answers == same_answers,
        _ => told == record,
    }
}

//! Coming in, being asked again, leaving the desk for a while, and going.
use std::sync::Arc;

use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::{Session, SignIn, SignInStart};

use super::after::After;
use super::app::{App, Leaving, Phase};
use super::deed::RECORDING_MILLIS;
use super::later;
use super::tab;
use super::trouble::Trouble;
use crate::api::staff::Staff;
use crate::api::{Anonymous, ApiError};
use crate::page;
use crate::time;
use crate::vault::{Refusal, TabSeal};
use crate::words::staff;

/// A lock waits this long for drafts to be sealed.
const SEALING_MILLIS: u32 = 2_000;

impl App {
    /// At the start and after a reload: is there a session, and does this tab still hold its half?
    pub async fn start(self) {
        self.phase.set(Phase::Starting);
        if tab::fresh_seal().is_none() {
            spawn(later::prepare_door());
        }
        match Staff.session().await {
            Err(error) if matches!(error.code(), Some(ErrorCode::Unauthorised | ErrorCode::Suspended)) => {
                if error.code() == Some(ErrorCode::Suspended) {
                    self.erase_kept().await;
                }
                // Drafts stay, sealed, for whoever wrote them.
                tab::forget_seal();
                self.phase.set(Phase::SignedOut);
            }
            Err(error) => self.phase.set(Phase::Unreachable(Trouble::from(error).words())),
            Ok(session) => {
                let opened = match tab::fresh_seal() {
                    Some(seal) => self.vault().reopen(&session, seal).await,
                    None => Ok(Err(Refusal::NoKey)),
                };
                match opened {
                    Ok(Ok(seal)) => self.enter(session, &seal),
                    _ => {
                        tab::forget_seal();
                        self.session.set(Some(Arc::new(session)));
                        self.phase.set(Phase::Locked);
                    }
                }
            }
        }
    }

    /// Keys are open: what is kept for this tab, and on to the list.
    pub fn enter(self, session: Session, seal: &TabSeal) {
        tab::save_seal(seal);
        let other = self
            .session
            .with_untracked(|before| before.as_ref().is_some_and(|before| before.id != session.id));
        if other {
            self.list.clear();
            self.forget_deeds();
        }
        let inner = self.inner();
        inner.last_active.set(time::now().millis());
        inner.entered.set(inner.entered.get().wrapping_add(1));
        inner.leaving.set(Leaving::No);
        inner.lost.borrow_mut().retain(|(who, ..)| *who == session.id);
        inner.untold.borrow_mut().retain(|(who, ..)| *who == session.id);
        let has_key = session.teams.iter().any(|team| !team.keys.is_empty());
        self.names.update(|names| {
            names.insert(session.id, session.name.clone());
        });
        self.session.set(Some(Arc::new(session)));
        self.expired.set(false);
        self.barred.set(false);
        self.phase.set(if has_key { Phase::Ready } else { Phase::Waiting });
        if has_key {
            self.list.drafted.set(tab::drafted().into_iter().collect());
            self.resume_outgoing();
            spawn(async move {
                self.recall_filter().await;
                self.load().await;
                self.after(After::Settle).await;
            });
            if !inner.queue.borrow().is_empty() {
                self.after_soon(After::Hurry);
            }
        }
    }

    pub async fn sign_in(self, login: String, password: String, totp_code: String) -> Result<(), Trouble> {
        let params = Anonymous.start_sign_in(&SignInStart { login: login.clone() }).await?;
        let login_key = self.stretched(password, params.salt, params.stretch).await?;
        let session = Anonymous.sign_in(&SignIn { login, login_key, totp_code }).await?;
        let seal = self.vault().unlock(&session).await??;
        self.enter(session, &seal);
        Ok(())
    }

    /// With the password alone: the session still lives.
    pub async fn unlock(self, password: String) -> Result<(), Trouble> {
        let session = match Staff.session().await {
            Err(error) if matches!(error.code(), Some(ErrorCode::Unauthorised | ErrorCode::Suspended)) => {
                if error.code() == Some(ErrorCode::Suspended) {
                    self.erase_kept().await;
                }
                // Too long away: the whole way in, and drafts wait for whoever wrote them.
                self.put_away();
                self.session.set(None);
                self.phase.set(Phase::SignedOut);
                return Ok(());
            }
            answer => answer?,
        };
        if self.me().is_some_and(|me| me != session.id) {
            // Somebody else signed in meanwhile: nothing of what lies here is theirs.
            self.put_away();
        }
        let opening = async {
            self.stretched(password, session.salt, session.stretch).await?;
            Ok::<_, Trouble>(self.vault().unlock(&session).await??)
        };
        let inner = self.inner();
        inner.unlocking.set(true);
        let seal = opening.await;
        inner.unlocking.set(false);
        let seal = seal?;
        self.enter(session, &seal);
        Ok(())
    }

    async fn stretched(
        self,
        password: String,
        salt: Fixed<16>,
        stretch: madobe_domain::crypto::params::StretchParams,
    ) -> Result<Fixed<32>, Trouble> {
        let stretched = self.vault().stretch(password, salt, stretch).await?;
        stretched.ok_or(Trouble::Api(ApiError::Server))
    }

    /// Covers everything at once; keys go as soon as what was being written is sealed and what was done is recorded.
    pub fn lock(self) {
        if !matches!(self.phase.get_untracked(), Phase::Ready | Phase::Waiting) {
            return;
        }
        tab::forget_seal();
        self.expired.set(false);
        self.close_menus();
        self.phase.set(Phase::Locked);
        let entered = self.inner().entered.get();
        spawn(async move {
            self.sealed().await;
            self.recorded(entered).await;
            // Whoever came back meanwhile goes on with what is here.
            if self.inner().entered.get() == entered {
                self.put_away();
            }
        });
    }

    /// Until what was done is, a while has passed, or somebody came back.
    async fn recorded(self, entered: u32) {
        let inner = self.inner();
        let came = || inner.entered.get() != entered;
        page::until(RECORDING_MILLIS, &|| came() || !(inner.unlocking.get() || self.is_recording())).await;
        // A password that is being looked at is waited for in any case.
        page::until(page::EVER, &|| came() || !inner.unlocking.get()).await;
    }

    /// Ends the session here and there and leaves nothing in this tab.
    pub async fn sign_out(self) -> Result<(), Trouble> {
        // What was sent a moment ago leaves first. What does not go stays sealed on the device; that is said once.
        let may = !self.expired.get_untracked() && !self.barred.get_untracked();
        let sent = may && self.outgoing.with_untracked(|all| !all.is_empty());
        if sent && !self.after(After::Flush).await {
            return Err(Trouble::Unsent);
        }
        let done = may && !self.inner().queue.borrow().is_empty();
        if done && !self.after(After::Record).await {
            return Err(Trouble::Unkept);
        }
        let leaving = &self.inner().leaving;
        leaving.set(Leaving::Asked);
        match Staff.sign_out().await {
            Err(error) if error.code() != Some(ErrorCode::Unauthorised) => {
                leaving.set(Leaving::No);
                return Err(error.into());
            }
            _ => leaving.set(Leaving::Done),
        }
        self.expired.set(false);
        self.barred.set(false);
        self.phase.set(Phase::SignedOut);
        self.sealed().await;
        tab::forget_all();
        self.put_away();
        self.session.set(None);
        self.names.set(Default::default());
        self.no_lines.set(false);
        self.list.drafted.set(Default::default());
        self.list.unsent.set(Default::default());
        self.outgoing.set(Vec::new());
        self.left.set(Some(if sent { staff::SIGNED_OUT_SENT } else { staff::SIGNED_OUT }));
        Ok(())
    }

    /// Once what was written has been sealed, or a while has passed.
    pub(super) async fn sealed(self) {
        // What is taken off the screen asks for its sealing on its way out.
        page::sleep(0).await;
        let inner = self.inner();
        page::until(SEALING_MILLIS, &|| inner.sealing.get() == 0 && !self.is_recording()).await;
    }

    fn close_menus(self) {
        self.snippet_menu.set(None);
        self.palette.set(false);
        self.help.set(false);
    }

    fn put_away(self) {
        let inner = self.inner();
        inner.epoch.set(inner.epoch.get().wrapping_add(1));
        inner.cursor.set(0);
        inner.live.leave();
        inner.cache.borrow_mut().take();
        inner.kept_rows.set(false);
        self.vault().forget();
        let left = self.forget_deeds();
        if let Some(me) = self.me() {
            inner.lost.borrow_mut().extend(left.into_iter().map(|(case, id)| (me, case, id)));
        }
        self.forget_kept();
        self.snippets.set(None);
        self.close_menus();
        self.views.set(Default::default());
        self.fields.set(Default::default());
        inner.fields_at.set(0);
        self.presence.set(Default::default());
        self.list.clear();
    }
}

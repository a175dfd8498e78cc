//! Making an account, the desk's team and the recovery key; a new key for an account that lost its own.
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::account::PasswordKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::crypto::team::{Holder, seal_team_seed, vouch};
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::grant::WrappedSeed;
use madobe_domain::wire::reset::ResetAccount;
use madobe_domain::wire::setup::{Join, NewAccount, NewTeam, Setup};
use madobe_domain::wire::team::TeamKind;
use zeroize::Zeroizing;

use super::hold::Hold;
use super::job::{Account, Refusal};
use crate::random::rng;

/// The parts of an account that its owner does not type.
pub(super) struct Pending {
    id: StaffId,
    salt: Fixed<16>,
    login_key: Fixed<32>,
    wrapped_seed: WrappedSeed,
    totp_secret: Fixed<20>,
    pub pair: KeyPair,
}

const STRETCH: StretchParams = StretchParams::PRESENT;

impl Pending {
    fn account(&self, typed: Account) -> NewAccount {
        NewAccount {
            id: self.id,
            login: typed.login,
            name: typed.name,
            salt: self.salt,
            stretch: STRETCH,
            login_key: self.login_key,
            public_key: *self.pair.public(),
            wrapped_seed: self.wrapped_seed.clone(),
            totp_secret: self.totp_secret,
            totp_code: typed.totp_code,
        }
    }
}

impl Hold {
    /// `known`: the account that is given a new key.
    pub(super) fn make_account(
        &mut self,
        password: String,
        known: Option<StaffId>,
    ) -> Result<Fixed<20>, Refusal> {
        let account = known;
        let (password, rng) = (Zeroizing::new(password), &mut rng());
        let salt = Fixed(*Secret::make(rng).dangerous_bytes());
        let keys = PasswordKeys::derive(&password, &salt, STRETCH).map_err(|_| Refusal::Shut)?;
        // Going back to choose another password keeps the secret that an authenticator may already have.
        let known = self.pending.take();
        let totp_secret =
            known.map_or_else(|| Fixed(*Secret::make(rng).dangerous_bytes()), |known| known.totp_secret);
        let id = account.unwrap_or_else(|| StaffId::make(rng));
        let pair = KeyPair::make(rng).map_err(|_| Refusal::Shut)?;
        let wrapped_seed = keys.wrap(rng, &id, pair.dangerous_seed()).map_err(|_| Refusal::Shut)?;
        self.pending =
            Some(Pending { id, salt, login_key: keys.login_key(), wrapped_seed, totp_secret, pair });
        Ok(totp_secret)
    }

    pub(super) fn make_recovery(&mut self) -> Vec<String> {
        self.recovery.get_or_insert_with(|| RecoveryKey::make(&mut rng())).dangerous_groups()
    }

    /// It has been printed, and exchanged: here nothing of it stays.
    pub(super) fn drop_recovery(&mut self) {
        self.recovery = None;
    }

    pub(super) fn setup(&self, token: Fixed<32>, account: Account, name: String) -> Result<Setup, Refusal> {
        let pending = self.pending.as_ref().ok_or(Refusal::NoKey)?;
        let recovery = self.recovery.as_ref().ok_or(Refusal::NoKey)?.pair().map_err(|_| Refusal::Shut)?;
        let rng = &mut rng();
        let team = KeyPair::make(rng).map_err(|_| Refusal::Shut)?;
        let id = TeamId::make(rng);
        let mut seal = |holder, to: &KeyPair| {
            let voucher = vouch(&id, 1, team.dangerous_seed(), holder, to.public());
            let sealed = seal_team_seed(rng, &id, 1, team.dangerous_seed(), holder, to.public());
            sealed.map(|sealed| (sealed, Some(voucher))).map_err(|_| Refusal::Shut)
        };
        let (sealed_to_member, member_voucher) = seal(Holder::Member(pending.id), &pending.pair)?;
        let (sealed_to_recovery, recovery_voucher) = seal(Holder::Recovery, &recovery)?;
        Ok(Setup {
            token,
            account: pending.account(account),
            team: NewTeam {
                id,
                name,
                public_key: *team.public(),
                sealed_to_member,
                sealed_to_recovery,
                kind: TeamKind::Full,
                member_voucher,
                recovery_voucher,
                recovery: None,
            },
            recovery_public_key: *recovery.public(),
        })
    }

    pub(super) fn join(&self, token: Fixed<32>, account: Account) -> Result<Join, Refusal> {
        let pending = self.pending.as_ref().ok_or(Refusal::NoKey)?;
        Ok(Join { token, account: pending.account(account) })
    }

    pub(super) fn reset(&self, token: Fixed<32>, account: Account) -> Result<ResetAccount, Refusal> {
        let pending = self.pending.as_ref().ok_or(Refusal::NoKey)?;
        Ok(ResetAccount { token, account: pending.account(account) })
    }
}

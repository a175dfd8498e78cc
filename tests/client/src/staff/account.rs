//! Making an account, and signing in to it.

use super::{COOKIE, StaffMember};
use crate::error::ClientError;
use crate::http::{Answer, Server};
use crate::random::rng;
use crate::totp::Authenticator;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::account::PasswordKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::team::{Holder, seal_team_seed, vouch};
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::session::{Session, SignIn, SignInParams, SignInStart};
use madobe_domain::wire::setup::{NewAccount, NewTeam, Setup};
use madobe_domain::wire::team::TeamKind;
use rand_core::Rng;

/// What somebody knows and carries.
pub struct Credentials {
    pub login: String,
    pub name: String,
    pub password: String,
    pub totp_secret: [u8; 20],
    pub authenticator: Authenticator,
}

impl Credentials {
    pub fn make(login: &str, name: &str, password: &str) -> Self {
        let mut totp_secret = [0; 20];
        rng().fill_bytes(&mut totp_secret);
        Self {
            login: login.to_owned(),
            name: name.to_owned(),
            password: password.to_owned(),
            authenticator: Authenticator::new(&totp_secret),
            totp_secret,
        }
    }

    /// What the browser of a new colleague makes.
    pub(super) fn account(&mut self) -> Result<(NewAccount, KeyPair), ClientError> {
        let mut rng = rng();
        let id = StaffId::make(&mut rng);
        let mut salt = Fixed([0; 16]);
        rng.fill_bytes(&mut salt.0);
        let keys = PasswordKeys::derive(&self.password, &salt, StretchParams::PRESENT)?;
        let pair = KeyPair::make(&mut rng)?;
        let account = NewAccount {
            id,
            login: self.login.clone(),
            name: self.name.clone(),
            salt,
            stretch: StretchParams::PRESENT,
            login_key: keys.login_key(),
            public_key: *pair.public(),
            wrapped_seed: keys.wrap(&mut rng, &id, pair.dangerous_seed())?,
            totp_secret: Fixed(self.totp_secret),
            totp_code: self.authenticator.unused(),
        };
        Ok((account, pair))
    }

    /// The request that signs in, with the key that opens what comes back.
    pub fn sign_in_request(&mut self, server: &Server) -> Result<(SignIn, PasswordKeys), ClientError> {
        let start = SignInStart { login: self.login.clone() };
        let params: SignInParams = server.call("POST", "/api/staff/sign-in/start", &[], Some(&start))?;
        let keys = PasswordKeys::derive(&self.password, &params.salt, params.stretch)?;
        let request = SignIn {
            login: self.login.clone(),
            login_key: keys.login_key(),
            totp_code: self.authenticator.unused(),
        };
        Ok((request, keys))
    }

    pub fn sign_in(&mut self, server: &Server) -> Result<StaffMember, ClientError> {
        let (request, keys) = self.sign_in_request(server)?;
        let answer = server.ask("POST", "/api/staff/sign-in", &[], Some(&request))?;
        let session: Session = answer.read()?;
        let pair = KeyPair::from_seed(keys.unwrap(&session.id, &session.wrapped_seed)?)?;
        StaffMember::new(server, cookie(&answer)?, session, pair)
    }
}

pub(super) fn cookie(answer: &Answer) -> Result<String, ClientError> {
    answer.cookie(COOKIE).ok_or(ClientError::Words("no session cookie came"))
}

/// A desk that was just set up.
pub struct Founded {
    pub administrator: StaffMember,
    pub credentials: Credentials,
    pub recovery: RecoveryKey,
}

/// The first administrator with the desk's team and its recovery key.
pub fn set_up(
    server: &Server,
    token: &str,
    team_name: &str,
    mut credentials: Credentials,
) -> Result<Founded, ClientError> {
    let mut rng = rng();
    let token = Fixed::parse(token).map_err(|_| ClientError::Words("not a set-up token"))?;
    let (account, pair) = credentials.account()?;
    let team = TeamId::make(&mut rng);
    let team_pair = KeyPair::make(&mut rng)?;
    let recovery = RecoveryKey::make(&mut rng);
    let recovery_pair = recovery.pair()?;
    let mut sealed = |holder, to| seal_team_seed(&mut rng, &team, 1, team_pair.dangerous_seed(), holder, to);
    let vouched = |holder, key| vouch(&team, 1, team_pair.dangerous_seed(), holder, key);
    let setup = Setup {
        token,
        team: NewTeam {
            id: team,
            name: team_name.to_owned(),
            public_key: *team_pair.public(),
            sealed_to_member: sealed(Holder::Member(account.id), pair.public())?,
            sealed_to_recovery: sealed(Holder::Recovery, recovery_pair.public())?,
            kind: TeamKind::Full,
            member_voucher: Some(vouched(Holder::Member(account.id), pair.public())),
            recovery_voucher: Some(vouched(Holder::Recovery, recovery_pair.public())),
            recovery: None,
        },
        account,
        recovery_public_key: *recovery_pair.public(),
    };
    let answer = server.ask("POST", "/api/staff/setup", &[], Some(&setup))?;
    let session: Session = answer.read()?;
    let administrator = StaffMember::new(server, cookie(&answer)?, session, pair)?;
    Ok(Founded { administrator, credentials, recovery })
}

//! Someone who works at the desk.

use super::world::SETUP_TOKEN;
use super::writer::entry;
use super::{Answer, Call, World};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::invite_token_hash;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{CaseId, InviteId, StaffId, TeamId};
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash};
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::session::{Session, SignIn};
use madobe_domain::wire::setup::{Join, NewAccount, NewTeam, Setup};
use madobe_domain::wire::staff_case::StaffAppend;
use madobe_domain::wire::sync::SyncPage;
use madobe_domain::wire::team::{NewInvite, SealToMember, TeamKind};
use totp_rs::{Builder, Secret};

pub struct Colleague {
    pub id: StaffId,
    pub login: String,
    pub login_key: Fixed<32>,
    pub totp_secret: [u8; 20],
    pub cookie: String,
    pub session: Session,
}

/// The one-time code of this secret at this time.
pub fn code(secret: &[u8; 20], at: Timestamp) -> String {
    let codes = Builder::new().with_secret(Secret::from(*secret)).build().unwrap();
    codes.generate(at.millis() as u64 / 1000).to_string()
}

pub fn account(world: &World, login: &str) -> NewAccount {
    let totp_secret = world.bytes();
    NewAccount {
        id: StaffId::from_bytes(world.bytes()),
        login: login.to_owned(),
        name: format!("職員 {login}"),
        salt: Fixed(world.bytes()),
        stretch: StretchParams::PRESENT,
        login_key: Fixed(world.bytes()),
        public_key: Fixed(world.bytes()),
        wrapped_seed: Opaque::new(world.bytes::<73>().to_vec()).unwrap(),
        totp_secret: Fixed(totp_secret),
        totp_code: code(&totp_secret, world.clock.0.get()),
    }
}

pub fn sealed<const N: usize>(world: &World) -> Opaque<N> {
    Opaque::new(world.bytes::<1100>().to_vec()).unwrap()
}

pub fn setup(world: &World) -> Setup {
    Setup {
        token: SETUP_TOKEN,
        account: account(world, "first"),
        team: NewTeam {
            id: TeamId::from_bytes(world.bytes()),
            name: "相談窓口".to_owned(),
            public_key: Fixed(world.bytes()),
            sealed_to_member: sealed(world),
            sealed_to_recovery: sealed(world),
            kind: TeamKind::Full,
            member_voucher: Some(Fixed(world.bytes())),
            recovery_voucher: Some(Fixed(world.bytes())),
            recovery: None,
        },
        recovery_public_key: Fixed(world.bytes()),
    }
}

/// The public half of the recovery key, as it stands.
pub fn recovery_key(world: &World) -> PublicKeyBytes {
    let rows = world.database.query("SELECT public_key FROM recovery");
    serde_json::from_value(rows[0]["public_key"].clone()).unwrap()
}

/// An invitation by this administrator, with its token.
pub fn invitation(world: &World, team: TeamId) -> (NewInvite, Fixed<32>) {
    let token = Fixed(world.bytes::<32>());
    let id = InviteId::from_bytes(world.bytes());
    (NewInvite { id, team, token_hash: invite_token_hash(token.as_bytes()) }, token)
}

impl Colleague {
    pub fn of(account: &NewAccount, answer: &Answer) -> Self {
        Self {
            id: account.id,
            login: account.login.clone(),
            login_key: account.login_key,
            totp_secret: *account.totp_secret.as_bytes(),
            cookie: answer.cookie(),
            session: answer.ok(),
        }
    }

    pub fn set_up(world: &World) -> Self {
        let setup = setup(world);
        Self::of(&setup.account, &world.post("/api/staff/setup").json(&setup).send())
    }

    /// Invites and lets join; the team's key is not sealed yet.
    pub fn invite(&self, world: &World, login: &str) -> Self {
        let (invite, token) = invitation(world, self.team());
        let made = self.call(world, "POST", "/api/staff/invites").json(&invite).send();
        assert_eq!(made.status, 200, "{}", made.text());
        let join = Join { token, account: account(world, login) };
        Self::of(&join.account, &world.post("/api/staff/join").json(&join).send())
    }

    /// A colleague who reads and answers.
    pub fn bring(&self, world: &World, login: &str) -> Self {
        let joined = self.invite(world, login);
        self.seal(world, joined.id).done();
        joined
    }

    pub fn seal(&self, world: &World, staff: StaffId) -> Answer {
        let seal =
            SealToMember { staff, version: 1, sealed: sealed(world), voucher: Some(Fixed(world.bytes())) };
        let path = format!("/api/staff/teams/{}/members", self.team());
        self.call(world, "POST", &path).json(&seal).send()
    }

    /// Makes a team whose only member this is. Gives what was sent.
    pub fn found(&self, world: &World, name: &str, kind: TeamKind) -> NewTeam {
        let new = NewTeam {
            id: TeamId::from_bytes(world.bytes()),
            name: name.to_owned(),
            public_key: Fixed(world.bytes()),
            sealed_to_member: sealed(world),
            sealed_to_recovery: sealed(world),
            kind,
            member_voucher: Some(Fixed(world.bytes())),
            recovery_voucher: Some(Fixed(world.bytes())),
            recovery: Some(recovery_key(world)),
        };
        self.call(world, "POST", "/api/staff/teams").json(&new).send().done();
        new
    }

    pub fn recovery(&self, world: &World) -> Recovery {
        self.call(world, "GET", "/api/staff/recovery").send().ok()
    }

    /// Puts a colleague into a team and, if asked, hands them its key.
    pub fn put_into(&self, world: &World, team: TeamId, staff: StaffId, with_key: bool) {
        self.call(world, "PUT", &format!("/api/staff/teams/{team}/members/{staff}")).send().done();
        if with_key {
            let seal = SealToMember { staff, version: 1, sealed: sealed(world), voucher: None };
            self.call(world, "POST", &format!("/api/staff/teams/{team}/members")).json(&seal).send().done();
        }
    }

    pub fn take_out(&self, world: &World, team: TeamId, staff: StaffId) -> Answer {
        self.call(world, "DELETE", &format!("/api/staff/teams/{team}/members/{staff}")).send()
    }

    pub fn team(&self) -> TeamId {
        self.session.teams[0].id
    }

    pub fn call<'a>(&self, world: &'a World, method: &str, path: &str) -> Call<'a> {
        world.call(method, path).cookie(&self.cookie)
    }

    pub fn sign_in(&self, world: &World) -> SignIn {
        SignIn {
            login: self.login.clone(),
            login_key: self.login_key,
            totp_code: code(&self.totp_secret, world.clock.0.get()),
        }
    }

    /// The same person on another day.
    pub fn in_again(self, world: &World) -> Self {
        let answer = world.post("/api/staff/sign-in").json(&self.sign_in(world)).send();
        Self { cookie: answer.cookie(), session: answer.ok(), ..self }
    }

    #[track_caller]
    pub fn sync(&self, world: &World, after: i64) -> SyncPage {
        self.call(world, "GET", &format!("/api/staff/sync?after={after}")).send().ok()
    }

    pub fn entry(&self, world: &World, case: CaseId, compartment: Compartment, prev: EntryHash) -> Entry {
        entry(world, case, compartment, prev, Author::Staff(self.id))
    }

    pub fn append(&self, world: &World, append: &StaffAppend) -> Answer {
        let path = format!("/api/staff/cases/{}/entries", append.entry.case);
        self.call(world, "POST", &path).json(append).send()
    }

    pub fn reply(&self, world: &World, case: CaseId, prev: EntryHash) -> Answer {
        let entry = self.entry(world, case, Compartment::Conversation, prev);
        self.append(world, &StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() })
    }
}

/// A second team, made directly: making teams is not part of the API yet.
pub fn second_team(world: &World, name: &str, member: Option<StaffId>) -> TeamId {
    let id = TeamId::from_bytes(world.bytes());
    let key = Fixed(world.bytes::<1216>());
    world.database.execute(&format!(
        "INSERT INTO teams (id, name, version, public_key, created_at) VALUES ('{id}', '{name}', 1, '{key}', 0)"
    ));
    if let Some(staff) = member {
        world.database.execute(&format!(
            "INSERT INTO memberships VALUES ('{staff}', '{id}', 0);
             INSERT INTO member_keys (team, recipient, version, sealed) VALUES ('{id}', '{staff}', 1, 'AAAA')"
        ));
    }
    id
}

//! Who works at the demonstration desk. Their passwords are drawn anew each time and stand in `demo.json`.
use std::collections::BTreeMap;

use anyhow::Result;
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use madobe_client::staff::{Credentials, join, set_up};
use madobe_client::{Server, StaffMember};
use rand_core::Rng;
use serde::Serialize;

/// What stands in `demo.json` about one of them.
#[derive(Serialize)]
pub struct Login {
    role: &'static str,
    login: String,
    password: String,
    totp_secret: String,
    otpauth: String,
}

pub struct People {
    pub members: Vec<StaffMember>,
    pub logins: Vec<Login>,
    pub recovery_key: String,
}

fn credentials(login: &str, name: &str) -> Credentials {
    let mut random = [0; 15];
    madobe_client::random::rng().fill_bytes(&mut random);
    Credentials::make(login, name, &BASE64URL_NOPAD.encode(&random))
}

fn login(role: &'static str, person: &Credentials) -> Login {
    let secret = BASE32_NOPAD.encode(&person.totp_secret);
    Login {
        role,
        login: person.login.clone(),
        password: person.password.clone(),
        otpauth: format!(
            "otpauth://totp/Madobe:{}?secret={secret}&issuer=Madobe&algorithm=SHA1&digits=6&period=30",
            person.login
        ),
        totp_secret: secret,
    }
}

/// An administrator who set the desk up, and two colleagues who were handed its key.
pub fn hire(server: &Server, setup_token: &str) -> Result<People> {
    let founded = set_up(server, setup_token, "こころの窓口", credentials("admin", "見本 管理者"))?;
    let mut people = People {
        logins: vec![login("administrator", &founded.credentials)],
        recovery_key: founded.recovery.dangerous_groups().join("-"),
        members: vec![founded.administrator],
    };
    for (name, shown) in BTreeMap::from([("soudan1", "見本 相談員一"), ("soudan2", "見本 相談員二")])
    {
        let mut person = credentials(name, shown);
        let administrator = &people.members[0];
        let team = administrator.session.teams[0].id;
        let mut member = join(server, &administrator.invite(team)?, &mut person)?;
        administrator.give_key(team, member.session.id)?;
        member.refresh()?;
        people.logins.push(login("member", &person));
        people.members.push(member);
    }
    Ok(people)
}

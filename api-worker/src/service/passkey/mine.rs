//! One's own passkeys.

use super::challenge::{self, Bound};
use super::{es256, spend};
use crate::deps::Deps;
use crate::ports::{Brake, Fault, Statement};
use crate::service::account;
use crate::service::address::AddressKey;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::intake::WAIT_SECONDS;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use madobe_domain::crypto::hash::{login_key_hash, same};
use madobe_domain::ids::{PasskeyId, StaffId};
use madobe_domain::limits::{FRESH_SECONDS, PASSKEYS};
use madobe_domain::passkey::{ClientData, Registered, Site, registered};
use madobe_domain::text::parse_name;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::WrappedSeed;
use madobe_domain::wire::passkey::{
    CredentialId, MyPasskey, MyPasskeys, NewPasskey, PasskeyOffer, PasskeyStart, RenamePasskey,
};
use serde::Deserialize;

const LIST: &str =
    "SELECT id, name, credential, added_on, used_on FROM passkeys WHERE staff = ?1 ORDER BY rowid";

async fn mine(deps: &Deps, signed: &Signed) -> Result<Vec<MyPasskey>, Refusal> {
    let mut statements = signed.touch();
    statements.push(Statement::new(LIST).bind(&signed.staff));
    Ok(deps.batch(statements).await?.last()?.rows()?)
}

pub async fn list(deps: &Deps, signed: &Signed) -> Result<MyPasskeys, Refusal> {
    Ok(MyPasskeys { passkeys: mine(deps, signed).await? })
}

/// What a browser needs to make one more, for whoever has just signed in or gives the password.
pub async fn begin(
    deps: &Deps,
    from: &AddressKey,
    signed: &Signed,
    site: &Site,
    start: &PasskeyStart,
) -> Result<PasskeyOffer, Refusal> {
    if deps.now().seconds_since(signed.began) >= FRESH_SECONDS {
        let Some(login_key) = &start.login_key else { return Err(ErrorCode::PasswordNeeded.into()) };
        let counted = from.counting_login(&deps.keys, &signed.staff.to_string());
        if !deps.limiter.allow(Brake::SignIn, counted).await {
            return Err(Refusal::Wait(WAIT_SECONDS));
        }
        let account = account::by_id(deps, &signed.staff).await?.ok_or(ErrorCode::Unauthorised)?;
        if !same(&account.login_key_hash, &login_key_hash(login_key.as_bytes())) {
            return Err(ErrorCode::SignIn.into());
        }
    }
    let mine = mine(deps, signed).await?;
    if mine.len() >= PASSKEYS {
        return Err(ErrorCode::Enough.into());
    }
    Ok(PasskeyOffer {
        challenge: challenge::make(deps, Bound::Adding(&signed.token_hash)),
        rp_id: site.rp_id().to_owned(),
        mine: mine.into_iter().map(|one| one.credential).collect(),
    })
}

const ADD: &str = "INSERT INTO passkeys (id, staff, credential, public_key, counter, name, sealed, added_on) \
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE changes() = 1 \
        AND (SELECT count(*) FROM passkeys WHERE staff = ?2) < ?9 ON CONFLICT DO NOTHING";
const ADDED: &str = "SELECT (SELECT count(*) FROM passkeys WHERE staff = ?1) AS count, p.staff, p.credential, p.sealed \
    FROM (SELECT 1) LEFT JOIN passkeys p ON p.id = ?2";

#[derive(Deserialize)]
struct Added {
    count: usize,
    staff: Option<StaffId>,
    credential: Option<CredentialId>,
    sealed: Option<WrappedSeed>,
}

/// Keeps one that was made for a challenge of this session. The same sent again is done already.
pub async fn add(deps: &Deps, signed: &Signed, site: &Site, new: &NewPasskey) -> Result<(), Refusal> {
    let name = parse_name(&new.name).map_err(|_| Refusal::invalid("name"))?;
    let said = ClientData::parse(new.client_data.as_bytes()).map_err(|_| Refusal::invalid("client_data"))?;
    if !challenge::holds(deps, said.challenge(), Bound::Adding(&signed.token_hash)) {
        return Err(Refusal::invalid("client_data"));
    }
    let made = registered(&said, new.authenticator_data.as_bytes(), site);
    let Registered { credential, point, counter } =
        made.map_err(|_| Refusal::invalid("authenticator_data"))?;
    if !es256::is_key(&point) {
        return Err(Refusal::invalid("authenticator_data"));
    }
    let now = deps.now();
    let most = u32::try_from(PASSKEYS).map_err(|_| Fault::new("limit"))?;
    let mut statements = signed.touch();
    statements.extend(spend(said.challenge(), now));
    statements.extend([
        Statement::new(ADD)
            .bind(&new.id)
            .bind(&signed.staff)
            .bind(&credential)
            .bind(&point.0)
            .bind(counter)
            .bind(name)
            .bind(&new.sealed)
            .bind(now.date_in_japan().to_string())
            .bind(most),
        record_if_changed(now, &signed.staff, Act::PasskeyAdded, NONE, NONE),
        Statement::new(ADDED).bind(&signed.staff).bind(&new.id),
    ]);
    let added: Added = deps.batch(statements).await?.last()?.first()?.ok_or(Fault::new("passkey"))?;
    let is_this = added.staff == Some(signed.staff)
        && added.credential.as_ref() == Some(&credential)
        && added.sealed.as_ref() == Some(&new.sealed);
    match is_this {
        true => Ok(()),
        false if added.count >= PASSKEYS => Err(ErrorCode::Enough.into()),
        false => Err(ErrorCode::Conflict.into()),
    }
}

const IS_MINE: &str = "SELECT EXISTS (SELECT 1 FROM passkeys WHERE id = ?1 AND staff = ?2) AS mine";
const RENAME: &str = "UPDATE passkeys SET name = ?3 WHERE id = ?1 AND staff = ?2";
const REMOVE: &str = "DELETE FROM passkeys WHERE id = ?1 AND staff = ?2";

#[derive(Deserialize)]
struct Mine {
    mine: u8,
}

/// Somebody else's, and one that is not there: both look the same.
async fn change(
    deps: &Deps,
    signed: &Signed,
    passkey: &PasskeyId,
    changes: Vec<Statement>,
) -> Result<(), Refusal> {
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.push(Statement::new(IS_MINE).bind(passkey).bind(&signed.staff));
    statements.extend(changes);
    let mut outcomes = deps.batch(statements).await?;
    match outcomes.skip(skip).take()?.first::<Mine>()? {
        Some(found) if found.mine == 1 => Ok(()),
        _ => Err(ErrorCode::NotFound.into()),
    }
}

pub async fn rename(
    deps: &Deps,
    signed: &Signed,
    passkey: &PasskeyId,
    rename: &RenamePasskey,
) -> Result<(), Refusal> {
    let name = parse_name(&rename.name).map_err(|_| Refusal::invalid("name"))?;
    let rename = Statement::new(RENAME).bind(passkey).bind(&signed.staff).bind(name);
    change(deps, signed, passkey, vec![rename]).await
}

/// It opens nothing from now on. Sessions that were opened by it stay: they are ended one by one, or all at once.
pub async fn remove(deps: &Deps, signed: &Signed, passkey: &PasskeyId) -> Result<(), Refusal> {
    let remove = Statement::new(REMOVE).bind(passkey).bind(&signed.staff);
    let noted = record_if_changed(deps.now(), &signed.staff, Act::PasskeyRemoved, NONE, NONE);
    change(deps, signed, passkey, vec![remove, noted]).await
}

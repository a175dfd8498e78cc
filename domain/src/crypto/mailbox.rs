//! What one code opens: the mailbox's handle, its token and its key pair.

use super::code::Code;
use super::hash::mailbox_token_hash;
use super::hazmat::kdf::derive;
use super::keypair::KeyPair;
use super::params::StretchParams;
use super::secret::Secret;
use super::stretch::{StretchError, stretch};
use crate::bytes::{Fixed, encode};
use crate::ids::MailboxId;

pub struct MailboxKeys {
    pub id: MailboxId,
    token: Secret<32>,
    pair: KeyPair,
}

impl MailboxKeys {
    /// `salt` is the deployment's: the code of another deployment leads to a mailbox that does not exist.
    pub fn derive(code: &Code, salt: &Fixed<16>, params: StretchParams) -> Result<Self, StretchError> {
        let root = stretch(code.secret_digits().as_ref(), salt.as_bytes(), params)?;
        let root = root.dangerous_bytes();
        let id = derive::<16>(root, "madobe/mailbox-id/1");
        let pair = KeyPair::from_seed(derive(root, "madobe/mailbox-key/1"));
        Ok(Self {
            id: MailboxId::from_bytes(*id.dangerous_bytes()),
            token: derive(root, "madobe/mailbox-token/1"),
            pair: pair.map_err(|_| StretchError)?,
        })
    }

    pub fn pair(&self) -> &KeyPair {
        &self.pair
    }

    pub fn token_hash(&self) -> Fixed<32> {
        mailbox_token_hash(self.token.dangerous_bytes())
    }

    /// The `Authorization` header's value. Goes to the desk's own server and nowhere else.
    pub fn dangerous_bearer(&self) -> String {
        let mut bytes = zeroize::Zeroizing::new([0; 48]);
        bytes[..16].copy_from_slice(self.id.as_bytes());
        bytes[16..].copy_from_slice(self.token.dangerous_bytes());
        format!("Bearer {}", encode(bytes.as_ref()))
    }
}

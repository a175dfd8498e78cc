//! `clientDataJSON`: what the browser says it was asked for, by which page. A browser may add fields, so unknown ones are passed over.

use super::{PasskeyFault, Site};
use crate::bytes::Fixed;
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    Create,
    Get,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientData {
    ceremony: Ceremony,
    challenge: Fixed<32>,
    origin: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(rename = "type")]
    kind: String,
    challenge: Fixed<32>,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<IgnoredAny>,
}

impl ClientData {
    /// From within a frame of another site, it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, PasskeyFault> {
        // An object: serde would take a list of the fields' values as well.
        if bytes.first() != Some(&b'{') {
            return Err(PasskeyFault::ClientData);
        }
        let written: Written = serde_json::from_slice(bytes).map_err(|_| PasskeyFault::ClientData)?;
        if written.cross_origin || written.top_origin.is_some() {
            return Err(PasskeyFault::Elsewhere);
        }
        let ceremony = match written.kind.as_str() {
            "webauthn.create" => Ceremony::Create,
            "webauthn.get" => Ceremony::Get,
            _ => return Err(PasskeyFault::ClientData),
        };
        Ok(Self { ceremony, challenge: written.challenge, origin: written.origin })
    }

    pub fn challenge(&self) -> &Fixed<32> {
        &self.challenge
    }

    pub fn is_for(&self, ceremony: Ceremony, site: &Site) -> Result<(), PasskeyFault> {
        let here = self.ceremony == ceremony && self.origin == site.origin();
        if here { Ok(()) } else { Err(PasskeyFault::Elsewhere) }
    }
}

//! Bytes on the wire and in the database: base64url without padding, in one spelling only.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What can be wrong with bytes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BytesError {
    #[error("not base64url without padding")]
    Encoding,
    #[error("wrong length")]
    Length,
}

/// Writes bytes as base64url without padding.
pub fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Reads base64url without padding. Any other spelling of the same bytes is refused, so that equal
/// text and equal bytes are the same thing.
pub fn decode(text: &str) -> Result<Vec<u8>, BytesError> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_| BytesError::Encoding)
}

/// Reads exactly `N` bytes.
pub fn decode_fixed<const N: usize>(text: &str) -> Result<[u8; N], BytesError> {
    decode(text)?.try_into().map_err(|_| BytesError::Length)
}

/// The same two for bytes that are not a secret.
#[cfg(feature = "table")]
mod open {
    use super::BytesError;
    use data_encoding::BASE64URL_NOPAD;

    pub fn encode(bytes: &[u8]) -> String {
        BASE64URL_NOPAD.encode(bytes)
    }

    pub fn decode(text: &str) -> Result<Vec<u8>, BytesError> {
        BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| BytesError::Encoding)
    }
}
#[cfg(not(feature = "table"))]
mod open {
    pub use super::{decode, encode};
}

/// `N` bytes that are not a secret: hashes, salts, public handles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed<const N: usize>(pub [u8; N]);

impl<const N: usize> Fixed<N> {
    pub fn parse(text: &str) -> Result<Self, BytesError> {
        open::decode(text)?.try_into().map(Self).map_err(|_| BytesError::Length)
    }

    pub fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> std::fmt::Display for Fixed<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&open::encode(&self.0))
    }
}

impl<const N: usize> std::fmt::Debug for Fixed<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&open::encode(&self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// Sealed bytes of any length up to `MAX`. Opaque to whoever has no key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Opaque<const MAX: usize>(Vec<u8>);

impl<const MAX: usize> Opaque<MAX> {
    pub fn new(bytes: Vec<u8>) -> Result<Self, BytesError> {
        if bytes.is_empty() || bytes.len() > MAX { Err(BytesError::Length) } else { Ok(Self(bytes)) }
    }

    /// As long as it may be, and nothing in it.
    pub fn zeros() -> Self {
        Self(vec![0; MAX])
    }

    pub fn parse(text: &str) -> Result<Self, BytesError> {
        // Refused by its length before anything is decoded.
        if text.len() > MAX.div_ceil(3) * 4 {
            return Err(BytesError::Length);
        }
        Self::new(open::decode(text)?)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<const MAX: usize> std::fmt::Display for Opaque<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&open::encode(&self.0))
    }
}

impl<const MAX: usize> std::fmt::Debug for Opaque<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} sealed bytes", self.0.len())
    }
}

impl<const MAX: usize> Serialize for Opaque<MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&open::encode(&self.0))
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Opaque<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use super::{Fixed, Opaque};
    use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};
    use utoipa::{PartialSchema, ToSchema};

    /// A string of base64url characters for at most `bytes` bytes.
    pub(crate) fn base64url(bytes: usize, exact: bool) -> RefOr<Schema> {
        let length = (bytes * 4).div_ceil(3);
        let object = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[A-Za-z0-9_-]+$"))
            .max_length(Some(length));
        if exact { object.min_length(Some(length)) } else { object }.into()
    }

    impl<const N: usize> PartialSchema for Fixed<N> {
        fn schema() -> RefOr<Schema> {
            base64url(N, true)
        }
    }
    impl<const N: usize> ToSchema for Fixed<N> {
        fn name() -> std::borrow::Cow<'static, str> {
            format!("Bytes{N}").into()
        }
    }
    impl<const MAX: usize> PartialSchema for Opaque<MAX> {
        fn schema() -> RefOr<Schema> {
            base64url(MAX, false)
        }
    }
    impl<const MAX: usize> ToSchema for Opaque<MAX> {
        fn name() -> std::borrow::Cow<'static, str> {
            format!("Sealed{MAX}").into()
        }
    }
}
#[cfg(feature = "openapi")]
pub(crate) use openapi::base64url;

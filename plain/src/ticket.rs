//! What a form carries so that it is known again: sixteen random bytes and when it was handed out, vouched for by the
//! server, which keeps no record of it. `base64url( nonce 16 | issued_at 8 | mac 16 )`.

use crate::derive::{PlainKey, mac};
use madobe_domain::bytes::{decode_fixed, encode};
use madobe_domain::clock::Timestamp;
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret while its letter can still be asked for: no `Debug`, no `Clone`.
pub struct Ticket {
    nonce: Zeroizing<[u8; 16]>,
    issued_at: Timestamp,
}

impl Ticket {
    pub fn draw<R: CryptoRng>(rng: &mut R, now: Timestamp) -> Self {
        let mut nonce = Zeroizing::new([0; 16]);
        rng.fill_bytes(nonce.as_mut());
        Self { nonce, issued_at: now }
    }

    fn mac(&self, key: &PlainKey) -> Zeroizing<[u8; 32]> {
        mac(key, "madobe/plain/ticket/1", &[self.nonce(), &self.issued_at.millis().to_be_bytes()])
    }

    /// For the form's hidden field.
    pub fn text(&self, key: &PlainKey) -> String {
        let mac = self.mac(key);
        let (mac, _) = mac.split_at(16);
        let bytes = Zeroizing::new([self.nonce(), &self.issued_at.millis().to_be_bytes(), mac].concat());
        encode(&bytes)
    }

    /// What came back, if it is ours.
    pub fn read(key: &PlainKey, text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(decode_fixed::<40>(text).ok()?);
        let (nonce, rest) = bytes.split_first_chunk::<16>()?;
        let (issued_at, claimed) = rest.split_first_chunk::<8>()?;
        let issued_at = Timestamp::from_millis(i64::from_be_bytes(*issued_at));
        let ticket = Self { nonce: Zeroizing::new(*nonce), issued_at };
        let mac = ticket.mac(key);
        let (mac, _) = mac.split_at(16);
        bool::from(mac.ct_eq(claimed)).then_some(ticket)
    }

    pub(crate) fn nonce(&self) -> &[u8] {
        self.nonce.as_slice()
    }

    /// Seconds since it was handed out.
    pub fn age(&self, now: Timestamp) -> i64 {
        now.seconds_since(self.issued_at)
    }
}

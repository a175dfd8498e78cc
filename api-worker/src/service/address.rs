//! Where a request came from, as far as the limiter needs it: a name that is good for a day and that nobody can
//! turn back. It is neither stored nor logged.

use crate::keys::ServerKeys;
use madobe_domain::bytes;
use madobe_domain::clock::Timestamp;
use std::net::IpAddr;

/// No `Debug`, no `Display`: it goes to the limiter and nowhere else.
pub struct AddressKey(String);

impl AddressKey {
    /// `address` as the platform gives it. An IPv6 network (/64) counts as one, as an IPv4 address does.
    pub fn new(keys: &ServerKeys, address: &str, now: Timestamp) -> Self {
        let network = match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(v4)) => v4.octets().to_vec(),
            Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
                Some(v4) => v4.octets().to_vec(),
                None => v6.octets().into_iter().take(8).collect(),
            },
            Err(_) => Vec::new(),
        };
        let day = now.date_in_japan().to_string();
        let mac = keys.address.mac(&[day.as_bytes(), &network]);
        Self(bytes::encode(mac.first_chunk::<16>().unwrap_or(&[0; 16])))
    }

    /// A counter's name: what is counted, and for whom.
    pub fn counting(&self, what: &str) -> String {
        format!("{what}:{}", self.0)
    }

    /// The same for one login name tried from here.
    pub fn counting_login(&self, keys: &ServerKeys, login: &str) -> String {
        let mac = keys.address.mac(&[self.0.as_bytes(), login.as_bytes()]);
        format!("login:{}", bytes::encode(mac.first_chunk::<16>().unwrap_or(&[0; 16])))
    }
}

//! Where the desk is, as browsers name it.

/// The desk's address, in the two forms that a passkey is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    rp_id: String,
    origin: String,
}

impl Site {
    /// `authority` is the host, with the port where it is not the usual one. Nothing where it cannot be one: with a name and
    /// a password before it, in brackets, or empty.
    pub fn of(https: bool, authority: &str) -> Option<Self> {
        let authority = authority.to_ascii_lowercase();
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority.as_str(), None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let sound = !host.is_empty()
            && host.chars().all(is_name)
            && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 0));
        let scheme = if https { "https" } else { "http" };
        sound.then(|| Self { rp_id: host.to_owned(), origin: format!("{scheme}://{authority}") })
    }

    /// The host alone.
    pub fn rp_id(&self) -> &str {
        &self.rp_id
    }

    /// Scheme, host and port, as a browser writes them.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

//! The addresses of the public pages. What a test opens beside them it adds itself.

/// In Japanese. `/write` is the last: whoever has seen them all goes on there.
pub const PAGES: [&str; 9] =
    ["/", "/crisis", "/about", "/safety", "/feedback", "/mailbox", "/book", "/waiting", "/write"];

/// The same, behind the forms that need no program.
pub fn public() -> impl Iterator<Item = &'static str> {
    ["/plain/write", "/plain/mailbox"].into_iter().chain(PAGES)
}

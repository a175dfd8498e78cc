//! What helps to write a reply: ready-made texts with places to fill, and a look at what was written before it goes.
//! Rules alone; what they say in words stands in the interface.

mod blank;
mod hint;
mod leak;
mod name;
mod snippet;

pub use blank::{BLANK, first_blank};
pub use hint::{Hint, Wanted, hints};
pub use leak::{Leak, Papers, RUN, leaks};
pub use name::other_name;
pub use snippet::{Filling, Snippet, SnippetFault, Snippets, Variable, fill};

//! What the two applications do in a browser, natively: a writer, a mailbox and a member of staff.
//! Blocking, so that a thread is a person. All cryptography is the domain's.

pub mod error;
pub mod file;
pub mod form;
pub mod http;
pub mod letter;
pub mod mailbox;
pub mod random;
pub mod staff;
pub mod totp;
pub mod visitor;

pub use error::ClientError;
pub use file::seal_file;
pub use form::Form;
pub use http::{Answer, Server};
pub use letter::Words;
pub use mailbox::Mailbox;
pub use staff::StaffMember;
pub use visitor::{Prepared, Visitor};

//! What is wrong with a letter, in words: the same for the first one and for one more.

use crate::words::public::letter as words;
use madobe_domain::text::TextFault;

pub fn fault_words(fault: TextFault) -> String {
    match fault {
        TextFault::TooLong { over } => words::too_long(&over.to_string()),
        TextFault::Empty | TextFault::Character => words::EMPTY.to_owned(),
    }
}

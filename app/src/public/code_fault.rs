//! What is wrong with a code that was typed, in words.

use crate::words::public::entry as words;
use madobe_domain::crypto::code::CodeFault;

pub fn code_fault(fault: CodeFault) -> String {
    match fault {
        CodeFault::Empty => words::EMPTY.to_owned(),
        CodeFault::Short { missing } => words::short(&missing.to_string()),
        CodeFault::Long { over } => words::long(&over.to_string()),
        CodeFault::CheckDigit => words::CHECK_DIGIT.to_owned(),
    }
}

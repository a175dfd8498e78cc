//! One file for each figure.
mod access;
mod api;
mod booking;
mod bytes;
mod crowd;
mod edge;
mod lighthouse;
mod open;
mod plain;
mod rows;
mod send;
mod slow_phone;
mod staff;
mod typing;

use anyhow::Result;

use crate::Wish;
use crate::report::Report;

pub type Measure = fn(&Wish, &mut Report) -> Result<()>;

/// By name, in the order of the table.
pub const ALL: [(&str, Measure); 14] = [
    ("bytes", bytes::measure),
    ("phone", slow_phone::measure),
    ("send", send::measure),
    ("open", open::measure),
    ("plain", plain::measure),
    ("staff", staff::measure),
    ("api", api::measure),
    ("rows", rows::measure),
    ("edge", edge::measure),
    ("booking", booking::measure),
    ("crowd", crowd::measure),
    ("access", access::measure),
    ("lighthouse", lighthouse::measure),
    ("typing", typing::measure),
];

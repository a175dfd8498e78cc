//! Every word people see, from `app/locales/LANGUAGE/*.json` (see `build.rs` and ADR 3).
#![allow(clippy::all, reason = "generated from the catalogue")]
include!(concat!(env!("OUT_DIR"), "/words.rs"));

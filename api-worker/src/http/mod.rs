//! HTTP: routes, who may call them, and what every answer carries. No rule of the desk is decided here.

pub mod app;
pub mod arrival;
pub mod auth;
pub mod body;
pub mod booking;
pub mod calendar;
pub mod case;
pub mod cross_site;
pub mod desk;
pub mod error;
pub mod headers;
pub mod health;
pub mod intake;
pub mod mailbox;
pub mod openapi;
pub mod page;
#[cfg(feature = "plain")]
pub mod plain;
pub mod print;
pub mod query;
pub mod rest;
pub mod router;
pub mod session;
pub mod setup;
pub mod sync;
pub mod team;

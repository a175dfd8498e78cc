//! What the live tests share: a running desk, its people and a way to wait.
pub mod browser;
pub mod cut;
pub mod desk;
pub mod pages;
pub mod photos;
pub mod picture;
pub mod runtime;
pub mod spoilt;
pub mod steps;
pub mod suite;
pub mod talks;
pub mod together;
pub mod wait;
pub mod walk;
pub mod weight;

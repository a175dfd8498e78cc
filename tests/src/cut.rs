//! A request whose answer never arrives: the line is cut after the last byte was sent, or after the first came back.
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

/// When the line is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before anything came back: nobody knows whether it was done.
    AfterSending,
    /// In the middle of the answer: it was done, and nobody heard.
    WithinAnswer,
}

pub fn post<B: Serialize>(
    base: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &B,
    cut: Cut,
) -> Result<()> {
    let headers = [&[("content-type", "application/json")], headers].concat();
    send(base, path, &headers, &serde_json::to_vec(body)?, cut)
}

/// Any body at all.
pub fn send(base: &str, path: &str, headers: &[(&str, &str)], body: &[u8], cut: Cut) -> Result<()> {
    let host = base.strip_prefix("http://").context("not http")?;
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: {host}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    if cut == Cut::WithinAnswer {
        stream.read_exact(&mut [0; 1])?;
    }
    Ok(stream.shutdown(Shutdown::Both)?)
}

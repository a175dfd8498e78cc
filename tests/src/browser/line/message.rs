//! One request and one answer over one connection, as far as a browser and the runtime need it.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

type Headers = Vec<(String, String)>;

pub struct Request {
    method: String,
    pub path: String,
    headers: Headers,
    pub body: Vec<u8>,
}

pub struct Response {
    pub status: u16,
    reason: String,
    headers: Headers,
    pub body: Vec<u8>,
}

fn find<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The first line and the headers, with names in small letters.
fn head(reader: &mut impl BufRead) -> Result<(String, Headers)> {
    let mut line = || -> Result<String> {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            bail!("nothing came");
        }
        Ok(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut headers = Headers::new();
    loop {
        let next = line()?;
        let Some((name, value)) = next.split_once(':') else { return Ok((first, headers)) };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

impl Request {
    pub fn read(stream: &TcpStream) -> Result<Self> {
        let mut reader = BufReader::new(stream);
        let (first, headers) = head(&mut reader)?;
        let mut words = first.split(' ');
        let (method, path) = words.next().zip(words.next()).context("no request")?;
        let length = find(&headers, "content-length").map_or(Ok(0), str::parse)?;
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        Ok(Self { method: method.to_owned(), path: path.to_owned(), headers, body })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// As if it came from this address. Pages come whole and unpacked, since something is put into them, and their
    /// headers may be changed: an answer "as before" would bring back the ones that were not.
    pub fn ask(&self, host: &str, address: &str) -> Result<Response> {
        let page = self.header("accept").is_some_and(|accept| accept.contains("text/html"));
        let mut stream = TcpStream::connect(host)?;
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            let own = matches!(name.as_str(), "connection" | "cf-connecting-ip");
            let shortens = matches!(name.as_str(), "accept-encoding" | "if-none-match");
            if !(own || page && shortens) {
                text.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        text.push_str(&format!("cf-connecting-ip: {address}\r\nconnection: close\r\n\r\n"));
        stream.write_all(text.as_bytes())?;
        stream.write_all(&self.body)?;
        let mut reader = BufReader::new(stream);
        let (first, mut headers) = head(&mut reader)?;
        let (_, status) = first.split_once(' ').context("no answer")?;
        let (code, reason) = status.split_once(' ').unwrap_or((status, ""));
        let body = body(&mut reader, &headers, self.method == "HEAD")?;
        let own = ["transfer-encoding", "content-length", "connection", "keep-alive"];
        headers.retain(|(name, _)| !own.contains(&name.as_str()));
        Ok(Response { status: code.parse()?, reason: reason.to_owned(), headers, body })
    }
}

fn body(reader: &mut impl BufRead, headers: &Headers, none: bool) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    if none {
        return Ok(body);
    }
    if find(headers, "transfer-encoding").is_none() {
        if let Some(length) = find(headers, "content-length") {
            reader.take(length.parse()?).read_to_end(&mut body)?;
        }
        return Ok(body);
    }
    loop {
        let mut size = String::new();
        reader.read_line(&mut size)?;
        let size = u64::from_str_radix(size.trim(), 16)?;
        reader.by_ref().take(size).read_to_end(&mut body)?;
        reader.read_line(&mut String::new())?;
        if size == 0 {
            return Ok(body);
        }
    }
}

impl Response {
    pub fn page(text: &str, kind: &str) -> Self {
        let fixed = [("content-type", kind), ("cache-control", "no-store")];
        let headers = fixed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { status: 200, reason: "OK".to_owned(), headers, body: text.as_bytes().to_vec() }
    }

    pub fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn is_page(&self) -> bool {
        find(&self.headers, "content-type").is_some_and(|kind| kind.starts_with("text/html"))
            && !self.body.is_empty()
    }

    /// Right behind the beginning of the head.
    pub fn put_in(&mut self, text: &str) {
        let mark = b"<head>";
        if let Some(place) = self.body.windows(mark.len()).position(|part| part == mark) {
            let place = place + mark.len();
            self.body.splice(place..place, text.bytes());
        }
    }

    /// At most so many bytes, then a pause, and so on.
    pub fn write(&self, stream: &mut TcpStream, pace: Option<(u64, Duration)>) -> Result<()> {
        let mut text = format!("HTTP/1.1 {} {}\r\n", self.status, self.reason);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        // An answer that says "as before" says nothing about its length.
        if !matches!(self.status, 204 | 304) {
            text.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        text.push_str("connection: close\r\n\r\n");
        stream.write_all(text.as_bytes())?;
        let Some((bytes, pause)) = pace else { return Ok(stream.write_all(&self.body)?) };
        for part in self.body.chunks(usize::try_from(bytes.max(1))?) {
            stream.write_all(part)?;
            thread::sleep(pause);
        }
        Ok(())
    }
}

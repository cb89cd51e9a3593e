//! A request as it came.

use std::io::{self, BufRead, ErrorKind, Read, Write};

use crate::percent;

/// How large a body may be. Services take less.
const MOST: u64 = 256 << 20;

/// A request as it came, nothing decoded and nothing normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Method, as sent.
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// Names as sent, values without the white space around them; in order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The path as sent.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }

    /// The query as sent, without the question mark. `None` without one.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The pairs of the query, decoded, in order; a value is `None` without `=`.
    ///
    /// # Errors
    /// If it does not decode.
    pub fn query_pairs(&self) -> Result<Vec<(String, Option<String>)>, String> {
        let pairs = self.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let decoded = |pair: &str| match pair.split_once('=') {
            Some((name, value)) => Ok((percent::decode(name)?, Some(percent::decode(value)?))),
            None => Ok((percent::decode(pair)?, None)),
        };
        pairs.map(decoded).collect()
    }

    /// All values of a header, as text. Bytes that are not UTF-8 show as U+FFFD.
    pub fn header_values(&self, name: &str) -> Vec<String> {
        let same_name = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        same_name.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).collect()
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        self.header_values(name).into_iter().next()
    }

    /// Reads the next request of a connection; `None` if the client closed it. A client that asks first
    /// whether it may send the body is told so through `writer`.
    pub(super) fn read(reader: &mut impl BufRead, mut writer: impl Write) -> io::Result<Option<Self>> {
        let mut first = line(reader)?;
        if first.is_empty() {
            return Ok(None);
        }
        first.truncate(first.trim_ascii_end().len());
        let first = String::from_utf8(first).map_err(|_| invalid("the request line is not UTF-8"))?;
        // The target is everything between the first and the last space: one that was not encoded shows.
        let (method, rest) = first.split_once(' ').ok_or_else(|| invalid("no target"))?;
        let (target, _) = rest.rsplit_once(' ').ok_or_else(|| invalid("no version"))?;
        let mut request =
            Self { method: method.into(), target: target.into(), headers: Vec::new(), body: Vec::new() };
        loop {
            let line = line(reader)?;
            let line = line.trim_ascii_end();
            if line.is_empty() {
                break;
            }
            let colon = line.iter().position(|byte| *byte == b':').ok_or_else(|| invalid("no colon"))?;
            let (name, value) = line.split_at(colon);
            let value = value.strip_prefix(b":").unwrap_or_default().trim_ascii();
            request.headers.push((String::from_utf8_lossy(name).into_owned(), value.to_vec()));
        }
        if request.header("expect").is_some_and(|expected| expected.eq_ignore_ascii_case("100-continue")) {
            writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        let coding = request.header("transfer-encoding");
        if coding.is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            request.body = chunks(reader)?;
        } else {
            let length = request.header("content-length").map_or(Ok(0), |length| length.parse());
            take(reader, length.map_err(|_| invalid("Content-Length is no number"))?, &mut request.body)?;
        }
        Ok(Some(request))
    }
}

/// A body that is sent in pieces, each after its length. Trailers are dropped.
fn chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let head = line(reader)?;
        let size = head.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let size = str::from_utf8(size).ok().and_then(|size| u64::from_str_radix(size, 16).ok());
        match size.ok_or_else(|| invalid("a chunk has no length"))? {
            0 => break,
            size => take(reader, size, &mut body)?,
        }
        line(reader)?;
    }
    while !line(reader)?.trim_ascii_end().is_empty() {}
    Ok(body)
}

/// Reads so many bytes more, without room for those that are only announced.
fn take(reader: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    if length.saturating_add(body.len() as u64) > MOST {
        return Err(invalid("the body is too large"));
    }
    let read = reader.take(length).read_to_end(body)?;
    if (read as u64) < length { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

fn line(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(line)
}

fn invalid(problem: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, problem)
}

//! What the server answers, and how it fails to.

use std::{
    io::{self, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::Duration,
};

use serde_json::Value;
use socket2::SockRef;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, beside those that the body needs.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How it is sent.
    pub delivery: Delivery,
}

/// How an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// At once and whole.
    Whole,
    /// Whole, but late.
    After(Duration),
    /// The connection ends after so many bytes of the body.
    CutAfter(usize),
    /// The connection is reset instead of an answer.
    Reset,
}

impl Answer {
    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), delivery: Delivery::Whole }
    }

    /// A status with a JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::bytes(status, body.to_string())
    }

    /// A status with a body that claims to be JSON.
    pub fn bytes(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::status(status) }.with_header("Content-Type", "application/json")
    }

    /// A status with a plain text.
    pub fn text(status: u16, body: &str) -> Self {
        Self { body: body.into(), ..Self::status(status) }.with_header("Content-Type", "text/plain")
    }

    /// With one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sent in another way.
    #[must_use]
    pub fn delivered(self, delivery: Delivery) -> Self {
        Self { delivery, ..self }
    }

    /// Sends it. False if the connection has ended with it.
    pub(super) fn deliver(&self, mut stream: &TcpStream, is_head: bool) -> io::Result<bool> {
        let body = if self.has_body(is_head) { self.body.as_slice() } else { &[] };
        match self.delivery {
            Delivery::Whole => {}
            Delivery::After(delay) => thread::sleep(delay),
            Delivery::CutAfter(bytes) => {
                let start = body.get(..bytes).unwrap_or(body);
                stream.write_all(&[&self.head(is_head), start].concat())?;
                stream.shutdown(Shutdown::Both)?;
                return Ok(false);
            }
            Delivery::Reset => {
                // Closing with unsent data discarded at once is what sends a reset.
                SockRef::from(stream).set_linger(Some(Duration::ZERO))?;
                return Ok(false);
            }
        }
        stream.write_all(&[&self.head(is_head), body].concat())?;
        Ok(true)
    }

    fn head(&self, is_head: bool) -> Vec<u8> {
        let headers: String =
            self.headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
        let length = if self.has_body(is_head) {
            format!("Content-Length: {}\r\n", self.body.len())
        } else {
            String::new()
        };
        format!("HTTP/1.1 {} -\r\n{headers}{length}\r\n", self.status).into_bytes()
    }

    fn has_body(&self, is_head: bool) -> bool {
        !is_head && !matches!(self.status, 100..200 | 204 | 304)
    }
}

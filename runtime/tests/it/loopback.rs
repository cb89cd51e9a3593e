//! A server on this machine that records requests byte by byte and answers with given bytes.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use huaweicloud_runtime::{Client, ClientBuilder, Credentials};

pub(crate) struct Loopback {
    address: SocketAddr,
    requests: Receiver<Recorded>,
}

/// A request as it arrived.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    /// Path and query, exactly as sent.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Loopback {
    /// Answers every request with these bytes.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        Self::answering_after(Duration::ZERO, answer)
    }

    /// Answers `200` with a JSON body.
    pub(crate) fn answering_json(body: &str) -> Self {
        Self::answering(answer("200 OK", &[("Content-Type", "application/json")], body))
    }

    /// Answers late.
    pub(crate) fn answering_after(delay: Duration, answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // A client that breaks off is part of some tests.
                let Some(request) = read_request(&mut stream) else { continue };
                let _ = sender.send(request);
                thread::sleep(delay);
                let _ = stream.write_all(&answer);
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `127.0.0.1:port`
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The next request that has arrived.
    pub(crate) fn request(&self) -> Recorded {
        self.requests.try_recv().expect("a request should have arrived")
    }

    pub(crate) fn has_no_request(&self) -> bool {
        self.requests.try_recv().is_err()
    }

    /// A client for this server, with everything it needs.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .endpoint(self.url())
            .no_proxy()
            .credentials(Credentials::access_key("AKTESTEXAMPLE", "SKTESTEXAMPLE"))
            .project_id("project-1")
    }

    pub(crate) async fn client(&self) -> Client {
        self.builder().build().await.unwrap()
    }
}

impl Recorded {
    /// The only header of a name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "two headers {name} in {self:?}");
        value
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }

    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// The bytes of an answer after which the connection ends.
pub(crate) fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().flat_map(|(name, value)| [*name, ": ", *value, "\r\n"]).collect();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn read_request(stream: &mut TcpStream) -> Option<Recorded> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.strip_suffix("\r\n")?.to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut first = lines.first()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<_> = lines[1..]
        .iter()
        .map(|line| line.split_once(": ").map(|(n, v)| (n.to_owned(), v.to_owned())))
        .collect::<Option<_>>()?;
    let mut recorded = Recorded { method, target, headers, body: Vec::new() };
    let length = recorded.header("content-length").map_or(0, |length| length.parse().unwrap());
    recorded.body.resize(length, 0);
    reader.read_exact(&mut recorded.body).ok()?;
    Some(recorded)
}

//! A transport that plays a script: one answer after the other, and what it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::Request;
use huaweicloud_runtime::{BoxFuture, Client, ClientBuilder, Transport, TransportError, TransportErrorKind};

/// Cheap to clone; clones play the same script.
#[derive(Clone, Default)]
pub(crate) struct Script {
    lines: Arc<Mutex<VecDeque<Line>>>,
    asked: Arc<Mutex<Vec<Request<Bytes>>>>,
}

enum Line {
    Answer(http::Response<Bytes>),
    Failure(TransportErrorKind),
}

impl Script {
    /// Answers with a status, headers and a body.
    pub(crate) fn answer(self, status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        let answer = answer.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
        self.lines.lock().unwrap().push_back(Line::Answer(answer));
        self
    }

    /// Answers `200` with a body.
    pub(crate) fn json(self, body: &str) -> Self {
        self.answer(200, &[], body)
    }

    /// Fails to answer.
    pub(crate) fn failure(self, kind: TransportErrorKind) -> Self {
        self.lines.lock().unwrap().push_back(Line::Failure(kind));
        self
    }

    /// A client in `cn-north-4` that knows nothing of the environment.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().region("cn-north-4").environment(|_| None).transport(self.clone())
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Request<Bytes>> {
        self.asked.lock().unwrap().clone()
    }

    /// Method, host, path and query of all requests so far.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.asked().iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.asked.lock().unwrap().push(request);
        let line = self.lines.lock().unwrap().pop_front().expect("the script should have an answer left");
        Box::pin(async {
            // Lets other tasks run, as a network would.
            tokio::task::yield_now().await;
            match line {
                Line::Answer(answer) => Ok(answer),
                Line::Failure(kind) => Err(TransportError::new(kind, "as the script says")),
            }
        })
    }
}

/// A header of a request.
pub(crate) fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

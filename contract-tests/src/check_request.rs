//! Holds a received request to the specification and to the arguments it was made from.

mod body;
mod form;
mod headers;
mod path;
mod query;
mod signature;

use spec::model::{Arguments, Operation};

use crate::bench::Sender;
use crate::finding::Finding;
use crate::loopback::Received;

/// What a request should be.
pub struct Expectation<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// What the caller gave.
    pub arguments: &'a Arguments,
    /// Who called.
    pub sender: &'a Sender,
}

impl Expectation<'_> {
    /// How a request differs from it.
    pub fn check(&self, received: &Received) -> Vec<Finding> {
        let mut findings = Vec::new();
        let method = self.operation.method.as_str();
        if received.method != method {
            findings.push(Finding::new("another method", "request line", method, &received.method));
        }
        path::check(self, received, &mut findings);
        query::check(self, received, &mut findings);
        headers::check(self, received, &mut findings);
        signature::check(self, received, &mut findings);
        body::check(self, received, &mut findings);
        findings
    }

    /// Holds the requests of one call to it: there has to be exactly one.
    pub fn check_only(&self, received: &[Received]) -> Vec<Finding> {
        match received {
            [request] => self.check(request),
            _ => vec![Finding::new("requests of one call", "connection", "1", received.len())],
        }
    }
}

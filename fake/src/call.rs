//! What the cloud was asked, for tests to look at.

use spec::model::Arguments;

use crate::{finding::Finding, loopback::Received};

/// A request, as the cloud understood it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The service; `None` if no operation fits the request.
    pub service: Option<String>,
    /// The operation's id; `None` if no operation fits the request.
    pub operation: Option<String>,
    /// The documented arguments, by documented name, with the types of the specification.
    pub arguments: Arguments,
    /// What the specification does not allow.
    pub findings: Vec<Finding>,
    /// What the specification does not know: parameters, members of the body.
    pub undocumented: Vec<Finding>,
    /// The request itself.
    pub request: Received,
    /// The status of the answer.
    pub status: u16,
    /// The request id of the answer.
    pub request_id: String,
}

impl Call {
    pub(crate) fn of(request: Received, request_id: String) -> Self {
        Self {
            service: None,
            operation: None,
            arguments: Arguments::default(),
            findings: Vec::new(),
            undocumented: Vec::new(),
            request,
            status: 0,
            request_id,
        }
    }
}

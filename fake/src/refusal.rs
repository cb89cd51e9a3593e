//! Why a request is refused, in the words and the envelope of who refuses it.

use serde_json::{Value, json};
use spec::model::Operation;

use crate::loopback::Answer;

/// The code of what the fake finds wrong with a request: no page says which code stands for which mistake.
pub const BAD_REQUEST: &str = "Fake.BadRequest";

/// The header with the id of a request.
pub(crate) const REQUEST_ID: &str = "X-Request-Id";

/// A refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) envelope: Envelope,
}

/// The members in which an error is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Envelope {
    /// `error_code`, `error_msg`: what the gateway and most services use.
    #[default]
    ErrorCode,
    /// `errorCode`, `errorMessage`
    CamelCase,
    /// `code`, `message`
    Code,
    /// `error`, with a numeric `code`, `message`, `title`: what IAM uses for its older operations.
    Nested,
}

impl Refusal {
    /// By the gateway in front of all services.
    pub(crate) fn by_gateway(status: u16, message: impl Into<String>) -> Self {
        let code = match status {
            401 => "APIG.0301",
            403 => "APIG.0302",
            404 => "APIG.0101",
            429 => "APIG.0308",
            _ => "APIG.0201",
        };
        Self { status, code: code.into(), message: message.into(), envelope: Envelope::ErrorCode }
    }

    /// By IAM itself.
    pub(crate) fn by_iam(status: u16, message: impl Into<String>) -> Self {
        Self { status, code: status.to_string(), message: message.into(), envelope: Envelope::Nested }
    }

    /// By the service, as a bad request.
    pub(crate) fn by_service(envelope: Envelope, message: impl Into<String>) -> Self {
        Self { status: 400, code: BAD_REQUEST.into(), message: message.into(), envelope }
    }

    pub(crate) fn answer(&self, request_id: &str) -> Answer {
        let Self { status, code, message, envelope } = self;
        Answer::json(*status, &envelope.body(*status, code, message, request_id))
    }
}

impl Envelope {
    fn body(self, status: u16, code: &str, message: &str, request_id: &str) -> Value {
        match self {
            Self::ErrorCode => json!({"error_code": code, "error_msg": message, "request_id": request_id}),
            Self::CamelCase => json!({"errorCode": code, "errorMessage": message}),
            Self::Code => json!({"code": code, "message": message, "request_id": request_id}),
            Self::Nested => {
                let title = if status == 401 { "Unauthorized" } else { "Bad Request" };
                json!({"error": {"code": status, "message": message, "title": title}})
            }
        }
    }

    /// The envelope that an operation's page shows, or else the one of most of the others.
    pub(crate) fn of<'a>(operation: &Operation, others: impl Iterator<Item = &'a Operation>) -> Self {
        Self::shown(operation).unwrap_or_else(|| {
            let mut shown: Vec<Self> = others.filter_map(Self::shown).collect();
            shown.sort_unstable();
            let most = shown.chunk_by(PartialEq::eq).max_by_key(|chunk| chunk.len());
            most.and_then(<[_]>::first).copied().unwrap_or_default()
        })
    }

    fn shown(operation: &Operation) -> Option<Self> {
        let errors = operation.responses.iter().filter(|(status, _)| status.as_str() >= "400");
        errors.filter_map(|(_, response)| response.schema.as_ref()).find_map(|schema| {
            let has = |name: &str| schema.properties.contains_key(name);
            match () {
                () if has("error_code") && has("error_msg") => Some(Self::ErrorCode),
                () if has("errorCode") && has("errorMessage") => Some(Self::CamelCase),
                () if has("code") && has("message") => Some(Self::Code),
                () if has("error") => Some(Self::Nested),
                () => None,
            }
        })
    }
}

//! What proves who is calling: the token, or a signature over what really arrived.

use huaweicloud_runtime::signing::{Algorithm, ToSign, body_hash, sign};

use super::Expectation;
use super::headers::{none, only};
use crate::bench::Secret;
use crate::finding::Finding;
use crate::loopback::Received;
use crate::services::is_global;

pub(super) fn check(expected: &Expectation<'_>, received: &Received, findings: &mut Vec<Finding>) {
    let sender = expected.sender;
    match &sender.secret {
        Secret::Token(token) => {
            only("X-Auth-Token", token, received, findings);
            none("Authorization", received, findings);
        }
        Secret::Key { access_key, secret_key } => {
            none("X-Auth-Token", received, findings);
            if is_global(expected.operation) {
                only("X-Domain-Id", &sender.domain_id, received, findings);
                none("X-Project-Id", received, findings);
            } else {
                only("X-Project-Id", &sender.project_id, received, findings);
            }
            if let Err(finding) = signed(received, access_key, secret_key) {
                findings.push(finding);
            }
        }
    }
}

/// Signs the request again, as it arrived, and compares.
fn signed(received: &Received, access_key: &str, secret_key: &str) -> Result<(), Finding> {
    let problem = |name: &str, expected: &str, found: &str| {
        Finding::new("the signature does not hold", format!("header {name}"), expected, found)
    };
    let header = |name: &str| received.header(name).ok_or_else(|| problem(name, "a value", "nothing"));
    let authorization = header("Authorization")?;
    let date = header("X-Sdk-Date")?;
    let date = date.parse().map_err(|_| problem("X-Sdk-Date", "YYYYMMDDTHHMMSSZ", &date))?;
    let names = authorization.split("SignedHeaders=").nth(1).and_then(|rest| rest.split(',').next());
    let names: Vec<&str> = names.unwrap_or_default().split(';').collect();
    for name in ["host", "x-sdk-date", "content-type"] {
        if !names.contains(&name) {
            return Err(problem(
                "Authorization",
                &format!("{name} among the signed headers"),
                &authorization,
            ));
        }
    }
    let values = names.iter().map(|name| header(name)).collect::<Result<Vec<_>, _>>()?;
    let headers: Vec<(&str, &str)> =
        names.iter().zip(&values).map(|(name, value)| (*name, value.as_str())).collect();
    let hash = received.header("X-Sdk-Content-Sha256").filter(|_| !received.body.is_empty());
    let request = ToSign {
        method: &received.method,
        path: received.path(),
        query: received.query().unwrap_or_default(),
        headers: &headers,
        body_hash: &hash.unwrap_or_else(|| body_hash(&received.body)),
        date: &date,
    };
    let expected = sign(&request, access_key, secret_key, Algorithm::SdkHmacSha256).authorization;
    if authorization == expected { Ok(()) } else { Err(problem("Authorization", &expected, &authorization)) }
}

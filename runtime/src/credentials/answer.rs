//! Tokens, and temporary keys as the services that give them write them: one object, each with names of its own.

use bytes::Bytes;
use serde_json::Value;
use zeroize::Zeroize;

use super::{Fetched, Keys, Proof};
use crate::{Error, Response, clock, secret::Secret};

/// Reads `{"credential": {"access", "secret", "securitytoken", "expires_at"}}` and its relatives.
pub(super) fn temporary_keys(answer: &Response<Bytes>) -> Result<Fetched, Error> {
    let Ok(mut json) = serde_json::from_slice::<Value>(answer) else {
        return Err(Error::unreadable(answer, "the answer is not JSON"));
    };
    let fetched = read(&json);
    wipe(&mut json);
    fetched.ok_or_else(|| Error::unreadable(answer, "the answer has no access key and secret key"))
}

/// The token that IAM gives in the header `X-Subject-Token`.
pub(super) fn subject_token(answer: &Response<Bytes>) -> Result<&str, Error> {
    let token = answer.headers().get("x-subject-token").and_then(|value| value.to_str().ok());
    token
        .filter(|token| !token.is_empty())
        .ok_or_else(|| Error::unreadable(answer, "the answer has no token in X-Subject-Token"))
}

fn read(json: &Value) -> Option<Fetched> {
    let object = json.get("credential").or_else(|| json.get("credentials")).unwrap_or(json);
    let text = |names: [&str; 3]| {
        names.iter().find_map(|name| object.get(name)?.as_str()).filter(|text| !text.is_empty())
    };
    let keys = Keys {
        access_key: text(["access", "accessKeyId", "access_key_id"])?.to_owned(),
        secret_key: Secret::new(text(["secret", "secretAccessKey", "secret_access_key"])?),
        security_token: text(["securitytoken", "securityToken", "security_token"]).map(Secret::new),
    };
    Some(Fetched {
        proof: Proof::Keys(keys),
        expires: text(["expires_at", "expiration", "expiresAt"]).and_then(clock::from_json),
        project_id: None,
        domain_id: None,
    })
}

/// Wipes every text of a value that holds secrets.
pub(super) fn wipe(json: &mut Value) {
    match json {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

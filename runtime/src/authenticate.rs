//! Adds to a request what proves who is calling.

use bytes::Bytes;
use http::{
    HeaderMap, Request,
    header::{AUTHORIZATION, CONTENT_TYPE},
};

use crate::{
    Client, Error, SdkDate,
    credentials::Kind,
    request::header_value,
    secret::Secret,
    signing::{Algorithm, ToSign, body_hash, sign},
};

/// What is signed, if it is there. Nothing that a proxy or a library may change on the way.
const SIGNED: [&str; 7] = [
    "content-type",
    "host",
    "x-domain-id",
    "x-project-id",
    "x-sdk-content-sha256",
    "x-sdk-date",
    "x-security-token",
];

/// Adds the token, or signs. A request that brings its own `Authorization` is left as it is.
pub(crate) fn authenticate(request: &mut Request<Bytes>, client: &Client, at: &SdkDate) -> Result<(), Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        return Ok(());
    }
    match &client.credentials().0 {
        Kind::Token(token) => insert_secret(request.headers_mut(), "x-auth-token", token.expose()),
        Kind::AccessKey { access_key, secret_key, security_token } => {
            add_signed_headers(request.headers_mut(), client, security_token.as_ref(), at)?;
            let authorization = authorization(request, access_key, secret_key)?;
            insert_secret(request.headers_mut(), AUTHORIZATION.as_str(), &authorization)
        }
    }
}

fn add_signed_headers(
    headers: &mut HeaderMap,
    client: &Client,
    security_token: Option<&Secret>,
    at: &SdkDate,
) -> Result<(), Error> {
    insert_if_absent(headers, "x-sdk-date", &at.to_string())?;
    match (client.project_id(), client.domain_id()) {
        (Some(project), _) => insert_if_absent(headers, "x-project-id", project)?,
        (None, Some(domain)) => insert_if_absent(headers, "x-domain-id", domain)?,
        (None, None) => {}
    }
    if let Some(token) = security_token {
        insert_secret(headers, "x-security-token", token.expose())?;
    }
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let hashed =
        content_type.starts_with(b"application/json") || content_type.starts_with(b"application/bson");
    if !hashed && !content_type.is_empty() {
        insert_if_absent(headers, "x-sdk-content-sha256", "UNSIGNED-PAYLOAD")?;
    }
    Ok(())
}

fn authorization(request: &Request<Bytes>, access_key: &str, secret_key: &Secret) -> Result<String, Error> {
    let text =
        |name| request.headers().get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let headers: Vec<(&str, &str)> =
        SIGNED.iter().filter_map(|&name| text(name).map(|value| (name, value))).collect();
    let body_hash = match text("x-sdk-content-sha256") {
        Some(given) if !request.body().is_empty() => given.to_owned(),
        _ => body_hash(request.body()),
    };
    let to_sign = ToSign {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: &headers,
        body_hash: &body_hash,
        date: &text("x-sdk-date").unwrap_or_default().parse()?,
    };
    Ok(sign(&to_sign, access_key, secret_key.expose(), Algorithm::SdkHmacSha256).authorization)
}

fn insert_if_absent(headers: &mut HeaderMap, name: &'static str, value: &str) -> Result<(), Error> {
    headers.entry(name).or_insert(header_value(name, value)?);
    Ok(())
}

fn insert_secret(headers: &mut HeaderMap, name: &'static str, value: &str) -> Result<(), Error> {
    let mut value = header_value(name, value)?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

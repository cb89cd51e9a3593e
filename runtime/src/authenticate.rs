//! Adds to a request what proves who is calling.

use std::borrow::Cow;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Request,
    header::{AUTHORIZATION, CONTENT_TYPE, Entry},
};

use crate::{
    Error, SdkDate,
    body::Body,
    credentials::{Keys, Proof},
    request::{control_character, header_value},
    signing::{Algorithm, ToSign, body_hash, canonical_request, sign},
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

/// Names that are made once: making one costs as much as a whole look-up.
static DATE: HeaderName = HeaderName::from_static("x-sdk-date");
static PROJECT: HeaderName = HeaderName::from_static("x-project-id");
static DOMAIN: HeaderName = HeaderName::from_static("x-domain-id");
static CONTENT_HASH: HeaderName = HeaderName::from_static("x-sdk-content-sha256");

/// How large a body may be whose hash is signed; gateways refuse larger ones.
const HASHED_LIMIT: usize = 12 * 1024 * 1024;

/// In whose name, and how.
pub(crate) struct Signer<'a> {
    pub(crate) proof: &'a Proof,
    pub(crate) project_id: Option<&'a str>,
    pub(crate) domain_id: Option<&'a str>,
    pub(crate) algorithm: Algorithm<'a>,
}

/// Adds the token, or signs. A request that brings its own `Authorization` is left as it is.
pub(crate) fn authenticate(
    request: &mut Request<Body>,
    signer: &Signer<'_>,
    at: &SdkDate,
) -> Result<(), Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        return Ok(());
    }
    match signer.proof {
        Proof::Token(token) => insert_secret(request.headers_mut(), "x-auth-token", token.expose()),
        Proof::Keys(keys) => {
            let date = add_signed_headers(request, signer, keys, at)?;
            refuse_too_large(request)?;
            let authorization = with_what_is_signed(request, &date, |to_sign| {
                sign(to_sign, &keys.access_key, keys.secret_key.expose(), signer.algorithm).authorization
            });
            let authorization = HeaderValue::try_from(authorization);
            let mut authorization = authorization.map_err(|_| control_character("Authorization"))?;
            authorization.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, authorization);
            Ok(())
        }
    }
}

/// What was hashed for the signature of a request, for those who look for the mistake; the security token
/// is left out. `None` if the request is not signed.
pub(crate) fn explain(mut request: Request<Body>, signer: &Signer<'_>, at: &SdkDate) -> Option<String> {
    if request.headers().contains_key(AUTHORIZATION) {
        return None;
    }
    let Proof::Keys(keys) = signer.proof else { return None };
    let date = add_signed_headers(&mut request, signer, keys, at).ok()?;
    if keys.security_token.is_some() {
        let hidden = HeaderValue::from_static("[secret]");
        request.headers_mut().insert("x-security-token", hidden);
    }
    Some(with_what_is_signed(&request, &date, |to_sign| canonical_request(to_sign).0))
}

/// Gives the date of the signature: the request's own, if it brings one.
fn add_signed_headers<'a>(
    request: &mut Request<Body>,
    signer: &Signer<'_>,
    keys: &Keys,
    at: &'a SdkDate,
) -> Result<Cow<'a, SdkDate>, Error> {
    let in_memory = request.body().bytes().is_some();
    let headers = request.headers_mut();
    let date = match headers.entry(&DATE) {
        Entry::Occupied(own) => Cow::Owned(own.get().to_str().unwrap_or_default().parse()?),
        Entry::Vacant(vacant) => {
            vacant.insert(header_value(DATE.as_str(), at.as_str())?);
            Cow::Borrowed(at)
        }
    };
    if let Some(project) = signer.project_id {
        insert_if_absent(headers, &PROJECT, project)?;
    }
    if let Some(domain) = signer.domain_id {
        insert_if_absent(headers, &DOMAIN, domain)?;
    }
    if let Some(token) = &keys.security_token {
        insert_secret(headers, "x-security-token", token.expose())?;
    }
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let hashed =
        content_type.starts_with(b"application/json") || content_type.starts_with(b"application/bson");
    if !in_memory || !hashed && !content_type.is_empty() {
        insert_if_absent(headers, &CONTENT_HASH, "UNSIGNED-PAYLOAD")?;
    }
    Ok(date)
}

fn refuse_too_large(request: &Request<Body>) -> Result<(), Error> {
    let size = request.body().bytes().map_or(0, Bytes::len);
    if size <= HASHED_LIMIT || request.headers().contains_key(&CONTENT_HASH) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "the body has {size} bytes, and a request that is signed with an access key may have {HASHED_LIMIT}: \
         use a token instead (`Credentials::password`, `Credentials::token`)"
    )))
}

fn with_what_is_signed<T>(request: &Request<Body>, date: &SdkDate, f: impl FnOnce(&ToSign<'_>) -> T) -> T {
    fn text(value: &HeaderValue) -> Option<&str> {
        std::str::from_utf8(value.as_bytes()).ok()
    }
    let headers: Vec<(&str, &str)> = request
        .headers()
        .iter()
        .filter(|(name, _)| SIGNED.contains(&name.as_str()))
        .filter_map(|(name, value)| Some((name.as_str(), text(value)?)))
        .collect();
    let body_hash = match request.headers().get(&CONTENT_HASH).and_then(text) {
        Some(given) if !request.body().is_empty() => given.to_owned(),
        _ => body_hash(request.body().bytes().map_or(&[], |bytes| bytes)),
    };
    f(&ToSign {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: &headers,
        body_hash: &body_hash,
        date,
    })
}

fn insert_if_absent(headers: &mut HeaderMap, name: &HeaderName, value: &str) -> Result<(), Error> {
    headers.entry(name).or_insert(header_value(name.as_str(), value)?);
    Ok(())
}

fn insert_secret(headers: &mut HeaderMap, name: &'static str, value: &str) -> Result<(), Error> {
    let mut value = header_value(name, value)?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

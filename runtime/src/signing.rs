//! Signatures over requests: pure functions from what is sent to what proves who sent it.
//!
//! The client signs by itself. This module is public for requests that no generated operation makes, and
//! for tests that check a signature.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::{Date, Month, OffsetDateTime};

pub use crate::encode::canonical_query;
use crate::{
    Error,
    encode::{decode, encode_into},
};

/// What a signature covers.
#[derive(Clone, Copy)]
pub struct ToSign<'a> {
    /// HTTP method in upper case.
    pub method: &'a str,
    /// The path as sent, percent-encoded.
    pub path: &'a str,
    /// The query as sent, made by [`canonical_query`], without the question mark.
    pub query: &'a str,
    /// The headers to sign, in any order. Names with an underscore are left out, as services do.
    pub headers: &'a [(&'a str, &'a str)],
    /// [`body_hash`] of the body, or the value of `X-Sdk-Content-Sha256` if that is sent with a body.
    pub body_hash: &'a str,
    /// The date as sent in `X-Sdk-Date`.
    pub date: &'a SdkDate,
}

/// How to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm<'a> {
    /// What nearly all services take.
    SdkHmacSha256,
    /// Signs with a key derived for one day, region and service.
    V11HmacSha256 {
        /// The region, or `globe` for credentials that belong to none.
        region: &'a str,
        /// The service's name in host names.
        service: &'a str,
    },
}

/// A signature and the steps to it, which explain why a service refuses one.
///
/// Has no `Debug`: a security token is part of the canonical request.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// What is hashed.
    pub canonical_request: String,
    /// What is signed.
    pub string_to_sign: String,
    /// The `Authorization` header.
    pub authorization: String,
}

/// Signs a request.
pub fn sign(request: &ToSign<'_>, access_key: &str, secret_key: &str, algorithm: Algorithm<'_>) -> Signature {
    let (canonical_request, signed_headers) = canonical_request(request);
    let hash = hex::encode(Sha256::digest(canonical_request.as_bytes()));
    let date = request.date;
    let (string_to_sign, authorization) = match algorithm {
        Algorithm::SdkHmacSha256 => {
            let string_to_sign = format!("SDK-HMAC-SHA256\n{date}\n{hash}");
            let signature = hex::encode(hmac(secret_key.as_bytes(), &[string_to_sign.as_bytes()]));
            let authorization = format!(
                "SDK-HMAC-SHA256 Access={access_key}, SignedHeaders={signed_headers}, Signature={signature}"
            );
            (string_to_sign, authorization)
        }
        Algorithm::V11HmacSha256 { region, service } => {
            let scope = format!("{}/{region}/{service}", date.day());
            let string_to_sign = format!("V11-HMAC-SHA256\n{date}\n{scope}\n{hash}");
            let key = derived_key(access_key, secret_key, &scope);
            let signature = hex::encode(hmac(key.as_bytes(), &[string_to_sign.as_bytes()]));
            let authorization = format!(
                "V11-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={signed_headers}, Signature={signature}"
            );
            (string_to_sign, authorization)
        }
    };
    Signature { canonical_request, string_to_sign, authorization }
}

/// The hash of a body, as the last line of a canonical request.
pub fn body_hash(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// The canonical request, and the names of the headers in it.
pub(crate) fn canonical_request(request: &ToSign<'_>) -> (String, String) {
    let mut headers: Vec<(String, &str)> = request
        .headers
        .iter()
        .filter(|(name, _)| !name.contains('_'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .collect();
    headers.sort_unstable();
    let signed = headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().flat_map(|(name, value)| [name, ":", value, "\n"]).collect();
    let path = canonical_path(request.path);
    let (method, query, hash) = (request.method, request.query, request.body_hash);
    (format!("{method}\n{path}\n{query}\n{lines}\n{signed}\n{hash}"), signed)
}

/// The path is decoded before it is split, so that an encoded slash counts as a slash.
fn canonical_path(path: &str) -> String {
    let decoded = decode(path);
    let mut canonical = String::with_capacity(path.len() + 1);
    for (position, segment) in decoded.split(|byte| *byte == b'/').enumerate() {
        if position > 0 {
            canonical.push('/');
        }
        encode_into(&mut canonical, segment);
    }
    if !canonical.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

/// HKDF-SHA256 of one block, whose hexadecimal text is the key.
fn derived_key(access_key: &str, secret_key: &str, scope: &str) -> String {
    let extracted = hmac(access_key.as_bytes(), &[secret_key.as_bytes()]);
    hex::encode(hmac(&extracted, &[scope.as_bytes(), &[1]]))
}

fn hmac(key: &[u8], message: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length")
    };
    for part in message {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A time as `X-Sdk-Date` carries it: `20260102T030405Z`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SdkDate(String);

/// The last second of the year 9999, after 1970.
const LATEST: u64 = 253_402_300_799;

impl SdkDate {
    /// The current time.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The date without the time: `20260102`.
    fn day(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }
}

impl From<&SdkDate> for SystemTime {
    fn from(date: &SdkDate) -> Self {
        time_of(&date.0).unwrap_or(Self::UNIX_EPOCH)
    }
}

/// The time that `20260102T030405Z` tells; `None` if no calendar has it.
fn time_of(text: &str) -> Option<SystemTime> {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|text| text.parse::<u8>().ok());
    let year = text.get(..4)?.parse().ok()?;
    let month = Month::try_from(number(4..6)?).ok()?;
    let day = Date::from_calendar_date(year, month, number(6..8)?).ok()?;
    let time = day.with_hms(number(9..11)?, number(11..13)?, number(13..15)?).ok()?;
    Some(SystemTime::from(time.assume_utc()))
}

impl From<SystemTime> for SdkDate {
    /// Times before 1970 count as 1970, and those after 9999, which four digits cannot tell, as its end.
    fn from(time: SystemTime) -> Self {
        let latest = SystemTime::UNIX_EPOCH + Duration::from_secs(LATEST);
        let time = OffsetDateTime::from(time.clamp(SystemTime::UNIX_EPOCH, latest));
        let (year, month, day) = time.to_calendar_date();
        let (hour, minute, second) = time.to_hms();
        Self(format!("{year:04}{:02}{day:02}T{hour:02}{minute:02}{second:02}Z", u8::from(month)))
    }
}

impl FromStr for SdkDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fits = text.len() == 16
            && text.bytes().enumerate().all(|(position, byte)| match position {
                8 => byte == b'T',
                15 => byte == b'Z',
                _ => byte.is_ascii_digit(),
            });
        if fits && time_of(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid("a date is written as YYYYMMDDTHHMMSSZ, such as 20260102T030405Z"))
        }
    }
}

impl fmt::Display for SdkDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_utc() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (1_136_214_245, "20060102T150405Z"),
            (1_767_323_045, "20260102T030405Z"),
            (4_107_542_400, "21000301T000000Z"),
        ] {
            let date = SdkDate::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(date.to_string(), text);
            assert_eq!(SystemTime::from(&date), SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        }
    }

    #[test]
    fn a_time_beyond_four_digits_is_the_last_one() {
        let late = SystemTime::UNIX_EPOCH + Duration::from_secs(LATEST + 1);
        assert_eq!(SdkDate::from(late).to_string(), "99991231T235959Z");
    }

    #[test]
    fn an_encoded_slash_counts_as_a_slash_in_the_canonical_path() {
        assert_eq!(canonical_path("/v1/a%2Fb%20c"), "/v1/a/b%20c/");
    }

    #[test]
    fn a_date_of_another_form_is_refused() {
        for text in [
            "",
            "20260230T000000Z",
            "20260102T990000Z",
            "2026-01-02T03:04Z",
            "20260102T030405",
            "20260102T030405é",
        ] {
            assert!(text.parse::<SdkDate>().is_err(), "{text}");
        }
    }
}

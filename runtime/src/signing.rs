//! Signatures over requests: pure functions from what is sent to what proves who sent it.
//!
//! The client signs by itself. This module is public for requests that no generated operation makes, and
//! for tests that check a signature.

use std::{fmt, str::FromStr, time::SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

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

fn canonical_request(request: &ToSign<'_>) -> (String, String) {
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

impl SdkDate {
    /// The current time.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// The date without the time: `20260102`.
    fn day(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }
}

impl From<SystemTime> for SdkDate {
    /// Times before 1970 count as 1970.
    fn from(time: SystemTime) -> Self {
        let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let (year, month, day) = civil_date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        Self(format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"))
    }
}

/// Year, month and day, from days since 1970. Counts in years that start in March, so that the leap day
/// is the last, and in eras of 400 years, after which the calendar repeats.
fn civil_date(days: u64) -> (u64, u64, u64) {
    const DAYS_TO_1970: u64 = 719_468; // from the first of March of the year 0
    const DAYS_PER_ERA: u64 = 146_097;
    let days = days + DAYS_TO_1970;
    let (era, day_of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
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
        if fits {
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
    use std::time::Duration;

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
        }
    }

    #[test]
    fn an_encoded_slash_counts_as_a_slash_in_the_canonical_path() {
        assert_eq!(canonical_path("/v1/a%2Fb%20c"), "/v1/a/b%20c/");
    }

    #[test]
    fn a_date_of_another_form_is_refused() {
        for text in ["", "2026-01-02T03:04Z", "20260102T030405", "20260102T030405é"] {
            assert!(text.parse::<SdkDate>().is_err(), "{text}");
        }
    }
}

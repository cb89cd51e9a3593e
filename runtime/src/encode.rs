//! Percent-encoding, in the one form that the signature, the path and the query share.

use std::fmt::Write;

/// Appends `bytes`, keeping `A-Za-z0-9-_.~` and writing every other byte as `%XX`.
pub(crate) fn encode_into(out: &mut String, bytes: &[u8]) {
    out.reserve(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Decodes each `%XX` once; a `%` that starts no such triple stays.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let (byte, tail) = triple(rest).unwrap_or((first, tail));
        bytes.push(byte);
        rest = tail;
    }
    bytes
}

fn triple(text: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, tail @ ..] = text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    Some((byte, tail))
}

/// The query as it is signed and must be sent: sorted by name, then by value, each percent-encoded and
/// joined by `&`, without the question mark.
pub fn canonical_query<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> String {
    let mut query = String::new();
    append_query(&mut query, pairs.iter().map(|(n, v)| (n.as_ref(), v.as_ref())).collect());
    query
}

/// Appends what [`canonical_query`] gives.
pub(crate) fn append_query(out: &mut String, mut pairs: Vec<(&str, &str)>) {
    pairs.sort_unstable();
    for (position, (name, value)) in pairs.into_iter().enumerate() {
        if position > 0 {
            out.push('&');
        }
        encode_into(out, name.as_bytes());
        out.push('=');
        encode_into(out, value.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_sorted_by_name_then_value_and_keeps_duplicates() {
        let pairs = [("b", "2"), ("a", "z"), ("a", "b b"), ("a", "z"), ("flag", "")];
        assert_eq!(canonical_query(&pairs), "a=b%20b&a=z&a=z&b=2&flag=");
    }

    #[test]
    fn a_percent_that_starts_no_triple_stays() {
        assert_eq!(decode("100%&%2F%4"), b"100%&/%4");
    }
}

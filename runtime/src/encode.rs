//! Percent-encoding, in the one form that the signature, the path and the query share.

use std::fmt::Write;

/// Appends `bytes`, keeping `A-Za-z0-9-_.~` and writing every other byte as `%XX`.
pub(crate) fn encode_into(out: &mut String, bytes: &[u8]) {
    let is_kept = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    for run in bytes.chunk_by(|left, right| is_kept(left) && is_kept(right)) {
        match (run, std::str::from_utf8(run)) {
            ([first, ..], Ok(text)) if is_kept(first) => out.push_str(text),
            // A byte alone. Writing to a string cannot fail.
            _ => run.iter().for_each(|byte| {
                let _ = write!(out, "%{byte:02X}");
            }),
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
    let mut sorted: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_ref(), v.as_ref())).collect();
    sorted.sort_unstable();
    let mut query = String::new();
    for (name, value) in sorted {
        if !query.is_empty() {
            query.push('&');
        }
        encode_into(&mut query, name.as_bytes());
        query.push('=');
        encode_into(&mut query, value.as_bytes());
    }
    query
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

//! Percent-encoding as a strict server reads it; the client's own code has no part in it.

/// Decodes every `%XX` and nothing else: `+` is a plus sign.
///
/// # Errors
/// If a `%` is not followed by two hexadecimal digits, or the result is not UTF-8.
pub fn decode(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        bytes.push(code.ok_or_else(|| format!("`{text}` has a `%` without two hexadecimal digits"))?);
    }
    String::from_utf8(bytes).map_err(|_| format!("`{text}` is not UTF-8 when decoded"))
}

/// Encodes everything that is not unreserved.
pub fn encode(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// Whether the text has only what needs no further encoding in a path segment or in a query: the
/// unreserved characters, triples, and the literals of `also`.
pub fn is_encoded(text: &str, also: &str) -> bool {
    text.chars().all(|char| char.is_ascii_alphanumeric() || "-_.~%".contains(char) || also.contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triples_are_decoded_and_nothing_else() {
        assert_eq!(decode("a%2Fb%20+%e4%b8%ad%252F").as_deref(), Ok("a/b +中%2F"));
    }

    #[test]
    fn what_is_encoded_decodes_to_the_same() {
        assert_eq!(encode("a~/中"), "a~%2F%E4%B8%AD");
        assert_eq!(decode(&encode("a b+%2F/é")).as_deref(), Ok("a b+%2F/é"));
    }

    #[test]
    fn what_no_server_can_read_is_an_error() {
        for text in ["%", "%2", "%zz", "%FF", "a%"] {
            assert!(decode(text).is_err(), "{text}");
        }
    }
}

//! Forms as a strict server reads them; the client's own code has no part in it.

use serde_json::{Value, json};
use spec::model::{RequestBody, Schema, SchemaType};

use crate::percent;

/// The media type of forms with files.
const MULTIPART: &str = "multipart/form-data";
/// That of forms without.
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// One field of a form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What the file is called, if it is one.
    pub filename: Option<String>,
    /// What is in it.
    pub content: Vec<u8>,
}

impl Field {
    /// As data that drives tests: a text, or name and content of a file.
    pub fn value(&self) -> Value {
        let text = String::from_utf8_lossy(&self.content);
        match &self.filename {
            Some(filename) => json!({"filename": filename, "content": text}),
            None => text.into(),
        }
    }
}

/// Whether a body is sent as a form.
pub fn is_form(body: &RequestBody) -> bool {
    [MULTIPART, URL_ENCODED].contains(&body.content_type.as_str())
}

/// Whether a body, or a field of a form, is a file.
pub fn is_file(schema: &Schema) -> bool {
    schema.schema_type == Some(SchemaType::String) && schema.format.as_deref() == Some("binary")
}

/// The fields of a form, in the order in which they were sent.
///
/// # Errors
/// If it is no form.
pub fn fields(content_type: &str, body: &[u8]) -> Result<Vec<Field>, String> {
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    match essence.trim() {
        URL_ENCODED => url_encoded(std::str::from_utf8(body).map_err(|_| "the form is not UTF-8")?),
        MULTIPART => {
            let boundary = parameters.trim().strip_prefix("boundary=").ok_or("there is no boundary")?;
            multipart(boundary, body)
        }
        other => Err(format!("`{other}` is no form")),
    }
}

fn url_encoded(text: &str) -> Result<Vec<Field>, String> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` has no `=`"))?;
            let decode = |text: &str| percent::decode(&text.replace('+', " "));
            Ok(Field { name: decode(name)?, filename: None, content: decode(value)?.into_bytes() })
        })
        .collect()
}

fn multipart(boundary: &str, body: &[u8]) -> Result<Vec<Field>, String> {
    let open = format!("--{boundary}\r\n");
    let close = format!("--{boundary}--\r\n");
    let mut rest = body;
    let mut fields = Vec::new();
    while let Some(after) = rest.strip_prefix(open.as_bytes()) {
        let (head, after) = cut(after, b"\r\n\r\n").ok_or("a part has no empty line")?;
        let (content, _) = cut(after, format!("\r\n--{boundary}").as_bytes()).ok_or("a part does not end")?;
        rest = after.get(content.len() + 2..).unwrap_or_default();
        let head = std::str::from_utf8(head).map_err(|_| "the head of a part is not UTF-8")?;
        let name = parameter(head, " name=\"").ok_or_else(|| format!("`{head}` has no name"))?;
        fields.push(Field { name, filename: parameter(head, " filename=\""), content: content.to_vec() });
    }
    if rest == close.as_bytes() {
        Ok(fields)
    } else {
        Err("the form does not end with its boundary".to_owned())
    }
}

fn cut<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = bytes.windows(at.len()).position(|window| window == at)?;
    Some((bytes.get(..position)?, bytes.get(position + at.len()..)?))
}

fn parameter(head: &str, start: &str) -> Option<String> {
    let (_, after) = head.split_once(start)?;
    let (value, _) = after.split_once('"')?;
    Some(called(value))
}

/// What browsers encode of a name, and no other `%`.
fn called(written: &str) -> String {
    let encoded = (0..0x20).chain([b'"', b'\\', 0x7f]);
    encoded.fold(written.to_owned(), |name, byte| {
        name.replace(&format!("%{byte:02X}"), &char::from(byte).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_byte_by_byte() {
        let body = b"--B\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\n\r\n\r\n--B\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a%22b\"\r\n\r\n\x00--B\r\n--B--\r\n";
        let fields = fields("multipart/form-data; boundary=B", body).unwrap();
        let file = Field {
            name: "file".to_owned(),
            filename: Some("a\"b".to_owned()),
            content: b"\x00--B".to_vec(),
        };
        let mode = Field { name: "mode".to_owned(), filename: None, content: b"\r\n".to_vec() };
        assert_eq!(fields, [mode, file]);
    }

    #[test]
    fn a_space_is_a_plus_sign_in_pairs() {
        let fields = fields(URL_ENCODED, b"a=b+c%2B&a=").unwrap();
        let values: Vec<Value> = fields.iter().map(Field::value).collect();
        assert_eq!(values, [json!("b c+"), json!("")]);
    }

    #[test]
    fn what_is_no_form_says_why() {
        for (content_type, body, problem) in [
            ("text/plain", "", "`text/plain` is no form"),
            ("multipart/form-data", "", "there is no boundary"),
            ("multipart/form-data; boundary=B", "--B\r\n", "a part has no empty line"),
            ("multipart/form-data; boundary=B", "--B--", "the form does not end with its boundary"),
            (URL_ENCODED, "a", "`a` has no `=`"),
        ] {
            assert_eq!(fields(content_type, body.as_bytes()).unwrap_err(), problem);
        }
    }
}

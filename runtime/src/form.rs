//! Bodies that are forms.

use std::fmt::{Display, Write};

use serde::Serialize;

use crate::{Error, File, body::Body, encode::encode_into, file::Source};

/// The fields of a form, by their documented names and not yet encoded.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(&'static str, Field)>);

#[derive(Clone, Debug)]
enum Field {
    Text(String),
    File(File),
}

impl Form {
    /// No fields yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A field. Call it once for each item of a list.
    pub fn text(&mut self, name: &'static str, value: &dyn Display) {
        self.0.push((name, Field::Text(value.to_string())));
    }

    /// A field that is JSON.
    ///
    /// # Errors
    /// If the value has no JSON form, such as a map with keys that are not text.
    pub fn json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        let json = serde_json::to_string(value).map_err(|error| {
            Error::invalid(format!("the form's field `{name}` cannot be written as JSON: {error}"))
        })?;
        self.0.push((name, Field::Text(json)));
        Ok(())
    }

    /// A file.
    pub fn file(&mut self, name: &'static str, file: &File) {
        self.0.push((name, Field::File(file.clone())));
    }

    /// As `application/x-www-form-urlencoded`, in which a file is its content.
    pub(crate) fn url_encoded(&self) -> Result<Body, Error> {
        let mut text = String::new();
        for (name, field) in &self.0 {
            if !text.is_empty() {
                text.push('&');
            }
            url_encode(&mut text, name.as_bytes());
            text.push('=');
            match field {
                Field::Text(value) => url_encode(&mut text, value.as_bytes()),
                Field::File(file) => match file.source() {
                    Source::Memory(bytes) => url_encode(&mut text, bytes),
                    _ => {
                        return Err(Error::invalid(format!(
                            "the form's field `{name}` has to be in memory: use `File::new`"
                        )));
                    }
                },
            }
        }
        Ok(Body::Bytes(text.into()))
    }

    /// As `multipart/form-data` with this text between the parts.
    pub(crate) fn multipart(&self, boundary: &str) -> Body {
        let mut pieces = Vec::new();
        let mut text = String::new();
        for (name, field) in &self.0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
            match field {
                Field::Text(value) => {
                    let _ = write!(text, "\r\n\r\n{value}");
                }
                Field::File(file) => {
                    let called = if file.name().is_empty() { name } else { file.name() };
                    let _ = write!(text, "; filename=\"{}\"\r\n\r\n", quoted(called));
                    pieces.push(Source::Memory(std::mem::take(&mut text).into()));
                    pieces.push(file.source().clone());
                }
            }
            text.push_str("\r\n");
        }
        let _ = write!(text, "--{boundary}--\r\n");
        pieces.push(Source::Memory(text.into()));
        Body::of(pieces)
    }
}

/// A text that no file has in it by chance.
pub(crate) fn boundary() -> String {
    format!("{:032x}", fastrand::u128(..))
}

/// As browsers write names: what would end the name or the header is percent-encoded. So is a backslash before
/// the closing quote, which some readers take for an escape.
fn quoted(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len());
    let mut rest = name.chars();
    while let Some(char) = rest.next() {
        if char == '"' || char.is_ascii_control() || char == '\\' && rest.as_str().is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(quoted, "%{:02X}", u32::from(char));
        } else {
            quoted.push(char);
        }
    }
    quoted
}

/// As in the query, but for the space, which is `+` in forms.
fn url_encode(out: &mut String, bytes: &[u8]) {
    for (position, word) in bytes.split(|byte| *byte == b' ').enumerate() {
        if position > 0 {
            out.push('+');
        }
        encode_into(out, word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &Body) -> String {
        String::from_utf8(body.bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn fields_are_joined_as_browsers_do() {
        let mut form = Form::new();
        form.text("SAMLResponse", &"PD94+/= %中");
        form.text("n", &3);
        form.file("file", &File::new("ignored", "a&b"));
        let expected = "SAMLResponse=PD94%2B%2F%3D+%25%E4%B8%AD&n=3&file=a%26b";
        assert_eq!(text(&form.url_encoded().unwrap()), expected);
    }

    #[test]
    fn parts_are_between_boundaries() {
        let mut form = Form::new();
        form.text("mode", &"merge");
        form.file("file", &File::new("driver.jar", "PK\u{3}\u{4}fake"));
        form.json("tags", &["a"]).unwrap();
        let expected = "--B\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\nmerge\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"driver.jar\"\r\n\r\n\
             PK\u{3}\u{4}fake\r\n\
             --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n[\"a\"]\r\n\
             --B--\r\n";
        assert_eq!(text(&form.multipart("B")), expected);
    }

    #[test]
    fn a_file_name_cannot_end_its_header() {
        let mut form = Form::new();
        form.file("file", &File::new("a\"\r\nX: y\\z\\", ""));
        assert!(text(&form.multipart("B")).contains("filename=\"a%22%0D%0AX: y\\z%5C\"\r\n\r\n"));
    }
}

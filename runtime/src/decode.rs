//! From the bytes of an answer to a typed value.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::{Error, OperationMeta, Response};

/// Decodes the body of an answer; the error says operation, status, field path and gives the raw body.
pub(crate) fn decode_response<T: DeserializeOwned + Default>(
    meta: &OperationMeta,
    answer: Response<Bytes>,
) -> Result<Response<T>, Error> {
    match decode::<T>(&answer) {
        Ok(value) => Ok(answer.with_value(value)),
        Err((path, problem)) => Err(Error::decode(&answer, path, problem).of(meta)),
    }
}

/// No body and `null` are the default. A byte-order mark and bytes that are not UTF-8 do not lose the rest.
fn decode<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, (String, serde_json::Error)> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_ascii().is_empty() {
        return Ok(T::default());
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value: Option<T> = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| (written(error.path()), error.into_inner()))?;
    json.end().map_err(|error| (".".to_owned(), error))?;
    Ok(value.unwrap_or_default())
}

/// `clusters[0].id`, the root `.`; a member without a name, which only a hostile answer has, is `""`.
fn written(path: &Path) -> String {
    let mut written = String::new();
    for segment in path {
        if !(written.is_empty() || matches!(segment, Segment::Seq { .. })) {
            written.push('.');
        }
        match segment {
            Segment::Map { key } if key.is_empty() => written.push_str("\"\""),
            segment => written.push_str(&segment.to_string()),
        }
    }
    if written.is_empty() { ".".to_owned() } else { written }
}
